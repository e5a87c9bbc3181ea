"""“What is this score?”: what a number means here, how far it can be trusted, and where to read more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from gui import theme
from gui.shelf import Shelf
from gui.widgets import QuietLabel, framed

if TYPE_CHECKING:
    from engine.models.library import Known

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a page's scores are called and mean; ``task`` is that of the model they come from,
    empty where none is asked."""

    title: str
    words: str
    task: str = ""


def meaning(topic: str) -> Meaning:
    """What the scores of a page of the window mean; the general answer for one without scores."""
    found = {
        "fields": _fields,
        "duplicates": _duplicates,
        "pairs": _pairs,
        "contradictions": _contradictions,
        "compare": _compare,
    }.get(topic, _general)
    return found()


def hint(topic: str) -> str:
    """A line for the head of a column of scores."""
    words = meaning(topic).words.partition("\n")[0]
    return translate("Scores", "{words} (Shift+F1 says more)").format(words=words)


def _fields() -> Meaning:
    return Meaning(
        translate("Scores", "Confidence of a value"),
        translate(
            "Scores",
            "How often values turned out right in tests for which the program was as sure as here.\n"
            "Of a hundred values with 90 %, about ninety should be right. From 85 % on a value is "
            "shown as trustworthy, from 50 % as worth a look, below as doubtful. Rules and model both "
            "count; where they disagree the value is marked as a doubt.",
        ),
        "extraction",
    )


def _duplicates() -> Meaning:
    return Meaning(
        translate("Scores", "Likeness of two rows"),
        translate(
            "Scores",
            "How much speaks for both rows meaning the same thing.\n"
            "Each column counts by how much it tells: the same tax number says more than the same "
            "city. It is not the share of letters that are alike. The columns beside the pair say what "
            "spoke for it and against it.",
        ),
        "",
    )


def _pairs() -> Meaning:
    return Meaning(
        translate("Scores", "Score of a pair of texts"),
        translate(
            "Scores",
            "How alike two texts are in what they say, or how sure the model is of its verdict.\n"
            "0 % is not at all, 100 % is the same.",
        ),
        "similarity",
    )


def _contradictions() -> Meaning:
    return Meaning(
        translate("Scores", "Confidence of a verdict"),
        translate(
            "Scores",
            "How sure the program is that both clauses cannot hold.\n"
            "The model gives three shares that add up to 100 %: the second clause follows from the "
            "first, contradicts it, or neither. What a rule found has the clashing words as its "
            "evidence. Two clauses may speak of different situations: read both.",
        ),
        "nli",
    )


def _compare() -> Meaning:
    return Meaning(
        translate("Scores", "Likeness of two clauses"),
        translate(
            "Scores",
            "How much of the wording both clauses have in common.\n"
            "It serves to find which clause became which. It does not say how much a change matters; "
            "the column on its meaning does.",
        ),
        "",
    )


def _general() -> Meaning:
    return Meaning(
        translate("Scores", "Scores"),
        translate(
            "Scores",
            "How sure the program is, from 0 to 100 %.\n"
            "It is no promise: where it matters, look at the value and its place in the document. "
            "What exactly a score means depends on the page; the guide says it for each.",
        ),
    )


def calibration_error(card: Mapping[str, Any]) -> float | None:
    """The expected calibration error that a pack's card tells for all that was held out; ``None``
    where it was not measured."""
    figures = card.get("figures")
    for part in figures.values() if isinstance(figures, Mapping) else ():
        whole = part.get("all") if isinstance(part, Mapping) else None
        error = whole.get("ece") if isinstance(whole, Mapping) else None
        if isinstance(error, int | float):
            return float(error)
    return None


def trust(known: Known | None) -> str:
    """How far the scores of a model can be trusted, by its card."""
    if known is None:
        return ""
    error = calibration_error(known.card)
    if error is None:
        words = translate("Scores", "{model}: its card does not say how far its scores are off.")
        return words.format(model=known.title or known.name)
    words = translate(
        "Scores",
        "{model}: in tests its scores were {points} percentage points off on average (expected "
        "calibration error). On documents unlike those of the tests they are less reliable.",
    )
    points = QLocale().toString(100 * error, "f", 1)
    return words.format(model=known.title or known.name, points=points)


def model_for(shelf: Shelf, task: str) -> Known | None:
    """The model that a task takes: the chosen one, else the first that there is."""
    fitting = [known for known in shelf.known if known.task == task and known.present]
    chosen = shelf.preferred().get(task)
    return next(iter([known for known in fitting if known.name == chosen] or fitting), None)


class ScoreDialog(QDialog):
    """A small window with the answer; ``more`` opens the guide."""

    def __init__(
        self,
        told: Meaning,
        shelf: Shelf,
        more: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What is this score?"))
        title = QLabel(told.title)
        theme.heading(title, theme.LEAD)
        first, _, rest = told.words.partition("\n")
        layout = framed(self)
        layout.addWidget(title)
        self._trust = QuietLabel()
        for words, label in ((first, QLabel()), (rest, QLabel()), ("", self._trust)):
            label.setText(words)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)
        self._task, self._shelf = told.task, shelf
        shelf.changed.connect(self.show_trust)
        layout.addStretch(1)
        self.show_trust()
        if told.task and not shelf.known:
            shelf.refresh()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        guide = buttons.addButton(
            self.tr("More in the guide"), QDialogButtonBox.ButtonRole.ActionRole
        )
        guide.clicked.connect(lambda: (more(), self.close()))
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setMinimumWidth(theme.character(self.fontMetrics()) * 64)

    @Slot()
    def show_trust(self) -> None:
        """Say how far the scores of the model can be trusted that the task takes: the chosen one,
        else the first that there is."""
        known = model_for(self._shelf, self._task)
        self._trust.setText(trust(known))
        self._trust.setVisible(known is not None)
