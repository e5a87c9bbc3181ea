"""What to compare: the tables, the columns that identify a row, and how alike is alike enough."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine.store import TableRow
from gui import icons, theme
from gui.widgets import button, row

TABLE = Qt.ItemDataRole.UserRole + 1
LINES = 6


class DuplicatesSetup(QWidget):
    """The upper part of the page. ``started`` carries the job's settings; ``removed`` the id of a
    table that is to go."""

    started = Signal(dict)
    add_tables = Signal()
    removed = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticked: set[str] = set()
        self._tables = self._list(self.tr("Tables"))
        self._columns = self._list(self.tr("Columns that identify a row"))
        self._threshold = QSpinBox()
        self._threshold.setRange(5, 100)
        self._threshold.setSingleStep(5)
        self._threshold.setValue(50)
        self._threshold.setSuffix(" %")
        self._threshold.setAccessibleName(self.tr("Alike from"))
        self._threshold.setToolTip(self.tr("Pairs that score at least this much form groups"))
        self._scope = QComboBox()
        self._scope.setAccessibleName(self.tr("Where to look"))
        for value, words in (
            ("both", self.tr("Within and between tables")),
            ("within", self.tr("Within each table")),
            ("between", self.tr("Between tables only")),
        ):
            self._scope.addItem(words, value)
        self._start = button(self.tr("Find duplicates"), self.start, "run", "Ctrl+R")
        self._start.setDefault(True)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._tables.itemChanged.connect(self._on_tables)
        self._tables.currentItemChanged.connect(lambda *_: self._enable())
        self._columns.itemChanged.connect(self._on_columns)
        self._build()

    def set_tables(self, tables: Sequence[TableRow]) -> None:
        """Show ``tables``; those that are new are ticked."""
        known = {item.data(TABLE).id: item.checkState() for item in self._items(self._tables)}
        self._tables.blockSignals(True)
        self._tables.clear()
        for table in tables:
            item = QListWidgetItem(icons.icon("table"), table_words(table))
            item.setToolTip(table.path)
            item.setSizeHint(self._line())
            item.setData(TABLE, table)
            item.setCheckState(known.get(table.id, Qt.CheckState.Checked))
            self._tables.addItem(item)
        self._tables.blockSignals(False)
        self._renew_columns()

    def chosen_tables(self) -> list[TableRow]:
        """The ticked tables."""
        checked = Qt.CheckState.Checked
        return [i.data(TABLE) for i in self._items(self._tables) if i.checkState() == checked]

    def chosen_columns(self) -> list[str]:
        """The ticked columns, in the order of the tables."""
        checked = Qt.CheckState.Checked
        return [i.text() for i in self._items(self._columns) if i.checkState() == checked]

    def tick(self, columns: Sequence[str]) -> None:
        """Tick ``columns`` and no others."""
        self._ticked = set(columns)
        self._renew_columns()

    def save(self) -> str:
        """The ticked columns and the threshold as text, to be kept with the project."""
        return json.dumps({"columns": sorted(self._ticked), "threshold": self._threshold.value()})

    def restore(self, text: str) -> None:
        """What :meth:`save` gave."""
        if text:
            kept: dict[str, Any] = json.loads(text)
            self._threshold.setValue(int(kept.get("threshold", 50)))
            self.tick(kept.get("columns", []))

    def start(self) -> None:
        """Hand over the settings, if they are complete."""
        tables, columns = self.chosen_tables(), self.chosen_columns()
        if tables and columns:
            self.started.emit(
                {
                    "paths": [table.path for table in tables],
                    "sheets": [table.sheet for table in tables],
                    "columns": columns,
                    "threshold": self._threshold.value() / 100,
                    "scope": self._scope.currentData() if len(tables) > 1 else "both",
                }
            )

    def _build(self) -> None:
        self._remove = button(self.tr("Remove"), self._on_remove, "remove")
        tables = QVBoxLayout()
        tables.setSpacing(theme.TIGHT)
        tables.addLayout(
            row(
                _title(self.tr("Tables")),
                None,
                button(self.tr("Add tables…"), self.add_tables.emit, "table"),
                self._remove,
            )
        )
        tables.addWidget(self._tables)
        columns = QVBoxLayout()
        columns.setSpacing(theme.TIGHT)
        title = _title(self.tr("Columns that identify a row"))
        title.setMinimumHeight(self._remove.sizeHint().height())
        columns.addWidget(title)
        columns.addWidget(self._columns)
        side = QVBoxLayout()
        side.setSpacing(theme.SMALL)
        words = QLabel(self.tr("Alike from"))
        words.setBuddy(self._threshold)
        side.addLayout(row(words, self._threshold))
        side.addWidget(self._scope)
        side.addWidget(self._start)
        self._start.setMinimumWidth(170)
        self._hint.setFixedWidth(170)
        side.addWidget(self._hint)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(tables, 3)
        layout.addLayout(columns, 2)
        layout.addLayout(side)

    def _list(self, name: str) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(name)
        made.setIconSize(QSize(16, 16))
        made.setFixedHeight(LINES * (made.fontMetrics().height() + theme.TIGHT) + theme.SMALL)
        return made

    def _line(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + theme.TIGHT)

    def _items(self, where: QListWidget) -> list[QListWidgetItem]:
        return [where.item(number) for number in range(where.count())]

    def _on_tables(self) -> None:
        self._renew_columns()
        self.changed.emit()

    def _on_columns(self, item: QListWidgetItem) -> None:
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked.add(item.text())
        else:
            self._ticked.discard(item.text())
        self._enable()
        self.changed.emit()

    def _on_remove(self) -> None:
        item = self._tables.currentItem()
        if item is not None:
            self.removed.emit(item.data(TABLE).id)

    def _renew_columns(self) -> None:
        """The columns that every ticked table has come first; the others cannot be compared."""
        tables = self.chosen_tables()
        names = list(tables[0].header) if tables else []
        common = [name for name in names if all(name in table.header for table in tables)]
        self._columns.blockSignals(True)
        self._columns.clear()
        for name in dict.fromkeys(common):
            item = QListWidgetItem(name)
            item.setSizeHint(self._line())
            ticked = name in self._ticked
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self._columns.addItem(item)
        self._columns.blockSignals(False)
        self._enable()

    def _enable(self) -> None:
        tables, columns = self.chosen_tables(), self.chosen_columns()
        self._start.setEnabled(bool(tables and columns))
        self._scope.setVisible(len(tables) > 1)
        self._remove.setEnabled(self._tables.currentItem() is not None)
        if not tables:
            self._hint.setText(self.tr("Tick a table."))
        elif not self._columns.count():
            self._hint.setText(self.tr("These tables have no column in common."))
        elif not columns:
            self._hint.setText(self.tr("Tick the columns that tell one row from another."))
        else:
            self._hint.setText("")


def table_words(table: TableRow) -> str:
    """``customers.xlsx · Sheet1 · 300 rows``."""
    name = PurePath(table.path).name
    parts = [name]
    if table.sheet and table.sheet != PurePath(table.path).stem:
        parts.append(table.sheet)
    if table.rows:
        parts.append(f"{table.rows:,}")
    return " · ".join(parts)


def _title(text: str) -> QLabel:
    made = QLabel(text)
    theme.heading(made)
    return made
