"""Draws a grid: one picture with a pixel a cell, enlarged, so that painting takes the same time
whatever the size; signs, lines and names where cells are large enough for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gui import theme
from gui.matrix.grid import EMPTY, Cell, CellLook, Grid

SMALLEST, LARGEST = 1, 48
LETTERS_FROM, LINES_FROM, NAMES_FROM = 15, 6, 12
"""Pixels a cell from which signs, lines and names are drawn."""

READABLE = 80


class Canvas(QAbstractScrollArea):
    """The painted part of a matrix; see ``gui.matrix.view.Matrix``. Thread: GUI."""

    def __init__(self, looks: Mapping[int, CellLook], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._grid = EMPTY
        self._picture = QImage()
        self._cell = 16
        self._current: Cell = (0, 0)
        self._names = 150
        self._heads = 70
        self.viewport().setMouseTracking(True)
        self.setMinimumHeight(120)

    @property
    def grid(self) -> Grid:
        """What is shown."""
        return self._grid

    # --- Painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        area = self._area()
        painter.fillRect(self.viewport().rect(), self.palette().color(QPalette.ColorRole.Base))
        if not self._grid.rows or not self._grid.columns:
            return
        rows, columns = self._visible()
        painter.setClipRect(area)
        source = QRect(columns.start, rows.start, len(columns), len(rows))
        painter.drawImage(self._rect(rows, columns), self._picture, source)
        self._lines(painter, rows, columns)
        if self._cell >= LETTERS_FROM:
            self._signs(painter, rows, columns)
        self._mark(painter)
        painter.setClipping(False)
        if self._cell >= NAMES_FROM:
            self._row_names(painter, rows)
            self._column_names(painter, columns)

    def _lines(self, painter: QPainter, rows: range, columns: range) -> None:
        soft = self.palette().color(QPalette.ColorRole.Mid)
        soft.setAlphaF(0.35)
        whole = self._rect(rows, columns)
        if self._cell >= LINES_FROM:
            painter.setPen(QPen(soft, 1))
            for row in rows:
                top = self._rect(range(row, row + 1), columns).top()
                painter.drawLine(whole.left(), top, whole.right(), top)
            for column in columns:
                left = self._rect(rows, range(column, column + 1)).left()
                painter.drawLine(left, whole.top(), left, whole.bottom())
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1))
        for row in self._grid.row_breaks:
            top = self._rect(range(row, row + 1), columns).top()
            painter.drawLine(whole.left(), top, whole.right(), top)
        for column in self._grid.column_breaks:
            left = self._rect(rows, range(column, column + 1)).left()
            painter.drawLine(left, whole.top(), left, whole.bottom())

    def _signs(self, painter: QPainter, rows: range, columns: range) -> None:
        font = painter.font()
        font.setPixelSize(max(self._cell * 6 // 10, 9))
        painter.setFont(font)
        for row in rows:
            for column in columns:
                look = self._looks.get(self._grid.code(row, column))
                if look is not None:
                    painter.setPen(theme.ink(look.tone))
                    where = self._rect(range(row, row + 1), range(column, column + 1))
                    painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), look.sign)

    def _mark(self, painter: QPainter) -> None:
        row, column = self._current
        where = self._rect(range(row, row + 1), range(column, column + 1))
        ink = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(ink, 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(where.adjusted(-2, -2, 1, 1) if self._cell < 8 else where)

    def _row_names(self, painter: QPainter, rows: range) -> None:
        painter.setFont(self.font())
        painter.setClipRect(QRect(0, self._heads, self._names, self.viewport().height()))
        for row in rows:
            self._ink(painter, row == self._current[0])
            where = self._rect(range(row, row + 1), range(1))
            line = QRect(4, where.top(), self._names - 8, where.height())
            text = self._elided(self._grid.rows[row], line.width())
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, int(side), text)

    def _column_names(self, painter: QPainter, columns: range) -> None:
        painter.setClipRect(QRect(self._names, 0, self.viewport().width(), self._heads))
        for column in columns:
            self._ink(painter, column == self._current[1])
            where = self._rect(range(1), range(column, column + 1))
            painter.save()
            painter.translate(where.left(), self._heads - 4)
            painter.rotate(-90)
            line = QRectF(0, 0, self._heads - 8, self._cell)
            text = self._elided(self._grid.columns[column], round(line.width()))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(line, int(side), text)
            painter.restore()

    def _ink(self, painter: QPainter, current: bool) -> None:
        role = QPalette.ColorRole.WindowText if current else QPalette.ColorRole.PlaceholderText
        painter.setPen(self.palette().color(role))

    def _elided(self, text: str, width: int) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    # --- Measures ---

    def _area(self) -> QRect:
        """Where cells are, inside the names."""
        named = self._cell >= NAMES_FROM
        left, top = (self._names, self._heads) if named else (2, 2)
        return self.viewport().rect().adjusted(left, top, 0, 0)

    def _rect(self, rows: range, columns: range) -> QRect:
        area, size = self._area(), self._cell
        left = area.left() + columns.start * size - self.horizontalScrollBar().value()
        top = area.top() + rows.start * size - self.verticalScrollBar().value()
        return QRect(left, top, len(columns) * size, len(rows) * size)

    def _visible(self) -> tuple[range, range]:
        area, size = self._area(), self._cell
        top = self.verticalScrollBar().value() // size
        left = self.horizontalScrollBar().value() // size
        bottom = min(top + area.height() // size + 2, len(self._grid.rows))
        right = min(left + area.width() // size + 2, len(self._grid.columns))
        return range(top, bottom), range(left, right)

    def _measure(self) -> None:
        area = self._area()
        for bar, count, room in (
            (self.verticalScrollBar(), len(self._grid.rows), area.height()),
            (self.horizontalScrollBar(), len(self._grid.columns), area.width()),
        ):
            bar.setRange(0, max(count * self._cell - room + 1, 0))
            bar.setPageStep(max(room, 1))
            bar.setSingleStep(self._cell)

    def _fit(self) -> None:
        """Cells as large as lets everything be seen, where that is large enough to read."""
        rows, columns = max(len(self._grid.rows), 1), max(len(self._grid.columns), 1)
        room = self.viewport().size() - QSize(self._names, self._heads)
        fitting = min(room.width() // columns, room.height() // rows)
        # Up to a few dozen lines names are worth scrolling for; beyond that the whole picture is.
        readable = fitting >= 8 or max(rows, columns) <= READABLE
        self._cell = min(max(fitting, LETTERS_FROM), 28) if readable else max(fitting, 3)

    def _width_of(self, names: Sequence[str]) -> int:
        """Room for the longest of the first few hundred names."""
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(name) for name in names[:300]), default=40) + 12

    def _colour(self) -> None:
        base = self.palette().color(QPalette.ColorRole.Base)
        table = [base.rgb()] * 256
        for code, look in self._looks.items():
            colour = theme.ink(look.tone) if self._cell < LETTERS_FROM else theme.wash(look.tone)
            share = 0.35 if look.faint else 1.0
            table[code] = theme.blend(QColor(colour), base, share).rgb()
        if not self._picture.isNull():
            self._picture.setColorTable(table)
