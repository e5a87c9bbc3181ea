"""The columns that identify a row: ticked, each with what it holds, which may be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from engine.dedupe.kinds import ColumnKind
from gui import theme
from gui.workspaces.duplicates.words import kind_words

NAME, KIND = 0, 1
AUTOMATIC = ""
KINDS = 0.55
"""The share of the width that the kinds may take from the names."""


class ColumnChooser(QTreeWidget):
    """``changed`` says that other columns are ticked, or that one holds something else. Only a ticked
    column has a box to choose its kind: a table may have thousands of columns."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticked: set[str] = set()
        self._found: dict[str, ColumnKind] = {}
        self._chosen: dict[str, ColumnKind] = {}
        self.setAccessibleName(self.tr("Columns that identify a row"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(KIND, QHeaderView.ResizeMode.Fixed)
        longest = max((self._found_words(kind) for kind in ColumnKind), key=len)
        room = self.fontMetrics().horizontalAdvance(longest)
        self._room = room + 8 * theme.character(self.fontMetrics())
        self.itemChanged.connect(self._on_item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        most = round(self.viewport().width() * KINDS)
        self.header().resizeSection(KIND, min(self._room, most))

    def show_columns(self, names: Sequence[str]) -> None:
        """Offer ``names``; what was ticked stays so."""
        if names == [item.text(NAME) for item in self._items()]:
            return
        self.blockSignals(True)
        self.clear()
        for name in names:
            item = QTreeWidgetItem(self, [name, ""])
            item.setSizeHint(NAME, QSize(0, self.fontMetrics().height() + theme.SMALL))
            ticked = name in self._ticked
            item.setCheckState(NAME, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self._dress(item)
        self.blockSignals(False)

    def chosen(self) -> list[str]:
        """The ticked columns, in the order of the table."""
        checked = Qt.CheckState.Checked
        return [i.text(NAME) for i in self._items() if i.checkState(NAME) == checked]

    def ticked(self) -> set[str]:
        """Every ticked column, also those that the chosen tables lack."""
        return set(self._ticked)

    def tick(self, names: Sequence[str]) -> None:
        """Tick ``names`` and no others."""
        self._ticked = set(names)
        self.blockSignals(True)
        for item in self._items():
            ticked = item.text(NAME) in self._ticked
            item.setCheckState(NAME, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self._dress(item)
        self.blockSignals(False)

    def kinds(self) -> dict[str, str]:
        """What a person said that columns hold."""
        return {name: kind.value for name, kind in self._chosen.items() if name in self._ticked}

    def set_kinds(self, kinds: Mapping[str, str]) -> None:
        """What :meth:`kinds` gave."""
        known = {kind.value for kind in ColumnKind}
        self._chosen = {n: ColumnKind(kind) for n, kind in kinds.items() if kind in known}
        self._dress_all()

    def found(self, kinds: Mapping[str, ColumnKind]) -> None:
        """What the columns seem to hold."""
        self._found = dict(kinds)
        self._dress_all()

    def box(self, name: str) -> QComboBox | None:
        """The box in which the kind of a ticked column is chosen."""
        for item in self._items():
            made = self.itemWidget(item, KIND)
            if item.text(NAME) == name and isinstance(made, QComboBox):
                return made
        return None

    def _items(self) -> list[QTreeWidgetItem]:
        return [self.topLevelItem(number) for number in range(self.topLevelItemCount())]

    def _on_item(self, item: QTreeWidgetItem, column: int) -> None:
        if column != NAME:
            return
        if item.checkState(NAME) == Qt.CheckState.Checked:
            self._ticked.add(item.text(NAME))
        else:
            self._ticked.discard(item.text(NAME))
        self.blockSignals(True)
        self._dress(item)
        self.blockSignals(False)
        self.changed.emit()

    def _dress_all(self) -> None:
        self.blockSignals(True)
        for item in self._items():
            self.removeItemWidget(item, KIND)
            self._dress(item)
        self.blockSignals(False)

    def _dress(self, item: QTreeWidgetItem) -> None:
        """A box for a ticked column, plain words for another."""
        name = item.text(NAME)
        found = self._found.get(name)
        there = isinstance(self.itemWidget(item, KIND), QComboBox)
        if name not in self._ticked:
            self.removeItemWidget(item, KIND)
            item.setText(KIND, kind_words(found) if found else "")
            item.setForeground(KIND, self.palette().placeholderText())
        elif not there:
            item.setText(KIND, "")
            box = self._box(name, found)
            self.setItemWidget(item, KIND, box)
            self._follow_order(item, box)

    def _follow_order(self, item: QTreeWidgetItem, box: QComboBox) -> None:
        """Tab goes from the columns to their boxes, from the first to the last."""
        above = self.indexOfTopLevelItem(item)
        boxes = (self.itemWidget(one, KIND) for one in reversed(self._items()[:above]))
        QWidget.setTabOrder(next((one for one in boxes if one is not None), self), box)

    def _box(self, name: str, found: ColumnKind | None) -> QComboBox:
        box = QComboBox()
        box.setFrame(False)
        box.setAccessibleName(self.tr("What {column} holds").format(column=name))
        automatic = self.tr("By itself")
        if found is not None:
            automatic = self._found_words(found)
        box.addItem(automatic, AUTOMATIC)
        for kind in ColumnKind:
            box.addItem(kind_words(kind), kind.value)
        chosen = self._chosen.get(name)
        box.setCurrentIndex(max(box.findData(chosen.value) if chosen else 0, 0))
        box.currentIndexChanged.connect(lambda _n, of=name, at=box: self._on_kind(of, at))
        return box

    def _found_words(self, kind: ColumnKind) -> str:
        return self.tr("{kind} (found)").format(kind=kind_words(kind))

    def _on_kind(self, name: str, box: QComboBox) -> None:
        value = box.currentData()
        if value == AUTOMATIC:
            self._chosen.pop(name, None)
        else:
            self._chosen[name] = ColumnKind(value)
        self.changed.emit()
