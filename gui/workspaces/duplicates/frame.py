"""What stands where on the page: the setup above, what runs, what is to be known, the results below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.theme import Tone
from gui.widgets import EmptyState, Note, Switch
from gui.workspaces.duplicates.results import Results
from gui.workspaces.duplicates.running import RunningLine
from gui.workspaces.duplicates.setup import DuplicatesSetup


class _Work(QWidget):
    """Asks a stack for the least height that it can do with: Qt's would ask for what it likes best, and the
    page would scroll where there is room."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


class PageFrame(Switch):
    """Words for a project without tables, or the work. ``pick_tables`` asks for the file dialog."""

    pick_tables = Signal()

    def __init__(self, setup: DuplicatesSetup, running: RunningLine, results: Results) -> None:
        self.stale = Note()
        work = _Work()
        inside = QVBoxLayout(work)
        inside.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        inside.setSpacing(theme.SMALL)
        for part in (setup, running, self.stale):
            inside.addWidget(part)
        inside.addWidget(results, 1)
        empty = EmptyState("duplicates", "", "")
        super().__init__(empty, work)
        empty.say(
            self.tr("Drop a spreadsheet here"),
            self.tr(
                "Excel, CSV or JSON lines. Tick the columns that identify a row, and ClauseDesk "
                "lists the rows that are the same thing written differently. Nothing is deleted."
            ),
        )
        self._first = empty.add_button(self.tr("Add tables…"), self.pick_tables.emit, primary=True)

    def say_stale(self, words: str) -> None:
        """What is to be known of the tables' files; nothing hides the line."""
        self.stale.say(words, Tone.CAUTION)

    def take_focus(self) -> bool:
        """Put the keyboard on the one thing to do in a project without tables; ``False`` in others."""
        if self.currentIndex():
            return False
        self._first.setFocus()
        return True
