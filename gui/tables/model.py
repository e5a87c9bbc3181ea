"""The one table model: declarative columns over rows that the store pages, sorts and filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Generic

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from engine.errors import UserError
from engine.store.query import EVERYTHING, Filter, Query
from gui.tables.column import Column, Role, Row, RowSource
from gui.tables.pages import PAGE, Pages

Index = QModelIndex | QPersistentModelIndex
Commit = Callable[[Any, Column[Any], str], bool]
"""Called with the row, its column and the text that was typed; ``True`` once an edit was made."""

NEAR = 5 * PAGE
"""How far from its old place a selected row is looked for after rows came in before it."""


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of ``source`` through ``columns``.

    ``key`` names a row, so that the selection stays on it when others come in before it.
    ``commit`` is told what a person typed; it pushes an undo command and the store's change comes
    back through :meth:`refresh`. ``row_title`` is what stands in front of a row however far the
    columns are scrolled. Thread: GUI.
    """

    failed = Signal(object)
    counted = Signal(int)

    def __init__(
        self,
        source: RowSource[Row],
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Any],
        commit: Commit | None = None,
        query: Query = EVERYTHING,
        row_title: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages = Pages(source)
        self._columns = tuple(columns)
        self._key = key
        self._commit = commit
        self.row_title = row_title
        self._unsorted = query
        self._query = query
        self._error = ""
        self._count = self._read_count()

    @property
    def source(self) -> RowSource[Row]:
        """Where the rows come from."""
        return self._pages.source

    @property
    def query(self) -> Query:
        """What is shown now."""
        return self._query

    def column(self, number: int) -> Column[Row]:
        """The declaration of a column."""
        return self._columns[number]

    def row(self, number: int) -> Row | None:
        """The row at ``number``; ``None`` where there is none, or where it cannot be read."""
        if not 0 <= number < self._count:
            return None
        try:
            return self._pages.row(number, self._query)
        except UserError as error:
            self._report(error)
            return None

    # --- What Qt asks ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self._commit is not None:
            row = self.row(index.row())
            if row is not None and self._columns[index.column()].editable(row):
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._row_header(section, role)
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"\u2009{column.title}\u2009"  # Thin spaces: titles stand over the words below.
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint or column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _row_header(self, section: int, role: int) -> Any:
        if self.row_title is None:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = self.row(section)
            return "" if row is None else self.row_title(row)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        reader = _READERS.get(role)
        if reader is None or not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return None
        words = reader(self._columns[index.column()], row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._row_name(row, index)}{words}"
        return words

    def _row_name(self, row: Row, index: Index) -> str:
        """Which row a cell stands in, as a screen reader says it before the cell: what a sighted
        person reads at its left."""
        if self.row_title is not None:
            return f"{self.row_title(row)}, "
        first = self._columns[0]
        name = first.display(first.value(row)) if index.column() else ""
        return f"{name}, " if name else ""

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self._commit is None:
            return False
        row = self.row(index.row())
        column = self._columns[index.column()]
        if row is None or not column.editable(row) or str(value) == _editing(column, row):
            return False
        return self._commit(row, column, str(value))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorted by the store; a column without a sort name brings back the store's own order."""
        name = self._columns[column].sort if 0 <= column < len(self._columns) else ""
        if name:
            descending = order == Qt.SortOrder.DescendingOrder
            wanted = replace(self._query, sort=name, descending=descending)
        else:
            wanted = replace(
                self._query, sort=self._unsorted.sort, descending=self._unsorted.descending
            )
        if wanted == self._query:
            return
        self._reorder(NEAR, wanted)

    # --- What the workspaces ask ---

    def set_filter(self, text: str = "", filters: Sequence[Filter] = ()) -> None:
        """Show only rows that hold ``text`` and meet ``filters``."""
        wanted = self.narrowed(text, filters)
        if wanted != self._query:
            self.beginResetModel()
            self._query = wanted
            self._recount()
            self.endResetModel()

    def narrowed(self, text: str, filters: Sequence[Filter]) -> Query:
        """What is shown now, with another filter."""
        return replace(self._query, text=text, filters=tuple(filters))

    def show(self, query: Query, count: int, first: Sequence[Row]) -> None:
        """Show ``query``, whose size and first page are known already."""
        self.beginResetModel()
        self._query = query
        self._recount(count)
        self._pages.keep(first)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[Row]], source: RowSource[Row]) -> None:
        """Other columns, over another source; the order falls back to the store's own."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._pages = Pages(source)
        self._query = replace(
            self._query, sort=self._unsorted.sort, descending=self._unsorted.descending
        )
        self._recount()
        self.endResetModel()

    def refresh(self) -> None:
        """The store has changed: take in new rows and new contents, keep everyone's place."""
        self._error = ""
        before, now = self._count, self._read_count()
        if now < before:
            self.beginResetModel()
            self._recount(now)
            self.endResetModel()
            return
        if now > before:
            # What is cached stays until the new rows are in: to Qt, nothing else has changed yet.
            self.beginInsertRows(QModelIndex(), before, now - 1)
            self._count = now
            self.endInsertRows()
            self._reorder(grown=now - before)
            self.counted.emit(now)
        else:
            self._pages.clear()
        if self._count and self._columns:
            last = self.index(self._count - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            if self.row_title is not None:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self._count - 1)

    def find(self, key: Any, around: int = 0, reach: int = NEAR) -> int:
        """The number of the row called ``key``, looked for near ``around``; -1 where it is not."""
        low, high = max(0, around - reach), min(self._count, around + reach + 1)
        nearest = sorted(range(low, high), key=lambda number: abs(number - around))
        for number in nearest:
            row = self.row(number)
            if row is not None and self._key(row) == key:
                return number
        return -1

    # --- Inside ---

    def _read_count(self) -> int:
        try:
            return self._pages.source.count(self._query)
        except UserError as error:
            self._report(error)
            return 0

    def _recount(self, count: int | None = None) -> None:
        self._pages.clear()
        self._count = self._read_count() if count is None else count
        self.counted.emit(self._count)

    def _report(self, error: UserError) -> None:
        """Once for each kind of error: a view asks for the same page many times."""
        if error.code != self._error:
            self._error = error.code
            self.failed.emit(error)

    def _reorder(self, grown: int, query: Query | None = None) -> None:
        """Rows stand elsewhere now: selected ones keep their selection where they are found within
        ``grown`` rows of their old place (of the top, for another ``query``)."""
        self.layoutAboutToBeChanged.emit()
        keys = [(index, self.row(index.row())) for index in self.persistentIndexList()]
        if query is not None:
            self._query = query
        self._pages.clear()
        places: dict[Any, int] = {}
        for index, row in keys:
            if row is not None and self._key(row) not in places:
                around = index.row() if query is None else 0
                places[self._key(row)] = self.find(self._key(row), around, min(grown, NEAR))
        # Every persistent index at once, and no two to one place: Qt loses count otherwise.
        old, new, taken = [], [], set()
        for index, row in keys:
            place = (-1 if row is None else places[self._key(row)], index.column())
            lost = place[0] < 0 or place in taken
            taken.add(place)
            old.append(index)
            new.append(QModelIndex() if lost else self.index(*place))
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()


def _editing(column: Column[Any], row: Any) -> str:
    if column.editing is not None:
        return column.editing(row)
    return column.display(column.value(row))


def _tooltip(column: Column[Any], row: Any) -> str:
    return column.tooltip(row) or column.display(column.value(row))


def _accessible(column: Column[Any], row: Any) -> str:
    said = column.accessible(row)
    if said:
        return said
    words = column.display(column.value(row)) or QCoreApplication.translate("Tables", "empty")
    return f"{column.title}: {words}"


def _alignment(column: Column[Any], _row: Any) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_READERS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.display(column.value(row)),
    Qt.ItemDataRole.EditRole: _editing,
    Qt.ItemDataRole.ToolTipRole: _tooltip,
    Qt.ItemDataRole.AccessibleTextRole: _accessible,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Role.ROW: lambda _column, row: row,
    Role.VALUE: lambda column, row: column.value(row),
    Role.TONE: lambda column, row: column.tone(row),
    Role.ICON: lambda column, row: column.icon(row),
}
