"""The one table view: how every table in the program looks and answers to keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui import theme
from gui.tables.column import Role
from gui.tables.delegates import row_height
from gui.tables.looks import delegate
from gui.tables.model import TableModel

TITLE_CHARACTERS = 26


class RowTitles(QHeaderView):
    """What stands in front of the rows. Its width is given: Qt would ask a hundred rows at either
    end of the table for theirs, and so read pages that nobody looks at."""

    def __init__(self, width: int, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._width = width
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setFixedWidth(width)

    def sizeHint(self) -> QSize:
        return QSize(self._width, 0)


class TableView(QTableView):
    """Shows a :class:`TableModel`.

    ``entered_row`` is Return on a row; ``current_changed`` says that another cell is the current one,
    or that the current one shows something else. Tab leaves the table.
    """

    current_changed = Signal()
    confirmed = Signal()

    def __init__(self, model: TableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept = (-1, -1)
        self._seen: object | None = None
        self.setAccessibleName(name)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self._build_row_titles()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # Titles show nothing of what is selected, but would ask every row of it to paint themselves: 90 ms
        # of ten thousand rows. A selection of their own, in which nothing is, costs nothing.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(48)
        header.setSectionsMovable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSortingEnabled(True)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._find_place)
        model.dataChanged.connect(self._on_data_changed)
        model.rowsRemoved.connect(self._find_removed)
        self.apply_columns()

    def _build_row_titles(self) -> None:
        titles = RowTitles(TITLE_CHARACTERS * theme.character(self.fontMetrics()), self)
        self.setVerticalHeader(titles)
        titles.setDefaultSectionSize(row_height(self.fontMetrics()))
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles.setVisible(self._model.row_title is not None)
        titles.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        titles.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def apply_columns(self) -> None:
        """Delegates and widths as the columns declare them."""
        character = theme.character(self.fontMetrics())
        for number in range(self._model.columnCount()):
            column = self._model.column(number)
            self.setItemDelegateForColumn(number, delegate(column.look, self))
            title = self.fontMetrics().horizontalAdvance(column.title) + 4 * character
            self.setColumnWidth(number, max(column.width * character, title))

    def current_row(self) -> object | None:
        """The row that the current cell belongs to."""
        index = self.currentIndex()
        return index.data(Role.ROW) if index.isValid() else None

    def selected_rows(self) -> list[object]:
        """Every selected row, in order."""
        rows = (self._model.row(number) for number in self.selected_numbers())
        return [row for row in rows if row is not None]

    def selected_numbers(self) -> list[int]:
        """The places of the selected rows, in order. Goes by the stretches that are selected: ten thousand
        rows are one."""
        numbers: set[int] = set()
        for stretch in self.selectionModel().selection():
            numbers.update(range(stretch.top(), stretch.bottom() + 1))
        return sorted(numbers)

    @property
    def editing(self) -> bool:
        """Whether someone is typing a value."""
        return self.state() == QAbstractItemView.State.EditingState

    def go_to(self, row: int, column: int | None = None) -> None:
        """Make a cell the current one and show it."""
        place = max(self.currentIndex().column(), 0) if column is None else column
        index = self._model.index(row, place)
        if index.isValid():
            self._select(row, place)
            self.scrollTo(index)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self._seen = self.current_row()
        self.current_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard never arrives at a table in which nothing is chosen."""
        super().focusInEvent(event)
        if self._model.rowCount() and not self.selectionModel().hasSelection():
            self._select(max(self.currentIndex().row(), 0), max(self.currentIndex().column(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.editing:
            self.confirmed.emit()
            return
        super().keyPressEvent(event)

    def _keep_place(self) -> None:
        index = self.currentIndex()
        self._kept = (index.row(), index.column())

    def _find_place(self) -> None:
        """After a reset the cursor stands where it stood, or on the last row before that."""
        row, column = self._kept
        last = self._model.rowCount() - 1
        if row < 0 or last < 0:
            self.current_changed.emit()
            return
        self._select(min(row, last), min(max(column, 0), self._model.columnCount() - 1))

    def rowsAboutToBeRemoved(self, parent: QModelIndex, start: int, end: int) -> None:  # noqa: N802
        """Note whether the cursor's row goes: Qt would put it on the row before, and a reviewer who goes
        down the list would come upon what was seen already."""
        index = self.currentIndex()
        self._kept = (start, index.column()) if start <= index.row() <= end else (-1, -1)
        super().rowsAboutToBeRemoved(parent, start, end)

    def _find_removed(self) -> None:
        if self._kept[0] >= 0 and self._model.rowCount():
            self._find_place()

    def _select(self, row: int, column: int) -> None:
        index = self._model.index(row, column)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            flag |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flag)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Told on only when the current row shows something else: results that stream in elsewhere
        must not pull the reader's eyes back."""
        if first.row() <= self.currentIndex().row() <= last.row():
            row = self.current_row()
            if row != self._seen:
                self._seen = row
                self.current_changed.emit()
