"""Where to look and how: beside tables and columns, with what a search would come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from engine.types import PREFERRED
from gui import theme
from gui.widgets import ElidedLabel, QuietLabel

WIDTH = 34
"""Characters."""


class SearchOptions(QWidget):
    """``changed`` says that something is chosen otherwise. ``height`` is that of a title, in pixels."""

    changed = Signal()

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scope = QComboBox()
        self._scope.setAccessibleName(self.tr("Where to look"))
        for value, words in (
            ("both", self.tr("Within and between tables")),
            ("within", self.tr("Within each table")),
            ("between", self.tr("Between tables only")),
        ):
            self._scope.addItem(words, value)
        self.meaning = QCheckBox(self.tr("Look by meaning, too"))
        self.meaning.setToolTip(
            self.tr(
                "Free texts that say the same in other words are compared as well: the embeddings "
                "model reads them, which takes longer"
            )
        )
        self.judged = QCheckBox(self.tr("Let a model read each pair"))
        self.judged.setToolTip(
            self.tr(
                "The similarity model that the Models page names reads both rows of every pair that is "
                "compared; what its word is worth beside the columns is learned. Takes longer"
            )
        )
        self._hint = QuietLabel()
        self._hint.setWordWrap(True)
        self._where = title(self.tr("Where to look"))
        self._where.setMinimumHeight(height)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        for part in (self._where, self._scope, self.meaning, self.judged, self._hint):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setFixedWidth(WIDTH * theme.character(self.fontMetrics()))
        self._scope.currentIndexChanged.connect(lambda _number: self.changed.emit())
        for tick in (self.meaning, self.judged):
            tick.toggled.connect(lambda _on: self.changed.emit())

    def show_several(self, several: bool) -> None:
        """Whether there are tables to look between."""
        self._scope.setVisible(several)
        self._where.setVisible(several)

    def state(self) -> dict[str, Any]:
        """What is chosen."""
        return {
            "scope": self._scope.currentData(),
            "meaning": self.meaning.isChecked(),
            "model": PREFERRED if self.judged.isChecked() else "",
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """What :meth:`state` gave."""
        self._scope.setCurrentIndex(max(self._scope.findData(kept.get("scope", "both")), 0))
        self.meaning.setChecked(bool(kept.get("meaning", False)))
        self.judged.setChecked(bool(kept.get("model", "")))

    def say(self, words: str) -> None:
        """What is missing, or what a search would come to."""
        self._hint.setText(words)

    def said(self) -> str:
        """What is said of the search to come."""
        return self._hint.text()


def title(text: str) -> ElidedLabel:
    """What stands above a part of the setup."""
    made = ElidedLabel(text)
    made.setToolTip(text)
    theme.heading(made)
    return made
