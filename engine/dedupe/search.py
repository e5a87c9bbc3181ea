"""The whole search over comparable columns: block, compare, score, cluster. Knows no files."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.blocking import (
    KEYS,
    FindNearest,
    Scope,
    candidate_pairs,
    identical_groups,
)
from engine.dedupe.clustering import Clustered, cluster, components, missing_pairs
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.meaning import Vectors
from engine.dedupe.ngrams import nothing
from engine.dedupe.scoring import Evidence, Scorer, scores

Pairs = NDArray[np.int64]
Step = tuple[str, int, int | None]
"""The stage's code, how much is done, of how much."""

Compare = Callable[
    [Sequence[Sequence[str]], Sequence[ColumnKind], Pairs],
    Generator[Step, None, NDArray[np.float32]],
]
"""Compares pairs of rows, given by their columns: each pair's similarity in each column."""


class Elsewhere(NamedTuple):
    """What other machines do of a search."""

    nearest: FindNearest
    compare: Compare


Judge = Callable[[Pairs], Generator[Step, None, NDArray[np.float32]]]
"""What a model that reads both rows of some pairs says of each, in [0, 1]; NaN for no opinion."""

BLOCKING, COMPARING, CLUSTERING = "blocking_rows", "comparing_pairs", "clustering_pairs"
SHOWN = 0.1
"""Pairs that score less are not worth anyone's look."""

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """``pairs`` (row numbers, the lower first) from the most alike to the least, with a score each,
    their similarity by column (NaN: missing on a side), the log odds of each step that add up to the
    score, the clusters of two and more rows, and what speaks against some of them, by the cluster's
    first row."""

    pairs: Pairs
    scores: NDArray[np.float64]
    similarities: NDArray[np.float32]
    evidence: Evidence
    clusters: list[list[int]]
    doubts: dict[int, str]


def search(
    columns: Sequence[Sequence[str]],
    kinds: Sequence[ColumnKind],
    tables: NDArray[np.int64],
    threshold: float,
    scope: Scope = "both",
    threads: int = 1,
    between: Callable[[], None] = nothing,
    elsewhere: Elsewhere | None = None,
    vectors: Vectors | None = None,
    judge: Judge | None = None,
) -> Generator[Step, None, Found]:
    """Find the duplicates among rows given by ``columns``, each normalised as its kind asks.

    ``vectors`` of each row's free text, where there are any, are a further source of candidates.
    Yields how far it is; ``between`` is called in between as well, and may raise to break off.
    ``elsewhere`` finds and compares the candidates on other machines.
    Identical rows are compared once, so a million of them are a million pairs with their first, not
    half a billion with each other; see :func:`_certain` for which of them are certain. Where ``scope`` is ``between``, the first of identical rows of one table stands for all.
    """
    yield BLOCKING, 0, None
    marked = list(columns) if scope == "both" else [*columns, [str(t) for t in tables]]
    kept, same = identical_groups(marked, len(columns), between)
    if scope == "between":
        same = same[:0]
    own = [[column[i] for i in kept] for column in columns]
    heard = _Heard(judge, kept) if judge is not None else None
    found = _Search(own, kinds, tables[kept], scope, between, elsewhere, heard)
    if len(kept) > 1:
        found.vectors = None if vectors is None else vectors[kept]
        yield from found.run(threshold, threads)
    likeness, why = _identical(columns, same, _certain(columns, kinds, kept), found.scorer)
    sure = scores(why)
    groups = [kept[group].tolist() for group in found.clustered.groups]
    doubts = {int(kept[first]): doubt for first, doubt in found.clustered.doubts.items()}
    clusters = _with_same(groups, same[sure >= threshold])
    pairs = np.concatenate([same, kept[found.pairs]])
    rated = np.concatenate([sure, found.scores])
    similar = np.concatenate([likeness, found.similarities])
    evidence = np.concatenate([why, found.evidence])
    shown = np.flatnonzero(rated >= min(SHOWN, threshold))
    order = shown[np.lexsort((pairs[shown, 1], pairs[shown, 0], -rated[shown]))]
    return Found(pairs[order], rated[order], similar[order], evidence[order], clusters, doubts)


class _Heard:
    """What the judge said of pairs among the ``kept`` rows; the scorer looks it up."""

    def __init__(self, judge: Judge, kept: NDArray[np.int64]) -> None:
        self._judge, self._kept = judge, kept
        self._codes = np.empty(0, dtype=np.int64)
        self._said = np.empty(0, dtype=np.float32)

    def ask(self, pairs: Pairs) -> Generator[Step, None, None]:
        """Let the judge read ``pairs``, none of which it was asked before."""
        said = yield from self._judge(self._kept[pairs])
        codes = np.concatenate([self._codes, self._code(pairs)])
        order = np.argsort(codes, kind="stable")
        self._codes = codes[order]
        self._said = np.concatenate([self._said, said])[order]

    def __call__(self, pairs: Pairs) -> NDArray[np.float32]:
        """What was said of each of ``pairs``; NaN where nothing was asked."""
        if not len(self._codes):
            return np.full(len(pairs), np.nan, dtype=np.float32)
        codes = self._code(pairs)
        place = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        told: NDArray[np.float32] = np.where(
            self._codes[place] == codes, self._said[place], np.float32(np.nan)
        )
        return told

    def _code(self, pairs: Pairs) -> NDArray[np.int64]:
        codes: NDArray[np.int64] = pairs[:, 0] * len(self._kept) + pairs[:, 1]
        return codes


class _Search:
    """The search among rows that all differ."""

    def __init__(
        self,
        columns: Sequence[Sequence[str]],
        kinds: Sequence[ColumnKind],
        tables: NDArray[np.int64],
        scope: Scope,
        between: Callable[[], None],
        elsewhere: Elsewhere | None,
        heard: _Heard | None,
    ) -> None:
        self._heard = heard
        self._columns, self._kinds, self._tables, self._scope = columns, kinds, tables, scope
        self._between = between
        self.vectors: Vectors | None = None
        self._elsewhere = elsewhere
        self.pairs: Pairs = np.empty((0, 2), dtype=np.int64)
        self.similarities = np.empty((0, len(columns)), dtype=np.float32)
        self.evidence: Evidence = np.empty((0, len(columns) + 4), dtype=np.float32)
        self.scores = np.empty(0)
        self.clustered = Clustered([], {})
        comparers = []
        for column, kind in zip(columns, kinds, strict=True):
            between()
            comparers.append(Comparer(column, kind))
        self.scorer = Scorer(columns, comparers, scope == "between", heard)

    def run(self, threshold: float, threads: int) -> Generator[Step, None, None]:
        """Fill in the pairs, their scores and the clusters."""
        blocking = candidate_pairs(
            self._columns,
            self._kinds,
            threads,
            self._tables,
            self._scope,
            between=self._between,
            vectors=self.vectors,
            elsewhere=self._elsewhere.nearest if self._elsewhere else None,
        )
        self.pairs = yield from _named(BLOCKING, blocking)
        pairs_to_do = len(self.pairs)
        yield COMPARING, 0, pairs_to_do
        self.similarities = yield from self._compared(self.pairs)
        if self._heard is not None:
            yield from self._heard.ask(self.pairs)
        self.scorer.learn(self.pairs, self.similarities, self._between)
        self._rate()
        yield CLUSTERING, 0, None
        groups = components(len(self._columns[0]), self.pairs[self.scores >= threshold])
        more = self._in_scope(missing_pairs(groups, self.pairs[self.scores >= 0]))
        if len(more):
            similar = yield from self._compared(more)
            if self._heard is not None:
                yield from self._heard.ask(more)
            self.pairs = np.concatenate([self.pairs, more])
            self.similarities = np.concatenate([self.similarities, similar])
            self._rate()
        rows = len(self._columns[0])
        self.clustered = cluster(rows, self.pairs, self.scores, threshold, self._between)

    def _rate(self) -> None:
        self.evidence = self.scorer.evidence(self.pairs, self.similarities)
        self.scores = scores(self.evidence)

    def _in_scope(self, pairs: Pairs) -> Pairs:
        if self._scope == "both" or not len(pairs):
            return pairs
        same = self._tables[pairs[:, 0]] == self._tables[pairs[:, 1]]
        kept: Pairs = pairs[same if self._scope == "within" else ~same]
        return kept

    def _compared(self, pairs: Pairs) -> Generator[Step, None, NDArray[np.float32]]:
        if self._elsewhere is not None:
            return (yield from self._elsewhere.compare(self._columns, self._kinds, pairs))
        parts = [np.empty((0, len(self._columns)), dtype=np.float32)]
        for start in range(0, len(pairs), _CHUNK):
            yield COMPARING, start, len(pairs)
            parts.append(self.scorer.compare(pairs[start : start + _CHUNK]))
        return np.concatenate(parts)


def _named(
    stage: str, work: Generator[tuple[int, int], None, Pairs]
) -> Generator[Step, None, Pairs]:
    """``work`` with its stage's name on every step."""
    while True:
        try:
            done, total = next(work)
        except StopIteration as end:
            pairs: Pairs = end.value
            return pairs
        yield stage, done, total


def _certain(
    columns: Sequence[Sequence[str]], kinds: Sequence[ColumnKind], kept: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """The rows that are certain to be the same thing as a row equal to them: those filled in every
    column, or in one that identifies. A column of keys does where most different rows (``kept``)
    differ in it: an account number, not a postcode."""
    told = np.stack(
        [np.fromiter((value != "" for value in column), bool, len(column)) for column in columns]
    )
    certain = np.asarray(told.all(axis=0))
    for column, kind, filled in zip(columns, kinds, told, strict=True):
        if kind in KEYS:
            values = [column[row] for row in kept[filled[kept]]]
            if 2 * len(set(values)) > len(values):
                certain |= filled
    return certain


def _identical(
    columns: Sequence[Sequence[str]], same: Pairs, certain: NDArray[np.bool_], scorer: Scorer
) -> tuple[NDArray[np.float32], Evidence]:
    """Similarities and evidence of rows that are equal in every column: those that are not certain
    share as little as they are filled, and are judged by it like any other pair."""
    firsts, where, others = np.unique(same[:, 0], return_inverse=True, return_counts=True)
    filled = np.array([[column[row] != "" for column in columns] for row in firsts.tolist()], bool)
    likeness = np.where(filled.reshape(-1, len(columns)), np.float32(1), np.float32(np.nan))
    evidence = scorer.copies(columns, firsts, others + 1, certain[firsts])
    return likeness[where].astype(np.float32), evidence[where]


def _with_same(clusters: Sequence[Sequence[int]], same: Pairs) -> list[list[int]]:
    """``clusters`` of rows that stand for others, with those others."""
    copies: dict[int, list[int]] = {}
    for first, other in same.tolist():
        copies.setdefault(first, []).append(other)
    whole = [
        sorted([*group, *(copy for row in group for copy in copies.pop(row, ()))])
        for group in clusters
    ]
    return sorted([*whole, *([first, *others] for first, others in copies.items())])
