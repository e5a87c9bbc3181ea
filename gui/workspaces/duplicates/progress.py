"""How far the review of the doubtful pairs has come."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from gui import theme
from gui.widgets import QuietLabel, button, row


class DoubtfulProgress(QWidget):
    """A bar with its words: ``12 of 40 doubtful pairs answered``. ``wanted`` asks for those that are
    not."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self._doubtful = 0
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.SMALL)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bar.setAccessibleName(self.tr("Doubtful pairs answered"))
        self._words = QuietLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._list = button(
            self.tr("List them"),
            self.wanted.emit,
            "filter",
            tip=self.tr("Only the doubtful pairs that nobody has answered"),
        )
        layout = row(self._bar, self._words, self._list)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_bar(self, shown: bool) -> None:
        """Whether there is room for the bar, or for the words alone."""
        self._narrow = not shown
        self._bar.setVisible(shown and self._doubtful > 0)

    def show_counts(self, doubtful: int, answered: int) -> None:
        """Other figures."""
        self._doubtful = doubtful
        self._bar.setVisible(doubtful > 0 and not self._narrow)
        self._list.setVisible(answered < doubtful)
        self._bar.setMaximum(max(doubtful, 1))
        self._bar.setValue(answered)
        locale = QLocale()
        words = self.tr("{answered} of {count} doubtful pairs answered")
        if doubtful and answered == doubtful:
            words = self.tr("All {count} doubtful pairs answered")
        if not doubtful:
            words = self.tr("No pair is doubtful")
        self._words.setText(
            words.format(answered=locale.toString(answered), count=locale.toString(doubtful))
        )

    def words(self) -> str:
        """What it says."""
        return self._words.text()
