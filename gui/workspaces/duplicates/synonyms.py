"""Words that mean the same: the program's own tables to read, a person's own beside them to write."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.dedupe.synonyms import FOLDER, SUFFIX, Subject, parse
from engine.encodings import decode
from engine.errors import UserError
from engine.paths import resource_path
from engine.types import Notice
from gui import theme
from gui.background import Background
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, framed, row


class SynonymsDialog(QDialog):
    """Edits the user's tables in ``folder``. ``saved`` says that a search would compare otherwise now.
    What is typed is kept while another table is looked at; Cancel forgets it."""

    saved = Signal()

    def __init__(
        self,
        folder: Path,
        background: Background,
        explain: Explainer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Words that mean the same"))
        self.resize(820, 520)
        self._folder = folder
        self._background = background
        self._explain = explain
        self._typed: dict[Subject, str] = {}
        self._before: dict[Subject, str] = {}
        self._subjects = QComboBox()
        self._subjects.setAccessibleName(self.tr("Table of words"))
        for subject in Subject:
            self._subjects.addItem(self._words_of(subject), subject)
        self._ours = _editor(self.tr("The program's own words"))
        self._ours.setReadOnly(True)
        self.own = _editor(self.tr("Your own words"))
        self._note = Note()
        self._build()
        self._subjects.currentIndexChanged.connect(lambda _number: self._show())
        self.own.textChanged.connect(self._on_typed)
        self._show()

    @property
    def subject(self) -> Subject:
        """The table that is shown."""
        return Subject(self._subjects.currentData())

    def choose(self, subject: Subject) -> None:
        """Show another table."""
        self._subjects.setCurrentIndex(self._subjects.findData(subject))

    def message(self) -> str:
        """What is wrong with the lines, or with the file."""
        return self._note.text()

    def accept(self) -> None:
        """Write every table that was changed, off the main thread."""
        changed = {
            subject: text
            for subject, text in self._typed.items()
            if text != self._before.get(subject, "")
        }
        if not changed:
            super().accept()
            return
        folder = self._folder
        self._background.run(lambda: _write(folder, changed), self._on_written, self._on_failed)

    def _on_written(self, _result: None) -> None:
        super().accept()
        self.saved.emit()

    def _on_failed(self, error: UserError) -> None:
        self._note.say(str(self._explain.error(error)), Tone.BAD)

    def _build(self) -> None:
        hint = QuietLabel(
            self.tr(
                "A line says what is written instead of what: street = st, str. Nothing before the "
                "equals sign leaves the words out; ! st takes a word out of the program's own "
                "table. Your lines go before the program's; they hold from the next search on."
            )
        )
        hint.setWordWrap(True)
        words = QLabel(self.tr("Table"))
        words.setBuddy(self._subjects)
        sides = QHBoxLayout()
        sides.setSpacing(theme.MEDIUM)
        for title, editor in (
            (self.tr("The program's own words"), self._ours),
            (self.tr("Your own words"), self.own),
        ):
            side = QVBoxLayout()
            side.setSpacing(theme.TIGHT)
            label = QLabel(title)
            theme.heading(label)
            side.addWidget(label)
            side.addWidget(editor, 1)
            sides.addLayout(side, 1)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addWidget(hint)
        layout.addLayout(row(words, self._subjects, None))
        layout.addLayout(sides, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _show(self) -> None:
        subject = self.subject
        if subject not in self._typed:
            self._before[subject] = self._typed[subject] = _read(self._folder, subject)
        self._ours.setPlainText(_read(resource_path(FOLDER), subject))
        self.own.setPlainText(self._typed[subject])

    def _on_typed(self) -> None:
        text = self.own.toPlainText()
        self._typed[self.subject] = text
        self._note.say(self._fault(parse(text).notices), Tone.CAUTION)

    def _fault(self, notices: Sequence[Notice]) -> str:
        """The first line that is no entry."""
        if not notices:
            return ""
        params = dict(notices[0].params)
        words = self.tr("Line {line} is passed over: “{text}”")
        return words.format(line=params.get("line", ""), text=params.get("text", ""))

    def _words_of(self, subject: Subject) -> str:
        return {
            Subject.COMPANY_FORMS: self.tr("Legal forms of companies"),
            Subject.ADDRESS_WORDS: self.tr("Words in addresses"),
            Subject.TITLES: self.tr("Titles of people"),
            Subject.FIRST_NAMES: self.tr("First names"),
            Subject.WORDS: self.tr("Other words"),
            Subject.UNITS: self.tr("Units"),
            Subject.MONTHS: self.tr("Months"),
            Subject.BLANKS: self.tr("What stands for nothing"),
            Subject.CHARACTERS: self.tr("Traditional characters"),
        }[subject]


def _editor(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return made


def _read(folder: Path, subject: Subject) -> str:
    """A table's text; nothing where there is none. The files are a few kilobytes."""
    with contextlib.suppress(OSError, UserError):
        return decode((folder / (subject + SUFFIX)).read_bytes()).text
    return ""


def _write(folder: Path, texts: dict[Subject, str]) -> None:
    """Write tables whole or not at all. Raises ``UserError``. Thread: not the GUI's."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for subject, text in texts.items():
            target = folder / (subject + SUFFIX)
            partial = target.with_name(target.name + ".part")
            partial.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
            partial.replace(target)
    except OSError as error:
        raise UserError("folder_read_only", path=str(folder)) from error
