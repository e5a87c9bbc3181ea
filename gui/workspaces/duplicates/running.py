"""A page's job while it runs or waits: how far it is, what it waits for, and the buttons that decide."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.jobs import JobState
from gui.widgets import ElidedLabel, QuietLabel, button, row
from gui.words import job_figures, job_line, percent


class RunningLine(QFrame):
    """Shown while a job of kind ``job`` is not over. ``changed`` says that one began or ended."""

    changed = Signal()

    def __init__(
        self, controller: Controller, explain: Explainer, job: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._tracker = controller.tracker
        self._explain = explain
        self._job = job
        self._own: JobState | None = None
        self._before: JobState | None = None
        self._words = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.SMALL)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._figures = QuietLabel()
        # Named after the job before, once there is one.
        self._stop_other = button(self.tr("Stop"), self._on_stop_other, "stop")
        self._stop = button(self.tr("Stop"), self._on_stop, "stop")
        layout = row(self._words, self._bar, self._figures, self._stop_other, self._stop)
        layout.setStretch(0, 3)
        layout.setStretch(1, 2)
        self.setLayout(layout)
        self._tracker.changed.connect(self._on_changed)
        self.hide()

    @property
    def own(self) -> JobState | None:
        """The job that is not over."""
        return self._own

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    @Slot(object)
    def _on_changed(self, _state: JobState) -> None:
        active = self._tracker.active()
        own = next((one for one in active if one.job == self._job), None)
        other = own is not self._own
        self._own = own
        before = active[0] if active and own is not None else None
        self._before = None if before is own else before
        self.setVisible(own is not None)
        if own is not None:
            self._show(own, self._before)
        if other:
            self.changed.emit()

    def _show(self, own: JobState, before: JobState | None) -> None:
        shown = before or own
        if before is None:
            self._words.setText(job_line(own, self._explain))
        else:
            words = self.tr("Waits for “{title}”: {stage}")
            line = job_line(before, self._explain)
            self._words.setText(words.format(title=before.title, stage=line))
            self._stop_other.setText(self.tr("Stop “{title}”").format(title=before.title))
            self._stop_other.setEnabled(not before.stopping)
        self._stop_other.setVisible(before is not None)
        self._stop.setText(self.tr("Stop") if before is None else self.tr("Do not wait"))
        self._stop.setEnabled(not own.stopping)
        share = shown.share
        self._bar.setRange(0, 0 if share is None and not shown.paused else 1000)
        self._bar.setValue(round((share or 0) * 1000))
        figures = job_figures(shown, self._tracker.clock())
        parts = [percent(share) if share is not None else "", figures]
        self._figures.setText(" · ".join(filter(None, parts)))

    def _on_stop(self) -> None:
        if self._own is not None:
            self._controller.cancel(self._own.id)

    def _on_stop_other(self) -> None:
        if self._before is not None:
            self._controller.cancel(self._before.id)
