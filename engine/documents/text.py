"""Plain text: finding its encoding, and its paragraphs."""

from __future__ import annotations

import re
from pathlib import Path

from engine.control import JobControl
from engine.documents.draft import Draft, TextBuilder
from engine.documents.options import LIMITS, Limits
from engine.encodings import Decoded, decode
from engine.errors import UserError
from engine.paths import long_path
from engine.types import Block, BlockKind, Notice

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1b\x1c-\x1f\x7f\ufeff]")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NEW_PARAGRAPH = re.compile(
    r"\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3})*[.)、]|\([a-zA-Z]{1,4}\)|(?:[A-Z]|[IVX]{1,5})[.)]\s|[•●▪◦·\-–—*]\s"
    r"|第[〇零一二三四五六七八九十百千\d]+[章节条款编]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]"
    r"|(?:ARTICLE|Article|SECTION|Section|EXHIBIT|Exhibit|SCHEDULE|Schedule)\s)"
)
_TERMINAL = re.compile(r"(?:[.:;!?。：；！？][\"'”’」』）)\]]*|;\s*(?:and|or))\s*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def read_text(path: Path, control: JobControl, limits: Limits = LIMITS) -> Draft:
    """The text file at ``path``. Raises ``UserError``: ``file_empty``, ``text_undecodable``."""
    with open(long_path(path), "rb") as file:  # noqa: PTH123
        data = file.read(limits.text_bytes + 1)
    control.checkpoint()
    decoded = decode(data)
    draft = draft_of_text(decoded.text, limits, notices_of(decoded))
    if not draft.text.strip():
        raise UserError("file_empty")
    return draft


def notices_of(decoded: Decoded) -> tuple[Notice, ...]:
    """What a person should know about how the bytes became text."""
    notices = []
    if decoded.guessed:
        notices.append(Notice("encoding_guessed", (("encoding", decoded.encoding),)))
    if decoded.damaged:
        notices.append(Notice("characters_unreadable", (("count", decoded.damaged),)))
    return tuple(notices)


def draft_of_text(text: str, limits: Limits = LIMITS, notices: tuple[Notice, ...] = ()) -> Draft:
    """``text`` with line ends normalised and control characters dropped, and its paragraphs."""
    clean = _BREAKS.sub("\n", text)
    without = _CONTROLS.sub("", clean)
    dropped = len(clean) - len(without) - clean.count("\ufeff")
    if dropped > 0:
        notices = (*notices, Notice("control_characters_removed", (("count", dropped),)))
    builder = TextBuilder(limits.characters)
    builder.write(without)
    builder.notices.extend(notices)
    builder.blocks.extend(paragraphs(without))
    return builder.draft()


def paragraphs(text: str) -> list[Block]:
    """The paragraphs of ``text``: lines, or runs of lines where the text was wrapped by hand."""
    wrap = _wrap_width(text)
    blocks: list[Block] = []
    start = end = position = -1
    previous = ""
    position = 0
    for line in text.split("\n"):
        if not line.strip():
            start = _close(blocks, start, end)
        elif start < 0 or _begins_paragraph(line, previous, wrap):
            _close(blocks, start, end)
            start = position + len(line) - len(line.lstrip())
        if line.strip():
            end = position + len(line.rstrip())
            previous = line
        position += len(line) + 1
    _close(blocks, start, end)
    return blocks


def _close(blocks: list[Block], start: int, end: int) -> int:
    if start >= 0:
        blocks.append(Block(BlockKind.PARAGRAPH, start, end))
    return -1


def _begins_paragraph(line: str, previous: str, wrap: int) -> bool:
    if not wrap or _width(previous) < wrap * 0.72:
        return True
    ended = _TERMINAL.search(previous) is not None
    return ended and (line[:1].isspace() or NEW_PARAGRAPH.match(line) is not None)


def _wrap_width(text: str) -> int:
    """The column at which the text was wrapped by hand; 0 where a line is a paragraph."""
    widths = sorted(_width(line) for line in text[:200_000].split("\n") if line.strip())
    if len(widths) < 8:
        return 0
    width = widths[int(len(widths) * 0.9)]
    near = sum(width * 0.75 <= other <= width * 1.15 for other in widths)
    return width if 40 <= width <= 132 and near >= len(widths) * 0.4 else 0


def _width(line: str) -> int:
    return len(line.strip()) + len(_HAN.findall(line))
