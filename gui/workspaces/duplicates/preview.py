"""What a search would come to, worked out while columns are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTimer, Signal

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.store import TableRow
from gui.background import Background
from gui.errors import Explainer
from gui.words import duration

if TYPE_CHECKING:
    from engine.dedupe.estimate import Estimate

translate = QCoreApplication.translate
REST_MS = 500


class Preview(QObject):
    """``said`` gives the words for the settings of the moment, ``looked`` what was found of the columns of
    the chosen tables (``LookedAt``). Nothing is looked at while a search runs. Thread: GUI."""

    said = Signal(str)
    looked = Signal(object)

    def __init__(
        self, background: Background, explain: Explainer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._explain = explain
        self._settings: dict[str, Any] | None = None
        self._control = JobControl()
        self._looked: tuple[tuple[str, str], ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._begin)

    def ask(self, settings: Mapping[str, Any] | None) -> None:
        """Other settings; ``None`` where there is nothing to search yet."""
        if settings == self._settings:
            return
        self.stop()
        self._settings = None if settings is None else dict(settings)
        if settings is not None:
            self._timer.start()

    def stop(self) -> None:
        """What is under way is wanted no more."""
        self._control.cancel()
        self._timer.stop()

    def look_at(self, tables: Sequence[TableRow]) -> None:
        """Find out what the columns of these tables hold."""
        places = tuple((table.path, table.sheet) for table in tables)
        if not places or places == self._looked:
            return
        self._looked = places

        def look() -> object:
            from engine.jobs.column_kinds import look_at_columns

            return look_at_columns(places)

        self._background.run(look, self.looked.emit)

    def _begin(self) -> None:
        settings = self._settings
        if settings is None:
            return
        control = self._control = JobControl()
        self.said.emit(self.tr("Estimating…"))

        def work() -> object:
            from engine.jobs.dedupe_estimate import estimate_dedupe
            from gui.launch import dedupe_request

            try:
                return estimate_dedupe(dedupe_request({**settings, "threshold": 0.5}), control)
            except Cancelled:
                return None

        def known(found: Estimate | None) -> None:
            if found is not None and control is self._control:
                self.said.emit(estimate_words(found))

        def failed(error: UserError) -> None:
            if control is self._control:
                self.said.emit(str(self._explain.error(error)))

        self._background.run(work, known, failed)


def estimate_words(found: Estimate) -> str:
    """``1,000,000 rows: about 2,300,000 pairs (1,900,000 to 2,800,000), about 4 min, 1.9 GB of memory``."""
    locale = QLocale()
    words = translate("Duplicates", "{rows} rows: about {pairs} pairs to compare, about {time}.")
    if found.exact:
        words = translate("Duplicates", "{rows} rows: {pairs} pairs to compare, about {time}.")
    parts = [
        words.format(
            rows=locale.toString(found.rows),
            pairs=locale.toString(_rounded(found.pairs, found.exact)),
            time=duration(max(found.seconds, 1)),
        )
    ]
    if found.repeated:
        again = translate("Duplicates", "{count} rows repeat an earlier one exactly.")
        parts.append(again.format(count=locale.toString(_rounded(found.repeated, found.exact))))
    if found.memory >= _MUCH:
        memory = translate("Duplicates", "It takes about {size} GB of memory.")
        parts.append(memory.format(size=locale.toString(found.memory / 1024, "f", 1)))
    return " ".join(parts)


_MUCH = 1024


def _rounded(count: int, exact: bool) -> int:
    """An estimate has two figures that mean anything."""
    if exact or count < 100:
        return count
    unit = 10 ** (len(str(count)) - 2)
    return round(count / unit) * unit
