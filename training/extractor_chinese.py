"""Chinese extractor examples: generated texts, filled templates, company filings, named entities."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.facts import find_facts
from engine.facts.types import FactKind
from training import (
    entities_zh,
    extractor_generated,
    extractor_labelled,
    splits,
    templates_zh,
    written_names,
)
from training.data import held_out, read
from training.languages import CHINESE
from training.rough_text import roughened
from training.span_examples import SpanExample, Spans, within

ROUGH = 0.25
"""The share of examples with broken lines, stray spaces, other widths of signs or misread ones."""
FILING_TURNS = 2
"""How often an epoch goes through the announcements; the windows differ."""

FILING_KEYS = {
    "甲方": "deal_owner",
    "乙方": "deal_contractor",
    "项目名称": "deal_project",
    "合同名称": "deal_title",
}


def examples(development: bool, rng: random.Random, share: float = 1.0) -> Iterator[SpanExample]:
    """The Chinese examples of one epoch, some as files really are; ``share`` scales the generated."""
    for example in _clean(development, rng, share):
        yield roughened(example, rng) if rng.random() < ROUGH else example


def _clean(development: bool, rng: random.Random, share: float) -> Iterator[SpanExample]:
    for _ in range(int(1800 * share)):
        yield extractor_generated.sentences(rng, CHINESE)
    for _ in range(int(1000 * share)):
        yield extractor_generated.form(rng, CHINESE)
    yield from templates_zh.windows(development, rng, int(2600 * share))
    for _ in range(1 if development else FILING_TURNS):
        yield from filings(development, rng)
    yield from written_names.filings(development, rng)
    yield from entities(development, rng)
    for _ in range(int(600 * share)):
        yield entities_zh.news(rng)
    yield from written_names.named(development, rng)
    yield from entities_zh.translated(development, rng, 0.15)


def filings(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """Windows of the announcements of one side: the beginning, and places with values."""
    for record in read("fddc_zh"):
        if splits.filing_held_out(record) == development:
            yield from filing_windows(record, rng)


def filing_windows(record: dict[str, Any], rng: random.Random) -> Iterator[SpanExample]:
    """Windows of an announcement: head, foot, a place with a value; what has no place is not asked."""
    text: str = record["text"]
    spans, unsure = filing_spans(record)
    labelled, unclear = extractor_labelled.announced(text)
    deal = set(spans)
    spans = labelled | spans
    unsure |= unclear - set(spans)
    places = sorted({start for key in deal for start, _ in spans[key]})
    starts = {0}
    if places:
        starts.add(max(0, rng.choice(places) - rng.randint(20, 200)))
    elif len(text) > 600:
        starts.add(rng.randrange(len(text) - 300))
    other = sorted({start for key in set(spans) - deal for start, _ in spans[key]})
    if other and rng.random() < 0.6:
        starts.add(max(0, rng.choice(other) - rng.randint(20, 200)))
    for start in sorted(starts):
        end = min(len(text), start + rng.randint(240, 480))
        inside, cut = within(spans, start, end)
        cut |= unsure
        inside = {key: found for key, found in inside.items() if key not in cut}
        window = text[start:end]
        absent = deal - set(inside) - cut
        absent |= {"account_number", "monthly_rent", "id_number", "landlord"}
        sure = extractor_labelled.SURE_ABSENT
        absent |= {key for key in sure if not extractor_labelled.printed_in(window, key)}
        if rng.random() < 0.35:
            inside |= extractor_labelled.generic(window, rng)
        yield SpanExample(window, inside, absent, "filing", language="zh")


def filing_spans(record: dict[str, Any]) -> tuple[Spans, set[str]]:
    """(all places of the values of each field, fields with a value that stands nowhere as it is)."""
    text: str = record["text"]
    spans: Spans = {key: [] for key in (*FILING_KEYS.values(), "deal_amount")}
    unsure: set[str] = set()
    for row in record["rows"]:
        for name, key in FILING_KEYS.items():
            value = row.get(name, "")
            if value:
                found = list(_places(text, value))
                spans[key] += found
                if not found:
                    unsure.add(key)
        wanted = {_number(row.get(side, "")) for side in ("金额上限", "金额下限")} - {None}
        if wanted:
            found = [
                (fact.start, fact.end)
                for fact in find_facts(text, {FactKind.AMOUNT})
                if _number(fact.value or "") in wanted
            ]
            spans["deal_amount"] += found
            if not found:
                unsure.add("deal_amount")
    # Announcements often say more than the labels: no label at all is no proof of absence.
    unsure |= {key for key, found in spans.items() if not found}
    return {key: sorted(set(found)) for key, found in spans.items()}, unsure


def _places(text: str, value: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(re.escape(value), text, re.IGNORECASE):
        yield match.start(), match.end()


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value).normalize() if value else None
    except InvalidOperation:
        return None


_WEIBO = {
    "PER.NAM": "ner_person",
    "PER.NOM": "ner_person_noun",
    "LOC.NAM": "ner_location",
    "GPE.NAM": "ner_region",
    "ORG.NAM": "ner_organization",
}


def entities(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """Posts of Weibo with their entities (CC BY-SA). Cities and countries are places to most who ask, so
    they mostly count as such; asked by themselves, the other places are not asked."""
    for record in read("ner_zh"):
        if record["source"] != "Weibo" or held_out(record["text"]) != development:
            continue
        keys = dict(_WEIBO)
        if rng.random() < 0.75:
            keys["GPE.NAM"] = keys["LOC.NAM"]
        else:
            del keys["LOC.NAM"]
        spans: Spans = {}
        for entity in record["entities"]:
            key = keys.get(entity["label"])
            if key:
                spans.setdefault(key, []).append((entity["start"], entity["end"]))
        if spans or rng.random() < 0.3:
            absent = set(keys.values()) - set(spans)
            yield SpanExample(record["text"], spans, absent, "ner", language="zh")
