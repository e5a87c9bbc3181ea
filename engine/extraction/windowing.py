"""A document cut for a model, the model run over the pieces, its spans put back in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.control import JobControl
from engine.documents import segment, windows
from engine.errors import Cancelled, failure_of
from engine.models.protocols import Extractor, SpanScore
from engine.types import Document, Field, ItemFailure, Window

_OVERLAP = 0.2
"""The share of a window that its neighbour repeats: a value on a cut stands whole in one of them."""

_MARGIN = 8
"""Tokens left free: a word that a cut divides may take more tokens than it did whole."""


def cut(document: Document, extractor: Extractor, fields: Sequence[Field]) -> tuple[Window, ...]:
    """Windows of ``document`` that fit ``extractor`` beside ``fields``, cut at clauses where possible."""
    limit = max(1, extractor.window_tokens(fields) - _MARGIN)
    boundaries = [clause.start for clause in segment(document)]
    return windows(
        extractor.count_tokens(document.text),
        limit,
        int(limit * _OVERLAP),
        boundaries,
        len(document.text),
    )


def run_windows(
    extractor: Extractor, texts: Sequence[str], fields: Sequence[Field], control: JobControl
) -> Iterator[tuple[int, list[SpanScore] | ItemFailure]]:
    """``(index, spans)`` of each text as it finishes, each index once; a failure for one that fails.

    A batch that fails is halved until the texts that cannot be read stand alone. Raises
    ``Cancelled``.
    """
    yield from _run(extractor, texts, list(range(len(texts))), fields, control)


def _run(
    extractor: Extractor,
    texts: Sequence[str],
    indices: Sequence[int],
    fields: Sequence[Field],
    control: JobControl,
) -> Iterator[tuple[int, list[SpanScore] | ItemFailure]]:
    left = dict.fromkeys(indices)
    try:
        for place, spans in extractor.extract([texts[i] for i in indices], fields, control):
            left.pop(indices[place])
            yield indices[place], spans
        return
    except Cancelled:
        raise
    except Exception as error:
        failure = failure_of(error, "")
    remaining = list(left)
    if len(remaining) == 1:
        yield remaining[0], failure
    elif remaining:
        middle = len(remaining) // 2
        yield from _run(extractor, texts, remaining[:middle], fields, control)
        yield from _run(extractor, texts, remaining[middle:], fields, control)


def remap(window: Window, spans: Iterable[SpanScore]) -> list[SpanScore]:
    """``spans`` of a window's text as spans of the document; what has no place stays without."""
    return [
        span
        if span.start < 0
        else SpanScore(span.field, span.start + window.start, span.end + window.start, span.score)
        for span in spans
    ]


def merge(spans: Iterable[SpanScore]) -> list[SpanScore]:
    """One of each span; where windows overlap, the surer reading stays."""
    best: dict[tuple[int, int, int, str], SpanScore] = {}
    for span in spans:
        key = (span.field, span.start, span.end, span.text)
        if key not in best or best[key].score < span.score:
            best[key] = span
    return sorted(best.values(), key=lambda span: (span.field, -span.score, span.start))
