"""The field grammar: what people type to say which fields they want.

One field per line, or separated by ``,`` ``，`` ``、`` ``;`` ``；`` outside brackets::

    name(hint)* >=0.7: description
    Line items{Product, Quantity, Unit price(US$), Amount(US$)}: each delivery line
    ! Agreement date <= Effective date

Brackets may be half- or full-width and nested; ``*`` (many values) may stand before or after them.
``>=0.7`` (or ``≥70%``) is the field's own threshold. Braces make a field of records, whose columns
stand inside in the same grammar, over several lines where that reads better. A line that begins
with ``!`` is a rule between fields (see :mod:`engine.extraction.relations`). A description runs to
the end of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.extraction.errors import FieldSyntaxError
from engine.extraction.relations import Rule, read_rule
from engine.extraction.sentences import is_sentence, suggest_name
from engine.extraction.synonyms import name_key
from engine.extraction.types import hint_for, make_field, read_hint
from engine.types import Field, FieldType

_SEPARATORS = frozenset(",，、;；\n\r")
_LINE_ENDS = frozenset("\n\r")
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_COLONS, _STARS = frozenset(":："), frozenset("*＊")
_BRACES, _BRACES_END, _RULE = frozenset("{｛"), frozenset("}｝"), frozenset("!！")
_THRESHOLD = re.compile(
    r"(?:>=|≥|＞=)[ ]?(?P<number>[0-9]{1,3}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})[ ]?(?P<percent>[%％])?"
)
_NEXT_DESCRIBED = re.compile(r"[,，、;；]\s*(?P<name>[^,，、;；:：()（）]{1,30})[:：](?!//)")


@dataclass(slots=True)
class _Draft:
    """One field as typed; positions count characters of the whole text from 0."""

    start: int
    name: str = ""
    hint: str | None = None
    hint_start: int = 0
    many: bool = False
    tail: str = ""
    tail_start: int = 0
    description: str | None = None
    threshold: float | None = None
    columns: tuple[Field, ...] | None = None
    rule: str = ""

    @property
    def blank(self) -> bool:
        typed = (self.hint, self.description, self.threshold, self.columns)
        return not (self.name.strip() or self.many) and all(part is None for part in typed)

    def add_tail(self, words: str, position: int) -> None:
        """Keep words that stand where the field should have ended."""
        if not self.tail.strip():
            self.tail_start = position
        self.tail += words


@dataclass(frozen=True, slots=True)
class FieldList:
    """What a text asks for: its fields, and the rules between them."""

    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()


def parse_fields(text: str) -> tuple[Field, ...]:
    """The fields that ``text`` names, in order. Raises :class:`FieldSyntaxError`; drops nothing."""
    return parse_field_list(text).fields


def parse_field_list(text: str) -> FieldList:
    """The fields that ``text`` names and its rules. Raises :class:`FieldSyntaxError`."""
    drafts = list(_drafts(text))
    fields = _fields(draft for draft in drafts if not draft.rule)
    if not fields:
        raise FieldSyntaxError("fields_empty", 0)
    rules = tuple(read_rule(draft.rule, draft.start, fields) for draft in drafts if draft.rule)
    return FieldList(fields, rules)


def _fields(drafts: Iterable[_Draft]) -> tuple[Field, ...]:
    """The fields of ``drafts``, no two of one name."""
    fields: dict[str, Field] = {}
    for draft in drafts:
        if draft.blank:
            continue
        field = _field(draft)
        key = name_key(field.name)
        if key in fields:
            raise FieldSyntaxError("field_name_duplicate", draft.start, name=field.name)
        fields[key] = field
    return tuple(fields.values())


def _drafts(text: str, position: int = 0) -> Iterator[_Draft]:
    """The typed fields from ``position`` on; those between two separators are blank."""
    line_begins = position == 0
    while position < len(text):
        draft = _Draft(_skip_space(text, position))
        if line_begins and draft.start < len(text) and text[draft.start] in _RULE:
            position = _read_rule(text, draft)
        else:
            position = _read_draft(text, draft)
        line_begins = text[position - 1 : position] in _LINE_ENDS
        yield draft


def _read_rule(text: str, draft: _Draft) -> int:
    """A whole line after its ``!``."""
    end = _line_end(text, draft.start)
    draft.rule = text[draft.start : end]
    return end + 1


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace() and text[position] not in _LINE_ENDS:
        position += 1
    return position


def _read_draft(text: str, draft: _Draft) -> int:
    """Fill ``draft`` from its start; return the position after its separator."""
    position = draft.start
    while position < len(text) and text[position] not in _SEPARATORS:
        character = text[position]
        if character in _COLONS:
            return _read_description(text, position, draft)
        special = _read_special(text, position, draft)
        if special:
            position = special
            continue
        if character in _STARS:
            draft.many = True
        elif not (draft.hint is not None or draft.columns is not None or draft.threshold) and not (
            draft.many and character.strip()
        ):
            draft.name += character
        else:
            draft.add_tail(character, position)
        position += 1
    return position + 1


def _read_special(text: str, position: int, draft: _Draft) -> int:
    """The position behind brackets, braces or a threshold that begin here; 0 where none does."""
    character = text[position]
    if character in _CLOSING:
        raise FieldSyntaxError("field_bracket_unopened", position)
    if character in _BRACES_END:
        raise FieldSyntaxError("field_brace_unopened", position)
    if character in _OPENING:
        return _read_hint(text, position, draft)
    if character in _BRACES:
        return _read_columns(text, position, draft)
    threshold = _THRESHOLD.match(text, position)
    if not threshold:
        return 0
    value = float(threshold["number"]) / (100 if threshold["percent"] else 1)
    if not 0 < value <= 1:
        raise FieldSyntaxError("field_threshold", position, threshold=threshold[0])
    draft.threshold = value
    return threshold.end()


def _read_columns(text: str, opening: int, draft: _Draft) -> int:
    """The columns of a field of records, up to the closing brace; return the position after it."""
    closing = next((n for n in range(opening, len(text)) if text[n] in _BRACES_END), -1)
    nested = next((n for n in range(opening + 1, max(closing, 0)) if text[n] in _BRACES), None)
    if closing < 0:
        raise FieldSyntaxError("field_brace_unclosed", opening)
    if nested is not None:
        raise FieldSyntaxError("field_records_nested", nested)
    if draft.columns is not None:
        draft.add_tail(text[opening : closing + 1], opening)
        return closing + 1
    draft.columns = _fields(_drafts(text[:closing], opening + 1))
    if not draft.columns:
        raise FieldSyntaxError("field_columns_empty", opening)
    return closing + 1


def _read_hint(text: str, opening: int, draft: _Draft) -> int:
    """Read ``(…)`` from ``opening``; return the position after it."""
    depth, position = 0, opening
    while position < len(text) and text[position] not in _LINE_ENDS:
        depth += (text[position] in _OPENING) - (text[position] in _CLOSING)
        if depth == 0:
            break
        position += 1
    else:
        raise FieldSyntaxError("field_bracket_unclosed", opening)
    if draft.hint is not None:
        draft.add_tail(text[opening : position + 1], opening)
    else:
        draft.hint, draft.hint_start = text[opening + 1 : position].strip(), opening + 1
    return position + 1


def _read_description(text: str, colon: int, draft: _Draft) -> int:
    end = _line_end(text, colon)
    following = _NEXT_DESCRIBED.search(text, colon + 1, end)
    if following:
        raise FieldSyntaxError(
            "field_description_runs_on", following.start("name"), name=following["name"].strip()
        )
    draft.description = text[colon + 1 : end].strip()
    return end + 1


def _line_end(text: str, start: int) -> int:
    return next((n for n in range(start, len(text)) if text[n] in _LINE_ENDS), len(text))


def _field(draft: _Draft) -> Field:
    name = " ".join(draft.name.split())
    if not name:
        raise FieldSyntaxError("field_name_empty", draft.start)
    if draft.tail.strip():
        raise _tail_error(draft, name)
    if is_sentence(name):
        raise FieldSyntaxError(
            "field_is_sentence", draft.start, sentence=name, suggestion=suggest_name(name)
        )
    hint = draft.hint or ""
    _check_parts(hint, draft)
    field = make_field(name, hint, draft.description or "", draft.many)
    if draft.columns is None:
        return replace(field, threshold=draft.threshold)
    if draft.hint is not None:
        raise FieldSyntaxError("field_records_hint", draft.hint_start, name=name)
    return Field(
        name,
        FieldType.RECORDS,
        description=field.description,
        many=True,
        threshold=draft.threshold,
        columns=draft.columns,
    )


def _tail_error(draft: _Draft, name: str) -> FieldSyntaxError:
    """Words after the bracket: they belong before it, or into it."""
    tail = draft.tail.strip()
    if tail[0] in _BRACES:
        columns = [*(column.name for column in draft.columns or ()), tail.strip("{}｛｝ ")]
        suggestion = f"{name}{{{', '.join(columns)}}}"
    elif tail[0] in _OPENING:
        suggestion = f"{name}({draft.hint} {tail.strip('()（）')})"
    elif draft.columns is not None or draft.threshold is not None:
        suggestion = f"{name} {tail}" if tail.isascii() else f"{name}{tail}"
    elif draft.hint is None:
        suggestion = f"{name} {tail}*" if tail.isascii() else f"{name}{tail}*"
    else:
        gap = " " if tail.isascii() and name.isascii() else ""
        suggestion = f"{name}{gap}{tail}({draft.hint})"
    return FieldSyntaxError(
        "field_after_bracket", draft.tail_start, tail=tail, suggestion=suggestion
    )


def _check_parts(hint: str, draft: _Draft) -> None:
    """Choices and sub-fields come in twos or more, and each once."""
    read = read_hint(hint)
    if read.type is FieldType.COMPOUND and len(read.sub_fields) < 2:
        raise FieldSyntaxError("field_parts_few", draft.hint_start, hint=hint)
    if hint.count("/") and read.type is None and not read.unit and not read.format:
        raise FieldSyntaxError("field_choices_few", draft.hint_start, hint=hint)


def format_fields(fields: Iterable[Field]) -> str:
    """``fields`` in the grammar, one a line; parsing it gives them back."""
    return "\n".join(format_field(field) for field in fields)


def format_field_list(asked: FieldList) -> str:
    """Fields and rules in the grammar, one a line."""
    return "\n".join([format_fields(asked.fields), *(rule.text for rule in asked.rules)])


def format_field(field: Field) -> str:
    """One field in the grammar."""
    written = field.name
    if field.columns:
        written += "{" + ", ".join(_column(column) for column in field.columns) + "}"
    else:
        hint = hint_for(field)
        written += (f"({hint})" if hint else "") + ("*" if field.many else "")
    if field.threshold is not None:
        written += f" >={field.threshold:.6f}".rstrip("0").rstrip(".")
    return written + (f": {field.description}" if field.description else "")


def _column(column: Field) -> str:
    """A column; a description would run over the next one, so that it ends its line."""
    return format_field(column) + ("\n" if column.description else "")
