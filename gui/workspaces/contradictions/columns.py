"""The columns of the verdicts, and where in a clause the clashing words stand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.store import VerdictRow
from engine.types import ClauseRef, Label, Reason, ReasonKind, ReviewState, Severity
from gui import theme
from gui.help import scores
from gui.tables.column import Column, Look
from gui.theme import Tone
from gui.words import (
    STATE_ICONS,
    answer_words,
    basis_words,
    label_words,
    percent,
    reason_words,
    severity_words,
    state_words,
)

translate = QCoreApplication.translate

LABEL_ICONS = {
    Label.CONTRADICTION: "warning",
    Label.ENTAILMENT: "accept",
    Label.NEUTRAL: "proposed",
}
LABEL_TONES = {Label.CONTRADICTION: Tone.BAD, Label.ENTAILMENT: Tone.GOOD}


SEVERITY_ICONS = {
    Severity.HIGH: "severity-high",
    Severity.MEDIUM: "severity-medium",
    Severity.LOW: "severity-low",
}
SEVERITY_TONES = {
    Severity.HIGH: Tone.BAD,
    Severity.MEDIUM: Tone.CAUTION,
    Severity.LOW: Tone.QUIET,
}


def clash(reason: Reason, clause: ClauseRef, side: str) -> tuple[int, int]:
    """Where the clashing words stand in the clause's own text; (-1, -1) where they do not."""
    if reason.kind is ReasonKind.MODEL:
        return -1, -1  # It speaks of the whole clause.
    words = reason.left if side == "left" else reason.right
    start = (reason.left_start if side == "left" else reason.right_start) - clause.start
    if words and start >= 0 and clause.text[start : start + len(words)] == words:
        return start, start + len(words)
    start = clause.text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else (-1, -1)


def clash_words(verdict: VerdictRow) -> list[str]:
    """``Number: 30 days ↔ 45 days`` for each reason that names words; the model's judgement of the
    whole clauses is named alone, where nothing more exact was found."""
    exact = [reason for reason in verdict.reasons if reason.kind is not ReasonKind.MODEL]
    found = [
        f"{reason_words(reason.kind)}: {reason.left or '–'} ↔ {reason.right or '–'}"
        for reason in exact
        if reason.left or reason.right
    ]
    return found or [reason_words(reason.kind) for reason in verdict.reasons[:1]]


def clash_cell(verdict: VerdictRow) -> str:
    """What clashes; against a playbook, what the document says to the statement."""
    words = "; ".join(clash_words(verdict))
    if verdict.expectation is None:
        return words
    answer = f"{answer_words(verdict.label)}: {verdict.hypothesis.text}"
    return f"{answer} · {words}" if words else answer


def columns() -> list[Column[VerdictRow]]:
    """What the list shows of a verdict."""
    return [
        Column(
            translate("Verdicts", "Severity"),
            lambda verdict: verdict.severity,
            lambda severity: severity_words(severity) if severity else "–",
            sort="severity",
            width=14,
            look=Look.STATE,
            icon=lambda verdict: SEVERITY_ICONS.get(verdict.severity),
            tone=lambda verdict: SEVERITY_TONES.get(verdict.severity),
            tooltip=lambda verdict: severity_reason(verdict),
        ),
        Column(
            translate("Verdicts", "Clash"),
            clash_cell,
            sort="kind",
            width=34,
        ),
        Column(
            translate("Verdicts", "Clauses"),
            lambda verdict: f"{verdict.premise.clause or '–'} ↔ {verdict.hypothesis.clause or '–'}",
            sort="premise_clause",
            width=13,
        ),
        Column(translate("Verdicts", "Document"), document_words, sort="premise_name", width=24),
        Column(
            translate("Verdicts", "Rests on"),
            lambda verdict: verdict.basis,
            basis_words,
            sort="basis",
            width=14,
        ),
        Column(
            translate("Verdicts", "Confidence"),
            shown_share,
            percent,
            sort="contradiction",
            width=14,
            look=Look.FRACTION,
            tone=lambda verdict: LABEL_TONES.get(verdict.label, Tone.QUIET),
            accessible=lambda verdict: (
                f"{label_words(verdict.label)} {percent(shown_share(verdict))}"
            ),
            hint=scores.hint("contradictions"),
        ),
        Column(
            translate("Verdicts", "Review"),
            lambda verdict: verdict.state,
            review_words,
            sort="state",
            width=13,
            look=Look.STATE,
            icon=lambda verdict: STATE_ICONS[verdict.state],
            tone=lambda verdict: theme.state_tone(verdict.state),
        ),
        Column(
            translate("Verdicts", "Reason"),
            lambda verdict: verdict.reason,
            width=28,
        ),
        Column(
            translate("Verdicts", "Says"),
            lambda verdict: " ".join(verdict.premise.text.split()),
            width=32,
        ),
        Column(
            translate("Verdicts", "Against"),
            lambda verdict: " ".join(verdict.hypothesis.text.split()),
            width=32,
        ),
    ]


def review_words(state: ReviewState) -> str:
    """What people call a decision here: a pair is dismissed, not rejected."""
    if state is ReviewState.REJECTED:
        return translate("Verdicts", "Dismissed")
    return state_words(state)


def severity_reason(verdict: VerdictRow) -> str | None:
    """Why a verdict is as severe as it is."""
    if verdict.severity is Severity.HIGH:
        return translate(
            "Verdicts", "High: words that cannot both hold were found, and it is likely."
        )
    if verdict.severity is Severity.MEDIUM:
        return translate(
            "Verdicts",
            "Medium: words that cannot both hold were found, but they may be about different things; "
            "or the model alone is all but certain.",
        )
    if verdict.severity is Severity.LOW:
        return translate("Verdicts", "Low: the model alone sees a contradiction.")
    return None


def shown_share(verdict: VerdictRow) -> float:
    """The probability of the verdict that is shown."""
    return {
        Label.CONTRADICTION: verdict.contradiction,
        Label.ENTAILMENT: verdict.entailment,
        Label.NEUTRAL: verdict.neutral,
    }[verdict.label]


def document_words(verdict: VerdictRow) -> str:
    """The document, or both where the clauses stand in two."""
    if verdict.premise_name == verdict.hypothesis_name:
        return verdict.premise_name
    return f"{verdict.premise_name} ↔ {verdict.hypothesis_name}"
