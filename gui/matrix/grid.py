"""What a matrix shows, and which filled cell comes next in a direction."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gui import theme

Cell = tuple[int, int]
"""Row and column, from 0."""

ASIDE = 4
"""A step aside counts as much as so many forward: straight on comes first."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a code is drawn: a colour, and a sign that says the same without it."""

    tone: theme.Tone
    sign: str
    words: str
    faint: bool = False


class Lines:
    """The filled cells line by line, to find the next one from any place."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._places: dict[int, list[int]] = {}
        for line, place in sorted(cells):
            self._places.setdefault(line, []).append(place)
        self._lines = list(self._places)

    def next(self, line: int, place: int, by: int) -> Cell | None:
        """The nearest filled cell in a later line (``by`` 1) or an earlier one (-1)."""
        number = bisect_right(self._lines, line) if by > 0 else bisect_left(self._lines, line) - 1
        best: tuple[int, int, int] | None = None
        while 0 <= number < len(self._lines):
            found = self._lines[number]
            along = abs(found - line)
            if best is not None and along >= best[0]:
                break
            near = self._nearest(found, place)
            reach = along + ASIDE * abs(near - place)
            if best is None or reach < best[0]:
                best = (reach, found, near)
            number += by
        return None if best is None else (best[1], best[2])

    def _nearest(self, line: int, place: int) -> int:
        places = self._places[line]
        number = bisect_left(places, place)
        return min(places[max(number - 1, 0) : number + 1], key=lambda one: abs(one - place))


@dataclass(frozen=True, slots=True)
class Grid:
    """What a matrix shows. ``codes`` holds a byte a cell, row after row (0: nothing), ``keys`` what
    lies behind the cells that are not empty. Before ``row_breaks`` (and ``column_breaks``) a
    stronger line is drawn; ``hints`` say more of a column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    codes: bytes
    keys: Mapping[Cell, int]
    row_breaks: tuple[int, ...] = ()
    column_breaks: tuple[int, ...] = ()
    hints: Mapping[int, str] = field(default_factory=dict)
    by_row: Lines = field(default_factory=lambda: Lines(()), compare=False)
    by_column: Lines = field(default_factory=lambda: Lines(()), compare=False)

    @classmethod
    def of(
        cls,
        rows: Iterable[str],
        columns: Iterable[str],
        cells: Mapping[Cell, tuple[int, int]],
        row_breaks: Iterable[int] = (),
        column_breaks: Iterable[int] = (),
        hints: Mapping[int, str] | None = None,
    ) -> Grid:
        """A grid of ``cells``: code and key by row and column. Takes a moment for many cells; any
        thread may make it."""
        named, titled = tuple(rows), tuple(columns)
        codes = bytearray(len(named) * len(titled))
        for (row, column), (code, _key) in cells.items():
            codes[row * len(titled) + column] = code
        return cls(
            named,
            titled,
            bytes(codes),
            {cell: key for cell, (_code, key) in cells.items()},
            tuple(row_breaks),
            tuple(column_breaks),
            hints or {},
            Lines(cells),
            Lines((column, row) for row, column in cells),
        )

    def code(self, row: int, column: int) -> int:
        """How a cell looks."""
        return self.codes[row * len(self.columns) + column]

    def next(self, cell: Cell, down: int, right: int) -> Cell | None:
        """The next filled cell from ``cell``: one of ``down`` and ``right`` is 1 or -1."""
        if down:
            return self.by_row.next(*cell, down)
        found = self.by_column.next(cell[1], cell[0], right)
        return None if found is None else (found[1], found[0])


EMPTY = Grid((), (), b"", {})
