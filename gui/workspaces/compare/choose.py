"""Which two documents are compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget

from engine.store import Project
from gui import icons
from gui.widgets import row

TRACKED = ""
"""In place of a second document: the file's own tracked changes."""


class Chooser(QWidget):
    """Two lists of documents and a way to swap them. ``chosen`` says that another pair stands."""

    chosen = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.old = self._box(self.tr("Before"))
        self.new = self._box(self.tr("Now"))
        self._swap = QToolButton()
        self._swap.setIcon(icons.icon("contradictions"))
        self._swap.setToolTip(self.tr("Swap the two"))
        self._swap.setAccessibleName(self.tr("Swap the two"))
        self._swap.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._swap.clicked.connect(self.swap)
        before, now = QLabel(self.tr("Before")), QLabel(self.tr("Now"))
        before.setBuddy(self.old)
        now.setBuddy(self.new)
        layout = row(before)
        layout.addWidget(self.old, 1)
        layout.addWidget(self._swap)
        layout.addWidget(now)
        layout.addWidget(self.new, 1)
        self.setLayout(layout)
        self._ids: list[str] = []
        self.look()
        self.old.currentIndexChanged.connect(self._on_chosen)
        self.new.currentIndexChanged.connect(self._on_chosen)

    def look(self) -> None:
        """The documents may be others now; what was chosen stays chosen."""
        ids = self._project.documents.ids()
        if ids == self._ids:
            return
        before = self.pair()
        first = not self._ids
        self._ids = ids
        names = {key: PurePath(path).name for key, path in self._project.documents.paths().items()}
        listed = [(names.get(key, key), key) for key in ids]
        self._fill(self.old, listed)
        self._fill(self.new, [(self.tr("Its tracked changes"), TRACKED), *listed])
        if first and len(ids) > 1:
            self.choose(ids[-2], ids[-1])
        else:
            self.choose(*before)

    def pair(self) -> tuple[str, str]:
        """The ids of both; the second is ``TRACKED`` where tracked changes are meant."""
        return str(self.old.currentData() or ""), str(self.new.currentData() or TRACKED)

    def choose(self, old: str, new: str) -> None:
        """Put two documents into the lists."""
        for box, key in ((self.old, old), (self.new, new)):
            place = box.findData(key)
            if place >= 0:
                box.setCurrentIndex(place)

    def swap(self) -> None:
        """The other way round; tracked changes have one direction."""
        old, new = self.pair()
        if new != TRACKED:
            self.choose(new, old)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        return box

    def _fill(self, box: QComboBox, listed: Sequence[tuple[str, str]]) -> None:
        box.blockSignals(True)
        box.clear()
        for name, key in listed:
            box.addItem(name, key)
        box.blockSignals(False)

    def _on_chosen(self) -> None:
        self._swap.setEnabled(self.pair()[1] != TRACKED)
        self.chosen.emit()
