"""Asks what a model's own files leave open: what its answers mean, which languages it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, framed
from gui.workspaces.models.words import language_words

if TYPE_CHECKING:
    from engine.models.inspection import Inspection, Question

Answers = dict[str, list[str]]


class QuestionsDialog(QDialog):
    """One box a question, each with its explanation. ``answered`` gets the answers; a model that is
    made for something else is answered so, too."""

    def __init__(
        self,
        name: str,
        found: Inspection,
        explain: Explainer,
        answered: Callable[[Answers], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About {name}").format(name=name))
        self.setMinimumWidth(520)
        self._answered = answered
        self.labels: list[QComboBox | QLineEdit] = []
        self.languages: dict[str, QCheckBox] = {}
        self._wrong = Note()
        layout = framed(self)
        for question in found.questions:
            self._add(layout, question, explain)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout.addWidget(self._wrong)
        layout.addWidget(self._buttons)
        self._look()

    def answers(self) -> Answers:
        """What was chosen."""
        given: Answers = {}
        if self.labels:
            given["labels"] = [
                str(box.currentData()) if isinstance(box, QComboBox) else box.text().strip()
                for box in self.labels
            ]
        if self.languages:
            given["languages"] = [code for code, box in self.languages.items() if box.isChecked()]
        return given

    def accept(self) -> None:
        super().accept()
        self._answered(self.answers())

    def _add(self, layout: QVBoxLayout, question: Question, explain: Explainer) -> None:
        params: dict[str, object] = dict(question.params)
        if question.key == "languages" and question.guess:
            params["languages"] = language_words(question.guess)
        words = explain.code(question.code, params)
        title = QLabel(words.what)
        theme.heading(title)
        title.setWordWrap(True)
        why = QuietLabel(words.next)
        why.setWordWrap(True)
        layout.addWidget(title)
        layout.addWidget(why)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        if question.key == "languages":
            for code in question.choices:
                box = QCheckBox(language_words((code,)))
                box.setChecked(code in question.guess)
                box.toggled.connect(lambda _on: self._look())
                self.languages[code] = box
                form.addRow("", box)
        else:
            for label in question.labels:
                field = self._meaning(question, label)
                self.labels.append(field)
                form.addRow(label, field)
        layout.addLayout(form)

    def _meaning(self, question: Question, label: str) -> QComboBox | QLineEdit:
        name = self.tr("Meaning of {label}").format(label=label)
        if not question.choices:
            line = QLineEdit()
            line.setAccessibleName(name)
            line.textChanged.connect(lambda _text: self._look())
            return line
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMinimumWidth(260)
        combo.addItem(self.tr("Choose…"), "")
        for choice in question.choices:
            combo.addItem(self._choice(choice), choice)
        combo.currentIndexChanged.connect(lambda _index: self._look())
        return combo

    def _choice(self, choice: str) -> str:
        return {
            "entailment": self.tr("Entailment: the first text implies the second"),
            "neutral": self.tr("Neutral: neither follows nor contradicts"),
            "contradiction": self.tr("Contradiction: both cannot hold"),
            "similar": self.tr("Similar: both say the same"),
            "different": self.tr("Different"),
            "other": self.tr("Something else: not for this program"),
        }[choice]

    def _look(self) -> None:
        """Say at once what is missing; nothing half answered can be kept."""
        given = self.answers()
        labels = given.get("labels", [])
        missing = "" in labels
        chosen = [label for label in labels if label and label != "other"]
        combos = all(isinstance(box, QComboBox) for box in self.labels)
        twice = combos and len(set(chosen)) < len(chosen)
        none = bool(self.languages) and not given["languages"]
        words = ""
        if twice:
            words = self.tr("Two answers cannot mean the same.")
        elif none:
            words = self.tr("Choose at least one language.")
        self._wrong.say(words, Tone.CAUTION)
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not (missing or twice or none))
