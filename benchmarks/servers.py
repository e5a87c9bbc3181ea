"""Inference servers: three ways to send a thousand pairs, faults that must lose nothing, and our own
server under two hundred clients.

``python -m benchmarks.servers modes [--pairs N] [--chart F.svg]``: one by one, all at once, and this
program's bounded stream, on ``benchmarks.faulty_server`` with 120 ms an answer; then the stream with
faults in 5 % of the answers.
``python -m benchmarks.servers soak [--minutes M] [--clients N]``: ``clausedesk serve`` in a process of
its own, clients that ask without a pause, its memory once a second.
``python -m benchmarks.servers request``: the processor time of a request, with this program's HTTP and with
httpx.
``python -m benchmarks.servers machine URL [--kind tei|vllm|plain] [--chart F.svg]``: the bounded stream on a
server of one's own, at several bounds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.bars import bars
from benchmarks.faulty_server import running, score
from engine.control import JobControl
from engine.remote.detect import detected, server_at
from engine.remote.http1 import Connections
from engine.remote.keys import Keys
from engine.remote.pool import ServerPool
from engine.remote.spec import Limits, Server, ServerKind
from engine.remote.transport import Transport
from engine.types import ItemFailure

LATENCY = 0.12
KNOWN = {"one by one": 8.3, "all at once": 66.7, "bounded stream": 40.0}
"""Pairs a second that are known for the three modes, of a client that is not this one."""
FAULTS = ("429", "429-date", "500", "503", "reset", "half", "short", "html", "nan")

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mode came to."""

    name: str
    seconds: float
    right: int
    lost: int
    wrong: int
    most: int
    attempts: int

    @property
    def rate(self) -> float:
        """Right results a second."""
        return self.right / self.seconds


class _Leave:
    """No guard watches a benchmark."""

    def revoke(self) -> None:
        """Nothing was given."""


def pool() -> ServerPool:
    """A pool without guard and keychain."""
    return ServerPool(Keys(), lambda _host, _purpose, _port: _Leave())


def pairs_of(count: int) -> list[Texts]:
    """Pairs that differ from each other."""
    return [(f"the tenant pays {n} euros", f"rent of {n * 7 % 1000}") for n in range(count)]


def behave(port: int, **values: Any) -> None:
    """Set the made-up server; its counts begin anew."""
    data = json.dumps(values).encode()
    urllib.request.urlopen(f"http://127.0.0.1:{port}/control", data, timeout=5).close()


def seen(port: int) -> dict[str, int]:
    """What the made-up server has counted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/control", timeout=5) as answer:
        return dict(json.load(answer))


async def _one(client: httpx.AsyncClient, pair: Texts) -> float | None:
    try:
        answer = await client.post("/similarity", json={"text1": pair[0], "text2": pair[1]})
        return float(answer.json()["similarity_score"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None


async def one_by_one(url: str, pairs: Sequence[Texts]) -> list[float | None]:
    """The next request when the last was answered."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        return [await _one(client, pair) for pair in pairs]


async def all_at_once(url: str, pairs: Sequence[Texts]) -> list[float | None]:
    """Every request in the same moment, a connection each."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        return list(await asyncio.gather(*(_one(client, pair) for pair in pairs)))


def bounded(url: str, pairs: Sequence[Texts]) -> list[float | None]:
    """This program's client."""
    opened = pool()
    found: list[float | None] = [None] * len(pairs)
    try:
        model = opened.classifier(
            Server("benchmark", ServerKind.PLAIN, url), "similarity", JobControl()
        )
        for index, row in model.classify(pairs, JobControl(), lambda _index, _why: None):
            found[index] = float(row[0])
    finally:
        opened.close()
    return found


def measure(
    name: str, port: int, pairs: Sequence[Texts], run: Callable[[str], list[float | None]]
) -> Outcome:
    """Run a mode and compare every result with the pair's own."""
    started = time.perf_counter()
    found = run(f"http://127.0.0.1:{port}")
    seconds = time.perf_counter() - started
    right = wrong = 0
    for value, pair in zip(found, pairs, strict=True):
        if value is not None:
            good = abs(value - score(*pair)) < 1e-6
            right, wrong = right + good, wrong + (not good)
    counts = seen(port)
    lost = len(pairs) - right - wrong
    return Outcome(name, seconds, right, lost, wrong, counts["most_under_way"], counts["requests"])


def modes(given: argparse.Namespace) -> None:
    """The three modes without faults, on a server that takes any number and on one that answers
    eight at a time; then all at once and the stream with faults."""
    pairs = pairs_of(given.pairs)
    few = pairs[: max(1, given.pairs // 20)]
    faults = {name: 0.05 / len(FAULTS) for name in FAULTS}
    made: list[Outcome] = []
    with running() as port:
        for words, how in (
            ("", {"latency": LATENCY}),
            (", 8 at a time", {"latency": LATENCY, "capacity": 8}),
            (", 5 % faults", {"latency": LATENCY, "faults": faults}),
        ):
            if "faults" not in how:
                behave(port, **how)
                made.append(measure(f"one by one{words}", port, few, _sync(one_by_one, few)))
            behave(port, **how)
            made.append(measure(f"all at once{words}", port, pairs, _sync(all_at_once, pairs)))
            behave(port, **how)
            made.append(
                measure(f"bounded stream{words}", port, pairs, lambda url: bounded(url, pairs))
            )
    _print(made)
    if given.chart:
        rows = [(f"{name} (known)", rate) for name, rate in KNOWN.items()]
        rows += [(one.name, one.rate) for one in made]
        title = f"Pairs a second, {given.pairs:,} pairs at {LATENCY * 1000:.0f} ms an answer"
        given.chart.write_text(bars(title, rows), encoding="utf-8")


def _sync(
    mode: Callable[[str, Sequence[Texts]], Any], pairs: Sequence[Texts]
) -> Callable[[str], list[float | None]]:
    return lambda url: asyncio.run(mode(url, pairs))


def _print(made: Sequence[Outcome]) -> None:
    print("| mode | pairs/s | right | lost | in the wrong place | at a time | requests |")
    print("|---|---|---|---|---|---|---|")
    for one in made:
        print(
            f"| {one.name} | {one.rate:,.1f} | {one.right:,} | {one.lost:,} | {one.wrong} "
            f"| {one.most} | {one.attempts:,} |"
        )


def machine(given: argparse.Namespace) -> None:
    """The bounded stream on a real server, with more and more at a time."""
    opened = pool()
    kind = ServerKind(given.kind) if given.kind else None
    server = server_at(given.url, kind)
    rows: list[tuple[str, float]] = []
    try:
        if kind is None and server.kind is not ServerKind.PLAIN:
            server = detected(server, opened, JobControl())
        task = "similarity" if server.kind is ServerKind.PLAIN else given.task
        pairs = pairs_of(given.pairs)
        for most in (1, 4, 16, 64):
            bound = replace(server, limits=Limits(concurrency=most))
            model = opened.classifier(bound, task, JobControl())
            failed: dict[int, ItemFailure] = {}
            started = time.perf_counter()
            done = sum(1 for _ in model.classify(pairs, JobControl(), failed.__setitem__))
            rate = done / (time.perf_counter() - started)
            rows.append((f"{most} at a time", rate))
            print(f"{most:4} at a time: {rate:10,.1f} pairs/s, {len(failed)} failed", flush=True)
    finally:
        opened.close()
    if given.chart:
        given.chart.write_text(bars(f"Pairs a second at {given.url}", rows), encoding="utf-8")


async def _request(port: int, count: int) -> None:
    """Processor time of one request after the other, with this program's HTTP and with httpx."""
    body = {"text1": "a", "text2": "b"}
    transport = Transport(Server("x", ServerKind.PLAIN, f"http://127.0.0.1:{port}"), None)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for name, send in (
            ("own", lambda: transport.send("/similarity", body)),
            ("httpx", lambda: client.post("/similarity", json=body)),
        ):
            await send()
            started = time.process_time()
            for _ in range(count):
                await send()
            spent = (time.process_time() - started) / count
            print(f"{name:6} {spent * 1000:.2f} ms of processor time a request")
    await transport.close()


def request(given: argparse.Namespace) -> None:
    """What a request costs the client."""
    with running() as port:
        asyncio.run(_request(port, given.requests))


# --- Our own server under load ---


def soak(given: argparse.Namespace) -> None:
    """``clausedesk serve`` with the built-in NLI pack, and clients without mercy."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        command = [sys.executable, "main.py", "serve", "--port", "0", "--threads", "1"]
        command += ["--max-concurrent-requests", str(given.permits)]
        environment = {**os.environ, "CLAUSEDESK_HOME": home}
        root = Path(__file__).resolve().parents[1]
        with subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, cwd=root, env=environment
        ) as process:
            try:
                assert process.stderr is not None
                said = process.stderr.readline()
                found = re.search(r"http://[\d.]+:\d+", said)
                if found is None:
                    sys.exit(said + process.stderr.read())
                asyncio.run(_soak(found.group(), process.pid, given))
            finally:
                process.terminate()
                process.wait(60)
                print(f"ended with {process.returncode}")


async def _soak(url: str, pid: int, given: argparse.Namespace) -> None:
    statuses: Counter[str] = Counter()
    memory: list[tuple[float, float]] = []
    times: list[float] = []
    end = time.monotonic() + given.minutes * 60
    started = time.monotonic()
    # Not a general client: the clients share the processor with the server.
    line = Connections("127.0.0.1", int(url.rpartition(":")[2]), None, 30.0)
    jobs = [_client(line, number, end, statuses, times) for number in range(given.clients)]
    await asyncio.gather(_watch(pid, end, started, memory), *jobs)
    await line.close()
    seconds = time.monotonic() - started
    answered = statuses["200"]
    print(f"{given.clients} clients, {seconds / 60:.1f} minutes, {given.permits} permits")
    print(f"answers: {answered:,} ({answered / seconds:,.1f}/s); by status: {dict(statuses)}")
    ordered = sorted(times)
    for share in (0.5, 0.95, 0.99):
        print(f"p{share * 100:.0f}: {ordered[int(len(ordered) * share)] * 1000:,.0f} ms", end="  ")
    print("\nmemory of the server, MB, by tenths of the time:")
    tenth = max(1, len(memory) // 10)
    print("  ".join(f"{memory[place][1]:,.0f}" for place in range(0, len(memory), tenth)))
    if given.chart:
        rows = [(f"{at / 60:.1f} min", size) for at, size in memory[::tenth]]
        given.chart.write_text(bars("Memory of the server, MB", rows), encoding="utf-8")


async def _client(
    line: Connections, number: int, end: float, statuses: Counter[str], times: list[float]
) -> None:
    count = 0
    while time.monotonic() < end:
        count += 1
        inputs = [f"Payment is due within {number} days.", f"Payment takes {count % 90} days."]
        begun = time.monotonic()
        body = json.dumps({"inputs": inputs}).encode()
        head = f"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        try:
            async with asyncio.timeout(120):
                answer = await line.exchange(head.encode(), body, 2**20)
        except (OSError, TimeoutError) as error:
            statuses[type(error).__name__] += 1
            continue
        statuses[str(answer.status)] += 1
        if answer.status == 429:
            await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
        elif len(times) < 1_000_000:
            times.append(time.monotonic() - begun)


async def _watch(pid: int, end: float, started: float, memory: list[tuple[float, float]]) -> None:
    process = psutil.Process(pid)
    while time.monotonic() < end:
        memory.append((time.monotonic() - started, process.memory_info().rss / 1e6))
        await asyncio.sleep(1)


def main() -> None:
    """One of the four."""
    parser = argparse.ArgumentParser(description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    action = actions.add_parser("modes")
    action.add_argument("--pairs", type=int, default=1000)
    action.add_argument("--chart", type=Path)
    action.set_defaults(run=modes)
    action = actions.add_parser("request")
    action.add_argument("--requests", type=int, default=1000)
    action.set_defaults(run=request)
    action = actions.add_parser("soak")
    action.add_argument("--minutes", type=float, default=10)
    action.add_argument("--clients", type=int, default=200)
    action.add_argument("--permits", type=int, default=128)
    action.add_argument("--chart", type=Path)
    action.set_defaults(run=soak)
    action = actions.add_parser("machine")
    action.add_argument("url")
    action.add_argument("--kind", choices=[kind.value for kind in ServerKind])
    action.add_argument("--task", choices=("similarity", "nli"), default="nli")
    action.add_argument("--pairs", type=int, default=2000)
    action.add_argument("--chart", type=Path)
    action.set_defaults(run=machine)
    given = parser.parse_args()
    given.run(given)


if __name__ == "__main__":
    main()
