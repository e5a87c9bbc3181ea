"""HTTP/1.1 over asyncio streams: kept connections, whole answers, bounded in size. Nothing else.

A general client costs several times the processor time of the request itself, which a plain endpoint
with one pair a request feels (``benchmarks/README.md`` has the figures). Source: RFC 9112.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
import zlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

HEAD_LIMIT = 2**16
IDLE_SECONDS = 30.0
"""A connection that rested longer is not used again: the server may be about to close it."""

_NO_BODY = (204, 304)


class BrokenAnswer(OSError):
    """The connection ended before the answer did, or what came is no HTTP."""


class AnswerTooLarge(Exception):
    """The answer is larger than the caller wants."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` have lower-case names; of a repeated one the last counts."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.rested = time.monotonic()

    @property
    def usable(self) -> bool:
        """Whether another request may be sent on it."""
        fresh = time.monotonic() - self.rested < IDLE_SECONDS
        return fresh and not self.reader.at_eof() and not self.writer.is_closing()

    def drop(self) -> None:
        """Let go of it at once."""
        self.writer.transport.abort()


class Connections:
    """Connections to one host and port. Thread: the loop's."""

    def __init__(
        self, host: str, port: int, context: ssl.SSLContext | None, connect_seconds: float
    ) -> None:
        self._host, self._port = host, port
        self._context = context
        self._connect_seconds = connect_seconds
        self._idle: deque[_Line] = deque()
        self._open: set[_Line] = set()

    async def exchange(self, head: bytes, content: bytes, most: int) -> Answer:
        """Send a request and read its answer of at most ``most`` bytes.

        A kept connection that turns out to be closed is replaced by a new one. Raises ``OSError``
        (:class:`BrokenAnswer`, ``ssl.SSLError`` …), ``TimeoutError``, :class:`AnswerTooLarge`.
        """
        kept = self._kept()
        if kept is not None:
            with contextlib.suppress(_Stale):
                return await self._ask(kept, head, content, most, again=True)
        return await self._ask(await self._connect(), head, content, most, again=False)

    async def close(self) -> None:
        """Close every connection."""
        lines, self._open = self._open, set()
        self._idle.clear()
        for line in lines:
            line.drop()
        # The transports say goodbye in the next turns of the loop.
        for line in lines:
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(1.0):
                    await line.writer.wait_closed()

    def _kept(self) -> _Line | None:
        while self._idle:
            line = self._idle.pop()
            if line.usable:
                return line
            self._forget(line)
        return None

    async def _connect(self) -> _Line:
        async with asyncio.timeout(self._connect_seconds):
            reader, writer = await asyncio.open_connection(
                self._host,
                self._port,
                ssl=self._context,
                server_hostname=self._host if self._context else None,
                limit=HEAD_LIMIT,
            )
        line = _Line(reader, writer)
        self._open.add(line)
        return line

    async def _ask(
        self, line: _Line, head: bytes, content: bytes, most: int, again: bool
    ) -> Answer:
        """``again``: the connection was used before, so that one which brings nothing is stale."""
        try:
            line.writer.write(head + content)
            await line.writer.drain()
            first = await _head(line.reader)
        except (BrokenAnswer, ConnectionError) as error:
            self._forget(line)
            if again and not (isinstance(error, BrokenAnswer) and error.args[0] != _NOTHING):
                raise _Stale from error
            raise
        except BaseException:
            self._forget(line)
            raise
        try:
            status, headers, keeps = _parsed(first)
            body, whole = await _body(line.reader, status, headers, most)
        except BaseException:
            self._forget(line)
            raise
        if keeps and whole:
            line.rested = time.monotonic()
            self._idle.append(line)
        else:
            self._forget(line)
        return Answer(status, headers, _decoded(body, headers, most))

    def _forget(self, line: _Line) -> None:
        self._open.discard(line)
        line.drop()


class _Stale(Exception):
    """A kept connection was closed by the server before it took the request."""


_NOTHING = "nothing came"


async def _head(reader: asyncio.StreamReader) -> bytes:
    """Status line and headers; what only announces the answer (1xx) is passed over."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            words = "the answer broke off in its head" if error.partial else _NOTHING
            raise BrokenAnswer(words) from error
        except asyncio.LimitOverrunError as error:
            raise BrokenAnswer("the head of the answer has no end") from error
        if not head.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")):
            return head


def _parsed(head: bytes) -> tuple[int, dict[str, str], bool]:
    """Status, headers, and whether the connection stays open."""
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    if not version.startswith("HTTP/1.") or not rest[:3].isdecimal():
        raise BrokenAnswer("what answers does not speak HTTP")
    headers = {}
    for line in lines:
        name, found, value = line.partition(":")
        if found:
            headers[name.strip().lower()] = value.strip()
    connection = headers.get("connection", "").lower()
    keeps = "close" not in connection and (version == "HTTP/1.1" or "keep-alive" in connection)
    return int(rest[:3]), headers, keeps


async def _body(
    reader: asyncio.StreamReader, status: int, headers: Mapping[str, str], most: int
) -> tuple[bytes, bool]:
    """The body, and whether its end was known without the connection's end."""
    try:
        if status in _NO_BODY:
            return b"", True
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return await _chunks(reader, most), True
        if "content-length" in headers:
            size = int(headers["content-length"])
            if size > most:
                raise AnswerTooLarge
            return await reader.readexactly(size), True
        return await _rest(reader, most), False
    except asyncio.IncompleteReadError as error:
        raise BrokenAnswer("the answer broke off") from error
    except (ValueError, asyncio.LimitOverrunError) as error:
        raise BrokenAnswer("the answer is no HTTP") from error


async def _chunks(reader: asyncio.StreamReader, most: int) -> bytes:
    parts: list[bytes] = []
    total = 0
    while True:
        line = await reader.readuntil(b"\n")
        size = int(line.partition(b";")[0], 16)
        total += size
        if total > most:
            raise AnswerTooLarge
        if not size:
            # Trailers are read and say nothing.
            while (await reader.readuntil(b"\n")).strip():
                pass
            return b"".join(parts)
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)


async def _rest(reader: asyncio.StreamReader, most: int) -> bytes:
    parts: list[bytes] = []
    total = 0
    while part := await reader.read(2**16):
        total += len(part)
        if total > most:
            raise AnswerTooLarge
        parts.append(part)
    return b"".join(parts)


def _decoded(body: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """Some proxies compress although nobody asked them to."""
    if headers.get("content-encoding", "identity").lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    try:
        unpack = zlib.decompressobj(wbits=47)
        found = unpack.decompress(body, most)
    except zlib.error as error:
        raise BrokenAnswer("the answer's compression is damaged") from error
    if unpack.unconsumed_tail:
        raise AnswerTooLarge
    return found
