"""Where a value that a generating model wrote stands in the text it was asked about.

Only what the text itself says may stand in a cell. A value is looked for as written, then without
regard to white space, width and case; what is not found goes to the unlocated lane as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from engine.models.protocols import SpanScore

_MOST = 20
"""Places of one value that are offered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a generating model said for a field (by its number), with how sure it is."""

    field: int
    text: str
    score: float


def ground(text: str, answers: Iterable[Answer]) -> list[SpanScore]:
    """Each answer at every place where ``text`` says it; one that it never says as a span without
    a place (``start == end == -1``) that carries its words. Empty answers are dropped."""
    index = _Index(text)
    spans: list[SpanScore] = []
    for answer in answers:
        if not answer.text.strip():
            continue
        places = index.find(answer.text)
        spans += [SpanScore(answer.field, start, end, answer.score) for start, end in places]
        if not places:
            spans.append(SpanScore(answer.field, -1, -1, answer.score, answer.text.strip()))
    return spans


def locate(text: str, value: str) -> list[tuple[int, int]]:
    """The places ``[start, end)`` where ``text`` says ``value``, at most twenty."""
    return _Index(text).find(value)


class _Index:
    """A text without white space, in plain forms, and where each of its characters stood."""

    def __init__(self, text: str) -> None:
        self._text = text
        folded: list[str] = []
        places: list[int] = []
        for place, character in enumerate(text):
            for plain in unicodedata.normalize("NFKC", character).casefold():
                if not plain.isspace():
                    folded.append(plain)
                    places.append(place)
        self._folded, self._places = "".join(folded), places

    def find(self, value: str) -> list[tuple[int, int]]:
        exact = [match.span() for match in re.finditer(re.escape(value.strip()), self._text)]
        if exact and value.strip():
            return [span for span in exact if self._whole(*span)][:_MOST] or exact[:_MOST]
        wanted = "".join(unicodedata.normalize("NFKC", value).casefold().split())
        if not wanted:
            return []
        found: list[tuple[int, int]] = []
        at = self._folded.find(wanted)
        while at >= 0 and len(found) < _MOST:
            span = (self._places[at], self._places[at + len(wanted) - 1] + 1)
            if self._whole(*span):
                found.append(span)
            at = self._folded.find(wanted, at + 1)
        return found

    def _whole(self, start: int, end: int) -> bool:
        """Whether no word or number goes on beyond the span: 30 does not stand in 2030."""
        return not (_joined(self._text, start) or _joined(self._text, end))


def _joined(text: str, cut: int) -> bool:
    """Whether a cut goes through an ASCII word or number."""
    if not 0 < cut < len(text):
        return False
    before, after = text[cut - 1], text[cut]
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
