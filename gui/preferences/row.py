"""One setting as it is seen: its name, what it is, what it does, and the way back to the default."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.errors import Explainer
from gui.preferences.editors import Editor
from gui.preferences.sections import Item, effect_words
from gui.widgets import QuietLabel, row


class SettingRow(QWidget):
    """``changed`` comes when the value is another."""

    changed = Signal()

    def __init__(
        self, item: Item, editor: Editor, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.item = item
        self.editor = editor
        words = explain.code(f"option_{item.option.key}")
        self.name = words.what
        self._sentence = f"{words.next} {effect_words(item.effect)}"
        self._title = QLabel(self.name)
        theme.heading(self._title)
        self._title.setBuddy(editor.field)
        self._back = QToolButton()
        self._back.setAutoRaise(True)
        self._back.setIcon(icons.icon("undo"))
        tip = self.tr("{name}: back to the default").format(name=self.name)
        self._back.setToolTip(tip)
        self._back.setAccessibleName(tip)
        self._back.clicked.connect(self.reset)
        says = QuietLabel(self._sentence)
        says.setWordWrap(True)
        editor.field.setAccessibleDescription(self._sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.TIGHT, 0, theme.SMALL)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(row(self._title, self._back, None, spacing=theme.TIGHT))
        layout.addWidget(says)
        layout.addWidget(editor)
        editor.changed.connect(self._on_changed)
        self._on_changed()

    def value(self) -> Any:
        """What it shows."""
        return self.editor.value()

    def set_value(self, value: Any) -> None:
        """Show ``value``."""
        self.editor.set_value(value)

    def reset(self) -> None:
        """Back to the default."""
        self.editor.set_value(self.item.option.default)

    def matches(self, words: str) -> bool:
        """Whether every one of ``words`` stands in its name, its sentence or its choices."""
        text = f"{self.name} {self._sentence} {self.editor.words()}".casefold()
        return all(word in text for word in words.casefold().split())

    def _on_changed(self) -> None:
        default = self.editor.value() == self.item.option.default
        self._back.setEnabled(not default)
        self.changed.emit()
