"""A model from a folder or a USB disk: the same files, copied and read back."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from engine.errors import UserError
from engine.hub.fetch import PART, OnBytes
from engine.hub.listing import Listing, needed
from engine.hub.task import RemoteFile, readable
from engine.models.checksums import sha256_of
from engine.models.packs import MANIFEST

_BLOCK = 1 << 20


def listing_of(folder: Path) -> Listing:
    """The model's files in ``folder``. Raises ``UserError("pack_file_missing")``."""
    try:
        there = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        files = [RemoteFile(p.relative_to(folder).as_posix(), p.stat().st_size) for p in there]
    except OSError as error:
        raise UserError("pack_file_missing", path=str(folder)) from error
    chosen = needed(files)
    notes = tuple(file for file in files if file.path == MANIFEST)
    return Listing("", (*chosen, *notes))


def copy(source: Path, file: RemoteFile, target: Path, on_bytes: OnBytes) -> None:
    """Copy a file and read the copy back: a worn stick or a full disk is noticed here, not later.

    Raises ``UserError``: ``pack_file_missing`` (the disk was pulled out), ``download_corrupt``,
    ``download_no_space``, ``folder_read_only``.
    """
    if target.is_file() and target.stat().st_size == file.size:
        on_bytes(file.size)
        return
    part = target.with_name(target.name + PART)
    part.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    have = 0
    try:
        reading = source.open("rb")
    except OSError as error:
        raise UserError("pack_file_missing", path=str(source)) from error
    with reading, part.open("wb") as writing:
        while block := _read(reading.read, source):
            _write(writing.write, block, part, file.size - have)
            digest.update(block)
            have += len(block)
            on_bytes(have)
        writing.flush()
        os.fsync(writing.fileno())
    if have != file.size or sha256_of(part) != digest.hexdigest():
        raise UserError("download_corrupt", file=str(source))
    part.replace(target)


def _read(read: Callable[[int], bytes], source: Path) -> bytes:
    try:
        return read(_BLOCK)
    except OSError as error:
        raise UserError("pack_file_missing", path=str(source)) from error


def _write(write: Callable[[bytes], int], block: bytes, part: Path, missing: int) -> None:
    try:
        write(block)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            need, path = readable(missing), str(part.parent)
            raise UserError("download_no_space", path=path, needed=need, free="0") from error
        raise UserError("folder_read_only", path=str(part.parent)) from error
