"""One file from a hub: resumed where it stopped, counted against its size, checked by its digest."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx

from engine.errors import UserError
from engine.hub.task import Pace, RemoteFile, readable
from engine.hub.web import TryAgain, Web

T = TypeVar("T")
PART = ".part"
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
OnBytes = Callable[[int], None]
"""Hears how many bytes of the file are on disk."""

OnWait = Callable[[UserError, float], None]
"""Hears why the next try waits, and for how many seconds."""


class Patience:
    """Tries again what may pass, ever more slowly; gives up after ``pace.tries`` without progress.

    Progress is a byte that no try has reached: a server that sends a file's beginning again and
    again makes none.
    """

    def __init__(
        self, pace: Pace, on_wait: OnWait, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._pace = pace
        self._on_wait = on_wait
        self._sleep = sleep
        self._failures = 0
        self._best = 0

    def progress(self, have: int) -> None:
        """``have`` bytes are there: where that is more than ever, the next failure is the first."""
        if have > self._best:
            self._best = have
            self._failures = 0

    def run(self, act: Callable[[], T]) -> T:
        """``act``'s result. Raises ``UserError`` where it keeps failing."""
        while True:
            try:
                return act()
            except TryAgain as trouble:
                self._failures += 1
                if self._failures >= self._pace.tries:
                    raise trouble.error from trouble
                self._wait(trouble)

    def _wait(self, trouble: TryAgain) -> None:
        wait = self._pace.first_wait * 2 ** (self._failures - 1) * random.uniform(0.8, 1.2)
        if trouble.wait is not None:
            wait = max(wait, trouble.wait)
        wait = min(wait, self._pace.longest_wait)
        self._on_wait(trouble.error, wait)
        self._sleep(wait)


def fetch(
    web: Web, address: str, file: RemoteFile, target: Path, patience: Patience, on_bytes: OnBytes
) -> None:
    """Have ``file`` whole and right at ``target``; what is there of it already is not fetched again.

    Raises ``UserError``: ``download_size`` (the server sends another number of bytes than it
    listed), ``download_corrupt`` (twice another content), ``download_html``, ``download_no_space``,
    and those of :class:`Web`.
    """
    if target.is_file() and target.stat().st_size == file.size:
        on_bytes(file.size)
        return
    part = target.with_name(target.name + PART)
    part.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(2):
        while _size(part) != file.size or not part.exists():
            patience.run(lambda: _continue(web, address, file, part, patience, on_bytes))
        if matches(part, file):
            part.replace(target)
            return
        part.unlink()
        on_bytes(0)
        if attempt:
            raise UserError("download_corrupt", file=file.path)


def matches(path: Path, file: RemoteFile) -> bool:
    """Whether the bytes at ``path`` are those that the hub listed."""
    if path.stat().st_size != file.size:
        return False
    if not file.sha256 and not file.git:
        return True
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(usedforsecurity=False)
    if not file.sha256:
        digest.update(b"blob %d\0" % file.size)
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest() == (file.sha256 or file.git)


def _continue(
    web: Web, address: str, file: RemoteFile, part: Path, patience: Patience, on_bytes: OnBytes
) -> None:
    """One connection's worth of the file."""
    have = _size(part)
    if have > file.size:
        part.unlink()
        have = 0
    if not file.size:
        part.touch()
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    with web.stream(address, headers) as response:
        start = _start(response, have, file)
        _check(response, start, file)
        _write(response, part, start, file, patience, on_bytes)
    if _size(part) < file.size:
        raise TryAgain(UserError("download_no_connection", host=str(response.url.host)))


def _start(response: httpx.Response, have: int, file: RemoteFile) -> int:
    """The byte that the body begins with: 0 where the server sends the whole file again."""
    if response.status_code == 416:
        raise UserError("download_size", file=file.path, listed=file.size, sent=have)
    if response.status_code == 200:
        return 0
    found = _RANGE.match(response.headers.get("content-range", ""))
    if found is None or int(found[1]) != have:
        raise UserError("download_size", file=file.path, listed=file.size, sent=have)
    if found[2] not in ("*", str(file.size)):
        raise UserError("download_size", file=file.path, listed=file.size, sent=int(found[2]))
    return have


def _check(response: httpx.Response, start: int, file: RemoteFile) -> None:
    """Refuse what cannot be the file before it is read."""
    kind = response.headers.get("content-type", "")
    if kind.startswith("text/html") and not file.path.endswith((".html", ".md")):
        raise UserError("download_html", host=str(response.url.host), file=file.path)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and start + int(length) != file.size:
        sent = start + int(length)
        raise UserError("download_size", file=file.path, listed=file.size, sent=sent)


def _write(
    response: httpx.Response,
    part: Path,
    start: int,
    file: RemoteFile,
    patience: Patience,
    on_bytes: OnBytes,
) -> None:
    have = start
    try:
        with part.open("r+b" if part.exists() else "wb") as stream:
            stream.truncate(start)
            stream.seek(start)
            # No block size: a block that is being filled is lost when the connection breaks.
            for block in response.iter_raw():
                have += len(block)
                if have > file.size:
                    stream.truncate(start)
                    raise UserError("download_size", file=file.path, listed=file.size, sent=have)
                stream.write(block)
                patience.progress(have)
                on_bytes(have)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else -1):
            need, path = readable(file.size - have), str(part.parent)
            raise UserError("download_no_space", path=path, needed=need, free="0") from error
        raise UserError("folder_read_only", path=str(part.parent)) from error


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
