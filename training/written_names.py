"""Written texts with their names marked in place as ``{kind:name}``, as extractor examples.

``names_zh`` and ``names_en`` are news, histories, reviews and posts; ``filings_zh`` announcements of deals
with the customer, the contractor, the project, the title and the amount, beside agents, other companies,
other projects and other amounts, which are no answer.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from training.span_examples import SpanExample, Spans
from training.written import lines

_MARK = re.compile(r"\{([人地团企政作景戏职甲乙项合额代他备数]|[a-z]+):([^{}]+)\}")
_NARROW = {
    "人": "ner_person", "地": "ner_location", "团": "ner_body", "企": "ner_corporation",
    "政": "ner_government", "作": "ner_work", "景": "ner_scene", "戏": "ner_game",
    "职": "ner_position",
}  # fmt: skip
_WIDE = {**_NARROW, "团": "any_institution", "企": "any_institution", "政": "any_institution"}
_NARROW_EN = {
    "person": "ner_person", "place": "ner_location", "group": "ner_group",
    "company": "ner_corporation", "product": "ner_product", "work": "ner_work",
    "site": "ner_site", "event": "ner_event", "people": "ner_nationality", "title": "ner_position",
}  # fmt: skip
_WIDE_EN = {
    **_NARROW_EN, "group": "ner_organization", "company": "ner_organization",
    "work": "ner_misc", "event": "ner_misc", "people": "ner_misc", "product": "ner_misc",
}  # fmt: skip
_KINDS = {"zh": (_WIDE, _NARROW, "景"), "en": (_WIDE_EN, _NARROW_EN, "site")}
_DEAL = {
    "甲": "deal_owner", "乙": "deal_contractor", "项": "deal_project", "合": "deal_title",
    "额": "deal_amount", "代": "agency",
}  # fmt: skip
KEPT_NAMES = 0.5
"""How often a text keeps the names that it was written with; else some are exchanged for others of the kind."""


@cache
def marked(name: str, development: bool) -> tuple[str, ...]:
    """The texts of ``written/NAME.tsv`` with their marks."""
    return tuple(text for (text,) in lines(name, 1, development))


@cache
def pool(name: str) -> dict[str, tuple[str, ...]]:
    """Names of two letters and more by kind, as often as they stand in the texts that are trained on."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in marked(name, False):
        for mark in _MARK.finditer(text):
            if len(mark[2]) > 1:
                found[mark[1]].append(mark[2])
    return {kind: tuple(names) for kind, names in found.items()}


def named(development: bool, rng: random.Random, language: str = "zh") -> Iterator[SpanExample]:
    """The texts with their names, one to three in a row; kinds are asked one by one or taken together.

    Institutions are one field half of the time, for that is how most people ask; then the narrow ones
    are not asked, and the other way round.
    """
    glue = "" if language == "zh" else " "
    texts = list(marked(f"names_{language}", development))
    rng.shuffle(texts)
    while texts:
        several = [texts.pop() for _ in range(min(len(texts), rng.choice((1, 1, 2, 3))))]
        yield example(glue.join(several), rng, not development, language)


def example(
    text: str, rng: random.Random, exchange: bool = False, language: str = "zh"
) -> SpanExample:
    """``text`` without its marks, and the places of its names by kind."""
    wide, narrow, site = _KINDS[language]
    keys = dict(wide if rng.random() < 0.5 else narrow)
    if rng.random() < 0.5:
        keys[site] = "ner_location"  # Most people call a park or a stadium a place as well.
    return _asked(text, rng, keys, f"names_{language}", exchange)


def filings(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """Announcements of deals; who only sends the notice, and other projects and sums, are no answer."""
    for text in marked("filings_zh", development):
        keys = dict(_DEAL)
        if rng.random() < 0.3:
            keys |= dict.fromkeys("甲乙代他", "any_institution")
        if rng.random() < 0.3:
            keys |= dict.fromkeys("额数", "any_amount")
        yield _asked(text, rng, keys, "filings_zh", not development)


def unmarked(text: str, others: Mapping[str, str]) -> tuple[str, list[tuple[str, int, int]]]:
    """(``text`` without marks, (kind, start, end) of each name); ``others``: names for some marks."""
    bare, places, last = "", [], 0
    for mark in _MARK.finditer(text):
        bare += text[last : mark.start()]
        name = others.get(mark.group(), mark[2])
        places.append((mark[1], len(bare), len(bare) + len(name)))
        bare += name
        last = mark.end()
    return bare + text[last:], places


def _asked(
    text: str, rng: random.Random, keys: Mapping[str, str], name: str, exchange: bool
) -> SpanExample:
    """A text of ``written/NAME.tsv``, its marks asked as ``keys`` say."""
    bare, places = unmarked(text, _exchanged(text, rng, name) if exchange else {})
    spans: Spans = {}
    for kind, start, end in places:
        if kind in keys:
            spans.setdefault(keys[kind], []).append((start, end))
    absent = set(keys.values()) - set(spans)
    return SpanExample(bare, spans, absent, "written", language=name[-2:])


def _exchanged(text: str, rng: random.Random, name: str) -> dict[str, str]:
    """Another name of the same kind for seven tenths of the marks, in half of the texts; the same mark,
    the same name. One letter for a country or a province stays: it stands beside another, or before a
    common word. Amounts stay: their digits agree with what else the text says."""
    if rng.random() < KEPT_NAMES:
        return {}
    marks = {
        mark.group(): mark[1]
        for mark in _MARK.finditer(text)
        if len(mark[2]) > 1 and mark[1] not in "额数"
    }
    return {
        whole: rng.choice(pool(name)[kind]) for whole, kind in marks.items() if rng.random() < 0.7
    }
