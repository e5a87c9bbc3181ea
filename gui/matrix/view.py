"""A matrix that is painted, not built of widgets: keys, mouse and zoom."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.matrix.canvas import LARGEST, SMALLEST, Canvas
from gui.matrix.grid import Cell, CellLook, Grid


class Matrix(Canvas):
    """Shows a :class:`Grid`. Arrow keys go to the next filled cell, with Ctrl from cell to cell; + and
    - zoom. ``moved`` says that another cell is the current one, ``opened`` that Return was pressed
    or the cell clicked twice; both give the key behind it. Thread: GUI."""

    moved = Signal(object)
    opened = Signal(object)

    def __init__(
        self, name: str, looks: Mapping[int, CellLook], parent: QWidget | None = None
    ) -> None:
        super().__init__(looks, parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_grid(self, grid: Grid) -> None:
        """Show ``grid``; the current cell stays where it was, as far as there is one."""
        self._grid = grid
        rows, columns = len(grid.rows), len(grid.columns)
        self._picture = QImage(grid.codes, columns, rows, columns, QImage.Format.Format_Indexed8)
        self._names = min(self._width_of(grid.rows), 260)
        self._heads = min(self._width_of(grid.columns), 140)
        if self._current not in grid.keys:
            self._current = min(grid.keys, default=(0, 0))
        self._fit()
        self._colour()
        self._measure()
        self._tell()
        self.viewport().update()

    def current_key(self) -> int | None:
        """What lies behind the current cell."""
        return self._grid.keys.get(self._current)

    def go_to_key(self, key: int) -> bool:
        """Make the cell of ``key`` the current one."""
        for cell, found in self._grid.keys.items():
            if found == key:
                self._go(cell)
                return True
        return False

    def words(self) -> str:
        """The current cell in words."""
        if not self._grid.rows or not self._grid.columns:
            return ""
        row, column = self._current
        look = self._looks.get(self._grid.code(row, column))
        said = look.words if look else self.tr("nothing")
        return f"{self._grid.rows[row]} ↔ {self._grid.columns[column]}: {said}"

    def zoom(self, by: int) -> None:
        """Larger or smaller cells; the current one stays in sight."""
        step = max(abs(by) * self._cell // 4, abs(by))
        self._cell = min(max(self._cell + (step if by > 0 else -step), SMALLEST), LARGEST)
        self._colour()
        self._measure()
        self._show_current()
        self.viewport().update()

    # --- Keys and mouse ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        if key in steps:
            single = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._step(*steps[Qt.Key(key)], single)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current_key())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key == Qt.Key.Key_Home:
            self._go(min(self._grid.keys, default=(0, 0)))
        elif key == Qt.Key.Key_End:
            self._go(max(self._grid.keys, default=(0, 0)))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell is not None:
            self._go(self._near(cell))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._cell_at(event.position().toPoint()) is not None:
            self.opened.emit(self.current_key())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self._hint(cell) if cell else "", self)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._colour()
            self.viewport().update()

    # --- Moving ---

    def _cell_at(self, where: QPoint) -> Cell | None:
        area = self._area()
        if not area.contains(where):
            return None
        row = (where.y() - area.top() + self.verticalScrollBar().value()) // self._cell
        column = (where.x() - area.left() + self.horizontalScrollBar().value()) // self._cell
        inside = row < len(self._grid.rows) and column < len(self._grid.columns)
        return (row, column) if inside else None

    def _near(self, cell: Cell) -> Cell:
        """The filled cell under a finger's width, where cells are small; else the cell itself."""
        reach = 6 // self._cell
        around = [
            (abs(row - cell[0]) + abs(column - cell[1]), (row, column))
            for row in range(cell[0] - reach, cell[0] + reach + 1)
            for column in range(cell[1] - reach, cell[1] + reach + 1)
            if (row, column) in self._grid.keys
        ]
        return min(around)[1] if around else cell

    def _step(self, down: int, right: int, single: bool) -> None:
        """One cell on, or on to the nearest filled one in that direction."""
        row, column = self._current
        if single:
            self._go((row + down, column + right))
            return
        found = self._grid.next(self._current, down, right)
        if found is not None:
            self._go(found)

    def _go(self, cell: Cell) -> None:
        row = min(max(cell[0], 0), max(len(self._grid.rows) - 1, 0))
        column = min(max(cell[1], 0), max(len(self._grid.columns) - 1, 0))
        self._current = (row, column)
        self._show_current()
        self._tell()
        self.viewport().update()

    def _show_current(self) -> None:
        area, size = self._area(), self._cell
        for bar, place, room in (
            (self.verticalScrollBar(), self._current[0], area.height()),
            (self.horizontalScrollBar(), self._current[1], area.width()),
        ):
            bar.setValue(min(max(bar.value(), (place + 1) * size - room), place * size))

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words())
        self.moved.emit(self.current_key())

    def _hint(self, cell: Cell) -> str:
        look = self._looks.get(self._grid.code(*cell))
        said = look.words if look else ""
        row, column = self._grid.rows[cell[0]], self._grid.columns[cell[1]]
        hint = self._grid.hints.get(cell[1], "")
        return "\n".join(part for part in (f"{row} ↔ {column}", said, hint) if part)
