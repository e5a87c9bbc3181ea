"""The lines of a file of pairs: which two values are compared, and their text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.tables import read_objects
from engine.types import ItemFailure

USUAL_NAMES = (
    ("text1", "text2"),
    ("left", "right"),
    ("sentence1", "sentence2"),
    ("premise", "hypothesis"),
    ("text_a", "text_b"),
    ("a", "b"),
)
"""The columns that are looked for where none are named."""

_LOOK_AT_LINES = 200


@dataclass(frozen=True, slots=True)
class PairLine:
    """One line: the object as read, and its two texts, or why it has none."""

    number: int
    data: tuple[tuple[str, Any], ...]
    left: str = ""
    right: str = ""
    failure: ItemFailure | None = None


def read_pair_lines(
    path: Path, left: str | None, right: str | None, sheet: str | None
) -> Iterator[PairLine]:
    """Every line of ``path`` in order; a line without its two texts carries its failure.

    Raises ``UserError``: those of the table reader, and ``pairs_no_columns`` where the first lines
    have no such columns.
    """
    stream = iter(read_objects(path, sheet))
    first = list(islice(stream, _LOOK_AT_LINES))
    names = _columns([value for _, value in first if isinstance(value, Mapping)], left, right)
    for number, value in chain(first, stream):
        yield _line(path, number, value, names)


def text_of(value: Any) -> str:
    """A value as the model reads it; a record becomes ``column: value; column: value``."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        parts = ((str(column), text_of(inner)) for column, inner in value.items())
        return "; ".join(f"{column}: {words}" for column, words in parts if words)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(text_of, value)))
    if isinstance(value, bool):
        return json.dumps(value)
    return str(value).strip()


def _columns(
    objects: Sequence[Mapping[str, Any]], left: str | None, right: str | None
) -> tuple[str, str]:
    """The names of the two columns, as the file spells them."""
    present = list(dict.fromkeys(column for value in objects for column in value))
    folded = {column.strip().casefold(): column for column in reversed(present)}
    pairs = [(left or one, right or other) for one, other in USUAL_NAMES]
    for one, other in dict.fromkeys(pairs):
        found = [
            name if name in present else folded.get(name.strip().casefold())
            for name in (one, other)
        ]
        if found[0] is not None and found[1] is not None:
            return found[0], found[1]
    wanted = " / ".join(pairs[0] if left or right else ("text1", "text2", "left", "right"))
    shown = ", ".join(map(str, present[:20]))
    raise UserError("pairs_no_columns", wanted=wanted, columns=shown or "–")


def _line(
    path: Path, number: int, value: Mapping[str, Any] | ItemFailure, names: tuple[str, str]
) -> PairLine:
    if isinstance(value, ItemFailure):
        return PairLine(number, (), failure=value)
    data = tuple(value.items())
    texts = [text_of(value.get(name)) for name in names]
    for name, text in zip(names, texts, strict=True):
        if not text:
            error = UserError("pair_missing_side", column=name)
            return PairLine(number, data, failure=error.as_failure(f"{path.name}:{number}"))
    return PairLine(number, data, texts[0], texts[1])
