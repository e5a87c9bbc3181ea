"""Speed of the engine beside its peers: the same model, the same texts, the same run.

    python -m benchmarks.speed [--full] [--bert-base] [--structbert] [--median 120] [--threads 1] [--only engine] [--json FILE]

Pairs/s of cross-encoders and texts/s of the sentence encoder, each beside a plain transformers loop,
the transformers pipeline and sentence-transformers with their defaults; rows/s of the whole duplicates
job beside embedding the same rows, the usual first step; characters/s of the field extractor, which
has no peer on the same model. Repeats are interleaved and medians given. On a busy machine give ``--threads 1``: rates are then by processor time, and
no runner waits for cores that other programs hold (peers would fall far behind, and the ratios flatter).
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers

from benchmarks import rows as table_rows
from benchmarks import speed_models
from benchmarks.speed_runners import (
    CROSS_ENCODER,
    ENCODE,
    LOOP,
    Array,
    Work,
    pair_runners,
    text_runners,
)
from engine.control import JobControl
from engine.documents import PathSource
from engine.jobs.dedupe import DedupeRequest, dedupe
from engine.jobs.services import NoCache, Services
from engine.models import devices
from engine.models.packs import load_pack
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Field

Clock = Callable[[], float]
ROWS = 5000
STRUCTBERT = "StructBERT similarity (BERT-base's shape, two labels), random weights"


@dataclass(frozen=True)
class Row:
    """One runner's median rate; ``agreement`` with the fp32 loop: same labels, or least cosine."""

    model: str
    runner: str
    unit: str
    rate: float
    ratio: float
    agreement: float
    difference: float


def main() -> int:
    """Run the benchmark and print its tables."""
    arguments = _arguments()
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    repeats, count = (5, 600) if arguments.full else (3, 160)
    count = arguments.pairs or count
    place = devices.choose("cpu", arguments.threads)
    clock = time.process_time if place.threads == 1 else time.perf_counter
    torch.set_num_threads(place.threads)
    print(_machine(place), flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        if arguments.structbert:
            found = [(STRUCTBERT, speed_models.structbert(Path(folder) / "structbert"))]
        else:
            found = _classifiers(Path(folder), arguments.bert_base)
        if arguments.model:
            found = [(name, path) for name, path in found if arguments.model in name]
        for name, path in found:
            pairs = speed_models.pairs(count, arguments.median)
            title = f"{name}, {count} pairs, median {arguments.median} tokens"
            runners = _asked(pair_runners(path, place), arguments.only)
            rows += _compare(title, "pairs", runners, pairs, repeats, CROSS_ENCODER, clock)
        embedder = None if arguments.structbert or arguments.only else _pack("sentence_encoder")
        if embedder is not None:
            path = speed_models.exported(embedder, Path(folder) / "embedder")
            texts = speed_models.texts(count * 4, arguments.median, longest=150)
            title = f"{embedder.name}, {count * 4} texts, median {arguments.median} tokens"
            rows += _compare(
                title, "texts", text_runners(path, place), texts, repeats, ENCODE, clock
            )
            rows += _duplicates(Path(folder), path, place, clock)
    if not arguments.structbert and not arguments.only:
        rows += _extraction(repeats, arguments.threads, clock)
    if arguments.json is not None:
        lines = json.dumps([asdict(row) for row in rows], indent=1)
        arguments.json.write_text(lines, encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="600 pairs, five repeats")
    parser.add_argument("--bert-base", action="store_true", help="BERT-base's shape too")
    parser.add_argument(
        "--structbert", action="store_true", help="StructBERT's similarity model, and it alone"
    )
    parser.add_argument("--median", type=int, default=speed_models.MEDIAN_TOKENS)
    parser.add_argument("--threads", type=int, help="threads of every runner (default: the cores)")
    parser.add_argument("--pairs", type=int, help="how many pairs")
    parser.add_argument("--only", help="cross-encoders alone; runners with one of these words")
    parser.add_argument("--model", help="cross-encoders with this word in their name")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _asked(runners: dict[str, Work], only: str | None) -> dict[str, Work]:
    """The runners with one of the words (commas between), and what they are compared with."""
    words = (only or "").split(",")
    return {
        name: work
        for name, work in runners.items()
        if name == CROSS_ENCODER or any(word in name for word in words)
    }


def _machine(place: devices.Compute) -> str:
    return (
        f"{platform.processor() or platform.machine()}, {place.threads} threads, "
        f"{place.precision} on the CPU; by {'processor' if place.threads == 1 else 'wall'} time; torch {torch.__version__}, "
        f"transformers {transformers.__version__}"
    )


def _classifiers(folder: Path, bert_base: bool) -> list[tuple[str, Path]]:
    found = [
        (
            "distilroberta-base's shape, random weights",
            speed_models.distilroberta(folder / "roberta"),
        )
    ]
    if bert_base:
        path = speed_models.bert_base(folder / "bert")
        found.append(("BERT-base's shape, random weights", path))
    pack = _pack("sequence_classification")
    if pack is not None:
        found.append((f"{pack.name}, trained", speed_models.exported(pack, folder / "nli")))
    return found


def _pack(family: str) -> Any:
    for entry in ModelRegistry([resource_path("models")], "cpu").entries():
        if entry.pack is not None and entry.pack.family == family:
            return load_pack(entry.folder)
    return None


def _compare(
    title: str,
    unit: str,
    runners: dict[str, Work],
    items: Sequence[Any],
    repeats: int,
    base: str,
    clock: Clock,
) -> list[Row]:
    """Time every runner ``repeats`` times in turn; print and return the medians."""
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    threads = torch.get_num_threads()
    answers = {name: work(items[:16]) for name, work in runners.items()}
    for _ in range(repeats):
        for name, work in runners.items():
            # The engine tunes torch's threads: its peers get theirs back.
            torch.set_num_threads(threads)
            started = clock()
            answers[name] = work(items)
            seconds[name].append(clock() - started)
    rates = {name: len(items) / statistics.median(times) for name, times in seconds.items()}
    print(f"\n{title}; medians of {repeats}", flush=True)
    print(
        f"| runner | {unit}/s | × {base.split()[1]} | {_agreement_name(unit)} | largest difference |"
    )
    print("|---|---|---|---|---|")
    rows = []
    for name, rate in rates.items():
        reference = answers.get(LOOP, answers[base])
        same, difference = _agreement(answers[name], reference, unit)
        rows.append(Row(title, name, unit, rate, rate / rates[base], same, difference))
        shown = f"{rate:.1f} | {rate / rates[base]:.2f} | {same:.4f} | {difference:.1e}"
        print(f"| {name} | {shown} |", flush=True)
    return rows


def _agreement_name(unit: str) -> str:
    return "same labels in fp32" if unit == "pairs" else "least cosine with the loop"


def _agreement(answer: Array, reference: Array, unit: str) -> tuple[float, float]:
    difference = float(np.abs(answer - reference).max())
    if unit == "pairs":
        return float((answer.argmax(1) == reference.argmax(1)).mean()), difference
    return float((answer * reference).sum(1).min()), difference


def _extraction(repeats: int, threads: int | None, clock: Clock) -> list[Row]:
    """Characters/s of the built-in extractor with 20 fields over windows of 1,000 characters."""
    if _pack("span_extractor") is None:
        return []
    extractor = ModelRegistry([resource_path("models")], "cpu", threads).extractor()
    asked = [Field(f"{kind} of party {n}") for kind in ("Name", "Address") for n in range(10)]
    windows = [text[:1000] for text in speed_models.texts(64, 230)]
    characters = sum(map(len, windows))
    times = []
    for _ in range(repeats):
        started = clock()
        list(extractor.extract(windows, asked, JobControl()))
        times.append(clock() - started)
    rate = characters / statistics.median(times)
    title = f"{extractor.info.name}, 20 fields, {characters:,} characters"
    print(f"\n{title}\nengine ({extractor.info.precision}): {rate:,.0f} characters/s")
    return [Row(title, "engine", "characters", rate, 1.0, 1.0, 0.0)]


def _duplicates(folder: Path, model: Path, place: devices.Compute, clock: Clock) -> list[Row]:
    """Rows/s of the duplicates job (reading, candidates, scores, clusters) on generated rows."""
    generated = list(table_rows.generate(ROWS))
    file = folder / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(field.name for field in fields(generated[0]))
        writer.writerows(astuple(row) for row in generated)
    request = DedupeRequest((str(file),), ("company", "phone", "address"), threads=place.threads)
    services = Services(ModelRegistry([], "cpu"), PathSource(), NoCache())
    started = clock()
    for _ in dedupe(request, services, JobControl()):
        pass
    engine = ROWS / (clock() - started)
    few = [f"{row.company} {row.phone} {row.address}" for row in generated[: ROWS // 20]]
    peer = text_runners(model, place)[ENCODE]
    started = clock()
    peer(few)
    encode = len(few) / (clock() - started)
    title = f"{ROWS:,} generated company and address rows"
    print(
        f"\n{title}\n| | rows/s |\n|---|---|\n| engine, the whole duplicates job | {engine:,.0f} |"
    )
    print(f"| {ENCODE} alone, {len(few)} of the rows | {encode:,.0f} |", flush=True)
    return [
        Row(title, "engine", "rows", engine, engine / encode, 1.0, 0.0),
        Row(title, ENCODE, "rows", encode, 1.0, 1.0, 0.0),
    ]


if __name__ == "__main__":
    sys.exit(main())
