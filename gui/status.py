"""The strip at the foot of the window: the job that runs, its rate and time left, and its brakes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from gui import icons, theme
from gui.errors import Explainer
from gui.jobs import JobState, JobTracker
from gui.widgets import ElidedLabel, QuietLabel
from gui.words import job_figures, job_line

TICK_MS = 500


class JobStrip(QWidget):
    """Shows the oldest job that is not over. Thread: GUI."""

    cancel = Signal(str)
    pause = Signal(str, bool)
    opened = Signal()

    def __init__(
        self, tracker: JobTracker, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tracker = tracker
        self._explain = explain
        self._job: JobState | None = None
        self._words = ElidedLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(160, 8)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._figures = QuietLabel()
        self._queue = QLabel()
        self._pause = self._button("pause", self.tr("Pause"))
        self._stop = self._button("stop", self.tr("Stop"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._words, 1)
        for widget in (self._bar, self._figures, self._queue, self._pause, self._stop):
            layout.addWidget(widget)
        self._pause.clicked.connect(self._on_pause)
        self._stop.clicked.connect(self._on_stop)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._show)
        tracker.changed.connect(self._on_changed)
        self.hide()

    def _button(self, icon: str, words: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setAutoRaise(True)
        made.setToolTip(words)
        made.setAccessibleName(words)
        return made

    def _on_changed(self, _state: JobState) -> None:
        active = self._tracker.active()
        self._job = active[0] if active else None
        self.setVisible(bool(active))
        waiting = len(active) - 1
        self._queue.setText(
            self.tr("+{count} waiting").format(count=waiting) if waiting > 0 else ""
        )
        if active and not self._timer.isActive():
            self._timer.start()
            self._show()
        elif not active:
            self._timer.stop()

    def _show(self) -> None:
        job = self._job
        if job is None:
            return
        line = job_line(job, self._explain)
        busy = job.stage and not job.paused and not job.stopping
        self._words.setText(line if busy else f"{job.title} · {line}")
        share = job.share
        self._bar.setRange(0, 0 if share is None and not job.paused else 1000)
        self._bar.setValue(round((share or 0) * 1000))
        self._figures.setText(job_figures(job, self._tracker.clock()))
        self._pause.setIcon(icons.icon("run" if job.paused else "pause"))
        words = self.tr("Resume") if job.paused else self.tr("Pause")
        self._pause.setToolTip(words)
        self._pause.setAccessibleName(words)
        self._pause.setEnabled(not job.stopping)
        self._stop.setEnabled(not job.stopping)

    def _on_pause(self) -> None:
        if self._job is not None:
            self.pause.emit(self._job.id, not self._job.paused)
            self._show()

    def _on_stop(self) -> None:
        if self._job is not None:
            self.cancel.emit(self._job.id)
            self._show()
