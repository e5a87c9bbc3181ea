"""A small copy of a large table file, for a first look: it opens as the whole does, in no time.

Of text tables it has stretches from all over the file, of xlsx the first rows of every sheet. Other
workbooks can only be read whole, and so can what is small.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from engine.encodings import detect
from engine.paths import long_path
from engine.tables.decoding import SAMPLE_BYTES
from engine.tables.read import TableKind, sniff_table

_STRETCHES = 24
_STRETCH = 32 * 1024
_HEAD = 64 * 1024
SMALL = 2 * (_HEAD + _STRETCHES * _STRETCH)
"""A text of fewer bytes is read whole."""

ROWS = 4000
"""Rows of an xlsx sheet."""

_CHUNK = 256 * 1024
_MOST = 16 * 2**20
_ROW_END = re.compile(rb"</row>|<row\b[^>]*/>")
_STRING_END = re.compile(rb"</si>|<si\s*/>")
_SHARED = re.compile(rb'\bt="s"[^>]*>\s*<v>(\d+)</v>')
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_NEEDED = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml")
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A copy at ``path``. ``shares`` tell by sheet which part of the sheet's bytes it has; what is not
    among them has all of it."""

    path: Path
    shares: Mapping[str, float] = field(default_factory=dict)

    def rows(self, sheet: str, found: int) -> int:
        """About how many rows the whole sheet has, where its excerpt has ``found``."""
        return round(found / self.shares.get(sheet, 1.0))


def excerpt(path: Path, folder: Path) -> Excerpt:
    """A copy in ``folder`` of as much of ``path`` as a first look needs, under the same name; the file
    itself where it can only be read whole. Raises ``UserError`` as ``sniff_table`` does."""
    kind = sniff_table(path)
    target = folder / path.name
    if kind is not TableKind.WORKBOOK:
        return _text(path, target)
    return _xlsx(path, target) if zipfile.is_zipfile(long_path(path)) else Excerpt(path)


def _text(path: Path, target: Path) -> Excerpt:
    """The first lines, and stretches of whole lines from all over the file."""
    with Path(long_path(path)).open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        wide = detect(stream.read(SAMPLE_BYTES)).startswith(("utf-16", "utf-32"))
        if size <= SMALL or wide:
            return Excerpt(path)
        stream.seek(0)
        parts = [_lines(stream, _HEAD)]
        step = (size - _HEAD) // _STRETCHES
        for number in range(_STRETCHES):
            stream.seek(_HEAD + number * step)
            stream.readline(_MOST)
            parts.append(_lines(stream, _STRETCH))
    text = b"".join(parts)
    target.write_bytes(text)
    return Excerpt(target, {path.stem: len(text) / size})


def _lines(stream: IO[bytes], size: int) -> bytes:
    """About ``size`` bytes that end where a line ends."""
    return stream.read(size) + stream.readline(_MOST)


def _xlsx(path: Path, target: Path) -> Excerpt:
    """The head of every sheet, with the shared strings that stand in it."""
    with zipfile.ZipFile(long_path(path)) as source:
        names = set(source.namelist())
        sheets = _sheet_parts(source) if _RELATIONS in names else {}
        if not sheets or not names.issuperset(sheets.values()):
            return Excerpt(path)
        shares: dict[str, float] = {}
        highest = -1
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
            for sheet, part in sheets.items():
                with source.open(part) as stream:
                    head, whole = _head(stream, _ROW_END, ROWS)
                if not whole:
                    shares[sheet] = len(head) / source.getinfo(part).file_size
                    head += b"</sheetData></worksheet>"
                highest = max([highest, *map(int, _SHARED.findall(head))])
                copy.writestr(part, head)
            for name in (*_NEEDED, _RELATIONS):
                if name in names:
                    copy.writestr(name, source.read(name))
            if _STRINGS in names:
                with source.open(_STRINGS) as stream:
                    head, whole = _head(stream, _STRING_END, highest + 1, most=0)
                copy.writestr(_STRINGS, head if whole else head + b"</sst>")
    return Excerpt(target, shares)


def _sheet_parts(source: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet. Raises nothing: none where the book is odd."""
    try:
        targets = {
            one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:]
            for one in etree.fromstring(source.read(_RELATIONS), _PARSER)
        }
        book = etree.fromstring(source.read("xl/workbook.xml"), _PARSER)
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile):
        return {}
    found: dict[str, str] = {}
    for sheet in book.iter("{*}sheet"):
        number = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), None)
        if number in targets:
            found[str(sheet.get("name", ""))] = targets[number]
    return found


def _head(
    stream: IO[bytes], end: re.Pattern[bytes], wanted: int, most: int = _MOST
) -> tuple[bytes, bool]:
    """The bytes up to the ``wanted``-th ``end``, or up to the last one within ``most`` bytes (0: no
    such limit), and whether that is all of ``stream``."""
    parts: list[bytes] = []
    seen, size, carried = 0, 0, b""
    while chunk := stream.read(_CHUNK):
        chunk = carried + chunk
        ends = [found.end() for found in end.finditer(chunk)]
        if not ends and len(chunk) > _MOST:
            # Marked up in another way than spreadsheets do.
            return b"".join(parts) + chunk + stream.read(), True
        enough = seen + len(ends) >= wanted
        if ends and (enough or (most and size + len(chunk) > most)):
            last = ends[min(len(ends), max(1, wanted - seen)) - 1]
            return b"".join(parts) + chunk[:last], False
        # An end mark may lie across two chunks.
        cut = ends[-1] if ends else 0
        parts.append(chunk[:cut])
        carried = chunk[cut:]
        seen += len(ends)
        size += cut
    return b"".join(parts) + carried, True
