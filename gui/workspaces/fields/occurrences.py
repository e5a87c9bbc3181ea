"""Asks where else the same was found, off the main thread, and lets a decision go there too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.store import Cell, Place
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
        """Where else was found what the run found in ``cell``?"""
        tallies = self._controller.project.tallies
        self._controller.background.run(
            lambda: (tallies.found(cell.id), tallies.alike(cell.id)),
            lambda result: self._open(cell, *result),
        )

    def _open(self, cell: Cell, found: str, places: Sequence[Place]) -> None:
        if not places:
            self.said.emit(self.tr("The same was found in no other cell that is still open."))
            return
        self.dialog = EverywhereDialog(
            cell,
            found,
            places,
            self._controller.name_of,
            lambda chosen: self._controller.review.apply_everywhere(cell, chosen),
            self._parent,
        )
        self.dialog.open()
