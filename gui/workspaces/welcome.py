"""What a project without documents shows: where to drop them, and samples to try it on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.translation import LANGUAGES
from gui.widgets import EmptyState, QuietLabel, row

WIDTH = 560
"""The page's own column, in device-independent pixels."""


class Welcome(QWidget):
    """The first page. ``samples`` asks for the samples, ``language`` for another language."""

    add_files = Signal()
    add_folder = Signal()
    paste = Signal()
    samples = Signal()
    language = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = DropZone()
        self.first = self._zone.inside.add_button(
            self.tr("Add files…"), self.add_files.emit, primary=True
        )
        self._zone.inside.add_button(self.tr("Add folder…"), self.add_folder.emit)
        self._zone.inside.add_button(self.tr("Paste text…"), self.paste.emit)
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        inside.setSpacing(theme.LARGE)
        inside.addStretch(1)
        inside.addWidget(self._zone, 4)
        inside.addLayout(self._build_samples())
        inside.addStretch(1)
        inside.addLayout(self._build_languages(language))
        centred = row()
        centred.addStretch(1)
        centred.addWidget(column, 20)
        centred.addStretch(1)
        self.setLayout(centred)

    def _build_samples(self) -> QVBoxLayout:
        title = QLabel(self.tr("Nothing at hand?"))
        theme.heading(title)
        words = QuietLabel(
            self.tr(
                "Eight contracts in English and Chinese and a customer list, with mistakes planted "
                "in them: fields, duplicates and contradictions are one click away."
            )
        )
        words.setWordWrap(True)
        open_samples = QPushButton(self.tr("Try the samples"))
        open_samples.setIcon(icons.icon("run"))
        open_samples.clicked.connect(self.samples)
        beside = QVBoxLayout()
        beside.setSpacing(theme.TIGHT)
        beside.addWidget(title)
        line = row(spacing=theme.LARGE)
        line.addWidget(words, 1)
        line.addWidget(open_samples, 0, Qt.AlignmentFlag.AlignVCenter)
        beside.addLayout(line)
        return beside

    def _build_languages(self, language: str) -> QVBoxLayout:
        """The way to the other languages, each in its own words: who needs it cannot read this one."""
        others = []
        for code, words in LANGUAGES.items():
            if code != language:
                other = QPushButton(words)
                other.setFlat(True)
                other.clicked.connect(lambda _=False, code=code: self.language.emit(code))
                others.append(other)
        foot = QVBoxLayout()
        foot.addLayout(row(None, *others, None))
        return foot


class DropZone(QFrame):
    """A dashed frame, the sign for a place where things can be dropped; the whole window takes them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = EmptyState(
            "documents",
            self.tr("Drop contracts here"),
            self.tr(
                "Word, PDF, text and web pages, one or thousands, or whole folders. "
                "They are read on this computer and go nowhere else."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.addWidget(self.inside)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        painter.setBrush(colours.color(QPalette.ColorRole.Base))
        edge = QPen(colours.color(QPalette.ColorRole.PlaceholderText), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.drawRoundedRect(
            self.rect().adjusted(1, 1, -2, -2), 2 * theme.RADIUS, 2 * theme.RADIUS
        )
