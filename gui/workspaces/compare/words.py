"""What people call changes and what they mean."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.types import Bearing, Change, ClauseChange, ClauseRef, DiffOp, Meaning, ReviewState
from gui.theme import Tone
from gui.words import state_words

translate = QCoreApplication.translate

CHANGE_ICONS = {
    Change.SAME: "proposed",
    Change.EDITED: "edit",
    Change.MOVED: "next",
    Change.SPLIT: "split",
    Change.MERGED: "merge",
    Change.RENUMBERED: "table",
    Change.ADDED: "plus",
    Change.REMOVED: "minus",
}
CHANGE_TONES = {
    Change.ADDED: Tone.GOOD,
    Change.REMOVED: Tone.BAD,
    Change.EDITED: Tone.INFO,
    Change.MOVED: Tone.CAUTION,
}
BEARING_ICONS = {
    Bearing.SAME_MEANING: "accept",
    Bearing.STRICTER: "up",
    Bearing.LOOSER: "down",
    Bearing.CONTRADICTS: "warning",
    Bearing.UNCLEAR: "question",
}
BEARING_TONES = {
    Bearing.SAME_MEANING: Tone.GOOD,
    Bearing.STRICTER: Tone.CAUTION,
    Bearing.LOOSER: Tone.CAUTION,
    Bearing.CONTRADICTS: Tone.BAD,
    Bearing.UNCLEAR: Tone.QUIET,
}
SHOWN = 90
"""Characters of what changed in the list."""


def change_words(change: Change) -> str:
    """What became of a clause."""
    return {
        Change.SAME: translate("Compare", "Unchanged"),
        Change.EDITED: translate("Compare", "Edited"),
        Change.MOVED: translate("Compare", "Moved"),
        Change.SPLIT: translate("Compare", "Split"),
        Change.MERGED: translate("Compare", "Merged"),
        Change.RENUMBERED: translate("Compare", "Renumbered"),
        Change.ADDED: translate("Compare", "Added"),
        Change.REMOVED: translate("Compare", "Removed"),
    }[change]


def all_words(change: ClauseChange) -> str:
    """Everything that became of a clause: moved, and edited too."""
    also = (
        (change.edited, Change.EDITED),
        (change.moved, Change.MOVED),
        (change.renumbered, Change.RENUMBERED),
    )
    words = [change_words(change.change)]
    words += [change_words(kind) for flag, kind in also if flag and kind is not change.change]
    return ", ".join(words)


def bearing_words(bearing: Bearing) -> str:
    """What an edit does to the meaning."""
    return {
        Bearing.SAME_MEANING: translate("Compare", "Same meaning"),
        Bearing.STRICTER: translate("Compare", "Stricter"),
        Bearing.LOOSER: translate("Compare", "Looser"),
        Bearing.CONTRADICTS: translate("Compare", "Contradicts"),
        Bearing.UNCLEAR: translate("Compare", "Unclear"),
    }[bearing]


def meaning_words(meaning: Meaning | None) -> str:
    """What an edit does to the meaning, and for whom."""
    if meaning is None:
        return ""
    words = bearing_words(meaning.bearing)
    if not meaning.party or meaning.bearing in (Bearing.SAME_MEANING, Bearing.UNCLEAR):
        return words
    return translate("Compare", "{meaning} for {party}").format(meaning=words, party=meaning.party)


def clause_words(side: tuple[ClauseRef, ...]) -> str:
    """The numbers of the clauses on one side."""
    return ", ".join(ref.clause or "–" for ref in side)


def diff_words(change: ClauseChange) -> str:
    """What went and what came, in a line."""
    if not change.diff:
        side = change.new or change.old
        return _short(" ".join(ref.text for ref in side))
    marks = {DiffOp.DELETE: "−", DiffOp.INSERT: "+"}
    parts = [
        f"{marks[part.op]}{' '.join(part.text.split())}"
        for part in change.diff
        if part.op in marks and part.text.strip()
    ]
    return _short("  ".join(parts))


def review_words(state: ReviewState) -> str:
    """What people call a decision on a change."""
    return {
        ReviewState.ACCEPTED: translate("Compare", "Reviewed"),
        ReviewState.REJECTED: translate("Compare", "Objected"),
    }.get(state) or state_words(state)


def _short(text: str) -> str:
    line = " ".join(text.split(" "))
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
