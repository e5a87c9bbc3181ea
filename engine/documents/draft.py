"""What every reader makes: canonical text with its blocks, pages and words, built front to back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.documents.options import LIMITS
from engine.errors import UserError
from engine.types import Block, BlockKind, Box, Notice, Page, Word


@dataclass(frozen=True, slots=True)
class Draft:
    """A reader's result; the reading front adds path, hash and language to make a ``Document``."""

    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    words: tuple[Word, ...] = ()
    readable: float = 1.0
    notices: tuple[Notice, ...] = ()


@dataclass(slots=True)
class TextBuilder:
    """Appends text and keeps the offsets of what was appended; nothing written is ever moved.

    Raises ``UserError("document_too_long")`` at the limit, before the memory is gone.
    """

    limit: int = LIMITS.characters
    length: int = 0
    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def write(self, text: str) -> int:
        """Append ``text``; the offset at which it starts."""
        start = self.length
        self.length += len(text)
        if self.length > self.limit:
            raise UserError("document_too_long", limit=self.limit)
        if text:
            self.parts.append(text)
        return start

    def separate(self, separator: str = "\n") -> None:
        """Write ``separator`` unless nothing stands before it."""
        if self.length:
            self.write(separator)

    def add_block(self, block: Block, text: str) -> Block:
        """Append ``text`` as ``block`` (its offsets are filled in here); no separator is written."""
        start = self.write(text)
        placed = replace(block, start=start, end=self.length)
        self.blocks.append(placed)
        return placed

    def notice(self, code_notice: Notice) -> None:
        """Keep something that a person should know."""
        self.notices.append(code_notice)

    def draft(self, readable: float = 1.0) -> Draft:
        """What was built."""
        return Draft(
            "".join(self.parts),
            tuple(self.pages),
            tuple(self.blocks),
            tuple(self.words),
            readable,
            tuple(self.notices),
        )


def blank_block(kind: BlockKind, page: int | None = None, box: Box | None = None) -> Block:
    """A block whose offsets are not known yet."""
    return Block(kind, 0, 0, page=page, box=box)
