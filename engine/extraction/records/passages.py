"""Records told in running text, in lists and in blocks of labels: values that stand together.

Values are taken in the order of the document. A record ends where a column comes a second time, or
where the text goes on to something else; which of a passage's values belong together is told by how
near they stand, never by what they mean.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.documents import sentences
from engine.extraction.choose import DEFAULT_THRESHOLD, same_value
from engine.extraction.records.rows import Draft
from engine.extraction.rules.reading import Reading
from engine.types import Field, Layout, Mention, Source

_FARTHEST = 400
"""Characters between two values of one record."""

_LINES_BETWEEN = 4
"""Lines between two values of one record that is a block of labels."""

_MOST_COLUMNS = 0.6

_FAINT = 0.75
"""A value in a record is borne out by its neighbours: this share of a threshold is enough."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A mention with the group's column that it fills."""

    place: int
    mention: Mention


def passage_records(
    reading: Reading, columns: Sequence[Field], mentions: Iterable[tuple[int, Mention]]
) -> Iterator[Draft]:
    """A record for each passage that holds values of enough columns.

    ``mentions`` are candidates with the place of their column. A record whose first column repeats
    that of an earlier one adds to it what it lacks.
    """
    values = _apart(columns, (_Value(place, mention) for place, mention in mentions))
    known: list[Draft] = []
    for draft in _drafts(reading, values):
        if not _is_enough(draft, len(columns)):
            continue
        twin = next((one for one in known if _same_thing(one, draft)), None)
        if twin is None:
            known.append(draft)
        else:
            for place, mention in draft.values.items():
                twin.values.setdefault(place, mention)
    yield from known


def _is_enough(draft: Draft, columns: int) -> bool:
    """Whether the values make a record: two, where a model read them, else most of the columns, as
    what rules find in running text is common talk."""
    modelled = any(mention.source is Source.MODEL for mention in draft.values.values())
    wanted = 2 if modelled else math.ceil(_MOST_COLUMNS * columns)
    return len(draft.values) >= min(columns, max(2, wanted))


def _apart(columns: Sequence[Field], values: Iterable[_Value]) -> list[_Value]:
    """The values good enough to stand in a record, one of each span, in the document's order."""
    kept: list[_Value] = []
    for value in sorted(values, key=lambda v: (-v.mention.score, v.mention.start)):
        threshold = columns[value.place].threshold or DEFAULT_THRESHOLD
        if value.mention.score < threshold * _FAINT:
            continue
        start, end = value.mention.start, value.mention.end
        if all(end <= one.mention.start or start >= one.mention.end for one in kept):
            kept.append(value)
    return sorted(kept, key=lambda v: v.mention.start)


def _drafts(reading: Reading, values: Sequence[_Value]) -> Iterator[Draft]:
    starts = _Starts(reading)
    draft: Draft | None = None
    last: _Value | None = None
    for value in values:
        if draft is None or last is None or not _belongs(starts, draft, last, value):
            if draft is not None:
                yield draft
            draft = Draft(value.mention.start, Layout.SENTENCE)
        draft.values[value.place] = value.mention
        draft.layout = starts.layout(draft.start, value.mention.start)
        last = value
    if draft is not None:
        yield draft


def _belongs(starts: _Starts, draft: Draft, last: _Value, value: _Value) -> bool:
    """Whether ``value`` goes on the record that ``last`` is part of."""
    if value.place in draft.values:
        return False
    gap = value.mention.start - last.mention.end
    if starts.layout(last.mention.start, value.mention.start) is Layout.SENTENCE:
        return gap <= _FARTHEST
    # A new sentence with the first column begins a new record; so does a new topic.
    if value.place == min(draft.values) or value.place == 0:
        return False
    lines = starts.lines(last.mention.start, value.mention.start)
    return lines <= _LINES_BETWEEN and gap <= _FARTHEST


def _same_thing(one: Draft, other: Draft) -> bool:
    """Whether two records have the same first column and no two values that differ."""
    first = min(one.values)
    if first not in other.values or not same_value(one.values[first], other.values[first]):
        return False
    shared = one.values.keys() & other.values.keys()
    return all(same_value(one.values[place], other.values[place]) for place in shared)


class _Starts:
    """Where the sentences and lines of a text begin."""

    def __init__(self, reading: Reading) -> None:
        self._sentences = [start for start, _ in sentences(reading.text)]
        self._lines = [0, *(n + 1 for n, c in enumerate(reading.text) if c == "\n")]

    def layout(self, one: int, other: int) -> Layout:
        """What two places have in common: a sentence, a line, or their order alone."""
        if bisect_right(self._sentences, one) == bisect_right(self._sentences, other):
            return Layout.SENTENCE
        return Layout.LINE if self.lines(one, other) == 0 else Layout.ORDER

    def lines(self, one: int, other: int) -> int:
        """How many line breaks lie between two places."""
        return bisect_right(self._lines, other) - bisect_right(self._lines, one)
