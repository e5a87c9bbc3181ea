"""Offsets between our texts (Unicode code points) and Qt's (UTF-16 code units)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_FORBIDDEN = {
    0x0D: " ",
    0x00: "\ufffd",
    0x2028: "\n",
    0x2029: "\n",
    0xFDD0: "\ufffd",
    0xFDD1: "\ufffd",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_SPECIAL = re.compile("[\r\x00\u2028\u2029\ufdd0\ufdd1\ud800-\udfff]")


def displayable(text: str) -> str:
    """``text`` with what QTextDocument gives a meaning of its own (carriage returns, paragraph
    separators, frame marks, lone surrogates) replaced one for one, so that offsets stay."""
    return text.translate(_FORBIDDEN) if _SPECIAL.search(text) else text


class Offsets:
    """Maps positions of one text. Characters beyond U+FFFF take two UTF-16 units each."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral: list[int] = []
        self._units: list[int] = []
        if not text.isascii() and max(text, default="") > "\uffff":
            self._astral = [match.start() for match in _ASTRAL.finditer(text)]
            self._units = [place + number for number, place in enumerate(self._astral)]

    def to_utf16(self, offset: int) -> int:
        """The UTF-16 position of a code point offset, which is held within the text."""
        offset = min(max(offset, 0), self._length)
        return offset + bisect_left(self._astral, offset)

    def to_code_points(self, position: int) -> int:
        """The code point offset of a UTF-16 position; inside a pair, the pair's own."""
        position = max(position, 0)
        whole = bisect_right(self._units, position - 1)
        if whole and self._units[whole - 1] == position - 1:
            return self._astral[whole - 1]
        return min(position - whole, self._length)
