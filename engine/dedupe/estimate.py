"""What a search would come to before it starts: how many pairs, how long; from a sample of the rows.

The sample is searched for candidates in two sizes, its pairs are compared, and both are timed: the
rates are those of this machine, on this kind of rows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.control import drained
from engine.dedupe.blocking import MOST_A_ROW, Scope, candidate_pairs, identical_groups
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.rows import Rows, comparable

_COMPARED = 20_000
_PART = 4
"""The smaller sample has a quarter of the rows."""

_READ_AND_KEEP = 40e-6
"""Seconds a row to read and keep, a rough figure: what a sample of the file takes says nothing of it."""

_PER_PAIR_AFTER = 12e-6
"""Seconds a pair for scores, clusters and keeping the result: a rough figure."""

_BASE_MEMORY = 250.0
"""MiB of the program itself."""

_ROW_BYTES, _PAIR_BYTES = 900.0, 150.0
"""Rough figures for what a search keeps of a row beside its values, and of a pair."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a search would come to.

    ``rows`` to search and ``pairs`` of them to compare, most likely, between ``least`` and ``most``;
    ``repeated`` rows are equal to an earlier one and are not compared again. ``seconds`` for the whole
    search on this machine; ``memory`` in MiB. ``sampled`` rows were looked at; ``exact`` says that
    these are all there are. ``kinds`` are what the columns were found to hold, in their order.
    """

    rows: int
    pairs: int
    least: int
    most: int
    repeated: int
    seconds: float
    memory: int
    sampled: int
    exact: bool
    kinds: tuple[ColumnKind, ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    """One search for candidates among a sample: per row of it, and in seconds."""

    rows: int
    repeated: int
    pairs: float
    seconds: float


def estimate(
    sample: Rows,
    total: int,
    scope: Scope = "both",
    threads: int = 1,
    chosen: Mapping[str, str] | None = None,
) -> Estimate:
    """What searching ``total`` rows would come to, of which ``sample`` are some.

    ``scope`` is that of the search, ``chosen``
    the kinds of columns that a person chose. Takes a second or so for the few thousand rows it is meant
    for. Raises nothing for a sample without a single value: it has no pairs.
    """
    started = time.perf_counter()
    kinds = sample.kinds(chosen or {})
    columns = [comparable(*both) for both in zip(sample.values, kinds, strict=True)]
    normal = (time.perf_counter() - started) / max(1, len(sample))
    tables = sample.table_numbers()
    every = _look(columns, kinds, tables, scope, 1, threads, total)
    few = _look(columns, kinds, tables, scope, _PART, threads, total)
    low, likely, high = _a_row(few, every, total)
    new = total - round(total * every.repeated / max(1, len(sample)))
    pair = _seconds_a_pair(columns, kinds)
    pairs = round(new * likely)
    # A product of twice the rows takes a little more than twice as long.
    blocking = every.seconds / max(1, every.rows) * new * (new / max(1, every.rows)) ** 0.1
    seconds = total * (normal + _READ_AND_KEEP) + blocking + pairs * (pair + _PER_PAIR_AFTER)
    return Estimate(
        rows=total,
        pairs=pairs,
        least=round(new * low),
        most=round(new * high),
        repeated=total - new,
        seconds=seconds,
        memory=round(_BASE_MEMORY + (total * _row_bytes(sample) + pairs * _PAIR_BYTES) / 2**20),
        sampled=len(sample),
        exact=len(sample) == total,
        kinds=kinds,
    )


def _look(
    columns: Sequence[Sequence[str]],
    kinds: Sequence[ColumnKind],
    tables: NDArray[np.int64],
    scope: Scope,
    every: int,
    threads: int,
    total: int,
) -> _Looked:
    """Search every so many-th row for candidates, as of ``total`` rows."""
    started = time.perf_counter()
    some = [column[::every] for column in columns]
    rows = len(some[0]) if some else 0
    kept, same = identical_groups(some, len(some))
    if len(kept) < 2:
        return _Looked(rows, len(same), 0.0, time.perf_counter() - started)
    inside = [[column[row] for row in kept] for column in some]
    own = tables[::every][kept]
    pairs = drained(candidate_pairs(inside, kinds, threads, own, scope, total=total))
    return _Looked(rows, len(same), len(pairs) / len(kept), time.perf_counter() - started)


def _a_row(few: _Looked, every: _Looked, total: int) -> tuple[float, float, float]:
    """Candidates a row in the whole table: at least, most likely, at most. They grow with the table
    as they did from the smaller sample to the larger, up to what the search allows."""
    if every.rows >= total or not every.rows:
        return every.pairs, every.pairs, every.pairs
    growth = float(
        np.clip(np.log(max(every.pairs, 0.1) / max(few.pairs, 0.1)) / np.log(_PART), 0, 0.5)
    )
    most = max(MOST_A_ROW, every.pairs)
    larger = total / every.rows
    likely = min(most, every.pairs * larger**growth)
    return min(every.pairs, likely), likely, min(most, every.pairs * larger ** (growth + 0.25))


def _seconds_a_pair(columns: Sequence[Sequence[str]], kinds: Sequence[ColumnKind]) -> float:
    """What it takes to compare two rows, measured on some drawn at random and their neighbours."""
    rows = len(columns[0]) if columns else 0
    if rows < 2:
        return 0.0
    draw = np.random.default_rng(0)
    left = draw.integers(0, rows, min(_COMPARED, 20 * rows))
    right = (left + 1) % rows
    comparers = [Comparer(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    started = time.perf_counter()
    for comparer in comparers:
        comparer.compare(left, right)
    return (time.perf_counter() - started) / len(left)


def _row_bytes(sample: Rows) -> float:
    """The memory that a row takes in a search: its values and their comparable forms, twice."""
    characters = sum(len(str(value)) for values in sample.values for value in values)
    cells = len(sample) * len(sample.columns)
    return _ROW_BYTES + (4 * characters + 120 * cells) / max(1, len(sample))
