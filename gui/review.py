"""What a person decides about cells, pairs and verdicts, as undoable edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.errors import UserError
from engine.store import Cell, ChangeRow, PairRow, Place, Project, VerdictRow
from engine.store.board import UNSURE
from engine.store.occurrences import Occurrence
from engine.types import Edit, Mention, ReviewState, Target
from gui.undo import EditCommand, RecordCommand, RemoveCommand, outlives_window
from gui.words import state_words

Named = tuple[Cell, str]
"""A cell with the name of its document, for the undo list."""


class Review(QObject):
    """Pushes one undo command a decision. ``changed`` gives the Target whose rows show something
    else now; ``failed`` the error of a decision that could not be kept. Thread: GUI."""

    changed = Signal(object)
    documents_changed = Signal()
    failed = Signal(object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._stack = QUndoStack(self)

    @property
    def stack(self) -> QUndoStack:
        """What can be taken back."""
        return self._stack

    @property
    def outlives_window(self) -> bool:
        """Whether all of it can be taken back in another window of the same project."""
        every = (self._stack.command(number) for number in range(self._stack.count()))
        return all(map(outlives_window, every))

    def accept_cells(self, cells: Sequence[Named]) -> bool:
        """The values are right as they stand."""
        return self._judge_cells(cells, ReviewState.ACCEPTED, self.tr("Accept {what}"))

    def reject_cells(self, cells: Sequence[Named]) -> bool:
        """The values are wrong and nothing takes their place."""
        return self._judge_cells(cells, ReviewState.REJECTED, self.tr("Reject {what}"))

    def reset_cells(self, cells: Sequence[Named]) -> bool:
        """As if nobody had judged them."""
        return self._judge_cells(cells, ReviewState.PROPOSED, self.tr("Reset {what}"))

    def set_value(self, cell: Cell, name: str, value: str, start: int = -1, end: int = -1) -> bool:
        """The value that was typed, or picked at ``[start, end)`` in the document."""
        edit = Edit(Target.CELL, cell.id, ReviewState.EDITED, value, start, end)
        return self._push(self.tr("Edit {what}").format(what=_cell_name(cell, name)), [edit])

    def pick_candidate(self, cell: Cell, name: str, mention: Mention) -> bool:
        """Another candidate is the right one."""
        shown = mention.normalized or mention.text
        if shown == cell.value and mention.start == cell.start:
            return self.accept_cells([(cell, name)])
        edit = Edit(Target.CELL, cell.id, ReviewState.EDITED, shown, mention.start, mention.end)
        words = self.tr("Pick “{value}” for {what}")
        text = words.format(value=_short(shown), what=_cell_name(cell, name))
        return self._push(text, [edit])

    def apply_everywhere(
        self, cell: Cell, places: Sequence[Place], said: Sequence[Occurrence] = ()
    ) -> bool:
        """What was decided on ``cell`` (accepted, where nothing was) holds for the cells at
        ``places`` too, and its value stands in the empty ones whose texts have ``said`` it: in one
        step."""
        state = cell.state
        edits = []
        if state is ReviewState.PROPOSED:
            state = ReviewState.ACCEPTED
            edits.append(Edit(Target.CELL, cell.id, state))
        value = cell.value if state is ReviewState.EDITED else None
        edits += [Edit(Target.CELL, place.id, state, value) for place in places]
        edited = ReviewState.EDITED
        edits += [
            Edit(Target.CELL, one.place.id, edited, cell.value, one.start, one.end) for one in said
        ]
        words = self.tr("{state}: “{value}” in {count} cells")
        named = {"state": state_words(state), "value": _short(cell.value)}
        return self._push(words.format(count=len(edits), **named), edits)

    def step_in_cell(self, cell: Cell, name: str, forward: bool) -> bool:
        """To the decision before (or after) the one that stands; before the first stands what the
        run found. Other cells stay as they are."""
        edit = self._step(cell, forward)
        if edit is None:
            return False
        text = self.tr("Step in {what}").format(what=_cell_name(cell, name))
        return self._push(text, [edit])

    def restore(self, cell: Cell, name: str, edit: Edit) -> bool:
        """An earlier decision on ``cell`` stands again."""
        text = self.tr("Restore {what}").format(what=_cell_name(cell, name))
        return self._push(text, [edit])

    def _step(self, cell: Cell, forward: bool) -> Edit | None:
        edits = self._project.edits
        past = edits.history(Target.CELL, cell.id)
        now = edits.get(Target.CELL, cell.id)
        at = now.at if now else 0.0
        if forward:
            return next((edit for edit in past if edit.at > at), None)
        nothing = Edit(Target.CELL, cell.id, ReviewState.PROPOSED) if now else None
        return next((edit for edit in reversed(past) if edit.at < at), nothing)

    def add_record(self, document_id: str, name: str, group: str) -> str:
        """An empty record of ``group`` for a person to fill; returns its key, empty where it could
        not be made."""
        made: list[RecordCommand] = []
        text = self.tr("Add a record of “{group}” · {name}").format(group=group, name=_short(name))

        def make() -> RecordCommand:
            made.append(
                RecordCommand(
                    text,
                    (document_id, group),
                    self._project.found,
                    lambda: self.changed.emit(Target.CELL),
                    self.failed.emit,
                )
            )
            return made[0]

        return made[0].key if self._made(make) else ""

    def judge_pairs(
        self, pairs: Sequence[PairRow], state: ReviewState, unsure: bool = False
    ) -> bool:
        """The two rows are the same thing (accepted), or they are not (rejected); or nobody can tell
        (proposed and ``unsure``)."""
        words = {
            ReviewState.ACCEPTED: self.tr("Accept pair {what}"),
            ReviewState.REJECTED: self.tr("Reject pair {what}"),
        }.get(state, self.tr("Unsure of pair {what}") if unsure else self.tr("Reset pair {what}"))
        reason = UNSURE if unsure else ""
        edits = [Edit(Target.PAIR, pair.id, state, reason=reason) for pair in pairs]
        names = [
            self.tr("row {left} and row {right}").format(left=pair.left.row, right=pair.right.row)
            for pair in pairs
        ]
        return self._push(words.format(what=self._several(names)), edits)

    def judge_verdicts(
        self, verdicts: Sequence[VerdictRow], state: ReviewState, reason: str = ""
    ) -> bool:
        """The verdict is right, or it is dismissed for ``reason``."""
        words = {
            ReviewState.ACCEPTED: self.tr("Accept verdict {what}"),
            ReviewState.REJECTED: self.tr("Dismiss verdict {what}"),
        }.get(state, self.tr("Reset verdict {what}"))
        edits = [Edit(Target.VERDICT, verdict.id, state, reason=reason) for verdict in verdicts]
        names = [
            f"{verdict.premise.clause or '–'} ↔ {verdict.hypothesis.clause or '–'}"
            for verdict in verdicts
        ]
        return self._push(words.format(what=self._several(names)), edits)

    def judge_changes(
        self, changes: Sequence[ChangeRow], state: ReviewState, comment: str = ""
    ) -> bool:
        """The change was reviewed, or is objected to; ``comment`` is kept with it."""
        words = {
            ReviewState.ACCEPTED: self.tr("Review change {what}"),
            ReviewState.REJECTED: self.tr("Object to change {what}"),
        }.get(
            state,
            self.tr("Comment on change {what}") if comment else self.tr("Reset change {what}"),
        )
        edits = [Edit(Target.CHANGE, row.id, state, reason=comment) for row in changes]
        sides = [(row.change.old, row.change.new) for row in changes]
        names = [
            " → ".join(side[0].clause or "–" if side else "–" for side in both) for both in sides
        ]
        return self._push(words.format(what=self._several(names)), edits)

    def apply_edits(self, text: str, edits: Sequence[Edit]) -> bool:
        """Decisions that were made elsewhere, in one step."""
        return self._push(text, edits)

    def push(self, command: QUndoCommand) -> None:
        """Any other change that can be taken back; it is made by being pushed."""
        self._stack.push(command)

    def remove_documents(self, ids: Sequence[str], names: Sequence[str]) -> bool:
        """Take documents out of the project; the files stay where they are."""
        text = self.tr("Remove {what}").format(what=self._several([_short(name) for name in names]))
        return self._made(
            lambda: RemoveCommand(
                text, ids, self._project.documents, self.documents_changed.emit, self.failed.emit
            )
        )

    def _judge_cells(self, cells: Sequence[Named], state: ReviewState, words: str) -> bool:
        edits = [Edit(Target.CELL, cell.id, state) for cell, _name in cells]
        names = [_cell_name(cell, name) for cell, name in cells]
        return self._push(words.format(what=self._several(names)), edits)

    def _several(self, names: Sequence[str]) -> str:
        if len(names) == 1:
            return names[0]
        return self.tr("{first} and {count} more").format(first=names[0], count=len(names) - 1)

    def _push(self, text: str, edits: Sequence[Edit]) -> bool:
        if not edits:
            return False
        store = self._project.edits
        return self._made(
            lambda: EditCommand(text, edits, store, self.changed.emit, self.failed.emit)
        )

    def _made(self, make: Callable[[], QUndoCommand]) -> bool:
        try:
            command = make()
        except UserError as error:
            self.failed.emit(error)
            return False
        self._stack.push(command)
        return True


def _cell_name(cell: Cell, document: str) -> str:
    return f"“{cell.field}” · {_short(document)}"


def _short(text: str, length: int = 32) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
