"""Where a change stands in both documents, and which parts of the documents belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.store import ChangeRow
from engine.types import ClauseChange, ClauseRef, DiffOp, DiffPart
from gui.theme import Tone
from gui.viewer.side_by_side import Place
from gui.viewer.text_view import Highlight

NEAR = 120
"""Changes around the current one whose words are marked too: all of a long contract's would make
each turn of the wheel slow."""


def place(rows: Sequence[ChangeRow], current: ChangeRow, side: str, name: str) -> Place | None:
    """Where the current change stands on ``"old"`` or ``"new"``, with the changes around it marked;
    ``None`` where it has no place there and no neighbour either."""
    refs = _refs(current.change, side)
    if not refs:
        return _beside(rows, current, side, name)
    marks = [mark for row in rows for mark in marks_of(row.change, side, row.id == current.id)]
    clause = ", ".join(ref.clause for ref in refs if ref.clause)
    title = f"{clause} · {name}" if clause else name
    return Place(refs[0].document_id, title, refs[0].start, tuple(marks))


def marks_of(change: ClauseChange, side: str, current: bool) -> list[Highlight]:
    """The clause's own words that went (old side, crossed out) or came (new side, underlined);
    the current change's clause stands on a wash."""
    refs = _refs(change, side)
    tone = Tone.BAD if side == "old" else Tone.GOOD
    marks = [Highlight(ref.start, ref.end, Tone.INFO) for ref in refs] if current else []
    lone = not change.old or not change.new
    spans = [(ref.start, ref.end) for ref in refs] if lone else spans_of(change.diff, refs, side)
    struck = side == "old"
    return marks + [
        Highlight(start, end, tone, strong=not struck, struck=struck) for start, end in spans
    ]


def spans_of(
    diff: Sequence[DiffPart], refs: Sequence[ClauseRef], side: str
) -> list[tuple[int, int]]:
    """The stretches of one side that the other does not have, in its document. The parts of a
    difference run over the clauses of the side one after another, with a line break between."""
    own = DiffOp.DELETE if side == "old" else DiffOp.INSERT
    found: list[tuple[int, int]] = []
    at = 0
    for part in diff:
        if part.op not in (own, DiffOp.EQUAL):
            continue
        if part.op is own:
            found += _in_document(at, at + len(part.text), refs)
        at += len(part.text)
    return found


def anchors(changes: Iterable[ClauseChange]) -> list[tuple[int, int]]:
    """Pairs of places that belong together, ascending on both sides: what was moved is left out."""
    pairs = sorted(
        (change.old[0].start, change.new[0].start)
        for change in changes
        if change.old and change.new and not change.moved
    )
    kept: list[tuple[int, int]] = []
    for old, new in pairs:
        if not kept or (old > kept[-1][0] and new > kept[-1][1]):
            kept.append((old, new))
    return kept


def _in_document(start: int, end: int, refs: Sequence[ClauseRef]) -> list[tuple[int, int]]:
    """A stretch of the joined texts as stretches of the document."""
    found, before = [], 0
    for ref in refs:
        first, last = max(start - before, 0), min(end - before, len(ref.text))
        if first < last:
            found.append((ref.start + first, ref.start + last))
        before += len(ref.text) + 1
    return found


def _beside(rows: Sequence[ChangeRow], current: ChangeRow, side: str, name: str) -> Place | None:
    """Where the clause would stand: after the nearest one before it that has a place."""
    before = [
        row
        for row in rows
        if row.change.position < current.change.position and _refs(row.change, side)
    ]
    after = [row for row in rows if _refs(row.change, side)]
    nearest = before[-1] if before else after[0] if after else None
    if nearest is None:
        return None
    ref = _refs(nearest.change, side)[-1]
    marks = [mark for row in rows for mark in marks_of(row.change, side, False)]
    return Place(ref.document_id, f"– · {name}", ref.end if before else ref.start, tuple(marks))


def _refs(change: ClauseChange, side: str) -> tuple[ClauseRef, ...]:
    return change.old if side == "old" else change.new
