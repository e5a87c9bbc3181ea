"""What an extractor learns from: a stretch of text, fields, and what is known of the values in it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.types import Field

Spans = tuple[tuple[int, int], ...]
"""``[start, end)`` in characters of the lesson's text."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One window of a document. For each of ``fields``: ``right`` are the values in it; everything
    else in it is none, but for the stretches of ``silent``, about which nothing is known; ``wrong``
    are values that someone or something took for right ones. A field whose ``right`` is ``None`` is
    rehearsed: it is to be answered as the pack answers it."""

    text: str
    fields: tuple[Field, ...]
    right: tuple[Spans | None, ...]
    silent: tuple[Spans, ...]
    wrong: tuple[Spans, ...] = ()


def rehearsal(text: str, fields: tuple[Field, ...]) -> Lesson:
    """A window that is only rehearsed."""
    return Lesson(text, fields, (None,) * len(fields), ((),) * len(fields))
