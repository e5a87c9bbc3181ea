"""Which row names the columns, and what the columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.tables.model import RawRow
from engine.types import Scalar, cell_text

LOOK_AT_ROWS = 30
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A cell like these is data, not the name of a column: figures, dates, addresses on the net.
_DATA = re.compile(
    r"[-+(]?[\d\s.,:/()%¥$€£-]*\d[\d\s.,:/()%¥$€£年月日-]*|\S+@\S+\.\S+|https?://\S+"
)
_LONGEST_NAME = 60


def find_header(rows: Sequence[RawRow]) -> tuple[int, tuple[Scalar, ...]]:
    """The number of the header row (0: none) and its cells, judged by the first rows of a sheet.

    Titles above a table (rows with far fewer cells) are passed over. A row of groups above the
    names is joined to them: ``Buyer`` over ``Name`` gives ``Buyer Name``.
    """
    filled = [(number, cells) for number, cells in rows[:LOOK_AT_ROWS] if _count(cells)]
    if not filled:
        return 0, ()
    width = max(_count(cells) for _, cells in filled)
    start = next(
        index for index, (_, cells) in enumerate(filled) if _count(cells) * 2 > width or width == 1
    )
    for top, names, data in zip(filled, filled[1:], filled[2:], strict=False):
        if top in filled[max(0, start - 1) : start + 1] and _is_group_row(
            top[1], names[1], data[1]
        ):
            return names[0], _joined(top[1], names[1])
    number, cells = filled[start]
    if not _names_columns(cells, [row for _, row in filled[start + 1 :]]):
        return 0, ()
    return number, cells


def column_names(cells: Sequence[Scalar], width: int) -> tuple[str, ...]:
    """A unique name for each of ``width`` columns: the header's, else the spreadsheet's letter."""
    names: list[str] = []
    taken: set[str] = set()
    for index in range(width):
        cell = cells[index] if index < len(cells) else None
        base = " ".join(cell_text(cell).split()) if cell not in (None, "") else letter(index)
        name, copy = base, 2
        while name in taken:
            name, copy = f"{base} ({copy})", copy + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def match_column(name: str, columns: Sequence[str]) -> str | None:
    """The one of ``columns`` that a person means by ``name``: spelled the same, else the first that
    differs in case and blanks alone; ``None`` where there is none."""
    if name in columns:
        return name
    wanted = _plain(name)
    return next((column for column in columns if _plain(column) == wanted), None)


def letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA, as spreadsheets call their columns."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = _LETTERS[rest] + name
    return name


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _count(cells: Sequence[Scalar]) -> int:
    return sum(cell not in (None, "") for cell in cells)


def _names_columns(cells: Sequence[Scalar], below: Sequence[Sequence[Scalar]]) -> bool:
    """Whether ``cells`` look like names, most of them once, and unlike what follows."""
    if not _worded(cells):
        return False
    words = [str(cell).strip() for cell in cells if cell not in (None, "")]
    if len(set(words)) < len(words) * 0.6:
        return False
    return not any(_repeats(words, row) for row in below)


def _worded(cells: Sequence[Scalar]) -> bool:
    """Whether all ``cells`` are short texts that are no figures."""
    return all(
        isinstance(cell, str) and not _DATA.fullmatch(cell.strip()) and len(cell) <= _LONGEST_NAME
        for cell in cells
        if cell not in (None, "")
    )


def _repeats(words: Sequence[str], row: Sequence[Scalar]) -> bool:
    """Whether one of ``words`` stands in ``row`` in its own column: then it is a value."""
    values = [str(cell).strip() for cell in row]
    same = sum(word == value for word, value in zip(words, values, strict=False))
    return same * 3 > len(words)


def _is_group_row(top: Sequence[Scalar], names: Sequence[Scalar], data: Sequence[Scalar]) -> bool:
    """Whether ``top`` groups the columns that ``names`` names: it has gaps where names has none."""
    gaps = _count(names) - _count(top)
    if gaps < 1 or _count(top) < 2 or _count(names) < 3:
        return False
    if not _worded(top) or not _worded(names) or len(set(_joined(top, names))) < len(names):
        return False
    numbers = sum(
        not isinstance(cell, str) or bool(_DATA.fullmatch(cell))
        for cell in data
        if cell not in (None, "")
    )
    return numbers > 0


def _joined(top: Sequence[Scalar], names: Sequence[Scalar]) -> tuple[Scalar, ...]:
    joined: list[Scalar] = []
    group = ""
    for index, name in enumerate(names):
        above = top[index] if index < len(top) else None
        group = cell_text(above) if above not in (None, "") else group
        parts = [part for part in (group, str(name or "")) if part]
        joined.append(" ".join(dict.fromkeys(parts)))
    return tuple(joined)
