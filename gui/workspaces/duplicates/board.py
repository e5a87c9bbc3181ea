"""All pairs of the project at hand: listed, counted and held against two thresholds without a wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from engine.dedupe.board import Bands, PairBoard, Wanted
from engine.errors import UserError
from engine.store import PairRow, Project
from engine.store.board import Boards
from engine.store.query import Query
from gui.background import Background
from gui.workspaces.duplicates.again import Again

if TYPE_CHECKING:
    from engine.dedupe.curve import Curve

AT_ONCE = 1000
"""Up to so many pairs are read where they are asked for; it takes a few milliseconds."""

REST_MS = 400
"""How long answers rest before the counts are worked out anew."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What was read: the pairs, and how many rows there are in all tables."""

    pairs: PairBoard
    rows: int


class Board(QObject):
    """Implements ``ArrayListed`` over the pairs of a project.

    ``loaded`` says that other pairs are there, ``answered`` that other answers stand on them,
    ``counted`` that the curve is the current one. Thread: GUI; :meth:`keys` and :meth:`facets` any.
    """

    loaded = Signal()
    answered = Signal()
    counted = Signal()
    failed = Signal(object)

    def __init__(
        self, project: Project, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._boards = Boards(project.database)
        self.pairs = PairBoard()
        self.rows_in_all = 0
        self.bands = Bands()
        self.curve: Curve | None = None
        self._reading = Again(background, self._read, self._take, self._fail, self)
        self._answering = Again(
            background, self._boards.answers, self._take_answers, self._fail, self
        )
        self._counting = Again(background, self._count, self._take_curve, self._fail, self, REST_MS)

    @property
    def busy(self) -> bool:
        """Whether something is being read or counted."""
        return self._reading.busy or self._counting.busy

    def load(self) -> None:
        """Read all pairs anew."""
        try:
            if self._is_small():
                self._take(self._read())
            else:
                self._reading.ask()
        except UserError as error:
            self._fail(error)

    def renew_answers(self) -> None:
        """Decisions were made or taken back."""
        try:
            if self._boards.answers_count() <= AT_ONCE:
                self._take_answers(self._boards.answers())
            else:
                self._answering.ask()
        except UserError as error:
            self._fail(error)

    # --- What a table asks ---

    def count(self, _query: Query) -> int:
        """How many pairs there are."""
        return len(self.pairs)

    def keys(self, query: Query) -> NDArray[np.int64]:
        """The positions of the pairs that meet ``query``, in order."""
        return self.pairs.listing(self._wanted(query), self.bands)

    def rows(self, keys: Sequence[int]) -> Sequence[PairRow | None]:
        """The pairs at some positions as they stand now."""
        return self._project.pairs.rows(keys)

    def facets(self, query: Query) -> Mapping[str, Mapping[int, int]]:
        """How many pairs each choice would show."""
        found = self.pairs.facets(self._wanted(query), self.bands)
        return {
            "answer": found["answers"],
            "band": found["bands"],
            "table": found["tables"],
            "differs": found["columns"],
        }

    def answers(self) -> Mapping[int, int]:
        """How many pairs have each answer (values of ``Answer``)."""
        return self.pairs.answered()

    def doubtful(self) -> tuple[int, int]:
        """How many pairs stand between the thresholds, and how many of them have an answer."""
        return self.pairs.doubtful(self.bands)

    # --- Inside ---

    def _wanted(self, query: Query) -> Wanted:
        chosen: dict[str, tuple[int, ...]] = {}
        for part in query.filters:
            values = part.value if isinstance(part.value, tuple) else (part.value,)
            chosen[part.column] = tuple(int(str(value)) for value in values)
        return Wanted(
            chosen.get("answer", ()),
            chosen.get("band", ()),
            chosen.get("table", ()),
            chosen.get("differs", ()),
            self._boards.holding(query.text, self.pairs) if query.text else None,
            query.sort or "score",
            query.descending if query.sort else True,
        )

    def _is_small(self) -> bool:
        more = self._project.database.one("SELECT 1 FROM pairs LIMIT 1 OFFSET ?", (AT_ONCE,))
        return more is None and not self._reading.busy

    def _read(self) -> Ground:
        pairs = self._boards.read()
        pairs.listing(Wanted(), self.bands)  # The usual order is worked out before it is asked for.
        return Ground(pairs, sum(table.rows for table in self._project.tables.all()))

    def _take(self, ground: Ground) -> None:
        self.pairs, self.rows_in_all = ground.pairs, ground.rows
        self.curve = None  # It was that of other pairs.
        self.loaded.emit()
        self._counting.ask()

    def _take_answers(self, answers: Mapping[int, int]) -> None:
        self.pairs.set_answers(answers)
        self.answered.emit()
        self._counting.ask()

    def _count(self) -> Curve:
        # Not at the top: it brings scipy, which a window without tables need not wait for.
        from engine.dedupe.curve import curve

        pairs = self.pairs
        columns = pairs.columns
        return curve(columns.lefts, columns.rights, pairs.effective(), self.rows_in_all, pairs.rows)

    def _take_curve(self, found: Curve) -> None:
        self.curve = found
        self.counted.emit()

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error)
