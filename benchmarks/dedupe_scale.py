"""Duplicates among ten thousand, a hundred thousand and a million generated rows, beside named peers.

    python -m benchmarks.dedupe_scale [--rows 10000,100000] [--only ours,splink,…] [--threads N]

The rows are those of :mod:`benchmarks.rows`, the same for every method of a size. Each method has a
process of its own, so that its peak memory is its own. Candidates are the pairs that would be compared;
recall is the share of true pairs among them. Seconds are by the clock and by the processor: on a machine
that other programs share only the second can be compared. The growth exponent of a method is the
slope, on logarithmic scales, of its processor time from the smallest size to the largest.

Peers come with ``pip install clausedesk[bench]`` and run as their own guides recommend: see
:mod:`benchmarks.dedupe_peers`. One that is not installed, or does not end within ``--limit`` seconds of
processor time (the clock would count what others do on a shared machine), is said to be so.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np
import psutil
from numpy.typing import NDArray

from benchmarks import dedupe_peers
from benchmarks.dedupe import Labelled, generate, peak_memory
from engine.control import drained
from engine.dedupe import search as searching
from engine.dedupe.blocking import candidate_pairs, identical_groups
from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.dedupe.rows import comparable, sample
from engine.jobs.dedupe import DEFAULT_THRESHOLD

Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Line:
    """What one method took for one size; times in seconds, memory in MiB."""

    method: str
    rows: int
    wall: float
    processor: float
    peak: float
    candidates_a_row: float
    recall: float
    note: str = ""


def recall(data: Labelled, pairs: Pairs, same: Pairs) -> float:
    """The share of true pairs among ``pairs``; rows of ``same`` count as the first of each."""
    rows = len(data.tables)
    first = np.arange(rows)
    first[same[:, 1]] = same[:, 0]
    truth = np.sort(first[np.array(sorted(data.truth), dtype=np.int64)], axis=1)
    known = first[pairs]
    found = np.isin(truth @ [rows, 1], np.sort(known, axis=1) @ [rows, 1])
    return float((found | (truth[:, 0] == truth[:, 1])).mean())


def candidates(data: Labelled, threads: int) -> Pairs:
    """Ours: normal forms and blocking, as the search does them."""
    forms, kinds = _normal(data)
    kept, same = identical_groups(forms, len(forms))
    inside = [[form[row] for row in kept] for form in forms]
    work = candidate_pairs(inside, kinds, threads)
    return np.concatenate([same, kept[drained(work)]])


def whole(data: Labelled, threads: int) -> Pairs:
    """Ours: candidates, scores and clusters; gives the pairs that are in one cluster."""
    forms, kinds = _normal(data)
    tables = np.array(data.tables)
    work = searching.search(forms, kinds, tables, DEFAULT_THRESHOLD, threads=threads)
    started, stage = time.process_time(), ""
    while True:
        try:
            now, *_ = next(work)
        except StopIteration as end:
            found = end.value
            break
        if now != stage:
            print(f"  {now}: from {time.process_time() - started:,.1f} s", flush=True)
            stage = now
    groups = [p for group in found.clusters for p in itertools.combinations(group, 2)]
    return np.array(groups, dtype=np.int64).reshape(-1, 2)


def _normal(data: Labelled) -> tuple[list[list[str]], list[ColumnKind]]:
    kinds = [detect_kind(name, sample(values)) for name, values in data.columns.items()]
    forms = [comparable(v, kind) for v, kind in zip(data.columns.values(), kinds, strict=True)]
    return forms, kinds


OURS = "ours, candidates"
METHODS: dict[str, Callable[[Labelled, int], Pairs]] = {
    OURS: candidates,
    "ours, the whole": whole,
    **dedupe_peers.METHODS,
}
"""What each gives is measured against the true pairs: candidates, or for those that decide as well
(``the whole``, ``dedupe``) the pairs of a cluster."""


def measure(method: str, count: int, threads: int, to: Connection) -> None:
    """Run one method in this process and send its line."""
    data = generate(count)
    wall, processor = time.perf_counter(), time.process_time()
    try:
        pairs = METHODS[method](data, threads)
    except ImportError as error:
        to.send(Line(method, count, 0, 0, 0, 0, 0, f"not installed: {error.name}"))
        return
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = peak_memory()
    same = np.empty((0, 2), dtype=np.int64)
    if method == OURS:
        forms, _ = _normal(data)
        same = identical_groups(forms, len(forms))[1]
    share = recall(data, pairs, same)
    to.send(Line(method, count, wall, processor, peak, len(pairs) / count, share))


def run(method: str, count: int, threads: int, limit: float) -> Line:
    """One method on one size in a process of its own; stopped after ``limit`` seconds of processor time."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(method, count, threads, sender))
    process.start()
    sender.close()
    try:
        inside = psutil.Process(process.pid)
        while spent(inside) < limit:
            if receiver.poll(1.0):
                line: Line = receiver.recv()
                return line
        return Line(method, count, 0, 0, 0, 0, 0, f"not done after {limit:,.0f} processor s")
    except EOFError:
        return Line(method, count, 0, 0, 0, 0, 0, "broke off: memory, or see above")
    finally:
        process.kill()
        process.join()


def spent(process: psutil.Process) -> float:
    """Seconds of processor time of a process and those that it started."""
    with contextlib.suppress(psutil.Error):
        times = [p.cpu_times() for p in (process, *process.children(recursive=True))]
        return sum(t.user + t.system for t in times)
    return 0.0


def main() -> None:
    """Measure and print the table, then each method's growth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="10000,100000", help="sizes to generate")
    parser.add_argument("--only", default="", help="parts of the names of methods, with commas")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=float, default=1800, help="seconds of processor time")
    options = parser.parse_args()
    wanted = [part for part in options.only.split(",") if part]
    methods = [m for m in METHODS if not wanted or any(part in m for part in wanted)]
    print("| method | rows | seconds | processor s | peak MiB | pairs a row | recall |", flush=True)
    print("|---|---|---|---|---|---|---|", flush=True)
    lines: list[Line] = []
    for count in map(int, options.rows.split(",")):
        for method in methods:
            line = run(method, count, options.threads, options.limit)
            lines.append(line)
            print(_row(line), flush=True)
    for method in methods:
        own = [line for line in lines if line.method == method and line.processor]
        if len(own) > 1:
            grown = math.log(own[-1].processor / own[0].processor)
            exponent = grown / math.log(own[-1].rows / own[0].rows)
            print(f"{method}: growth exponent {exponent:.2f}")


def _row(line: Line) -> str:
    if line.note:
        return f"| {line.method} | {line.rows:,} | {line.note} | | | | |"
    return (
        f"| {line.method} | {line.rows:,} | {line.wall:,.1f} | {line.processor:,.1f} |"
        f" {line.peak:,.0f} | {line.candidates_a_row:.2f} | {line.recall:.4f} |"
    )


if __name__ == "__main__":
    main()
