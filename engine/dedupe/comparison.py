"""How alike two rows are, column by column: vectorised over all candidate pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.ngrams import tfidf

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


class Comparer:
    """Compares the values of one column, normalised as ``kind`` asks."""

    def __init__(self, column: Sequence[str], kind: ColumnKind) -> None:
        self.kind = kind
        self._values = np.array(column, dtype=object)
        self._filled = np.array([value != "" for value in column], dtype=bool)
        mean = sum(map(len, column)) / max(1, int(self._filled.sum()))
        worded = kind in _WORDED and (mean > _LONG or kind is ColumnKind.TEXT)
        self._passages = mean > _PASSAGE
        self._rarity = tfidf(column, np.inf) if worded else None
        self._numbers = _numbers(column) if kind in _WORDED and not self._passages else None

    def compare(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Similarities:
        """The similarity of row ``left[i]`` with row ``right[i]``, for each i."""
        both = self._filled[left] & self._filled[right]
        similar = np.full(len(left), np.nan, dtype=np.float32)
        rows, others = left[both], right[both]
        if not len(rows):
            return similar
        one, two = self._values[rows], self._values[others]
        if self._rarity is None:
            found = _BY_KIND[self.kind](one, two)
        else:
            product = self._rarity[rows].multiply(self._rarity[others])
            cosine = np.clip(np.asarray(product.sum(axis=1)).ravel(), 0, 1)
            found = cosine if self._passages else (_BY_KIND[self.kind](one, two) + cosine) / 2
            found = found.astype(np.float32)
        if self._numbers is not None:
            differ = _disagree(self._numbers[rows], self._numbers[others])
            found[differ] = np.minimum(found[differ], _OTHER_NUMBER)
        found[one == two] = 1.0
        similar[both] = found
        return similar


def _numbers(column: Sequence[str]) -> NDArray[np.object_]:
    """The numbers in each value."""
    found = np.empty(len(column), dtype=object)
    found[:] = [frozenset(_NUMBER.findall(value)) for value in column]
    return found


def _disagree(one: NDArray[np.object_], two: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Where each side has a number that the other lacks: unit 6 is not unit 8."""
    return np.array([bool(a - b) and bool(b - a) for a, b in zip(one, two, strict=True)], bool)


def _pairwise(
    scorer: Callable[..., float], one: NDArray[np.object_], two: NDArray[np.object_]
) -> Similarities:
    """A rapidfuzz scorer over aligned values; percentages become shares."""
    scores: Similarities = process.cpdist(one, two, scorer=scorer, dtype=np.float32, workers=1)
    return scores / np.float32(100) if scorer.__module__.startswith("rapidfuzz.fuzz") else scores


def _name(one: NDArray[np.object_], two: NDArray[np.object_]) -> Similarities:
    """Names: typing slips, swapped and abbreviated parts."""
    straight = _pairwise(JaroWinkler.normalized_similarity, one, two)
    return np.maximum(straight, _pairwise(fuzz.token_sort_ratio, one, two))


def _words(one: NDArray[np.object_], two: NDArray[np.object_]) -> Similarities:
    """Companies, addresses, texts: words in any order, some of them missing."""
    ordered = _pairwise(fuzz.token_sort_ratio, one, two)
    shared = _pairwise(fuzz.token_set_ratio, one, two)
    return np.maximum(_pairwise(fuzz.ratio, one, two), 0.5 * ordered + 0.5 * shared)


def _code(one: NDArray[np.object_], two: NDArray[np.object_]) -> Similarities:
    """Codes, dates, e-mail addresses: slips of single characters and swapped neighbours."""
    return _pairwise(OSA.normalized_similarity, one, two)


def _phone(one: NDArray[np.object_], two: NDArray[np.object_]) -> Similarities:
    """The last seven digits decide where one side lacks the area or the country."""
    similar = _code(one, two)
    tails = np.array([a[-7:] == b[-7:] and len(a) >= 7 for a, b in zip(one, two, strict=True)])
    return np.where(tails, np.maximum(similar, 0.95), similar)


def _number(one: NDArray[np.object_], two: NDArray[np.object_]) -> Similarities:
    """1 less the difference relative to the larger; words that stand for numbers as words."""
    first, second = _figures(one), _figures(two)
    larger = np.maximum(np.maximum(np.abs(first), np.abs(second)), 1e-9)
    near = np.clip(1 - np.abs(first - second) / larger, 0, 1)
    words = np.isnan(near)
    if words.any():
        near[words] = _code(one[words], two[words])
    return near.astype(np.float32)


def _figures(values: NDArray[np.object_]) -> NDArray[np.float64]:
    return np.array([_figure(value) for value in values], dtype=np.float64)


def _figure(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")


_BY_KIND: Mapping[
    ColumnKind, Callable[[NDArray[np.object_], NDArray[np.object_]], Similarities]
] = {
    ColumnKind.NAME: _name,
    ColumnKind.COMPANY: _words,
    ColumnKind.ADDRESS: _words,
    ColumnKind.PRODUCT: _words,
    ColumnKind.TEXT: _words,
    ColumnKind.PHONE: _phone,
    ColumnKind.EMAIL: _code,
    ColumnKind.IDENTIFIER: _code,
    ColumnKind.DATE: _code,
    ColumnKind.NUMBER: _number,
}
