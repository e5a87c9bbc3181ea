"""Bulk pair scoring: a file of any size in flat memory, kills in the middle, and the cost of everything but
the model.

``python -m benchmarks.pairs stream [--lines N] [--kills K] [--kind jsonl|csv|xlsx]``: the program itself,
``clausedesk pairs``, on a generated file with the smallest real checkpoint there can be; its memory by
tenths of the file, its lines a second; killed (SIGKILL) ``K`` times at random moments and started again;
then every line of the output is compared with the input's.
``python -m benchmarks.pairs io [--lines N | --file F]``: reader and writer alone, with a scorer that answers at once.
``python -m benchmarks.pairs overhead [--pack similarity|nli] [--lines N]``: the job on a file beside its
model alone on the same pairs in memory.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast

import numpy as np
import psutil

from benchmarks import speed_models
from engine.control import JobControl
from engine.documents import PathSource
from engine.events import Results
from engine.export import About, ScoredFile
from engine.jobs.score_pairs import ScorePairsRequest, score_pairs
from engine.jobs.services import NoCache, Services
from engine.models.protocols import ModelInfo
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.tables import read_objects
from engine.types import ScoredPair

ROOT = Path(__file__).resolve().parents[1]
MODEL = "smallest"
_BLOCK = 1000


def lines(count: int) -> Iterator[dict[str, Any]]:
    """``count`` pairs of some eight words, each with a number of its own."""
    made = speed_models.pairs(_BLOCK, 16, seed=3)
    for number in range(count):
        left, right = made[number % _BLOCK]
        yield {"id": number, "text1": f"{left} {number}", "text2": right}


def write_input(path: Path, count: int) -> None:
    """The generated pairs as ``path``'s kind of file."""
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(line) + "\n" for line in lines(count))
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ["id", "text1", "text2"])
            writer.writeheader()
            writer.writerows(lines(count))
    else:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("pairs")
        sheet.append(["id", "text1", "text2"])
        for line in lines(count):
            sheet.append(list(line.values()))
        book.save(path)


@dataclass
class Watched:
    """What was seen of one run: lines on the disk and memory (MB), by seconds since the start."""

    seen: list[tuple[float, int, float]] = field(default_factory=list)
    seconds: float = 0.0
    status: int = 0

    def note(self, process: psutil.Process, record: Path, started: float) -> int:
        """One look at the process; the lines that are safe."""
        with_lines = 0
        try:
            with_lines = int(json.loads(record.read_text(encoding="utf-8"))["lines"])
            memory = process.memory_info().rss / 1e6
            self.seen.append((time.monotonic() - started, with_lines, memory))
        except (OSError, ValueError, KeyError, psutil.Error):
            pass
        return with_lines


def run_program(command: list[str], home: Path, out: Path, kill_at: int | None) -> Watched:
    """The program to its end, or until ``kill_at`` lines are safe: then it is killed."""
    watched, started = Watched(), time.monotonic()
    environment = {**os.environ, "CLAUSEDESK_HOME": str(home)}
    record = out.with_name(f".{out.name}.resume.json")
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        inside = psutil.Process(process.pid)
        while process.poll() is None:
            safe = watched.note(inside, record, started)
            if kill_at is not None and safe >= kill_at:
                process.kill()
                break
            time.sleep(0.5)
        watched.status = process.wait()
    watched.seconds = time.monotonic() - started
    return watched


def stream(given: argparse.Namespace) -> None:
    """Memory over time, kills and resumes, and every line compared in the end."""
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        folder = Path(place)
        home = folder / "home"
        speed_models.smallest(home / "models" / MODEL)
        source = folder / f"pairs.{given.kind}"
        out = folder / f"scored.{given.kind}"
        write_input(source, given.lines)
        print(f"{given.lines:,} lines, {source.stat().st_size / 1e6:,.0f} MB", flush=True)
        command = [sys.executable, "main.py", "pairs", str(source), "--task", "similarity"]
        command += ["--model", MODEL, "--threads", "1", "--quiet", "--out", str(out)]
        chance = random.Random(given.seed)
        kills = sorted(chance.uniform(0.1, 0.9) for _ in range(given.kills))
        runs = []
        for share in [*kills, None]:
            at = None if share is None else int(given.lines * share)
            runs.append(run_program(command, home, out, at))
            _tell(runs[-1], share)
        print(_compared(source, out, given.lines))
        seconds = sum(run.seconds for run in runs)
        print(f"{seconds:,.0f} s in all, {given.lines / seconds:,.0f} lines/s")


def _tell(run: Watched, share: float | None) -> None:
    ended = f"ended with {run.status}" if share is None else f"killed (status {run.status})"
    print(f"\nrun of {run.seconds:,.0f} s, {ended}")
    print("| seconds | lines safe | memory, MB |\n|---|---|---|")
    step = max(1, len(run.seen) // 10)
    for at, safe, memory in run.seen[::step]:
        print(f"| {at:,.0f} | {safe:,} | {memory:,.0f} |")
    if run.seen:
        print(f"most: {max(memory for _, _, memory in run.seen):,.0f} MB", flush=True)


def _compared(source: Path, out: Path, count: int) -> str:
    """Whether every line is there once, in its place, with a score."""
    wrong = total = 0
    for (_, given), (_, found) in zip_longest(
        read_objects(source), read_objects(out), fillvalue=(0, {})
    ):
        total += 1
        same = all(
            str(given.get(name)) == str(found.get(name)) for name in ("id", "text1", "text2")
        )
        wrong += not same or found.get("score") in (None, "")
    return f"{total:,} lines compared, {count - total:,} lost or doubled, {wrong:,} wrong"


def overhead(given: argparse.Namespace) -> None:
    """Time of the whole job (reading, tokenising, model, writing) and of its model alone."""
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        folder = Path(place)
        packs = resource_path("models")
        if given.pack == MODEL:
            packs = folder / "models"
            speed_models.smallest(packs / MODEL)
        source = folder / "pairs.jsonl"
        write_input(source, given.lines)
        registry = ModelRegistry([packs], "cpu", 1)
        task = "nli" if given.pack == "nli" else "similarity"
        name = MODEL if given.pack == MODEL else None
        classifier = registry.classifier(task, name)
        pairs = [(line["text1"], line["text2"]) for line in lines(given.lines)]
        services = Services(registry, PathSource(), NoCache())
        request = ScorePairsRequest(str(source), task, model=classifier.info.name if name else None)
        whole, alone = [], []
        for _ in range(given.repeats):
            shutil.rmtree(folder / "out", ignore_errors=True)
            (folder / "out").mkdir()
            whole.append(_clocked(lambda: _job(request, services, folder / "out" / "o.jsonl")))
            alone.append(_clocked(lambda: list(classifier.classify(pairs, JobControl()))))
        one, other = statistics.median(whole), statistics.median(alone)
        each = (one - other) / given.lines * 1e6
        print(
            f"{classifier.info.name}, {given.lines:,} lines, medians of {given.repeats}, one thread"
        )
        print(f"whole job: {one / given.lines * 1e6:,.1f} µs of processor time a line")
        print(f"tokenising and model alone: {other / given.lines * 1e6:,.1f} µs")
        print(f"everything else: {each:,.1f} µs a line, {(one - other) / one:.1%} of the whole")


class _AtOnce:
    """Scores nothing: every pair has the same score."""

    info = ModelInfo("at once", "similarity", "none", "none", ("en", "zh"), ("score",))

    def classifier(self, task: str, name: str | None = None) -> _AtOnce:
        """Itself."""
        return self

    def classify(
        self, pairs: Any, control: JobControl, failed: Any = None
    ) -> Iterator[tuple[int, Any]]:
        """The same row for each."""
        row = np.array([0.5], dtype=np.float32)
        for index in range(len(pairs)):
            yield index, row


def read_and_write(given: argparse.Namespace) -> None:
    """Memory by tenths of the file, and the processor time of a line."""
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        source = given.file or Path(place) / "pairs.jsonl"
        if given.file is None:
            write_input(source, given.lines)
        services = Services(cast(Any, _AtOnce()), PathSource(), NoCache())
        request = ScorePairsRequest(str(source), "similarity")
        process = psutil.Process()
        started, spent = time.monotonic(), time.process_time()
        done, told = 0, 0
        print("| lines | memory, MB |\n|---|---|")
        with ScoredFile(Path(place) / "out.jsonl", About) as file:
            for payload in score_pairs(request, services, JobControl(), _Ledger(file)):
                if not isinstance(payload, Results):
                    continue
                file.write(item for item in payload.items if isinstance(item, ScoredPair))
                done += len(payload.items)
                if done >= told + given.lines // 10:
                    told = done
                    memory = process.memory_info().rss / 1e6
                    print(f"| {done:,} | {memory:,.0f} |", flush=True)
            file.finish(True)
        seconds = time.monotonic() - started
        each = (time.process_time() - spent) / done * 1e6
        print(f"{done:,} lines, {each:,.1f} µs of processor time a line, {done / seconds:,.0f}/s")


def _clocked(work: Any) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _job(request: ScorePairsRequest, services: Services, out: Path) -> None:
    with ScoredFile(out, About) as file:
        ledger = _Ledger(file)
        for payload in score_pairs(request, services, JobControl(), ledger):
            if isinstance(payload, Results):
                file.write(item for item in payload.items if isinstance(item, ScoredPair))
        file.finish(True)


class _Ledger:
    """Opens the file for the job."""

    def __init__(self, file: ScoredFile) -> None:
        self._file = file

    def begin(self, run: Any) -> int:
        """From the first line."""
        return self._file.begin(run.columns, run.labels, repr(run))


def main() -> None:
    """One of the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    actions = parser.add_subparsers(required=True)
    action = actions.add_parser("stream")
    action.add_argument("--lines", type=int, default=1_000_000)
    action.add_argument("--kills", type=int, default=2)
    action.add_argument("--kind", choices=("jsonl", "csv", "xlsx"), default="jsonl")
    action.add_argument("--seed", type=int, default=1)
    action.add_argument("--folder", type=Path)
    action.set_defaults(run=stream)
    action = actions.add_parser("io")
    action.add_argument("--lines", type=int, default=1_000_000)
    action.add_argument("--file", type=Path, help="a file of so many lines that is there already")
    action.add_argument("--folder", type=Path)
    action.set_defaults(run=read_and_write)
    action = actions.add_parser("overhead")
    action.add_argument("--pack", choices=(MODEL, "similarity", "nli"), default="similarity")
    action.add_argument("--lines", type=int, default=20_000)
    action.add_argument("--repeats", type=int, default=3)
    action.add_argument("--folder", type=Path)
    action.set_defaults(run=overhead)
    given = parser.parse_args()
    given.run(given)


if __name__ == "__main__":
    main()
