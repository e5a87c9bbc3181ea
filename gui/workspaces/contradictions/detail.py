"""The verdict under the cursor: what clashes, and both clauses side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.store import VerdictRow
from engine.types import ClauseRef, Label, Reason
from gui import theme
from gui.theme import Tone
from gui.viewer.text_view import Highlight, TextView
from gui.widgets import ElidedLabel, Note, QuietLabel, button, row
from gui.words import label_words, percent, state_words
from gui.workspaces.contradictions.columns import clash, clash_words


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
