"""The verdict under the cursor: what clashes, what it rests on, and both documents side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine.store import VerdictRow
from engine.types import ClauseRef, Label, ReviewState, Side
from gui import theme
from gui.theme import Tone
from gui.viewer.side_by_side import Fetch, Place, SideBySide
from gui.viewer.text_view import Highlight
from gui.widgets import ElidedLabel, Note, QuietLabel, button, row
from gui.words import answer_words, basis_words, label_words, percent, severity_words
from gui.workspaces.contradictions.columns import clash, clash_words, review_words


class VerdictDetail(QFrame):
    """One verdict and the reader. ``looked`` asks for a document in the viewer (id, highlights)."""

    accepted = Signal()
    rejected = Signal()
    restored = Signal()
    looked = Signal(str, list)

    def __init__(self, fetch: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: VerdictRow | None = None
        self._label = ElidedLabel()
        theme.heading(self._label, theme.LEAD)
        self._figures = QuietLabel()
        self._note = Note()
        self._why = Note()
        self.reader = SideBySide(fetch)
        self.reader.opened.connect(self.looked)
        self._accept = button(self.tr("Accept"), self.accepted.emit, "accept", "Return")
        self._reject = button(self.tr("Dismiss…"), self.rejected.emit, "reject", "Del")
        self._restore = button(
            self.tr("Take back"),
            self.restored.emit,
            "undo",
            "Backspace",
            self.tr("Take decision back"),
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._label)
        words.addWidget(self._figures)
        top = row()
        top.addLayout(words, 1)
        for act in (self._restore, self._accept, self._reject):
            top.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._note)
        layout.addWidget(self._why)
        layout.addWidget(self.reader, 1)
        self.show_verdict(None)

    def show_verdict(self, verdict: VerdictRow | None) -> None:
        """Show a verdict, or that none is chosen."""
        before, self._shown = self._shown, verdict
        judged = verdict is not None and verdict.state is not ReviewState.PROPOSED
        self._accept.setEnabled(verdict is not None)
        self._reject.setEnabled(verdict is not None)
        self._restore.setVisible(judged)
        if verdict is None:
            self._label.setText(self.tr("No pair chosen"))
            self._figures.setText("")
            self._note.say("")
            self._why.say("")
            self.reader.show_places(None, None)
            return
        self._say(verdict)
        # A decision changes nothing that is read: the reader's place is left alone.
        if before is None or before.id != verdict.id or before.reasons != verdict.reasons:
            self.reader.show_places(place(verdict, "left"), place(verdict, "right"))

    def marked(self, side: str) -> list[str]:
        """The words that are marked as clashing on ``"left"`` or ``"right"``."""
        return self.reader.marked(side)

    def _say(self, verdict: VerdictRow) -> None:
        words_of = answer_words if verdict.expectation is not None else label_words
        head = words_of(verdict.label)
        if verdict.severity:
            words = self.tr("{label} · severity: {severity}")
            head = words.format(label=head, severity=severity_words(verdict.severity))
        self._label.setText(head)
        shares = [
            f"{words_of(label)} {percent(share)}"
            for label, share in (
                (Label.CONTRADICTION, verdict.contradiction),
                (Label.ENTAILMENT, verdict.entailment),
                (Label.NEUTRAL, verdict.neutral),
            )
        ]
        rests = [basis_words(verdict.basis)] if verdict.basis else []
        self._figures.setText(" · ".join([review_words(verdict.state), *rests, *shares]))
        self._note.say("   ".join(clash_words(verdict)), Tone.BAD)
        self._why.say("\n".join(self._more(verdict)))

    def _more(self, verdict: VerdictRow) -> list[str]:
        """What else there is to say: what a playbook expects, what prevails, why it was dismissed."""
        lines = []
        expected = verdict.expectation
        if expected is not None:
            words = self.tr("Expected: {expected}.")
            allowed = ", ".join(answer_words(label) for label in expected.allowed)
            lines.append(" ".join([words.format(expected=allowed), expected.advice]).strip())
        if verdict.prevails is not None:
            clause = verdict.premise if verdict.prevails is Side.PREMISE else verdict.hypothesis
            words = self.tr("By the order of precedence, clause {clause} prevails.")
            lines.append(words.format(clause=clause.clause or "–"))
        if verdict.disagree:
            lines.append(self.tr("Rules and model came to different answers."))
        if verdict.reason:
            lines.append(self.tr("Dismissed: {reason}").format(reason=verdict.reason))
        return lines


def place(verdict: VerdictRow, side: str) -> Place:
    """Where ``"left"`` or ``"right"`` of a verdict stands, with its words marked."""
    clause, other, name = verdict.premise, verdict.hypothesis, verdict.premise_name
    if side == "right":
        clause, other, name = other, clause, verdict.hypothesis_name
        if verdict.expectation is not None:
            return Place(clause.document_id, f"{clause.clause} · {name}", 0, (), clause.text)
    title = f"{clause.clause} · {name}" if clause.clause else name
    marked = marks(verdict, side, clause, other)
    return Place(clause.document_id, title, max(clause.start, 0), marked)


def marks(
    verdict: VerdictRow, side: str, clause: ClauseRef, other: ClauseRef
) -> tuple[Highlight, ...]:
    """The clause, the other one where it stands in the same document, and the clashing words."""
    found = [Highlight(clause.start, clause.end, Tone.INFO)] if clause.start >= 0 else []
    found += [
        Highlight(one.place.start, one.place.end, Tone.CAUTION)
        for one in verdict.evidence
        if one.place.document_id == clause.document_id and one.place.start != clause.start
    ]
    if other.document_id == clause.document_id:
        found.append(Highlight(other.start, other.end, Tone.CAUTION))
    for reason in verdict.reasons:
        start, end = clash(reason, clause, side)
        if start >= 0:
            found.append(Highlight(clause.start + start, clause.start + end, Tone.BAD, True))
    return tuple(found)
