"""The readings of an ambiguous value as buttons: one press settles it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui import theme
from gui.widgets import QuietLabel, button
from gui.words import spoken


class Readings(QWidget):
    """Hidden unless there is a choice. ``chosen`` gives the reading that was pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SMALL)
        self._layout.addWidget(QuietLabel(self.tr("It could mean:")))
        self._layout.addStretch(1)
        self.hide()

    def show_readings(self, readings: Sequence[str]) -> None:
        """Offer these; none hides the line."""
        if tuple(readings) == self._shown:
            return
        self._shown = tuple(readings)
        while self._layout.count() > 2:
            item = self._layout.takeAt(1)
            if item is not None and item.widget() is not None:
                item.widget().deleteLater()
        for place, reading in enumerate(self._shown, 1):
            words = spoken(reading)
            tip = self.tr("Set the value to {value}").format(value=words)
            made = button(words, lambda value=reading: self.chosen.emit(value), tip=tip)
            self._layout.insertWidget(place, made)
        self.setVisible(bool(self._shown))

    def readings(self) -> tuple[str, ...]:
        """What is offered."""
        return self._shown
