"""A row a field: name, description, type, details, several, threshold, group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from engine.types import FieldType
from gui import theme
from gui.workspaces.fields.rows import TYPES, FieldRow, read_threshold, show_threshold
from gui.workspaces.fields.words import type_words

NAME, DESCRIPTION, TYPE, DETAILS, MANY, THRESHOLD, GROUP = range(7)
Index = QModelIndex | QPersistentModelIndex


class TypeDelegate(QStyledItemDelegate):
    """The types to choose from."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        made = QComboBox(parent)
        made.addItem(_words(None), "")
        for kind in TYPES:
            made.addItem(type_words(kind), kind.value)
        made.activated.connect(lambda _number: self.commitData.emit(made))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.UserRole)), 0))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.UserRole)
            model.setData(index, editor.currentText(), Qt.ItemDataRole.DisplayRole)


class RowsTable(QTableWidget):
    """Edited in place. ``changed`` gives all rows after every edit."""

    changed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 7, parent)
        self.setAccessibleName(self.tr("Fields, a row each"))
        self.setHorizontalHeaderLabels(
            [
                self.tr("Name"),
                self.tr("Description"),
                self.tr("Type"),
                self.tr("Format, unit or choices"),
                self.tr("Several"),
                self.tr("Threshold"),
                self.tr("Group"),
            ]
        )
        self.setItemDelegateForColumn(TYPE, TypeDelegate(self))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + theme.MEDIUM)
        letter = theme.character(self.fontMetrics())
        for column, width in enumerate((22, 28, 15, 24, 8, 10, 14)):
            self.setColumnWidth(column, width * letter)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for keys, act in (
            ("Ins", self.add),
            ("Ctrl+Del", self.remove),
            ("Alt+Up", lambda: self.move(-1)),
            ("Alt+Down", lambda: self.move(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.itemChanged.connect(lambda _item: self.changed.emit(self.rows()))

    def show_rows(self, rows: Sequence[FieldRow]) -> None:
        """Other rows; the cursor stays, and so does a row that is just being made."""
        if self._named() == tuple(rows):
            return
        place = (self.currentRow(), self.currentColumn())
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self._write(number, row)
        self.blockSignals(False)
        if 0 <= place[0] < len(rows):
            self.setCurrentCell(*place)

    def rows(self) -> tuple[FieldRow, ...]:
        """The rows as they stand."""
        return tuple(self._read(number) for number in range(self.rowCount()))

    def add(self) -> None:
        """A new row under the current one, ready for its name."""
        place = self.currentRow() + 1 if self.currentRow() >= 0 else self.rowCount()
        group = self._read(place - 1).group if place > 0 else ""
        self.blockSignals(True)
        self.insertRow(place)
        self._write(place, FieldRow(group=group))
        self.blockSignals(False)
        self.setCurrentCell(place, NAME)
        self.setFocus()
        self.editItem(self.item(place, NAME))

    def remove(self) -> None:
        """The current row goes."""
        if self.currentRow() >= 0:
            self.removeRow(self.currentRow())
            self.changed.emit(self.rows())

    def move(self, step: int) -> None:
        """The current row one place up (-1) or down (1)."""
        here, there = self.currentRow(), self.currentRow() + step
        if here < 0 or not 0 <= there < self.rowCount():
            return
        rows = list(self.rows())
        rows[here], rows[there] = rows[there], rows[here]
        column = self.currentColumn()
        self.show_rows(rows)
        self.setCurrentCell(there, column)
        self.changed.emit(self.rows())

    def _named(self) -> tuple[FieldRow, ...]:
        return tuple(row for row in self.rows() if row.name.strip())

    def _write(self, number: int, row: FieldRow) -> None:
        texts = {
            NAME: row.name,
            DESCRIPTION: row.description,
            TYPE: _words(row.type),
            DETAILS: row.details,
            MANY: "",
            THRESHOLD: show_threshold(row.threshold),
            GROUP: row.group,
        }
        for column, text in texts.items():
            item = QTableWidgetItem(text)
            if column == TYPE:
                item.setData(Qt.ItemDataRole.UserRole, row.type.value if row.type else "")
            if column == MANY:
                item.setFlags(
                    Qt.ItemFlag.ItemIsUserCheckable
                    | Qt.ItemFlag.ItemIsEnabled
                    | Qt.ItemFlag.ItemIsSelectable
                )
                state = Qt.CheckState.Checked if row.many else Qt.CheckState.Unchecked
                item.setCheckState(state)
            self.setItem(number, column, item)

    def _read(self, number: int) -> FieldRow:
        def text(column: int) -> str:
            item = self.item(number, column)
            return item.text() if item else ""

        kind, many = self.item(number, TYPE), self.item(number, MANY)
        named = kind.data(Qt.ItemDataRole.UserRole) if kind else ""
        row = FieldRow(
            name=text(NAME),
            description=text(DESCRIPTION),
            details=text(DETAILS),
            threshold=read_threshold(text(THRESHOLD)),
            group=" ".join(text(GROUP).split()),
        )
        return replace(
            row,
            type=FieldType(named) if named else None,
            many=many is not None and many.checkState() is Qt.CheckState.Checked,
        )


def _words(kind: FieldType | None) -> str:
    return (
        QCoreApplication.translate("Fields", "from the name") if kind is None else type_words(kind)
    )
