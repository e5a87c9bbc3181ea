"""Fields out of documents: the grammar people type, rules, normal forms, the choice of the winner."""

from engine.extraction.errors import FieldSyntaxError
from engine.extraction.grammar import format_field, format_fields, parse_fields
from engine.extraction.templates import Template, list_templates, load_template

__all__ = [
    "FieldSyntaxError",
    "Template",
    "format_field",
    "format_fields",
    "list_templates",
    "load_template",
    "parse_fields",
]
