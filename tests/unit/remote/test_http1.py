"""Answers as servers and proxies give them: in chunks, without a length, compressed, cut, or nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.remote.http1 import Answer, AnswerTooLarge, BrokenAnswer, Connections
from engine.remote.spec import Server, ServerKind
from engine.remote.transport import Transport

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def with_server(script: Script, work: Callable[[int], Awaitable[Any]]) -> Any:
    """Run ``work`` against a server that treats each connection as ``script`` says."""

    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await script(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        try:
            return await work(server.sockets[0].getsockname()[1])
        finally:
            await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)


def asked(raw: bytes, times: int = 1, most: int = 2**20) -> list[Answer]:
    """What comes of a server that gives ``raw`` to every request and then closes."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()

    async def work(port: int) -> list[Answer]:
        connections = Connections("127.0.0.1", port, None, 2.0)
        try:
            return [await connections.exchange(HEAD, b"", most) for _ in range(times)]
        finally:
            await connections.close()

    found: list[Answer] = asyncio.run(with_server(script, work))
    return found


@pytest.mark.parametrize(
    "raw",
    [
        OK + b"Content-Length: 5\r\n\r\nhello",
        OK + b"\r\nhello",
        OK
        + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: 1\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"content-length: 5\r\n\r\nhello",
        b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello"),
    ],
)
def test_answers_of_every_shape_are_read_whole(raw: bytes) -> None:
    [answer] = asked(raw)
    assert (answer.status, answer.body) == (200, b"hello")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        OK + b"Content-Length: 50\r\n\r\nhello",
        OK + b"Content-Length: many\r\n\r\nhello",
        OK + b"Content-Length: -5\r\n\r\nhello",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        OK + b"Transfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n",
        OK + b"Content-Encoding: gzip\r\n\r\nhello",
        OK + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_whole_answer_is_broken(raw: bytes) -> None:
    with pytest.raises(BrokenAnswer):
        asked(raw)


@pytest.mark.parametrize(
    "raw",
    [
        OK + b"Content-Length: 5000\r\n\r\n",
        OK + b"\r\n" + b"a" * 5000,
        OK + b"Transfer-Encoding: chunked\r\n\r\n1388\r\n" + b"a" * 5000 + b"\r\n0\r\n\r\n",
        OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 5000),
    ],
)
def test_no_answer_takes_more_memory_than_it_may(raw: bytes) -> None:
    with pytest.raises(AnswerTooLarge):
        asked(raw, most=1000)


def test_a_kept_connection_that_was_closed_is_replaced() -> None:
    """The server says that it keeps the connection, and closes it."""
    answers = asked(OK + b"Content-Length: 2\r\n\r\nhi", times=4)
    assert [answer.body for answer in answers] == [b"hi"] * 4


def test_connections_are_kept_and_used_again() -> None:
    opened: list[int] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(OK + b"Content-Length: 2\r\n\r\nhi")
            await writer.drain()

    async def work(port: int) -> None:
        connections = Connections("127.0.0.1", port, None, 2.0)
        for _ in range(20):
            await connections.exchange(HEAD, b"", 100)
        await connections.close()

    asyncio.run(with_server(script, work))
    assert len(opened) == 1


def test_a_cancelled_request_leaves_no_answer_for_the_next() -> None:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        while head := await reader.readuntil(b"\r\n\r\n"):
            number += 1
            await asyncio.sleep(0.2 if b"slow" in head else 0)
            body = b"slow" if b"slow" in head else b"fast"
            writer.write(OK + b"Content-Length: 4\r\n\r\n" + body)
            await writer.drain()

    async def work(port: int) -> bytes:
        connections = Connections("127.0.0.1", port, None, 2.0)
        await connections.exchange(HEAD, b"", 100)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await connections.exchange(b"GET /slow HTTP/1.1\r\n\r\n", b"", 100)
        answer = await connections.exchange(HEAD, b"", 100)
        await connections.close()
        return answer.body

    assert asyncio.run(with_server(script, work)) == b"fast"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_an_answer_or_broken(raw: bytes, head: bool) -> None:
    with contextlib.suppress(BrokenAnswer, AnswerTooLarge, ConnectionError):
        [answer] = asked((OK if head else b"") + raw)
        assert 100 <= answer.status < 1000


def test_a_request_is_whole_and_carries_its_key(tmp_path: object) -> None:
    seen: list[bytes] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        seen.append(head)
        seen.append(await reader.readexactly(size))
        writer.write(OK + b"Content-Length: 2\r\n\r\n{}")
        await writer.drain()

    async def work(port: int) -> None:
        url = f"http://127.0.0.1:{port}/behind/a prefix"
        transport = Transport(Server("s", ServerKind.TEI, url), "sesame")
        assert await transport.send("/predict", {"inputs": ["合同\ud83d", "b"]}) == {}
        await transport.close()

    asyncio.run(with_server(script, work))
    head, body = seen
    assert head.startswith(b"POST /behind/a%20prefix/predict HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"Authorization: Bearer sesame\r\n" in head
    assert json.loads(body) == {"inputs": ["合同\ud83d", "b"]}


@pytest.mark.parametrize("key", ["a\r\nX-Evil: 1", "schlüssel", "a\x00"])
def test_a_key_cannot_bring_a_header_along(key: str) -> None:
    with pytest.raises(UserError, match="server_key_characters"):
        Transport(Server("s", ServerKind.TEI, "http://127.0.0.1:9"), key)
