"""Which column of one table is which of another, where their names differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from engine.store import TableRow
from gui import theme
from gui.widgets import QuietLabel, framed
from gui.workspaces.duplicates.words import table_name

Aliases = dict[str, tuple[str, ...]]
"""Other names that a column goes by in some tables, by its own name."""


def missing(columns: Sequence[str], tables: Sequence[TableRow]) -> list[str]:
    """The columns that some table lacks."""
    return [name for name in columns if any(name not in table.header for table in tables)]


def renamed(header: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A table's columns under the names that they are compared by."""
    there = set(header)
    names = {
        other: name for name, others in aliases.items() if name not in there for other in others
    }
    return tuple(names.get(name, name) for name in header)


class MatchDialog(QDialog):
    """A line a column, a box for each table that has no column of that name. ``chosen`` gives the
    :data:`Aliases`."""

    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[str],
        tables: Sequence[TableRow],
        aliases: Mapping[str, Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Columns that mean the same"))
        self.setMinimumWidth(560)
        self._boxes: dict[tuple[str, str], QComboBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        lacking = [table for table in tables if missing(columns, [table])]
        for place, table in enumerate(lacking, 1):
            title = QLabel(table_name(table))
            theme.heading(title)
            grid.addWidget(title, 0, place)
        for line, name in enumerate(columns, 1):
            grid.addWidget(QLabel(name), line, 0)
            for place, table in enumerate(lacking, 1):
                grid.addWidget(self._cell(name, table, aliases.get(name, ())), line, place)
        inside = QWidget()
        inside.setLayout(grid)
        scrolled = QScrollArea()
        scrolled.setWidget(inside)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setAccessibleName(self.tr("Columns by table"))
        hint = QuietLabel(
            self.tr("Choose which column of the other table holds the same; none leaves it empty.")
        )
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addWidget(hint)
        layout.addWidget(scrolled, 1)
        layout.addWidget(buttons)

    def box(self, column: str, table_id: str) -> QComboBox:
        """Where the other name of a column in a table is chosen."""
        return self._boxes[column, table_id]

    def accept(self) -> None:
        super().accept()
        # A column for which none was chosen is told, too: nothing is to be proposed for it again.
        found: dict[str, dict[str, None]] = {name: {} for name, _table in self._boxes}
        for (name, _table), box in self._boxes.items():
            if box.currentData():
                found[name][box.currentData()] = None
        self.chosen.emit({name: tuple(others) for name, others in found.items()})

    def _cell(self, name: str, table: TableRow, known: Sequence[str]) -> QWidget:
        if name in table.header:
            return QuietLabel(name)
        box = QComboBox()
        words = self.tr("“{column}” in {table}")
        box.setAccessibleName(words.format(column=name, table=table_name(table)))
        box.addItem(self.tr("None"), "")
        for other in table.header:
            box.addItem(other, other)
        chosen = next((other for other in known if other in table.header), "")
        box.setCurrentIndex(max(box.findData(chosen), 0))
        self._boxes[name, table.id] = box
        return box
