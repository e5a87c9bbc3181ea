"""What a file is, by its content; the extension is never trusted."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from engine.encodings import utf16_order
from engine.types import DocumentKind


class FileType(StrEnum):
    """Everything the reader can tell apart; only some of it is a document it reads itself."""

    DOCX = "docx"
    DOCX_ENCRYPTED = "docx_encrypted"
    PDF = "pdf"
    DOC = "doc"
    RTF = "rtf"
    HTML = "html"
    TEXT = "text"
    IMAGE = "image"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    ZIP = "zip"
    BROKEN_ZIP = "broken_zip"
    ARCHIVE = "archive"
    OLE = "ole"
    BINARY = "binary"
    EMPTY = "empty"


KINDS = {
    FileType.DOCX: DocumentKind.DOCX,
    FileType.PDF: DocumentKind.PDF,
    FileType.HTML: DocumentKind.HTML,
    FileType.TEXT: DocumentKind.TEXT,
    FileType.IMAGE: DocumentKind.IMAGE,
}
"""The kinds of document that are read without a detour."""

_SUFFIXES = {
    ".docx": DocumentKind.DOCX,
    ".docm": DocumentKind.DOCX,
    ".dotx": DocumentKind.DOCX,
    ".pdf": DocumentKind.PDF,
    ".htm": DocumentKind.HTML,
    ".html": DocumentKind.HTML,
    ".xhtml": DocumentKind.HTML,
    ".txt": DocumentKind.TEXT,
    ".text": DocumentKind.TEXT,
    ".md": DocumentKind.TEXT,
    ".png": DocumentKind.IMAGE,
    ".jpg": DocumentKind.IMAGE,
    ".jpeg": DocumentKind.IMAGE,
    ".tif": DocumentKind.IMAGE,
    ".tiff": DocumentKind.IMAGE,
    ".bmp": DocumentKind.IMAGE,
    ".xlsx": None,
    ".doc": None,
    ".rtf": None,
}

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PDF_WITHIN = 1024
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|span|h[1-6])\b",
    re.I | re.S,
)
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27, 28, 29, 30, 31}
_HEAD = 8192
_OLE_SCAN = 16 * 1024 * 1024


def sniff(file: BinaryIO) -> FileType:
    """The type of an open file; leaves its position at the start. Raises ``OSError`` alone."""
    file.seek(0)
    found = sniff_head(file.read(_HEAD))
    if found is FileType.ZIP:
        found = _inside_zip(file)
    elif found is FileType.OLE:
        file.seek(0)
        found = _inside_ole(file.read(_OLE_SCAN))
    file.seek(0)
    return found


def sniff_head(head: bytes) -> FileType:
    """The type as far as a file's first bytes tell; ``ZIP`` and ``OLE`` need a look inside."""
    if not head:
        return FileType.EMPTY
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return FileType.ZIP
    if head.startswith(_OLE2):
        return FileType.OLE
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return FileType.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return FileType.RTF
    if (head.startswith(_IMAGES) and not head.startswith(b"BM")) or _is_bitmap(head):
        return FileType.IMAGE
    if head.startswith(_ARCHIVES):
        return FileType.ARCHIVE
    return _text_or_binary(head)


def kind_of_suffix(path: Path) -> DocumentKind | None:
    """What the file's name promises; ``None`` where it promises nothing in particular."""
    return _SUFFIXES.get(path.suffix.lower())


def contradicts(path: Path, kind: DocumentKind) -> bool:
    """Whether the file's extension names another kind than the content is."""
    suffix = path.suffix.lower()
    return suffix in _SUFFIXES and _SUFFIXES[suffix] is not kind


def _is_bitmap(head: bytes) -> bool:
    # "BM" alone also starts a text about BMW: bytes 6 to 9 of a bitmap are reserved and zero.
    return head.startswith(b"BM") and head[6:10] == b"\0\0\0\0"


def _text_or_binary(head: bytes) -> FileType:
    if head.startswith(_BOMS):
        plain = head.replace(b"\0", b"")[2:]
        return FileType.HTML if _HTML.match(plain.lstrip(b"\xbb\xbf")) else FileType.TEXT
    nuls = head.count(0)
    if nuls > len(head) * 0.02 and not _looks_like_utf16(head):
        # A few stray NULs are a blemish of a text; more of them, outside UTF-16, are no text.
        return FileType.BINARY
    plain = head.replace(b"\0", b"")
    controls = sum(byte in _CONTROLS for byte in plain)
    if not _looks_like_utf16(head) and controls > max(2, len(plain) * 0.02):
        return FileType.BINARY
    return FileType.HTML if _HTML.match(plain) else FileType.TEXT


def _looks_like_utf16(head: bytes) -> bool:
    """UTF-16 without a byte order mark: decodes, and is made of letters and punctuation."""
    return utf16_order(head) is not None


def _inside_zip(file: BinaryIO) -> FileType:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        return FileType.BROKEN_ZIP
    for prefix, found in (
        ("word/", FileType.DOCX),
        ("xl/", FileType.SPREADSHEET),
        ("ppt/", FileType.PRESENTATION),
    ):
        if any(name.startswith(prefix) for name in names):
            return found
    return FileType.ARCHIVE


def _inside_ole(data: bytes) -> FileType:
    """OLE2 keeps its directory's names as UTF-16; a look for them needs no parser."""
    for name, found in (
        ("EncryptedPackage", FileType.DOCX_ENCRYPTED),
        ("WordDocument", FileType.DOC),
        ("Workbook", FileType.SPREADSHEET),
        ("PowerPoint Document", FileType.PRESENTATION),
    ):
        if name.encode("utf-16-le") in data:
            return found
    return FileType.BINARY
