"""How the window and its columns look, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMainWindow

from gui.tables.view import TableView

Kept = Sequence[tuple[str, TableView]]
"""Tables whose columns are always the same, so that their widths can be kept, by name."""


def remember(memory: QSettings, window: QMainWindow, tables: Kept) -> None:
    """Keep it, for :func:`restore_window` and :func:`restore_columns`."""
    memory.setValue("geometry", window.saveGeometry())
    memory.setValue("layout", window.saveState())
    for name, table in tables:
        memory.setValue(f"columns/{name}", table.horizontalHeader().saveState())


def restore_window(memory: QSettings, window: QMainWindow) -> None:
    """The window's place, size, and the docks in it."""
    geometry, layout = memory.value("geometry"), memory.value("layout")
    if geometry:
        window.restoreGeometry(geometry)
    if layout:
        window.restoreState(layout)


def restore_columns(memory: QSettings, tables: Kept) -> None:
    """The widths of the columns; the rows are in their own order at first."""
    for name, table in tables:
        state = memory.value(f"columns/{name}")
        if state:
            table.horizontalHeader().restoreState(state)
            table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
