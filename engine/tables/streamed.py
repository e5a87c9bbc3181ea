"""Large xlsx workbooks, row by row, in memory that does not grow with them.

Other readers hold a sheet's cells, and every text of the book, in memory. Here rows are taken from the
sheet's XML as they are asked for, and the book's shared texts go to a temporary file as they are met.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import warnings
import weakref
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from engine.errors import UserError
from engine.paths import long_path
from engine.tables.model import RawRow, Remarks, Sheet
from engine.tables.values import spreadsheet_value
from engine.types import ItemFailure

LARGE = 64 * 2**20
"""Bytes of XML from which a workbook is read this way."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RECENT = 16 * 2**20
"""Characters of shared texts that are kept in memory: most are used where they were first met."""

_BROKEN = (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError)


def is_large(path: Path) -> bool:
    """Whether ``path``, a workbook, is an xlsx of many rows."""
    if not zipfile.is_zipfile(long_path(path)):
        return False
    with zipfile.ZipFile(long_path(path)) as archive:
        entries = archive.infolist()
    if not any(entry.filename.startswith("xl/worksheets/") for entry in entries):
        return False
    parts = (entry.file_size for entry in entries if entry.filename.endswith(".xml"))
    return sum(parts) >= LARGE


class StreamedBook:
    """One xlsx file. Raises ``UserError("table_damaged")``, also while rows are read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._strings: _SharedTexts | None = None
        try:
            with self._reader() as reader:
                self._parts = {
                    sheet.name: (relation.target, sheet.state != "visible")
                    for sheet, relation in reader.parser.find_sheets()
                    if relation.Type.endswith("/worksheet")
                }
        except _BROKEN as error:
            raise self._damaged(error) from error

    def sheets(self) -> tuple[Sheet, ...]:
        """The worksheets in their order."""
        return tuple(Sheet(name, hidden) for name, (_, hidden) in self._parts.items())

    def rows(self, sheet: str, remarks: Remarks) -> Iterator[RawRow | ItemFailure]:
        """Every row of ``sheet`` that the file has, numbered as the spreadsheet shows it."""
        if self._strings is None:
            self._strings = _SharedTexts(self._path)
        try:
            with self._reader() as reader:
                yield from self._rows(reader, self._parts[sheet][0], self._strings, remarks)
        except _BROKEN as error:
            raise self._damaged(error) from error

    @staticmethod
    def _rows(
        reader: Any, part: str, strings: _SharedTexts, remarks: Remarks
    ) -> Iterator[RawRow | ItemFailure]:
        from openpyxl.worksheet._reader import WorkSheetParser

        book = reader.wb
        cells_of = WorkSheetParser(
            BytesIO(),
            strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        with reader.archive.open(part) as stream:
            for element in _elements(stream, "row", "mergeCell"):
                if not element.tag.endswith("row"):
                    remarks.add("merged_cells")
                    continue
                number, cells = cells_of.parse_row(element)
                cells_of.row_dimensions.clear()
                width = max((cell["column"] for cell in cells), default=0)
                row: list[Any] = [None] * width
                for cell in cells:
                    row[cell["column"] - 1] = spreadsheet_value(_dated(cell["value"]), remarks)
                yield number, tuple(row)

    def _reader(self) -> Any:
        return _Opened(self._path)

    def _damaged(self, error: Exception) -> UserError:
        return UserError("table_damaged", name=self._path.name, detail=str(error)[:200])


class _Opened:
    """openpyxl's reader of a book, without its sheets and its texts, and closed in the end."""

    def __init__(self, path: Path) -> None:
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet

        with ExitStack() as stack, warnings.catch_warnings():
            # What openpyxl cannot keep of a book (drawings, validations) is of no matter here.
            warnings.simplefilter("ignore")
            stream = stack.enter_context(Path(long_path(path)).open("rb"))
            self._reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
            stack.callback(self._reader.archive.close)
            self._reader.read_manifest()
            self._reader.read_workbook()
            apply_stylesheet(self._reader.archive, self._reader.wb)
            self._open = stack.pop_all()

    def __enter__(self) -> Any:
        return self._reader

    def __exit__(self, *error: object) -> None:
        self._open.close()


class _SharedTexts:
    """The book's shared texts by their numbers, read no further than was asked for."""

    def __init__(self, path: Path) -> None:
        folder = tempfile.mkdtemp(prefix="clausedesk-")
        place = Path(folder) / "texts"
        resources = ExitStack()
        resources.callback(shutil.rmtree, folder, ignore_errors=True)
        self._writing = resources.enter_context(place.open("wb"))
        self._reading = resources.enter_context(place.open("rb"))
        archive = resources.enter_context(zipfile.ZipFile(long_path(path)))
        self._elements: Iterator[Any] = iter(())
        if "xl/sharedStrings.xml" in archive.namelist():
            stream = resources.enter_context(archive.open("xl/sharedStrings.xml"))
            self._elements = _elements(stream, "si")
        self._ends = array("Q", [0])
        self._recent: dict[int, str] = {}
        self._kept = 0
        self.close = weakref.finalize(self, resources.close)

    def __getitem__(self, number: int) -> str:
        """Raises ``KeyError`` for a text that the book does not have."""
        while number >= len(self._ends) - 1:
            self._next()
        known = self._recent.get(number)
        if known is not None:
            return known
        first, last = self._ends[number], self._ends[number + 1]
        self._writing.flush()
        self._reading.seek(first)
        return self._reading.read(last - first).decode("utf-8", "surrogatepass")

    def _next(self) -> None:
        element = next(self._elements, None)
        if element is None:
            raise KeyError("shared text")
        text = _text_of(element)
        data = text.encode("utf-8", "surrogatepass")
        self._writing.write(data)
        self._recent[len(self._ends) - 1] = text
        self._ends.append(self._ends[-1] + len(data))
        self._kept += len(text)
        if self._kept > _RECENT:
            for number in list(islice(self._recent, len(self._recent) // 2 + 1)):
                self._kept -= len(self._recent.pop(number))


def _dated(value: Any) -> Any:
    """A day without a time is a date, as in smaller workbooks."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def _elements(stream: Any, *names: str) -> Iterator[Any]:
    """The elements of these names, each forgotten when the next one is asked for."""
    found = etree.iterparse(
        stream,
        tag=[_MAIN + name for name in names],
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    )
    for _, element in found:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _text_of(element: Any) -> str:
    """A text's runs in their order; how it is pronounced is left out."""
    parts = (
        node.text or ""
        for node in element.iter(_MAIN + "t")
        if node.getparent().tag != _MAIN + "rPh"
    )
    return "".join(parts)
