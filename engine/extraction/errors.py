"""The error of the field grammar, with the place where it stands."""

from __future__ import annotations

from engine.errors import UserError
from engine.types import Scalar


class FieldSyntaxError(UserError):
    """A field list that cannot be read; ``position`` counts characters of the typed text from 0.

    Codes: ``fields_empty``, ``field_name_empty``, ``field_name_duplicate``,
    ``field_bracket_unclosed``, ``field_bracket_unopened``, ``field_is_sentence``,
    ``field_choices_few``, ``field_parts_few``, ``field_after_bracket``,
    ``field_description_runs_on``, ``field_brace_unclosed``, ``field_brace_unopened``,
    ``field_records_nested``, ``field_records_hint``, ``field_columns_empty``, ``field_threshold``,
    ``rule_unreadable``, ``rule_field_unknown``.
    ``params`` hold ``position`` (from 1, as people count), and what the sentence needs,
    such as ``suggestion``.
    """

    def __init__(self, code: str, position: int, **params: Scalar) -> None:
        super().__init__(code, position=position + 1, **params)
        self.position = position
