"""A line above the page: something happened, and here is what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.wash(self._tone))
        painter.setPen(theme.ink(self._tone))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()
        super().paintEvent(event)

    def _dress(self) -> None:
        theme.tint(self._words, self._tone)
        name, ink = theme.TONE_ICONS[self._tone], theme.ink(self._tone)
        self._mark.setPixmap(icons.pixmap(name, ink, 18, self.devicePixelRatioF()))
        self._away.setIcon(icons.icon("reject", ink))
        self.update()
