"""One change as one text: what went is crossed out, what came is underlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from engine.types import ClauseChange, DiffOp, DiffPart
from gui import theme
from gui.theme import Tone
from gui.viewer.offsets import displayable


class InlineDiff(QTextEdit):
    """Shows the parts of a change in order; colour is never alone, strokes say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("The change in one text"))
        self.setUndoRedoEnabled(False)
        self._parts: Sequence[DiffPart] = ()

    def show_change(self, change: ClauseChange | None) -> None:
        """Show a change, or nothing."""
        self._parts = _parts(change) if change is not None else ()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_parts"):
            self._draw()

    def _draw(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for part in self._parts:
            cursor.insertText(displayable(part.text), _format(part.op))
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _parts(change: ClauseChange) -> Sequence[DiffPart]:
    """The difference; for a clause that stands on one side alone, the clause; for two languages,
    which have no difference in words, both."""
    if change.diff:
        return change.diff
    old = [DiffPart(DiffOp.DELETE, ref.text) for ref in change.old]
    new = [DiffPart(DiffOp.INSERT, ref.text) for ref in change.new]
    if old and new:
        texts = [ref.text for ref in (*change.old, *change.new)]
        return [DiffPart(DiffOp.EQUAL, "\n".join(texts))]
    return old or new


def _format(op: DiffOp) -> QTextCharFormat:
    made = QTextCharFormat()
    if op is DiffOp.EQUAL:
        return made
    tone = Tone.BAD if op is DiffOp.DELETE else Tone.GOOD
    made.setForeground(theme.ink(tone))
    made.setBackground(theme.wash(tone))
    if op is DiffOp.DELETE:
        made.setFontStrikeOut(True)
    else:
        made.setFontUnderline(True)
    return made
