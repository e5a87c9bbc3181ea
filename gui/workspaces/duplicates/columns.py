"""The columns of the pairs, and what they are narrowed by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from engine.dedupe.board import Answer, Band
from engine.store import PairRow
from engine.types import Address, Scalar
from gui.facets import Facet
from gui.help import scores
from gui.tables.column import Column, Look
from gui.words import percent
from gui.workspaces.duplicates.words import (
    ANSWER_ICONS,
    ANSWER_TONES,
    answer_of,
    answer_words,
    band_words,
    place_in_list,
    place_words,
)

translate = QCoreApplication.translate

Summary = Callable[[Address, Sequence[Scalar]], str]
ANSWERS = (Answer.OPEN, Answer.YES, Answer.NO, Answer.UNSURE)
BANDS = (Band.SURE, Band.DOUBTFUL, Band.UNLIKE)


def columns(
    summary: Summary, hides: Callable[[PairRow], bool], several: bool
) -> list[Column[PairRow]]:
    """``summary`` is a row in one line; ``hides`` whether a score is not to be seen yet;
    ``several`` whether there is more than one table, so that a row's number alone is too little."""
    place = place_in_list if several else (lambda address: str(address.row))
    width = 22 if several else 7
    return [
        Column(
            translate("Duplicates", "Alike"),
            lambda pair: None if hides(pair) else pair.score,
            percent,
            sort="score",
            width=16,
            look=Look.FRACTION,
            hint=scores.hint("duplicates"),
        ),
        Column(
            translate("Duplicates", "Row"),
            lambda pair: place(pair.left),
            sort="left_row",
            width=width,
            right=not several,
            accessible=lambda pair: place_words(pair.left),
        ),
        Column(
            translate("Duplicates", "This"),
            lambda pair: summary(pair.left, pair.left_values),
            width=36,
        ),
        Column(
            translate("Duplicates", "Row"),
            lambda pair: place(pair.right),
            sort="right_row",
            width=width,
            right=not several,
            accessible=lambda pair: place_words(pair.right),
        ),
        Column(
            translate("Duplicates", "And this"),
            lambda pair: summary(pair.right, pair.right_values),
            width=36,
        ),
        Column(
            translate("Duplicates", "Cluster"),
            lambda pair: None if hides(pair) else pair.cluster,
            sort="cluster",
            width=9,
            right=True,
        ),
        Column(
            translate("Duplicates", "Review"),
            answer_of,
            answer_words,
            sort="state",
            width=13,
            look=Look.STATE,
            icon=lambda pair: ANSWER_ICONS[answer_of(pair)],
            tone=lambda pair: ANSWER_TONES[answer_of(pair)],
        ),
    ]


def facets(tables: Sequence[str], names: Sequence[str]) -> list[Facet]:
    """``tables`` by their numbers on the board, and the ``names`` of the compared columns."""
    found = [
        Facet(
            "answer",
            translate("Duplicates", "Review"),
            tuple((int(one), answer_words(one)) for one in ANSWERS),
        ),
        Facet(
            "band",
            translate("Duplicates", "Score"),
            tuple((int(one), band_words(one)) for one in BANDS),
        ),
        Facet(
            "differs",
            translate("Duplicates", "What differs"),
            tuple(enumerate(names)),
        ),
    ]
    if len(tables) > 1:
        found.append(Facet("table", translate("Duplicates", "Table"), tuple(enumerate(tables))))
    return found
