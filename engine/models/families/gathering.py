"""Several passes over one text, put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.errors import UserError
from engine.models.batching import Outcome
from engine.models.protocols import SpanScore


def gathered(
    outcomes: Iterable[Outcome[list[SpanScore]]], owners: Sequence[int], passes: int
) -> Iterator[tuple[int, list[SpanScore]]]:
    """``(text, spans best first)`` as the last of a text's ``passes`` comes in, whatever their order.

    ``owners`` say which text each item of the batches belongs to; they are read after its outcome
    is there, so they may grow meanwhile. Raises the first failure as ``UserError``.
    """
    waiting: dict[int, list[list[SpanScore]]] = {}
    for outcome in outcomes:
        if outcome.value is None:
            failure = outcome.failure
            raise UserError(failure.code, **dict(failure.params)) if failure else ValueError
        index = owners[outcome.index]
        found = waiting.setdefault(index, [])
        found.append(outcome.value)
        if len(found) == passes:
            spans = [span for part in waiting.pop(index) for span in part]
            yield index, sorted(spans, key=lambda span: (-span.score, span.start, span.field))
