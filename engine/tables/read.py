"""The front door of tables: what a file is, by its content, and its sheets."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from engine.encodings import detect
from engine.errors import UserError
from engine.paths import long_path
from engine.tables import delimited, jsonl, streamed, workbook
from engine.tables.decoding import SAMPLE_BYTES
from engine.tables.header import LOOK_AT_ROWS, column_names, find_header
from engine.tables.model import RawRow, Remarks, Sheet, Table, TableOptions
from engine.types import ItemFailure

TABLE_SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".jsonl", ".ndjson"}
)
DEFAULTS = TableOptions()

LARGEST_INFLATED, MOST_INFLATED = 2**30, 100
"""A workbook of more bytes than this once unpacked, and of so many times its own size, was made to fill
the memory; spreadsheets shrink to a tenth as a rule, a million equal rows to a thirtieth."""

# No text has them; NUL is not among them, as some programs pad their cells with it.
_CONTROLS = "".join(map(chr, [*range(1, 9), *range(14, 28)]))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class TableKind(StrEnum):
    """What a table file was found to be."""

    WORKBOOK = "workbook"
    DELIMITED = "delimited"
    JSONL = "jsonl"


def sniff_table(path: Path) -> TableKind:
    """The kind of a file, by content. Raises ``UserError``: ``table_missing``, ``table_unreadable``,
    ``table_empty``, ``table_is_folder``, ``table_no_table``."""
    try:
        if path.is_dir():
            raise UserError("table_is_folder", name=path.name)
        with Path(long_path(path)).open("rb") as stream:
            head = stream.read(SAMPLE_BYTES)
    except FileNotFoundError as error:
        raise UserError("table_missing", name=str(path)) from error
    except OSError as error:
        raise UserError("table_unreadable", name=path.name, detail=error.strerror or "") from error
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UserError("table_empty", name=path.name)
    if head.startswith((b"PK", _OLE)):
        return _container(path, head)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise UserError("table_no_table", name=path.name)
    text = head.decode(detect(head), "replace")
    start = text.lstrip("\ufeff \r\n\t")
    if start.startswith("[{") or sum(map(text.count, _CONTROLS)) > 0.1 * len(text):
        raise UserError("table_no_table", name=path.name)
    return TableKind.JSONL if start.startswith("{") else TableKind.DELIMITED


def list_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file, hidden ones marked; a text file has one, named after it."""
    if sniff_table(path) is TableKind.WORKBOOK:
        return workbook.sheets(path)
    return (Sheet(path.stem),)


def open_table(path: Path, sheet: str | None = None, options: TableOptions = DEFAULTS) -> Table:
    """A sheet of a file (the first that is not hidden, where none is named), its header found.

    Raises ``UserError``: those of :func:`sniff_table`, ``table_encrypted``, ``table_damaged``,
    ``sheet_missing``.
    """
    kind = sniff_table(path)
    remarks = Remarks()
    if kind is TableKind.JSONL:
        names = jsonl.columns(path, Remarks(), options.encoding)
        lines = partial(jsonl.rows, path, names, remarks, options.encoding)
        return Table(path, path.stem, names, 0, lines, remarks)
    read: Callable[[Remarks], Iterator[RawRow | ItemFailure]]
    if kind is TableKind.DELIMITED:
        name = path.stem
        read = partial(delimited.rows, path, encoding=options.encoding)
    elif options.streamed and streamed.is_large(path):
        book = streamed.StreamedBook(path)
        name = _sheet_name(path, book.sheets(), sheet, options, remarks)
        read = partial(book.rows, name)
    else:
        name = _sheet_name(path, workbook.sheets(path), sheet, options, remarks)
        read = partial(workbook.rows, path, name)
    first = [row for row in islice(read(Remarks()), 200) if not isinstance(row, ItemFailure)]
    if not any(any(cell not in (None, "") for cell in cells) for _, cells in first):
        raise UserError("table_empty", name=path.name)
    header_row, cells = _header(first, options)
    width = max(len(row) for _, row in first)
    return Table(
        path, name, column_names(cells, width), header_row, partial(read, remarks), remarks
    )


def open_all(path: Path, options: TableOptions = DEFAULTS) -> Iterator[Table]:
    """Every sheet of a file that has rows; hidden ones only where ``options`` ask for them."""
    sheets = list_sheets(path)
    shown = [sheet for sheet in sheets if options.hidden_sheets or not sheet.hidden]
    if not shown:
        raise UserError("table_empty", name=path.name)
    hidden = len(sheets) - len(shown)
    for sheet in shown:
        try:
            table = open_table(path, sheet.name, options)
        except UserError as error:
            if error.code != "table_empty" or len(shown) == 1:
                raise
            continue
        if hidden:
            table.remarks.add("hidden_sheets", hidden)
            hidden = 0
        yield table


def read_objects(
    path: Path, sheet: str | None = None, after: int = 0, encoding: str = ""
) -> Iterator[tuple[int, Mapping[str, Any] | ItemFailure]]:
    """Every line or row as an object, with its number; nested JSON stays nested. The first ``after``
    are passed over. ``encoding``: as in :class:`TableOptions`.

    A blank line of a jsonl is a failure in its place: as many come out as the file has lines.
    """
    if sniff_table(path) is TableKind.JSONL:
        found = jsonl.objects(path, Remarks(), blanks=True, after=after, encoding=encoding)
        yield from found
    else:
        options = TableOptions(streamed=True, encoding=encoding)
        yield from islice(open_table(path, sheet, options).objects(), after, None)


def _container(path: Path, head: bytes) -> TableKind:
    """Zip and OLE2 files: a workbook, or something that is none."""
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(long_path(path)) as archive:
                names = archive.namelist()
                inflated = sum(entry.file_size for entry in archive.infolist())
        except (zipfile.BadZipFile, OSError) as error:
            raise UserError("table_damaged", name=path.name, detail=str(error)[:200]) from error
        if not any(name.startswith("xl/") or name == "content.xml" for name in names):
            raise UserError("table_no_table", name=path.name)
        if inflated > max(LARGEST_INFLATED, MOST_INFLATED * path.stat().st_size):
            raise UserError("table_inflates", name=path.name, size=inflated // 2**20)
    elif "EncryptedPackage".encode("utf-16-le") in head:
        raise UserError("table_encrypted", name=path.name)
    return TableKind.WORKBOOK


def _sheet_name(
    path: Path,
    found: Sequence[Sheet],
    wanted: str | None,
    options: TableOptions,
    remarks: Remarks,
) -> str:
    names = [sheet.name for sheet in found]
    if wanted is not None:
        if wanted not in names:
            raise UserError("sheet_missing", name=path.name, sheet=wanted, sheets=", ".join(names))
        return wanted
    hidden = sum(sheet.hidden for sheet in found)
    if hidden and not options.hidden_sheets:
        remarks.add("hidden_sheets", hidden)
    shown = [sheet.name for sheet in found if options.hidden_sheets or not sheet.hidden]
    if not names:
        raise UserError("table_empty", name=path.name)
    return (shown or names)[0]


def _header(first: list[RawRow], options: TableOptions) -> tuple[int, tuple[Any, ...]]:
    if options.header is None:
        return find_header(first[:LOOK_AT_ROWS])
    chosen = [cells for number, cells in first if number == options.header]
    return (options.header, chosen[0]) if chosen else (0, ())
