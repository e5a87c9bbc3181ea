"""How many pairs score how much, with a handle on each of the two thresholds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from engine.dedupe.board import Band, Bands
from gui import theme
from gui.theme import Tone

BINS = 100
SMALL_STEP, LARGE_STEP = 0.005, 0.05
GRIP = 7
TONES = {Band.SURE: Tone.GOOD, Band.DOUBTFUL: Tone.CAUTION, Band.UNLIKE: Tone.QUIET}


class Handle(QAbstractSlider):
    """One threshold: reached by Tab, moved by the arrow keys (page keys: further), read by screen
    readers as a slider of per mille. It is drawn by the :class:`Spectrum` that it stands on."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, 1000)
        self.setSingleStep(round(SMALL_STEP * 1000))
        self.setPageStep(round(LARGE_STEP * 1000))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.parentWidget().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.parentWidget().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are for what stands below and above; Return is for the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Spectrum(QWidget):
    """``moved`` says that a threshold is another one, on every step of a drag; ``settled`` that the
    drag has ended. Bars grow with the logarithm: a million certain pairs would hide all others."""

    moved = Signal(object)
    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[int] = []
        self._dragged: Handle | None = None
        self._quiet = False
        self.sure = Handle(self.tr("Sure from, in per mille"), self)
        self.doubtful = Handle(self.tr("Doubtful from, in per mille"), self)
        self.setTabOrder(self.doubtful, self.sure)
        self.setAccessibleName(self.tr("Pairs by score"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        for handle in (self.sure, self.doubtful):
            handle.valueChanged.connect(lambda _value, one=handle: self._on_value(one))
        self.set_bands(Bands())

    def bands(self) -> Bands:
        """Where the handles stand."""
        return Bands(self.sure.value() / 1000, self.doubtful.value() / 1000)

    def set_bands(self, bands: Bands) -> None:
        """Put the handles somewhere, without telling."""
        self._quiet = True
        self.sure.setValue(round(bands.sure * 1000))
        self.doubtful.setValue(round(bands.doubtful * 1000))
        self._quiet = False
        self._place()

    def set_bars(self, bars: Sequence[int]) -> None:
        """How many pairs there are in each of ``BINS`` equal parts of [0, 1]."""
        self._bars = list(bars)
        self.update()

    def bars(self) -> list[int]:
        """What is shown."""
        return list(self._bars)

    def sizeHint(self) -> QSize:
        return QSize(420, 92)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 92)

    def place_of(self, threshold: float) -> int:
        """Where a threshold stands, in pixels."""
        inside = self._inside()
        return inside.left() + round(inside.width() * threshold)

    # --- Mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        near = min((self.doubtful, self.sure), key=lambda one: self._distance(one, x))
        self._dragged = near
        near.setFocus(Qt.FocusReason.MouseFocusReason)
        near.setValue(self._value_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._dragged.setValue(self._value_at(event.position().toPoint()))
        else:
            x = event.position().x()
            near = min(self._distance(one, x) for one in (self.sure, self.doubtful)) <= GRIP
            shape = Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._dragged = None
            self.settled.emit(self.bands())

    # --- Drawing ---

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = self._inside()
        self._draw_bars(painter, inside)
        ground = QColor(self.palette().color(QPalette.ColorRole.Text))
        ground.setAlphaF(0.35)
        painter.setPen(ground)
        painter.drawLine(inside.left(), inside.bottom() + 1, inside.right(), inside.bottom() + 1)
        for handle, band in ((self.doubtful, Band.DOUBTFUL), (self.sure, Band.SURE)):
            self._draw_handle(painter, inside, handle, band)

    def _draw_bars(self, painter: QPainter, inside: QRect) -> None:
        if not self._bars:
            return
        most = math.log1p(max(self._bars))
        bands = self.bands()
        for number, count in enumerate(self._bars):
            if not count:
                continue
            left = inside.left() + inside.width() * number / len(self._bars)
            width = max(inside.width() / len(self._bars) - 1, 1)
            height = max(inside.height() * math.log1p(count) / most, 2)
            middle = (number + 0.5) / len(self._bars)
            band = Band(int(middle >= bands.doubtful) + int(middle >= bands.sure))
            bar = QRect(round(left), round(inside.bottom() - height), round(width), round(height))
            painter.fillRect(bar, theme.ink(TONES[band]))

    def _draw_handle(self, painter: QPainter, inside: QRect, handle: Handle, band: Band) -> None:
        x = self.place_of(handle.value() / 1000)
        ink = self.palette().color(QPalette.ColorRole.Text)
        painter.setPen(QPen(ink, 2 if handle.hasFocus() else 1))
        painter.drawLine(x, inside.top() - 2, x, inside.bottom())
        painter.setBrush(theme.ink(TONES[band]))
        top = inside.bottom() + 3
        grip = [(x, top), (x + GRIP, top + GRIP), (x + GRIP, top + 2 * GRIP)]
        grip += [(x - GRIP, top + 2 * GRIP), (x - GRIP, top + GRIP)]
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in grip]))
        if handle.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(QRect(x - GRIP - 3, top - 3, 2 * GRIP + 6, 2 * GRIP + 6), 3, 3)

    # --- Inside ---

    def _inside(self) -> QRect:
        return self.rect().adjusted(GRIP + 5, 4, -GRIP - 5, -2 * GRIP - 8)

    def _distance(self, handle: Handle, x: float) -> float:
        return abs(self.place_of(handle.value() / 1000) - x)

    def _value_at(self, point: QPoint) -> int:
        inside = self._inside()
        share = (point.x() - inside.left()) / max(inside.width(), 1)
        return round(min(max(share, 0.0), 1.0) * 1000)

    def _on_value(self, handle: Handle) -> None:
        if self._quiet:
            return
        # The doubtful begin where the sure end, or below: one handle takes the other along.
        self._quiet = True
        if handle is self.sure:
            self.doubtful.setValue(min(self.doubtful.value(), handle.value()))
        else:
            self.sure.setValue(max(self.sure.value(), handle.value()))
        self._quiet = False
        self._place()
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(handle, handle.value()))
        self.moved.emit(self.bands())
        if self._dragged is None:
            self.settled.emit(self.bands())

    def _place(self) -> None:
        """The handles' own widgets stand where they are drawn, for screen readers and focus."""
        inside = self._inside()
        for handle in (self.sure, self.doubtful):
            x = self.place_of(handle.value() / 1000)
            handle.setGeometry(x - GRIP, inside.bottom() + 3, 2 * GRIP, 2 * GRIP)
        self.update()
