"""Files that hold documents: zip archives, and e-mail messages with attachments.

They are unpacked into a folder of ours, named by their content, so that a document keeps a place on the disk
(the viewer draws PDF pages from it) and the same bundle is unpacked once. Nothing is written outside that
folder whatever an archive calls its files, and no more than the limits allow whatever it says of their sizes.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from engine.control import JobControl
from engine.documents.options import LIMITS, MEGABYTE, Limits
from engine.documents.paths import ARCHIVE, walk
from engine.documents.read import named_errors
from engine.errors import UserError
from engine.paths import long_path

_CHUNK = MEGABYTE
_SMALL = 16 * MEGABYTE
"""Below this size a high rate of compression is a blank form, not a bomb."""
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_LONGEST_NAME, _LONGEST_SUFFIX = 180, 20
"""Bytes of UTF-8; file systems allow 255 of them, or as many characters."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.I)
_JUNK = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})
_BODIES = {"text/plain": ".txt", "text/html": ".html"}


def unpack(
    path: Path,
    folder: Path,
    control: JobControl,
    limits: Limits = LIMITS,
    passed_over: Callable[[Path], object] | None = None,
) -> tuple[Path, ...]:
    """The documents in the bundle ``path``, unpacked below ``folder``; in the bundle's order of names.

    ``passed_over`` hears of each archive and message inside it: those are not opened in their turn.
    Raises ``UserError`` with the bundle's ``name``: ``archive_encrypted``, ``archive_empty``,
    ``archive_bomb``, ``file_damaged`` or what :func:`read_document` says of files that cannot be opened;
    ``Cancelled``.
    """
    with named_errors(path), open(long_path(path), "rb") as file:  # noqa: PTH123
        target = folder / _mark(file, control)
        if not target.is_dir():
            _fill(file, path, target, control, limits)
    found = tuple(walk([target], passed_over))
    if not found:
        raise UserError("archive_empty", name=path.name)
    return found


def _mark(file: BinaryIO, control: JobControl) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        control.checkpoint()
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()[:20]


def _fill(file: BinaryIO, path: Path, target: Path, control: JobControl, limits: Limits) -> None:
    """Unpack beside the folder and put it in its place as a whole: what was cut off leaves nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as made:
        new = Path(made) / "files"
        new.mkdir()
        if path.suffix.lower() == ARCHIVE:
            _fill_from_zip(file, path.name, new, control, limits)
        else:
            _fill_from_message(file, path.name, new, limits)
        shutil.move(new, target)


def _fill_from_zip(
    file: BinaryIO, name: str, folder: Path, control: JobControl, limits: Limits
) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if _is_wanted(one)]
            if any(one.flag_bits & _ENCRYPTED_FLAG for one in members):
                raise UserError("archive_encrypted", name=name)
            if len(members) > limits.zip_entries:
                raise UserError("archive_bomb", name=name)
            _write_members(archive, members, name, folder, control, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UserError("file_damaged", name=name) from error


def _write_members(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    name: str,
    folder: Path,
    control: JobControl,
    limits: Limits,
) -> None:
    """What an archive says of sizes is not believed: bytes are counted as they come."""
    room = limits.bundle_bytes
    for member in members:
        most = min(room, max(_SMALL, member.compress_size * limits.zip_ratio))
        with archive.open(member) as source, _new_file(folder, _name_of(member)) as target:
            while chunk := source.read(_CHUNK):
                control.checkpoint()
                most -= len(chunk)
                room -= len(chunk)
                if most < 0 or room < 0:
                    raise UserError("archive_bomb", name=name)
                target.write(chunk)


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    """Files; no folders, links or leavings of a file manager."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    junk = any(part.lower() in _JUNK or part.startswith("._") for part in parts)
    return not member.is_dir() and kind in (0, stat.S_IFREG) and bool(parts) and not junk


def _name_of(member: zipfile.ZipInfo) -> str:
    """A name that is not marked as UTF-8 was written in the code page of its author: ``zipfile`` takes it
    for the IBM PC's, where Chinese systems mean their own."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        plain = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _fill_from_message(file: BinaryIO, name: str, folder: Path, limits: Limits) -> None:
    """The message's own words, and its attachments."""
    content = file.read(limits.bundle_bytes // 8 + 1)
    if len(content) > limits.bundle_bytes // 8:
        raise UserError("archive_bomb", name=name)
    message = email.message_from_bytes(content, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UserError("file_damaged", name=name)
    for called, part in _parts(message, Path(name).stem):
        with _new_file(folder, called) as target:
            target.write(part)


def _parts(message: EmailMessage, title: str) -> Iterator[tuple[str, bytes]]:
    body = message.get_body(("plain", "html"))
    if isinstance(body, EmailMessage):
        words = _text_of(body)
        if words.strip():
            yield title + _BODIES.get(body.get_content_type(), ".txt"), words.encode("utf-8")
    for number, part in enumerate(message.iter_attachments(), 1):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield str(part.get_filename() or f"attachment {number}"), content
        elif isinstance(part, EmailMessage) and part.get_content_type() == "message/rfc822":
            yield f"attachment {number}.eml.txt", part.as_bytes()


def _text_of(part: EmailMessage) -> str:
    """A text part's words, in whatever encoding it says or should have said."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        content = part.get_payload(decode=True)
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _new_file(folder: Path, name: str) -> BinaryIO:
    """A new file below ``folder`` for what calls itself ``name``."""
    parts = [_safe(part) for part in PurePosixPath(name.replace("\\", "/")).parts]
    parts = [part for part in parts if part] or ["unnamed"]
    parent = folder.joinpath(*parts[:-1][:4])
    # A file may stand where a later one wants a folder.
    while parent.is_file():
        parent = parent.with_name(parent.name + " files")
    os.makedirs(long_path(parent), exist_ok=True)  # noqa: PTH103 - the long form is a string
    stem, suffix = os.path.splitext(parts[-1])  # noqa: PTH122 - of a name, not of a path
    path, number = parent / parts[-1], 1
    while os.path.exists(long_path(path)):  # noqa: PTH110
        number += 1
        path = parent / f"{stem} ({number}){suffix}"
    return open(long_path(path), "xb")  # noqa: PTH123 - the caller closes it


def _safe(part: str) -> str:
    """One part of a path as every system can have it; empty where nothing is left of it."""
    plain = _FORBIDDEN.sub("_", part.encode("utf-8", "replace").decode("utf-8")).strip(" .")
    if plain in ("", "_"):
        return ""
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    stem, suffix = os.path.splitext(plain)  # noqa: PTH122
    return _cut(stem, _LONGEST_NAME) + _cut(suffix, _LONGEST_SUFFIX)


def _cut(text: str, size: int) -> str:
    return text.encode("utf-8")[:size].decode("utf-8", "ignore")
