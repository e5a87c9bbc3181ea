"""Activity: what runs now, what has run, what failed and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.store import FailureRow
from engine.types import Run, RunStatus
from gui import icons, theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.jobs import JobState
from gui.tables.column import Column, Look
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.widgets import ElidedLabel, QuietLabel, Switch, button, row
from gui.words import duration, job_figures, job_line, moment, status_words
from gui.workspaces.base import Workspace

translate = QCoreApplication.translate
TICK_MS = 500


class ActivityWorkspace(Workspace):
    """Jobs and failures. ``open_log`` asks for the folder with the log."""

    open_log = Signal()
    reads = False

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        log_folder: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._explain = explain
        self._cards: dict[str, JobCard] = {}
        project = controller.project
        self.runs = TableModel(
            project.runs, run_columns(controller.title), lambda run: run.id, parent=self
        )
        self.failures = TableModel(
            project.failures,
            failure_columns(explain, controller.title, controller.name_of),
            lambda failure: failure.id,
            parent=self,
        )
        self.runs_table = TableView(self.runs, self.tr("Runs"), self)
        self.failures_table = TableView(self.failures, self.tr("What failed"), self)
        self._build(log_folder)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        controller.tracker.changed.connect(self._on_job)
        self.runs_table.current_changed.connect(self._enable)
        self.failures_table.current_changed.connect(self._enable)
        self._enable()

    def title(self) -> str:
        return self.tr("Activity")

    def count(self) -> int:
        return self.failures.rowCount()

    def tables(self) -> Sequence[TableView]:
        return (self.runs_table, self.failures_table)

    def refresh(self, what: str) -> None:
        if what == "runs":
            self.runs.refresh()
        elif what == "failures":
            self.failures.refresh()
        self._enable()

    def run(self) -> None:
        run = self.runs_table.current_row()
        if isinstance(run, Run):
            self._controller.rerun(run)

    def retry(self) -> None:
        """Try the selected failures again; all of them where none is selected."""
        rows = [row for row in self.failures_table.selected_rows() if isinstance(row, FailureRow)]
        if not rows:
            every = range(self.failures.rowCount())
            rows = [row for number in every if (row := self.failures.row(number)) is not None]
        self._controller.retry(rows)

    def _build(self, log_folder: str) -> None:
        self._running = QVBoxLayout()
        self._running.setSpacing(theme.SMALL)
        self._idle = QuietLabel(self.tr("Nothing is running."))
        self._running.addWidget(self._idle)
        self._again = button(self.tr("Run again"), self.run, "run")
        self._retry = button(self.tr("Retry failed"), self.retry, "retry")
        log = button(self.tr("Open log folder"), self.open_log.emit, "open")
        where = ElidedLabel(log_folder)
        where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(_part(self.tr("Runs"), self.runs_table, self._again))
        self._failed = Switch(_quiet(self.tr("Nothing has failed.")), self.failures_table)
        parts.addWidget(_part(self.tr("What failed"), self._failed, self._retry))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(self._running)
        layout.addWidget(parts, 1)
        foot = row(log)
        foot.addWidget(where, 1)
        layout.addLayout(foot)

    def _on_job(self, state: JobState) -> None:
        card = self._cards.get(state.id)
        if state.over:
            if card is not None:
                self._cards.pop(state.id)
                self._running.removeWidget(card)
                card.hide()
                card.deleteLater()
        elif card is None:
            card = JobCard(state, self._controller, self._explain)
            self._cards[state.id] = card
            self._running.addWidget(card)
        else:
            card.show_state()
        self._idle.setVisible(not self._cards)
        if self._cards:
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        for card in self._cards.values():
            card.show_state()

    def _enable(self) -> None:
        self._again.setEnabled(isinstance(self.runs_table.current_row(), Run))
        self._retry.setEnabled(self.failures.rowCount() > 0)
        self._failed.show_content(self.failures.rowCount() > 0)


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


def _quiet(words: str) -> QLabel:
    made = QuietLabel(words)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made


def _part(title: str, table: QWidget, act: QWidget) -> QWidget:
    page = QWidget()
    words = QLabel(title)
    theme.heading(words)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.TIGHT)
    layout.addLayout(row(words, None, act))
    layout.addWidget(table, 1)
    return page


_STATUS_ICONS = {
    RunStatus.QUEUED: "proposed",
    RunStatus.RUNNING: "run",
    RunStatus.DONE: "accept",
    RunStatus.DONE_WITH_FAILURES: "warning",
    RunStatus.CANCELLED: "stop",
    RunStatus.FAILED: "reject",
    RunStatus.INTERRUPTED: "warning",
}
_STATUS_TONES = {
    RunStatus.DONE_WITH_FAILURES: Tone.CAUTION,
    RunStatus.INTERRUPTED: Tone.CAUTION,
    RunStatus.FAILED: Tone.BAD,
}


def run_columns(title: Callable[[str], str]) -> list[Column[Run]]:
    """What the list shows of a run."""
    return [
        Column(
            translate("Activity", "Started"),
            lambda run: run.started,
            moment,
            sort="started",
            width=12,
        ),
        Column(translate("Activity", "Job"), lambda run: title(run.job), sort="job", width=22),
        Column(
            translate("Activity", "State"),
            lambda run: run.status,
            status_words,
            sort="status",
            width=20,
            look=Look.STATE,
            tone=lambda run: _STATUS_TONES.get(run.status),
            icon=lambda run: _STATUS_ICONS[run.status],
        ),
        Column(
            translate("Activity", "Results"), lambda run: run.done, sort="done", width=8, right=True
        ),
        Column(
            translate("Activity", "Failed"),
            lambda run: run.failed or None,
            sort="failed",
            width=8,
            right=True,
            tone=lambda run: Tone.BAD if run.failed else None,
        ),
        Column(
            translate("Activity", "Took"),
            lambda run: run.finished - run.started if run.finished else None,
            lambda seconds: "" if seconds is None else duration(seconds),
            width=12,
            right=True,
        ),
        Column(translate("Activity", "Model"), lambda run: run.model, sort="model", width=20),
    ]


def failure_columns(
    explain: Explainer, title: Callable[[str], str], name: Callable[[str], str]
) -> list[Column[FailureRow]]:
    """What the list shows of a failure: what it is, why, and the remedy."""
    return [
        Column(
            translate("Activity", "Item"),
            lambda row: name(row.failure.item),
            sort="item",
            width=24,
            tooltip=lambda row: row.failure.item,
        ),
        Column(translate("Activity", "Job"), lambda row: title(row.job), sort="job", width=18),
        Column(
            translate("Activity", "Why"),
            lambda row: explain.failure(row.failure).what,
            sort="code",
            width=44,
        ),
        Column(
            translate("Activity", "What to do"),
            lambda row: explain.failure(row.failure).next,
            width=44,
        ),
    ]
