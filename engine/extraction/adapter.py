"""What people decided of cells, as lessons for the extractor that proposed them.

A :class:`Correction` is one judged cell. :func:`lessons` turns the corrections of one document into
windows with the values that are right and the stretches of which nobody said anything;
:mod:`engine.models.adapters` learns from those, and :func:`agreement` measures on other documents
whether it learned.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.extraction.choose import choose
from engine.extraction.mentions import make_mention
from engine.extraction.normalise import normalise
from engine.models.adapters.lessons import Lesson, Spans
from engine.models.protocols import SpanScore
from engine.types import Document, Field, Mention, ReviewState, Source, Window

FAINT_WINDOWS = 5
"""Windows of a document without a right value that are learned from: those in which the extractor
wrongly sees one most clearly."""


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


@dataclass(frozen=True, slots=True)
class Taught:
    """What one document says of one field: places of right values, what nothing is said about, and
    places of values that were rejected."""

    field: Field
    right: Spans
    silent: Spans
    wrong: Spans = ()


def taught(document: Document, corrections: Iterable[Correction]) -> list[Taught]:
    """What each correction teaches; one whose value stands nowhere in the text teaches nothing.

    Other places at which a right value is repeated are right in some readers' eyes and not in
    others': nothing is said of them.
    """
    found: list[Taught] = []
    whole = len(document.text)
    for correction in corrections:
        spans = tuple(s for s in correction.spans if 0 <= s[0] < s[1] <= whole)
        places = spans or _places(document.text, correction)
        if correction.values and not places:
            continue
        if correction.state is ReviewState.REJECTED:
            if places:
                found.append(Taught(correction.field, (), _around(places, whole), places))
            continue
        again = _repeated(document.text, correction.field, places)
        found.append(Taught(correction.field, places, tuple(set(again) - set(places))))
    return found


def lessons(
    document: Document,
    known: Sequence[Taught],
    windows: Sequence[Window],
    seen: Sequence[Sequence[SpanScore]],
    seed: int = 0,
) -> list[Lesson]:
    """The windows worth learning from: all that hold a right or a rejected value, and a few others,
    first those in which the extractor sees one. ``seen`` are its spans in each window, for the fields
    of ``known`` in their order, in characters of the document; those that are not right are wrong."""
    fields = tuple(one.field for one in known)
    full: list[Lesson] = []
    empty: list[tuple[float, float, Lesson]] = []
    chance = random.Random(seed)
    for window, spans in zip(windows, seen, strict=True):
        right = tuple(_inside(one.right, window) for one in known)
        rejected = tuple(_inside(one.wrong, window) for one in known)
        again = _said_otherwise(document, known, spans)
        unwanted = _unwanted(known, again, spans)
        silent = tuple(
            _cut_short(replace(one, silent=(*one.silent, *again[n])), window)
            for n, one in enumerate(known)
        )
        wrong = tuple(
            (*rejected[n], *_inside([(s.start, s.end) for s in unwanted if s.field == n], window))
            for n in range(len(known))
        )
        lesson = Lesson(document.text[window.start : window.end], fields, right, silent, wrong)
        if any(right) or any(rejected):
            full.append(lesson)
            continue
        empty.append((-max((s.score for s in unwanted), default=0.0), chance.random(), lesson))
    return full + [lesson for _, _, lesson in sorted(empty, key=lambda e: e[:2])[:FAINT_WINDOWS]]


def agreement(
    document: Document, corrections: Iterable[Correction], spans: Sequence[SpanScore]
) -> tuple[int, int, int]:
    """``(given, right, wanted)`` values over the corrected cells of a document, as they would be
    chosen from ``spans`` (of the fields of ``corrections``, in their order). A rejected value that
    is given again counts as given and not as right."""
    judged = list(corrections)
    fields = [correction.field for correction in judged]
    mentions = [
        make_mention(document, fields[s.field], s.start, s.end, s.score, Source.MODEL)
        for s in spans
    ]
    chosen = [mention for mention in choose(fields, mentions) if mention.chosen]
    given = right = wanted = 0
    for correction in judged:
        mine = [m for m in chosen if m.field == correction.field.name]
        gold = {value_key(correction.field, value) for value in correction.values}
        keys = {_mention_key(correction.field, mention) for mention in mine}
        if correction.state is ReviewState.REJECTED:
            given += len(keys & gold)
            continue
        given, right, wanted = given + len(keys), right + len(keys & gold), wanted + len(gold)
    return given, right, wanted


def f1(counts: tuple[int, int, int]) -> float:
    """The F1 of ``(given, right, wanted)``; 1 where there is nothing to find and nothing was found."""
    given, right, wanted = counts
    return 2 * right / (given + wanted) if given + wanted else 1.0


def value_key(field: Field, text: str) -> str:
    """What a value is compared by: its normal form, else its words without case and punctuation."""
    normal = normalise(field, text).value
    return normal or " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _mention_key(field: Field, mention: Mention) -> str:
    return mention.normalized or value_key(field, mention.text)


def _places(text: str, correction: Correction) -> Spans:
    """Where typed values stand, whatever white space and case."""
    found: list[tuple[int, int]] = []
    for value in correction.values:
        words = [re.escape(word) for word in value.split()]
        if words:
            pattern = re.compile(r"\s+".join(words), re.IGNORECASE)
            found += [match.span() for match in pattern.finditer(text)][:1]
    return tuple(found)


def _repeated(text: str, field: Field, places: Spans) -> Spans:
    """Every other place with the words of one of ``places``."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        words = [re.escape(word) for word in text[start:end].split()]
        if words:
            pattern = re.compile(r"\s+".join(words), re.IGNORECASE)
            found += [m.span() for m in pattern.finditer(text) if m.span() not in places]
    return tuple(found)


def _around(places: Spans, whole: int) -> Spans:
    """Everything but ``places``."""
    edges = [0, *(edge for span in sorted(places) for edge in span), whole]
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def _inside(spans: Iterable[tuple[int, int]], window: Window) -> Spans:
    """The spans that the window holds whole, in its own characters."""
    return tuple(
        (start - window.start, end - window.start)
        for start, end in spans
        if window.start <= start and end <= window.end
    )


def _cut_short(one: Taught, window: Window) -> Spans:
    """What nothing is said about within the window: values that its edge cuts count, too."""
    cut = [s for s in one.right if not (window.start <= s[0] and s[1] <= window.end)]
    size = window.end - window.start
    return tuple(
        (max(0, start - window.start), min(size, end - window.start))
        for start, end in (*one.silent, *cut)
        if start < window.end and end > window.start
    )


def _said_otherwise(
    document: Document, known: Sequence[Taught], spans: Sequence[SpanScore]
) -> list[list[tuple[int, int]]]:
    """For each field, what the extractor saw that says the right value in other words (two (2) years
    for 2 years): nobody said that it is wrong."""
    keys = [
        {value_key(one.field, document.text[start:end]) for start, end in one.right} - {""}
        for one in known
    ]
    again: list[list[tuple[int, int]]] = [[] for _ in known]
    for span in spans:
        place = (span.start, span.end)
        words = document.text[span.start : span.end]
        right = known[span.field].right
        if place not in right and value_key(known[span.field].field, words) in keys[span.field]:
            again[span.field].append(place)
    return again


def _unwanted(
    known: Sequence[Taught], again: Sequence[Sequence[tuple[int, int]]], spans: Sequence[SpanScore]
) -> list[SpanScore]:
    """The extractor's spans that touch neither a right value nor what nothing is said about."""
    return [
        span
        for span in spans
        if not any(
            start < span.end and span.start < end
            for start, end in (
                *known[span.field].right,
                *known[span.field].silent,
                *again[span.field],
            )
        )
    ]


def by_document(corrections: Iterable[Correction]) -> Mapping[str, list[Correction]]:
    """The corrections of each document, in order."""
    found: dict[str, list[Correction]] = {}
    for correction in corrections:
        found.setdefault(correction.document, []).append(correction)
    return found
