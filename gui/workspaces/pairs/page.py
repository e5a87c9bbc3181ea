"""The pairs workspace: a file of pairs of texts above, a score for each below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from engine.store import Filter, Project, Query
from engine.types import Run, RunStatus, ScoredPair
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.exporting import SCORED
from gui.facets import FacetBar, FacetButton
from gui.launch import SCORE
from gui.tables.arrays import ArrayModel
from gui.tables.view import TableView
from gui.widgets import EmptyState, SearchBox, Switch, row
from gui.workspaces.base import Workspace
from gui.workspaces.duplicates.again import Again
from gui.workspaces.duplicates.running import RunningLine
from gui.workspaces.pairs.columns import columns, facet
from gui.workspaces.pairs.source import PairsSource

LATEST = Query(filters=(Filter("job", "in", (SCORE,)),))


class ScoredLines:
    """Implements ``ArrayListed`` over the lines of one run. Thread: any."""

    def __init__(self, project: Project) -> None:
        self._scored = project.scored
        self.run_id = ""

    def count(self, _query: Query) -> int:
        """How many lines there are."""
        return self._scored.count(self.run_id)

    def keys(self, query: Query) -> NDArray[np.int64]:
        """The numbers of the lines that meet ``query``."""
        return np.array(self._scored.listing(self.run_id, query), np.int64)

    def rows(self, keys: Sequence[int]) -> Sequence[ScoredPair | None]:
        """Some lines."""
        return self._scored.lines(self.run_id, keys)


class PairsWorkspace(Workspace):
    """Bulk scoring of pairs. ``pick_file`` asks for the file dialog."""

    pick_file = Signal()
    reads = False
    exports = SCORED

    def __init__(
        self, controller: Controller, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._sides = ("", "")
        self.source = PairsSource()
        self.running = RunningLine(controller, explain, SCORE)
        self._lines = ScoredLines(self._project)
        self.model: ArrayModel[ScoredPair] = ArrayModel(
            self._lines,
            columns(lambda: self._sides, explain),
            lambda line: line.line,
            controller.background,
            parent=self,
        )
        self.table = TableView(self.model, self.tr("Scored pairs"), self)
        self._labels: tuple[str, ...] = ()
        self._facets = FacetBar([FacetButton(facet(()))])
        self._counting = Again(
            controller.background, self._count_labels, self._counted, controller.problem.emit, self
        )
        self._build()
        self._connect()
        self._show_run(self._latest())

    def title(self) -> str:
        return self.tr("Pairs of texts")

    def subject(self) -> str:
        return self._lines.run_id

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def activate(self) -> None:
        """The keyboard goes to the lines, to the file that is to be scored, or to the choice of one."""
        if self.model.rowCount():
            self.table.setFocus()
        elif self._outer.currentIndex():
            self.source.take_focus()
        else:
            self._first_file.setFocus()

    def count(self) -> int:
        return self.model.rowCount()

    def can_export(self) -> bool:
        return self._lines.count(LATEST) > 0

    def choices(self) -> FacetBar:
        """What the list is narrowed by."""
        return self._facets

    def refresh(self, what: str) -> None:
        if what in ("scored", "runs"):
            run = self._latest()
            if run is not None and run.id != self._lines.run_id:
                self._show_run(run)
            elif what == "scored":
                self._renew()

    def run(self) -> None:
        """Score the file."""
        left, right = self.source.sides()
        if self.running.own is not None:
            return
        if self.source.path and left and right:
            self._controller.score(self.source.path, self.source.task, left, right)
        else:
            self.pick_file.emit()

    def add_file(self, path: str) -> None:
        """Take a file of pairs: its columns are read off the main thread."""

        def look() -> tuple[Sequence[str], str, str]:
            from engine.errors import UserError
            from engine.jobs.pair_lines import PairSource, columns_of

            try:
                found = PairSource(Path(path))
            except UserError as error:
                if error.code != "pairs_no_columns":
                    raise
                names = columns_of(Path(path), None, None)
                return names, *((*names, "", "")[:2])
            return found.columns, found.left, found.right

        def known(found: tuple[Sequence[str], str, str]) -> None:
            self.source.show_file(path, *found)
            self._outer.show_content(True)
            self._show_state()
            self.source.take_focus()

        self._controller.background.run(look, known, self._controller.problem.emit)

    # --- Parts ---

    def _build(self) -> None:
        self._words = SearchBox(self.tr("Filter by words in either text"))
        self._filters = row(self._facets)
        self._filters.addWidget(self._words, 1)
        self._waiting = EmptyState("run", "", "")
        self._first, self._second = _reader(self.tr("First text")), _reader(self.tr("Second text"))
        texts = QSplitter(Qt.Orientation.Horizontal)
        texts.setChildrenCollapsible(False)
        texts.addWidget(self._first)
        texts.addWidget(self._second)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(texts)
        parts.setStretchFactor(0, 1)
        parts.setSizes([480, 140])
        self._switch = Switch(self._waiting, parts)
        work = QWidget()
        inside = QVBoxLayout(work)
        inside.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        inside.setSpacing(theme.SMALL)
        inside.addWidget(self.source)
        inside.addWidget(self.running)
        inside.addLayout(self._filters)
        inside.addWidget(self._switch, 1)
        empty = EmptyState(
            "link",
            self.tr("Drop a file of pairs here"),
            self.tr(
                "JSON lines, CSV or Excel with two texts a line. Each pair gets a score; a file of "
                "millions of lines is read as it goes."
            ),
        )
        self._first_file = empty.add_button(
            self.tr("Choose file…"), self.pick_file.emit, primary=True
        )
        self._outer = Switch(empty, work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._outer)

    def _connect(self) -> None:
        self.source.started.connect(self.run)
        self.source.pick_file.connect(self.pick_file)
        self.running.changed.connect(self._on_running)
        self._words.searched.connect(self._on_filter)
        self._facets.changed.connect(self._on_filter)
        self.model.counted.connect(lambda _count: self._show_state())
        self.table.current_changed.connect(self._show_current)
        self.model.failed.connect(self._controller.problem)

    def _latest(self) -> Run | None:
        runs = self._project.runs.page(0, 1, LATEST)
        return runs[0] if runs else None

    def _show_run(self, run: Run | None) -> None:
        if run is None:
            return
        settings = dict(run.settings)
        self._sides = (str(settings.get("left") or ""), str(settings.get("right") or ""))
        self._lines.run_id = run.id
        self.source.choose_task(str(settings.get("task") or ""))
        path = str(settings.get("path") or "")
        if path and path != self.source.path:
            self.source.show_file(path, self._sides, *self._sides)
        self._outer.show_content(True)
        self._renew()

    def _renew(self) -> None:
        self.model.refresh()
        self._counting.ask()
        self._show_state()

    def _show_state(self) -> None:
        shown = self.model.rowCount()
        self._switch.show_content(shown > 0 or bool(self._words.words() or self._facets.filters()))
        self.source.counts.setText(self.tr("%n pair(s)", "", shown) if shown else "")
        self._waiting.say(*self._standing())
        self._controller.changed.emit("counts")

    def _on_running(self) -> None:
        """Scoring began, or ended."""
        self.source.show_running(self.running.own is not None)
        self._show_state()

    def _standing(self) -> tuple[str, str]:
        """What is said where no line is listed."""
        if self.running.own is not None:
            return self.tr("Scoring"), self.tr("Lines appear here as they are scored.")
        run = self._project.runs.get(self._lines.run_id) if self._lines.run_id else None
        if run is not None and run.status is RunStatus.CANCELLED:
            return self.tr("Stopped"), self.tr("No line was scored until then.")
        if run is not None and run.status is RunStatus.FAILED:
            words = self.tr("The page Activity says why. Score tries it again.")
            return self.tr("The file could not be scored"), words
        words = self.tr("Choose the two columns and press Score. Lines stay in their order.")
        return self.tr("Ready to score"), words

    def _show_current(self) -> None:
        """Both texts of the current line, whole."""
        line = self.table.current_row()
        values = dict(line.data) if isinstance(line, ScoredPair) else {}
        for reader, column in zip((self._first, self._second), self._sides, strict=True):
            reader.setPlainText(str(values.get(column) or ""))

    def _count_labels(self) -> Mapping[str, int]:
        return self._project.scored.labels(self._lines.run_id)

    def _counted(self, counts: Mapping[str, int]) -> None:
        labels = tuple(sorted(counts))
        if labels != self._labels:
            self._labels = labels
            made = FacetBar([FacetButton(facet(labels))])
            made.changed.connect(self._on_filter)
            self._filters.replaceWidget(self._facets, made)
            self._facets.deleteLater()
            self._facets = made
        self._facets.count({"label": counts})

    def _on_filter(self) -> None:
        self.model.narrow(self._words.words(), self._facets.filters())
        self._show_state()


def _reader(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    return made
