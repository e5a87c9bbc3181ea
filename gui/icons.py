"""The program's own line icons, drawn in the colour of the text around them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine.paths import resource_path

SIZES = (16, 24, 32, 48)


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """``resources/icons/NAME.svg`` in ``colour`` (default: the text's), greyed when disabled."""
    colours = QGuiApplication.palette()
    made = QIcon()
    shades = {
        QIcon.Mode.Normal: colour or colours.windowText().color(),
        QIcon.Mode.Disabled: colours.color(
            QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText
        ),
        QIcon.Mode.Selected: colours.highlightedText().color(),
    }
    for mode, shade in shades.items():
        for size in SIZES:
            made.addPixmap(pixmap(name, shade, size), mode)
    return made


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` device-independent pixels."""
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    image = QImage(
        round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


def application_icon() -> QIcon:
    """The program's own mark, in its own colours."""
    made = QIcon()
    for size in (16, 32, 48, 128, 256):
        made.addPixmap(pixmap("clausedesk", QColor("#0a5fc4"), size))
    return made
