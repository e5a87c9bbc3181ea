"""What a reader gives: a sheet's columns, and its rows one by one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.types import (
    Address,
    ItemFailure,
    Notice,
    Record,
    Scalar,
    TableSchema,
    cell_text,
    stable_id,
)

RawRow = tuple[int, tuple[Scalar, ...]]
"""A row as the file has it: its number as the spreadsheet shows it, counted from 1, and its cells."""

NAMED_LINES = 10
"""So many lines of a kind are named in a notice."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """``header`` is the row that names the columns: found by itself where ``None``, 0 for none.
    ``hidden_sheets`` reads sheets that the workbook hides, too. ``encoding`` is that of a text table, as
    Python names it; found by itself where empty. ``streamed`` reads large xlsx files row by row, which
    takes longer and little memory."""

    header: int | None = None
    hidden_sheets: bool = False
    encoding: str = ""
    streamed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. Files that have no sheets have one, named after the file."""

    name: str
    hidden: bool = False


@dataclass(slots=True)
class Remarks:
    """What a reader noticed on the way, counted; of some things the first lines where it stands."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, code: str, count: int = 1, line: int | None = None) -> None:
        """Note ``code``; see ``wording`` for the sentences."""
        self.counts[code] += count
        if line is not None:
            known = self.lines.setdefault(code, [])
            if len(known) < NAMED_LINES:
                known.append(line)

    def notices(self) -> tuple[Notice, ...]:
        """One notice a code, with how often it was met, and where."""
        return tuple(
            Notice(code, (("count", count), *self._places(code, count)))
            for code, count in self.counts.items()
        )

    def _places(self, code: str, count: int) -> tuple[tuple[str, str], ...]:
        named = self.lines.get(code)
        if not named:
            return ()
        more = ", …" if count > len(named) else ""
        return (("lines", ", ".join(map(str, named)) + more),)


@dataclass(frozen=True)
class Table:
    """A sheet whose rows can be read again and again, streamed.

    ``remarks`` fill while rows are read. Rows above the header and empty rows are no records.
    ``copy`` tells sheets apart that bear the same name in files of the same name.
    """

    path: Path
    sheet: str
    columns: tuple[str, ...]
    header_row: int
    rows: Callable[[], Iterator[RawRow | ItemFailure]]
    remarks: Remarks
    copy: int = 0

    @property
    def schema(self) -> TableSchema:
        """The columns and what was noticed so far, as jobs hand them on."""
        notices = self.remarks.notices()
        return TableSchema(str(self.path), self.sheet, self.columns, self.header_row, notices)

    def records(self) -> Iterator[Record | ItemFailure]:
        """Every row below the header, in order; a row that cannot be read as its failure.

        A record's id is made of what stands in the row, not of where the row stands: what people
        decided on it holds when rows are put in above it. Rows that read the same are counted.
        Raises ``UserError("table_changed")`` where the file changed while it was read.
        """
        met: dict[str, int] = {}
        for row in self.numbered():
            if isinstance(row, ItemFailure):
                yield row
                continue
            number, values = row
            address = Address(str(self.path), self.sheet, number)
            identity = stable_id(
                "record", self.path.name, self.sheet, self.copy, *map(repr, values)
            )
            earlier = met.get(identity, 0)
            met[identity] = earlier + 1
            yield Record(stable_id(identity, earlier) if earlier else identity, address, values)

    def numbered(self) -> Iterator[RawRow | ItemFailure]:
        """Every row below the header with its number and its cells as the file has them, in memory
        that does not grow. Raises ``UserError("table_changed")``, as :meth:`records`."""
        before = _stamp(self.path)
        for row in self.rows():
            if isinstance(row, ItemFailure):
                yield row
                continue
            number, cells = row
            if number > self.header_row and any(_filled(cell) for cell in cells):
                yield number, self._fitted(cells)
        if _stamp(self.path) != before:
            raise UserError("table_changed", name=self.path.name)

    def _fitted(self, cells: tuple[Scalar, ...]) -> tuple[Scalar, ...]:
        """As many values as there are columns; cells beyond them are kept behind the last."""
        missing = len(self.columns) - len(cells)
        if missing > 0:
            return cells + (None,) * missing
        if missing < 0 and any(_filled(cell) for cell in cells[missing:]):
            self.remarks.add("rows_longer_than_header")
            return cells
        return cells[: len(self.columns)]

    def objects(self) -> Iterator[tuple[int, Mapping[str, Any] | ItemFailure]]:
        """Every record as ``(row number, {column: value})``; failures in their place. The values
        are such as JSON has: dates and times as ISO 8601 text."""
        # Not by way of records: counting rows that read the same takes memory with every row.
        for row in self.numbered():
            if isinstance(row, ItemFailure):
                yield _row_of(row), row
            else:
                number, cells = row
                yield number, dict(zip(self.columns, map(_plain, cells), strict=False))


def _plain(cell: Scalar) -> Scalar:
    return cell_text(cell) if isinstance(cell, dt.date | dt.time) else cell


def _filled(cell: Scalar) -> bool:
    return cell is not None and cell != ""


def _row_of(failure: ItemFailure) -> int:
    row = dict(failure.params).get("row")
    return row if isinstance(row, int) else 0


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size
