"""Kleister NDA's train part as extractor examples: normalised values are found again in the text.

The texts are EDGAR filings. Its dev part is left to the benchmark.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from engine.facts import find_facts
from engine.facts.types import FactKind
from training.data import held_out, read
from training.span_examples import SpanExample, Spans, within

KEYS = ("party", "effective_date", "governing_law", "term")
_PLACE_LEAD = re.compile(r"(?:laws?|jurisdiction|courts?)\b[^.;]{0,60}$", re.IGNORECASE)
_TERM = re.compile(r"(\d+) (day|week|month|year)s?$")
_UNIT = {"day": "D", "week": "W", "month": "M", "year": "Y"}


def examples(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """Windows of the agreements of one side: the beginning, and places with values."""
    for record in read("kleister_nda"):
        if record["split"] == "train" and held_out(record["id"]) == development:
            yield from _windows(record, rng)


def _windows(record: dict[str, Any], rng: random.Random) -> Iterator[SpanExample]:
    text: str = record["text"]
    spans, unsure = values(record)
    places = [s for found in spans.values() for s, _ in found if s > 900]
    starts = {0, rng.randrange(max(1, len(text) - 800))}
    starts |= {max(0, s - rng.randint(40, 600)) for s in rng.sample(places, min(2, len(places)))}
    for start in sorted(starts):
        end = min(len(text), start + rng.randint(600, 1300))
        while end < len(text) and not text[end].isspace():
            end += 1
        inside, cut = within(spans, start, end)
        cut |= unsure
        inside = {key: found for key, found in inside.items() if key not in cut}
        absent = set(KEYS) - set(inside) - cut
        yield SpanExample(text[start:end], inside, absent, "kleister")


def values(record: dict[str, Any]) -> tuple[Spans, set[str]]:
    """(places of each field's values, fields with a value that is not found)."""
    text, fields = record["text"], record["fields"]
    facts = find_facts(text, {FactKind.DATE, FactKind.DURATION})
    spans: Spans = {
        "party": [p for name in fields["party"] or () for p in _party(text, name)],
        "effective_date": [(f.start, f.end) for f in facts if f.value == fields["effective_date"]],
        "governing_law": _law(text, fields["jurisdiction"]),
        "term": [(f.start, f.end) for f in facts if f.value and f.value == _period(fields["term"])],
    }
    missing = {
        "party": not spans["party"],
        "effective_date": bool(fields["effective_date"]) and not spans["effective_date"],
        "governing_law": bool(fields["jurisdiction"]) and not spans["governing_law"],
        "term": bool(fields["term"]) and not spans["term"],
    }
    if len(spans["term"]) > 2:
        # The same period stands for something else, too: which one is the term is not said.
        missing["term"] = True
    return spans, {key for key, lost in missing.items() if lost}


def _party(text: str, name: str) -> Iterator[tuple[int, int]]:
    words = re.findall(r"[A-Za-z0-9&'’-]+", name)
    pattern = r"[\s,.]*".join(map(re.escape, words)) + (r"\.?" if name.endswith(".") else "")
    for match in re.finditer(rf"\b{pattern}", text, re.IGNORECASE) if words else ():
        yield match.start(), match.end()


def _law(text: str, name: str | None) -> list[tuple[int, int]]:
    if not name:
        return []
    return [
        (match.start(), match.end())
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
        if _PLACE_LEAD.search(text[max(0, match.start() - 90) : match.start()])
    ]


def _period(value: str | None) -> str:
    match = _TERM.match((value or "").replace("_", " ").lower())
    return f"P{match[1]}{_UNIT[match[2]]}" if match else ""
