"""A document's canonical text with exact highlighted spans; long texts arrive in slices."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from gui import theme
from gui.viewer.highlight import Highlight, at
from gui.viewer.offsets import Offsets, displayable

SLICE = 100_000
BUDGET = 0.012
"""Seconds of loading between two turns of the event loop."""


class TextView(QPlainTextEdit):
    """Shows one text. ``place_changed`` gives the code point offset at the top of the view,
    ``followed`` the key of a highlight that was clicked, or on which Return was pressed."""

    place_changed = Signal(int)
    followed = Signal(str)
    loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Document text"))
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(theme.LARGE)
        self._text = ""
        self._offsets = Offsets("")
        self._taken = 0
        self._highlights: tuple[Highlight, ...] = ()
        self._goal: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._load_more)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_text(self, text: str) -> None:
        """Replace the text; the first slice is there at once, the rest follows in turns."""
        self._text = displayable(text)
        self._offsets = Offsets(self._text)
        self._taken = 0
        self._highlights = ()
        self._goal = None
        self.setExtraSelections([])
        self.clear()
        self._load_more()
        if self._taken < len(self._text):
            self._timer.start()

    @property
    def text(self) -> str:
        """The text that is shown (or still arriving)."""
        return self._text

    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        """Mark ``highlights``, and no others."""
        self._highlights = tuple(highlights)
        self._mark()

    def reveal(self, offset: int) -> None:
        """Scroll so that the code point at ``offset`` stands in the upper third."""
        self._goal = offset
        if offset <= self._taken:
            self._scroll_to_goal()

    def selected_span(self) -> tuple[int, int] | None:
        """What the reader has selected, in code points."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return (
            self._offsets.to_code_points(cursor.selectionStart()),
            self._offsets.to_code_points(cursor.selectionEnd()),
        )

    def highlighted_texts(self) -> list[str]:
        """The words under the highlights, as Qt sees them."""
        return [
            selection.cursor.selectedText().replace("\u2029", "\n")
            for selection in self.extraSelections()
        ]

    def find_next(self, words: str, backward: bool = False) -> bool:
        """Select the next place of ``words``, from the top again after the last."""
        flag = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if not words or self.find(words, flag):
            return bool(words)
        cursor = self.textCursor()
        edge = QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
        cursor.movePosition(edge)
        self.setTextCursor(cursor)
        return self.find(words, flag)

    def highlight_at(self, where: QPoint) -> Highlight | None:
        """What is marked under a point of the viewport."""
        cursor = self.cursorForPosition(where)
        if not self.cursorRect(cursor).adjusted(-20, -2, 20, 2).contains(where):
            return None
        return at(self._highlights, self._offsets.to_code_points(cursor.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._follow(self.highlight_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            position = self._offsets.to_code_points(self.textCursor().position())
            self._follow(at(self._highlights, position))
            return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.highlight_at(event.pos())
            QToolTip.showText(event.globalPos(), mark.label if mark else "", self)
            return True
        return super().viewportEvent(event)

    def _follow(self, mark: Highlight | None) -> None:
        if mark is not None and mark.key:
            self.followed.emit(mark.key)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_highlights"):
            self._mark()

    def _load_more(self) -> None:
        until = time.perf_counter() + BUDGET
        cursor = QTextCursor(self.document())
        while self._taken < len(self._text):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(self._text[self._taken : self._taken + SLICE])
            self._taken = min(self._taken + SLICE, len(self._text))
            if time.perf_counter() > until:
                break
        if self._taken >= len(self._text):
            self._timer.stop()
        self._mark()
        if self._goal is not None and self._goal <= self._taken:
            self._scroll_to_goal()
        if self._taken >= len(self._text):
            self.loaded.emit()

    def _scroll_to_goal(self) -> None:
        if self._goal is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(self._goal))
        self.setTextCursor(cursor)
        self._goal = None
        self.centerCursor()
        below = self.cursorRect(cursor).top() - self.viewport().height() // 3
        lines = below // max(self.fontMetrics().lineSpacing(), 1)
        if lines > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + lines)

    def _mark(self) -> None:
        selections = []
        for highlight in self._highlights:
            if highlight.start < self._taken and highlight.end > highlight.start:
                selection = QTextEdit.ExtraSelection()
                selection.cursor = self._cursor(highlight.start, min(highlight.end, self._taken))
                selection.format = _format(highlight)
                selections.append(selection)
        self.setExtraSelections(selections)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(start))
        cursor.setPosition(self._offsets.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def top(self) -> int:
        """The code point offset of the first paragraph in view."""
        return self._offsets.to_code_points(self.firstVisibleBlock().position())

    def scroll_to(self, offset: int) -> None:
        """Put the paragraph at a code point offset at the top; the cursor stays where it is."""
        block = self.document().findBlock(self._offsets.to_utf16(offset))
        self.verticalScrollBar().setValue(block.firstLineNumber())

    def height_of(self, offset: int) -> int:
        """How many lines below the top of the view a code point stands; negative above it."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(min(offset, self._taken)))
        return self.cursorRect(cursor).top() // max(self.fontMetrics().lineSpacing(), 1)

    def _on_scrolled(self) -> None:
        self.place_changed.emit(self.top())


def _format(highlight: Highlight) -> QTextCharFormat:
    made = QTextCharFormat()
    shade = highlight.shade()
    ink = QColor(shade.ink)
    if highlight.faint:
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        made.setUnderlineColor(ink)
        return made
    made.setBackground(QColor(shade.wash))
    if highlight.colour >= 0:
        made.setForeground(ink)
    if highlight.strong:
        made.setFontWeight(QFont.Weight.DemiBold)
        made.setForeground(ink)
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        made.setUnderlineColor(ink)
    if highlight.struck:
        made.setForeground(ink)
        made.setFontStrikeOut(True)
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.NoUnderline)
    return made
