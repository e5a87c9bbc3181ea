"""The duplicates workspace: tables and columns above; pairs and clusters, each with its review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from engine.dedupe.board import Answer
from engine.dedupe.synonyms import user_folder
from engine.types import Address, Scalar
from gui.controller import Controller
from gui.errors import Explainer
from gui.launch import DEDUPE
from gui.tables.view import TableView
from gui.workspaces.base import Workspace
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.clusters import ClustersTab
from gui.workspaces.duplicates.exporting import Figures, ask_export
from gui.workspaces.duplicates.frame import PageFrame
from gui.workspaces.duplicates.keeping import Keeping
from gui.workspaces.duplicates.preview import Preview
from gui.workspaces.duplicates.remaking import Remaking
from gui.workspaces.duplicates.results import PAIRS, Results
from gui.workspaces.duplicates.review import PairsTab
from gui.workspaces.duplicates.running import RunningLine
from gui.workspaces.duplicates.searches import Searches
from gui.workspaces.duplicates.setup import DuplicatesSetup
from gui.workspaces.duplicates.sheets import Sheets
from gui.workspaces.duplicates.synonyms import SynonymsDialog
from gui.workspaces.duplicates.words import in_one_line


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
        self._searches = Searches(controller)
        self.sheets = Sheets(controller, self._searches.begun, self)
        self.board = Board(self._project, controller.background, self)
        self.remaking = Remaking(
            self._project, controller.background, self._searches.whose_pairs, self
        )
        self.setup = DuplicatesSetup()
        self.pairs = PairsTab(
            controller,
            self.board,
            self.remaking,
            self._searches.whose_pairs,
            self.sheets.header,
            self._summary,
        )
        self.clusters = ClustersTab(
            controller, self.board, self.sheets.header, self._summary, self.setup.chosen_columns
        )
        self.preview = Preview(controller.background, explain, self)
        self.keeping = Keeping(
            self._project,
            self.board,
            self.remaking,
            self.pairs.thresholds,
            controller.review,
            self.setup.state,
            self,
        )
        self._build()
        self._connect()
        self.setup.restore(self.keeping.restore(controller.pair_threshold))
        self.sheets.ask()
        self.board.load()
        self.remaking.resume()

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

    @property
    def tabs(self) -> QTabWidget:
        """Pairs and clusters."""
        return self._results.tabs

    def title(self) -> str:
        return self.tr("Duplicates")

    def tables(self) -> Sequence[TableView]:
        return (self.pairs.table, self.clusters.members, self.clusters.table)

    def count(self) -> int:
        return len(self.board.pairs)

    def activate(self) -> None:
        self.pairs.show_bands()
        self.sheets.look()
        if self.frame.take_focus():
            return
        if not self._results.shows_pairs():
            self.setup.take_focus()
        elif self._results.on_clusters():
            self.clusters.table.setFocus()
        else:
            self.table.setFocus()

    def refresh(self, what: str) -> None:
        if what == "tables":
            self.sheets.ask()
            self.board.load()
        elif what == "pairs":
            # While a search gives pairs there are new ones; otherwise only decisions have changed.
            if self._searches.under_way():
                self.board.load()
            else:
                self.board.renew_answers()

    def run(self) -> None:
        if self._searches.under_way() is None:
            self.setup.start()

    def ask_export(self) -> bool:
        """Ask for the format; ``exported`` follows."""
        if self.remaking.busy:
            self.said.emit(
                self.tr("Scores and clusters are being made anew; export when that is done.")
            )
        else:
            dialog = ask_export(self._controller, self._explain, self._figures(), self)
            dialog.written.connect(self.exported)
        return True

    def edit_synonyms(self) -> SynonymsDialog:
        """Open the tables of words that mean the same."""
        background = self._controller.background
        dialog = SynonymsDialog(user_folder(), background, self._explain, self)
        dialog.open()
        return dialog

    def add_files(self, paths: Sequence[str]) -> None:
        """Take table files in: their sheets and columns are read off the main thread."""
        self.sheets.add(paths)

    def header(self, address: Address) -> Sequence[str]:
        """The columns of the table that a row stands in."""
        return self.sheets.header(address)

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
        return self._results.on_clusters()

    # --- Parts ---

    def _build(self) -> None:
        self._results = Results(self.pairs, self.clusters)
        self.running = RunningLine(self._controller, self._explain, DEDUPE)
        self.frame = PageFrame(self.setup, self.running, self._results)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def _connect(self) -> None:
        self.setup.add_tables.connect(self.pick_tables)
        self.frame.pick_tables.connect(self.pick_tables)
        self.setup.started.connect(self._on_started)
        self.setup.removed.connect(self.sheets.remove)
        self.sheets.read.connect(self._on_tables)
        self.sheets.gone.connect(self._on_gone)
        self.sheets.said.connect(self.said)
        self.sheets.looked.connect(self.frame.say_stale)
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
        self.clusters.counted.connect(self._on_counted)
        self.keeping.banded.connect(self.pairs.show_bands)
        self.keeping.failed.connect(self._controller.problem)
        self.remaking.done.connect(self._on_remade)
        self.remaking.failed.connect(self._controller.problem)
        self.running.changed.connect(self._on_running)

    def _name_columns(self) -> None:
        """What is shown of rows goes by the names that their columns have now."""
        if self.sheets.name_columns(self.setup.aliases()):
            self.pairs.show_names()
            self.clusters.show_names()

    def _on_setup(self) -> None:
        self._name_columns()
        self.keeping.keep()
        self._show_preview()

    def _show_preview(self) -> None:
        """What the search would come to, unless one is under way or nobody looks. It is short, and runs
        beside the jobs of other pages."""
        if self._searches.under_way() or self.setup.folded():
            self.preview.ask(None)
        else:
            self.preview.look_at(self.setup.chosen_tables())
            self.preview.ask(self.setup.settings())

    def _on_started(self, settings: dict[str, Any]) -> None:
        self.keeping.keep()
        self.preview.ask(None)
        self._controller.dedupe({**settings, "threshold": self.board.bands.sure})

    def _on_running(self) -> None:
        """A search began, or ended."""
        self.setup.show_running(self.running.own is not None)
        self._show_state()
        if self.running.own is None:
            made = self._searches.made_with()
            if made is not None and made != self.remaking.made:
                self.remaking.made = made
                self.keeping.keep()
            self.sheets.look()
            self._show_preview()

    def _on_gone(self) -> None:
        """Clusters that held rows of a table went with it: those of other rows are made anew."""
        if len(self.board.pairs):
            self.remaking.make(self.remaking.made)

    def _on_loaded(self) -> None:
        there = len(self.board.pairs) > 0
        fresh = there and not self._results.shows_pairs()
        # Folding hides what may have the keyboard, and Qt would hand it to anything.
        typing = self.setup.holds_focus()
        if fresh:
            self.setup.fold(True)
        self._show_tables()
        self.pairs.show_state()
        self.clusters.renew()
        self._show_state()
        if fresh:
            self.pairs.begin(typing)
        self._controller.changed.emit("counts")

    def _figures(self) -> Figures:
        groups, rows = self.clusters.board.groups, self.board.rows_in_all
        return Figures(rows, len(groups), rows - int(groups.sizes.sum()) + len(groups))

    def _on_counted(self, count: int) -> None:
        self._results.count_clusters(count)
        self.pairs.thresholds.show_standing(count, self._figures().left)

    def _on_answered(self) -> None:
        self.pairs.show_state()
        self.clusters.renew()

    def _on_remade(self) -> None:
        self.keeping.follow()
        self.said.emit(self.tr("Scores and clusters are up to date."))
        self.pairs.follow()
        self.board.load()

    def _on_tables(self) -> None:
        tables = self.sheets.rows
        self._name_columns()
        self.setup.set_tables(tables)
        self.frame.show_content(bool(tables))
        self._show_tables()
        self._show_preview()
        self.clusters.set_sources(self.sheets.sources())
        self._show_state()

    def _show_tables(self) -> None:
        known = self.sheets.names(self.board.pairs.tables)
        self.pairs.set_tables(known, len(known) > 1)

    def _show_state(self) -> None:
        latest = self._searches.latest()
        self._results.show_state(
            len(self.board.pairs) > 0,
            self.running.own is not None,
            latest.status if latest and self.sheets.searched() else None,
        )

    def _summary(self, address: Address, values: Sequence[Scalar]) -> str:
        """The row in one line: the compared columns first."""
        return in_one_line(self.header(address), values, self.setup.chosen_columns())
