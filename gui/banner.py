"""A line above the page: something happened, and here is what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

import wording
from gui import icons, theme
from gui.theme import Tone

Offer = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """Shows one message at a time and stops nothing; the newest stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._tone = Tone.INFO
        self._mark = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons: list[QPushButton] = []
        self._away = QToolButton()
        self._away.setAutoRaise(True)
        self._away.setToolTip(self.tr("Close this message"))
        self._away.setAccessibleName(self.tr("Close this message"))
        self._away.clicked.connect(self.hide)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.SMALL, theme.SMALL)
        self._layout.setSpacing(theme.SMALL)
        self._layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._words, 1)
        self._layout.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, words: str, tone: Tone = Tone.INFO, offers: tuple[Offer, ...] = ()) -> None:
        """Show ``words`` with a button for each of ``offers``; a press closes the banner."""
        self._tone = tone
        self._words.setText(words)
        self.setAccessibleName(words)
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(text, act) for text, act in offers]
        self._dress()
        self.show()

    def problem(self, sentence: wording.Sentence, offers: tuple[Offer, ...] = ()) -> None:
        """Something went wrong: what, and what to do next."""
        self.say(str(sentence), Tone.BAD, offers)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_away"):
            self._dress()

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: act())
        self._layout.insertWidget(self._layout.count() - 1, button)
        return button

    def _dress(self) -> None:
        shade = theme.shade(self._tone)
        sheet = (
            f"#banner {{ background: {shade.wash}; border-bottom: 1px solid {shade.ink}; }}"
            f"#banner > QLabel {{ color: {shade.ink}; background: transparent; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        name = {Tone.BAD: "warning", Tone.CAUTION: "warning", Tone.GOOD: "accept"}.get(
            self._tone, "activity"
        )
        self._mark.setPixmap(
            icons.pixmap(name, theme.ink(self._tone), 18, self.devicePixelRatioF())
        )
        self._away.setIcon(icons.icon("reject", theme.ink(self._tone)))
