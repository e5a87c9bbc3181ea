"""The review keys of the fields page, carried to the table that has the keyboard."""

from __future__ import annotations

from gui.workspaces.base import Workspace
from gui.workspaces.fields.detail import Candidates
from gui.workspaces.fields.occurrences import Occurrences
from gui.workspaces.fields.records import Records
from gui.workspaces.fields.reviewing import CellReviewing


class JudgedWorkspace(Workspace):
    """A page with two tables of cells: documents by fields, and the records of one document."""

    reviews = True
    records: Records
    detail: Candidates
    _reviewing: CellReviewing
    _of_records: CellReviewing
    _occurrences: Occurrences

    @property
    def judging(self) -> CellReviewing:
        """What decides on the cells of the table that the keyboard is in."""
        inside = self.records.table
        focus = self.focusWidget()
        at_records = focus is inside or (focus is not None and inside.isAncestorOf(focus))
        return self._of_records if at_records else self._reviewing

    def accept(self) -> None:
        self.judging.accept()

    def reject(self) -> None:
        self.judging.reject()

    def reset(self) -> None:
        self.judging.reset()

    def edit(self) -> None:
        self.judging.edit()

    def pick(self, number: int) -> None:
        self._reviewing.pick(self.detail.mention(number))

    def next_doubtful(self) -> None:
        self.judging.next_doubtful()

    def step_in_cell(self, forward: bool) -> None:
        self.judging.step(forward)

    def apply_everywhere(self) -> None:
        cell, _name = self.judging.current()
        if cell is not None:
            self._occurrences.ask(cell)

    def wants_selection(self) -> bool:
        return True

    def take_selection(self, document_id: str, start: int, end: int, text: str) -> None:
        self.judging.take_selection(document_id, start, end, text)
