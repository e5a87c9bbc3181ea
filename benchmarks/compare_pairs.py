"""Pairs of versions of real contracts, made by known edits, without the code that compares them.

The clauses of a contract (single paragraphs of its text) are numbered 1 to n; the new version is
numbered anew, so that every clause behind an added, removed or moved one has another number.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("same", "edited", "moved", "split", "merged", "added", "removed")
SOURCES = {"en": ("cuad", "sec_agreements"), "zh": ("templates_zh",)}

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z(])|(?<=[。；])")
_LEAD = re.compile(
    r"^\s*(?:第.{1,5}[条章节]|[(（]?[\d.．]{1,8}[)）]?[、．.\s]|[(（]?[一二三四五六七八九十a-zA-Z]{1,3}[)）、．.]|"
    r"(?:Section|SECTION|Article|ARTICLE)\s+[\dIVX.]+)\s*"
)
_SWAPS = {
    "en": (
        ("shall not", "may"), ("shall", "may"), ("may", "shall"), ("prior to", "before"),
        ("promptly", "within ten (10) days"), ("written notice", "notice in writing"),
        ("reasonable", "commercially reasonable"), ("any", "any and all"), ("such", "the said"),
        ("including", "including without limitation"), ("agrees to", "undertakes to"),
    ),
    "zh": (
        ("不得", "可以"), ("应当", "可以"), ("可以", "应当"), ("应", "必须"), ("支付", "一次性支付"), ("通知", "书面通知"),
        ("及时", "立即"), ("双方", "甲乙双方"), ("负责", "承担全部责任"), ("合同", "本合同"),
    ),
}  # fmt: skip
_ADDED = {
    "en": ", save as otherwise agreed in writing by both parties",
    "zh": "，但双方另有书面约定的除外",
}


@dataclass(slots=True)
class Version:
    """A version's clauses: for each, the ids of the old clauses that its words come from, and its
    kind. The old version's clauses are their own ids."""

    texts: list[str]
    kinds: list[str]
    sources: list[tuple[int, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VersionPair:
    """Two versions with their answer keys."""

    name: str
    language: str
    old: Version
    new: Version


def clauses(text: str, language: str) -> list[str]:
    """The paragraphs of a contract that are clauses, without their numbers."""
    least = 18 if language == "zh" else 60
    found = []
    for raw in re.split(r"\n\s*\n|\n(?=\s*(?:\d|第|[(（]))", text):
        words = _LEAD.sub("", " ".join(raw.split())).strip()
        if least <= len(words) <= 1500 and words[-1] in ".;。；" and "__" not in words:
            found.append(words)
    return list(dict.fromkeys(found))


def contracts(folder: Path, language: str, split: str) -> Iterator[tuple[str, list[str]]]:
    """Real contracts with 15 clauses or more, as (name, clauses); ``dev`` and ``test`` are apart."""
    for source in SOURCES[language]:
        with lzma.open(folder / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                record = json.loads(line)
                digest = hashlib.sha256(record["text"].encode("utf-8", "replace")).digest()[0]
                if (digest % 2 == 0) != (split == "dev"):
                    continue
                found = clauses(record["text"], language)
                if len(found) >= 15:
                    yield f"{source}/{number}", found[:120]


def version_pair(
    name: str, old: list[str], other: list[str], language: str, seed: int
) -> VersionPair:
    """Edit about two clauses in five: each kind in turn, at random places; ``other`` gives the
    clauses that are added."""
    rng = random.Random(f"{name}/{seed}")
    kinds = ["same"] * len(old)
    new: list[tuple[str, str, tuple[int, ...]]] = [(t, "same", (i,)) for i, t in enumerate(old)]
    each = max(1, len(old) // 16)
    for kind in ("edited", "edited", "removed", "moved", "split", "merged", "added"):
        for _ in range(each):
            _EDITS[kind](new, kinds, old, other, language, rng)
    return VersionPair(
        name,
        language,
        Version(list(old), kinds, [(i,) for i in range(len(old))]),
        Version([t for t, _, _ in new], [k for _, k, _ in new], [s for _, _, s in new]),
    )


def numbered(texts: list[str]) -> str:
    """The text of a version: a clause a paragraph, numbered from 1."""
    return "\n\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def edited(text: str, language: str, rng: random.Random) -> str:
    """``text`` as a person might change it: a figure, a word, a proviso, a sentence less."""
    figures = list(re.finditer(r"\d+", text))
    ways = ["swap", "swap", "proviso", *(["figure"] * 2 if figures else [])]
    for way in rng.sample(ways, len(ways)):
        if way == "figure":
            match = rng.choice(figures)
            return f"{text[: match.start()]}{int(match.group()[:9]) * 2 + 1}{text[match.end() :]}"
        if way == "proviso":
            return f"{text[:-1]}{_ADDED[language]}{text[-1]}"
        swaps = [pair for pair in _SWAPS[language] if pair[0] in text]
        if swaps:
            before, after = rng.choice(swaps)
            return text.replace(before, after, 1)
    return text


New = list[tuple[str, str, tuple[int, ...]]]


def _untouched(new: New, least: int = 0) -> list[int]:
    return [i for i, (text, kind, _) in enumerate(new) if kind == "same" and len(text) >= least]


def _edit(
    new: New, kinds: list[str], old: list[str], other: list[str], language: str, rng: random.Random
) -> None:
    places = _untouched(new)
    if places:
        place = rng.choice(places)
        text, _, source = new[place]
        changed = text
        for _ in range(rng.choice((1, 1, 2, 3))):
            changed = edited(changed, language, rng)
        if changed != text:
            new[place] = (changed, "edited", source)
            kinds[source[0]] = "edited"


def _remove(
    new: New, kinds: list[str], old: list[str], other: list[str], language: str, rng: random.Random
) -> None:
    places = _untouched(new)
    if places:
        _, _, source = new.pop(rng.choice(places))
        kinds[source[0]] = "removed"


def _move(
    new: New, kinds: list[str], old: list[str], other: list[str], language: str, rng: random.Random
) -> None:
    places = _untouched(new)
    if len(places) < 8:
        return
    place = rng.choice(places)
    text, _, source = new.pop(place)
    far = [i for i in range(len(new) + 1) if abs(i - place) >= 4]
    new.insert(rng.choice(far), (text, "moved", source))
    kinds[source[0]] = "moved"


def _split(
    new: New, kinds: list[str], old: list[str], other: list[str], language: str, rng: random.Random
) -> None:
    places = [
        i
        for i in _untouched(new, 60 if language == "zh" else 240)
        if len(_SENTENCE.split(new[i][0])) > 1
    ]
    if not places:
        return
    place = rng.choice(places)
    text, _, source = new[place]
    pieces = [piece for piece in _SENTENCE.split(text) if piece]
    cut = min(
        range(1, len(pieces)),
        key=lambda i: abs(sum(map(len, pieces[:i])) - len(text) / 2),
        default=0,
    )
    joint = "" if language == "zh" else " "
    halves = [joint.join(part) for part in (pieces[:cut], pieces[cut:])]
    if all(len(half) > 15 for half in halves):
        new[place : place + 1] = [(half, "split", source) for half in halves]
        kinds[source[0]] = "split"


def _merge(
    new: New, kinds: list[str], old: list[str], other: list[str], language: str, rng: random.Random
) -> None:
    places = [
        i for i in range(len(new) - 1)
        if new[i][1] == new[i + 1][1] == "same" and len(new[i][0]) + len(new[i + 1][0]) < 1500
        and new[i + 1][2][0] == new[i][2][0] + 1
    ]  # fmt: skip
    if not places:
        return
    place = rng.choice(places)
    (one, _, first), (two, _, second) = new[place : place + 2]
    joint = "" if language == "zh" else " "
    new[place : place + 2] = [(one + joint + two, "merged", first + second)]
    kinds[first[0]] = kinds[second[0]] = "merged"


def _add(
    new: New, kinds: list[str], old: list[str], other: list[str], language: str, rng: random.Random
) -> None:
    known = {text for text, _, _ in new} | set(old)
    fresh = [text for text in other if text not in known]
    if fresh:
        new.insert(rng.randrange(len(new) + 1), (rng.choice(fresh), "added", ()))


_EDITS = {"edited": _edit, "removed": _remove, "moved": _move, "split": _split, "merged": _merge, "added": _add}  # fmt: skip
