"""A small line over the last minutes: drawn here, because a chart library is a large guest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme

Point = tuple[float, float | None]
"""Seconds since the start, and a value; ``None`` leaves a gap."""

LEAST, MOST = 60.0, 300.0
"""Seconds from the left edge to the right one: more as there is more to show."""


class Plot(QWidget):
    """One figure over time: its name, what it is now, and a line. ``words`` turns a value into
    text; ``limit`` draws a dashed line that the figure should stay below."""

    def __init__(
        self, title: str, words: Callable[[float], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._words = words
        self._points: Sequence[Point] = ()
        self._limit: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().height() * 2 + 56)

    def minimumSizeHint(self) -> QSize:
        return QSize(110, self.sizeHint().height())

    def show_points(self, points: Sequence[Point], limit: float | None = None) -> None:
        """Draw ``points``, oldest first."""
        self._points, self._limit = points, limit
        now = self.now()
        self.setAccessibleDescription(now)
        self.setToolTip(f"{self._title}: {now}")
        self.update()

    def now(self) -> str:
        """The newest value in words."""
        values = [value for _, value in self._points if value is not None]
        return self._words(values[-1]) if values else "–"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        colours = self.palette()
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        head = QRectF(0, 0, self.width(), line)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft), self._title)
        painter.setPen(colours.color(QPalette.ColorRole.WindowText))
        painter.drawText(head, int(Qt.AlignmentFlag.AlignRight), self.now())
        self._draw(painter, QRectF(0.5, line + 4.5, self.width() - 1, self.height() - line - 6))

    def _draw(self, painter: QPainter, area: QRectF) -> None:
        colours = self.palette()
        painter.setPen(QPen(colours.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(colours.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(area, 4, 4)
        inside = area.adjusted(4, 5, -4, -4)
        top = self._top()
        if self._limit is not None and self._limit <= top:
            height = inside.bottom() - inside.height() * self._limit / top
            painter.setPen(QPen(theme.ink(theme.Tone.CAUTION), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(inside.left(), height), QPointF(inside.right(), height))
        ink = colours.color(QPalette.ColorRole.Highlight)
        for stretch in self._stretches(inside, top):
            _stroke(painter, stretch, inside.bottom(), ink)

    def _top(self) -> float:
        """The value at the upper edge: a little above the largest."""
        values = [value for _, value in self._points if value is not None]
        return max(max(values, default=0.0) * 1.15, 1e-9)

    def _stretches(self, inside: QRectF, top: float) -> list[list[QPointF]]:
        """The line in pixels, broken where there is no value."""
        end = self._points[-1][0] if self._points else 0.0
        span = min(max(end - self._points[0][0], LEAST), MOST) if self._points else LEAST
        found: list[list[QPointF]] = [[]]
        for at, value in self._points:
            if value is None:
                found.append([])
                continue
            x = inside.right() - inside.width() * (end - at) / span
            y = inside.bottom() - inside.height() * value / top
            found[-1].append(QPointF(x, y))
        return [stretch for stretch in found if stretch]


def _stroke(painter: QPainter, points: list[QPointF], ground: float, ink: QColor) -> None:
    """A line with a soft area under it; a single point is a dot."""
    if len(points) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(points[0], 2, 2)
        return
    soft = QColor(ink)
    soft.setAlphaF(0.15)
    area = QPainterPath()
    corners = [QPointF(points[0].x(), ground), *points, QPointF(points[-1].x(), ground)]
    area.addPolygon(QPolygonF(corners))
    painter.fillPath(area, soft)
    painter.setPen(QPen(ink, 1.6))
    painter.drawPolyline(QPolygonF(points))
