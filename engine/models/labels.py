"""Labels are bound by name, never by their place; a set whose names say nothing is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import UserError

NLI = ("entailment", "neutral", "contradiction")
"""The labels of an NLI model, in the order in which this program reports them."""

SCORE = "score"
"""The one label of a similarity model."""

_NLI_NAMES = {
    "entailment": "entailment",
    "entail": "entailment",
    "entails": "entailment",
    "蕴含": "entailment",
    "neutral": "neutral",
    "中立": "neutral",
    "contradiction": "contradiction",
    "contradict": "contradiction",
    "contradicts": "contradiction",
    "contradictory": "contradiction",
    "矛盾": "contradiction",
}
_SIMILAR = frozenset(("1", "similar", "same", "duplicate", "is_duplicate", "paraphrase", "true"))
_SIMILAR |= {"equivalent", "match", "yes", "相似", "相同", "是", "匹配"}


def nli_columns(labels: Sequence[str], name: str) -> tuple[int, int, int]:
    """Which logit is entailment, neutral and contradiction.

    ``name`` is the pack's, for the sentence. Raises ``UserError("pack_labels")``.
    """
    bound = {_NLI_NAMES.get(label.strip().lower()): place for place, label in enumerate(labels)}
    if len(labels) != len(NLI) or not all(label in bound for label in NLI):
        raise UserError("pack_labels", name=name, labels=", ".join(labels))
    return bound["entailment"], bound["neutral"], bound["contradiction"]


def similar_column(labels: Sequence[str], name: str) -> int:
    """Which logit says "similar", of one or two. Raises ``UserError("pack_labels")``."""
    if len(labels) == 1:
        return 0
    found = [place for place, label in enumerate(labels) if label.strip().lower() in _SIMILAR]
    if len(labels) != 2 or len(found) != 1:
        raise UserError("pack_labels", name=name, labels=", ".join(labels))
    return found[0]


def task_of(labels: Sequence[str], name: str) -> str:
    """``nli`` for three labels that bind by name, ``similarity`` for one or two.

    Raises ``UserError("pack_labels")`` for any other set.
    """
    if len(labels) <= 2 and labels:
        similar_column(labels, name)
        return "similarity"
    nli_columns(labels, name)
    return "nli"


def in_order(mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels by place, from ``{label: place}`` or ``{place: label}``; empty if it is neither."""
    places: dict[int, str] = {}
    for key, value in mapping.items():
        if isinstance(value, int) and not isinstance(value, bool):
            places[value] = str(key)
        elif str(key).isdecimal():
            places[int(key)] = str(value)
    if sorted(places) != list(range(len(mapping))):
        return ()
    return tuple(places[place] for place in range(len(places)))
