"""The change under the cursor: what it means, its words in one text, and both documents."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from engine.store import ChangeRow
from engine.types import Meaning, ReviewState
from gui import theme
from gui.theme import Tone
from gui.viewer.side_by_side import Fetch, SideBySide
from gui.widgets import ElidedLabel, Note, QuietLabel, button, row
from gui.words import basis_words, percent, reason_words
from gui.workspaces.compare.inline import InlineDiff
from gui.workspaces.compare.words import all_words, meaning_words, review_words


class ChangeDetail(QFrame):
    """One change and the reader. ``looked`` asks for a document in the viewer (id, highlights)."""

    accepted = Signal()
    objected = Signal()
    commented = Signal()
    restored = Signal()
    stepped = Signal(int)
    looked = Signal(str, list)

    def __init__(self, fetch: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ElidedLabel()
        theme.heading(self._label, theme.LEAD)
        self._figures = QuietLabel()
        self._note = Note()
        self._comment = Note()
        self.inline = InlineDiff()
        self.reader = SideBySide(fetch)
        self.reader.opened.connect(self.looked)
        self._back = button(self.tr("Previous"), lambda: self.stepped.emit(-1), "up", "Alt+Up")
        self._forth = button(self.tr("Next"), lambda: self.stepped.emit(1), "down", "Alt+Down")
        self._restore = button(
            self.tr("Take back"),
            self.restored.emit,
            "undo",
            "Backspace",
            self.tr("Take decision back"),
        )
        self._remark = button(self.tr("Comment…"), self.commented.emit, "edit", "F2")
        self._accept = button(self.tr("Reviewed"), self.accepted.emit, "accept", "Return")
        self._object = button(self.tr("Object…"), self.objected.emit, "reject", "Del")
        self._build()
        self.show_change(None)

    def show_change(self, change: ChangeRow | None) -> None:
        """Say what a change is, or that none is chosen; the reader is told by the page."""
        judged = change is not None and change.state is not ReviewState.PROPOSED
        for act in (self._back, self._forth, self._remark, self._accept, self._object):
            act.setEnabled(change is not None)
        self._restore.setVisible(judged)
        self.inline.show_change(change.change if change else None)
        if change is None:
            self._label.setText(self.tr("No change chosen"))
            self._figures.setText("")
            self._note.say("")
            self._comment.say("")
            self.reader.show_places(None, None)
            return
        meaning = change.change.meaning
        heads = [all_words(change.change), meaning_words(meaning)]
        self._label.setText(" · ".join(head for head in heads if head))
        figures = [review_words(change.state)]
        if change.change.old and change.change.new:
            figures.append(self.tr("{share} alike").format(share=percent(change.change.similarity)))
        if meaning is not None and meaning.basis is not None:
            figures.append(basis_words(meaning.basis))
        self._figures.setText(" · ".join(figures))
        self._note.say("   ".join(_reasons(meaning)), Tone.INFO)
        reason = change.reason
        self._comment.say(self.tr("Comment: {comment}").format(comment=reason) if reason else "")

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._label)
        words.addWidget(self._figures)
        top = row()
        top.addLayout(words, 1)
        acts = (self._back, self._forth, self._restore, self._remark, self._accept, self._object)
        for act in acts:
            top.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        self.inline.setMinimumHeight(48)
        parts.addWidget(self.inline)
        parts.addWidget(self.reader)
        parts.setSizes([80, 240])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self._note)
        layout.addWidget(self._comment)
        layout.addWidget(parts, 1)


def _reasons(meaning: Meaning | None) -> list[str]:
    """``Payment term: 30 days → 15 days`` for each."""
    reasons = meaning.reasons if meaning is not None else ()
    return [
        f"{reason_words(reason.kind)}: {reason.left or '–'} → {reason.right or '–'}"
        for reason in reasons
        if (reason.left or reason.right) and max(len(reason.left), len(reason.right)) <= 120
    ]
