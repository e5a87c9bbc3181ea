"""Plain text: finding its encoding, and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engine.control import JobControl
from engine.documents.draft import Draft, TextBuilder
from engine.documents.options import LIMITS, Limits
from engine.documents.sniff import utf16_order
from engine.errors import UserError
from engine.paths import long_path
from engine.types import Block, BlockKind, Notice

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1b\x1c-\x1f\x7f\ufeff]")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
NEW_PARAGRAPH = re.compile(
    r"\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3})*[.)、]|\([a-zA-Z]{1,4}\)|(?:[A-Z]|[IVX]{1,5})[.)]\s|[•●▪◦·\-–—*]\s"
    r"|第[〇零一二三四五六七八九十百千\d]+[章节条款编]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]"
    r"|(?:ARTICLE|Article|SECTION|Section|EXHIBIT|Exhibit|SCHEDULE|Schedule)\s)"
)
_TERMINAL = re.compile(r"(?:[.:;!?。：；！？][\"'”’」』）)\]]*|;\s*(?:and|or))\s*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the name of its encoding; ``guessed`` where nothing but statistics chose it."""

    text: str
    encoding: str
    guessed: bool = False
    damaged: int = 0


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


def decode(data: bytes) -> Decoded:
    """``data`` as text: byte order mark, strict UTF-8, UTF-16 without mark, GB18030, statistics.

    Raises ``UserError("text_undecodable")`` when none of them makes sense of it.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, damaged=text.count("\ufffd"))
    order = utf16_order(data[:_SAMPLE])
    if order is not None:
        text = data.decode(order, "replace")
        return Decoded(text, order, damaged=text.count("\ufffd"))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _utf8_with_faults(data) or _gb18030(data) or _by_statistics(data)


def _utf8_with_faults(data: bytes) -> Decoded | None:
    """UTF-8 that was cut or has a few broken bytes among many sound ones."""
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    sound = sum(character > "\x7f" for character in text) - faults
    if (faults <= 2 and sound >= 1) or sound > faults * 20:
        return Decoded(text, "utf-8", damaged=faults)
    return None


def _gb18030(data: bytes) -> Decoded | None:
    """GB18030 if its characters are ones that people write: nearly all in the old GB 2312.

    Western text with accents decodes as GB18030 too, but into rare characters.
    """
    text = data.decode("gb18030", "replace")
    foreign = [character for character in text if character > "\x7f"]
    faults = text.count("\ufffd")
    common = sum(_in_gb2312(character) for character in foreign[:20_000])
    if not foreign or common < min(len(foreign), 20_000) * 0.85 or faults > len(foreign) * 0.01 + 1:
        return None
    return Decoded(text, "gb18030", damaged=faults)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _by_statistics(data: bytes) -> Decoded:
    high = sum(byte > 0x7F for byte in data[:_SAMPLE])
    if high < len(data[:_SAMPLE]) * 0.15:
        try:
            # Mostly ASCII with a few quotes, dashes and accents: the Windows default of the West.
            return Decoded(data.decode("cp1252"), "cp1252", guessed=True)
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 4 * _SAMPLE]).best()
    if best is None:
        raise UserError("text_undecodable")
    text = data.decode(best.encoding, "replace")
    return Decoded(text, best.encoding, guessed=True, damaged=text.count("\ufffd"))


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
