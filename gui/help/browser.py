"""Shows one page of Markdown: pictures as wide as the page, tables that can be read, links inside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFont,
    QImage,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from gui import theme

MARGIN = 24
_LINES = 1.35
"""The height of a line, in multiples of the font's."""


class PageBrowser(QTextBrowser):
    """``asked`` carries the name of another page whose link was followed. An address on the web is
    opened by the system; this program connects to nothing."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._folder = Path()
        self._width = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._fit)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(MARGIN)

    def show_page(self, text: str, folder: Path) -> None:
        """Show ``text``; pictures are found in ``folder``."""
        self._text, self._folder = text, folder
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl) -> object:  # noqa: N802 - Qt calls it so
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage(str(self._folder / name.toString()))
        room = max(self.viewport().width() - 2 * MARGIN - theme.SMALL, 100)
        ratio = self.devicePixelRatioF()
        if not image.isNull() and image.width() > room * ratio:
            wanted = QSize(round(room * ratio), 100_000)
            image = image.scaled(
                wanted,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._text and self.viewport().width() != self._width:
            self._timer.start()

    def _fit(self) -> None:
        """The page is wider or narrower: its pictures too, at the same place of the text."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))

    def _lay_out(self) -> None:
        self._width = self.viewport().width()
        document = self.document()
        document.clear()
        # Also what was scaled for another width is forgotten with the old text.
        document.setBaseUrl(QUrl())
        self.setMarkdown(self._text)
        self._dress()

    def _dress(self) -> None:
        """Air between lines and around tables; headers of tables stand out."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            made = QTextBlockFormat(block.blockFormat())
            kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
            made.setLineHeight(100 * _LINES, kind.value)
            if made.headingLevel() > 1:
                made.setTopMargin(theme.LARGE)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(made)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        cursor.endEditBlock()

    def _dress_table(self, table: QTextTable) -> None:
        made = table.format()
        made.setBorder(0.5)
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(self.palette().color(QPalette.ColorRole.Mid))
        made.setBorderCollapse(True)
        made.setCellPadding(theme.SMALL - 2)
        made.setCellSpacing(0)
        made.setTopMargin(theme.SMALL)
        made.setBottomMargin(theme.MEDIUM)
        made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(made)
        ground = QColor(self.palette().color(QPalette.ColorRole.AlternateBase))
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            look = QTextCharFormat(cell.format())
            look.setBackground(ground)
            look.setFontWeight(QFont.Weight.DemiBold)
            cell.setFormat(look)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        elif link.path().endswith(".md"):
            self.asked.emit(Path(link.path()).stem)
