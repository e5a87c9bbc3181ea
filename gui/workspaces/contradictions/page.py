"""The contradictions workspace: pairs of clauses with a verdict, both clauses at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.store import Filter, Query, VerdictRow
from engine.types import Label, ReviewState
from gui import icons, theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.tables.filtering import Filtering
from gui.tables.model import TableModel
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.theme import Tone
from gui.viewer.text_view import Highlight
from gui.widgets import EmptyState, QuietLabel, SearchBox, Switch, button, row
from gui.words import label_words, state_words
from gui.workspaces.base import Workspace
from gui.workspaces.contradictions.columns import LABEL_ICONS, clash, columns
from gui.workspaces.contradictions.detail import VerdictDetail
from gui.workspaces.scope import ScopeBox

CONTRADICTIONS = (Filter("label", "=", Label.CONTRADICTION.value),)
"""What is shown unless the user asks for more."""


class ContradictionsWorkspace(Workspace):
    """Checks and their review. ``selected`` gives the ids that are selected in the documents list;
    ``wants_documents`` asks for that page."""

    wants_documents = Signal()
    reviews = True
    exports = "verdicts"

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        selected: Callable[[], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._explain = explain
        self._selected = selected
        self.model = TableModel(
            self._project.verdicts,
            columns(),
            lambda verdict: verdict.id,
            query=Query(filters=CONTRADICTIONS),
            parent=self,
        )
        self.table = TableView(self.model, self.tr("Verdicts"), self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.detail = VerdictDetail()
        self._seeker = Seeker(self.model, self)
        self._filtering = Filtering(self.model, controller.background)
        self._build()
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(self.accept)
        self.detail.accepted.connect(self.accept)
        self.detail.rejected.connect(self.reject)
        self.detail.looked.connect(self._show_side)
        self.model.counted.connect(lambda _count: self._show_state())
        self._show_state()

    def title(self) -> str:
        return self.tr("Contradictions")

    def can_export(self) -> bool:
        return self._project.verdicts.count() > 0

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def count(self) -> int:
        return self._found

    def activate(self) -> None:
        self._scope.look()
        (self.table if self.model.rowCount() else self._start).setFocus()

    def refresh(self, what: str) -> None:
        if what in ("verdicts", "documents"):
            self.model.refresh()
            self._show_state()

    def run(self) -> None:
        documents = self._scope.documents()
        if documents:
            self._controller.check(documents)
        else:
            self.wants_documents.emit()

    def accept(self) -> None:
        self._judge(ReviewState.ACCEPTED)

    def reject(self) -> None:
        self._judge(ReviewState.REJECTED)

    def reset(self) -> None:
        rows = self._rows()
        if rows:
            self._controller.review.judge_verdicts(rows, ReviewState.PROPOSED)

    def next_doubtful(self) -> None:
        start = self.table.currentIndex().row() + 1

        def go(number: int) -> None:
            if number >= 0:
                self.table.go_to(number)
            else:
                self.said.emit(self.tr("Nothing more to review here."))

        self._seeker.seek(
            max(start, 0), lambda verdict, _n: verdict.state is ReviewState.PROPOSED, go
        )

    def _rows(self) -> list[VerdictRow]:
        return [found for found in self.table.selected_rows() if isinstance(found, VerdictRow)]

    def _judge(self, state: ReviewState) -> None:
        rows = self._rows()
        if rows and self._controller.review.judge_verdicts(rows, state):
            self.next_doubtful()

    def _build(self) -> None:
        self._scope = ScopeBox(self._project, self._selected)
        self._start = button(self.tr("Check"), self.run, "run", "Ctrl+R")
        self._start.setDefault(True)
        self._labels = QComboBox()
        self._labels.setAccessibleName(self.tr("Which verdicts"))
        for label in (Label.CONTRADICTION, Label.ENTAILMENT, Label.NEUTRAL):
            filters = (Filter("label", "=", label.value),)
            self._labels.addItem(icons.icon(LABEL_ICONS[label]), label_words(label), filters)
        self._labels.addItem(self.tr("All verdicts"), ())
        self._states = QComboBox()
        self._states.setAccessibleName(self.tr("Which review states"))
        self._states.addItem(self.tr("Reviewed or not"), ())
        for state in (ReviewState.PROPOSED, ReviewState.ACCEPTED, ReviewState.REJECTED):
            self._states.addItem(state_words(state), (Filter("state", "=", state.value),))
        self._words = SearchBox(self.tr("Filter by words"))
        self._labels.currentIndexChanged.connect(self._on_filter)
        self._states.currentIndexChanged.connect(self._on_filter)
        self._words.searched.connect(self._on_filter)
        self._counts = QuietLabel()
        self._empty = EmptyState("contradictions", "", "")
        self._empty_button = self._empty.add_button(
            self.tr("Go to Documents"), self.wants_documents.emit
        )
        self._nothing = EmptyState(
            "accept",
            self.tr("Nothing here"),
            self.tr("No pair of clauses meets the filter."),
        )
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        self._rows_or_none = Switch(self._nothing, self.table)
        parts.addWidget(self._rows_or_none)
        parts.addWidget(self.detail)
        parts.setSizes([380, 260])
        self._switch = Switch(self._empty, parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(row(self._scope, self._start, None, self._counts))
        filters_row = row(self._labels, self._states)
        filters_row.addWidget(self._words, 1)
        layout.addLayout(filters_row)
        layout.addWidget(self._switch, 1)

    def _on_filter(self) -> None:
        filters = (*self._labels.currentData(), *self._states.currentData())
        self._filtering.show(self._words.words(), filters)
        self._show_state()

    def _show_state(self) -> None:
        documents = self._project.documents.count()
        everything = self._project.verdicts.count()
        contradictions = Query(filters=CONTRADICTIONS)
        self._found = self._project.verdicts.count(contradictions) if everything else 0
        self._switch.show_content(everything > 0)
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        for widget in (self._labels, self._states, self._words):
            widget.setEnabled(everything > 0)
        self._counts.setText(self.tr("%n pair(s)", "", self.model.rowCount()) if everything else "")
        self._empty_button.setVisible(not documents)
        if documents:
            self._empty.say(
                self.tr("What contradicts what?"),
                self.tr(
                    "Press Check. ClauseDesk compares the clauses of each document and lists the "
                    "pairs that cannot both hold, with the words that clash."
                ),
            )
        else:
            self._empty.say(
                self.tr("No documents yet"), self.tr("Add contracts first; then check them.")
            )

    def _show_current(self) -> None:
        verdict = self.table.current_row()
        found = verdict if isinstance(verdict, VerdictRow) else None
        self.detail.show_verdict(found)
        if found is not None and self.isVisible():
            self._show_side("left")

    def _show_side(self, side: str) -> None:
        verdict = self.table.current_row()
        if not isinstance(verdict, VerdictRow):
            return
        clause, other = verdict.premise, verdict.hypothesis
        if side == "right":
            clause, other = other, clause
        marks = [Highlight(clause.start, clause.end, Tone.INFO)]
        if other.document_id == clause.document_id:
            marks.append(Highlight(other.start, other.end, Tone.CAUTION))
        for reason in verdict.reasons:
            start, end = clash(reason, clause, side)
            if start >= 0:
                marks.append(Highlight(clause.start + start, clause.start + end, Tone.BAD, True))
        if not any(mark.strong for mark in marks):
            marks[0] = Highlight(clause.start, clause.end, Tone.INFO, True)
        self.show_document.emit(clause.document_id, marks)
