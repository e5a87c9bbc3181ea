"""Where a contract introduces its parties and where they sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.extraction.rules.parties import chinese_parties, english_parties
from engine.extraction.rules.reading import Reading

_BODY = re.compile(
    r"\b(?:WHEREAS|RECITALS?|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|NOW,? THEREFORE|BACKGROUND|Whereas)\b"
    r"|\n\s*(?:1\.\s|Article\s+(?:I|1)\b|ARTICLE\s+(?:I|1)\b|Section\s+1\b|第[一1]条|一、)"
)
_SIGNING = re.compile(
    r"IN WITNESS WHEREOF|in witness whereof|signature page|SIGNATURE PAGE|have (?:caused|executed)[^.]{0,60}(?:duly )?executed"
    r"|(?:签字|盖章|签署|签章)页|[(（](?:盖章|签章|公章|签字)[)）]|法定代表人[(（](?:签字|签章)"
)
_HEAD_LIMIT, _SHORTEST_HEAD, _BEHIND_PARTIES = 10_000, 1500, 300
_TAIL = 0.97
_LONGEST_SIGNATURES = 6000


@dataclass(frozen=True, slots=True)
class Zones:
    """``head`` is where the parties are introduced (0 to its end), ``tail`` where the signatures
    begin; ``named`` are the spans of the names that the introduction itself gives."""

    head: int
    tail: int
    named: tuple[tuple[int, int], ...]

    def in_head(self, place: int) -> bool:
        """Whether ``place`` is where parties are introduced."""
        return place < self.head

    def in_tail(self, place: int) -> bool:
        """Whether ``place`` is where parties sign."""
        return place >= self.tail


def zones_of(reading: Reading) -> Zones:
    """The zones of a document; those of a text that is no contract are its first and last lines."""
    text = reading.text
    parties = [*english_parties(text), *chinese_parties(reading.folded[:_HEAD_LIMIT])]
    named = tuple((party.start, party.end) for party in parties)
    if named:
        head = max(end for _, end in named) + _BEHIND_PARTIES
    else:
        body = _BODY.search(text, 200, _HEAD_LIMIT)
        head = body.start() if body else 0
    head = min(max(head, _SHORTEST_HEAD), _HEAD_LIMIT, max(len(text) // 2, 1))
    return Zones(head, _tail(text, head), named)


def _tail(text: str, head: int) -> int:
    latest = max((match.start() for match in _SIGNING.finditer(text, head)), default=-1)
    last = int(len(text) * _TAIL)
    if latest < 0 or len(text) - latest > max(_LONGEST_SIGNATURES, len(text) // 4):
        return max(last, head)
    return min(latest, last)
