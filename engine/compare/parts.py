"""A document as the parts that are compared: its clauses, and its paragraphs where it has none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.documents import segment
from engine.types import BlockKind, Clause, ClauseRef, Document

_OUTSIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER})
_BESIDE_HAN = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])\s+|\s+(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_SPACE = re.compile(r"\s+")
_AFTER_NUMBER = re.compile(r"[\s.．、:：,，)）\-–—]*")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_FEW = 3
"""Clauses below which a document is compared by paragraphs: it is a letter, a form, one clause."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clause or a paragraph, ``[start, end)`` in its document.

    ``number`` and ``heading`` as printed; ``words`` is its text without the number and with plain
    blanks: what is compared, so that neither a new number nor another line width is an edit.
    """

    document_id: str
    number: str
    heading: str
    path: str
    level: int
    start: int
    end: int
    text: str
    words: str

    @property
    def reference(self) -> ClauseRef:
        """The part as a side of a change."""
        name = self.number or self.heading
        return ClauseRef(self.document_id, name, self.start, self.end, self.text)


def parts_of(document: Document, checkpoint: Callable[[], None] = lambda: None) -> tuple[Part, ...]:
    """The parts of ``document`` in reading order; page headers and footers belong to none.

    Clauses as they are segmented; what stands before the first one, and a document with hardly
    any, by paragraphs. A table's row is one paragraph. An empty document has none.
    """
    clauses = segment(document)
    checkpoint()
    few = sum(bool(clause.number or clause.heading) for clause in clauses) < _FEW
    areas = _outside(document)
    found: list[Part] = []
    for clause in clauses:
        checkpoint()
        plain = few or not (clause.number or clause.heading)
        spans = _paragraphs(document, clause) if plain else iter([(clause.start, clause.end)])
        first = True
        for start, end in spans:
            for piece in _without(areas, document.text, start, end):
                found.append(_part(document, clause if first else None, clause.level, *piece))
                first = False
    return tuple(part for part in found if part.words)


def plain(text: str) -> str:
    """``text`` with one blank for any white space, and none beside Chinese characters."""
    return _SPACE.sub(" ", _BESIDE_HAN.sub("", text)).strip()


def _part(document: Document, clause: Clause | None, level: int, start: int, end: int) -> Part:
    text = document.text[start:end]
    number = clause.number if clause is not None and text.startswith(clause.number) else ""
    begin = len(number)
    if number:
        gap = _AFTER_NUMBER.match(text, begin)
        begin = gap.end() if gap else begin
    heading = clause.heading if clause is not None else ""
    path = clause.path if clause is not None else ""
    words = plain(text[begin:]) or number
    return Part(document.id, number, heading, path, level, start, end, text, words)


def _outside(document: Document) -> list[tuple[int, int]]:
    return sorted((b.start, b.end) for b in document.blocks if b.kind in _OUTSIDE)


def _without(
    areas: list[tuple[int, int]], text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """``[start, end)`` without what lies in page headers and footers, shorn of blanks."""
    for first, last in areas:
        if first >= end or last <= start:
            continue
        yield from _shorn(text, start, first)
        start = max(start, last)
    yield from _shorn(text, start, end)


def _shorn(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        begin = start + len(piece) - len(piece.lstrip())
        yield begin, begin + len(piece.strip())


def _paragraphs(document: Document, clause: Clause) -> Iterator[tuple[int, int]]:
    inside = [b for b in document.blocks if b.start < clause.end and b.end > clause.start]
    if not inside:
        yield from _loose(document.text, clause.start, clause.end)
        return
    row: tuple[int | None, int | None] | None = None
    span: tuple[int, int] | None = None
    for block in inside:
        here = (block.table, block.row) if block.kind is BlockKind.TABLE_CELL else None
        start, end = max(block.start, clause.start), min(block.end, clause.end)
        if span is not None and here is not None and here == row:
            span = (span[0], end)
            continue
        if span is not None:
            yield span
        span, row = (start, end), here
    if span is not None:
        yield span


def _loose(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs of a text without blocks: between blank lines, or line by line without any."""
    separator = _PARAGRAPHS if _PARAGRAPHS.search(text, start, end) else re.compile("\n")
    begin = start
    for match in separator.finditer(text, start, end):
        yield begin, match.start()
        begin = match.end()
    yield begin, end
