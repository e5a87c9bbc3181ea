"""What is held against what: clauses of one document, of several, or a playbook."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from engine.types import Label

translate = QCoreApplication.translate


class Mode(StrEnum):
    """The values are those of the store's column ``scope``."""

    INSIDE = "inside"
    ACROSS = "across"
    PLAYBOOK = "playbook"


def mode_words(mode: Mode) -> str:
    """What people call a mode."""
    return {
        Mode.INSIDE: translate("Modes", "Inside a document"),
        Mode.ACROSS: translate("Modes", "Between documents"),
        Mode.PLAYBOOK: translate("Modes", "Against a playbook"),
    }[mode]


def usual_labels(mode: Mode) -> tuple[str, ...]:
    """The verdicts that are listed at first: contradictions; against a playbook all of them, since
    silence can be what is wrong."""
    return () if mode is Mode.PLAYBOOK else (Label.CONTRADICTION.value,)


class ModeBar(QTabBar):
    """The modes, each with how many findings it has. ``chosen`` gives the new mode."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What is compared"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for mode in Mode:
            self.addTab(mode_words(mode))
        self.currentChanged.connect(lambda number: self.chosen.emit(list(Mode)[number]))

    @property
    def mode(self) -> Mode:
        """The one that is chosen."""
        return list(Mode)[max(self.currentIndex(), 0)]

    def choose(self, mode: Mode) -> None:
        """Go to a mode."""
        self.setCurrentIndex(list(Mode).index(mode))

    def count_each(self, counts: Mapping[Mode, int]) -> None:
        """Say behind each mode how much it lists."""
        for number, mode in enumerate(Mode):
            count = counts.get(mode, 0)
            words = mode_words(mode)
            shown = f"{words}  {QLocale().toString(count)}" if count else words
            if self.tabText(number) != shown:
                self.setTabText(number, shown)
