"""Statements: the sentences of a contract that say or oblige something."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.consistency.lexicon import FRAMES
from engine.consistency.reading import content_of, language_of, party_pattern, tokens_of
from engine.consistency.types import Role, Statement
from engine.documents import segment, sentences
from engine.documents.segment import PATH_SEPARATOR
from engine.types import BlockKind, Clause, Document

_OUTSIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE})
_LEAD = re.compile(
    r"\s*(?:(?:Section|Article|Clause|SECTION|ARTICLE)\s+[\dIVXLC]+(?:\.\d+)*[.:]?"
    r"|第\s?[〇零一二三四五六七八九十百千\d]+\s?[条款项章节]|[(（]?\s?[〇零一二三四五六七八九十]{1,3}\s?[)）、．.]"
    r"|\d{1,3}(?:[.．]\d{1,3})+[.．]?(?!\d)|[(（]?\d{1,3}[)）.、．](?!\d)|\([a-zA-Z]{1,4}\)|[a-zA-Z][.)](?=\s)"
    r"|[①-⑳•●▪◦·*\-–—])[\s、.．:：]*"
)
_DEFINITION = re.compile(
    r"[\"“”][^\"“”]{1,80}[\"“”,]*\s*(?:\([^)]{0,80}\)\s*)?(?:shall\s+)?(?:means?|has\s+the\s+meaning|refers?\s+to)\b"
    r"|\bshall\s+(?:mean|have\s+the\s+meaning)|(?:as\s+used|for\s+(?:the\s+)?purposes?\s+of).{0,80}\bmeans?\b"
    r"|^(?-i:(?:The\s+(?:term|word)s?\s+)?[A-Z][A-Za-z]+(?:[ -][A-Z][A-Za-z]+){0,4})\s+(?:shall\s+)?means?\s"
    r"|(?:是指|系指|指的是|以下简称|本合同所称|本协议所称)|[”」]\s*指|^指(?!定|示|派|导)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\s*(?:By|Name|Title|Its|Date|Dated|Attest|Witness|Signature|Address|Attention|Attn|Fax|Tel|E-?mail)\s*:"
    r"|IN WITNESS WHEREOF|^[_＿\s]{4,}|(?:签字|盖章|签章|公章|签名|代表人?|地址|电话|邮编|开户|账号|帐号|传真)\s*[）)]?\s*[:：_＿]"
    r"|^\s*[甲乙丙丁]方\s*[:：（(]",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[×ＸX]{2,}|×|[│┃┆┊║]")
_CONTENTS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|·{4,}|_{4,})\s*\d{0,3}\s*$")
_AMENDS = re.compile(
    r"\b(?:is|are|be)\s+(?:hereby\s+)?(?:amended|deleted|replaced|revised)\b|\bas\s+amended\s+to\s+read\b"
    r"|(?:修改为|变更为|修订为)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|has|have|begins?|starts?|continues?|expires?|ends?|terminates?|commences?|pays?|bears?"
    r"|warrants?|owns?|grants?|represents?|applies|apply|governed|remains?|includes?|excludes?|requires?|accrues?)\b"
)
_ANNEX = re.compile(
    r"(?:exhibit|schedule|annex(?:ure)?|appendix|attachment|addendum)\b|附[件录表则]|补充协议",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\s*(?:[\[(（]\s*[xX]?\s*[\])）]|[☐□☑☒])")
_NO_STATEMENT = (_SIGNATURE, _CONTENTS, _AMENDS, _BLANK)
_LONGEST = 1500
_LEAST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Contract:
    """One document as it is read for contradictions: its clauses, its statements, and the sentences
    that say what a term means (which state nothing else)."""

    document: Document
    clauses: tuple[Clause, ...]
    statements: tuple[Statement, ...]
    meanings: tuple[Statement, ...]


def statements(
    document: Document, checkpoint: Callable[[], None] = lambda: None
) -> tuple[Statement, ...]:
    """The statements of ``document`` in order: those of :func:`read_contract`."""
    return read_contract(document, checkpoint).statements


def read_contract(document: Document, checkpoint: Callable[[], None] = lambda: None) -> Contract:
    """``document`` in statements, in order, each with its clause and exact offsets.

    Titles, tables of contents, signature blocks, amendments that quote two wordings, page headers
    and footers, table cells that oblige nothing and sentences over 1,500 characters (schedules run
    together) are left out; definitions stand apart. ``checkpoint`` is called at each clause.
    """
    reader = _Reader(document)
    clauses = segment(document)
    said: list[Statement] = []
    meant: list[Statement] = []
    for clause in clauses:
        checkpoint()
        for start, end in _sentences(document, clause):
            means = _DEFINITION.search(document.text[start:end]) is not None
            listed = meant if means else said
            read = reader.read(clause, start, end, len(listed), means)
            if read is not None:
                listed.append(read)
    return Contract(document, clauses, tuple(said), tuple(meant))


class _Reader:
    """Makes statements of sentences; holds what is the same for a whole document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._parties = party_pattern(document.text)
        self._outside = _Areas(document, _OUTSIDE)
        self._cells = _Areas(document, {BlockKind.TABLE_CELL})

    def read(
        self, clause: Clause, start: int, end: int, position: int, means: bool
    ) -> Statement | None:
        """One sentence as a statement; ``None`` where it says nothing."""
        text = self._document.text
        if self._outside.holds(start):
            return None
        language = language_of(text[start:end])
        frame = FRAMES[language].match(text, start, end)
        tokens = tokens_of(text, frame.end() if frame else start, end, language, self._parties)
        roles = {token.role for token in tokens}
        content = content_of(tokens, language)
        if not content or not (means or _says(text[start:end], roles, language)):
            return None
        if not means and self._cells.holds(start) and Role.MODAL not in roles:
            return None
        return Statement(
            self._document.id,
            position,
            clause.id,
            clause.number,
            clause.heading,
            start,
            end,
            text[start:end],
            language,
            tokens,
            content,
            _part(clause),
        )


def _part(clause: Clause) -> str:
    """The annex that a clause stands in; its number is the first of the clause's path."""
    first = clause.path.split(PATH_SEPARATOR, 1)[0]
    return first if _ANNEX.match(first) else ""


class _Areas:
    """The blocks of some kinds, for asking whether a place lies in one."""

    def __init__(self, document: Document, kinds: frozenset[BlockKind] | set[BlockKind]) -> None:
        blocks = sorted((b.start, b.end) for b in document.blocks if b.kind in kinds)
        self._starts = [start for start, _ in blocks]
        self._ends = [end for _, end in blocks]

    def holds(self, offset: int) -> bool:
        """Whether ``offset`` lies in one of the blocks."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _sentences(document: Document, clause: Clause) -> Iterator[tuple[int, int]]:
    """The clause's sentences without its number and heading, shorn of what states nothing."""
    text = document.text
    for start, end in sentences(text, clause.start, clause.end):
        begin = _without_lead(text, start, end, clause if start == clause.start else None)
        words = text[begin:end]
        if not 6 <= len(words) <= _LONGEST or _states_nothing(words):
            continue
        if _OPTION.match(text, start, end) is None:
            yield begin, end


def _states_nothing(words: str) -> bool:
    """Whether the words are a title, a signature, a blank, an amendment, a list's head."""
    if words.endswith((":", "：")):
        return True
    if words.isascii() and words == words.upper() and len(words.split()) < _LEAST_WORDS:
        return True
    return any(pattern.search(words) for pattern in _NO_STATEMENT)


def _without_lead(text: str, start: int, end: int, clause: Clause | None) -> int:
    for _ in range(2):
        match = _LEAD.match(text, start, end)
        if match is None:
            break
        start = match.end()
    if clause is not None and clause.heading and text.startswith(clause.heading, start):
        rest = start + len(clause.heading)
        while rest < end and text[rest] in " \t\n\u3000.:：。-–—":
            rest += 1
        start = rest if rest < end else start
    return start


def _says(words: str, roles: set[Role], language: str) -> bool:
    """Whether the words oblige or state: a line of a list or of an address does neither."""
    if Role.MODAL in roles:
        return True
    if language == "en":
        whole = words[-1] in ".;" and len(words.split()) >= _LEAST_WORDS
        return whole or _VERB.search(words) is not None
    return words[-1] == "。" or re.search(r"[\u3400-\u9fff]{10}", words) is not None
