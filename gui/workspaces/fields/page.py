"""The fields workspace: what to look for above, a row a document below, the current cell at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.errors import UserError
from engine.store import Cell, FieldsRow, Filter
from engine.types import Mention
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.tables.column import Column
from gui.tables.filtering import Filtering
from gui.tables.model import TableModel
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.theme import Tone
from gui.viewer.text_view import Highlight
from gui.widgets import EmptyState, QuietLabel, SearchBox, Switch
from gui.workspaces.base import Workspace
from gui.workspaces.fields.columns import (
    FieldsSource,
    columns,
    is_doubtful,
    is_pending,
)
from gui.workspaces.fields.detail import CellDetail
from gui.workspaces.fields.setup import FieldsSetup


class FieldsWorkspace(Workspace):
    """Extraction and its review. ``selected`` gives the ids that are selected in the documents list;
    ``wants_documents`` asks for that page."""

    wants_documents = Signal()
    reviews = True
    exports = "fields"

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        selected: Callable[[], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._explain = explain
        self.setup = FieldsSetup(self._project, explain, selected)
        self.box = self.setup.box
        self._names: tuple[str, ...] = ()
        self.model = TableModel(
            FieldsSource(self._project, ()),
            columns((), explain),
            lambda row: row.document_id,
            commit=self._commit,
            row_title=lambda row: row.name,
            parent=self,
        )
        self.table = TableView(self.model, self.tr("Values"), self)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        header = self.table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        self.detail = CellDetail(explain)
        self._seeker = Seeker(self.model, self)
        self._filtering = Filtering(self.model, controller.background)
        self._build()
        self._connect()
        self.box.set_text(self._project.fields_text)
        self._renew_columns()

    def title(self) -> str:
        return self.tr("Fields")

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def count(self) -> int:
        return len(self._names)

    def activate(self) -> None:
        self.setup.scope.look()
        (self.table if self._names and self.model.rowCount() else self.box.edit).setFocus()

    def refresh(self, what: str) -> None:
        if what == "cells":
            if self._wanted_names() != self._names:
                self._renew_columns()
            else:
                self.model.refresh()
        elif what == "documents":
            self.model.refresh()
            self._show_state()

    def run(self) -> None:
        self.box.read()
        if not self.box.fields:
            self.box.edit.setFocus()
            if not self.box.text().strip():
                self.said.emit(self.tr("Name the fields first, or pick a template."))
            return
        documents = self.setup.scope.documents()
        if not documents:
            self.wants_documents.emit()
            return
        self._project.fields_text = self.box.text()
        names = [field.name for field in self.box.fields]
        self._controller.extract(self.box.text(), names, documents)

    # --- Review ---

    def accept(self) -> None:
        cells = self._current_cells()
        if (cells and self._controller.review.accept_cells(cells)) or not cells:
            self._go_on(is_pending)

    def reject(self) -> None:
        cells = self._current_cells(empty=True)
        if cells and self._controller.review.reject_cells(cells):
            self._go_on(is_pending)

    def reset(self) -> None:
        self._controller.review.reset_cells(self._current_cells(empty=True))

    def edit(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and index.column() < len(self._names):
            self.table.setFocus()
            self.table.edit(index)

    def pick(self, number: int) -> None:
        mention = self.detail.mention(number)
        cell, name = self._current_cell()
        if mention is not None and cell is not None:
            self._controller.review.pick_candidate(cell, name, mention)

    def next_doubtful(self) -> None:
        self._go_on(is_doubtful)

    def wants_selection(self) -> bool:
        return True

    def take_selection(self, document_id: str, start: int, end: int, text: str) -> None:
        cell, name = self._current_cell()
        if cell is None or cell.document_id != document_id:
            self.said.emit(self.tr("Choose a cell of this document first."))
            return
        self._controller.review.set_value(cell, name, " ".join(text.split()), start, end)

    # --- Inside ---

    def _build(self) -> None:
        self._empty = EmptyState("fields", "", "")
        self._empty_button = self._empty.add_button(
            self.tr("Go to Documents"), self.wants_documents.emit
        )
        results = QSplitter(Qt.Orientation.Vertical)
        results.setChildrenCollapsible(False)
        results.addWidget(self._results())
        results.addWidget(self.detail)
        results.setStretchFactor(0, 3)
        results.setStretchFactor(1, 2)
        results.setSizes([380, 230])
        self._switch = Switch(self._empty, results)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.setup)
        layout.addWidget(self._switch, 1)

    def _results(self) -> QWidget:
        page = QWidget()
        self._words = SearchBox(self.tr("Filter by name or value"))
        self._show = QComboBox()
        self._show.setAccessibleName(self.tr("Which rows"))
        self._show.addItem(self.tr("All rows"), ())
        self._show.addItem(self.tr("With values to review"), (Filter("pending", ">", 0),))
        self._show.addItem(self.tr("Where model and rule disagree"), (Filter("disagree", ">", 0),))
        self._counts = QuietLabel()
        bar = QHBoxLayout()
        bar.setSpacing(theme.SMALL)
        bar.addWidget(self._show)
        bar.addWidget(self._words, 1)
        bar.addWidget(self._counts)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        return page

    def _connect(self) -> None:
        self.setup.started.connect(self.run)
        self._words.searched.connect(self._on_filter)
        self._show.currentIndexChanged.connect(self._on_filter)
        self.box.changed.connect(self._show_state)
        self.model.counted.connect(lambda _count: self._show_state())
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(self.accept)
        self.detail.accepted.connect(self.accept)
        self.detail.rejected.connect(self.reject)
        self.detail.edited.connect(self.edit)
        self.detail.next_doubtful.connect(self.next_doubtful)
        self.detail.picked.connect(self.pick)
        self.detail.looked.connect(self._show_mention)

    def _on_header_menu(self, where: QPoint) -> None:
        number = self.table.horizontalHeader().logicalIndexAt(where)
        if 0 <= number < len(self._names):
            menu = QMenu(self)
            words = self.tr("Remove the column “{name}”").format(name=self._names[number])
            menu.addAction(words).triggered.connect(lambda: self.forget(self._names[number]))
            menu.popup(self.table.horizontalHeader().mapToGlobal(where))

    def forget(self, name: str) -> None:
        """Drop a column; what was decided in it comes back when it is extracted again."""
        self._controller.background.run(
            lambda: self._project.cells.forget_field(name),
            lambda _: self._controller.changed.emit("cells"),
            self._controller.problem.emit,
        )

    def _on_filter(self) -> None:
        self._filtering.show(self._words.words(), self._show.currentData())

    def _wanted_names(self) -> tuple[str, ...]:
        """Fields with results, those that are typed first and in the order typed."""
        known = self._project.cells.fields()
        typed = [field.name for field in self.box.fields if field.name in known]
        return tuple(dict.fromkeys([*typed, *known]))

    def _renew_columns(self) -> None:
        try:
            self._names = self._wanted_names()
        except UserError as error:
            self._controller.problem.emit(error)
            return
        self.model.set_columns(
            columns(self._names, self._explain), FieldsSource(self._project, self._names)
        )
        self.table.apply_columns()
        self._show_state()

    def _show_state(self) -> None:
        """The table where there are results; else what to do first."""
        documents = self._project.documents.count()
        self._switch.show_content(bool(self._names))
        self._counts.setText(self.tr("%n document(s)", "", self.model.rowCount()))
        self._empty_button.setVisible(not documents)
        if documents:
            self._empty.say(
                self.tr("Which facts do you need?"),
                self.tr(
                    "Type the names of the fields above, or pick a template, and press Extract. "
                    "Each document becomes a row, each field a column."
                ),
            )
        else:
            self._empty.say(
                self.tr("No documents yet"),
                self.tr("Add contracts first; then name the fields you want out of them."),
            )

    def _current_cell(self) -> tuple[Cell | None, str]:
        row = self.table.current_row()
        column = self.table.currentIndex().column()
        if isinstance(row, FieldsRow) and 0 <= column < len(row.cells):
            return row.cells[column], row.name
        return None, row.name if isinstance(row, FieldsRow) else ""

    def _current_cells(self, empty: bool = False) -> list[tuple[Cell, str]]:
        """The selected cells with their documents' names; those without a value only if asked."""
        found = []
        for index in self.table.selectionModel().selectedIndexes():
            row = self.model.row(index.row())
            column = index.column()
            if row is not None and 0 <= column < len(row.cells):
                cell = row.cells[column]
                if cell.value or empty:
                    found.append((cell, row.name))
        return found

    def _go_on(self, wanted: Callable[[Cell], bool]) -> None:
        """To the next cell that is ``wanted``, after the current one, row by row."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), here.column()
        places: dict[int, int] = {}
        first = True

        def matches(found: Any, number: int) -> bool:
            nonlocal first
            start, first = (column + 1, False) if first and number == row else (0, False)
            for place in range(max(start, 0), len(found.cells)):
                if wanted(found.cells[place]):
                    places[number] = place
                    return True
            return False

        def go(number: int) -> None:
            if number >= 0:
                self.table.go_to(number, places[number])
            else:
                self.said.emit(self.tr("Nothing more to review here."))

        self._seeker.seek(row, matches, go)

    def _show_current(self) -> None:
        cell, name = self._current_cell()
        row = self.table.current_row()
        if not isinstance(row, FieldsRow):
            self.detail.show_cell(None, "", ())
            return
        mentions: Sequence[Mention] = ()
        if cell is not None:
            try:
                mentions = self._project.cells.candidates(cell.document_id, cell.field)
            except UserError as error:
                self._controller.problem.emit(error)
        self.detail.show_cell(cell, name, mentions)
        if self.isVisible():
            self.show_document.emit(row.document_id, _highlights(row, cell, mentions))

    def _show_mention(self, mention: Mention) -> None:
        marks = [
            Highlight(other.mention.start, other.mention.end, Tone.CAUTION)
            for other in self.detail.candidates()
        ]
        strong = Highlight(mention.start, mention.end, Tone.INFO, strong=True)
        self.show_document.emit(mention.document_id, [*marks, strong])

    def _commit(self, row: FieldsRow, column: Column[FieldsRow], text: str) -> bool:
        cell = column.value(row)
        return self._controller.review.set_value(cell, row.name, text)


def _highlights(row: FieldsRow, cell: Cell | None, mentions: Sequence[Mention]) -> list[Highlight]:
    """The row's values lightly, the cell's candidates, the value itself strongly."""
    marks = [
        Highlight(other.start, other.end, Tone.QUIET)
        for other in row.cells
        if other.start >= 0 and other is not cell
    ]
    marks += [Highlight(mention.start, mention.end, Tone.CAUTION) for mention in mentions]
    if cell is not None and cell.start >= 0:
        marks.append(Highlight(cell.start, cell.end, Tone.INFO, strong=True))
    elif mentions:
        best = mentions[0]
        marks.append(Highlight(best.start, best.end, Tone.CAUTION, strong=True))
    return marks
