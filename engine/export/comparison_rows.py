"""What an export of a comparison is made of, and how its parts are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.export.labels import Translate
from engine.types import (
    Change,
    ClauseChange,
    ClauseRef,
    Comparison,
    Document,
    Edit,
    Reason,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class JudgedChange:
    """A change and what a person decided on it."""

    change: ClauseChange
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """What is exported: the two documents and their changes in reading order. ``verdicts`` are
    contradictions inside the new document, for a redline's comments."""

    comparison: Comparison
    old: Document
    new: Document
    changes: Sequence[JudgedChange]
    verdicts: Sequence[Verdict] = ()


def summary(changes: Iterable[JudgedChange]) -> Counter[Change]:
    """How many changes there are of each kind."""
    return Counter(judged.change.change for judged in changes)


def side_text(refs: Sequence[ClauseRef]) -> str:
    """The texts of a side, a clause a line."""
    return "\n".join(ref.text for ref in refs)


def side_name(refs: Sequence[ClauseRef]) -> str:
    """The numbers (or headings) of a side's clauses."""
    return ", ".join(ref.clause for ref in refs if ref.clause)


def also(change: ClauseChange, label: Translate) -> str:
    """What else became of a clause, beside its leading kind."""
    flags = ((change.edited, Change.EDITED), (change.moved, Change.MOVED), (change.renumbered, Change.RENUMBERED))  # fmt: skip
    return ", ".join(label(kind.value) for on, kind in flags if on and kind is not change.change)


def said(reason: Reason, label: Translate) -> str:
    """The words that make a meaning, on one line."""
    return f"{label(reason.kind.value)}: {reason.left or '∅'} → {reason.right or '∅'}"
