"""Contradictions: pairs of clauses with a verdict, both shown side by side with the words that clash."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.store import Filter, VerdictRow
from engine.types import ClauseRef, Label, Reason, ReviewState
from gui import icons, theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.tables.column import Column, Look
from gui.tables.model import TableModel
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.theme import Tone
from gui.viewer.text_view import Highlight, TextView
from gui.widgets import ElidedLabel, EmptyState, Note, QuietLabel, Switch, button, row
from gui.words import STATE_ICONS, label_words, percent, reason_words, state_words
from gui.workspaces.base import Workspace

translate = QCoreApplication.translate

_LABEL_ICONS = {
    Label.CONTRADICTION: "warning",
    Label.ENTAILMENT: "accept",
    Label.NEUTRAL: "proposed",
}
_LABEL_TONES = {Label.CONTRADICTION: Tone.BAD, Label.ENTAILMENT: Tone.GOOD}


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
            self._project.verdicts, columns(), lambda verdict: verdict.id, parent=self
        )
        self.table = TableView(self.model, self.tr("Verdicts"), self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.detail = VerdictDetail()
        self._seeker = Seeker(self.model, self)
        self._build()
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(self.accept)
        self.detail.accepted.connect(self.accept)
        self.detail.rejected.connect(self.reject)
        self.detail.looked.connect(self._show_side)
        self.model.counted.connect(lambda _count: self._show_state())
        self._on_filter()
        self._show_state()

    def title(self) -> str:
        return self.tr("Contradictions")

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def count(self) -> int:
        return self._found

    def activate(self) -> None:
        (self.table if self.model.rowCount() else self._start).setFocus()

    def refresh(self, what: str) -> None:
        if what in ("verdicts", "documents"):
            self.model.refresh()
            self._show_state()

    def run(self) -> None:
        chosen = self._selected() if self._scope.currentIndex() == 1 else []
        documents = chosen or self._project.documents.ids()
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
        self._scope = QComboBox()
        self._scope.setAccessibleName(self.tr("Which documents"))
        self._scope.addItems([self.tr("All documents"), self.tr("Selected documents")])
        self._start = button(self.tr("Check"), self.run, "run", "Ctrl+R")
        self._start.setDefault(True)
        self._labels = QComboBox()
        self._labels.setAccessibleName(self.tr("Which verdicts"))
        for label in (Label.CONTRADICTION, Label.ENTAILMENT, Label.NEUTRAL):
            filters = (Filter("label", "=", label.value),)
            self._labels.addItem(icons.icon(_LABEL_ICONS[label]), label_words(label), filters)
        self._labels.addItem(self.tr("All verdicts"), ())
        self._states = QComboBox()
        self._states.setAccessibleName(self.tr("Which review states"))
        self._states.addItem(self.tr("Reviewed or not"), ())
        for state in (ReviewState.PROPOSED, ReviewState.ACCEPTED, ReviewState.REJECTED):
            self._states.addItem(state_words(state), (Filter("state", "=", state.value),))
        self._words = QLineEdit()
        self._words.setPlaceholderText(self.tr("Filter by words"))
        self._words.setAccessibleName(self.tr("Filter by words"))
        self._words.setClearButtonEnabled(True)
        self._words.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._labels.currentIndexChanged.connect(self._on_filter)
        self._states.currentIndexChanged.connect(self._on_filter)
        self._words.textChanged.connect(self._on_filter)
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
        self.model.set_filter(self._words.text().strip(), filters)
        self._show_state()

    def _show_state(self) -> None:
        documents = self._project.documents.count()
        everything = self._project.verdicts.count()
        contradictions = (Filter("label", "=", Label.CONTRADICTION.value),)
        query = type(self.model.query)(filters=contradictions)
        self._found = self._project.verdicts.count(query) if everything else 0
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


class VerdictDetail(QFrame):
    """One verdict: what clashes, and both clauses. ``looked`` names the side to see in the
    document."""

    accepted = Signal()
    rejected = Signal()
    looked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ElidedLabel()
        theme.heading(self._label, 1.15)
        self._figures = QuietLabel()
        self._note = Note()
        self._heads = {"left": ElidedLabel(), "right": ElidedLabel()}
        self._panes = {"left": TextView(), "right": TextView()}
        accept = button(self.tr("Accept"), self.accepted.emit, "accept", "Return")
        reject = button(self.tr("Dismiss"), self.rejected.emit, "reject", "Del")
        self._acting: list[QWidget] = [accept, reject]
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._label)
        words.addWidget(self._figures)
        top = row()
        top.addLayout(words, 1)
        top.addWidget(accept, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(reject, 0, Qt.AlignmentFlag.AlignTop)
        sides = QHBoxLayout()
        sides.setSpacing(theme.MEDIUM)
        for side in ("left", "right"):
            sides.addLayout(self._side(side), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._note)
        layout.addLayout(sides, 1)
        self.show_verdict(None)

    def show_verdict(self, verdict: VerdictRow | None) -> None:
        """Show a verdict, or that none is chosen."""
        for widget in self._acting:
            widget.setEnabled(verdict is not None)
        if verdict is None:
            self._label.setText(self.tr("No pair chosen"))
            self._figures.setText("")
            self._note.say("")
            for side in ("left", "right"):
                self._heads[side].setText("")
                self._panes[side].show_text("")
            return
        self._label.setText(label_words(verdict.label))
        shares = [
            f"{label_words(label)} {percent(share)}"
            for label, share in (
                (Label.CONTRADICTION, verdict.contradiction),
                (Label.ENTAILMENT, verdict.entailment),
                (Label.NEUTRAL, verdict.neutral),
            )
        ]
        self._figures.setText(" · ".join([state_words(verdict.state), *shares]))
        self._note.say("   ".join(clash_words(verdict)), Tone.BAD)
        self._show_side("left", verdict.premise, verdict.premise_name, verdict.reasons)
        self._show_side("right", verdict.hypothesis, verdict.hypothesis_name, verdict.reasons)

    def marked(self, side: str) -> list[str]:
        """The words that are marked as clashing on ``"left"`` or ``"right"``."""
        return self._panes[side].highlighted_texts()

    def _show_side(
        self, side: str, clause: ClauseRef, name: str, reasons: Sequence[Reason]
    ) -> None:
        head = f"{clause.clause} · {name}" if clause.clause else name
        self._heads[side].setText(head)
        pane = self._panes[side]
        pane.setAccessibleName(head)
        pane.show_text(clause.text)
        spans = [clash(reason, clause, side) for reason in reasons]
        pane.set_highlights(
            [Highlight(start, end, Tone.BAD, True) for start, end in spans if start >= 0]
        )

    def _side(self, side: str) -> QVBoxLayout:
        look = button(self.tr("Show in document"), lambda: self.looked.emit(side), "viewer")
        self._acting.append(look)
        theme.heading(self._heads[side])
        self._panes[side].document().setDocumentMargin(theme.SMALL)
        self._panes[side].setMinimumHeight(60)
        head = row()
        head.addWidget(self._heads[side], 1)
        head.addWidget(look)
        layout = QVBoxLayout()
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(head)
        layout.addWidget(self._panes[side], 1)
        return layout


def clash(reason: Reason, clause: ClauseRef, side: str) -> tuple[int, int]:
    """Where the clashing words stand in the clause's own text; (-1, -1) where they do not."""
    words = reason.left if side == "left" else reason.right
    start = (reason.left_start if side == "left" else reason.right_start) - clause.start
    if words and start >= 0 and clause.text[start : start + len(words)] == words:
        return start, start + len(words)
    start = clause.text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else (-1, -1)


def clash_words(verdict: VerdictRow) -> list[str]:
    """``Number: 30 days ↔ 45 days`` for each reason that names words."""
    return [
        f"{reason_words(reason.kind)}: {reason.left or '–'} ↔ {reason.right or '–'}"
        for reason in verdict.reasons
        if reason.left or reason.right
    ]


def columns() -> list[Column[VerdictRow]]:
    """What the list shows of a verdict."""
    return [
        Column(
            translate("Verdicts", "Verdict"),
            lambda verdict: verdict.label,
            label_words,
            sort="label",
            width=24,
            look=Look.STATE,
            icon=lambda verdict: _LABEL_ICONS[verdict.label],
            tone=lambda verdict: _LABEL_TONES.get(verdict.label),
        ),
        Column(
            translate("Verdicts", "Confidence"),
            shown_share,
            percent,
            sort="contradiction",
            width=18,
            look=Look.FRACTION,
            tone=lambda verdict: _LABEL_TONES.get(verdict.label, Tone.QUIET),
        ),
        Column(
            translate("Verdicts", "Clash"),
            lambda verdict: "; ".join(clash_words(verdict)),
            width=30,
        ),
        Column(
            translate("Verdicts", "Clause"),
            lambda verdict: verdict.premise.clause or "–",
            sort="premise_clause",
            width=9,
        ),
        Column(
            translate("Verdicts", "Says"),
            lambda verdict: " ".join(verdict.premise.text.split()),
            width=32,
        ),
        Column(
            translate("Verdicts", "Against"),
            lambda verdict: verdict.hypothesis.clause or "–",
            sort="hypothesis_clause",
            width=9,
        ),
        Column(
            translate("Verdicts", "Says"),
            lambda verdict: " ".join(verdict.hypothesis.text.split()),
            width=32,
        ),
        Column(translate("Verdicts", "Document"), document_words, sort="premise_name", width=24),
        Column(
            translate("Verdicts", "Review"),
            lambda verdict: verdict.state,
            state_words,
            sort="state",
            width=13,
            look=Look.STATE,
            icon=lambda verdict: STATE_ICONS[verdict.state],
            tone=lambda verdict: theme.state_tone(verdict.state),
        ),
    ]


def shown_share(verdict: VerdictRow) -> float:
    """The probability of the verdict that is shown."""
    return {
        Label.CONTRADICTION: verdict.contradiction,
        Label.ENTAILMENT: verdict.entailment,
        Label.NEUTRAL: verdict.neutral,
    }[verdict.label]


def document_words(verdict: VerdictRow) -> str:
    """The document, or both where the clauses stand in two."""
    if verdict.premise_name == verdict.hypothesis_name:
        return verdict.premise_name
    return f"{verdict.premise_name} ↔ {verdict.hypothesis_name}"
