"""Files that a mail program drops without a place on the disk: their names and bytes come with the drop.

On Windows, Outlook and others offer them as ``FileGroupDescriptorW`` and ``FileContents`` (the shell's
clipboard formats), which Qt hands on under names of its own.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from PySide6.QtCore import QMimeData

_NATIVE = 'application/x-qt-windows-mime;value="{}"'
DESCRIPTORS = _NATIVE.format("FileGroupDescriptorW")
CONTENTS = _NATIVE.format("FileContents")

_DESCRIPTOR_BYTES = 592
_NAME_AT, _NAME_BYTES = 72, 520
_ATTRIBUTES_AT, _FOLDER = 36, 0x10
_MOST_FILES = 500
_MOST_BYTES = 512 * 2**20

_MESSAGE_FORMATS = frozenset(
    {"text/x-moz-message", "application/x-moz-file-promise", "application/x-moz-nativehtml"}
)
_MAIL_SCHEMES = frozenset({"imap", "imaps", "mailbox", "mailbox-message", "message", "news"})


def offers_files(data: QMimeData) -> bool:
    """Whether files come with the drop itself."""
    return bool(data.hasFormat(DESCRIPTORS))


def names_mail(data: QMimeData) -> bool:
    """Whether a mail program dropped something that only itself can open: it hands over no file."""
    if any(data.hasFormat(kind) for kind in _MESSAGE_FORMATS):
        return True
    return any(url.scheme().lower() in _MAIL_SCHEMES for url in data.urls())


def files_in(data: QMimeData) -> list[tuple[str, bytes]]:
    """Names and contents; to be called while the drop lasts, after which they are gone.

    What is offered beyond 500 files or 512 MB is left.
    """
    found: list[tuple[str, bytes]] = []
    room = _MOST_BYTES
    for number, name in enumerate(file_names(bytes(data.data(DESCRIPTORS).data()))):
        if not name:
            continue
        content = bytes(data.data(f"{CONTENTS};index={number}").data())
        room -= len(content)
        if room < 0:
            break
        if content:
            found.append((name, content))
    return found


def file_names(descriptors: bytes) -> list[str]:
    """The names in a ``FILEGROUPDESCRIPTORW``; empty ones for folders."""
    if len(descriptors) < 4:
        return []
    count = min(struct.unpack_from("<I", descriptors)[0], _MOST_FILES)
    names = []
    for number in range(count):
        one = descriptors[4 + number * _DESCRIPTOR_BYTES :][:_DESCRIPTOR_BYTES]
        if len(one) < _DESCRIPTOR_BYTES:
            break
        [attributes] = struct.unpack_from("<I", one, _ATTRIBUTES_AT)
        wide = one[_NAME_AT : _NAME_AT + _NAME_BYTES].decode("utf-16-le", "replace")
        # Only the last part: what a name says of folders is not followed.
        name = PureWindowsPath(wide.partition("\0")[0]).name
        names.append("" if attributes & _FOLDER else name)
    return names


def write_files(files: Sequence[tuple[str, bytes]], folder: Path) -> list[str]:
    """The files in a new folder below ``folder``; returns their paths. Not for the GUI thread."""
    made = folder / f"dropped-{uuid.uuid4().hex[:12]}"
    made.mkdir(parents=True)
    paths = []
    for number, (name, content) in enumerate(files):
        safe = "".join("_" if mark in '<>:"/\\|?*' or mark < " " else mark for mark in name)
        path = made / (safe.strip(" .")[-120:] or f"file {number}")
        if path.exists():
            path = made / f"{number} {path.name}"
        path.write_bytes(content)
        paths.append(str(path))
    return paths
