"""Learning from corrections: what it does, how far it is, what it brought, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QWidget,
)

from engine.errors import UserError
from engine.models.adapters.store import AdapterStore, AdapterVersion
from engine.types import RunStatus
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.jobs import JobState
from gui.launch import ADAPT
from gui.tables.column import Column
from gui.tables.listing import ListSource
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, framed
from gui.words import duration, job_line, moment, percent

Listed = tuple[AdapterVersion, bool]
"""A version, and whether it is the one in use."""


def learned_versions(folder: Path) -> list[Listed]:
    """Every version in ``folder``, of all models, the newest first."""
    store = AdapterStore(folder)
    found: list[Listed] = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        active = store.active(place.name)
        number = active.version if active else 0
        found += [(one, one.version == number) for one in store.versions(place.name)]
    return sorted(found, key=lambda listed: -listed[0].made)


class LearningDialog(QDialog):
    """Shows and steers the learning of one project. ``changed`` says that another version is in use.
    Thread: GUI."""

    changed = Signal()

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Learn from corrections"))
        self.resize(720, 460)
        self._controller = controller
        self._explain = explain
        self._folder = folder
        # Learning goes on while this dialog is closed: one that is opened anew shows it.
        self._job = next((one.id for one in controller.tracker.active() if one.job == ADAPT), "")
        self._source: ListSource[Listed] = ListSource()
        self.model = TableModel(
            self._source, self._columns(), lambda one: (one[0].model, one[0].version), parent=self
        )
        self.table = TableView(self.model, self.tr("Versions"), self)
        self.table.setSortingEnabled(False)
        self.table.current_changed.connect(self._look)
        self.table.confirmed.connect(self.use)
        self._count = QLabel(self.tr("Counting the corrections…"))
        self._count.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Progress of the learning"))
        self._stage = QuietLabel()
        self._note = Note()
        self._none = QuietLabel(self.tr("Nothing was learned yet."))
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        controller.tracker.changed.connect(self._on_job)
        controller.tracker.ended.connect(self._on_ended)
        self._show_versions()
        self._look()
        running = controller.tracker.get(self._job)
        if running is not None:
            self._on_job(running)
        self._begin_count()

    def learn(self) -> None:
        """Start, or stop what runs."""
        if self._job:
            self._controller.cancel(self._job)
            return
        self._note.say("")
        self._job = self._controller.learn()
        self._look()

    def use(self) -> None:
        """Go back (or forward) to the version under the cursor."""
        listed = self.table.current_row()
        if isinstance(listed, tuple):
            self._put_to_use(listed[0].model, listed[0].version)

    def as_shipped(self) -> None:
        """Every model as it came."""
        for model in dict.fromkeys(version.model for version, _ in self._source.rows):
            self._put_to_use(model, None)

    def versions(self) -> list[Listed]:
        """What is listed."""
        return list(self._source.rows)

    def message(self) -> str:
        """How the last learning ended."""
        return self._note.text()

    def counted(self) -> str:
        """How many corrections there are to learn from."""
        return self._count.text()

    def done(self, result: int) -> None:
        tracker = self._controller.tracker
        tracker.changed.disconnect(self._on_job)
        tracker.ended.disconnect(self._on_ended)
        super().done(result)

    def _columns(self) -> list[Column[Listed]]:
        return [
            Column(
                self.tr("Learned"),
                lambda one: moment(one[0].made),
                width=18,
                icon=lambda one: "accept" if one[1] else None,
                accessible=lambda one: (
                    moment(one[0].made) + (", " + self.tr("in use") if one[1] else "")
                ),
            ),
            Column(
                self.tr("From"),
                lambda one: self.tr("{cells} values in {documents} documents").format(
                    cells=one[0].cells, documents=one[0].documents
                ),
                width=26,
            ),
            Column(
                self.tr("On corrections kept back"),
                lambda one: _change(one[0].before, one[0].after),
                width=24,
                hint=self.tr("F1 before and after on corrected documents it did not learn from"),
            ),
            Column(
                self.tr("On the fixed test"),
                lambda one: _change(one[0].retained_before, one[0].retained_after),
                width=20,
                hint=self.tr("F1 before and after on sample contracts: nothing may be forgotten"),
            ),
            Column(self.tr("Took"), lambda one: duration(one[0].seconds), width=12),
            Column(self.tr("Model"), lambda one: one[0].model, width=16),
        ]

    def _build(self) -> None:
        words = QLabel(
            self.tr(
                "What you accepted, edited and rejected teaches the extractor on this computer. "
                "A quarter of the corrected documents is kept back to check what was learned; it "
                "is used only if it is no worse on those and on a fixed test. Nothing leaves this "
                "computer, and you can go back at any time."
            )
        )
        words.setWordWrap(True)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self._start = buttons.addButton(self.tr("Learn"), role.ActionRole)
        self._start.setDefault(True)
        self._use = buttons.addButton(self.tr("Use this version"), role.ActionRole)
        self._shipped = buttons.addButton(self.tr("Use the model as shipped"), role.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self._start.clicked.connect(self.learn)
        self._use.clicked.connect(self.use)
        self._shipped.clicked.connect(self.as_shipped)
        buttons.rejected.connect(self.reject)
        layout = framed(self, theme.SMALL)
        for widget in (words, self._count, self._bar, self._stage, self._note):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._none, 1)
        layout.addWidget(buttons)

    def _begin_count(self) -> None:
        project = self._controller.project

        def count() -> tuple[int, int]:
            from engine.jobs.adapt import corrections_of

            found = corrections_of(project, project.lanes.defined().fields)
            return len(found), len({one.document for one in found})

        self._controller.background.run(count, self._show_count)

    def _show_count(self, counted: tuple[int, int]) -> None:
        from engine.jobs.adapt import LEAST

        cells, documents = counted
        words = self.tr("There are {cells} judged values in {documents} documents to learn from.")
        said = words.format(cells=cells, documents=documents)
        if documents < LEAST:
            more = self.tr("At least {least} documents are needed.").format(least=LEAST)
            said = f"{said} {more}"
        self._count.setText(said)

    def _show_versions(self) -> None:
        self._source.rows = learned_versions(self._folder)
        self.model.refresh()
        for part in (self.table, self._use, self._shipped):
            part.setVisible(bool(self._source.rows))
        self._none.setVisible(not self._source.rows)

    def _put_to_use(self, model: str, version: int | None) -> None:
        try:
            AdapterStore(self._folder).use(model, version)
        except UserError as error:
            self._note.say(str(self._explain.error(error)), Tone.BAD)
            return
        self._show_versions()
        self._look()
        self._note.say(self.tr("The next extraction uses it."), Tone.INFO)
        self.changed.emit()

    def _look(self) -> None:
        listed = self.table.current_row()
        rows: Sequence[Listed] = self._source.rows
        self._use.setEnabled(isinstance(listed, tuple) and not listed[1] and not self._job)
        self._shipped.setEnabled(any(active for _, active in rows) and not self._job)
        self._start.setText(self.tr("Stop") if self._job else self.tr("Learn"))
        for part in (self._bar, self._stage):
            part.setVisible(bool(self._job))

    def _on_job(self, state: JobState) -> None:
        if state.id == self._job:
            share = state.share
            self._bar.setRange(0, 0 if share is None else 100)
            self._bar.setValue(0 if share is None else round(100 * share))
            self._stage.setText(job_line(state, self._explain))

    def _on_ended(self, state: JobState) -> None:
        if state.id != self._job or state.finished is None:
            return
        self._job = ""
        self._show_versions()
        self._look()
        failure = state.finished.failure
        if failure is not None:
            self._note.say(str(self._explain.failure(failure)), Tone.CAUTION)
        elif state.finished.status is RunStatus.DONE and self._source.rows:
            newest = self._source.rows[0][0]
            words = self.tr("Learned. On corrections kept back: {change}. Extract again to use it.")
            self._note.say(words.format(change=_change(newest.before, newest.after)), Tone.GOOD)
            self.changed.emit()
        else:
            self._note.say(self.tr("Stopped. Nothing was changed."), Tone.CAUTION)


def _change(before: float, after: float) -> str:
    return f"{percent(before)} → {percent(after)}"
