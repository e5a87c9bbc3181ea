"""What stands where no values are yet: what to do first, or that they are on their way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gui.widgets import EmptyState


class NoValues(EmptyState):
    """Three situations: no documents, no fields, an extraction that has just begun."""

    def __init__(self, go: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("fields", "", "", parent)
        self._go = self.add_button(self.tr("Go to Documents"), go)

    def show_state(self, documents: int, running: bool) -> None:
        """Say what holds now."""
        self._go.setVisible(not documents)
        if running:
            self.say(
                self.tr("Looking for the fields…"),
                self.tr(
                    "The first values appear as soon as a document is read. You can review them "
                    "while the others are read."
                ),
            )
        elif documents:
            self.say(
                self.tr("Which facts do you need?"),
                self.tr(
                    "Type the names of the fields above, or pick a template, and press Extract. "
                    "Each document becomes a row, each field a column."
                ),
            )
        else:
            self.say(
                self.tr("No documents yet"),
                self.tr("Add contracts first; then name the fields you want out of them."),
            )
