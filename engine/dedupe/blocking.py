"""Which pairs of rows are worth comparing: far fewer than all of them, and nearly all true ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.meaning import Vectors, nearest
from engine.dedupe.ngrams import nothing, tfidf

Pairs = NDArray[np.int64]
"""Shape ``(n, 2)``; in each row the lower index first."""

Step = tuple[int, int]
"""How much is done, of how much."""

Nearest = tuple[Pairs, NDArray[np.float32]]
"""Rows with their neighbours, and how alike each two are."""

FindNearest = Callable[
    [sparse.csr_matrix, NDArray[np.int64], NDArray[np.int64], float], Iterator[Nearest]
]
"""Finds the neighbours of some rows of a matrix among others, as :func:`nearest_of` does."""

Scope = Literal["both", "within", "between"]
"""Pairs inside a table, between tables, or both."""

MOST_A_ROW = 5.0
"""Candidates a row, on average: of more, those that are least alike are left out."""

NEIGHBOURS = 6
"""Nearest rows that are taken of each row; it is one of them itself."""

SIMILAR, SIMILAR_BY_CHANCE = 0.1, 0.25
"""What rows must have in common to be neighbours at all; in a large table chance makes more alike."""

LARGE = 100_000
"""Rows of a large table."""

MEANT = 0.6
"""The cosine from which two texts may mean the same."""

COST_PER_ROW = 4000.0
KEY_GROUP = 12
"""A key that more rows than this share is no key."""

KEYS = (ColumnKind.PHONE, ColumnKind.EMAIL, ColumnKind.IDENTIFIER)
"""What identifies a thing by itself, as a rule."""

_CHUNK = 8192
_SHORTEST_KEY = 5
_COMBINED = 6
"""Columns that are combined to keys, two and two, from the left."""

_SURE, _LIKELY = 3.0, 2.0
_WORDS = (
    ColumnKind.COMPANY,
    ColumnKind.NAME,
    ColumnKind.ADDRESS,
    ColumnKind.PRODUCT,
    ColumnKind.TEXT,
)


class Source(StrEnum):
    """Where candidates come from."""

    KEY = "key"
    """The same telephone number, e-mail address, identifier."""
    COMBINED = "combined"
    """The same values in two columns at once."""
    ROW = "row"
    """Among the nearest by the n-grams of the whole row."""
    COLUMN = "column"
    """Among the nearest by the n-grams of the most telling column alone."""
    MEANING = "meaning"
    """Among the nearest by what a model makes of the free text; only where there are vectors."""


SOURCES = frozenset(Source)


def identical_groups(
    columns: Sequence[Sequence[str]], told: int, between: Callable[[], None] = nothing
) -> tuple[NDArray[np.int64], Pairs]:
    """Rows that are equal in every column, compared once: the representatives' indices, and a pair
    of each other row with its representative. Rows without a value in the first ``told`` columns are
    left out: nothing can be said of them."""
    first: dict[tuple[str, ...], int] = {}
    kept: list[int] = []
    pairs: list[tuple[int, int]] = []
    for index, row in enumerate(zip(*columns, strict=True)):
        if not index % _CHUNK:
            between()
        if not any(row[:told]):
            continue
        known = first.setdefault(row, index)
        if known == index:
            kept.append(index)
        else:
            pairs.append((known, index))
    return np.array(kept, dtype=np.int64), np.array(pairs, dtype=np.int64).reshape(-1, 2)


def candidate_pairs(
    columns: Sequence[Sequence[str]],
    kinds: Sequence[ColumnKind],
    threads: int = 1,
    tables: NDArray[np.int64] | None = None,
    scope: Scope = "both",
    sources: Collection[Source] = SOURCES,
    between: Callable[[], None] = nothing,
    vectors: Vectors | None = None,
    total: int = 0,
    elsewhere: FindNearest | None = None,
) -> Generator[Step, None, Pairs]:
    """Pairs that share a key or two values, or are among each other's nearest by character n-grams: of
    the whole row, and of its most telling column alone.

    ``columns`` are normalised. Yields how far it is between chunks and returns the pairs, at most
    ``MOST_A_ROW`` a row: those that share a key, then the most alike. ``tables`` tells each row's
    table where ``scope`` is not ``both``: neighbours are looked for in the tables that count. ``between``
    is called at least a few times a second, and may raise to break off. ``vectors`` of each row's free
    text are a further source. ``total`` tells of how many rows these are a sample: it is searched as the
    whole would be. ``elsewhere`` finds neighbours on other machines.
    """
    found = _Found(len(columns[0]), None if scope == "both" else tables, scope)
    for source, strength in ((Source.KEY, _SURE), (Source.COMBINED, _LIKELY)):
        if source in sources:
            for pairs in _equal(columns, kinds, source, between):
                found.add(pairs, strength)
    if vectors is not None and Source.MEANING in sources:
        for pairs, alike in nearest(vectors, NEIGHBOURS - 1, MEANT, between):
            found.add(pairs, alike)
    texts = list(_texts(columns, kinds, sources))
    similar = SIMILAR if max(total, len(columns[0])) <= LARGE else SIMILAR_BY_CHANCE
    total = len(texts) * len(columns[0])
    done = 0
    for column in texts:
        yield done, total
        matrix = tfidf(column, COST_PER_ROW, between, longer=True)
        for rows, others in found.sides():
            near = elsewhere or partial(_nearest, threads=threads)
            before = done
            for pairs, alike in near(matrix, rows, others, similar):
                found.add(pairs, alike)
                done = min(done + _CHUNK, before + len(rows))
                yield min(done, total), total
                between()
            done = before + len(rows)
    return found.best()


class _Found:
    """The candidates so far, each with how alike its rows are."""

    def __init__(self, rows: int, tables: NDArray[np.int64] | None, scope: Scope) -> None:
        self._rows, self._tables, self._scope = rows, tables, scope
        self._codes = [np.empty(0, dtype=np.int64)]
        self._alike = [np.empty(0, dtype=np.float32)]

    def sides(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Which rows look for neighbours among which."""
        everything = np.arange(self._rows)
        if self._tables is None:
            yield everything, everything
            return
        for table in np.unique(self._tables):
            own = self._tables == table
            others = own if self._scope == "within" else ~own
            if others.any():
                yield everything[own], everything[others]

    def add(self, pairs: Pairs, alike: float | NDArray[np.float32]) -> None:
        """Take in pairs of two rows, those of the scope."""
        left, right = pairs[:, 0], pairs[:, 1]
        apart = left != right
        if self._tables is not None:
            same = self._tables[left] == self._tables[right]
            apart &= same if self._scope == "within" else ~same
        left, right = left[apart], right[apart]
        codes = np.minimum(left, right) * self._rows + np.maximum(left, right)
        self._codes.append(codes)
        strength = np.broadcast_to(np.asarray(alike, dtype=np.float32), len(apart))
        self._alike.append(strength[apart])

    def best(self) -> Pairs:
        """Each pair once, in order; of more than may be, the most alike."""
        codes, alike = np.concatenate(self._codes), np.concatenate(self._alike)
        order = np.argsort(codes, kind="stable")
        codes, alike = codes[order], alike[order]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        codes = codes[starts]
        most = int(MOST_A_ROW * self._rows)
        if len(codes) > most:
            strength = np.maximum.reduceat(alike, starts)
            codes = np.sort(codes[np.argpartition(-strength, most)[:most]])
        return np.stack([codes // self._rows, codes % self._rows], axis=1)


def _texts(
    columns: Sequence[Sequence[str]], kinds: Sequence[ColumnKind], sources: Collection[Source]
) -> Iterator[list[str]]:
    """The texts whose neighbours are looked for, one a row."""
    if Source.ROW in sources:
        yield list(map(" ".join, zip(*columns, strict=True)))
    words = [column for column, kind in zip(columns, kinds, strict=True) if kind in _WORDS]
    if Source.COLUMN in sources and words and len(columns) > 1:
        yield list(max(words, key=_distinct))


def _nearest(
    matrix: sparse.csr_matrix,
    rows: NDArray[np.int64],
    others: NDArray[np.int64],
    similar: float,
    threads: int,
) -> Iterator[Nearest]:
    """Each row's nearest among ``others``, a chunk of rows at a time."""
    across = turned(matrix, others)
    for start in range(0, len(rows), _CHUNK):
        yield nearest_of(matrix, across, rows[start : start + _CHUNK], others, similar, threads)


def turned(matrix: sparse.csr_matrix, others: NDArray[np.int64]) -> sparse.csr_matrix:
    """The rows ``others`` of ``matrix`` as columns."""
    return (matrix if len(others) == matrix.shape[0] else matrix[others]).T.tocsr()


def nearest_of(
    matrix: sparse.csr_matrix,
    across: sparse.csr_matrix,
    rows: NDArray[np.int64],
    others: NDArray[np.int64],
    similar: float,
    threads: int,
) -> Nearest:
    """The nearest of ``rows`` among ``others``, which ``across`` has as columns; those that are at least
    ``similar``."""
    near = sp_matmul_topn(
        matrix[rows], across, top_n=NEIGHBOURS, threshold=similar, n_threads=threads
    ).tocoo()
    return np.stack([rows[near.row], others[near.col]], axis=1), near.data


def _equal(
    columns: Sequence[Sequence[str]],
    kinds: Sequence[ColumnKind],
    source: Source,
    between: Callable[[], None],
) -> Iterator[Pairs]:
    """Pairs of rows with the same key: one column that identifies, or two columns at once."""
    keys = [kind in KEYS for kind in kinds]
    if source is Source.KEY:
        for column, key in zip(columns, keys, strict=True):
            if key:
                between()
                yield _grouped(_numbered(column, _SHORTEST_KEY))
        return
    if len(columns) < 3:
        # Two columns that are equal are the whole row.
        return
    numbered = []
    for column in columns[:_COMBINED]:
        between()
        numbered.append(_numbered(column, 1))
    for place, one in enumerate(numbered):
        for two in numbered[place + 1 :]:
            between()
            both = (one >= 0) & (two >= 0)
            yield _grouped(np.where(both, one * (len(one) + 1) + two, -1))


def _numbered(column: Sequence[str], shortest: int) -> NDArray[np.int64]:
    """A number for each distinct value; -1 for one of fewer characters than ``shortest``."""
    known: dict[str, int] = {}
    numbers = (known.setdefault(v, len(known)) if len(v) >= shortest else -1 for v in column)
    return np.fromiter(numbers, dtype=np.int64, count=len(column))


def _grouped(keys: NDArray[np.int64]) -> Pairs:
    """All pairs within small groups of equal keys, negative ones left out."""
    order = np.argsort(keys, kind="stable")
    order = order[np.searchsorted(keys[order], 0) :]
    ordered = keys[order]
    sizes = np.diff(np.flatnonzero(np.diff(ordered, prepend=-1, append=-1)))
    small = np.repeat(sizes <= KEY_GROUP, sizes)
    order, ordered = order[small], ordered[small]
    parts = [np.empty((0, 2), dtype=np.int64)]
    for step in range(1, min(KEY_GROUP, len(order))):
        same = ordered[step:] == ordered[:-step]
        parts.append(np.stack([order[:-step][same], order[step:][same]], axis=1))
    return np.concatenate(parts)


def _distinct(column: Iterable[str]) -> int:
    return len(set(column))
