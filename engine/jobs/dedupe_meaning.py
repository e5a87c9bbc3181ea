"""Vectors of the free text of each row, for a search that looks for what means the same as well."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from engine.control import JobControl
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.meaning import Vectors
from engine.events import Payload, Progress
from engine.models.protocols import Embedder

STAGE = "embedding_rows"
FREE = (ColumnKind.TEXT, ColumnKind.PRODUCT)
"""Kinds of columns whose words are the person's own."""

_BATCH = 256


def meant(
    columns: Sequence[Sequence[str]],
    kinds: Sequence[ColumnKind],
    embedder: Embedder,
    control: JobControl,
) -> Generator[Payload, None, Vectors | None]:
    """A vector for each row's free text, zeros where it has none; ``None`` without such a column.

    Each distinct text is read once. Raises what the model raises, and ``Cancelled``.
    """
    free = [column for column, kind in zip(columns, kinds, strict=True) if kind in FREE]
    if not free:
        return None
    texts = [" ".join(filter(None, row)) for row in zip(*free, strict=True)]
    distinct = [text for text in dict.fromkeys(texts) if text]
    known = np.zeros((len(distinct) + 1, embedder.dimension), dtype=np.float32)
    for start in range(0, len(distinct), _BATCH):
        control.checkpoint()
        part = distinct[start : start + _BATCH]
        known[start : start + len(part)] = embedder.embed(part, control)
        yield Progress(STAGE, start + len(part), len(distinct), "rows")
    place = {text: number for number, text in enumerate(distinct)}
    vectors: Vectors = known[[place.get(text, -1) for text in texts]]
    return vectors
