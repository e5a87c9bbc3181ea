"""What is known of one model: where it is from, how good its card says it is, what this machine found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note, QuietLabel
from gui.workspaces.models.words import language_words, quality_words, speed_words, task_words

if TYPE_CHECKING:
    from engine.jobs.try_model import Trial
    from engine.models.library import Known


class ModelDetail(QScrollArea):
    """One model's facts, each on a line; only what is known is shown."""

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("The selected model"))
        self.setMinimumHeight(120)
        self._title = QLabel()
        theme.heading(self._title, theme.LEAD)
        self._problem = Note()
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._form.setHorizontalSpacing(theme.LARGE)
        self._form.setVerticalSpacing(theme.TIGHT)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._title)
        layout.addWidget(self._problem)
        layout.addLayout(self._form)
        layout.addStretch(1)
        self.setWidget(inside)

    def show_model(self, known: Known | None, trial: Trial | None) -> None:
        """Show ``known`` and what came of trying it."""
        while self._form.rowCount():
            self._form.removeRow(0)
        self._title.setText("" if known is None else known.title or known.name)
        self._say_problem(known, trial)
        if known is None:
            return
        for title, words in self._facts(known, trial):
            if words:
                self._add(title, words)

    def _say_problem(self, known: Known | None, trial: Trial | None) -> None:
        words, tone = "", Tone.CAUTION
        if known is not None and known.problem:
            words = str(self._explain.code(known.problem, dict(known.detail)))
        elif trial is not None and trial.error is not None:
            words, tone = str(self._explain.error(trial.error)), Tone.BAD
        elif known is not None and trial is not None and trial.doubtful:
            params = {"name": known.name, "right": trial.right, "asked": trial.asked}
            words = str(self._explain.code("model_doubtful", dict(params)))
        self._problem.say(words, tone)

    def _facts(self, known: Known, trial: Trial | None) -> list[tuple[str, str]]:
        card = dict(known.card)
        here = speed_words(trial)
        if trial is not None and here:
            here = f"{here} ({trial.device}, {trial.precision})"
        reasons = () if trial is None else trial.remarks
        why = "\n".join(self._explain.code(r.code, dict(r.params)).what for r in reasons)
        plain = ""
        if trial is not None and trial.asked:
            plain = self.tr("{right} of {asked} right").format(right=trial.right, asked=trial.asked)
        return [
            (self.tr("Task"), task_words(known.task) if known.task else ""),
            (self.tr("Languages"), language_words(known.languages) if known.languages else ""),
            (self.tr("Licence"), known.licence),
            (self.tr("How good"), quality_words(card)),
            (self.tr("Speed here"), here),
            (self.tr("Precision"), why),
            (self.tr("Plain questions"), plain),
            (self.tr("Limits"), str(card.get("limits", ""))),
            (self.tr("Made from"), known.origin),
            (self.tr("Folder"), known.path),
        ]

    def _add(self, title: str, words: str) -> None:
        value = QLabel(words)
        value.setWordWrap(True)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        value.setAccessibleName(f"{title}: {words}")
        self._form.addRow(QuietLabel(title), value)
