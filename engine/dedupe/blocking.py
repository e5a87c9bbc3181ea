"""Which pairs of rows are worth comparing: far fewer than all of them, and nearly all true ones."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.ngrams import tfidf

Pairs = NDArray[np.int64]
"""Shape ``(n, 2)``; in each row the lower index first."""

Step = tuple[int, int]
"""How much is done, of how much."""

NEIGHBOURS = 6
SIMILAR = 0.25
COST_PER_ROW = 4000.0
KEY_GROUP = 12
"""A key that more rows than this share is no key."""

KEYS = (ColumnKind.PHONE, ColumnKind.EMAIL, ColumnKind.IDENTIFIER)
"""What identifies a thing by itself, as a rule."""

_CHUNK = 8192
_WORDS = (
    ColumnKind.COMPANY,
    ColumnKind.NAME,
    ColumnKind.ADDRESS,
    ColumnKind.PRODUCT,
    ColumnKind.TEXT,
)


def identical_groups(
    columns: Sequence[Sequence[str]], told: int
) -> tuple[NDArray[np.int64], Pairs]:
    """Rows that are equal in every column, compared once: the representatives' indices, and a pair
    of each other row with its representative. Rows without a value in the first ``told`` columns are
    left out: nothing can be said of them."""
    first: dict[tuple[str, ...], int] = {}
    kept: list[int] = []
    pairs: list[tuple[int, int]] = []
    for index, row in enumerate(zip(*columns, strict=True)):
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
) -> Generator[Step, None, Pairs]:
    """Pairs that share a key, or are among each other's nearest by character n-grams: of the whole
    row, and of its most telling column alone.

    ``columns`` are normalised. Yields how far it is between chunks and returns the pairs. Where
    ``tables`` tells each row's table, neighbours are looked for in the other tables alone.
    """
    texts = [list(map(" ".join, zip(*columns, strict=True)))]
    words = [column for column, kind in zip(columns, kinds, strict=True) if kind in _WORDS]
    if len(words) > 1 or (words and len(columns) > 1):
        texts.append(list(max(words, key=_distinct)))
    found = [_keyed(column) for column, kind in zip(columns, kinds, strict=True) if kind in KEYS]
    total = len(texts) * len(columns[0])
    offset = 0
    for column in texts:
        matrix = tfidf(column, COST_PER_ROW)
        for rows, others in _sides(len(column), tables):
            for pairs in _nearest(matrix, rows, others, threads):
                found.append(pairs)
                yield offset, total
            offset += len(rows)
    joined = np.concatenate(found)
    if tables is not None:
        joined = joined[tables[joined[:, 0]] != tables[joined[:, 1]]]
    return _unique(joined)


def _sides(
    count: int, tables: NDArray[np.int64] | None
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Which rows look for neighbours among which."""
    everything = np.arange(count)
    if tables is None:
        yield everything, everything
        return
    for table in np.unique(tables):
        yield everything[tables == table], everything[tables != table]


def _nearest(
    matrix: sparse.csr_matrix,
    rows: NDArray[np.int64],
    others: NDArray[np.int64],
    threads: int,
) -> Iterator[Pairs]:
    transposed = (matrix if len(others) == matrix.shape[0] else matrix[others]).T.tocsr()
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        near = sp_matmul_topn(
            matrix[part], transposed, top_n=NEIGHBOURS, threshold=SIMILAR, n_threads=threads
        ).tocoo()
        left, right = part[near.row], others[near.col]
        yield np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)[left != right]


def _keyed(column: Sequence[str]) -> Pairs:
    """All pairs within small groups of equal values."""
    groups: dict[str, list[int]] = {}
    for index, value in enumerate(column):
        if len(value) >= 5:
            groups.setdefault(value, []).append(index)
    pairs = [
        (left, right)
        for group in groups.values()
        if 1 < len(group) <= KEY_GROUP
        for place, left in enumerate(group)
        for right in group[place + 1 :]
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _distinct(column: Iterable[str]) -> int:
    return len(set(column))


def _unique(pairs: Pairs) -> Pairs:
    if not len(pairs):
        return pairs
    width = int(pairs.max()) + 1
    codes = np.unique(pairs[:, 0] * width + pairs[:, 1])
    return np.stack([codes // width, codes % width], axis=1)
