"""What a model from outside is asked when it is brought in.

Its makers publish no known answers, so two kinds of question stand in. *Sense*: pairs of which any
model for the task in that language says the same, unless its labels are bound the wrong way round.
*Record*: what it answers in full precision on the day it is brought in, kept in its note as its known
answers; whatever another device, precision, runtime or damaged file makes of it later is held against
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.control import JobControl
from engine.models.packs import Pack
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.types import Field

Model = Extractor | Embedder | PairClassifier
TOLERANCE = 0.05

NLI_QUESTIONS = {
    "en": (
        (
            "The buyer shall pay within 30 days.",
            "The buyer shall pay within 30 days.",
            "entailment",
        ),
        ("A man is sleeping in his bed.", "Nobody is sleeping.", "contradiction"),
        ("The contract ends on 1 May.", "The seller likes music.", "neutral"),
        ("All employees must wear a badge.", "No employee has to wear a badge.", "contradiction"),
    ),
    "zh": (
        ("买方应在三十日内付款。", "买方应在三十日内付款。", "entailment"),
        ("一个男人正在床上睡觉。", "没有人在睡觉。", "contradiction"),
        ("合同于五月一日终止。", "卖方喜欢音乐。", "neutral"),
        ("所有员工都必须佩戴工牌。", "员工不得佩戴工牌。", "contradiction"),
    ),
}
SIMILARITY_QUESTIONS = {
    "en": (
        ("How do I cancel my order?", "How can I cancel an order?", "What is the capital of Peru?"),
        (
            "Payment is due in 30 days.",
            "Payment must be made within 30 days.",
            "The cat is asleep.",
        ),
    ),
    "zh": (
        ("怎么取消订单？", "如何取消我的订单？", "秘鲁的首都是哪里？"),
        ("款项应在三十日内支付。", "应于三十天内付款。", "猫在睡觉。"),
    ),
}
_EXTRACTION = {
    "en": ("This Agreement is made on 5 March 2024 by Alder Ltd. and Birch Inc.", "Party"),
    "zh": ("本合同由甲方北京安达科技有限公司于2024年3月5日签订。", "甲方"),
}


@dataclass(frozen=True, slots=True)
class Sense:
    """How many of the plain questions were answered as anybody would."""

    right: int
    asked: int

    @property
    def doubtful(self) -> bool:
        """True where half of them or more went wrong: labels turned round, or another task."""
        return self.asked > 0 and 2 * self.right <= self.asked


def sense(model: Model, languages: Sequence[str]) -> Sense:
    """Ask the plain questions in the model's languages (in English where none is known)."""
    if isinstance(model, PairClassifier):
        ask = _nli if len(model.info.labels) == 3 else _similarity
    elif isinstance(model, Embedder):
        ask = _embedding
    else:
        return Sense(0, 0)
    spoken = [language for language in ("en", "zh") if language in languages] or ["en"]
    answers = [right for language in spoken for right in ask(model, language)]
    return Sense(sum(answers), len(answers))


def record(model: Model, pack: Pack) -> list[dict[str, Any]]:
    """The model's answers now, as entries for ``known_answer``; see
    :mod:`engine.models.known_answer` for their forms."""
    spoken = [language for language in ("en", "zh") if language in pack.languages] or ["en", "zh"]
    if isinstance(model, PairClassifier):
        return _classified(model, spoken)
    if isinstance(model, Embedder):
        return _embedded(model, spoken)
    return [_extracted(model, pack, language) for language in spoken]


def _nli(model: Any, language: str) -> list[bool]:
    questions = NLI_QUESTIONS[language]
    found = dict(model.classify([(left, right) for left, right, _ in questions], JobControl()))
    return [
        model.info.labels[int(found[place].argmax())] == answer
        for place, (_, _, answer) in enumerate(questions)
    ]


def _similarity(model: Any, language: str) -> list[bool]:
    right = []
    for text, same, other in SIMILARITY_QUESTIONS[language]:
        found = dict(model.classify([(text, same), (text, other)], JobControl()))
        right.append(float(found[0][0]) > float(found[1][0]))
    return right


def _embedding(model: Any, language: str) -> list[bool]:
    right = []
    for text, same, other in SIMILARITY_QUESTIONS[language]:
        one, two, three = model.embed([text, same, other], JobControl())
        right.append(float(one @ two) > float(one @ three))
    return right


def _pairs(languages: Sequence[str]) -> list[tuple[str, str]]:
    return [
        pair
        for language in languages
        for text, same, other in SIMILARITY_QUESTIONS[language]
        for pair in ((text, same), (text, other))
    ]


def _classified(model: PairClassifier, languages: Sequence[str]) -> list[dict[str, Any]]:
    pairs = _pairs(languages)
    found = dict(model.classify(pairs, JobControl()))
    return [
        {
            "input": list(pair),
            "expect": {
                label: round(float(value), 4)
                for label, value in zip(model.info.labels, found[place], strict=True)
            },
            "tolerance": TOLERANCE,
        }
        for place, pair in enumerate(pairs)
    ]


def _embedded(model: Embedder, languages: Sequence[str]) -> list[dict[str, Any]]:
    entries = []
    for pair in _pairs(languages):
        left, right = model.embed(list(pair), JobControl())
        cosine = round(float(left @ right), 4)
        entries.append({"input": list(pair), "expect": cosine, "tolerance": TOLERANCE})
    return entries


def _extracted(model: Extractor, pack: Pack, language: str) -> dict[str, Any]:
    """The spans found; those near a threshold may come and go with the precision, and are left out."""
    text, asked = _EXTRACTION[language]
    names = list(model.info.labels[:4]) or [asked]
    ((_, spans),) = model.extract([text], [Field(name) for name in names], JobControl())
    sure = [span for span in spans if span.score >= 0.6 and 0 <= span.start < span.end]
    expect = [{"field": names[s.field], "text": text[s.start : s.end]} for s in sure[:5]]
    return {"input": {"text": text, "fields": names}, "expect": expect, "tolerance": TOLERANCE}
