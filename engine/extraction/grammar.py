"""The field grammar: what people type to say which fields they want.

One field per line, or separated by ``,`` ``，`` ``、`` ``;`` ``；`` outside brackets::

    name(hint)*: description

Brackets may be half- or full-width and nested; ``*`` (many values) may stand before or after them.
A description runs to the end of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.extraction.errors import FieldSyntaxError
from engine.extraction.sentences import is_sentence, suggest_name
from engine.extraction.synonyms import name_key
from engine.extraction.types import hint_for, make_field, read_hint
from engine.types import Field, FieldType

_SEPARATORS = frozenset(",，、;；\n\r")
_LINE_ENDS = frozenset("\n\r")
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_COLONS, _STARS = frozenset(":："), frozenset("*＊")
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
    description: str | None = None
    colon: int = 0

    @property
    def blank(self) -> bool:
        return not (self.name.strip() or self.many or self.hint is not None) and (
            self.description is None
        )


def parse_fields(text: str) -> tuple[Field, ...]:
    """The fields that ``text`` names, in order. Raises :class:`FieldSyntaxError`; drops nothing."""
    fields: list[Field] = []
    places: dict[str, str] = {}
    for draft in _drafts(text):
        if draft.blank:
            continue
        field = _field(text, draft)
        key = name_key(field.name)
        if key in places:
            raise FieldSyntaxError("field_name_duplicate", draft.start, name=field.name)
        places[key] = field.name
        fields.append(field)
    if not fields:
        raise FieldSyntaxError("fields_empty", 0)
    return tuple(fields)


def _drafts(text: str) -> Iterator[_Draft]:
    """The typed fields; those between two separators are blank."""
    position = 0
    while position < len(text):
        draft = _Draft(_skip_space(text, position))
        position = _read_draft(text, draft)
        yield draft


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace() and text[position] not in _LINE_ENDS:
        position += 1
    return position


def _read_draft(text: str, draft: _Draft) -> int:
    """Fill ``draft`` from its start; return the position after its separator."""
    position = draft.start
    while position < len(text) and text[position] not in _SEPARATORS:
        character = text[position]
        if character in _CLOSING:
            raise FieldSyntaxError("field_bracket_unopened", position)
        if character in _OPENING:
            position = _read_hint(text, position, draft)
            continue
        if character in _COLONS:
            return _read_description(text, position, draft)
        if character in _STARS:
            draft.many = True
        elif draft.hint is None and not (draft.many and character.strip()):
            draft.name += character
        else:
            draft.tail += character
        position += 1
    return position + 1


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
        draft.tail += text[opening : position + 1]
    else:
        draft.hint, draft.hint_start = text[opening + 1 : position].strip(), opening + 1
    return position + 1


def _read_description(text: str, colon: int, draft: _Draft) -> int:
    end = next((n for n in range(colon, len(text)) if text[n] in _LINE_ENDS), len(text))
    following = _NEXT_DESCRIBED.search(text, colon + 1, end)
    if following:
        raise FieldSyntaxError(
            "field_description_runs_on", following.start("name"), name=following["name"].strip()
        )
    draft.colon, draft.description = colon, text[colon + 1 : end].strip()
    return end + 1


def _field(text: str, draft: _Draft) -> Field:
    name = " ".join(draft.name.split())
    if not name:
        raise FieldSyntaxError("field_name_empty", draft.start)
    if draft.tail.strip():
        raise _tail_error(text, draft, name)
    if is_sentence(name):
        raise FieldSyntaxError(
            "field_is_sentence", draft.start, sentence=name, suggestion=suggest_name(name)
        )
    hint = draft.hint or ""
    _check_parts(hint, draft)
    return make_field(name, hint, draft.description or "", draft.many)


def _tail_error(text: str, draft: _Draft, name: str) -> FieldSyntaxError:
    """Words after the bracket: they belong before it, or into it."""
    tail = draft.tail.strip()
    place = text.find(tail[:1], draft.hint_start + len(draft.hint or ""))
    if tail[0] in _OPENING:
        suggestion = f"{name}({draft.hint} {tail.strip('()（）')})"
    elif draft.hint is None:
        suggestion = f"{name} {tail}*" if tail.isascii() else f"{name}{tail}*"
    else:
        gap = " " if tail.isascii() and name.isascii() else ""
        suggestion = f"{name}{gap}{tail}({draft.hint})"
    return FieldSyntaxError(
        "field_after_bracket", max(place, draft.start), tail=tail, suggestion=suggestion
    )


def _check_parts(hint: str, draft: _Draft) -> None:
    """Choices and sub-fields come in twos or more, and each once."""
    read = read_hint(hint)
    if read.type is FieldType.COMPOUND and len(read.sub_fields) < 2:
        raise FieldSyntaxError("field_parts_few", draft.hint_start, hint=hint)
    if hint.count("/") and read.type is None and not read.unit and not read.format:
        raise FieldSyntaxError("field_choices_few", draft.hint_start, hint=hint)


def format_fields(fields: Iterable[Field]) -> str:
    """``fields`` in the grammar, one a line; parsing it gives them back (but for thresholds)."""
    return "\n".join(format_field(field) for field in fields)


def format_field(field: Field) -> str:
    """One field in the grammar."""
    hint = hint_for(field)
    return (
        field.name
        + (f"({hint})" if hint else "")
        + ("*" if field.many else "")
        + (f": {field.description}" if field.description else "")
    )
