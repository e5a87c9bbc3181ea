"""What people decided of cells, as lessons for the extractor that proposed them.

A :class:`Correction` is one judged cell. :func:`lessons` turns the corrections of one document into
windows with the spans that are right, the spans that are wrong, and the stretches of which nobody
said anything; :mod:`engine.models.adapters` learns from those.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.types import Field, ReviewState


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that a person judged.

    ``document`` is a reference for ``Services.documents``. ``state`` ACCEPTED or EDITED: ``values``
    are right (none: the document has no such value). REJECTED: ``values`` are wrong, and what is
    right was not said. ``spans`` are the places of the values that have one, ``[start, end)``.
    """

    document: str
    field: Field
    state: ReviewState
    values: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
