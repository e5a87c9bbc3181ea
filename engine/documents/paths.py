"""From what a person dropped to the files to read; and paths as the system wants them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from engine.documents.sniff import FileType, sniff_head
from engine.paths import long_path

DOCUMENT_SUFFIXES = frozenset(
    {".docx", ".docm", ".dotx", ".doc", ".rtf", ".pdf", ".txt", ".text", ".md", ".htm", ".html"}
    | {".xhtml", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}
)
"""Files in a folder that are taken for documents without a look inside."""
ARCHIVE, MESSAGE = ".zip", ".eml"
"""Files that hold documents."""

_SKIPPED_NAMES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_SKIPPED_PREFIXES = (".", "~$")
_SKIPPED_SUFFIXES = frozenset({".tmp", ".lnk", ".part", ".crdownload", ".cdesk"})
_WORTH_READING = frozenset(
    {FileType.DOCX, FileType.PDF, FileType.DOC, FileType.DOCX_ENCRYPTED, FileType.RTF}
)


def is_bundle(path: Path) -> bool:
    """Whether a file is to be unpacked, by its name alone."""
    return path.suffix.lower() in (ARCHIVE, MESSAGE)


def walk(
    paths: Iterable[Path], passed_over: Callable[[Path], object] | None = None
) -> Iterator[Path]:
    """The files to read: each given file as it is, each folder's documents in sorted order.

    Hidden files, lock files (``~$x.docx``) and, inside folders, what is plainly no document are
    passed over; each file comes once, and links in a circle end. A folder that cannot be opened
    and a path that does not exist are handed on as they are: reading them gives their failure.
    ``passed_over`` hears of each archive and message inside a folder: those are opened only where they are
    given by name.
    """
    seen: set[str] = set()
    for path in paths:
        yield from _walk(path, seen, passed_over, given=True)


def _walk(
    path: Path, seen: set[str], passed_over: Callable[[Path], object] | None, given: bool
) -> Iterator[Path]:
    real = os.path.realpath(long_path(path))
    if real in seen:
        return
    seen.add(real)
    if not os.path.isdir(long_path(path)):  # noqa: PTH112 - the long form is a string
        if given or _is_candidate(path):
            yield path
        elif passed_over is not None and is_bundle(path):
            passed_over(path)
        return
    try:
        names = sorted(os.listdir(long_path(path)))  # noqa: PTH208
    except OSError:
        yield path
        return
    for name in names:
        if not name.startswith(_SKIPPED_PREFIXES):
            yield from _walk(path / name, seen, passed_over, given=False)


def _is_candidate(path: Path) -> bool:
    """Whether a file found in a folder may be a document; others are looked into, not guessed."""
    suffix = path.suffix.lower()
    if path.name.lower() in _SKIPPED_NAMES or suffix in _SKIPPED_SUFFIXES:
        return False
    if suffix in DOCUMENT_SUFFIXES:
        return True
    try:
        with open(long_path(path), "rb") as file:  # noqa: PTH123
            found = sniff_head(file.read(4096))
    except OSError:
        return True
    return found in _WORTH_READING or (found is FileType.ZIP and not suffix)
