"""Duplicates: blocking recall, quality of pairs and clusters at the default threshold, time, memory.

    python -m benchmarks.dedupe [--data FOLDER] [--rows 10000,100000] [--only NAME,NAME]

On labelled tables (``FOLDER/NAME.csv``, or ``NAME_a.csv`` and ``NAME_b.csv`` that are linked with each
other; see ``SETS``) and on generated company rows (:mod:`benchmarks.rows`). Nothing is fitted to a
set: each is searched as a user's file is, with all its columns but those named here as no identity.
Every search has a process of its own, so that its peak memory is its own. A pair counts as found
where both rows are in one cluster.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks import rows as generated
from engine.control import drained
from engine.dedupe.blocking import Scope, candidate_pairs, identical_groups
from engine.dedupe.kinds import detect_kind
from engine.dedupe.rows import comparable, sample
from engine.dedupe.search import search
from engine.jobs.dedupe import DEFAULT_THRESHOLD

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "er_tables"
SETS: dict[str, tuple[str, ...]] = {
    "febrl1": (),
    "febrl2": (),
    "febrl3": (),
    "febrl4": (),
    "dblp_acm": (),
    "abt_buy": (),
    "restaurants": (),
    "imdb_tmdb": ("title", "name"),
    "imdb_tvdb": ("title", "name"),
    "tmdb_tvdb": ("title", "name", "abstract"),
    "cddb": ("artist", "title", "tracks", "year"),
}
"""The sets and the columns that identify a row in them; none named: all that are not labels."""

_LABELS = ("id", "cluster")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows whose duplicates are known: columns of text, the table of each row, the true pairs."""

    columns: dict[str, list[str]]
    tables: list[int]
    truth: frozenset[Pair]

    @property
    def scope(self) -> Scope:
        """Two tables are linked with each other, one is searched in itself."""
        return "between" if len(set(self.tables)) > 1 else "both"


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured on one set; seconds and MiB, shares otherwise."""

    name: str
    rows: int
    truth: int
    candidates_a_row: float
    blocking_recall: float
    precision: float
    recall: float
    f1: float
    seconds: float
    peak: float


def load(name: str, folder: Path) -> Labelled:
    """A labelled set; where the published pairs are at hand they are the truth."""
    files = [folder / f"{name}.csv"]
    if not files[0].exists():
        files = [folder / f"{name}_a.csv", folder / f"{name}_b.csv"]
    found: list[dict[str, str]] = []
    tables: list[int] = []
    for table, path in enumerate(files):
        with path.open(encoding="utf-8", newline="") as stream:
            own = list(csv.DictReader(stream))
        found += own
        tables += [table] * len(own)
    names = SETS[name] or [column for column in found[0] if column not in _LABELS]
    columns = {column: [row.get(column) or "" for row in found] for column in names}
    gold = folder / f"{name}_gold.csv"
    if gold.exists():
        truth = _published(gold, [(t, row["id"]) for t, row in zip(tables, found, strict=True)])
    else:
        truth = _same_cluster([row["cluster"] for row in found], tables)
    return Labelled(columns, tables, truth)


def generate(count: int) -> Labelled:
    """Generated company rows, English and Chinese."""
    made = list(generated.generate(count))
    names = ("company", "contact", "phone", "address")
    columns = {name: [getattr(row, name) for row in made] for name in names}
    return Labelled(columns, [0] * count, _same_cluster([row.cluster for row in made], [0] * count))


def measure(name: str, folder: Path) -> Line:
    """Search one set, named as in ``SETS`` or by a count of rows to generate."""
    data = generate(int(name)) if name.isdigit() else load(name, folder)
    before = time.perf_counter()
    kinds = [detect_kind(column, sample(values)) for column, values in data.columns.items()]
    columns = [comparable(v, kind) for v, kind in zip(data.columns.values(), kinds, strict=True)]
    tables = np.array(data.tables)
    found = drained(search(columns, kinds, tables, DEFAULT_THRESHOLD, data.scope, threads=2))
    seconds = time.perf_counter() - before
    peak = peak_memory()
    kept, same = identical_groups(columns, len(columns))
    inside = [[column[row] for row in kept] for column in columns]
    work = candidate_pairs(inside, kinds, 2, tables[kept], data.scope)
    candidates = kept[drained(work)]
    joined = {
        pair
        for group in found.clusters
        for pair in itertools.combinations(group, 2)
        if data.scope == "both" or data.tables[pair[0]] != data.tables[pair[1]]
    }
    right = len(joined & data.truth)
    precision, recall = right / max(1, len(joined)), right / len(data.truth)
    return Line(
        name=f"{int(name):,} generated" if name.isdigit() else name,
        rows=len(data.tables),
        truth=len(data.truth),
        candidates_a_row=len(candidates) / len(data.tables),
        blocking_recall=reached(data.truth, candidates.tolist(), same.tolist()),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(1e-9, precision + recall),
        seconds=seconds,
        peak=peak,
    )


def reached(truth: frozenset[Pair], candidates: Sequence[Pair], same: Sequence[Pair]) -> float:
    """The share of true pairs that are compared, identical rows counting as their first."""
    stands = {copy: first for first, copy in same}
    known = {(min(pair), max(pair)) for pair in candidates}
    reached = 0
    for pair in truth:
        one, two = sorted(stands.get(row, row) for row in pair)
        reached += one == two or (one, two) in known
    return reached / len(truth)


def _published(gold: Path, keys: Sequence[tuple[int, str]]) -> frozenset[Pair]:
    place = {key: row for row, key in enumerate(keys)}
    other = max(table for table, _ in keys)
    with gold.open(encoding="utf-8", newline="") as stream:
        pairs = [(place[0, r["id_a"]], place[other, r["id_b"]]) for r in csv.DictReader(stream)]
    return frozenset((min(pair), max(pair)) for pair in pairs)


def _same_cluster(clusters: Sequence[str], tables: Sequence[int]) -> frozenset[Pair]:
    groups: dict[str, list[int]] = {}
    for row, cluster in enumerate(clusters):
        groups.setdefault(cluster, []).append(row)
    linked = len(set(tables)) > 1
    return frozenset(
        (one, two)
        for group in groups.values()
        for one, two in itertools.combinations(group, 2)
        if not linked or tables[one] != tables[two]
    )


def peak_memory() -> float:
    """The most memory that this process had, in MiB; NaN where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def main() -> None:
    """Measure every set that is at hand and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--rows", default="10000,100000", help="sizes to generate")
    parser.add_argument("--only", default="", help="sets to measure")
    arguments = parser.parse_args()
    wanted = [name for name in arguments.only.split(",") if name] or list(SETS)
    there = [name for name in wanted if list(arguments.data.glob(f"{name}*.csv"))]
    print(
        "| set | rows | true pairs | candidates a row | blocking recall | precision | recall | F1 | seconds | peak MiB |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in [*there, *(size for size in arguments.rows.split(",") if size)]:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
            line = one.submit(measure, name, arguments.data).result()
        print("| " + " | ".join(_cell(value) for value in astuple(line)) + " |", flush=True)


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4f}" if value <= 1 else f"{value:,.1f}"


if __name__ == "__main__":
    main()
