"""Small widgets that every workspace shares."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui import icons, theme
from gui.theme import Tone

NOTE_MARK, NOTE_SIDE, NOTE_ABOVE = 16, 10, 6
"""A note's icon, and the room around its words, in device-independent pixels."""

SEARCH_SIDES = 56
"""What stands beside the words in a search box: the glass, the cross that clears it, the frame."""

PAUSE_MS = 200
"""How long the typing rests before words are looked for."""


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit ends in an ellipsis, the tooltip has it all."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.character(self.fontMetrics()) * 6, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.contentsRect()
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, inside.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(inside, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)


class Note(QLabel):
    """A line that says how something stands; hidden while there is nothing to say. In a box it has
    an icon before it, so that its colour never speaks alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone = Tone.QUIET
        self._boxed = True
        self.hide()

    @property
    def tone(self) -> Tone:
        """What its colour says."""
        return self._tone

    def say(self, words: str, tone: Tone = Tone.QUIET, boxed: bool = True) -> None:
        """Say ``words`` in ``tone``; nothing hides the line."""
        self._tone, self._boxed = tone, boxed
        self.setText(words)
        self.setVisible(bool(words))
        side, above = (NOTE_SIDE, NOTE_ABOVE) if boxed else (0, 0)
        self.setContentsMargins(side + (self._indent() if boxed else 0), above, side, above)
        theme.tint(self, tone)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_tone"):
            theme.tint(self, self._tone)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._boxed:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.wash(self._tone))
            painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
            mark = icons.pixmap(
                theme.TONE_ICONS[self._tone],
                theme.ink(self._tone),
                NOTE_MARK,
                self.devicePixelRatioF(),
            )
            line = self.fontMetrics().height()
            painter.drawPixmap(NOTE_SIDE, NOTE_ABOVE + max((line - NOTE_MARK) // 2, 0), mark)
            painter.end()
        super().paintEvent(event)

    @staticmethod
    def _indent() -> int:
        return NOTE_MARK + theme.SMALL


class QuietLabel(QLabel):
    """Secondary text."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setForegroundRole(self.palette().ColorRole.PlaceholderText)


class EmptyState(QWidget):
    """What stands where nothing is yet: what this is for, and the one thing to do."""

    def __init__(self, icon: str, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(title)
        theme.heading(self._title, theme.TITLE)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = QuietLabel(words)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(180)
        self._words.setMaximumWidth(460)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.SMALL)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.MEDIUM)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._title)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._words, 10)
        centred.addStretch(1)
        layout.addLayout(centred)
        layout.addSpacing(theme.TIGHT)
        layout.addLayout(self._buttons)
        layout.addStretch(3)
        self._draw()

    def add_button(
        self, text: str, act: Callable[[], object], primary: bool = False
    ) -> QPushButton:
        """A button under the words."""
        button = QPushButton(text)
        button.setDefault(primary)
        button.clicked.connect(lambda: act())
        self._buttons.addWidget(button)
        return button

    def say(self, title: str, words: str) -> None:
        """Other words."""
        self._title.setText(title)
        self._words.setText(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._draw()

    def _draw(self) -> None:
        colour = self.palette().placeholderText().color()
        colour.setAlpha(255)
        self._picture.setPixmap(icons.pixmap(self._icon, colour, 48, self.devicePixelRatioF()))


class SearchBox(QLineEdit):
    """Where words to look for are typed. ``searched`` comes once the typing pauses."""

    searched = Signal(str)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(words) + SEARCH_SIDES)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(lambda: self.searched.emit(self.words()))
        self.textChanged.connect(lambda _text: self._timer.start())

    def words(self) -> str:
        """What to look for."""
        return self.text().strip()


class PageStack(QStackedWidget):
    """Needs no more room than the page that is open; Qt would ask for that of the largest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _number: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        page = self.currentWidget()
        layout = page.layout() if page is not None else None
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalMinimumHeightForWidth(width)
        return self.minimumSizeHint().height()


class Switch(PageStack):
    """Shows the empty state, or the content."""

    def __init__(self, empty: QWidget, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addWidget(empty)
        self.addWidget(content)

    def show_content(self, there: bool) -> None:
        """``False`` shows the empty state."""
        self.setCurrentIndex(1 if there else 0)


def button(
    text: str, act: Callable[[], object], icon: str = "", keys: str = "", tip: str = ""
) -> QPushButton:
    """A push button; ``keys`` is shown in the tooltip (the shortcut itself belongs to an action)."""
    made = QPushButton(text)
    if icon:
        made.setIcon(icons.icon(icon))
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    words = tip or text.replace("&", "").rstrip("…")
    made.setToolTip(f"{words} ({shown})" if shown else words)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.clicked.connect(lambda: act())
    return made


def line() -> QFrame:
    """A hairline between parts."""
    made = QFrame()
    made.setFrameShape(QFrame.Shape.HLine)
    made.setFrameShadow(QFrame.Shadow.Plain)
    made.setForegroundRole(made.palette().ColorRole.Mid)
    return made


def row(*widgets: QWidget | None, spacing: int = theme.SMALL) -> QHBoxLayout:
    """Widgets side by side; ``None`` is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def framed(dialog: QWidget, spacing: int = theme.MEDIUM) -> QVBoxLayout:
    """The layout of a dialog, one part below the other with the same room around."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
    layout.setSpacing(spacing)
    return layout
