"""The line in which words of the document are looked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from gui import icons, theme

Find = Callable[[str, bool], bool]
"""Goes to the next place of some words, or (backward) the one before; whether there is one."""


class SearchLine(QWidget):
    """Hidden until it is opened. Return looks on, Shift+Return looks back."""

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find_words = find
        self._words = QLineEdit()
        self._words.setPlaceholderText(self.tr("Find in the document"))
        self._words.setAccessibleName(self.tr("Find in the document"))
        self._words.setClearButtonEnabled(True)
        self._words.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, 0, theme.SMALL, theme.TIGHT)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button("up", self.tr("Previous match"), True))
        layout.addWidget(self._button("down", self.tr("Next match"), False))
        self.hide()

    def open(self) -> None:
        """Show the line and go there."""
        self.show()
        self._words.setFocus()
        self._words.selectAll()

    def look_for(self, words: str) -> None:
        """Look for ``words``; where they do not stand, for the first of them."""
        for wanted in (words, *words.split()[:1]):
            self._words.setText(wanted)
            if self._find(backward=False):
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._find(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        return super().eventFilter(watched, event)

    def _button(self, icon: str, label: str, backward: bool) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setAutoRaise(True)
        made.setToolTip(label)
        made.setAccessibleName(label)
        made.clicked.connect(lambda: self._find(backward))
        return made

    def _find(self, backward: bool) -> bool:
        found = self._find_words(self._words.text(), backward)
        if found:
            self._words.setPalette(QPalette())
        else:
            theme.tint(self._words, theme.Tone.BAD)
        return found
