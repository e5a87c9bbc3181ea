"""Text in columns on a terminal, where a Chinese character takes the room of two letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """How many cells of a terminal ``text`` takes."""
    return sum(_cells(character) for character in text)


def padded(text: str, cells: int) -> str:
    """``text`` with blanks up to ``cells`` cells; longer text stays as it is."""
    return text + " " * (cells - width(text))


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """A line a row, each column but the last as wide as its longest cell."""
    widths = [max(map(width, column)) for column in list(zip(*rows, strict=True))[:-1]]
    return ["  ".join([*map(padded, row[:-1], widths), row[-1]]).rstrip() for row in rows]


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
