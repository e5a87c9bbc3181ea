"""What of the verdicts is shown: those of the mode, of the choices above the list, and of the words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from engine.store import Filter, Query
from engine.types import playbook_id
from gui.facets import FacetBar, FacetButton
from gui.widgets import SearchBox
from gui.workspaces.contradictions.facets import facets, labels
from gui.workspaces.contradictions.head import Head
from gui.workspaces.contradictions.modes import Mode, usual_labels


class Narrowing(QObject):
    """The choices and the box for words. ``changed`` says that another query is meant now."""

    changed = Signal()

    def __init__(self, head: Head, hint: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._head = head
        usual = FacetButton(labels(), usual_labels(Mode.INSIDE))
        self.facets = FacetBar([usual, *(FacetButton(facet) for facet in facets())])
        self.words = SearchBox(hint)
        self.facets.changed.connect(self.changed)
        self.words.searched.connect(self.changed)

    def of_mode(self, asked: Sequence[str]) -> tuple[Filter, ...]:
        """The conditions of the mode, with the labels that are asked for."""
        mode = self._head.mode
        found = [Filter("scope", "in", (mode.value,))]
        kept = self._head.playbook() if mode is Mode.PLAYBOOK else None
        if kept is not None:
            found.append(Filter("document_id", "=", playbook_id(kept.name)))
        if asked:
            found.append(Filter("label", "in", tuple(asked)))
        return tuple(found)

    def query(self) -> Query:
        """All of it together."""
        filters = (*self.of_mode(()), *self.facets.filters())
        return Query(filters=filters, text=self.words.words())

    def suit(self, mode: Mode) -> None:
        """Another mode has other labels that are usually looked at."""
        self.facets.buttons["label"].usually(*usual_labels(mode))

    def clear(self) -> None:
        """Everything again."""
        self.words.clear()
        self.facets.reset()

    def set_enabled(self, there: bool) -> None:
        """Whether there is anything to narrow."""
        self.facets.setEnabled(there)
        self.words.setEnabled(there)
