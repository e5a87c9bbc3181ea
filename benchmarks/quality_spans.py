"""Exact spans in short texts: filled templates of unseen kinds, names by labels never trained on."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.quality_statistics import Counts, Interval, bootstrap
from engine.control import JobControl
from engine.models.protocols import Extractor, SpanScore
from engine.types import Field
from training import templates_zh
from training.data import held_out, read, share

ZERO_SHOT: dict[str, dict[str, str]] = {
    "CLUENER": {
        "address": "所在地点名称",
        "book": "书籍作品",
        "company": "商业企业",
        "game": "电子游戏",
        "government": "政府部门",
        "movie": "影视片名",
        "name": "人物姓名",
        "organization": "社会团体",
        "position": "职业身份",
        "scene": "旅游景点",
    },
    "MSRA": {"PER": "人物姓名", "LOC": "地域名称", "ORG": "组织名称"},
    "People's Daily": {"PER": "人物姓名", "LOC": "地域名称", "ORG": "组织名称"},
    "WNUT17": {
        "person": "Human being",
        "location": "Geographical name",
        "group": "Band",
        "corporation": "Firm",
        "product": "Device",
        "creative-work": "Work title",
    },
    "wikigold": {"PER": "Human being", "LOC": "Geographical name", "ORG": "Corporate body"},
}
"""For each set, a name for each of its labels that stands nowhere in training."""


LONGEST = 400
"""Longer sentences, of which there are few, need more than one window and are left out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, the fields asked of it, and the right spans of each field."""

    text: str
    fields: tuple[Field, ...]
    gold: tuple[frozenset[tuple[int, int]], ...]


def templates(limit: int) -> list[Sample]:
    """Chinese templates of held-out classes with their blanks filled; the names are the text's own.

    ``limit`` windows, always the same; each also asks for three fields that stand nowhere in it.
    """
    rng = random.Random(23)
    samples = []
    for example in templates_zh.windows(True, rng, limit):
        own = [key for key in example.spans if key.startswith("=")]
        absent = [name for name in ("船舶名称", "血型", "航班号") if name not in example.text]
        fields = tuple(Field(key[1:]) for key in own) + tuple(Field(name) for name in absent)
        gold = tuple(frozenset(example.spans[key]) for key in own)
        samples.append(Sample(example.text, fields, gold + (frozenset(),) * len(absent)))
    return [sample for sample in samples if any(sample.gold)]


def names(source: str, limit: int) -> list[Sample]:
    """Sentences of one named-entity set, at most ``limit``; parts used in training are left out."""
    labels = ZERO_SHOT[source]
    language = "ner_en" if source in ("WNUT17", "wikigold") else "ner_zh"
    fields = tuple(Field(name) for name in labels.values())
    samples = []
    for record in read(language):
        if record["source"] != source or not _unseen(record) or len(record["text"]) > LONGEST:
            continue
        gold: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for entity in record["entities"]:
            gold[entity["label"]].add(bare(record["text"], entity["start"], entity["end"]))
        samples.append(
            Sample(record["text"], fields, tuple(frozenset(gold[label]) for label in labels))
        )
    return sorted(samples, key=lambda sample: share(sample.text, "bench"))[:limit]


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the title marks around it: CLUENER counts them in, no other set and no user does."""
    while start < end and text[start] in "《〈":
        start += 1
    while start < end and text[end - 1] in "》〉":
        end -= 1
    return start, end


def _unseen(record: dict[str, str]) -> bool:
    if record["source"] == "WNUT17":
        return record["split"] == "test"
    return record["source"] != "wikigold" or held_out(record["text"])


Found = list[SpanScore]


def found_in(extractor: Extractor, samples: Sequence[Sample]) -> list[Found]:
    """What the extractor finds in each sample."""
    found: list[Found] = []
    for sample in samples:
        ((_, spans),) = extractor.extract([sample.text], sample.fields, JobControl())
        found.append(spans)
    return found


def judge(
    found: Sequence[Found], samples: Sequence[Sample], threshold: float = 0.5
) -> tuple[Interval, dict[str, Counts]]:
    """(micro F1 over exact spans, counts by field name)."""
    totals: dict[str, Counts] = defaultdict(Counts)
    each: list[Counts] = []
    for sample, spans in zip(samples, found, strict=True):
        whole = Counts()
        for place, gold in enumerate(sample.gold):
            given = {
                bare(sample.text, s.start, s.end)
                for s in spans
                if s.field == place and s.score >= threshold
            }
            counts = Counts(len(given), len(given & gold), len(gold))
            totals[sample.fields[place].name] += counts
            whole += counts
        each.append(whole)
    return bootstrap(each, lambda part: sum(part, Counts()).f1), dict(totals)


LOW = 0.3
"""A threshold that leaves more to the review: names by labels that a model does not know score low."""


def lines(extractor: Extractor, limit: int) -> Iterator[str]:
    """A Markdown table, a row a set: at the usual threshold, and at a low one."""
    yield f"| exact spans, names never trained on | micro F1 | precision | recall | micro F1 at {LOW} | precision | recall | texts |"
    yield "|---|---|---|---|---|---|---|---|"
    sets = {"filled Chinese templates of unseen classes": templates(limit)}
    sets |= {source: names(source, limit) for source in ZERO_SHOT}
    for title, samples in sets.items():
        found = found_in(extractor, samples)
        cells = []
        for threshold in (0.5, LOW):
            f1, totals = judge(found, samples, threshold)
            whole = sum(totals.values(), Counts())
            cells.append(f"{f1} | {whole.precision:.3f} | {whole.recall:.3f}")
        yield f"| {title} | {' | '.join(cells)} | {len(samples)} |"
    yield ""
