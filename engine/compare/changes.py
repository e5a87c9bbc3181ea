"""Pairs of clauses as records: difference, spans in the documents, stable ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.compare.diff import diff, similarity
from engine.compare.meaning import Reading, read
from engine.compare.parts import Part
from engine.compare.tokens import Terms
from engine.compare.versions import Paired
from engine.types import ClauseChange, Meaning, stable_id

JOINT = "\n"
"""Between the texts of a side that has several clauses."""

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited pair with what the rules make of it; see :meth:`placed`."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]
    reading: Reading

    def placed(self, meaning: Meaning) -> Meaning:
        """``meaning`` with its spans in the documents instead of in the joined texts."""
        reasons = tuple(
            replace(
                reason,
                left_start=_place(self.old, reason.left_start),
                left_end=_place(self.old, reason.left_start, len(reason.left)),
                right_start=_place(self.new, reason.right_start),
                right_end=_place(self.new, reason.right_start, len(reason.right)),
            )
            for reason in meaning.reasons
        )
        return replace(meaning, reasons=reasons)


def edit_of(pair: Paired, parties: re.Pattern[str], numbers: Mapping[str, str]) -> Edit:
    """Read what an edit does; ``numbers`` maps old clause numbers to new ones."""
    old, new = _said(pair.old), _said(pair.new)
    return Edit(pair.old, pair.new, read(old, new, parties, numbers))


def change_of(
    comparison: str, position: int, pair: Paired, terms: Terms | None, meaning: Meaning | None
) -> ClauseChange:
    """``pair`` as a record; without ``terms`` (two languages) it has no difference in words."""
    old, new = _joined(pair.old), _joined(pair.new)
    parts = diff(old, new, terms) if terms is not None else ()
    score = pair.score
    if parts and pair.old and pair.new:
        score = similarity(parts) if pair.edited else 1.0
    starts = (*(p.start for p in pair.old), "to", *(p.start for p in pair.new))
    return ClauseChange(
        stable_id("change", comparison, *starts),
        comparison,
        position,
        pair.change,
        tuple(part.reference for part in pair.old),
        tuple(part.reference for part in pair.new),
        round(score, _DIGITS),
        pair.edited,
        pair.moved,
        pair.renumbered,
        parts,
        meaning,
    )


def _joined(parts: Sequence[Part]) -> str:
    return JOINT.join(part.text for part in parts)


def _said(parts: Sequence[Part]) -> str:
    """The texts with their own numbers blanked out: a number is no statement, and spans stay."""
    return JOINT.join(" " * len(p.number) + p.text[len(p.number) :] for p in parts)


def _place(parts: Sequence[Part], offset: int, length: int = 0) -> int:
    """Where an offset of the joined texts (and ``length`` more) stands in the document."""
    if offset < 0:
        return -1
    for part in parts:
        if offset <= len(part.text):
            return part.start + offset + length
        offset -= len(part.text) + len(JOINT)
    return -1
