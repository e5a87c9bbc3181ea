"""Which file of pairs is scored, which two of its columns, and what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.widgets import ElidedLabel, QuietLabel, button, row

SIMILARITY, NLI = "similarity", "nli"


class PairsSource(QWidget):
    """``started`` says that all is chosen; ``pick_file`` asks for a file dialog."""

    started = Signal()
    pick_file = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._running = False
        self._name = ElidedLabel()
        theme.heading(self._name)
        self.counts = QuietLabel()
        self._left = QComboBox()
        self._left.setAccessibleName(self.tr("Column of the first text"))
        self._right = QComboBox()
        self._right.setAccessibleName(self.tr("Column of the second text"))
        self._task = QComboBox()
        self._task.setAccessibleName(self.tr("What is asked of each pair"))
        self._task.addItem(self.tr("How alike are they?"), SIMILARITY)
        self._task.addItem(self.tr("Does the first say the second?"), NLI)
        self._start = button(self.tr("Score"), self.started.emit, "run", "Ctrl+R")
        self._start.setDefault(True)
        top = row(button(self.tr("Choose file…"), self.pick_file.emit, "table"))
        top.addWidget(self._name, 1)
        top.addWidget(self.counts)
        words = QLabel(self.tr("First"))
        words.setBuddy(self._left)
        others = QLabel(self.tr("Second"))
        others.setBuddy(self._right)
        for box in (self._left, self._right):
            box.setMinimumContentsLength(14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addLayout(row(words, self._left, others, self._right, self._task, self._start, None))

    @property
    def path(self) -> str:
        """The file; empty where none is chosen."""
        return self._path

    @property
    def task(self) -> str:
        """``similarity`` or ``nli``."""
        return str(self._task.currentData())

    def sides(self) -> tuple[str, str]:
        """The two columns."""
        return self._left.currentText(), self._right.currentText()

    def choose_task(self, task: str) -> None:
        """Choose for the user."""
        self._task.setCurrentIndex(max(self._task.findData(task), 0))

    def show_file(self, path: str, columns: Sequence[str], left: str, right: str) -> None:
        """Show a file with the columns that were guessed."""
        self._path = path
        self._name.setText(PurePath(path).name)
        for box, chosen in ((self._left, left), (self._right, right)):
            box.clear()
            box.addItems(list(columns))
            box.setCurrentIndex(max(box.findText(chosen), 0))
        self._enable()

    def take_focus(self) -> None:
        """Put the keyboard on what is to be done next."""
        (self._start if self._start.isEnabled() else self._left).setFocus()

    def show_running(self, running: bool) -> None:
        """What is being scored is not begun a second time."""
        self._running = running
        self._enable()

    def _enable(self) -> None:
        self._start.setEnabled(self._left.count() > 0 and not self._running)
