"""Splink and dedupe on the labelled tables of :mod:`benchmarks.er_quality`, as their guides set them up.

Both get the values in lower case with single blanks, and nothing else of ours but what a column holds.
Splink (MIT) on DuckDB, no labels: a comparison by kind from its library, blocking on every column and on
the first five characters of those of words, its share of matches estimated from exact agreement on
pairs of columns, u from random pairs, m by expectation maximisation over two of the blockings. dedupe
(MIT) asks for answers: it gets as many as it is told to, from the truth, about the pairs that it picks.
"""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass
from typing import Any

from engine.dedupe.kinds import ColumnKind

Pair = tuple[int, int]
THRESHOLD = 0.5
_WORDED = (
    ColumnKind.NAME,
    ColumnKind.COMPANY,
    ColumnKind.ADDRESS,
    ColumnKind.PRODUCT,
    ColumnKind.TEXT,
)
_LONG = 40.0


@dataclass(frozen=True, slots=True)
class Task:
    """Rows whose duplicates are looked for: columns of raw text with their kinds, the table of each row
    (``linked``: between the two tables alone), the true pairs, and how many answers may be asked."""

    columns: dict[str, list[str]]
    kinds: tuple[ColumnKind, ...]
    tables: list[int]
    linked: bool
    truth: frozenset[Pair]
    answers: int = 0

    def cell(self, name: str, row: int) -> str | None:
        """A value as the peers get it."""
        return " ".join(self.columns[name][row].lower().split()) or None


@dataclass(frozen=True, slots=True)
class Answer:
    """The pairs that were accepted, and the clusters of two and more rows."""

    pairs: frozenset[Pair]
    clusters: tuple[tuple[int, ...], ...]


def splink(task: Task) -> Answer:
    """The pairs and clusters that Splink finds at a match probability of one half."""
    import pandas as pd
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    names = {name: f"c{number}" for number, name in enumerate(task.columns)}
    frames = []
    for table in sorted(set(task.tables)):
        rows = [row for row, number in enumerate(task.tables) if number == table]
        data: dict[str, list[Any]] = {"unique_id": rows}
        for name, short in names.items():
            data[short] = [task.cell(name, row) for row in rows]
        frames.append(pd.DataFrame(data))
    api = DuckDBAPI()
    sources = [api.register(f, table_name=f"t{n}") for n, f in enumerate(frames)]
    shorts = list(names.values())
    worded = [s for s, kind in zip(shorts, task.kinds, strict=True) if kind in _WORDED]
    rules = [block_on(s) for s in shorts] + [block_on(f"substr({s}, 1, 5)") for s in worded]
    settings = SettingsCreator(
        link_type="link_only" if task.linked else "dedupe_only",
        comparisons=[_comparison(task, name, short) for name, short in names.items()],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=1 / len(task.tables),
    )
    linker = Linker(sources, settings)
    sure = [block_on(names[a], names[b]) for a, b in _agreeing(task)][:3]
    if sure:
        linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on(shorts[0]), block_on(shorts[-1])):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=THRESHOLD)
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(found, THRESHOLD)
    pairs = found.as_pandas_dataframe()[["unique_id_l", "unique_id_r"]].values.tolist()
    clusters: dict[Any, list[int]] = {}
    for line in grouped.as_pandas_dataframe().to_dict("records"):
        clusters.setdefault(line["cluster_id"], []).append(int(line["unique_id"]))
    return _answer(pairs, clusters.values())


def _agreeing(task: Task) -> list[tuple[str, str]]:
    """The pairs of columns in which any two rows are equal: without one, Splink cannot tell how many
    matches there are."""
    found = []
    for one, two in itertools.combinations(task.columns, 2):
        both = [(task.cell(one, row), task.cell(two, row)) for row in range(len(task.tables))]
        sides: dict[Any, set[int]] = {}
        repeated = False
        for values, table in zip(both, task.tables, strict=True):
            if None not in values:
                met = sides.setdefault(values, set())
                repeated |= bool(met - {table}) if task.linked else bool(met)
                met.add(table)
        if repeated:
            found.append((one, two))
    return found


def _comparison(task: Task, name: str, short: str) -> Any:
    import splink.comparison_library as library

    kind = task.kinds[list(task.columns).index(name)]
    filled = [value for value in task.columns[name] if value.strip()]
    if kind is ColumnKind.NAME:
        return library.NameComparison(short)
    if kind is ColumnKind.EMAIL:
        return library.EmailComparison(short)
    if kind in _WORDED and sum(map(len, filled)) > _LONG * len(filled):
        return library.JaccardAtThresholds(short, [0.9, 0.7])
    if kind in _WORDED:
        return library.JaroWinklerAtThresholds(short, [0.9, 0.7])
    return library.LevenshteinAtThresholds(short, [1, 2])


def dedupe(task: Task) -> Answer:
    """What dedupe finds after ``task.answers`` answers, at a score of one half."""
    import dedupe as library

    logging.getLogger("dedupe").setLevel(logging.ERROR)
    fields = {name: f"c{number}" for number, name in enumerate(task.columns)}
    rows = {
        row: {short: task.cell(name, row) for name, short in fields.items()}
        for row in range(len(task.tables))
    }
    variables = [_variable(task, name, short) for name, short in fields.items()]
    if task.linked:
        sides = [{r: v for r, v in rows.items() if task.tables[r] == t} for t in (0, 1)]
        linker = library.RecordLink(variables, num_cores=1, in_memory=True)
        linker.prepare_training(*sides)
    else:
        sides = [rows]
        linker = library.Dedupe(variables, num_cores=1, in_memory=True)
        linker.prepare_training(rows)
    _answered(linker, rows, task)
    linker.train()
    if task.linked:
        found = [ids for ids, _ in linker.join(*sides, THRESHOLD, "one-to-one")]
    else:
        found = [ids for ids, _ in linker.partition(rows, THRESHOLD) if len(ids) > 1]
    clusters = [tuple(sorted(map(int, ids))) for ids in found]
    pairs = [pair for ids in clusters for pair in itertools.combinations(ids, 2)]
    return _answer(pairs, clusters)


def _variable(task: Task, name: str, short: str) -> Any:
    import dedupe.variables as library

    kind = task.kinds[list(task.columns).index(name)]
    missing = any(not value.strip() for value in task.columns[name])
    filled = [value for value in task.columns[name] if value.strip()]
    if kind in _WORDED and sum(map(len, filled)) > _LONG * len(filled):
        return library.Text(short, has_missing=missing)
    if kind in (ColumnKind.IDENTIFIER, ColumnKind.PHONE, ColumnKind.DATE):
        return library.ShortString(short, has_missing=missing)
    return library.String(short, has_missing=missing)


def _answered(linker: Any, rows: dict[int, dict[str, Any]], task: Task) -> None:
    """Answer from the truth what dedupe asks. It hands out rows, not their numbers."""
    number = {id(values): row for row, values in rows.items()}
    for _ in range(task.answers):
        for pair in linker.uncertain_pairs():
            one, two = (_number(values, number, rows) for values in pair)
            same = (min(one, two), max(one, two)) in task.truth
            labelled = (
                {"match": [pair], "distinct": []} if same else {"match": [], "distinct": [pair]}
            )
            linker.mark_pairs(labelled)


def _number(values: Any, number: dict[int, int], rows: dict[int, dict[str, Any]]) -> int:
    known = number.get(id(values))
    if known is not None:
        return known
    return next(row for row, own in rows.items() if own == dict(values))


def _answer(pairs: Any, clusters: Any) -> Answer:
    accepted = frozenset((min(p), max(p)) for p in (tuple(map(int, pair)) for pair in pairs))
    groups = sorted(tuple(sorted(group)) for group in clusters if len(group) > 1)
    return Answer(accepted, tuple(groups))


PEERS = {"Splink": splink, "dedupe": dedupe}
