"""One job that runs or waits: how far, how fast, and its brakes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from engine.types import RunStatus
from gui import icons, theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.jobs import JobState
from gui.widgets import ElidedLabel, QuietLabel, button
from gui.words import job_figures, job_line


class JobCard(QFrame):
    """One job that runs or waits."""

    def __init__(self, state: JobState, controller: Controller, explain: Explainer) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._state = state
        self._controller = controller
        self._explain = explain
        title = QLabel(state.title)
        theme.heading(title)
        self._line = ElidedLabel()
        self._line.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(state.title)
        self._figures = QuietLabel()
        self._pause = button(self.tr("Pause"), self._on_pause, "pause")
        self._stop = button(self.tr("Stop"), lambda: controller.cancel(state.id), "stop")
        words = QVBoxLayout()
        words.setSpacing(theme.TIGHT)
        words.addWidget(title)
        words.addWidget(self._line)
        words.addWidget(self._bar)
        words.addWidget(self._figures)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(words, 1)
        layout.addWidget(self._pause)
        layout.addWidget(self._stop)
        self.show_state()

    def show_state(self) -> None:
        """Draw how the job stands now."""
        state = self._state
        self._line.setText(job_line(state, self._explain))
        share = state.share
        self._bar.setRange(0, 0 if share is None and state.status is RunStatus.RUNNING else 1000)
        self._bar.setValue(round((share or 0) * 1000))
        self._figures.setText(job_figures(state, self._controller.tracker.clock()))
        self._pause.setText(self.tr("Resume") if state.paused else self.tr("Pause"))
        self._pause.setIcon(icons.icon("run" if state.paused else "pause"))
        self._pause.setEnabled(not state.stopping)
        self._stop.setEnabled(not state.stopping)

    def _on_pause(self) -> None:
        self._controller.pause(self._state.id, not self._state.paused)
