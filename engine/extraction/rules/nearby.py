"""Typed facts near words that name the field: ``合同总价为人民币120万元``, ``a term of two years``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.extraction.normalise import FACT_OF
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.synonyms import CONCEPTS, concept_of, labels_of
from engine.facts import Fact
from engine.types import Field, FieldType

_REACH_BEFORE, _REACH_AFTER = 70, 24
# "… is", "为": what follows is said of what stood before, however many words lie between.
_LINK = re.compile(r"(?:\b(?:is|are|be|of|to|equals?)|[为是计即达])[ :]{0,2}(?:共计|合计)?\Z")
_SENTENCE_END = re.compile(r"[。；;!?\n]|\.\s+(?=[A-Z])")
# Amounts, dates and times that contracts are full of and few people ask for.
_DISTRACTORS = {
    FieldType.AMOUNT: "注册资本|营业收入|净利润|总资产|净资产|资产总额|资产总计|registered capital|违约金|赔偿|罚款|保险",
    FieldType.DATE: "成立日期|成立于|出生|发布|公告|身份证|修订|amended|act of|发证|filed|报告期|截至",
    FieldType.PERCENTAGE: "营业收入|股份|股权|净利润|shares|ownership",
    FieldType.DURATION: "逾期|通知|notice|within|interest|cure",
    FieldType.PHONE: "",
}


def nearby_hits(reading: Reading, fields: Sequence[Field]) -> Iterator[Hit]:
    """A hit for each fact of a field's type with one of the field's names close by in its sentence."""
    for number, field in enumerate(fields):
        kind = FACT_OF.get(field.type)
        if kind is None:
            continue
        labels, rivals = _labels(field.name), _rivals(field.name, field.type)
        previous = -1
        for fact in reading.facts:
            if fact.kind is not kind:
                continue
            score = _score(reading, fact, labels, rivals, previous)
            previous = fact.end
            if score:
                yield Hit(number, fact.start, fact.end, score)


@lru_cache(maxsize=512)
def _labels(name: str) -> tuple[tuple[str, float], ...]:
    """The names of a field as they are looked for, with their worth; short ones say less."""
    return tuple(
        (label.casefold(), (1.0 if rank == 0 else 0.92) * (0.85 if len(label) < 3 else 1.0))
        for rank, label in enumerate(labels_of(name))
    )


@lru_cache(maxsize=512)
def _rivals(name: str, kind: FieldType) -> tuple[str, ...]:
    """Names of other things of the same type: nearer to a fact than ours, they own it."""
    own = {label for label, _ in _labels(name)}
    mine = concept_of(name)
    others = [
        label.casefold()
        for concept in CONCEPTS
        if concept.type is kind and concept is not mine
        for label in concept.names
    ]
    extra = [word for word in _DISTRACTORS.get(kind, "").split("|") if word]
    return tuple(
        word
        for word in dict.fromkeys(others + extra)
        if word not in own and not any(word in label for label in own)
    )


def _score(
    reading: Reading,
    fact: Fact,
    labels: Sequence[tuple[str, float]],
    rivals: Sequence[str],
    previous: int,
) -> float:
    before = _sentence_before(reading.folded, fact.start).casefold()
    place, weight = _nearest(before, labels)
    distance = len(before) - place
    rival = max((before.rfind(word) + len(word) for word in rivals if word in before), default=-1)
    if _LINK.search(before):
        distance //= 2
    if place >= 0 and rival < place:
        score = weight * (0.76 - 0.4 * max(0, distance - 3) / _REACH_BEFORE)
        # A second fact after the same label is the less likely one.
        return score * (0.75 if previous > fact.start - len(before) + place else 1.0)
    after = reading.folded[fact.end : fact.end + _REACH_AFTER].casefold()
    ending = _SENTENCE_END.search(after)
    after = after[: ending.start()] if ending else after
    found = [(after.find(label), weight) for label, weight in labels if label in after]
    if not found:
        return 0.0
    return min(found)[1] * 0.45


def _sentence_before(folded: str, end: int) -> str:
    """What stands in the sentence before ``end``, at most :data:`_REACH_BEFORE` characters."""
    start = max(0, end - _REACH_BEFORE)
    stops = [match.end() for match in _SENTENCE_END.finditer(folded, start, end)]
    return folded[stops[-1] if stops else start : end]


def _nearest(before: str, labels: Sequence[tuple[str, float]]) -> tuple[int, float]:
    """``(end of the last label in before, its weight)``, -1 where there is none; words stay whole."""
    best, weight = -1, 0.0
    for label, worth in labels:
        place = before.rfind(label)
        if place < 0 or (label.isascii() and _inside_word(before, place, place + len(label))):
            continue
        if place + len(label) > best:
            best, weight = place + len(label), worth
    return best, weight


def _inside_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalpha())
