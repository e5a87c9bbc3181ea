"""Workbooks written row by row: nothing becomes a formula, nothing is cut without a word."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.writer.excel import ExcelWriter

from engine.export.files import replacing

CELL_LIMIT = 32_767
"""Characters (UTF-16 units) that a cell can hold: Excel's own limit."""

ROW_LIMIT = 1_048_576
TITLE_LIMIT = 31
EXACT_DIGITS = 15
"""Digits of a number that Excel keeps; longer ones are written as text."""

_FIRST_YEAR = 1900
"""Excel knows no day before it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")
_TITLE_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

_FILLS = {
    "doubt": PatternFill("solid", fgColor="FFF2B3"),
    "edited": PatternFill("solid", fgColor="DCE9F9"),
    "head": PatternFill("solid", fgColor="E8E8E8"),
}
_WRAP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)
_LINK = Font(color="0563C1", underline="single")


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell with more than a value. ``fill`` is ``doubt`` or ``edited``; ``link`` a URL."""

    value: Any
    fill: str = ""
    number_format: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that the person's own workbook has: the only one that is written as a formula."""

    text: str
    number_format: str = ""


class Sheet:
    """One sheet, continued on further ones when it is full."""

    def __init__(
        self,
        book: Book,
        title: str,
        header: Sequence[str],
        widths: Sequence[float] = (),
        hidden: Sequence[int] = (),
    ) -> None:
        self._book = book
        self._hidden = hidden
        self._state = "visible"
        self._title = title
        self._header = [*header]
        self._widths = widths
        self._part = 0
        self._rows = 0
        self._first_title = ""
        self._open()

    @property
    def title(self) -> str:
        """The title that the first of its sheets got."""
        return self._first_title

    def row(self, values: Iterable[Any]) -> None:
        """Append one row of scalars, dates and :class:`Styled` cells."""
        if self._rows >= ROW_LIMIT:
            self._finish()
            self._open()
        self._rows += 1
        self._sheet.append([self._cell(value, column) for column, value in enumerate(values, 1)])

    def hide(self) -> None:
        """Hide the sheet that is being written, and those that continue it."""
        self._state = "veryHidden"
        self._sheet.sheet_state = self._state

    def close(self) -> None:
        """Done: set the filter over what was written."""
        self._finish()

    def _open(self) -> None:
        self._part += 1
        title = self._title if self._part == 1 else f"{self._title} ({self._part})"
        self._sheet = self._book.new_sheet(title)
        self._sheet.sheet_state = self._state
        if self._part == 1:
            self._first_title = str(self._sheet.title)
        for number, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        for number in self._hidden:
            self._sheet.column_dimensions[get_column_letter(number)].hidden = True
        self._sheet.freeze_panes = "B2"
        self._rows = 0
        cells = []
        for name in self._header:
            cell = self._text(clean(name))
            cell.font, cell.fill, cell.alignment = _BOLD, _FILLS["head"], _WRAP
            cells.append(cell)
        self._sheet.append(cells)
        self._rows = 1

    def _finish(self) -> None:
        if self._header and self._rows > 1:
            last = get_column_letter(len(self._header))
            self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"

    def _cell(self, value: Any, column: int) -> Any:
        if isinstance(value, Styled):
            return self._styled(value, column)
        if isinstance(value, Formula):
            cell = WriteOnlyCell(self._sheet, value.text)
            cell.number_format = value.number_format or cell.number_format
            return cell
        plain = excel_value(value)
        if isinstance(plain, str) and (plain.startswith(_FORMULA) or plain.startswith("#")):
            return self._text(plain)
        return plain

    def _styled(self, styled: Styled, column: int) -> Any:
        plain = excel_value(styled.value)
        cell = self._text(plain) if isinstance(plain, str) else WriteOnlyCell(self._sheet, plain)
        if styled.fill:
            cell.fill = _FILLS[styled.fill]
        if styled.number_format:
            cell.number_format = styled.number_format
        if styled.link:
            cell.font = _LINK
            place = f"{get_column_letter(column)}{self._rows}"
            self._sheet._hyperlinks.append(Hyperlink(ref=place, target=styled.link))
        return cell

    def _text(self, text: str) -> Any:
        """A cell that Excel takes for text, also when someone edits it."""
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        if text.startswith(_FORMULA):
            cell.quotePrefix = True
        return cell


class Book:
    """A workbook under way; see :func:`workbook`."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheets: list[Sheet] = []
        self._titles: set[str] = set()

    def sheet(
        self,
        title: str,
        header: Sequence[str],
        widths: Sequence[float] = (),
        hidden: Sequence[int] = (),
    ) -> Sheet:
        """A new sheet with its heading row frozen; the title is made fit and unique. ``hidden`` are
        the columns (from 1) that programs read and people do not."""
        sheet = Sheet(self, title, header, widths, hidden)
        self._sheets.append(sheet)
        return sheet

    def new_sheet(self, title: str) -> Any:
        """A bare sheet of the underlying workbook."""
        return self._book.create_sheet(self._unique(title))

    def save(self, path: Path) -> None:
        """Write the file."""
        for sheet in self._sheets:
            sheet.close()
        # What nobody is meant to see comes last.
        book: Any = self._book
        book._sheets.sort(key=lambda sheet: sheet.sheet_state != "visible")
        # Opened here, so that it is closed here also when the disk is full.
        with ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            ExcelWriter(self._book, archive).write_data()

    def abandon(self) -> None:
        """Let go of what was written so far: sheets lie in temporary files until they are saved."""
        sheets: list[Any] = list(self._book.worksheets)
        for sheet in sheets:
            with contextlib.suppress(Exception):
                sheet.close()
            with contextlib.suppress(Exception):
                sheet._writer.cleanup()

    def _unique(self, title: str) -> str:
        fit = _TITLE_FORBIDDEN.sub(" ", clean(title)).strip(" '") or "Sheet"
        fit = fit[:TITLE_LIMIT]
        number = 2
        unique = fit
        while unique.casefold() in self._titles:
            tail = f" ({number})"
            unique = fit[: TITLE_LIMIT - len(tail)] + tail
            number += 1
        self._titles.add(unique.casefold())
        return unique


@contextmanager
def workbook(target: Path) -> Iterator[Book]:
    """A workbook that appears at ``target`` when the block ends well."""
    with replacing(target) as part:
        book = Book()
        try:
            yield book
            book.save(part)
        except BaseException:
            book.abandon()
            raise


def excel_value(value: Any) -> Any:
    """``value`` as a cell can hold it: long numbers, what is no number and days before 1900 become
    text. Dates and times get their number format from openpyxl."""
    if isinstance(value, str):
        return shorten(clean(value))
    if isinstance(value, bool) or value is None or isinstance(value, time):
        return value
    if isinstance(value, date):
        return value if value.year >= _FIRST_YEAR else value.isoformat()
    if isinstance(value, int):
        return value if abs(value) < 10**EXACT_DIGITS else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return shorten(clean(str(value)))


def clean(text: str) -> str:
    """``text`` without what a workbook cannot hold, visibly: control characters become their
    pictures (␀ … ␟), half characters become �. Line ends become ``\\n``."""
    if not _UNUSUAL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(lambda found: chr(0x2400 + ord(found.group())), text)
    text = _UNWRITABLE.sub("\ufffd", text)
    # Excel reads _x0041_ as A: the underscore is written as its own escape.
    return _ESCAPE_LIKE.sub("_x005F_", text)


def units(text: str) -> int:
    """How long ``text`` is for Excel: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, mark: str = " … [cut]") -> str:
    """``text`` within a cell's limit; a cut shows as ``mark``."""
    if len(text) * 2 <= CELL_LIMIT or units(text) <= CELL_LIMIT:
        return text
    return pieces(text, CELL_LIMIT - units(mark))[0] + mark


def pieces(text: str, limit: int = CELL_LIMIT) -> list[str]:
    """``text`` in parts that each fit a cell; no character is split."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return [text]
    parts, start = [], 0
    while start < len(text):
        end = min(start + limit, len(text))
        excess = units(text[start:end]) - limit
        while excess > 0:
            end -= (excess + 1) // 2
            excess = units(text[start:end]) - limit
        parts.append(text[start:end])
        start = end
    return parts
