"""A text in the pieces that a person would not see cut: words, Chinese characters, whole facts and
defined terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.consistency.lexicon import ROLES_ZH
from engine.facts import FactKind, find_facts

_WHOLE = frozenset(
    (
        FactKind.DATE,
        FactKind.AMOUNT,
        FactKind.NUMBER,
        FactKind.PERCENTAGE,
        FactKind.DURATION,
        FactKind.PHONE,
        FactKind.EMAIL,
        FactKind.URL,
        FactKind.IDENTITY_NUMBER,
        FactKind.CREDIT_CODE,
        FactKind.BANK_ACCOUNT,
    )
)
_PIECE = re.compile(
    r"[A-Za-z\u00c0-\u024f]+(?:['’\-][A-Za-z\u00c0-\u024f]+)*|\d+(?:[.,]\d+)*|_{2,}|\.{3,}|\S"
)
_QUOTED = re.compile(
    r"[\"“]([A-Z][^\"“”\n]{1,50}?)[\"”]|[“「『]([\u3400-\u9fff][^“”」』\n]{0,19})[”」』]"
)
_TERMS = re.compile(rf"《[^《》\n]{{1,40}}》|{ROLES_ZH}")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text; ``before`` is the white space between it and the one before."""

    text: str
    before: str


class Terms:
    """The terms that contracts define (``“Business Day”``, ``“交付日”``): never cut in a difference."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        found: dict[str, None] = {}
        for text in texts:
            for match in _QUOTED.finditer(text):
                found.setdefault((match[1] or match[2]).strip(" ,.，。"))
        self._by_start: dict[str, list[str]] = {}
        for term in sorted(found, key=len, reverse=True):
            if len(term) > 1:
                self._by_start.setdefault(term[0], []).append(term)
        starts = "".join(map(re.escape, sorted(self._by_start)))
        self._starts = re.compile(f"(?<![A-Za-z0-9])[{starts}]" if starts else "(?!)")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where terms stand in ``text``; of several at one place the longest."""
        found = [match.span() for match in _TERMS.finditer(text)]
        for match in self._starts.finditer(text):
            start = match.start()
            for term in self._by_start[match.group()]:
                if text.startswith(term, start) and _is_whole(text, term, start + len(term)):
                    found.append((start, start + len(term)))
                    break
        return found


def _is_whole(text: str, term: str, end: int) -> bool:
    """Whether an English term ends with its word: "Order" is no part of "Orderly"."""
    return not (term[-1].isascii() and term[-1].isalnum() and text[end : end + 1].isalnum())


def tokens(text: str, terms: Terms) -> list[Token]:
    """``text`` in tokens; joined with what stands before each and the rest at the end (see
    :func:`tail`), they are the text."""
    found: list[Token] = []
    position = 0
    for start, end in _spans(text, terms):
        found.append(Token(text[start:end], text[position:start]))
        position = end
    return found


def tail(text: str) -> str:
    """The white space after the last token."""
    return text[len(text.rstrip()) :]


def _spans(text: str, terms: Terms) -> list[tuple[int, int]]:
    whole = _joined([*terms.spans(text), *((f.start, f.end) for f in find_facts(text, _WHOLE))])
    spans: list[tuple[int, int]] = []
    position = 0
    for start, end in [*whole, (len(text), len(text))]:
        spans += (m.span() for m in _PIECE.finditer(text, position, start))
        if end > start:
            spans.append((start, end))
        position = end
    return spans


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without overlaps: of two the one that starts first, of these the longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
