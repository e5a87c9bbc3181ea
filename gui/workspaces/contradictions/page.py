"""The contradictions workspace: pairs of clauses with a verdict, both documents at the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from engine.store import Filter, Query, VerdictRow
from engine.types import Label, ReviewState
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.facets import FacetBar
from gui.tables.frozen import FrozenModel
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.widgets import EmptyState, Switch, row
from gui.workspaces.base import Workspace
from gui.workspaces.contradictions.chart import Chart
from gui.workspaces.contradictions.columns import columns
from gui.workspaces.contradictions.detail import VerdictDetail
from gui.workspaces.contradictions.dismiss import DismissBox
from gui.workspaces.contradictions.editor import PlaybookEditor
from gui.workspaces.contradictions.head import Head
from gui.workspaces.contradictions.modes import Mode, usual_labels
from gui.workspaces.contradictions.narrowing import Narrowing
from gui.workspaces.contradictions.playbooks import Shelf, words_of
from gui.workspaces.scope import Selection

CONTRADICTIONS = Query(filters=(Filter("label", "in", (Label.CONTRADICTION.value,)),))
"""What is counted beside the page's name and the modes."""

COUNT_MS = 200
"""How long decisions and results rest before the choices are counted anew."""


class ContradictionsWorkspace(Workspace):
    """Checks and their review. ``selected`` is what is selected in the documents list;
    ``wants_documents`` asks for that page."""

    wants_documents = Signal()
    reviews = True
    reads = False
    exports = "verdicts"

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        selected: Selection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._explain = explain
        self._found = 0
        self.shelf = Shelf(controller.background, self)
        self.shelf.failed.connect(controller.problem)
        self.head = Head(self._project, selected, self.shelf, explain.language)
        self.narrowing = Narrowing(self.head, self.tr("Filter by words"), self)
        self.chart = Chart(self._project, controller.background)
        self.model = FrozenModel(
            self._project.verdicts,
            columns(),
            lambda verdict: verdict.id,
            controller.background,
            Query(filters=self.narrowing.of_mode(usual_labels(Mode.INSIDE))),
            self,
        )
        self.table = TableView(self.model, self.tr("Verdicts"), self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.detail = VerdictDetail(controller.fetch)
        self._seeker = Seeker(self.model, self)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_MS)
        self._counting.timeout.connect(self._count_choices)
        self._build()
        self._connect()
        self._show_state()
        self._counting.start()

    def title(self) -> str:
        return self.tr("Contradictions")

    def can_export(self) -> bool:
        return self._project.verdicts.count() > 0

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def count(self) -> int:
        return self._found

    def activate(self) -> None:
        self.head.scope.look()
        self.shelf.load()
        self._counting.start()
        self._show_chart()
        content = self.chart.matrix if self.head.is_matrix() else self.table
        (content if self.model.rowCount() else self.head.start).setFocus()

    def refresh(self, what: str) -> None:
        if what == "documents":
            self.detail.reader.forget()
            self._show_state()
        elif what == "verdicts":
            self.model.refresh()
            self._show_state()
            self._counting.start()

    def run(self) -> None:
        documents = self.head.scope.documents()
        mode, kept = self.head.mode, self.head.playbook()
        if not documents:
            self.wants_documents.emit()
        elif mode is Mode.ACROSS and len(documents) < 2:
            self.said.emit(self.tr("Add or choose at least two documents."))
        elif mode is not Mode.PLAYBOOK:
            self._controller.check(documents, across=mode is Mode.ACROSS)
        elif kept is None:
            self.said.emit(self.tr("Choose a playbook."))
        elif kept.error is not None:
            self._controller.problem.emit(kept.error)
        else:
            named = (kept.name, str(kept.path or ""))
            self._controller.check(documents, playbook=named)

    def accept(self) -> None:
        self._judge(ReviewState.ACCEPTED)

    def reject(self) -> None:
        """Ask why, then dismiss what is selected."""
        rows = self._rows()
        if rows:
            DismissBox(len(rows), lambda reason: self._dismiss(rows, reason), self).open()

    def reset(self) -> None:
        rows = self._rows()
        if rows:
            self._controller.review.judge_verdicts(rows, ReviewState.PROPOSED)

    def next_doubtful(self) -> None:
        self._seek(self.table.currentIndex().row() + 1)

    def edit_playbook(self) -> PlaybookEditor | None:
        """Open the chosen playbook; ``None`` where there is none yet."""
        kept = self.head.playbook()
        if kept is None:
            return None
        choose = self.head.playbooks.choose
        background = self._controller.background
        editor = PlaybookEditor(self.shelf, kept, self._explain, background, choose, self)
        editor.open()
        return editor

    def choices(self) -> FacetBar:
        """What the list is narrowed by."""
        return self.narrowing.facets

    def _seek(self, start: int) -> None:
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

    def _dismiss(self, rows: Sequence[VerdictRow], reason: str) -> None:
        self._judge(ReviewState.REJECTED, rows, reason)
        self.table.setFocus()

    def _judge(
        self, state: ReviewState, rows: Sequence[VerdictRow] | None = None, reason: str = ""
    ) -> None:
        chosen = self._rows() if rows is None else rows
        if chosen and self._controller.review.judge_verdicts(chosen, state, reason):
            here = self.table.current_row()
            # A filter may have taken the row away: then the next one stands in its place.
            gone = not isinstance(here, VerdictRow) or here.id not in {row.id for row in chosen}
            self._seek(self.table.currentIndex().row() + (0 if gone else 1))

    def _build(self) -> None:
        self._empty = EmptyState("contradictions", "", "")
        self._empty_button = self._empty.add_button(
            self.tr("Go to Documents"), self.wants_documents.emit
        )
        self._nothing = EmptyState(
            "accept",
            self.tr("Nothing here"),
            self.tr("No pair of clauses meets the filter."),
        )
        self._nothing.add_button(self.tr("Clear filters"), self.narrowing.clear)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        self._rows_or_none = Switch(self._nothing, self.table)
        self._views = Switch(self._rows_or_none, self.chart)
        parts.addWidget(self._views)
        parts.addWidget(self.detail)
        parts.setSizes([320, 340])
        self._switch = Switch(self._empty, parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.head)
        filters = row(self.narrowing.facets)
        filters.addWidget(self.narrowing.words, 1)
        layout.addLayout(filters)
        layout.addWidget(self._switch, 1)

    def _connect(self) -> None:
        self.narrowing.changed.connect(self._on_filter)
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(self.accept)
        self.detail.accepted.connect(self.accept)
        self.detail.rejected.connect(self.reject)
        self.detail.restored.connect(self.reset)
        self.detail.looked.connect(self.show_document)
        self.model.counted.connect(lambda _count: self._show_state())
        self.head.started.connect(self.run)
        self.head.mode_chosen.connect(self._on_mode)
        self.head.playbook_chosen.connect(self._on_filter)
        self.head.shown.connect(self._on_view)
        self.head.edits_playbook.connect(self.edit_playbook)
        self.chart.moved.connect(self._on_cell)
        self.chart.opened.connect(self._on_cell_opened)

    def _on_mode(self, mode: Mode) -> None:
        self.narrowing.suit(mode)
        self._on_filter()

    def _on_view(self, matrix: bool) -> None:
        self._views.show_content(matrix)
        self._show_chart()

    def _show_chart(self) -> None:
        """The matrix, where it is what is seen."""
        if not self.head.is_matrix() or not self.isVisible():
            return
        kept = self.head.playbook() if self.head.mode is Mode.PLAYBOOK else None
        statements = words_of(kept.playbook, self._explain.language) if kept else {}
        self.chart.show_verdicts(self.head.mode, self.narrowing.query(), statements)

    def _on_cell(self, key: int | None) -> None:
        """The pair under the matrix's cursor is read below, and is what a decision is about."""
        place = self.model.place(key) if key is not None else -1
        if place >= 0:
            self.table.go_to(place)

    def _on_cell_opened(self, key: int | None) -> None:
        self._on_cell(key)
        self.head.as_list.setChecked(True)
        self.table.setFocus()

    def _on_filter(self) -> None:
        query = self.narrowing.query()
        self.model.narrow(query.text, query.filters)
        self._show_state()
        self._counting.start()

    def _count_choices(self) -> None:
        """How many each choice would show, counted off the main thread."""
        query, verdicts = self.narrowing.query(), self._project.verdicts
        background = self._controller.background
        background.run(lambda: verdicts.facets(CONTRADICTIONS)["scope"], self._counted)
        if self.isVisible():
            self._show_chart()
            background.run(lambda: verdicts.facets(query), self.narrowing.facets.count)

    def _counted(self, counts: Mapping[str | int, int]) -> None:
        """How many contradictions there are in each mode."""
        found = {mode: counts.get(mode, 0) for mode in Mode}
        self.head.modes.count_each(found)
        pairs = found[Mode.INSIDE] + found[Mode.ACROSS]
        if pairs != self._found:
            self._found = pairs
            self._controller.changed.emit("counts")

    def _show_state(self) -> None:
        documents = self._project.documents.count()
        everything = self._project.verdicts.count()
        self._switch.show_content(everything > 0)
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        self.narrowing.set_enabled(everything > 0)
        words = self.tr("%n pair(s)", "", self.model.rowCount()) if everything else ""
        self.head.counts.setText(words)
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
        self.detail.show_verdict(verdict if isinstance(verdict, VerdictRow) else None)
