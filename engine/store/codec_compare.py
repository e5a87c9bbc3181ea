"""The parts of a change to and from the text of a column."""

from __future__ import annotations

from engine.store import codec
from engine.types import Basis, Bearing, ClauseRef, DiffOp, DiffPart, Meaning


def references_text(references: tuple[ClauseRef, ...]) -> str:
    """One side of a change as JSON."""
    return codec.dump([[r.document_id, r.clause, r.start, r.end, r.text] for r in references])


def references(text: str) -> tuple[ClauseRef, ...]:
    """What :func:`references_text` was given."""
    return tuple(ClauseRef(*parts) for parts in codec.load(text))


def diff_text(diff: tuple[DiffPart, ...]) -> str:
    """The stretches of a difference as JSON."""
    return codec.dump([[part.op.value, part.text] for part in diff])


def diff(text: str) -> tuple[DiffPart, ...]:
    """What :func:`diff_text` was given."""
    return tuple(DiffPart(DiffOp(op), words) for op, words in codec.load(text))


def meaning_text(meaning: Meaning | None) -> str | None:
    """A meaning as JSON; nothing for none."""
    if meaning is None:
        return None
    return codec.dump(
        [
            meaning.bearing.value,
            meaning.party,
            meaning.basis.value if meaning.basis else None,
            codec.reasons_text(meaning.reasons),
            list(meaning.forward),
            list(meaning.backward),
        ]
    )


def meaning(text: str | None) -> Meaning | None:
    """What :func:`meaning_text` was given."""
    if text is None:
        return None
    bearing, party, basis, reasons, forward, backward = codec.load(text)
    return Meaning(
        Bearing(bearing),
        party,
        Basis(basis) if basis else None,
        codec.reasons(reasons),
        tuple(forward),
        tuple(backward),
    )
