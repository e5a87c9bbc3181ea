"""Asks where else the same was found, off the main thread, and lets a decision go there too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.store import Cell, Place
from engine.store.occurrences import Occurrence, in_texts
from gui.controller import Controller
from gui.workspaces.fields.everywhere import EverywhereDialog


class Occurrences(QObject):
    """Opens the dialog once the occurrences are counted. ``said`` is a line for the status bar."""

    said = Signal(str)

    def __init__(self, controller: Controller, parent: QWidget) -> None:
        super().__init__(parent)
        self._controller = controller
        self._parent = parent
        self.dialog: EverywhereDialog | None = None

    def ask(self, cell: Cell) -> None:
        """Where else was found what the run found in ``cell``, and which texts say it though nothing
        was found there?"""
        project = self._controller.project

        def look() -> tuple[str, list[Place], list[Occurrence]]:
            tallies = project.tallies
            return tallies.found(cell.id), tallies.alike(cell.id), [*in_texts(project, cell)]

        self.said.emit(self.tr("Looking through the documents…"))
        self._controller.background.run(look, lambda result: self._open(cell, *result))

    def _open(
        self, cell: Cell, found: str, places: Sequence[Place], said: Sequence[Occurrence]
    ) -> None:
        if not places and not said:
            self.said.emit(self.tr("No other cell that is still open has it or could have it."))
            return
        self.said.emit("")
        self.dialog = EverywhereDialog(
            cell,
            found or cell.value,
            places,
            said,
            self._controller.name_of,
            lambda chosen, texts: self._controller.review.apply_everywhere(cell, chosen, texts),
            self._parent,
        )
        self.dialog.open()
