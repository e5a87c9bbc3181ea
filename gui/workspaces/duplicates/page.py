"""The duplicates workspace: tables and columns above, pairs below, the two rows at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from engine.errors import UserError
from engine.store import Filter, PairRow, TableRow
from engine.types import Address, ReviewState, Scalar
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.tables.column import Column, Look
from gui.tables.filtering import Filtering
from gui.tables.model import TableModel
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.widgets import EmptyState, QuietLabel, SearchBox, Switch, row
from gui.words import STATE_ICONS, percent, state_words
from gui.workspaces.base import Workspace
from gui.workspaces.duplicates.detail import PairDetail, cell_words, row_words
from gui.workspaces.duplicates.setup import DuplicatesSetup

translate = QCoreApplication.translate
META = "duplicates"


class DuplicatesWorkspace(Workspace):
    """The search for duplicate rows and its review. ``pick_tables`` asks for the file dialog."""

    pick_tables = Signal()
    reviews = True
    reads = False
    exports = "duplicates"

    def __init__(
        self, controller: Controller, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._headers: dict[tuple[str, str], tuple[str, ...]] = {}
        self._compared: list[str] = []
        self.setup = DuplicatesSetup()
        self.model = TableModel(
            self._project.pairs, self._columns(), lambda pair: pair.id, parent=self
        )
        self.table = TableView(self.model, self.tr("Pairs"), self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.detail = PairDetail(self.header)
        self._seeker = Seeker(self.model, self)
        self._filtering = Filtering(self.model, controller.background)
        self._build()
        self._connect()
        self.setup.restore(self._project.get_meta(META))
        self._renew_tables()

    def title(self) -> str:
        return self.tr("Duplicates")

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def count(self) -> int:
        return self._project.pairs.count()

    def activate(self) -> None:
        (self.table if self.model.rowCount() else self.setup).setFocus()

    def refresh(self, what: str) -> None:
        if what == "tables":
            self._renew_tables()
        elif what == "pairs":
            self.model.refresh()
            self._show_state()

    def run(self) -> None:
        self.setup.start()

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

    def accept(self) -> None:
        self._judge(ReviewState.ACCEPTED)

    def reject(self) -> None:
        self._judge(ReviewState.REJECTED)

    def reset(self) -> None:
        rows = self._rows()
        if rows:
            self._controller.review.judge_pairs(rows, ReviewState.PROPOSED)

    def next_doubtful(self) -> None:
        start = self.table.currentIndex().row() + 1

        def go(number: int) -> None:
            if number >= 0:
                self.table.go_to(number)
            else:
                self.said.emit(self.tr("Nothing more to review here."))

        self._seeker.seek(max(start, 0), lambda pair, _n: pair.state is ReviewState.PROPOSED, go)

    def _judge(self, state: ReviewState) -> None:
        rows = self._rows()
        if rows and self._controller.review.judge_pairs(rows, state):
            self.next_doubtful()

    def _rows(self) -> list[PairRow]:
        return [found for found in self.table.selected_rows() if isinstance(found, PairRow)]

    def _build(self) -> None:
        self._states = QComboBox()
        self._states.setAccessibleName(self.tr("Which review states"))
        self._states.addItem(self.tr("All pairs"), ())
        for state in (ReviewState.PROPOSED, ReviewState.ACCEPTED, ReviewState.REJECTED):
            self._states.addItem(state_words(state), (Filter("state", "=", state.value),))
        self._words = SearchBox(self.tr("Filter by words in either row"))
        self._counts = QuietLabel()
        self._waiting = EmptyState("duplicates", "", "")
        results = QSplitter(Qt.Orientation.Vertical)
        results.setChildrenCollapsible(False)
        results.addWidget(self._results())
        results.addWidget(self.detail)
        results.setSizes([330, 260])
        self._switch = Switch(self._waiting, results)
        work = QWidget()
        inside = QVBoxLayout(work)
        inside.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        inside.setSpacing(theme.MEDIUM)
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

    def _results(self) -> QWidget:
        page = QWidget()
        bar = row(self._states)
        bar.addWidget(self._words, 1)
        bar.addWidget(self._counts)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        return page

    def _connect(self) -> None:
        self.setup.add_tables.connect(self.pick_tables)
        self.setup.started.connect(self._on_started)
        self.setup.removed.connect(self._on_removed)
        self.setup.changed.connect(self._keep)
        self._states.currentIndexChanged.connect(self._on_filter)
        self._words.searched.connect(self._on_filter)
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(self.accept)
        self.detail.accepted.connect(self.accept)
        self.detail.rejected.connect(self.reject)
        self.detail.next_doubtful.connect(self.next_doubtful)
        self.model.counted.connect(lambda _count: self._show_state())

    def _on_started(self, settings: dict[str, Any]) -> None:
        self._keep()
        self._controller.dedupe(settings)

    def _on_removed(self, table_id: str) -> None:
        def gone(_: None) -> None:
            self._controller.changed.emit("tables")
            self._controller.changed.emit("pairs")

        self._controller.background.run(
            lambda: self._project.tables.remove(table_id), gone, self._controller.problem.emit
        )

    def _keep(self) -> None:
        try:
            self._project.set_meta(META, self.setup.save())
        except UserError as error:
            self._controller.problem.emit(error)

    def _on_filter(self) -> None:
        self._filtering.show(self._words.words(), self._states.currentData())

    def _renew_tables(self) -> None:
        tables: list[TableRow] = self._project.tables.all()
        self._headers = {(table.path, table.sheet): table.header for table in tables}
        self.setup.set_tables(tables)
        self._outer.show_content(bool(tables))
        self.model.refresh()
        self._show_state()

    def _show_state(self) -> None:
        everything = self._project.pairs.count()
        self._switch.show_content(everything > 0)
        self._counts.setText(self.tr("%n pair(s)", "", self.model.rowCount()))
        searched = any(True for table in self._project.tables.all() if table.rows)
        if searched and not self._controller.busy:
            self._waiting.say(
                self.tr("No duplicates found"),
                self.tr("Lower the threshold or tick other columns to look again."),
            )
        else:
            self._waiting.say(
                self.tr("Which rows are the same?"),
                self.tr("Tick the columns that identify a row above, then press Find duplicates."),
            )

    def _show_current(self) -> None:
        pair = self.table.current_row()
        self.detail.show_pair(pair if isinstance(pair, PairRow) else None)

    def _summary(self, address: Address, values: Sequence[Scalar]) -> str:
        """The row in one line: the compared columns first."""
        header = self.header(address)
        chosen = set(self.setup.chosen_columns())
        picked = [v for n, v in zip(header, values, strict=False) if n in chosen] or list(values)
        return " · ".join(text for value in picked if (text := cell_words(value)))

    def _columns(self) -> list[Column[PairRow]]:
        return [
            Column(
                translate("Duplicates", "Alike"),
                lambda pair: pair.score,
                percent,
                sort="score",
                width=18,
                look=Look.FRACTION,
            ),
            Column(
                translate("Duplicates", "Row"),
                lambda pair: pair.left.row,
                sort="left_row",
                width=7,
                right=True,
                accessible=lambda pair: row_words(pair.left),
            ),
            Column(
                translate("Duplicates", "This"),
                lambda pair: self._summary(pair.left, pair.left_values),
                width=36,
            ),
            Column(
                translate("Duplicates", "Row"),
                lambda pair: pair.right.row,
                width=7,
                right=True,
                accessible=lambda pair: row_words(pair.right),
            ),
            Column(
                translate("Duplicates", "And this"),
                lambda pair: self._summary(pair.right, pair.right_values),
                width=36,
            ),
            Column(
                translate("Duplicates", "Group"),
                lambda pair: pair.cluster,
                sort="cluster",
                width=8,
                right=True,
            ),
            Column(
                translate("Duplicates", "Review"),
                lambda pair: pair.state,
                state_words,
                sort="state",
                width=13,
                look=Look.STATE,
                icon=lambda pair: STATE_ICONS[pair.state],
                tone=lambda pair: theme.state_tone(pair.state),
            ),
        ]
