"""What the review keys do on the cells of the table: accept, reject, pick, edit, step, go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.store import Cell, FieldsRow
from engine.types import Mention
from gui.controller import Controller
from gui.review import Named
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.workspaces.fields.columns import is_doubtful, is_pending
from gui.workspaces.fields.model import FieldsModel


class CellReviewing(QObject):
    """Decides about the current or the selected cells of ``table``. ``said`` is a line for the
    status bar. Thread: GUI."""

    said = Signal(str)

    def __init__(self, table: TableView, model: FieldsModel, controller: Controller) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._controller = controller
        self._review = controller.review
        self._seeker = Seeker(model, self)

    def row(self) -> FieldsRow | None:
        """The document that the cursor is on."""
        row = self._table.current_row()
        return row if isinstance(row, FieldsRow) else None

    def current(self) -> tuple[Cell | None, str]:
        """The cell under the cursor and its document's name; no cell beside the fields' columns."""
        row, column = self.row(), self._table.currentIndex().column()
        if row is None:
            return None, ""
        return (row.cells[column] if 0 <= column < len(row.cells) else None), row.name

    def selected(self, empty: bool = False) -> list[Named]:
        """The selected cells with their documents' names; those without a value only if asked."""
        found = []
        for index in self._table.selectionModel().selectedIndexes():
            row, column = self._model.row(index.row()), index.column()
            if row is not None and 0 <= column < len(row.cells):
                cell = row.cells[column]
                if cell.value or empty:
                    found.append((cell, row.name))
        return found

    def accept(self) -> None:
        """The values are right; on to the next that nobody has judged."""
        cells = self.selected()
        if not cells or self._review.accept_cells(cells):
            self.go_on(is_pending)

    def reject(self) -> None:
        """The values are wrong; on to the next."""
        cells = self.selected(empty=True)
        if cells and self._review.reject_cells(cells):
            self.go_on(is_pending)

    def reset(self) -> None:
        """As if nobody had judged them."""
        self._review.reset_cells(self.selected(empty=True))

    def step(self, forward: bool) -> None:
        """Through the past of the current cell alone."""
        cell, name = self.current()
        if cell is not None and not self._review.step_in_cell(cell, name, forward):
            words = (
                self.tr("This is the newest decision on this cell.")
                if forward
                else self.tr("Nothing was decided on this cell before.")
            )
            self.said.emit(words)

    def edit(self) -> None:
        """Type another value."""
        index = self._table.currentIndex()
        if self.current()[0] is not None:
            self._table.setFocus()
            self._table.edit(index)

    def pick(self, mention: Mention | None) -> None:
        """Another candidate is the right one."""
        cell, name = self.current()
        if mention is not None and cell is not None:
            self._review.pick_candidate(cell, name, mention)

    def take_selection(self, document_id: str, start: int, end: int, text: str) -> None:
        """Words that were selected in the document are the value."""
        cell, name = self.current()
        if cell is None or cell.document_id != document_id:
            self.said.emit(self.tr("Choose a cell of this document first."))
            return
        self._review.set_value(cell, name, " ".join(text.split()), start, end)

    def next_doubtful(self) -> None:
        """To the next cell that is worth a look."""
        self.go_on(is_doubtful)

    def go_on(self, wanted: Callable[[Cell], bool]) -> None:
        """To the next cell that is ``wanted``, after the current one, row by row."""
        here = self._table.currentIndex()
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
                self._table.go_to(number, places[number])
            else:
                self.said.emit(self.tr("Nothing more to review here."))

        self._seeker.seek(row, matches, go)
