"""One JSON object a line, streamed; a line that is none fails alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.encodings import detect
from engine.paths import long_path
from engine.tables.decoding import SAMPLE_BYTES, read_lines
from engine.tables.model import RawRow, Remarks
from engine.types import ItemFailure, Scalar

COLUMNS_FROM_LINES = 1000
"""The columns are the keys of the first so many objects, in the order in which they appear."""


def objects(
    path: Path, remarks: Remarks, *, blanks: bool = False, after: int = 0, encoding: str = ""
) -> Iterator[tuple[int, Mapping[str, Any] | ItemFailure]]:
    """Every line's number, from 1, with its object or why it has none.

    Blank lines are passed over, or fail as ``line_empty`` where ``blanks`` count as lines; what
    follows the last line end is no line. The first ``after`` lines are passed over unread.
    """
    with Path(long_path(path)).open("rb") as stream:
        found = encoding or detect(stream.read(SAMPLE_BYTES))
    for number, line in enumerate(read_lines(path, found, remarks, bool(encoding)), start=1):
        if number <= after:
            continue
        if not line.strip():
            if blanks:
                yield number, ItemFailure(f"{path.name}:{number}", "line_empty", (("row", number),))
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, _bad(path, number, str(error))
            continue
        if isinstance(value, dict):
            yield number, value
        else:
            yield number, _bad(path, number, f"{type(value).__name__}")


def columns(path: Path, remarks: Remarks, encoding: str = "") -> tuple[str, ...]:
    """The keys of the first objects."""
    names: dict[str, None] = {}
    found = objects(path, remarks, encoding=encoding)
    for (_, value), _ in zip(found, range(COLUMNS_FROM_LINES), strict=False):
        if isinstance(value, Mapping):
            names.update(dict.fromkeys(value))
    return tuple(names)


def rows(
    path: Path, names: tuple[str, ...], remarks: Remarks, encoding: str = ""
) -> Iterator[RawRow | ItemFailure]:
    """Every object as a row of ``names``; what is nested stays JSON text."""
    known = set(names)
    for number, value in objects(path, remarks, encoding=encoding):
        if isinstance(value, ItemFailure):
            yield value
            continue
        if not known.issuperset(value):
            remarks.add("keys_without_column")
        yield number, tuple(_scalar(value.get(name)) for name in names)


def _scalar(value: Any) -> Scalar:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False)


def _bad(path: Path, number: int, detail: str) -> ItemFailure:
    params = (("row", number), ("detail", detail[:200]))
    return ItemFailure(f"{path.name}:{number}", "line_not_object", params)
