"""The columns of scored pairs, and their facet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication

from engine.types import Label, ScoredPair
from gui.errors import Explainer
from gui.facets import Facet
from gui.help import scores
from gui.tables.column import Column, Look
from gui.theme import Tone
from gui.words import label_words, percent

translate = QCoreApplication.translate
SCORE = "score"


def columns(sides: Callable[[], tuple[str, str]], explain: Explainer) -> list[Column[ScoredPair]]:
    """``sides`` are the two columns that were compared."""
    return [
        Column(
            translate("TextPairs", "Line"), lambda line: line.line, sort="line", width=8, right=True
        ),
        Column(translate("TextPairs", "First"), lambda line: _text(line, sides()[0]), width=44),
        Column(translate("TextPairs", "Second"), lambda line: _text(line, sides()[1]), width=44),
        Column(
            translate("TextPairs", "Score"),
            score_of,
            percent,
            sort="score",
            width=16,
            look=Look.FRACTION,
            hint=scores.hint("pairs"),
        ),
        Column(
            translate("TextPairs", "Answer"),
            lambda line: answer(line, explain),
            sort="label",
            width=26,
            icon=lambda line: "warning" if line.failure else "",
            tone=lambda line: Tone.BAD if line.failure else None,
        ),
    ]


def score_of(line: ScoredPair) -> float | None:
    """The probability of what was answered; the likeness where nothing else was asked."""
    scores = dict(line.scores)
    if line.label is not None:
        return scores.get(line.label)
    return next(iter(scores.values()), None)


def answer(line: ScoredPair, explain: Explainer) -> str:
    """What holds for a pair, or why it could not be scored."""
    if line.failure is not None:
        return explain.failure(line.failure).what
    return "" if line.label is None else answer_words(line.label)


def answer_words(label: str) -> str:
    """What people call a label."""
    return label_words(Label(label)) if label in set(Label) else label


def facet(labels: Iterable[str]) -> Facet:
    """One choice a label; the lines that failed are one of them."""
    words = {"": translate("TextPairs", "Failed"), SCORE: translate("TextPairs", "Scored")}
    return Facet(
        "label",
        translate("TextPairs", "Answer"),
        tuple((label, words.get(label) or answer_words(label)) for label in labels),
    )


def _text(line: ScoredPair, column: str) -> str:
    value = dict(line.data).get(column)
    return "" if value is None else str(value)
