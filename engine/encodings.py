"""Bytes to text, whatever wrote them: byte order marks, UTF-8, UTF-16, GB18030, then statistics."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import UserError

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the name of its encoding; ``guessed`` where nothing but statistics chose it."""

    text: str
    encoding: str
    guessed: bool = False
    damaged: int = 0


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


def utf16_order(head: bytes) -> str | None:
    """``"utf-16-le"`` or ``"utf-16-be"`` if ``head`` reads as such without a byte order mark.

    Each order is tried; in the right one nearly all characters are Latin, Han or their
    punctuation, in the wrong one they scatter over the whole plane.
    """
    even = head[: len(head) // 2 * 2]
    if len(even) < 8 or _is_utf8(head):
        return None
    best, best_share = None, 0.0
    for order in ("utf-16-le", "utf-16-be"):
        share = _plausible(even.decode(order, "replace"))
        if share > best_share:
            best, best_share = order, share
    has_nuls = even.count(0) > len(even) * 0.02
    # Without any NUL (a purely Chinese text) only line ends and blanks tell it from GB18030.
    return best if best_share > 0.95 and (has_nuls or _spaces_of(even, best)) else None


def _is_utf8(head: bytes) -> bool:
    if head.count(0):
        return False
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _spaces_of(even: bytes, order: str | None) -> bool:
    text = even.decode(order or "utf-16-le", "replace")
    return sum(text.count(mark) for mark in "\n\r 。，、") * 60 > len(text)


def _plausible(text: str) -> float:
    good = sum(
        "\u4e00" <= c <= "\u9fff"
        or " " <= c <= "~"
        or c in "\n\r\t"
        or "\u3000" <= c <= "\u303f"
        or "\uff00" <= c <= "\uffef"
        or "\u00a0" <= c <= "\u00ff"
        or "\u2010" <= c <= "\u203b"
        for c in text
    )
    return good / max(len(text), 1)


def detect(sample: bytes) -> str:
    """The name of the encoding of a file that starts with ``sample``, for reading it line by line.

    ``utf-8`` too where only some lines are: the others are told one by one (:func:`decode_line`).
    """
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    order = utf16_order(sample[:_SAMPLE])
    if order is not None:
        return order
    lines = sample.split(b"\n")[: None if len(sample) < _SAMPLE else -1] or [sample]
    foreign = [line for line in lines if not line.isascii()]
    sound = sum(_is_utf8(line + b"    ") for line in foreign)
    if sound * 5 >= len(foreign):
        return "utf-8"
    return decode(b"\n".join(lines)).encoding


def decode_line(line: bytes, encoding: str) -> tuple[str, bool]:
    """One line of a file in ``encoding``, and whether it is in another one than that."""
    if line.isascii():
        return line.decode("ascii"), False
    for other in dict.fromkeys(_order(line, encoding)):
        try:
            text = line.decode(other)
        except UnicodeDecodeError:
            continue
        if other != "gb18030" or not _western(text):
            return text, other != encoding
    return line.decode("latin-1"), True


def _order(line: bytes, encoding: str) -> tuple[str, ...]:
    """The encodings to try on a line that is not ASCII, the likeliest first."""
    if _is_utf8(line + b"    "):
        # Hardly anything but UTF-8 happens to be valid UTF-8.
        return ("utf-8",)
    chinese = _gb18030(line)
    if chinese is not None and not chinese.damaged and not _western(chinese.text):
        return ("gb18030",)
    return (encoding, "gb18030", "cp1252")


def _western(text: str) -> bool:
    """Whether ``text``, decoded as Chinese, is Western text with accents: each Chinese character
    stands alone between Latin letters, as in ``M黮ler``."""
    foreign = [place for place, character in enumerate(text) if character > "\x7f"]
    alone = sum(
        (text[place - 1 : place].isascii() and text[place + 1 : place + 2].isascii())
        and (text[place - 1 : place].isalpha() or text[place + 1 : place + 2].isalpha())
        for place in foreign
    )
    return alone * 2 > len(foreign)
