"""Chinese beside Latin letters: how far one is the other's pinyin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from engine.paths import resource_path

Readings = tuple[frozenset[str], ...]
"""How each character of a text is read; most have one reading."""

_KEPT = 100_000
_LONGEST = 4
"""Syllables in one word of Latin letters."""


def has_chinese(text: str) -> bool:
    """Whether any Chinese character stands in ``text``."""
    return not text.isascii() and any("\u3400" <= c <= "\u9fff" for c in text)


@lru_cache(_KEPT)
def readings(text: str) -> Readings:
    """The pinyin of the Chinese characters of ``text`` (simplified), without tones; ü is u, as on
    passports."""
    table = _table()
    return tuple(table[character] for character in text if character in table)


def across(chinese: str, latin: str) -> float:
    """How much of both, in [0, 1], is said in the other: ``王小明`` and ``Xiaoming Wang`` are 1.

    Each Latin word counts that is written with syllables side by side, in any order, and so does a
    single letter that begins a syllable which no word is written with. Both are in comparable form.
    """
    spoken = readings(chinese)
    words = latin.replace("v", "u").split()
    if not spoken or not words:
        return 0.0
    free = [True] * len(spoken)
    matched = 0
    for word in sorted(words, key=len, reverse=True):
        start, end = _place(word, spoken, free)
        if end > start:
            free[start:end] = [False] * (end - start)
            matched += len(word)
    # Characters that no word says count as a syllable of ordinary length.
    missed = 3 * sum(free)
    return matched / (sum(map(len, words)) + missed)


def _place(word: str, spoken: Readings, free: list[bool]) -> tuple[int, int]:
    """The unused syllables, from and to, that ``word`` is written with; an empty stretch for none."""
    initial = word[0]
    starts = [
        place
        for place, syllables in enumerate(spoken)
        if free[place] and any(syllable[0] == initial for syllable in syllables)
    ]
    for start in starts:
        end = _written(word, spoken, free, start)
        if end:
            return start, end
    return (starts[0], starts[0] + 1) if len(word) == 1 and starts else (0, 0)


def _written(word: str, spoken: Readings, free: list[bool], start: int) -> int:
    """Where the syllables end that spell ``word`` from ``start`` on; 0 where none do."""
    rests = {word}
    for end in range(start, min(start + _LONGEST, len(spoken))):
        if not free[end]:
            return 0
        rests = {
            rest[len(syllable) :]
            for rest in rests
            for syllable in spoken[end]
            if rest.startswith(syllable)
        }
        if "" in rests:
            return end + 1
        if not rests:
            return 0
    return 0


@cache
def _table() -> Mapping[str, frozenset[str]]:
    lines = resource_path("pinyin.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, set[str]] = {}
    for line in lines:
        syllable, _, characters = line.partition(" ")
        if syllable and syllable != "#":
            for character in characters:
                found.setdefault(character, set()).add(syllable)
    return {character: frozenset(spoken) for character, spoken in found.items()}
