"""Runs the finders over a text and keeps one fact where several claim the same characters."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from engine.facts import ranges
from engine.facts.dates import find_dates
from engine.facts.folding import fold
from engine.facts.identifiers import find_identifiers
from engine.facts.measures import POINT, Measure, iso_duration, measure
from engine.facts.numerals import chinese, figures, plain
from engine.facts.quantities import THREE_PLACES, Quantity, find_quantities
from engine.facts.signs import signed
from engine.facts.types import Fact, FactKind
from engine.facts.units import HALF_YEAR

_PARTS = re.compile(
    r"(?P<base>[百千万])分之[ ]?(?P<number>[0-9]{1,6}(?:\.[0-9]{1,6})?|[〇零一二两三四五六七八九十百]{1,8}(?:点[〇零一二三四五六七八九]{1,6})?)"
)
_SECOND_FORM = re.compile(r"[ \t\r\n]{0,2}\((?:大写|小写|即|计|合)?:?[ ]?\Z")
_CLOSING = re.compile(r"[ ]?\)")
_GOES_ON = re.compile(
    r"[零又]?|[ \t]{1,3}|\s{1,3}and\s{1,3}|,[ \t]{1,3}(?:and\s{1,3})?", re.IGNORECASE
)
_SMALLER = {"year": ("month", 12), "week": ("day", 7)}
_LONGEST = 100_000
_FIRST = {
    kind: rank
    for rank, kind in enumerate(
        (
            FactKind.URL,
            FactKind.EMAIL,
            FactKind.IDENTITY_NUMBER,
            FactKind.CREDIT_CODE,
            FactKind.BANK_ACCOUNT,
            FactKind.DATE,
            FactKind.AMOUNT,
            FactKind.PERCENTAGE,
            FactKind.DURATION,
            FactKind.PHONE,
            FactKind.NUMBER,
        )
    )
}


def find_facts(text: str, kinds: Container[FactKind] | None = None) -> list[Fact]:
    """All facts of ``kinds`` (``None``: every kind) in ``text``, by position, without overlaps.

    A number inside a date is no number, whichever ``kinds`` are asked for. Linear in the text.
    """
    folded = fold(text)
    facts: list[Fact] = []
    for start, end in _pieces(folded):
        for m in _facts_of(text[start:end], folded[start:end]):
            if kinds is None or m.kind in kinds:
                first, last = start + m.start, start + m.end
                facts.append(Fact(m.kind, first, last, text[first:last], m.value, m.unit, m.doubt))
    return facts


def _pieces(folded: str) -> Iterator[tuple[int, int]]:
    """Stretches of a long text, cut after a line or, failing that, after a sentence or a word.

    One search of a regular expression cannot be interrupted: short texts keep other threads,
    the window's among them, from waiting.
    """
    start = 0
    while len(folded) - start > _LONGEST:
        cuts = (
            folded.rfind(sign, start, start + _LONGEST) for sign in ("\n\n", "\n", "。", ". ", " ")
        )
        cut = next((cut for cut in cuts if cut > start), start + _LONGEST - 1)
        yield start, cut + 1
        start = cut + 1
    yield start, len(folded)


def _facts_of(source: str, folded: str) -> list[Measure]:
    parts = [signed(source, folded, part) for part in _parts(folded)]
    measures = _measures(source, folded)
    found = [*find_dates(folded), *find_identifiers(folded), *parts, *measures]
    whole = _second_forms(folded, _together(folded, _without_overlaps(found)))
    return ranges.together(folded, whole)


def _measures(source: str, folded: str) -> Iterator[Measure]:
    plain: Quantity | None = None
    taken = 0
    for quantity in find_quantities(folded):
        found = measure(folded, quantity, taken)
        if found:
            ranged = ranges.from_number(folded, plain, found)
            if ranged is found and found.kind in (FactKind.AMOUNT, FactKind.PERCENTAGE):
                ranged = signed(source, folded, found, taken)
            if ranged:
                yield ranged
            taken = found.end
        measures_something = found and (found.kind is not FactKind.NUMBER or found.unit)
        plain = None if measures_something else quantity
    for match in HALF_YEAR.finditer(folded):
        yield Measure(
            FactKind.DURATION, *match.span(), iso_duration(Decimal(6), "month"), "month", None, True
        )


def _parts(folded: str) -> Iterator[Measure]:
    """百分之五, 千分之三, 万分之五: parts of a hundred, thousand, ten thousand, all in percent."""
    for match in _PARTS.finditer(folded):
        written = match["number"]
        number = figures(written) if written.isascii() else chinese(written)
        if number is not None:
            scale = {"百": 1, "千": 10, "万": 100}[match["base"]]
            value = plain(number / scale)
            yield Measure(FactKind.PERCENTAGE, *match.span(), value, "percent", None, True)


def _without_overlaps(measures: Iterable[Measure]) -> list[Measure]:
    """The longest first; of two equally long ones the more telling kind."""
    kept: list[Measure] = []
    ranked = sorted(measures, key=lambda m: (m.start, m.start - m.end, _FIRST[m.kind]))
    for one in ranked:
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _together(folded: str, measures: list[Measure]) -> list[Measure]:
    """``three years and six months`` as one length of time, in the smaller unit."""
    joined: list[Measure] = []
    for one in measures:
        whole = _length(folded, joined[-1], one) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(one)
    return joined


def _length(folded: str, first: Measure, second: Measure) -> Measure | None:
    if first.kind is not FactKind.DURATION or second.kind is not FactKind.DURATION:
        return None
    unit, count = _SMALLER.get(first.unit or "", ("", 0))
    if second.unit != unit or not _GOES_ON.fullmatch(folded, first.end, second.start):
        return None
    large, small = (re.fullmatch(r"P([0-9]+)[YMWD]", one.value or "") for one in (first, second))
    if not large or not small or int(small[1]) >= count or first.doubt or second.doubt:
        return None
    value = iso_duration(Decimal(int(large[1]) * count + int(small[1])), unit)
    words = first.words or second.words
    return Measure(FactKind.DURATION, first.start, second.end, value, unit, None, words)


def _second_forms(folded: str, measures: list[Measure]) -> list[Measure]:
    """``壹佰万元整（￥1,000,000）`` as one amount; where the two forms disagree, a doubt."""
    result: list[Measure] = []
    absorbed = -1
    for index, (one, following) in enumerate(pairwise([*measures, None])):
        if one is None or index == absorbed:
            continue
        joined = following and _join(folded, one, following)
        if joined:
            absorbed = index + 1
        result.append(joined or one)
    return result


def _join(folded: str, first: Measure, second: Measure) -> Measure | None:
    if first.kind is not second.kind or first.kind in (FactKind.DATE, FactKind.PHONE):
        return None
    closing = _CLOSING.match(folded, second.end)
    between = _SECOND_FORM.fullmatch(folded, first.end, second.start)
    if not between or not closing or first.words == second.words or first.unit != second.unit:
        return None
    agree = first.value == second.value or _agrees_as_thousands(folded, first, second)
    doubt: str | None = "words_and_figures_differ"
    if agree:
        doubt = first.doubt or (None if second.doubt == POINT else second.doubt)
    return replace(first, end=closing.end(), value=first.value if agree else None, doubt=doubt)


def _agrees_as_thousands(folded: str, first: Measure, second: Measure) -> bool:
    """Whether words settle how the point of the figures is meant: one thousand euros (€1.000)."""
    if second.doubt != POINT or first.value is None:
        return False
    figures_ = THREE_PLACES.search(folded, second.start, second.end)
    return figures_ is not None and Decimal(figures_[0]) * 1000 == Decimal(first.value)
