"""What every workspace offers to the window around it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.tables.view import TableView


class Workspace(QWidget):
    """A page of the window.

    ``show_document`` asks for a document beside the page (id, highlights); ``said`` is a line for
    the status bar, ``look_for`` words to find in the document. The review methods do nothing where a workspace has nothing to review.
    """

    show_document = Signal(str, list)
    said = Signal(str)
    look_for = Signal(str)
    reviews = False
    comments = False
    """Whether F2 comments on the current thing where it has no value to edit."""
    reads = True
    """Whether the document viewer belongs beside the page."""
    exports = ""
    """The kind of sheet that this workspace exports; empty where there is nothing to export."""

    def title(self) -> str:
        """What people call it."""
        raise NotImplementedError

    def count(self) -> int:
        """How many things it lists, shown beside its name."""
        return 0

    def can_export(self) -> bool:
        """Whether there is anything to export."""
        return bool(self.exports) and self.count() > 0

    def subject(self) -> str:
        """Which of several things is exported (a comparison's id); empty where there is one."""
        return ""

    def ask_export(self) -> bool:
        """Open the page's own questions before an export; ``False`` where it has none."""
        return False

    def tables(self) -> Sequence[TableView]:
        """Its tables that answer to the review keys."""
        return ()

    def activate(self) -> None:
        """The page was opened: put the keyboard where work goes on."""
        tables = self.tables()
        (tables[0] if tables else self).setFocus()

    def refresh(self, what: str) -> None:
        """Something in the project changed; see ``Controller.changed``."""

    def run(self) -> None:
        """Start this workspace's job."""

    def accept(self) -> None:
        """The current thing is right; go on to the next."""

    def reject(self) -> None:
        """The current thing is wrong."""

    def reset(self) -> None:
        """Take the decision on the current thing back."""

    def edit(self) -> None:
        """Type another value."""

    def pick(self, number: int) -> None:
        """Candidate ``number`` (from 1) is the right one."""

    def next_doubtful(self) -> None:
        """Go to the next thing worth a look."""

    def step_in_cell(self, forward: bool) -> None:
        """To the decision before (or after) the one that stands on the current cell."""

    def apply_everywhere(self) -> None:
        """What was decided here, wherever the same was found."""

    def follow(self, document_id: str, key: str) -> None:
        """A highlight that this page asked for was clicked in the document."""

    def take_selection(self, document_id: str, start: int, end: int, text: str) -> None:
        """The reader selected words in the document as a value."""

    def wants_selection(self) -> bool:
        """Whether selected words can become a value here."""
        return False
