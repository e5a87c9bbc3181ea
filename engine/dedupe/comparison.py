"""How alike two rows are, column by column: vectorised over all candidate pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from engine.dedupe.alike import BY_KIND, is_short, scripts, short_forms
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.ngrams import tfidf
from engine.dedupe.scripts import has_chinese
from engine.dedupe.tokens import rarity

Similarities = NDArray[np.float32]
"""In [0, 1], one for each pair; NaN where a side is missing: that is no mismatch."""

_LONG = 24.0
"""Texts of more characters on average are compared by their rare words as well."""

_PASSAGE = 120.0
"""Of longer texts yet the order of the words says little, and finding it out takes long."""

_OTHER_NUMBER = 0.8
"""The most that values are alike whose numbers differ."""

_NUMBER = re.compile(r"\d+")
_WORDED = (ColumnKind.COMPANY, ColumnKind.ADDRESS, ColumnKind.TEXT, ColumnKind.NAME)
_SPOKEN = (*_WORDED, ColumnKind.PRODUCT)
_SHORTENED = (ColumnKind.NAME, ColumnKind.COMPANY, ColumnKind.TEXT)


class Comparer:
    """Compares the values of one column, normalised as ``kind`` asks.

    Names, companies, addresses and texts of two scripts are compared by their pinyin. Products are
    compared by their words and model codes, the rare ones first; other long texts by what they share
    in rare n-grams and by their words in order.
    """

    def __init__(self, column: Sequence[str], kind: ColumnKind) -> None:
        self.kind = kind
        self._values = np.array(column, dtype=object)
        self._filled = np.array([value != "" for value in column], dtype=bool)
        mean = sum(map(len, column)) / max(1, int(self._filled.sum()))
        self._passages = mean > _PASSAGE or kind is ColumnKind.PRODUCT
        self._rarity = self._weighed(column, mean)
        self._numbers = _numbers(column) if kind in _WORDED and not self._passages else None
        self._chinese = _chinese(column) if kind in _SPOKEN else None
        self._short = _short(column, kind) if kind in _SHORTENED else None

    def _weighed(self, column: Sequence[str], mean: float) -> sparse.csr_matrix | None:
        """Rows of unit length whose product tells what two values share; none for short values."""
        if self.kind is ColumnKind.PRODUCT:
            return rarity(column, coded=True)
        long = self.kind in _WORDED and (mean > _LONG or self.kind is ColumnKind.TEXT)
        return tfidf(column, np.inf) if long else None

    def compare(
        self, left: NDArray[np.int64], right: NDArray[np.int64], closely: bool = True
    ) -> Similarities:
        """The similarity of row ``left[i]`` with row ``right[i]``, for each i. Not ``closely``: without
        initials, acronyms and pinyin, which take long and which rows drawn at random seldom share."""
        both = self._filled[left] & self._filled[right]
        similar = np.full(len(left), np.nan, dtype=np.float32)
        rows, others = left[both], right[both]
        if not len(rows):
            return similar
        one, two = self._values[rows], self._values[others]
        found = self._found(rows, others)
        if self._numbers is not None:
            differ = _disagree(self._numbers[rows], self._numbers[others])
            found[differ] = np.minimum(found[differ], _OTHER_NUMBER)
        if closely:
            self._shortened(found, rows, others)
            self._across(found, rows, others)
        found[one == two] = 1.0
        similar[both] = found
        return similar

    def _found(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> Similarities:
        one, two = self._values[rows], self._values[others]
        if self._rarity is None:
            by_kind: Similarities = BY_KIND[self.kind](one, two)
            return by_kind
        product = self._rarity[rows].multiply(self._rarity[others])
        shared = np.asarray(product.sum(axis=1)).ravel()
        cosine: Similarities = np.clip(shared, 0, 1).astype(np.float32)
        if self._passages:
            return cosine
        blend: Similarities = (BY_KIND[self.kind](one, two) + cosine) / np.float32(2)
        return blend

    def _shortened(
        self, found: Similarities, rows: NDArray[np.int64], others: NDArray[np.int64]
    ) -> None:
        """Compare once more where one side may be short for the other."""
        if self._short is None:
            return
        either = self._short[rows] | self._short[others]
        if either.any():
            one, two = self._values[rows[either]], self._values[others[either]]
            found[either] = np.maximum(found[either], short_forms(one, two, self.kind))

    def _across(
        self, found: Similarities, rows: NDArray[np.int64], others: NDArray[np.int64]
    ) -> None:
        """Compare by pinyin where one side alone is Chinese."""
        if self._chinese is None:
            return
        for side, other in ((rows, others), (others, rows)):
            mixed = self._chinese[side] & ~self._chinese[other]
            if mixed.any():
                spoken = scripts(self._values[side[mixed]], self._values[other[mixed]])
                found[mixed] = np.maximum(found[mixed], spoken)


def _numbers(column: Sequence[str]) -> NDArray[np.object_]:
    """The numbers in each value."""
    found = np.empty(len(column), dtype=object)
    found[:] = [frozenset(_NUMBER.findall(value)) for value in column]
    return found


def _chinese(column: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which values are Chinese; ``None`` where all are or none is: nothing is to be compared by sound."""
    found = np.fromiter(map(has_chinese, column), bool, len(column))
    filled = np.fromiter((value != "" for value in column), bool, len(column))
    return found if found.any() and (filled & ~found).any() else None


def _short(column: Sequence[str], kind: ColumnKind) -> NDArray[np.bool_] | None:
    """Which values may be short for others; ``None`` where none is."""
    found = np.fromiter((is_short(value, kind) for value in column), bool, len(column))
    return found if found.any() else None


def _disagree(one: NDArray[np.object_], two: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Where each side has a number that the other lacks: unit 6 is not unit 8."""
    return np.array([bool(a - b) and bool(b - a) for a, b in zip(one, two, strict=True)], bool)
