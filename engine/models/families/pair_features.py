"""What two texts have in common, as numbers: the evidence of the built-in pair scorer.

Names, addresses, products and sentences, in English, Chinese, or one of each. Texts come normalised
(one width, one case, simplified characters). Training and inference both read their evidence here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CODE = re.compile(r"(?=[a-z0-9/-]*\d)(?=[a-z0-9/-]*[a-z])[a-z0-9]+(?:[/-][a-z0-9]+)*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|unless)\b|n't\b|不|没|无|未|非|勿|否|禁止"
)
_ASKING = (
    re.compile(r"\bwho(?:se|m)?\b|谁|哪位|何人"),
    re.compile(r"\bwhere\b|哪里|哪儿|何处|什么地方|在哪"),
    re.compile(r"\bwhen\b|什么时候|何时|几点|哪天|多久|\bhow long\b"),
    re.compile(r"\bwhy\b|为什么|为何|怎么回事|原因"),
    re.compile(r"\bhow (?:many|much)\b|多少|几个|几"),
    re.compile(r"\bhow (?:do|to|can|does|should)\b|怎么|怎样|如何|咋"),
    re.compile(r"\bwhat\b|什么|哪些|哪个|啥|哪种"),
)
_SPEAKS = re.compile(
    r"吗|呢|吧|么|怎样|咋|啥|如何|为何|何时|哪|谁|多少|几[个天次岁点年种]|是|了(?!解)|我|你|您|他|她|它|可以|可否|能否|不能|不会|没有|应当|应该|必须|不得|让|把|被|就|都|也|还|很|太|这|那|的"
    r"|\b(?:who|whose|what|which|when|where|why|how|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|should|may|might|shall|must|i|you|he|she|they|we|it|this|that|not|there)\b|n't\b"
)
"""Words of whoever asks, tells or orders; names, addresses and products have hardly any."""

_TOO_LONG = 2000
"""Characters of a text that are compared sign by sign; whole books are told apart by less."""

_LONG_EDIT = 300
_NEAR = 0.8
"""From here on a cosine says more with every step."""


class Evidence(NamedTuple):
    """Each number in 0 to 1 unless it says otherwise; more means more alike where the name does not say
    the opposite."""

    cosine: float
    bigrams: float
    characters: float
    tokens: float
    contained: float
    same_order: float
    any_order: float
    part: float
    beginning: float
    edits: float
    numbers: float
    numbers_differ: float
    codes: float
    codes_differ: float
    initials: float
    length: float
    negation_differs: float
    asks_another: float
    two_scripts: float
    longest: float
    cosine_squared: float
    nearly_one: float
    long_and_near: float
    sentences: float


RISING = tuple(
    0
    if name in ("two_scripts", "longest", "length", "sentences")
    else -1
    if "differ" in name or "another" in name
    else 1
    for name in Evidence._fields
)
"""Which way each number may move the score: a scorer that keeps to it cannot learn absurdities."""


def evidence(left: str, right: str, cosine: float) -> Evidence:
    """The evidence for a pair of normalised texts whose embeddings have ``cosine``."""
    one, two = left[:_TOO_LONG], right[:_TOO_LONG]
    words, others = _TOKEN.findall(one), _TOKEN.findall(two)
    plain, bare = "".join(words), "".join(others)
    numbers, more = set(_NUMBER.findall(one)), set(_NUMBER.findall(two))
    codes, again = _codes(one), _codes(two)
    near = max(0.0, cosine)
    longest = min(1.0, max(len(plain), len(bare)) / 200)
    return Evidence(
        cosine=near,
        bigrams=_dice(_grams(plain, 2), _grams(bare, 2)),
        characters=_dice(set(plain), set(bare)),
        tokens=_dice(set(words), set(others)),
        contained=_contained(set(words), set(others)),
        same_order=fuzz.ratio(plain, bare) / 100,
        any_order=fuzz.token_sort_ratio(" ".join(words), " ".join(others)) / 100,
        part=fuzz.partial_ratio(plain, bare) / 100 if plain and bare else 0.0,
        beginning=JaroWinkler.similarity(plain, bare),
        edits=OSA.normalized_similarity(plain, bare)
        if max(len(plain), len(bare)) < _LONG_EDIT
        else 0.5,
        numbers=_dice(numbers, more) if numbers or more else 0.5,
        numbers_differ=float(bool(numbers) and bool(more) and not numbers & more),
        codes=_dice(codes, again) if codes or again else 0.5,
        codes_differ=float(bool(codes) and bool(again) and not _met(codes, again)),
        initials=float(_initials(words, others) or _initials(others, words)),
        length=min(len(plain), len(bare)) / max(1, len(plain), len(bare)),
        negation_differs=float(bool(_NEGATIVE.search(one)) != bool(_NEGATIVE.search(two))),
        asks_another=float(_asks(one) != _asks(two)),
        two_scripts=float(_script(one) != _script(two)),
        longest=longest,
        cosine_squared=near * near,
        nearly_one=max(0.0, near - _NEAR) / (1 - _NEAR),
        long_and_near=near * longest,
        sentences=float(_is_said(one, words) or _is_said(two, others)),
    )


def _is_said(text: str, words: Sequence[str]) -> bool:
    """Whether a text is a sentence or a question rather than a name, an address or a product."""
    least = 0.06 if _CHINESE.search(text) else 0.12
    return len(words) > 2 and len(_SPEAKS.findall(text)) >= least * len(words)


def _codes(text: str) -> set[str]:
    """Article numbers and their like, without the signs between their parts."""
    return {re.sub(r"[/-]", "", code) for code in _CODE.findall(text) if len(code) > 2}


def _met(codes: set[str], others: set[str]) -> bool:
    """Whether one code is another, or the beginning of it (DSC-W120 and DSC-W120/S)."""
    return any(a.startswith(b) or b.startswith(a) for a in codes for b in others)


def _grams(text: str, size: int) -> set[str]:
    return {text[i : i + size] for i in range(len(text) - size + 1)} or {text}


def _dice(one: set[str], two: set[str]) -> float:
    return 2 * len(one & two) / max(1, len(one) + len(two))


def _contained(one: set[str], two: set[str]) -> float:
    return len(one & two) / max(1, min(len(one), len(two)))


def _initials(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether ``words`` is one short word that the first letters of ``others`` spell."""
    if len(words) != 1 or len(others) < 2 or not 2 <= len(words[0]) <= 6:
        return False
    return "".join(word[0] for word in others).startswith(words[0])


def _asks(text: str) -> int:
    """What the first question word asks for; -1 where there is none."""
    found = [(m.start(), kind) for kind, sign in enumerate(_ASKING) if (m := sign.search(text))]
    return min(found)[1] if found else -1


def _script(text: str) -> bool:
    return len(_CHINESE.findall(text)) * 2 > len(_LATIN.findall(text))
