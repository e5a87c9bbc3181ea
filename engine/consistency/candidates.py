"""Which pairs of statements are worth judging: those on one matter, found without comparing all.

Two views of likeness: shared content words (TF-IDF; Chinese by pairs of characters, so that no
Chinese encoder is needed) and, where there is an embedder for the language, the angle between
embeddings. Statements with the same heading or the same kinds of facts get a head start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.consistency.conflicts import plain
from engine.consistency.subject import Weights
from engine.consistency.types import Role, Statement

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, a row each."""

PER_STATEMENT = 12
LEAST_LEXICAL = 0.25
LEAST_MEANING = 0.6
_HEADING_BONUS = 0.05
_FACT_BONUS = 0.05
_ROWS_AT_ONCE = 512
_EXACT = 6000
"""Statements up to which every pair's angle is taken."""

_CELLS = 8
"""How many cells are searched for the neighbours of one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two statements by index (``left < right``); ``score`` says how much they are on one matter.

    ``lexical`` and ``meaning`` are cosines in [0, 1]; ``meaning`` is 0 where no embedder reads
    the language.
    """

    left: int
    right: int
    lexical: float
    meaning: float
    score: float

    def of(self, places: Sequence[int]) -> Candidate:
        """The same in a longer list, in which the statements stand at ``places`` (ascending)."""
        return replace(self, left=places[self.left], right=places[self.right])


class Matcher:
    """Finds candidate pairs among statements; ``embed`` is optional.

    Cost: a sparse top-k product over words and, with ``embed``, one dense product in strips.
    """

    def __init__(self, embed: Embed | None = None, per_statement: int = PER_STATEMENT) -> None:
        self._embed = embed
        self._top = per_statement

    def across(self, statements: Sequence[Statement], weights: Weights) -> list[Candidate]:
        """The candidates whose sides stand in different documents.

        What is worded alike in many documents is looked at once: else a clause's best
        neighbours would be its own copies. A pair of wordings stands for one pair a document, so
        that the cost does not grow with the square of the copies.
        """
        copies: dict[tuple[str, str], list[int]] = {}
        for index, statement in enumerate(statements):
            copies.setdefault((statement.language, plain(statement)), []).append(index)
        groups = list(copies.values())
        found = self.pairs([statements[group[0]] for group in groups], weights)
        spread = (
            replace(one, left=min(i, j), right=max(i, j))
            for one in found
            for i, j in _spread(statements, groups[one.left], groups[one.right])
        )
        return list(spread)

    def pairs(self, statements: Sequence[Statement], weights: Weights) -> list[Candidate]:
        """The candidates among ``statements``, most alike first; each statement keeps its best."""
        if len(statements) < 2:
            return []
        matrix = _lexical(statements, weights)
        vectors = self._embed([s.text for s in statements]) if self._embed else None
        near = set(_top_lexical(matrix, self._top))
        if vectors is not None:
            near |= set(_top_meaning(vectors, self._top // 2))
        alike = sorted((i, j) for i, j in near if statements[i].language == statements[j].language)
        found = _candidates(statements, alike, matrix, vectors)
        return sorted(found, key=lambda c: (-c.score, c.left, c.right))


def _spread(
    statements: Sequence[Statement], ours: Sequence[int], theirs: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of copies from different documents; each copy of the commoner wording stands in one."""
    fewer, more = sorted((ours, theirs), key=len)
    for one in more:
        document = statements[one].document_id
        other = next((i for i in fewer if statements[i].document_id != document), None)
        if other is not None:
            yield one, other


def _lexical(statements: Sequence[Statement], weights: Weights) -> csr_matrix:
    """Rows of length 1 over content units, ``(statements, units)``."""
    # Imported where it is used: the window's start goes through this module and needs no matrix.
    from scipy.sparse import csr_matrix

    columns: dict[str, int] = {}
    data, indices, starts = [], [], [0]
    for statement in statements:
        values = [count**0.5 * weights.of(unit) for unit, count in statement.content.items()]
        length = float(np.sqrt(np.square(values).sum())) or 1.0
        data += [value / length for value in values]
        indices += [columns.setdefault(unit, len(columns)) for unit in statement.content]
        starts.append(len(data))
    shape = (len(statements), max(1, len(columns)))
    return csr_matrix(
        (np.array(data, np.float32), np.array(indices, np.int32), np.array(starts, np.int32)), shape
    )


def _top_lexical(matrix: csr_matrix, top: int) -> list[tuple[int, int]]:
    from sparse_dot_topn import sp_matmul_topn

    # One more than wanted: the most similar statement is the statement itself.
    product = sp_matmul_topn(
        matrix, matrix.T.tocsr(), top_n=top + 1, threshold=LEAST_LEXICAL, n_threads=1
    ).tocoo()
    return _ordered(product.row.tolist(), product.col.tolist())


def _top_meaning(vectors: NDArray[np.float32], top: int) -> list[tuple[int, int]]:
    """Each row's nearest: exact for a document, by neighbouring cells for a corpus."""
    if len(vectors) > _EXACT:
        return _top_in_cells(vectors, top)
    rows: list[int] = []
    columns: list[int] = []
    for first in range(0, len(vectors), _ROWS_AT_ONCE):
        strip = vectors[first : first + _ROWS_AT_ONCE] @ vectors.T
        wanted = min(top + 1, strip.shape[1])
        best = np.argpartition(-strip, wanted - 1, axis=1)[:, :wanted]
        for offset, chosen in enumerate(best):
            kept = [int(c) for c in chosen if strip[offset, c] >= LEAST_MEANING]
            rows += [first + offset] * len(kept)
            columns += kept
    return _ordered(rows, columns)


def _top_in_cells(vectors: NDArray[np.float32], top: int) -> list[tuple[int, int]]:
    """Each row's nearest among the rows of the few cells that are nearest to its own.

    An inverted file (Sivic, Zisserman, 2003): about ``n ** 1.5`` products in place of ``n ** 2``.
    """
    count = int(len(vectors) ** 0.5)
    centres = vectors[np.linspace(0, len(vectors) - 1, count).astype(int)]
    home = np.argmax(vectors @ centres.T, axis=1)
    sums = np.zeros_like(centres)
    np.add.at(sums, home, vectors)
    centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    home = np.argmax(vectors @ centres.T, axis=1)
    members = [np.flatnonzero(home == cell) for cell in range(count)]
    nearest = np.argsort(-(centres @ centres.T), axis=1)[:, :_CELLS]
    pairs: list[tuple[int, int]] = []
    for cell, mine in enumerate(members):
        if not len(mine):
            continue
        others = np.concatenate([members[near] for near in nearest[cell]])
        strip = vectors[mine] @ vectors[others].T
        wanted = min(top + 1, strip.shape[1])
        best = np.argpartition(-strip, wanted - 1, axis=1)[:, :wanted]
        for row, chosen in enumerate(best):
            kept = [int(others[c]) for c in chosen if strip[row, c] >= LEAST_MEANING]
            pairs += _ordered([int(mine[row])] * len(kept), kept)
    return pairs


def _ordered(rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int]]:
    return [(min(i, j), max(i, j)) for i, j in zip(rows, columns, strict=True) if i != j]


def _candidates(
    statements: Sequence[Statement],
    pairs: Sequence[tuple[int, int]],
    matrix: csr_matrix,
    vectors: NDArray[np.float32] | None,
) -> list[Candidate]:
    if not pairs:
        return []
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    lexical = np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel().clip(0, 1)
    meaning = np.zeros(len(pairs))
    if vectors is not None:
        meaning = np.einsum("ij,ij->i", vectors[left], vectors[right]).clip(0, 1)
    return [
        Candidate(i, j, word, angle, max(word, angle) + _bonus(statements[i], statements[j]))
        for (i, j), word, angle in zip(pairs, lexical.tolist(), meaning.tolist(), strict=True)
    ]


def _bonus(one: Statement, two: Statement) -> float:
    """The head start of two statements under one heading, or with facts of one kind."""
    heading = _HEADING_BONUS if one.heading and one.heading == two.heading else 0.0
    facts = {t.key for t in one.having(Role.FACT)} & {t.key for t in two.having(Role.FACT)}
    return heading + (_FACT_BONUS if facts else 0.0)
