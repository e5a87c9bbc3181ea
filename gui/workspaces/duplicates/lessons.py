"""The line above the pairs that says what the answers taught, and applies it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from gui.widgets import ElidedLabel, button, row
from gui.words import percent
from gui.workspaces.duplicates.teaching import Teaching
from gui.workspaces.duplicates.words import quality_words


class TeachingBar(QWidget):
    """One line: whether the most telling pairs are asked about, how good the scores are, and the button
    that applies what was taught. ``applied`` is that button; ``switched`` the tick."""

    applied = Signal()
    switched = Signal(bool)

    def __init__(self, teaching: Teaching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._teaching = teaching
        self._share = 0.0
        self.tick = QCheckBox(self.tr("Learn from my answers"))
        self.tick.setToolTip(
            self.tr("Ask about the most telling pairs first, and show how good the scores are")
        )
        self._words = ElidedLabel()
        self._words.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._apply = button(self.tr("Apply to all pairs"), self.applied.emit, "everywhere")
        self._apply.setToolTip(
            self.tr("Score every pair as your answers taught; this can be taken back")
        )
        layout = row(self.tick)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._apply)
        self.setLayout(layout)
        self.tick.toggled.connect(self._on_tick)
        teaching.learnt.connect(self.show_lesson)
        remaking = teaching.remaking
        remaking.began.connect(self._on_began)
        remaking.told.connect(self._on_told)
        for over in (remaking.done, remaking.failed):
            over.connect(self.show_lesson)
        self.show_lesson()

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_lesson(self) -> None:
        """What is known by now."""
        lesson, remaking = self._teaching.lesson, self._teaching.remaking
        on = self._teaching.on
        self._words.setVisible(on or remaking.busy)
        self._apply.setVisible(on)
        self._apply.setEnabled(lesson is not None and lesson.answers > 0 and not remaking.busy)
        if remaking.rescoring and self._share < 1:
            share = percent(self._share)
            self._words.setText(self.tr("Scoring all pairs: {share}").format(share=share))
        elif remaking.busy:
            self._words.setText(self.tr("Making clusters…"))
        elif not on:
            self._words.setText("")
        elif lesson is None:
            self._words.setText(
                self.tr("Find duplicates once more: these pairs were kept without their reasons.")
            )
        elif lesson.quality is None:
            self._words.setText(self.tr("Answer a few pairs."))
        else:
            self._words.setText(quality_words(lesson.quality, lesson.answers))

    @Slot()
    def _on_began(self) -> None:
        self._share = 0.0
        self.show_lesson()

    @Slot(int, int)
    def _on_told(self, done: int, total: int) -> None:
        """How many pairs have their score; told by the thread that writes them."""
        self._share = done / total if total else 1.0
        self.show_lesson()

    def _on_tick(self, on: bool) -> None:
        self._teaching.switch(on)
        self.show_lesson()
        if on and self._teaching.lesson is None and not self._teaching.remaking.busy:
            self._words.setText(self.tr("Reading the pairs…"))
        self.switched.emit(on)
