"""Fields out of documents: the grammar people type, rules, normal forms, the choice of the winner."""

from engine.extraction.errors import FieldSyntaxError
from engine.extraction.grammar import format_field, format_fields, parse_fields

__all__ = ["FieldSyntaxError", "format_field", "format_fields", "parse_fields"]
