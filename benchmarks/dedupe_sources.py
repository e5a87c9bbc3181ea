"""Which source of candidates finds which share of the true pairs, on labelled tables.

    python -m benchmarks.dedupe_sources [--data FOLDER] [--only NAME,NAME]

For each set of :mod:`benchmarks.dedupe`: the share of true pairs that each source reaches by itself, how
many candidates a row that takes, and all of them together. Equal rows count as their first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.dedupe import DATA, SETS, load, reached
from engine.control import drained
from engine.dedupe.blocking import SOURCES, Source, candidate_pairs, identical_groups
from engine.dedupe.kinds import detect_kind
from engine.dedupe.rows import comparable, sample

ASKED = (*((source,) for source in Source), tuple(SOURCES))


def measure(name: str, folder: Path) -> list[tuple[float, float]]:
    """Recall and candidates a row, for each of ``ASKED``."""
    data = load(name, folder)
    kinds = [detect_kind(column, sample(values)) for column, values in data.columns.items()]
    columns = [comparable(v, kind) for v, kind in zip(data.columns.values(), kinds, strict=True)]
    kept, same = identical_groups(columns, len(columns))
    inside = [[column[row] for row in kept] for column in columns]
    tables = np.array(data.tables)[kept]
    found = []
    for sources in ASKED:
        work = candidate_pairs(inside, kinds, 1, tables, data.scope, sources)
        pairs = kept[drained(work)]
        share = reached(data.truth, pairs.tolist(), same.tolist())
        found.append((share, len(pairs) / len(data.tables)))
    return found


def main() -> None:
    """Measure every set that is at hand and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only", default="", help="sets to measure")
    options = parser.parse_args()
    wanted = [name for name in options.only.split(",") if name] or list(SETS)
    print("| set | " + " | ".join([*(source.value for source in Source), "all"]) + " |")
    print("|---" * (len(Source) + 2) + "|", flush=True)
    for name in wanted:
        if list(options.data.glob(f"{name}*.csv")):
            cells = (f"{share:.4f} ({rows:.2f})" for share, rows in measure(name, options.data))
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
