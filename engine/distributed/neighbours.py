"""The neighbours of rows on a cluster: the product of the matrix of n-grams with itself, in parts.

Blocking makes a sparse matrix of all rows in little time; finding each row's nearest in it is most of the
work, and grows with the rows. The matrix is made here, once, and lies in the folder as plain arrays,
which the actors of a machine map into memory and share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from engine.control import JobControl
from engine.dedupe.blocking import Nearest, nearest_of, turned
from engine.distributed.arrays import array_text, text_array
from engine.distributed.cluster import RayCluster, answer_parts
from engine.distributed.parts import PartFolder
from engine.distributed.workers import Answer
from engine.types import stable_id

PART_ROWS = 16_384
_VERSION = 1
_ARRAYS = ("data", "indices", "indptr")
_MATRIX, _TURNED = "matrix", "turned"


@dataclass(frozen=True, slots=True)
class NearestOnCluster:
    """Finds neighbours as :func:`engine.dedupe.blocking.nearest_of` does. ``folder`` is where the matrix
    and the parts go: every machine must see it under this name.

    Raises what :func:`~engine.distributed.cluster.answer_parts` raises.
    """

    cluster: RayCluster
    folder: Path
    control: JobControl
    part_rows: int = PART_ROWS

    def __call__(
        self,
        matrix: sparse.csr_matrix,
        rows: NDArray[np.int64],
        others: NDArray[np.int64],
        similar: float,
    ) -> Iterator[Nearest]:
        """The neighbours of ``rows`` among ``others``, a part of the rows at a time, in any order."""
        identity = self._identity(matrix, rows, others, similar)
        parts = PartFolder(self.folder / identity)
        for part in parts.prepare(identity, self._questions(rows, similar)):
            self.control.checkpoint()
            if not part:
                _save(parts.root, _MATRIX, matrix)
                _save(parts.root, _TURNED, turned(matrix, others))
                np.save(parts.root / "others.npy", others)
        yield from map(_neighbours, map(parts.answer, sorted(parts.answered())))
        missing = [part for part in range(len(parts)) if part not in parts.answered()]
        root = str(parts.root.resolve())
        work = FindNearest(root, matrix.shape[0], matrix.shape[1], len(others))
        for part in answer_parts(self.cluster, root, missing, work, self.control):
            yield _neighbours(parts.answer(part))
        parts.discard()

    def _questions(self, rows: NDArray[np.int64], similar: float) -> Iterator[list[Any]]:
        for start in range(0, len(rows), self.part_rows):
            yield [array_text(rows[start : start + self.part_rows], "<i8"), similar]

    def _identity(
        self,
        matrix: sparse.csr_matrix,
        rows: NDArray[np.int64],
        others: NDArray[np.int64],
        similar: float,
    ) -> str:
        digest = hashlib.sha256()
        for array in (*(getattr(matrix, name) for name in _ARRAYS), rows, others):
            digest.update(np.ascontiguousarray(array).data)
        return stable_id("nearest", _VERSION, digest.hexdigest(), similar, self.part_rows)


@dataclass(frozen=True, slots=True)
class FindNearest:
    """Makes the work of finding neighbours: a question is the numbers of rows and how alike neighbours
    are at least; its answer the pairs and how alike each is, arrays as text."""

    root: str
    rows: int
    grams: int
    others: int

    def __call__(self) -> Answer:
        """Map the matrix into memory."""
        root = Path(self.root)
        matrix = _mapped(root, _MATRIX, (self.rows, self.grams))
        across = _mapped(root, _TURNED, (self.grams, self.others))
        others = np.load(root / "others.npy")

        def find(question: list[Any]) -> list[str]:
            rows, similar = text_array(question[0], "<i8"), float(question[1])
            pairs, alike = nearest_of(matrix, across, rows, others, similar, 1)
            return [array_text(pairs, "<i8"), array_text(alike, "<f4")]

        return find


def _save(root: Path, name: str, matrix: sparse.csr_matrix) -> None:
    for array in _ARRAYS:
        np.save(root / f"{name}.{array}.npy", getattr(matrix, array))


def _mapped(root: Path, name: str, shape: tuple[int, int]) -> sparse.csr_matrix:
    # The product takes only arrays that may be written to; what nobody writes is shared all the same.
    arrays = (np.load(root / f"{name}.{array}.npy", mmap_mode="c") for array in _ARRAYS)
    return sparse.csr_matrix(tuple(arrays), shape=shape, copy=False)


def _neighbours(answer: list[str]) -> Nearest:
    pairs, alike = answer
    return text_array(pairs, "<i8").reshape(-1, 2), text_array(alike, "<f4")
