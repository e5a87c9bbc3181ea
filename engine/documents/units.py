"""The lines of a document that may open a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.types import Block, BlockKind, Document

_OUTSIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE})
_TERMINAL = re.compile(
    r"(?:[.:;!?。：；！？_]|;\s*(?:and|or)|[；;，,]\s*[及和或])[\"'”’」』）)\]]*\s*$"
)
_CONTENTS_LINE = re.compile(
    r"(?:\.{3,}|(?:\. ){3,}|…{2,}|·{3,}|\t|\s{4,}|_{4,})\s*(?:\d{1,3}|[ivx]{1,5})\s*$"
)
_BLANKS = re.compile(r"[\s\u3000\ufeff]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line: where it stands, and what the format knows of it.

    ``start`` is its first character that is no blank. ``fresh``: nothing before it on its
    paragraph, or the line before it is closed; else it may be the rest of a wrapped sentence.
    ``announced``: the line before ends in a colon, so that a list may follow.
    """

    start: int
    end: int
    fresh: bool
    label: str | None = None
    heading_level: int | None = None
    cell: bool = False
    blank_before: bool = True
    announced: bool = False


def units(document: Document) -> Iterator[Unit]:
    """The lines of ``document`` in order, page headers and footers, notes and contents left out."""
    text = document.text
    spans = document.blocks or (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    loose = not document.blocks
    previous = ""
    for block in spans:
        if block.kind not in _OUTSIDE:
            announced = previous.rstrip().endswith((":", "：", ":-", "—"))
            yield from _lines(text, block, loose, announced)
            previous = text[max(block.start, block.end - 8) : block.end]


def _lines(text: str, block: Block, loose: bool, announced: bool) -> Iterator[Unit]:
    position, closed, blank = block.start, True, True
    first = True
    for raw in text[block.start : block.end].split("\n"):
        begin, end = position, position + len(raw)
        position = end + 1
        match = _BLANKS.match(text, begin, end)
        begin = match.end() if match else begin
        if begin >= end:
            closed = blank = True
            continue
        if not _CONTENTS_LINE.search(text, begin, end):
            yield Unit(
                begin,
                end,
                fresh=closed or (loose and _is_short(raw)),
                label=block.label if first else None,
                heading_level=(block.level or 1)
                if first and block.kind is BlockKind.HEADING
                else None,
                cell=block.kind is BlockKind.TABLE_CELL,
                blank_before=blank,
                announced=announced,
            )
        first = blank = False
        announced = raw.rstrip().endswith((":", "："))
        closed = _TERMINAL.search(raw) is not None or _is_short(raw)


def _is_short(line: str) -> bool:
    """A line that cannot be the full width of a wrapped paragraph: what follows is a new one."""
    width = sum(2 if character > "\u2e80" else 1 for character in line.strip())
    return width < 48
