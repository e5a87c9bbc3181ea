"""A playbook's file as text, with the line of a fault marked."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui import theme
from gui.theme import Tone


class PlaybookSource(QPlainTextEdit):
    """Plain text; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The playbook as text"))
        self.setTabChangesFocus(True)

    def show_text(self, text: str) -> None:
        """Show ``text``; what was typed before can be brought back by undoing in this box."""
        if text == self.toPlainText():
            return
        if self.document().isEmpty():
            self.setPlainText(text)
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def mark_line(self, line: int) -> None:
        """Mark a line, counted from 1, and show it unless someone is typing elsewhere."""
        block = self.document().findBlockByNumber(line - 1)
        if line < 1 or not block.isValid():
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(block)
        mark.format = QTextCharFormat()
        mark.format.setBackground(theme.wash(Tone.BAD))
        mark.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        self.setExtraSelections([mark])
        if not self.hasFocus():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def clear_mark(self) -> None:
        """There is no fault any more."""
        self.setExtraSelections([])
