"""The program's own line icons, drawn in the colour of the text around them, whatever the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from engine.paths import resource_path


class LineIcon(QIconEngine):
    """Draws ``resources/icons/NAME.svg`` in the palette's colour of the moment, so that a change
    of theme needs no new icons; ``tint`` fixes the colour instead."""

    def __init__(self, name: str, tint: QColor | None = None) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        _render(painter, QRectF(rect), self._name, self._colour(mode).name())

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, self._colour(mode).name(), size.width(), 1.0)

    def clone(self) -> QIconEngine:
        return LineIcon(self._name, self._tint)

    def _colour(self, mode: QIcon.Mode) -> QColor:
        colours = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        if mode == QIcon.Mode.Selected:
            return colours.highlightedText().color()
        return self._tint or colours.windowText().color()


def icon(name: str, tint: QColor | None = None) -> QIcon:
    """The icon called ``name``, greyed where what it stands on is disabled."""
    return QIcon(LineIcon(name, tint))


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` device-independent pixels."""
    return _pixmap(name, colour.name(), size, ratio)


def application_icon() -> QIcon:
    """The program's own mark, in its own colours."""
    made = QIcon()
    for size in (16, 32, 48, 128, 256):
        made.addPixmap(pixmap("clausedesk", QColor("#0a5fc4"), size))
    return made


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixels = round(size * ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _render(painter, QRectF(0, 0, pixels, pixels), name, colour)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


def _render(painter: QPainter, where: QRectF, name: str, colour: str) -> None:
    drawing = _drawing(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, where)


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
