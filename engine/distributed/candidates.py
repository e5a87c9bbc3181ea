"""The candidate pairs of rows on a cluster: found by the same blocking, compared by the same comparers,
in parts."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from engine.control import JobControl
from engine.dedupe.blocking import Nearest
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.search import COMPARING, Elsewhere, Pairs, Step
from engine.distributed.arrays import array_text, text_array
from engine.distributed.cluster import RayCluster, answer_parts, check_installed, join
from engine.distributed.neighbours import PART_ROWS, NearestOnCluster
from engine.distributed.parts import PartFolder
from engine.distributed.workers import Answer
from engine.keeping import write_whole
from engine.types import stable_id

PART_PAIRS = 20_000
_VERSION = 1
_COLUMNS = "columns.json"


class SearchOnCluster:
    """What a cluster does of a search, see :meth:`elsewhere`. ``folder`` is where columns and parts go: every
    machine must see it under this name. What a killed run has compared is not compared again.

    Raises what :func:`~engine.distributed.cluster.answer_parts` raises.
    """

    def __init__(
        self,
        cluster: RayCluster,
        folder: Path,
        control: JobControl,
        part_pairs: int = PART_PAIRS,
        part_rows: int = PART_ROWS,
    ) -> None:
        self._nearest = NearestOnCluster(cluster, folder, control, part_rows)
        self._cluster = cluster
        self._leave: Callable[[], None] | None = None
        self._folder = folder
        self._control = control
        self._size = part_pairs

    def elsewhere(self) -> Elsewhere:
        """For :func:`engine.dedupe.search.search`. Raises ``UserError("cluster_not_installed")``."""
        check_installed()
        return Elsewhere(self._neighbours, self.compare)

    def leave(self) -> None:
        """Leave the cluster, which was joined when it was first needed."""
        if self._leave is not None:
            self._leave()
            self._leave = None

    def _join(self) -> None:
        if self._leave is None:
            self._leave = join(self._cluster)

    def _neighbours(
        self,
        matrix: sparse.csr_matrix,
        rows: NDArray[np.int64],
        others: NDArray[np.int64],
        similar: float,
    ) -> Iterator[Nearest]:
        self._join()
        yield from self._nearest(matrix, rows, others, similar)

    def compare(
        self, columns: Sequence[Sequence[str]], kinds: Sequence[ColumnKind], pairs: Pairs
    ) -> Generator[Step, None, NDArray[np.float32]]:
        """Each pair's similarity in each column, shape ``(pairs, columns)``."""
        self._join()
        found = np.empty((len(pairs), len(columns)), dtype=np.float32)
        text = json.dumps([[kind.value for kind in kinds], [list(column) for column in columns]])
        digest = hashlib.sha256(np.ascontiguousarray(pairs).tobytes()).hexdigest()
        identity = stable_id("compare", _VERSION, text, digest, self._size)
        parts = PartFolder(self._folder / identity)
        for part in parts.prepare(identity, self._questions(pairs)):
            yield COMPARING, 0, len(pairs)
            if not part:
                write_whole(parts.root / _COLUMNS, text)
        done = 0
        root = str(parts.root.resolve())
        missing = [n for n in range(len(parts)) if n not in parts.answered()]
        for part in self._all(parts, missing, root):
            rows = slice(part * self._size, (part + 1) * self._size)
            found[rows] = text_array(parts.answer(part), "<f4").reshape(-1, len(columns))
            done += len(found[rows])
            yield COMPARING, done, len(pairs)
        parts.discard()
        return found

    def close(self) -> None:
        """All is done: remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _all(self, parts: PartFolder, missing: list[int], root: str) -> Iterator[int]:
        yield from sorted(parts.answered())
        yield from answer_parts(self._cluster, root, missing, ComparePairs(root), self._control)

    def _questions(self, pairs: Pairs) -> Iterator[str]:
        for start in range(0, len(pairs), self._size):
            yield array_text(pairs[start : start + self._size], "<i8")


@dataclass(frozen=True, slots=True)
class ComparePairs:
    """Makes the work of comparing: a question is pairs of row numbers, its answer their similarities by
    column, both the bytes of an array as text."""

    root: str

    def __call__(self) -> Answer:
        """Read the columns, and make their comparers."""
        kinds, columns = json.loads((Path(self.root) / _COLUMNS).read_text(encoding="utf-8"))
        comparers = [
            Comparer(column, ColumnKind(kind)) for column, kind in zip(columns, kinds, strict=True)
        ]

        def compare(question: str) -> str:
            pairs = text_array(question, "<i8").reshape(-1, 2)
            left, right = pairs[:, 0], pairs[:, 1]
            likeness = [one.compare(left, right) for one in comparers]
            return array_text(np.stack(likeness, axis=1), "<f4")

        return compare
