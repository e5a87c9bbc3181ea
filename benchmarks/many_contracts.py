"""A thousand contracts in one run: documents a minute, memory over the run, and a run that is killed
half way, opened again and finished, held against one that was left alone.

``python -m benchmarks.many_contracts FOLDER [--contracts 1000] [--longest 40000] [--threads 1]``

``FOLDER`` keeps the contracts, the projects and the figures: a stage that is finished there is not
run again. English and Chinese take turns; half of the English ones are filings, the others NDAs
and CUAD's contracts, of the Chinese ones half are templates and half filings.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

import psutil

from training.data import read, share

ROOT = Path(__file__).resolve().parent.parent
FIELDS = "Party*, Signing date(YYYY-MM-DD), Governing law, Contract amount, Term"
SHORTEST = 600
EVERY = 1.0
"""Seconds between two looks at the process."""


@dataclass(slots=True)
class Stage:
    """One process: how long it took, what it used, and what it held when so many were done."""

    status: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    peak: int = 0
    memory: list[tuple[int, int]] = field(default_factory=list)

    def look(self, process: psutil.Process, done: int) -> None:
        """Note what the process holds and has used."""
        try:
            held, used = process.memory_info().rss, process.cpu_times()
        except psutil.NoSuchProcess:
            return
        self.peak, self.processor = max(self.peak, held), used.user + used.system
        self.memory.append((done, held))


def texts(name: str, longest: int) -> Iterator[str]:
    """The texts of one set that are neither scraps nor longer than ``longest``, always in the same order."""
    records = sorted(read(name), key=lambda record: share(str(record["id"]), "many"))
    return (r["text"] for r in records if SHORTEST <= len(r["text"]) <= longest)


def turns(*sets: Iterator[str]) -> Iterator[str]:
    """One of each set in turn, until all are at their end."""
    waiting = list(sets)
    while waiting:
        for one in list(waiting):
            text = next(one, None)
            if text is None:
                waiting.remove(one)
            else:
                yield text


def contracts(longest: int) -> Iterator[str]:
    """English and Chinese in turn."""
    reports, others = texts("sec_agreements", longest), texts("cuad", longest)
    english = turns(reports, turns(texts("kleister_nda", longest), others))
    return turns(english, turns(texts("templates_zh", longest), texts("fddc_zh", longest)))


def write(folder: Path, count: int, longest: int) -> int:
    """``count`` text files in ``folder``, the same ones every time; returns their characters."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for number, text in enumerate(islice(contracts(longest), count)):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
        total += len(text)
    return total


def finished(project: Path) -> int:
    """How many documents of a project have been extracted from; 0 while there is no project."""
    try:
        with closing(sqlite3.connect(f"file:{project}?mode=ro", uri=True, timeout=5)) as base:
            asked = "SELECT COUNT(*) FROM documents WHERE coverage IS NOT NULL"
            return int(base.execute(asked).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@dataclass(frozen=True, slots=True)
class Bench:
    """Where everything lies, and how many threads the program may use."""

    work: Path
    threads: int

    def run(self, project: str, stop_at: int | None = None) -> Stage:
        """``extract`` over the contracts into ``project``; killed when ``stop_at`` are done."""
        command = [
            sys.executable, str(ROOT / "main.py"), "extract", str(self.work / "contracts"),
            "--fields", FIELDS, "--project", str(self.file(project, "cdesk")),
            "--out", str(self.file(project, "jsonl")),
            "--threads", str(self.threads), "--device", "cpu", "--quiet",
        ]  # fmt: skip
        environment = {
            **os.environ,
            "CLAUSEDESK_HOME": str(self.work / "home"),
            "PYTHONUTF8": "1",
            "OMP_NUM_THREADS": str(self.threads),
        }
        stage, started = Stage(), time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
            seen = psutil.Process(process.pid)
            while process.poll() is None:
                stage.look(seen, finished(self.file(project, "cdesk")))
                if stop_at is not None and stage.memory and stage.memory[-1][0] >= stop_at:
                    process.kill()
                time.sleep(EVERY)
        stage.status, stage.seconds = process.returncode, time.perf_counter() - started
        return stage

    def stage(self, name: str, project: str, stop_at: int | None = None, new: bool = True) -> Stage:
        """The stage ``name``, out of its file where it was finished before; ``new``: it begins
        without a project, whatever a stage that was broken off has left."""
        path = self.file(name, "json")
        if not path.exists():
            for old in self.work.glob(f"{project}.cdesk*") if new else ():
                old.unlink()
            path.write_text(json.dumps(asdict(self.run(project, stop_at))), encoding="utf-8")
        return Stage(**json.loads(path.read_text(encoding="utf-8")))

    def file(self, name: str, ending: str) -> Path:
        """A file of this benchmark."""
        return self.work / f"{name}.{ending}"


def memory_lines(stage: Stage, count: int) -> Iterator[str]:
    """What the process held in each fifth of the documents: the median and the most, in MB."""
    yield "| documents done | median MB | most MB |"
    yield "|---|---|---|"
    for part in range(5):
        low, high = count * part // 5, count * (part + 1) // 5
        held = [size for done, size in stage.memory if low <= done < high + (part == 4)]
        if held:
            yield f"| {low} to {high} | {statistics.median(held) / 1e6:.0f} | {max(held) / 1e6:.0f} |"


def report(bench: Bench, count: int, characters: int) -> Iterator[str]:
    """Runs what has not been run yet, and tells of it."""
    whole = bench.stage("whole", "whole")
    half = bench.stage("half", "killed", stop_at=count // 2)
    rest = bench.stage("rest", "killed", new=False)
    same = filecmp.cmp(bench.file("whole", "jsonl"), bench.file("killed", "jsonl"), shallow=False)
    done = half.memory[-1][0]
    yield f"{count} contracts, {characters:,} characters, {bench.threads} thread(s), `{FIELDS}`"
    yield ""
    yield "| run | status | documents | seconds | processor s | documents/min | documents/processor min | peak MB |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, stage, number in (
        ("left alone", whole, count),
        ("killed half way", half, done),
        ("opened again", rest, count - done),
    ):
        yield (
            f"| {name} | {stage.status} | {number} | {stage.seconds:.0f} | {stage.processor:.0f} |"
            f" {60 * number / stage.seconds:.1f} | {60 * number / stage.processor:.1f} | {stage.peak / 1e6:.0f} |"
        )
    yield ""
    yield from memory_lines(whole, count)
    yield ""
    yield f"The two results are {'the same, byte for byte' if same else 'DIFFERENT'}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_contracts")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--longest", type=int, default=40_000, help="characters of a contract")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args(arguments)
    bench = Bench(given.folder.resolve(), given.threads)
    characters = write(bench.work / "contracts", given.contracts, given.longest)
    for line in report(bench, given.contracts, characters):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
