"""Named entities as extractor examples: WNUT17, wikigold and SEC filings (FIN5)."""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.data import held_out, read
from training.span_examples import SpanExample, Spans

KEYS = {
    "wikigold": {
        "PER": "ner_person",
        "LOC": "ner_location",
        "ORG": "ner_organization",
        "MISC": "ner_misc",
    },
    "WNUT17": {
        "person": "ner_person",
        "location": "ner_location",
        "group": "ner_group",
        "corporation": "ner_corporation",
        "product": "ner_product",
        "creative-work": "ner_work",
    },
    # FIN5 calls "Borrower" and "Lender" persons, which no user would: its persons are left out.
    "SEC-filings FIN5": {"ORG": "ner_organization", "LOC": "ner_location"},
}


def examples(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """One to four sentences of one source joined by a space or a line break.

    Sentences are split by their text; WNUT17 keeps its own dev part, and its test part is unused.
    """
    kept: dict[str, list[SpanExample]] = {source: [] for source in KEYS}
    for record in read("ner_en"):
        source, split = record["source"], record["split"]
        if split == "test":
            continue
        if (split == "dev" or (source != "WNUT17" and held_out(record["text"]))) != development:
            continue
        spans: Spans = {}
        for entity in record["entities"]:
            key = KEYS[source].get(entity["label"])
            if key:
                spans.setdefault(key, []).append((entity["start"], entity["end"]))
        if not spans and rng.random() < 0.7:
            continue
        kept[source].append(SpanExample(record["text"], spans, set(KEYS[source].values()), "ner"))
    for source, sentences in kept.items():
        rng.shuffle(sentences)
        index = 0
        while index < len(sentences):
            size = rng.choice([1, 1, 2, 3, 4])
            yield _join(sentences[index : index + size], rng.choice([" ", "\n"]), source)
            index += size


def _join(parts: list[SpanExample], glue: str, source: str) -> SpanExample:
    text, spans = "", Spans()
    for part in parts:
        base = len(text) + (len(glue) if text else 0)
        text = text + glue + part.text if text else part.text
        for key, places in part.spans.items():
            spans.setdefault(key, []).extend((s + base, e + base) for s, e in places)
    absent = set(KEYS[source].values()) - set(spans)
    return SpanExample(text, spans, absent, "ner")
