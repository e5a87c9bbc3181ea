"""The tables of the project, ticked where they are to be searched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from engine.store import TableRow
from gui import icons, theme
from gui.workspaces.duplicates.words import table_words

TABLE = Qt.ItemDataRole.UserRole + 1
LINES = 9


class TableList(QListWidget):
    """``changed`` says that other tables are ticked; ``removed`` gives the one that Del is pressed on."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tables"))
        self.setIconSize(QSize(16, 16))
        self.setFixedHeight(LINES * (self.fontMetrics().height() + theme.SMALL) + theme.SMALL)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def show_tables(self, tables: Sequence[TableRow]) -> None:
        """Show ``tables``; those that are new are ticked."""
        known = {item.data(TABLE).id: item.checkState() for item in self._items()}
        at = self.current()
        self.blockSignals(True)
        self.clear()
        for table in tables:
            item = QListWidgetItem(icons.icon("table"), table_words(table))
            item.setToolTip(table.path)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + theme.TIGHT))
            item.setData(TABLE, table)
            item.setCheckState(known.get(table.id, Qt.CheckState.Checked))
            self.addItem(item)
            if at is not None and table.id == at.id:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def chosen(self) -> list[TableRow]:
        """The ticked tables."""
        checked = Qt.CheckState.Checked
        return [item.data(TABLE) for item in self._items() if item.checkState() == checked]

    def current(self) -> TableRow | None:
        """The one under the cursor."""
        item = self.currentItem()
        return None if item is None else item.data(TABLE)

    def remove_current(self) -> None:
        """Ask for the one under the cursor to be taken out."""
        table = self.current()
        if table is not None:
            self.removed.emit(table)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_current()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(number) for number in range(self.count())]
