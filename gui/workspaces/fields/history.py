"""Every decision that ever stood on a cell, each one key away from standing again."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from engine.store import Cell, Project
from engine.types import Edit, ReviewState, Target
from gui import icons
from gui.review import Review
from gui.words import STATE_ICONS, moment, spoken, state_words


class HistoryMenu(QMenu):
    """What the run found, then each decision with its time; the one that stands is marked."""

    def __init__(
        self, cell: Cell, name: str, project: Project, review: Review, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cell, self._name, self._review = cell, name, review
        past = project.edits.history(Target.CELL, cell.id)
        now = project.edits.get(Target.CELL, cell.id)
        for edit in reversed(past):
            self._add(edit, now is not None and edit.at == now.at)
        self.addSeparator()
        found = self.addAction(icons.icon("proposed"), self.tr("As the run found it"))
        found.setCheckable(now is None)
        found.setChecked(now is None)
        found.triggered.connect(lambda: self._review.reset_cells([(cell, name)]))

    def _add(self, edit: Edit, stands: bool) -> None:
        when = " · ".join(word for word in (moment(edit.at), edit.reviewer) if word)
        words = f"{when}   {state_words(edit.state)}"
        if edit.value is not None:
            words += f": {_short(spoken(edit.value))}"
        action = self.addAction(icons.icon(STATE_ICONS[edit.state]), words)
        action.setCheckable(stands)
        action.setChecked(stands)
        action.triggered.connect(
            lambda: stands or self._review.restore(self._cell, self._name, edit)
        )


def has_past(cell: Cell, project: Project) -> bool:
    """Whether anything was ever decided on a cell."""
    decided = cell.state is not ReviewState.PROPOSED
    return decided or bool(project.edits.history(Target.CELL, cell.id))


def _short(text: str, length: int = 48) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
