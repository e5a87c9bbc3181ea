"""How far the review has come: a bar, and the figures beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui import theme
from gui.theme import Tone
from gui.widgets import QuietLabel
from gui.words import percent
from gui.workspaces.fields.counts import FieldCounts


class ReviewBar(QWidget):
    """Accepted, edited and rejected beside what is left, in their colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = FieldCounts("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: FieldCounts) -> None:
        """Other figures."""
        self._counts = counts
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = self.palette().color(QPalette.ColorRole.Text)
        ground.setAlphaF(0.16)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), 4, 4)
        if not self._counts.filled:
            return
        left = 0.0
        for number, tone in (
            (self._counts.accepted, Tone.GOOD),
            (self._counts.edited, Tone.INFO),
            (self._counts.rejected, Tone.BAD),
        ):
            width = self.width() * number / self._counts.filled
            part = QRect(round(left), 0, round(left + width) - round(left), self.height())
            painter.setBrush(theme.ink(tone))
            painter.drawRoundedRect(part, 3, 3)
            left += width


class ReviewProgress(QWidget):
    """The bar with its words: ``12 of 40 values reviewed · 9 doubtful``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = ReviewBar()
        self._shown = QuietLabel()
        self._words = QuietLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._shown)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._words)

    def show_counts(self, counts: FieldCounts) -> None:
        """Other figures; without any value there is nothing to show."""
        for part in (self._bar, self._words):
            part.setVisible(counts.filled > 0)
        self._bar.show_counts(counts)
        words = self.tr("{judged} of {filled} values reviewed ({share}) · {doubtful} doubtful")
        if counts.judged == counts.filled:
            words = self.tr("All {filled} values reviewed")
        said = words.format(
            judged=counts.judged,
            filled=counts.filled,
            share=percent(counts.share),
            doubtful=counts.doubtful,
        )
        self._words.setText(said)
        self._bar.setAccessibleName(said)
        self._bar.setToolTip(said)

    def say_shown(self, words: str) -> None:
        """How many rows are shown."""
        self._shown.setText(words)

    def words(self) -> str:
        """What it says."""
        return self._words.text()
