"""Activity: what runs now, what has run, what failed and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from engine.store import FailureRow
from engine.types import Run
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.jobs import JobState
from gui.monitoring import Monitoring
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.widgets import ElidedLabel, QuietLabel, Switch, button, row
from gui.workspaces.activity.card import JobCard
from gui.workspaces.activity.columns import failure_columns, run_columns
from gui.workspaces.activity.limits import LimitsDialog
from gui.workspaces.activity.operations import Operations
from gui.workspaces.base import Workspace

TICK_MS = 500


class ActivityWorkspace(Workspace):
    """Jobs, how well they go, and failures. ``open_log`` asks for the folder with the log,
    ``save_bundle`` for a file for support; ``limits_set`` says that the settings changed."""

    open_log = Signal()
    save_bundle = Signal()
    limits_set = Signal()
    reads = False

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        log_folder: str,
        monitoring: Monitoring,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._explain = explain
        self._monitoring = monitoring
        self.operations = Operations(monitoring.metrics, monitoring.settings, controller.title)
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
        self.operations.wants_limits.connect(self.ask_limits)
        self.operations.wants_bundle.connect(self.save_bundle)
        monitoring.changed.connect(self._say_served)
        self._say_served()
        self.runs_table.current_changed.connect(self._enable)
        self.failures_table.current_changed.connect(self._enable)
        self._enable()

    def title(self) -> str:
        return self.tr("Activity")

    def count(self) -> int:
        return self.failures.rowCount()

    def tables(self) -> Sequence[TableView]:
        return (self.runs_table, self.failures_table)

    def activate(self) -> None:
        self.operations.draw()
        (self.runs_table if self.runs.rowCount() else self._log).setFocus()

    def ask_limits(self) -> LimitsDialog:
        """Ask what to warn of, and whether figures may be read."""
        dialog = LimitsDialog(self._monitoring.settings, self._on_limits, self)
        dialog.open()
        return dialog

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
        self._log = button(self.tr("Open log folder"), self.open_log.emit, "open")
        where = ElidedLabel(log_folder)
        where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        none = _quiet(
            self.tr(
                "Nothing has run yet. Whatever is read, extracted, searched or checked is listed here, "
                "with how long it took and what it found."
            )
        )
        self._ran = Switch(none, self.runs_table)
        parts.addWidget(_part(self.tr("Runs"), self._ran, self._again))
        self._failed = Switch(_quiet(self.tr("Nothing has failed.")), self.failures_table)
        parts.addWidget(_part(self.tr("What failed"), self._failed, self._retry))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(self._running)
        layout.addWidget(self.operations)
        layout.addWidget(parts, 1)
        foot = row(self._log)
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

    def _on_limits(self) -> None:
        self.operations.draw()
        self.limits_set.emit()

    def _say_served(self) -> None:
        url = self._monitoring.url
        words = self.tr("Figures can be read on this computer at {url}")
        self.operations.say_served(words.format(url=url) if url else "")

    def _tick(self) -> None:
        for card in self._cards.values():
            card.show_state()

    def _enable(self) -> None:
        self._again.setEnabled(isinstance(self.runs_table.current_row(), Run))
        self._retry.setEnabled(self.failures.rowCount() > 0)
        self._failed.show_content(self.failures.rowCount() > 0)
        self._ran.show_content(self.runs.rowCount() > 0)


def _quiet(words: str) -> QLabel:
    made = QuietLabel(words)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    made.setWordWrap(True)
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
