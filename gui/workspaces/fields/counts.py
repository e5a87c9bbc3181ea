"""How the review of all cells stands: counted off the main thread, told to whoever shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from engine.store import PENDING, Project, Standing, Tally
from gui.background import Background

PAUSE_MS = 120
"""Several changes in a row are counted once."""


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """How the cells of one field (or of all) stand."""

    field: str
    cells: int = 0
    pending: int = 0
    doubtful: int = 0
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    disagree: int = 0

    @property
    def judged(self) -> int:
        """Cells that a person has decided on."""
        return self.accepted + self.edited + self.rejected

    @property
    def filled(self) -> int:
        """Cells with a value, or with a decision."""
        return self.judged + self.pending

    @property
    def share(self) -> float | None:
        """How much of what is filled was judged, in [0, 1]; ``None`` where nothing is filled."""
        return self.judged / self.filled if self.filled else None


def add_up(field: str, tallies: Iterable[Tally]) -> FieldCounts:
    """The tallies together."""
    by: Counter[Standing] = Counter()
    disagree = 0
    for tally in tallies:
        by[tally.standing] += tally.count
        disagree += tally.count if tally.disagree and tally.standing in PENDING else 0
    return FieldCounts(
        field,
        by.total(),
        sum(by[standing] for standing in PENDING),
        by[Standing.DOUBTFUL],
        *(by[standing] for standing in (Standing.ACCEPTED, Standing.EDITED, Standing.REJECTED)),
        disagree,
    )


def by_field(tallies: Sequence[Tally], fields: Sequence[str]) -> list[FieldCounts]:
    """The tallies of each of ``fields``, in that order."""
    return [add_up(field, [one for one in tallies if one.field == field]) for field in fields]


class Counts(QObject):
    """Counts anew some time after :meth:`look`. ``counted`` says that the figures are new: the cells
    (:attr:`tallies`), the doubts between fields (:attr:`conflicts`, by code) and the values without
    a place (:attr:`unlocated`). An edit of many documents leaves their doubts to be checked here;
    ``checked`` says that it was done, and that cells may carry other doubts. Thread: GUI."""

    counted = Signal()
    checked = Signal()

    def __init__(
        self, project: Project, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._running = False
        self._again = False
        self.tallies: list[Tally] = []
        self.conflicts: dict[str, int] = {}
        self.unlocated = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._count)

    def look(self) -> None:
        """Something has changed."""
        self._timer.start()

    def _count(self) -> None:
        if self._running:
            self._again = True
            return
        self._running, self._again = True, False
        project = self._project

        def read() -> tuple[int, list[Tally], dict[str, int], int]:
            checked = project.lanes.refresh()
            tallies = project.tallies
            return checked, tallies.tallies(), project.lanes.counts(), tallies.unlocated()

        self._background.run(read, self._take, lambda _error: self._end())

    def _take(self, result: tuple[int, list[Tally], dict[str, int], int]) -> None:
        checked, self.tallies, self.conflicts, self.unlocated = result
        self._end()
        self.counted.emit()
        if checked:
            self.checked.emit()

    def _end(self) -> None:
        self._running = False
        if self._again:
            self._timer.start()
