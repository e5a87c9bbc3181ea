"""What contradictions are narrowed by."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.types import Basis, Label, ReasonKind, ReviewState, Severity
from gui.facets import Facet
from gui.words import basis_words, label_words, reason_words, severity_words, state_words

translate = QCoreApplication.translate


def facets() -> list[Facet]:
    """What contradictions are narrowed by."""
    states = (ReviewState.PROPOSED, ReviewState.ACCEPTED, ReviewState.REJECTED)
    severities = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
    return [
        Facet(
            "state",
            translate("Verdicts", "Review"),
            tuple((state.value, state_words(state)) for state in states),
        ),
        Facet(
            "severity",
            translate("Verdicts", "Severity"),
            tuple((int(value), severity_words(value)) for value in severities),
        ),
        Facet(
            "kind",
            translate("Verdicts", "Kind of clash"),
            tuple((kind.value, reason_words(kind)) for kind in ReasonKind),
        ),
        Facet(
            "basis",
            translate("Verdicts", "Rests on"),
            tuple((basis.value, basis_words(basis)) for basis in Basis),
        ),
    ]


def labels() -> Facet:
    """Which verdicts: contradictions, unless someone asks for more."""
    order = (Label.CONTRADICTION, Label.ENTAILMENT, Label.NEUTRAL)
    return Facet(
        "label",
        translate("Verdicts", "Verdict"),
        tuple((label.value, label_words(label)) for label in order),
    )
