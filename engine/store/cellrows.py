"""One cell: the winner among its mentions, and a person's edit laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.store import codec
from engine.store.database import Row
from engine.store.rows import Cell
from engine.types import Mention, ReviewState, Source, cell_id

SEPARATOR = "; "
"""Between the values of a field that has many."""


@dataclass(frozen=True, slots=True)
class CellData:
    """A row of the table ``cells``: what the last run found."""

    id: str
    document_id: str
    field: str
    value: str
    raw: str
    normalized: str | None
    score: float | None
    source: str | None
    start: int
    end: int
    page: int | None
    doubt: str | None
    candidates: int
    disagree: int


def summarise(document_id: str, field: str, mentions: Sequence[Mention]) -> Row:
    """The columns of :class:`CellData` for the mentions of one field."""
    offered = [mention for mention in mentions if mention.field == field]
    chosen = [mention for mention in offered if mention.chosen]
    best = chosen[0] if chosen else None
    return (
        cell_id(document_id, field),
        document_id,
        field,
        codec.pack_text(SEPARATOR.join(_shown(mention) for mention in chosen)),
        codec.pack_text(SEPARATOR.join(mention.text for mention in chosen)),
        codec.pack_optional(best.normalized) if best and len(chosen) == 1 else None,
        min((mention.score for mention in chosen), default=None),
        best.source.value if best else None,
        best.start if best else -1,
        best.end if best else -1,
        best.page if best else None,
        best.doubt if best else None,
        len(offered),
        int(len(chosen) < 2 and _disagree(offered)),
    )


def merge(key: str, place: tuple[str, str], found: CellData | None, edit: Row | None) -> Cell:
    """The cell at ``place`` as it stands: the edit's value, else what was judged, else what the
    last run found. ``edit`` is state, value, start, end, kept."""
    cell = Cell(key, *place) if found is None else _cell(found)
    if edit is None:
        return cell
    state, value, start, end, kept = edit
    offer = cell.value
    if kept is not None:
        cell = _as_judged(cell, kept)
    if value is not None:
        typed = codec.unpack_text(value)
        cell = replace(
            cell,
            value=typed,
            raw=typed,
            normalized=None,
            source=Source.PERSON,
            start=start,
            end=end,
            page=cell.page if (start, end) == (cell.start, cell.end) else None,
            doubt=None,
        )
    return replace(cell, state=ReviewState(state), offer="" if offer == cell.value else offer)


def _cell(found: CellData) -> Cell:
    # Written out, because a page makes a thousand of these and `replace` takes three times as long.
    return Cell(
        found.id,
        found.document_id,
        found.field,
        codec.unpack_text(found.value),
        codec.unpack_text(found.raw),
        codec.unpack_optional(found.normalized),
        found.score,
        Source(found.source) if found.source else None,
        found.start,
        found.end,
        found.page,
        found.doubt,
        ReviewState.PROPOSED,
        found.candidates,
        bool(found.disagree),
    )


def _as_judged(cell: Cell, kept: str) -> Cell:
    """The cell with the value that the person judged, whatever was found since."""
    value, raw, normalized, score, source, start, end, page, doubt = codec.load(kept)
    return replace(
        cell,
        value=codec.unpack_text(value),
        raw=codec.unpack_text(raw),
        normalized=codec.unpack_optional(normalized),
        score=score,
        source=Source(source) if source else None,
        start=start,
        end=end,
        page=page,
        doubt=doubt,
    )


def _shown(mention: Mention) -> str:
    return mention.text if mention.normalized is None else mention.normalized


def _disagree(mentions: Sequence[Mention]) -> bool:
    """Whether the best mention of the model and the best one of the rules say different things."""
    best = {}
    for mention in sorted(mentions, key=lambda mention: mention.score):
        best[mention.source] = _shown(mention)
    if Source.MODEL not in best or Source.RULE not in best:
        return False
    return best[Source.MODEL] != best[Source.RULE]
