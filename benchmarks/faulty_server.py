"""An inference server that misbehaves on request, for the client's tests and benchmark.

It speaks text-embeddings-inference's, vLLM's and the plain endpoint's language with made-up scores that
depend on the texts alone (:func:`score`), so that a result in the wrong place shows. ``POST /control``
sets how it behaves (the fields of :class:`Behaviour`), ``GET /control`` says what it has seen.

``python -m benchmarks.faulty_server [--port N] [--certificate F --private-key F]`` prints its port.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import ssl
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from email.utils import formatdate
from pathlib import Path
from time import time
from typing import Any

FAULTS = ("429", "429-date", "500", "503", "reset", "half", "short", "html", "slow", "nan", "hang")
"""Statuses; a connection cut before or in the middle of the answer; an answer of the wrong length, of
HTML, a byte at a time, of no numbers; none at all."""


@dataclass(slots=True)
class Behaviour:
    """``latency`` seconds an answer, ``capacity`` answers at a time (0: any number; the rest wait, and
    from ``queue`` waiting on get 429). ``faults`` maps each fault to its probability; ``script`` lists the
    faults of the next requests (empty: none). ``longest`` is the most characters a text may have."""

    latency: float = 0.0
    capacity: int = 0
    queue: int = 0
    faults: dict[str, float] = field(default_factory=dict)
    script: list[str] = field(default_factory=list)
    retry_after: float = 0.2
    labels: list[str] = field(default_factory=lambda: ["similar"])
    embeds: bool = False
    batch: int = 32
    longest: int = 10_000
    key: str = ""
    status: int = 0
    completion: str = ""
    seed: int = 7


def score(left: str, right: str) -> float:
    """The made-up score of a pair."""
    return zlib.crc32(f"{left}\x1f{right}".encode("utf-8", "replace")) / 2**32


class FaultyServer:
    """One process's server: its behaviour and its counts."""

    def __init__(self) -> None:
        self._set({})
        self.answers: dict[str, Any] = {
            "/predict": self._predict,
            "/rerank": self._rerank,
            "/embed": self._embed,
            "/classify": self._classify,
            "/score": self._score,
            "/similarity": self._similarity,
            "/v1/completions": self._complete,
        }

    def _set(self, values: dict[str, Any]) -> None:
        known = {one.name for one in fields(Behaviour)}
        self.behaviour = Behaviour(**{k: v for k, v in values.items() if k in known})
        self.chance = random.Random(self.behaviour.seed)
        self.seen: Counter[str] = Counter()
        self.under_way = 0
        self.room = asyncio.Semaphore(self.behaviour.capacity or 1_000_000)
        self.waiting = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: requests until the other side has enough."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            while first := await reader.readexactly(1):
                if first == b"\x16":
                    # The hello of TLS, which is not spoken here.
                    await _send(writer, 400, {"error": "no HTTP"})
                    break
                head = first + await reader.readuntil(b"\r\n\r\n")
                method, path, headers = _parsed(head)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                if not await self._respond(writer, method, path, headers, body):
                    break
        writer.close()

    async def _respond(
        self,
        writer: asyncio.StreamWriter,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes,
    ) -> bool:
        """Answer; whether the connection goes on."""
        if path == "/control":
            if method == "POST":
                self._set(json.loads(body))
            await _send(writer, 200, dict(self.seen))
            return True
        self.seen["requests"] += 1
        self.seen[path] += 1
        if self.behaviour.key and headers.get("authorization") != f"Bearer {self.behaviour.key}":
            await _send(writer, 401, {"error": "no key", "error_type": "Unauthorized"})
            return True
        if method == "GET":
            await _send(writer, *self._about(path))
            return True
        self.under_way += 1
        self.seen["most_under_way"] = max(self.seen["most_under_way"], self.under_way)
        try:
            return await self._answer(writer, path, body)
        finally:
            self.under_way -= 1

    async def _answer(self, writer: asyncio.StreamWriter, path: str, body: bytes) -> bool:
        how = self.behaviour
        if how.queue and self.waiting >= how.queue:
            self.seen["turned_away"] += 1
            await _send(writer, 429, {"error": "overloaded", "error_type": "Overloaded"})
            return True
        self.waiting += 1
        await self.room.acquire()
        self.waiting -= 1
        try:
            await asyncio.sleep(how.latency)
        finally:
            self.room.release()
        if how.status:
            await _send(writer, how.status, {"error": "as asked", "error_type": "Backend"})
            return True
        status, value = self._value(path, body)
        fault = self._fault() if status == 200 else ""
        if not fault:
            await _send(writer, status, value)
            return True
        self.seen[f"fault {fault}"] += 1
        return await self._misbehave(writer, fault, value)

    def _value(self, path: str, body: bytes) -> tuple[int, Any]:
        make = self.answers.get(path)
        if make is None:
            return 404, {"error": "no such path"}
        try:
            return 200, make(json.loads(body))
        except _Refused as refused:
            self.seen["refused"] += 1
            return refused.status, {"error": str(refused), "error_type": "Validation"}

    def _fault(self) -> str:
        if self.behaviour.script:
            return self.behaviour.script.pop(0)
        drawn = self.chance.random()
        for name, share in self.behaviour.faults.items():
            drawn -= share
            if drawn < 0:
                return name
        return ""

    async def _misbehave(self, writer: asyncio.StreamWriter, fault: str, value: Any) -> bool:
        if fault in ("429", "429-date", "500", "503"):
            wait = self.behaviour.retry_after
            asked = formatdate(time() + wait, usegmt=True) if "date" in fault else f"{wait:g}"
            headers = {} if fault == "500" else {"Retry-After": asked}
            await _send(writer, int(fault[:3]), {"error": fault}, headers)
            return True
        if fault == "reset":
            writer.transport.abort()
            return False
        if fault == "hang":
            await asyncio.sleep(3600)
        data = json.dumps(value).encode()
        if fault == "html":
            data = b"<html><body>Please sign in</body></html>"
            writer.write(_head(200, len(data), "text/html") + data)
            await writer.drain()
            return True
        if fault in ("half", "slow"):
            writer.write(_head(200, len(data)) + data[: len(data) // 2])
            await writer.drain()
            if fault == "slow":
                for byte in data[len(data) // 2 :]:
                    await asyncio.sleep(0.5)
                    writer.write(bytes((byte,)))
                    await writer.drain()
            return False
        await _send(writer, 200, _spoilt(value, fault))
        return True

    # --- What it serves ---

    def _about(self, path: str) -> tuple[int, Any]:
        how = self.behaviour
        id2label = {str(place): name for place, name in enumerate(how.labels)}
        kind = "reranker" if len(how.labels) == 1 else "classifier"
        model_type = (
            {"embedding": {"pooling": "mean"}} if how.embeds else {kind: {"id2label": id2label}}
        )
        if path == "/info":
            return 200, {
                "model_id": "made-up",
                "model_sha": "0123",
                "model_dtype": "float16",
                "model_type": model_type,
                "max_client_batch_size": how.batch,
                "max_input_length": 512,
                "max_concurrent_requests": 512,
                "auto_truncate": True,
            }
        if path == "/v1/models":
            return 200, {"data": [{"id": "made-up", "max_model_len": 1024}]}
        return (200, None) if path == "/health" else (404, {"error": "no such path"})

    def _checked(self, texts: list[str], count: int) -> None:
        if count > self.behaviour.batch:
            raise _Refused(422, f"batch size {count} > maximum allowed batch size")
        if max(map(len, texts), default=0) > self.behaviour.longest:
            raise _Refused(422, "Input validation error: `inputs` must have less than 512 tokens")

    def _predict(self, body: Any) -> Any:
        pairs = body["inputs"]
        assert body["truncate"] is False
        self._checked([text for pair in pairs for text in pair], len(pairs))
        self.seen["items"] += len(pairs)
        names = self.behaviour.labels
        rows = []
        for left, right in pairs:
            first = score(left, right)
            values = [first] if len(names) == 1 else _spread(first, len(names))
            parts = [{"label": n, "score": v} for n, v in zip(names, values, strict=True)]
            rows.append(sorted(parts, key=lambda part: -part["score"]))
        return rows

    def _rerank(self, body: Any) -> Any:
        self._checked(body["texts"], len(body["texts"]))
        self.seen["items"] += len(body["texts"])
        parts = [
            {"index": place, "score": score(body["query"], text)}
            for place, text in enumerate(body["texts"])
        ]
        return sorted(parts, key=lambda part: -part["score"])

    def _embed(self, body: Any) -> Any:
        self._checked(body["inputs"], len(body["inputs"]))
        self.seen["items"] += len(body["inputs"])
        return [[score(text, str(axis)) - 0.5 for axis in range(8)] for text in body["inputs"]]

    def _classify(self, body: Any) -> Any:
        data = []
        for place, text in enumerate(body["input"]):
            left, _, right = text.partition("</s></s>")
            probs = _spread(score(left, right), len(self.behaviour.labels))
            data.append({"index": place, "label": "LABEL_0", "probs": probs})
        return {"object": "list", "data": data[::-1]}

    def _score(self, body: Any) -> Any:
        pairs = zip(body["text_1"], body["text_2"], strict=True)
        data = [{"index": place, "score": score(*pair)} for place, pair in enumerate(pairs)]
        return {"object": "list", "data": data[::-1]}

    def _similarity(self, body: Any) -> Any:
        if isinstance(body, list):
            self.seen["items"] += len(body)
            return [{"similarity_score": score(pair["text1"], pair["text2"])} for pair in body]
        left, right = body["text1"], body["text2"]
        if isinstance(left, list):
            self.seen["items"] += len(left)
            return {"similarity_score": [score(*p) for p in zip(left, right, strict=True)]}
        self.seen["items"] += 1
        return {"similarity_score": score(left, right)}

    def _complete(self, body: Any) -> Any:
        prompts = body["prompt"] if isinstance(body["prompt"], list) else [body["prompt"]]
        text = self.behaviour.completion
        return {"choices": [{"index": place, "text": text} for place in range(len(prompts))]}


class _Refused(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def _spread(first: float, count: int) -> list[float]:
    return [
        first,
        *[(1 - first) * (place + 1) / (count * (count - 1) / 2) for place in range(count - 1)],
    ]


def _spoilt(value: Any, fault: str) -> Any:
    """An answer one short, or with words for numbers."""
    if isinstance(value, list):
        return value[:-1] if fault == "short" else [[{"label": "x", "score": "nan"}]] * len(value)
    if "data" in value:
        return {**value, "data": value["data"][:-1]} if fault == "short" else {"data": None}
    return {} if fault == "short" else {"similarity_score": "nan"}


def _parsed(head: bytes) -> tuple[str, str, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _version = first.split(" ")
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return method, path, {name.strip().lower(): value.strip() for name, value in pairs}


def _head(
    status: int, size: int, kind: str = "application/json", headers: dict[str, str] | None = None
) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {size}", f"Content-Type: {kind}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _send(
    writer: asyncio.StreamWriter, status: int, value: Any, headers: dict[str, str] | None = None
) -> None:
    data = b"" if value is None else json.dumps(value).encode()
    writer.write(_head(status, len(data), headers=headers) + data)
    await writer.drain()


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[int]:
    """The server in a process of its own; gives its port."""
    command = [sys.executable, "-m", "benchmarks.faulty_server", *arguments]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


async def _main(given: argparse.Namespace) -> None:
    context = None
    if given.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.certificate, given.private_key)
    server = FaultyServer()
    listening = await asyncio.start_server(
        server.serve, "127.0.0.1", given.port, ssl=context, limit=2**24, backlog=1024
    )
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate")
    parser.add_argument("--private-key")
    asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    main()
