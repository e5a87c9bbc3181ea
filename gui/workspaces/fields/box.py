"""Where people type which fields they want; it answers while they type."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from engine.extraction import FieldSyntaxError, parse_fields
from engine.types import Field
from gui import theme
from gui.errors import Explainer
from gui.theme import Tone
from gui.viewer.offsets import Offsets
from gui.widgets import Note
from gui.workspaces.fields.words import describe

PATIENCE_MS = 200


class FieldsBox(QWidget):
    """The field list with its message. ``changed`` says that what is typed was read anew."""

    changed = Signal()

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self.fields: tuple[Field, ...] = ()
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(
            self.tr("Party*, Effective date(YYYY-MM-DD), Total price, Governing law …")
        )
        self.edit.setAccessibleName(self.tr("Fields to look for"))
        self.edit.setTabChangesFocus(True)
        # Chinese lines are a third higher than the font's own.
        lines = round(5.8 * self.edit.fontMetrics().lineSpacing()) + 2 * theme.TIGHT
        self.edit.setFixedHeight(lines)
        self._note = Note()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self.edit)
        layout.addWidget(self._note)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.read)
        self.edit.textChanged.connect(self._timer.start)

    def text(self) -> str:
        """What is typed."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Type for the user."""
        self.edit.setPlainText(text)
        self.read()

    def message(self) -> str:
        """What the line below says."""
        return self._note.text()

    def read(self) -> None:
        """Read the fields now and say how they were understood, or what is wrong and where."""
        self._timer.stop()
        text = self.text()
        self.edit.setExtraSelections([])
        self.fields = ()
        if not text.strip():
            self._note.say("")
        else:
            try:
                self.fields = parse_fields(text)
                self._note.say(describe(self.fields), Tone.QUIET, boxed=False)
            except FieldSyntaxError as error:
                self._mark(text, error.position)
                self._note.say(str(self._explain.error(error)), Tone.BAD)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        marked = self.edit.extraSelections() if hasattr(self, "edit") else []
        if event.type() == QEvent.Type.PaletteChange and marked:
            for mark in marked:
                mark.format = _fault()
            self.edit.setExtraSelections(marked)

    def _mark(self, text: str, position: int) -> None:
        """Underline from the fault to the end of its field."""
        end = min(
            (place for mark in ",，、;；\n" if (place := text.find(mark, position + 1)) > 0),
            default=len(text),
        )
        offsets = Offsets(text)
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(offsets.to_utf16(min(position, max(len(text) - 1, 0))))
        cursor.setPosition(offsets.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format = _fault()
        self.edit.setExtraSelections([selection])


def _fault() -> QTextCharFormat:
    """How the place of a fault is marked in the scheme that is on."""
    style = QTextCharFormat()
    style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    style.setUnderlineColor(theme.ink(Tone.BAD))
    style.setBackground(theme.wash(Tone.BAD))
    return style
