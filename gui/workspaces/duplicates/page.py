"""The duplicates workspace: tables and columns above; pairs and clusters, each with its review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from engine.dedupe.board import Answer, Bands
from engine.dedupe.synonyms import user_folder
from engine.errors import UserError
from engine.store import Project, TableRow
from engine.types import Address, Scalar
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.exporting import DUPLICATES, write
from gui.launch import DEDUPE
from gui.tables.view import TableView
from gui.widgets import EmptyState, Switch
from gui.words import percent
from gui.workspaces.base import Workspace
from gui.workspaces.duplicates.again import Again
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.clusters import ClustersTab
from gui.workspaces.duplicates.exporting import ExportDialog
from gui.workspaces.duplicates.matching import renamed
from gui.workspaces.duplicates.preview import Preview
from gui.workspaces.duplicates.remaking import RemakeCommand, Remaking
from gui.workspaces.duplicates.review import PairsTab
from gui.workspaces.duplicates.setup import DuplicatesSetup
from gui.workspaces.duplicates.synonyms import SynonymsDialog
from gui.workspaces.duplicates.words import in_one_line, table_name

META = "duplicates"
USUAL = Bands(0.5, 0.2)
PAIRS, CLUSTERS = 0, 1


class DuplicatesWorkspace(Workspace):
    """The search for duplicate rows and its review. ``pick_tables`` asks for the file dialog."""

    pick_tables = Signal()
    exported = Signal(object)
    """A file was written, at this path."""
    reviews = True
    reads = False
    exports = "duplicates"

    def __init__(
        self, controller: Controller, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._explain = explain
        self._project = controller.project
        self._headers: dict[tuple[str, str], tuple[str, ...]] = {}
        self._made = USUAL.sure
        self.board = Board(self._project, controller.background, self)
        self.setup = DuplicatesSetup()
        self.pairs = PairsTab(controller, self.board, self.header, self._summary)
        self.clusters = ClustersTab(
            controller, self.board, self.header, self._summary, self.setup.chosen_columns
        )
        self.remaking = Remaking(self._project, controller.background, self)
        self._tables = Again(
            controller.background,
            self._project.tables.all,
            self._take_tables,
            controller.problem.emit,
            self,
        )
        self.preview = Preview(controller.background, explain, self)
        self._rows: list[TableRow] = []
        self._build()
        self._connect()
        self._restore()
        self._tables.ask()
        self.board.load()

    # --- What the window and its tests know it by ---

    @property
    def table(self) -> TableView:
        """The list of pairs."""
        return self.pairs.table

    @property
    def model(self) -> Any:
        """What the list of pairs shows."""
        return self.pairs.model

    @property
    def detail(self) -> Any:
        """The pair at hand."""
        return self.pairs.detail

    def title(self) -> str:
        return self.tr("Duplicates")

    def tables(self) -> Sequence[TableView]:
        return (self.pairs.table, self.clusters.members, self.clusters.table)

    def count(self) -> int:
        return len(self.board.pairs)

    def activate(self) -> None:
        self.pairs.show_bands()
        if not self.setup.isVisibleTo(self):
            self._first.setFocus()
        elif not self.model.rowCount():
            self.setup.setFocus()
        elif self.tabs.currentIndex() == CLUSTERS:
            self.clusters.table.setFocus()
        else:
            self.table.setFocus()

    def refresh(self, what: str) -> None:
        if what == "tables":
            self._tables.ask()
            self.board.load()
        elif what == "pairs":
            # While a search gives pairs there are new ones; otherwise only decisions have changed.
            if any(state.job == DEDUPE for state in self._controller.tracker.active()):
                self.board.load()
            else:
                self.board.renew_answers()

    def run(self) -> None:
        self.setup.start()

    def ask_export(self) -> bool:
        """Ask for the format; ``exported`` follows."""
        groups = self.clusters.board.groups
        rows = self.board.rows_in_all
        gone = int(groups.sizes.sum()) - len(groups)
        put = partial(_write, self._project, self._explain)
        dialog = ExportDialog(
            put, self._controller.background, self._explain, len(groups), rows, rows - gone, self
        )
        dialog.written.connect(self.exported)
        dialog.open()
        return True

    def edit_synonyms(self) -> SynonymsDialog:
        """Open the tables of words that mean the same."""
        background = self._controller.background
        dialog = SynonymsDialog(user_folder(), background, self._explain, self)
        dialog.open()
        return dialog

    def add_files(self, paths: Sequence[str]) -> None:
        """Take table files in: their sheets and columns are read off the main thread."""

        def look() -> int:
            from engine.tables import open_all

            found = [table for path in paths for table in open_all(Path(path))]
            for table in found:
                self._project.tables.add(str(table.path), table.sheet, table.columns)
            return len(found)

        def added(count: int) -> None:
            self._controller.changed.emit("tables")
            self.said.emit(self.tr("%n table(s) added to Duplicates", "", count))

        self._controller.background.run(look, added, self._controller.problem.emit)

    def header(self, address: Address) -> Sequence[str]:
        """The columns of the table that a row stands in."""
        return self._headers.get((address.path, address.sheet), ())

    # --- Review ---

    def accept(self) -> None:
        if self._on_clusters():
            self.clusters.pin()
        else:
            self.pairs.answer(Answer.YES)

    def reject(self) -> None:
        if self._on_clusters():
            self.clusters.exclude()
        else:
            self.pairs.answer(Answer.NO)

    def reset(self) -> None:
        if self._on_clusters():
            self.clusters.take_back()
        else:
            self.pairs.take_back()

    def next_doubtful(self) -> None:
        self.tabs.setCurrentIndex(PAIRS)
        self.pairs.skip()

    def _on_clusters(self) -> bool:
        return self.tabs.currentIndex() == CLUSTERS

    # --- Parts ---

    def _build(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName(self.tr("Pairs and clusters"))
        self.tabs.addTab(self.pairs, self.tr("Pairs"))
        self.tabs.addTab(self.clusters, self.tr("Clusters"))
        self._waiting = EmptyState("duplicates", "", "")
        self._switch = _Results(self._waiting, self.tabs)
        work = QWidget()
        inside = QVBoxLayout(work)
        inside.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        inside.setSpacing(theme.SMALL)
        inside.addWidget(self.setup)
        inside.addWidget(self._switch, 1)
        empty = EmptyState(
            "duplicates",
            self.tr("Drop a spreadsheet here"),
            self.tr(
                "Excel, CSV or JSON lines. Tick the columns that identify a row, and ClauseDesk "
                "lists the rows that are the same thing written differently. Nothing is deleted."
            ),
        )
        self._first = empty.add_button(self.tr("Add tables…"), self.pick_tables.emit, primary=True)
        self._outer = Switch(empty, work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._outer)

    def _connect(self) -> None:
        self.setup.add_tables.connect(self.pick_tables)
        self.setup.started.connect(self._on_started)
        self.setup.removed.connect(self._on_removed)
        self.setup.changed.connect(self._on_setup)
        self.setup.unfolded.connect(self._show_preview)
        self.setup.edits_synonyms.connect(self.edit_synonyms)
        self.preview.said.connect(self.setup.say_preview)
        self.preview.looked.connect(lambda found: self.setup.found(found.kinds, found.aliases))
        self.board.loaded.connect(self._on_loaded)
        self.board.answered.connect(self._on_answered)
        self.board.failed.connect(self._controller.problem)
        self.pairs.said.connect(self.said)
        self.clusters.said.connect(self.said)
        self.clusters.counted.connect(self._on_clusters_counted)
        self.pairs.thresholds.spectrum.moved.connect(self._on_moved)
        self.pairs.thresholds.changed.connect(self._on_bands)
        self.pairs.thresholds.applied.connect(self._on_applied)
        self.remaking.began.connect(lambda: self.said.emit(self.tr("Making clusters…")))
        self.remaking.done.connect(self._on_remade)
        self.remaking.failed.connect(self._controller.problem)
        self.pairs.teaching.rescored.connect(self._on_rescored)

    def _name_columns(self) -> None:
        """Every table's columns under the names that they are compared by."""
        aliases = self.setup.aliases()
        self._headers = {
            (table.path, table.sheet): renamed(table.header, aliases) for table in self._rows
        }

    def _on_setup(self) -> None:
        self._name_columns()
        self._keep()
        self._show_preview()

    def _show_preview(self) -> None:
        """What the search would come to, unless one is under way or nobody looks."""
        if self._controller.busy or self.setup.folded():
            self.preview.ask(None)
        else:
            self.preview.look_at(self.setup.chosen_tables())
            self.preview.ask(self.setup.settings())

    def _on_started(self, settings: dict[str, Any]) -> None:
        self._made = self.board.bands.sure
        self._keep()
        self.preview.ask(None)
        self._controller.dedupe({**settings, "threshold": self._made})

    def _on_removed(self, table_id: str) -> None:
        def gone(_: None) -> None:
            self._controller.changed.emit("tables")
            self._controller.changed.emit("pairs")

        self._controller.background.run(
            lambda: self._project.tables.remove(table_id), gone, self._controller.problem.emit
        )

    def _on_loaded(self) -> None:
        there = len(self.board.pairs) > 0
        if there and not self._switch.currentIndex():
            self.setup.fold(True)
        self._show_tables()
        self.pairs.show_state()
        self.clusters.renew()
        self._show_state()
        self._controller.changed.emit("counts")

    def _on_answered(self) -> None:
        self.pairs.show_state()
        self.clusters.renew()

    def _on_moved(self, bands: Bands) -> None:
        """On every step of a drag: what is counted follows, what is listed waits for its end."""
        self.board.bands = bands

    def _on_bands(self, bands: Bands) -> None:
        self.board.bands = bands
        self.pairs.show_bands()
        self._keep()

    def _on_applied(self, bands: Bands) -> None:
        """Clusters from another threshold: one step to take back."""
        words = self.tr("Make clusters from {share} on").format(share=percent(bands.sure))
        self._controller.review.push(
            RemakeCommand(words, self._made, bands.sure, self.remaking.make)
        )

    def _on_rescored(self) -> None:
        """The clusters follow other scores; a search that is under way makes its own."""
        if self.pairs.latest_run():
            self.remaking.make(self._made)

    def _on_remade(self, threshold: float) -> None:
        if threshold != self._made:
            self._made = threshold
            bands = self.board.bands
            self.board.bands = Bands(threshold, min(bands.doubtful, threshold))
            self._keep()
        self.board.load()

    def _on_clusters_counted(self, count: int) -> None:
        words = self.tr("Clusters")
        self.tabs.setTabText(CLUSTERS, f"{words} ({count:,})" if count else words)

    def _restore(self) -> None:
        try:
            kept: dict[str, Any] = json.loads(self._project.get_meta(META) or "{}")
        except ValueError:
            kept = {}
        # Before there were two thresholds, there was one in percent.
        usual = self._controller.pair_threshold
        sure = float(kept.get("sure", kept.get("threshold", 100 * usual) / 100))
        doubtful = float(kept.get("doubtful", min(USUAL.doubtful, sure)))
        self._made = float(kept.get("made", sure))
        self.board.bands = Bands(sure, doubtful)
        self.pairs.thresholds.set_bands(self.board.bands, self._made)
        self.setup.restore(kept)

    def _keep(self) -> None:
        bands = self.board.bands
        kept = {
            **self.setup.state(),
            "sure": bands.sure,
            "doubtful": bands.doubtful,
            "made": self._made,
        }
        try:
            self._project.set_meta(META, json.dumps(kept, ensure_ascii=False))
        except UserError as error:
            self._controller.problem.emit(error)
        self.pairs.thresholds.set_bands(bands, self._made)

    def _take_tables(self, tables: Sequence[TableRow]) -> None:
        self._rows = list(tables)
        self._name_columns()
        self.setup.set_tables(tables)
        self._outer.show_content(bool(tables))
        self._show_tables()
        self._show_preview()
        self.clusters.set_sources([(table.path, table_name(table)) for table in tables])
        self._show_state()

    def _show_tables(self) -> None:
        names = {table.id: table_name(table) for table in self._rows}
        known = [names.get(one, one) for one in self.board.pairs.tables]
        self.pairs.set_tables(known, len(known) > 1)

    def _show_state(self) -> None:
        self._switch.show_content(len(self.board.pairs) > 0)
        searched = any(table.rows for table in self._rows)
        if searched and not self._controller.busy:
            self._waiting.say(
                self.tr("No duplicates found"),
                self.tr("Tick other columns to look again."),
            )
        else:
            self._waiting.say(
                self.tr("Which rows are the same?"),
                self.tr("Tick the columns that identify a row above, then press Find duplicates."),
            )

    def _summary(self, address: Address, values: Sequence[Scalar]) -> str:
        """The row in one line: the compared columns first."""
        return in_one_line(self.header(address), values, self.setup.chosen_columns())


class _Results(Switch):
    """Needs no more room than what it shows: the setup above is open while nothing is."""

    def show_content(self, there: bool) -> None:
        super().show_content(there)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()


def _write(project: Project, explain: Explainer, path: Path) -> Path:
    """Write the file. Thread: not the GUI's."""
    return write(DUPLICATES, project, path, explain)
