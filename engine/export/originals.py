"""The cells of an xlsx sheet as its file has them: formulas and number formats, beside what was read.

A search reads values alone. When its rows are written out again, what the file still says of their cells
is laid over them, row by row, so that memory does not grow with the sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from engine.export.sheets import Formula, Styled
from engine.paths import long_path
from engine.types import Record, Scalar

_TEXT = re.compile(r'"[^"]*"')
_NAME = re.compile(r"\$?[A-Za-z_\\][\w.\\$]*(?!\w|\()")
_CELL = re.compile(r"\$?[A-Z]{1,3}(\$?\d{1,7})?|TRUE|FALSE")
_ELSEWHERE = re.compile(r"[!\[\]|'{}@#]")
_PLAIN = "General"


class Originals:
    """The rows of one sheet's file, in order. Without a file that can be read, nothing is known and
    every row is as it was read."""

    def __init__(self, rows: Iterator[Sequence[Any]], header: Sequence[str]) -> None:
        self._rows = rows
        self._at = 0
        self._cells: Sequence[Any] = []
        self._to(1)
        filled: list[Any] = [cell for cell in self._cells if _filled(cell)]
        named = [" ".join(str(cell.value).split()) for cell in filled]
        self.in_place = bool(named) and named == [*header][: len(named)]
        """Whether the header stands in the first row: then rows that are written under it stand
        where they stood, and their formulas hold."""

    def row(self, record: Record, formulas: bool) -> list[Any]:
        """The record's values with their formats, and ``formulas`` in place of what they gave; ask in
        the order of the rows. A row that is another by now is left as it was read."""
        self._to(record.address.row)
        cells = self._cells
        known = [cell for cell, value in zip(cells, record.values, strict=False) if _filled(cell)]
        if self._at != record.address.row or not known or _other(cells, record.values):
            return list(record.values)
        dressed = [
            _dressed(cell, value, formulas)
            for cell, value in zip(cells, record.values, strict=False)
        ]
        return [*dressed, *record.values[len(dressed) :]]

    def _to(self, row: int) -> None:
        while self._at < row:
            cells = next(self._rows, None)
            if cells is None:
                return
            self._cells = cells
            self._at += 1


@contextmanager
def originals(path: str, sheet: str, header: Sequence[str]) -> Iterator[Originals]:
    """The sheet as its file has it now; raises nothing where there is none, or none such."""
    book: Any = None
    # Whatever is wrong with the file by now: its rows are in the project.
    with suppress(OSError, KeyError, ValueError, InvalidFileException, zipfile.BadZipFile):
        if Path(path).suffix.lower() in (".xlsx", ".xlsm"):
            book = load_workbook(long_path(Path(path)), read_only=True, keep_links=False)
    try:
        rows: Iterator[Sequence[Any]] = iter(())
        if book is not None and sheet in book.sheetnames:
            found = book[sheet]
            found.reset_dimensions()
            rows = found.iter_rows()
        yield Originals(rows, header)
    finally:
        if book is not None:
            book.close()


def holds(formula: str) -> bool:
    """Whether ``formula`` means the same in another workbook: it names cells of its own sheet alone."""
    bare = _TEXT.sub("", formula)
    if not bare.startswith("=") or _ELSEWHERE.search(bare):
        return False
    return all(_CELL.fullmatch(name) for name in _NAME.findall(bare))


def _dressed(cell: Any, value: Scalar, formulas: bool) -> Any:
    if not _filled(cell):
        return value
    given = cell.number_format or _PLAIN
    shown = "" if given == _PLAIN or isinstance(value, str) else given
    if cell.data_type == "f" and formulas and isinstance(cell.value, str) and holds(cell.value):
        return Formula(cell.value, shown)
    return Styled(value, number_format=shown) if shown else value


def _other(cells: Sequence[Any], values: Sequence[Scalar]) -> bool:
    """Whether a text in the file is another than the one that was read."""
    return any(
        isinstance(value, str)
        and isinstance(cell.value, str)
        and cell.data_type == "s"
        and cell.value != value
        for cell, value in zip(cells, values, strict=False)
    )


def _filled(cell: Any) -> bool:
    return cell.value is not None and cell.value != ""
