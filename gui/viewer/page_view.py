"""A PDF page as it looks, with the spans drawn on it; pages are rendered off the main thread."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from engine.types import Document
from gui import theme
from gui.viewer.highlight import Highlight

Render = Callable[[Path, int, float, Callable[[QImage], None]], None]
"""Asks for a page: path, number from 1, pixels a point; the last argument gets the picture."""

SETTLE_MS = 120


def render(path: Path, number: int, scale: float) -> QImage:
    """The picture of a page. Thread: any but the GUI's; see ``engine.documents.render``."""
    from engine.documents.render import render_page

    width, height, pixels = render_page(path, number, scale)
    return QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def boxes(document: Document, number: int, highlight: Highlight) -> list[QRectF]:
    """Where the words of a span stand on a page, in points; words on one line are one box."""
    lines: list[QRectF] = []
    # Words come in the order of the text: a thousand pages have half a million of them.
    first = bisect_right(document.words, highlight.start, key=lambda word: word.end)
    for place in range(first, len(document.words)):
        word = document.words[place]
        if word.start >= highlight.end:
            break
        if word.page != number:
            continue
        x0, y0, x1, y1 = word.box
        box = QRectF(x0, y0, x1 - x0, y1 - y0)
        if lines and abs(lines[-1].center().y() - box.center().y()) < box.height() / 2:
            lines[-1] = lines[-1].united(box)
        else:
            lines.append(box)
    return lines


class PageView(QScrollArea):
    """One page, as wide as the view. ``turned`` gives the page that is shown, ``followed`` the key
    of a highlight that was clicked."""

    turned = Signal(int)
    followed = Signal(str)

    def __init__(self, ask: Render, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._document: Document | None = None
        self._number = 1
        self._asked: tuple[str, int, float] | None = None
        self._sheet = _Sheet()
        self._sheet.followed.connect(self.followed)
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName(self.tr("Page"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._render)

    def show_document(self, document: Document | None) -> None:
        """Another document, at its first page; nothing is rendered until it is seen."""
        self._document = document
        self._number = 1
        self._asked = None
        self._sheet.set_picture(QPixmap())
        self._sheet.set_marks([])

    @property
    def number(self) -> int:
        """The page that is shown."""
        return self._number

    def has_picture(self) -> bool:
        """Whether the page has arrived."""
        return self._sheet.has_picture()

    def turn_to(self, number: int) -> None:
        """Show page ``number``, held within the document."""
        if self._document is not None and self._document.pages:
            self._number = min(max(number, 1), len(self._document.pages))
            self.turned.emit(self._number)
            self._render()

    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Mark spans, and turn to the page of the first strong one."""
        document = self._document
        if document is None:
            return
        strong = next((mark for mark in highlights if mark.strong), None)
        if strong is not None:
            page = document.page_at(strong.start)
            if page is not None and page != self._number:
                self.turn_to(page)
        marks = [(box, mark) for mark in highlights for box in boxes(document, self._number, mark)]
        self._sheet.set_marks(marks)
        first = next((box for box, mark in marks if mark.strong), None)
        if first is not None:
            middle = self._sheet.on_sheet(first).center()
            self.ensureVisible(round(middle.x()), round(middle.y()), 40, self.height() // 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def _render(self) -> None:
        document = self._document
        if document is None or not document.pages or not self.isVisible():
            return
        page = document.pages[self._number - 1]
        width = self.viewport().width() - 2 * theme.SMALL
        scale = width / (page.width or 595) * self.devicePixelRatioF()
        wanted = (document.id, self._number, round(scale, 3))
        if wanted == self._asked or width < 50:
            return
        self._asked = wanted
        self._ask(Path(document.path), self._number, scale, lambda i: self._arrived(wanted, i))

    def _arrived(self, wanted: tuple[str, int, float], image: QImage) -> None:
        if wanted == self._asked:
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._sheet.set_picture(QPixmap.fromImage(image), wanted[2] / self.devicePixelRatioF())


class _Sheet(QWidget):
    """The picture with its marks: paper is white, whatever the theme."""

    followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._scale = 1.0
        self._marks: list[tuple[QRectF, Highlight]] = []

    def set_picture(self, picture: QPixmap, scale: float = 1.0) -> None:
        self._picture, self._scale = picture, scale
        size = picture.deviceIndependentSize().toSize() if not picture.isNull() else QSize(1, 1)
        self.resize(size)
        self.update()

    def has_picture(self) -> bool:
        return not self._picture.isNull()

    def set_marks(self, marks: list[tuple[QRectF, Highlight]]) -> None:
        self._marks = marks
        self.update()

    def on_sheet(self, box: QRectF) -> QRectF:
        """A box in points, in pixels of the widget."""
        s = self._scale
        return QRectF(box.x() * s, box.y() * s, box.width() * s, box.height() * s)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        here = [
            (not mark.strong, box.width() * box.height(), mark.key)
            for box, mark in self._marks
            if mark.key and self.on_sheet(box).adjusted(-2, -2, 2, 2).contains(event.position())
        ]
        if here:
            self.followed.emit(min(here)[2])
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for box, mark in self._marks:
            if not mark.faint:
                ground = QColor(mark.shade(dark=False).ink)
                ground.setAlphaF(0.3 if mark.strong else 0.16)
                painter.fillRect(self.on_sheet(box).adjusted(-1, -1, 1, 1), ground)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for box, mark in self._marks:
            if mark.strong or mark.faint:
                style = Qt.PenStyle.DashLine if mark.faint else Qt.PenStyle.SolidLine
                painter.setPen(QPen(QColor(mark.shade(dark=False).ink), 1, style))
                painter.drawRect(self.on_sheet(box).adjusted(-2, -2, 2, 2))
