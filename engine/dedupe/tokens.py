"""Words of free text, weighed by how rare they are: model codes, sizes with units, Chinese by twos.

A model code is written in many ways (``DSC-W120``, ``DSCW120``, ``DSC W120/B``). So a code stands in the
list of words as it is, without what follows its last figure, and joined with the short word before it;
forms that no other row has are dropped again, because they can neither join nor tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_CJK = "\u3400-\u9fff"
_PIECE = re.compile(rf"[{_CJK}]+|[^\W_]+")
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_]).{4,}")
_STEM = re.compile(r"(.*\d)[^\W\d_]{1,3}")
_SHORT = 5
"""Longer words before a code are words of their own: ``switch gs105``."""
_LEAST_STEM = 4


def words_of(text: str) -> list[str]:
    """The words of a normal form, repeats left out; of Chinese, each two characters."""
    return list(dict.fromkeys(_words(text)))


def _words(text: str) -> Iterator[str]:
    for piece in _pieces(text):
        if "\u3400" <= piece[0] <= "\u9fff" and len(piece) > 2:
            yield from (piece[at : at + 2] for at in range(len(piece) - 1))
        else:
            yield piece


def variants(text: str) -> list[str]:
    """Other ways in which codes of ``text`` may be written; repeats left out."""
    found: dict[str, None] = {}
    before = ""
    for piece in _pieces(text):
        if any(c.isdigit() for c in piece):
            joined = before + piece
            if before and len(before) <= _SHORT and _CODE.fullmatch(joined):
                found[joined] = None
                found.update(dict.fromkeys(_stems(joined)))
            if _CODE.fullmatch(piece):
                found.update(dict.fromkeys(_stems(piece)))
        before = piece
    return list(found)


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _stems(code: str) -> list[str]:
    stem = _STEM.fullmatch(code)
    return [stem[1]] if stem and len(stem[1]) >= _LEAST_STEM else []


def rarity(texts: Sequence[str], coded: bool) -> sparse.csr_matrix:
    """Rows of unit length, one a text; words weigh the logarithm of how rare they are.

    ``coded``: with the other spellings of model codes. The product of two rows is their cosine.
    """
    number: dict[str, int] = {}
    rows: list[int] = []
    terms: list[int] = []
    extra: list[bool] = []
    for row, text in enumerate(texts):
        own = words_of(text)
        more = [word for word in variants(text) if word not in own] if coded else []
        for word in (*own, *more):
            rows.append(row)
            terms.append(number.setdefault(word, len(number)))
        extra += [False] * len(own) + [True] * len(more)
    return _weighed(np.array(rows, np.int64), np.array(terms, np.int64), np.array(extra, bool), len(texts), len(number))  # fmt: skip


def _weighed(
    rows: NDArray[np.int64],
    terms: NDArray[np.int64],
    extra: NDArray[np.bool_],
    count: int,
    vocabulary: int,
) -> sparse.csr_matrix:
    frequency = np.bincount(terms, minlength=vocabulary)
    kept = ~extra | (frequency[terms] > 1)
    rows, terms = rows[kept], terms[kept]
    weight = np.log((1 + count) / (1 + frequency)) + 0.1
    weights = weight[terms].astype(np.float32)
    matrix = sparse.csr_matrix((weights, (rows, terms)), shape=(count, max(1, vocabulary)))
    norms = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=count))
    matrix.data /= np.repeat(np.maximum(norms, 1e-9), np.diff(matrix.indptr)).astype(np.float32)
    return matrix
