"""The stretches of a text as paths of tokens: which tokens may follow, and where each path stands.

This is the suffix automaton of the text's bytes, walked with tokens: a state is the set of places
that what was written so far may end at, and is worked out when it is first reached. It is over bytes
and not over the text's own tokens, because a model cuts a value that it writes after ``label: ``
into other tokens than the same words in the middle of a sentence, and because a token may hold part
of a character. Places become characters again only where a path is complete.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.models.grounding.vocabulary import ByteVocabulary

Places = frozenset[int]
"""Byte offsets that a path may have come to; empty: no path."""

SEPARATOR = "，"
"""Stands between values in an answer, so that no value holds it."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The tokens that may follow a set of places, and where each leads."""

    following: dict[int, Places]


class TextPaths:
    """The paths of one text. ``text`` is read as it is: whoever asks has made its line breaks and
    tabs spaces, character for character.

    A value starts and ends between words: not in the middle of a number or of a word of letters
    (Chinese characters stand each for themselves). It neither starts nor ends with white space, and
    never holds :data:`SEPARATOR`.
    """

    def __init__(self, text: str, vocabulary: ByteVocabulary) -> None:
        self.text = text
        self._vocabulary = vocabulary
        self._data = text.encode("utf-8")
        self._offsets: list[int] = [0]
        for character in text:
            self._offsets.append(self._offsets[-1] + len(character.encode("utf-8")))
        self._characters = {place: number for number, place in enumerate(self._offsets)}
        self._walls = [self._offsets[n] for n, c in enumerate(text) if c == SEPARATOR]
        self._walls.append(len(self._data))
        self._known: dict[Places, Steps] = {}

    @cached_property
    def starts(self) -> Steps:
        """The tokens that may begin a value."""
        return self._collected((b"", place) for place in self._openings)

    @cached_property
    def spaced_starts(self) -> Steps:
        """The same after a space that the token itself brings; the lone space leads nowhere here."""
        return self._collected((b" ", place) for place in self._openings)

    def after(self, places: Places) -> Steps:
        """The tokens that may follow ``places`` inside the text."""
        found = self._known.get(places)
        if found is None:
            found = self._known[places] = self._collected((b"", place) for place in places)
        return found

    def ends(self, places: Places) -> Places:
        """Those of ``places`` at which a value may end."""
        return frozenset(place for place in places if self._closes(place))

    def spans(self, places: Places, size: int) -> list[tuple[int, int]]:
        """The characters ``[start, end)`` of the values of ``size`` bytes that end at ``places``."""
        return sorted((self._characters[p - size], self._characters[p]) for p in places)

    def byte_at(self, character: int) -> int:
        """Where a character begins, in bytes."""
        return self._offsets[character]

    def copied(self, places: Places, tokens: dict[int, tuple[int, int]], count: int) -> list[int]:
        """The next ``count`` tokens where the text is copied on from the first of ``places``:
        the text's own ``tokens`` (place: token, place after it), else the longest that fit."""
        if not places:
            return []
        place = min(places)
        found: list[int] = []
        while len(found) < count:
            step = tokens.get(place)
            if step is None or step[1] > self._wall(place):
                options = list(self._vocabulary.prefixes(self._data, place, self._wall(place)))
                if not options:
                    return found
                step = options[-1]
            found.append(step[0])
            place = step[1]
        return found

    @cached_property
    def _openings(self) -> list[int]:
        return [
            self._offsets[number]
            for number, character in enumerate(self.text)
            if character != SEPARATOR
            and not character.isspace()
            and not within_word(self.text, number)
        ]

    def _collected(self, froms: Iterable[tuple[bytes, int]]) -> Steps:
        reached: dict[int, set[int]] = {}
        for before, place in froms:
            wall = self._wall(place)
            for token, after in self._vocabulary.prefixes(self._data, place, wall, before):
                reached.setdefault(token, set()).add(after)
        return Steps({token: frozenset(reached[token]) for token in sorted(reached)})

    def _wall(self, place: int) -> int:
        """The end of the stretch without a separator that holds ``place``."""
        return self._walls[bisect.bisect_left(self._walls, place)]

    def _closes(self, place: int) -> bool:
        number = self._characters.get(place)
        if number is None or number == 0 or self.text[number - 1].isspace():
            return False
        return not within_word(self.text, number)


def within_word(text: str, place: int) -> bool:
    """Whether a cut before ``text[place]`` goes through a number or through a word of letters."""
    if not 0 < place < len(text):
        return False
    left, right = text[place - 1], text[place]
    if left.isdecimal() and right.isdecimal():
        return True
    return _spells(left) and _spells(right)


def _spells(character: str) -> bool:
    """A letter of a script that writes words with several: not a Chinese character or a kana."""
    return character.isalpha() and not "\u2e80" <= character <= "\u9fff" and character < "\uf900"
