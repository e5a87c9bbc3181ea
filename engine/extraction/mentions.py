"""Mentions from spans: the text, the page, the normal form and the stable id."""

from __future__ import annotations

from engine.extraction.normalise import normalise
from engine.types import Document, Field, Mention, Source, stable_id


def make_mention(
    document: Document,
    field: Field,
    start: int,
    end: int,
    score: float,
    source: Source,
    value: str | None = None,
) -> Mention:
    """The mention of ``field`` at ``[start, end)`` of ``document``.

    ``value`` overrides the normal form of the span's own text (a unit in a column's heading).
    """
    text = document.text[start:end]
    normal = normalise(field, text)
    return Mention(
        id=stable_id("mention", document.id, field.name, start, end, source),
        document_id=document.id,
        field=field.name,
        start=start,
        end=end,
        text=text,
        score=score,
        source=source,
        page=document.page_at(start) if document.pages else None,
        normalized=value or normal.value,
        doubt=None if value else normal.doubt,
    )
