"""One statement of a playbook as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from engine.consistency.playbook import ANY, PlaybookStatement
from engine.types import Label, Severity
from gui import theme
from gui.translation import LANGUAGES
from gui.widgets import row
from gui.words import answer_words, severity_words
from gui.workspaces.contradictions.draft import with_words

PAUSE_MS = 400
"""How long the typing rests before it becomes one step."""

_LABELS = (Label.ENTAILMENT, Label.NEUTRAL, Label.CONTRADICTION)


class StatementForm(QWidget):
    """``changed`` gives the statement as it stands now, once the typing pauses."""

    changed = Signal(object)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: PlaybookStatement | None = None
        self._quiet = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.commit)
        self.language = QComboBox()
        self.language.addItem(self.tr("Every language"), ANY)
        for code, words in LANGUAGES.items():
            self.language.addItem(words, code)
        self._preferred = language
        self.words = QPlainTextEdit()
        self.opposite = QLineEdit()
        self.keywords = QLineEdit()
        self.advice = QPlainTextEdit()
        self.allowed = {label: QCheckBox(answer_words(label)) for label in _LABELS}
        self.severity = QComboBox()
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW):
            self.severity.addItem(severity_words(severity), severity)
        self._build()
        self.show_statement(None)

    def show_statement(self, statement: PlaybookStatement | None) -> None:
        """Show a statement; what was typed into the one before is kept first."""
        self.commit()
        self._shown = statement
        self.setEnabled(statement is not None)
        if statement is not None:
            said = statement.statement
            language = self._preferred if self._preferred in said else next(iter(said), ANY)
            self._quiet = True
            self.language.setCurrentIndex(self.language.findData(language))
            self._quiet = False
        self._fill()

    def commit(self) -> None:
        """Tell what was typed, if anything was."""
        self._timer.stop()
        if self._shown is None:
            return
        now = self._statement(self._shown)
        if now != self._shown:
            self._shown = now
            self.changed.emit(now)

    def _statement(self, before: PlaybookStatement) -> PlaybookStatement:
        language = self.language.currentData()
        typed = _line(self.words.toPlainText())
        # A statement without words would be none: the last words stay until there are others.
        said = with_words(before.statement, language, typed) if typed else before.statement
        parts = self.keywords.text().replace("，", ",").replace("、", ",").split(",")
        keywords = tuple(part.strip() for part in parts if part.strip())
        allowed = tuple(label for label in _LABELS if self.allowed[label].isChecked())
        return replace(
            before,
            statement=said,
            opposite=with_words(before.opposite, language, _line(self.opposite.text())),
            advice=with_words(before.advice, language, _line(self.advice.toPlainText())),
            keywords=with_words(before.keywords, language, keywords),
            allowed=allowed if set(allowed) != set(before.allowed) and allowed else before.allowed,
            severity=self.severity.currentData(),
        )

    def _fill(self) -> None:
        shown, language = self._shown, self.language.currentData()
        self._quiet = True
        self.words.setPlainText(_of(shown.statement, language) if shown else "")
        self.opposite.setText(_of(shown.opposite, language) if shown else "")
        self.advice.setPlainText(_of(shown.advice, language) if shown else "")
        keywords = (shown.keywords.get(language) or shown.keywords.get(ANY) or ()) if shown else ()
        self.keywords.setText(", ".join(keywords))
        for label, box in self.allowed.items():
            box.setChecked(shown is not None and label in shown.allowed)
        severity = shown.severity if shown else Severity.MEDIUM
        self.severity.setCurrentIndex(self.severity.findData(severity))
        self._quiet = False

    def _build(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        expected = QWidget()
        expected.setLayout(row(*self.allowed.values(), None))
        expected.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        lines: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Words in"), self.language),
            (self.tr("Statement"), self.words),
            (self.tr("Expected"), expected),
            (self.tr("Severity otherwise"), self.severity),
            (self.tr("Advice"), self.advice),
            (self.tr("Says the contrary"), self.opposite),
            (self.tr("Words to look for"), self.keywords),
        )
        for words, widget in lines:
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        for text in (self.words, self.advice):
            text.setTabChangesFocus(True)
            text.setMaximumHeight(self.fontMetrics().lineSpacing() * 4 + theme.MEDIUM)
            text.textChanged.connect(self._typed)
        for line in (self.opposite, self.keywords):
            line.textChanged.connect(self._typed)
        for box in self.allowed.values():
            box.toggled.connect(self._typed)
        self.severity.currentIndexChanged.connect(self._typed)
        self.language.currentIndexChanged.connect(self._on_language)
        self.language.activated.connect(self._prefer)

    def _prefer(self) -> None:
        self._preferred = self.language.currentData()

    def _on_language(self) -> None:
        if not self._quiet:
            self._fill()

    def _typed(self) -> None:
        if not self._quiet:
            self._timer.start()


def _of(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get(ANY, "")


def _line(text: str) -> str:
    return " ".join(text.split())
