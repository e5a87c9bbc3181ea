"""What the list of changes shows, and what it is narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from engine.store import ChangeRow
from engine.types import Bearing, Change, ReviewState
from gui import theme
from gui.facets import Facet
from gui.help import scores
from gui.tables.column import Column, Look
from gui.theme import Tone
from gui.words import STATE_ICONS, percent
from gui.workspaces.compare.words import (
    BEARING_ICONS,
    BEARING_TONES,
    CHANGE_ICONS,
    CHANGE_TONES,
    all_words,
    bearing_words,
    change_words,
    clause_words,
    diff_words,
    meaning_words,
    review_words,
)

translate = QCoreApplication.translate
T = TypeVar("T")

CHANGED = tuple(change for change in Change if change is not Change.SAME)
"""What is shown unless someone asks for more."""


def columns() -> list[Column[ChangeRow]]:
    """What the list shows of a change."""
    return [
        Column(
            translate("Compare", "Change"),
            lambda row: all_words(row.change),
            sort="change",
            width=20,
            look=Look.STATE,
            icon=lambda row: CHANGE_ICONS[row.change.change],
            tone=lambda row: CHANGE_TONES.get(row.change.change),
        ),
        Column(
            translate("Compare", "Meaning"),
            lambda row: meaning_words(row.change.meaning),
            sort="bearing",
            width=22,
            look=Look.STATE,
            icon=lambda row: _bearing(row, BEARING_ICONS),
            tone=lambda row: _bearing(row, BEARING_TONES),
        ),
        Column(
            translate("Compare", "Before"),
            lambda row: clause_words(row.change.old),
            sort="old_clause",
            width=9,
        ),
        Column(
            translate("Compare", "Now"),
            lambda row: clause_words(row.change.new),
            sort="new_clause",
            width=9,
        ),
        Column(translate("Compare", "Words"), lambda row: diff_words(row.change), width=56),
        Column(
            translate("Compare", "Likeness"),
            lambda row: row.change.similarity if row.change.old and row.change.new else None,
            percent,
            sort="similarity",
            width=16,
            look=Look.FRACTION,
            tone=lambda _row: Tone.QUIET,
            hint=scores.hint("compare"),
        ),
        Column(
            translate("Compare", "Review"),
            lambda row: row.state,
            review_words,
            sort="state",
            width=15,
            look=Look.STATE,
            icon=lambda row: STATE_ICONS[row.state],
            tone=lambda row: theme.state_tone(row.state),
        ),
        Column(translate("Compare", "Comment"), lambda row: row.reason, width=28),
    ]


def facets() -> list[Facet]:
    """What changes are narrowed by."""
    states = (ReviewState.PROPOSED, ReviewState.ACCEPTED, ReviewState.REJECTED)
    return [
        Facet(
            "change",
            translate("Compare", "Change"),
            tuple((change.value, change_words(change)) for change in Change),
        ),
        Facet(
            "bearing",
            translate("Compare", "Meaning"),
            tuple((bearing.value, bearing_words(bearing)) for bearing in Bearing),
        ),
        Facet(
            "state",
            translate("Compare", "Review"),
            tuple((state.value, review_words(state)) for state in states),
        ),
    ]


def _bearing(row: ChangeRow, table: Mapping[Bearing, T]) -> T | None:
    return table[row.change.meaning.bearing] if row.change.meaning else None
