"""A few lines about a change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from gui import theme
from gui.widgets import QuietLabel, framed


class CommentBox(QDialog):
    """Ctrl+Enter keeps the words, Escape goes back. ``then`` is called with them."""

    def __init__(
        self,
        title: str,
        words: str,
        then: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._then = then
        self.words = QPlainTextEdit(words)
        self.words.setAccessibleName(self.tr("Comment"))
        self.words.setTabChangesFocus(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self, theme.SMALL)
        layout.addWidget(self.words, 1)
        layout.addWidget(QuietLabel(self.tr("Ctrl+Enter keeps it.")))
        layout.addWidget(buttons)
        self.resize(480, 220)
        self.words.selectAll()
        self.words.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
            return
        super().keyPressEvent(event)

    def accept(self) -> None:
        super().accept()
        self._then(self.words.toPlainText().strip())
