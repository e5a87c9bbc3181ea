"""From a page's characters to its tokens: words, or single Chinese characters, with their boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium_c

from engine.documents.pdf.pdfium import Geometry
from engine.documents.pdf.radicals import unified
from engine.types import Box

_SPACES = frozenset(
    "\t \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_NOTHING = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff")
_PRINTED_AS = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\uf0b7": "•", "\uf0a7": "▪", "\uf0a8": "☐", "\uf0fc": "✓",
    # A soft hyphen that is drawn is a hyphen; U+0002 is PDFium's sign for any hyphen at a line's end.
    "\u00ad": "-", "\x02": "-",
}  # fmt: skip
_GAP_NEW_PIECE = 1.6
_GAP_IN_CHINESE = 0.15
_GAP_BESIDE_CHINESE = 0.5
_LIST_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.、]?$")
_UPRIGHT = 0.35


@dataclass(slots=True)
class Token:
    """A word, or a single Chinese character, in the page's displayed coordinates."""

    text: str
    box: Box
    space_before: bool = False


@dataclass(slots=True)
class Piece:
    """Tokens that follow one another on one line without a wide gap."""

    tokens: list[Token]
    box: Box

    @property
    def height(self) -> float:
        """The line's height in points."""
        return max(self.box[3] - self.box[1], 1.0)

    @property
    def middle(self) -> float:
        """The vertical middle, in points from the top."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class PageGlyphs:
    """The pieces of a page in the order of the file, and how much of its text makes sense."""

    pieces: list[Piece]
    characters: int
    garbled: int


def is_wide(character: str) -> bool:
    """Whether ``character`` belongs to a script written without spaces, punctuation included."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or ("\uff00" <= character <= "\uffef" or "\U00020000" <= character <= "\U0003ffff")
    )


def read_glyphs(text_page: Any, geometry: Geometry) -> PageGlyphs:
    """The characters of a PDFium text page as pieces; call it under the lock."""
    handle = text_page.raw
    reader = _Pieces()
    rectangle = pdfium_c.FS_RECTF()
    for index in range(pdfium_c.FPDFText_CountChars(handle)):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            reader.end_piece()
            continue
        character = _character(code)
        if character in _SPACES:
            reader.space(generated=pdfium_c.FPDFText_IsGenerated(handle, index) == 1)
            continue
        if character in _NOTHING:
            continue
        if not pdfium_c.FPDFText_GetLooseCharBox(handle, index, rectangle):
            continue
        box = geometry.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if _is_near(box, geometry):
            reader.add(_plain(character), box)
    reader.end_piece()
    return PageGlyphs(reader.pieces, reader.characters, reader.garbled)


def _is_near(box: Box, geometry: Geometry) -> bool:
    """Whether a character stands on the page or close to it; damaged files put some anywhere."""
    width, height = geometry.width, geometry.height
    inside = -width < box[0] <= box[2] < 2 * width and -height < box[1] <= box[3] < 2 * height
    return inside and box[2] - box[0] < width


def _character(code: int) -> str:
    """What PDFium's code stands for; U+FFFD for what is no character that shows."""
    shows = code in (2, 9) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return chr(code) if shows else "\ufffd"


def _plain(character: str) -> str:
    """Ligatures and radicals as the characters that a person types into a search box."""
    if "\u2e80" <= character <= "\u2fd5":
        return unified(character)
    return _PRINTED_AS.get(character, character)


class _Pieces:
    """Builds pieces from characters in the order of the file."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.characters = 0
        self.garbled = 0
        self._tokens: list[Token] = []
        self._inferred: list[int] = []
        self._last_box: Box = (0.0, 0.0, 0.0, 0.0)
        self._space = False
        self._typed_space = False
        self._open = False

    def space(self, generated: bool) -> None:
        """A blank: one that stands in the file, or one that PDFium inferred from a gap."""
        self._space = True
        self._typed_space = self._typed_space or not generated
        self._open = False

    def add(self, text: str, box: Box) -> None:
        """A visible character."""
        self.characters += 1
        self.garbled += _is_garbled(text)
        last = self._tokens[-1] if self._tokens else None
        if last is not None and _breaks(self._last_box, box):
            self.end_piece()
            last = None
        self._last_box = box
        wide = is_wide(text[0])
        if last is not None and self._open and not wide and not is_wide(last.text[-1]):
            last.text += text
            last.box = _union(last.box, box)
        else:
            space = last is not None and self._space
            if space and not self._typed_space:
                self._inferred.append(len(self._tokens))
            self._tokens.append(Token(text, box, space))
        self._open, self._space, self._typed_space = True, False, False

    def end_piece(self) -> None:
        """The line ends here."""
        if self._tokens:
            self._drop_inferred_spaces()
            box = self._tokens[0].box
            for token in self._tokens[1:]:
                box = _union(box, token.box)
            self.pieces.append(Piece(self._tokens, box))
        self._tokens = []
        self._inferred = []
        self._open = self._space = self._typed_space = False

    def _drop_inferred_spaces(self) -> None:
        """Chinese set with even margins or spread out gets gaps that PDFium takes for spaces.

        A gap counts as a space only where it is clearly wider than the line's usual one; between
        Chinese and Latin, where programs add a little room, it must be wider still.
        """
        if not self._inferred:
            return
        usual = self._usual_gap()
        for index in self._inferred:
            left, right = self._tokens[index - 1], self._tokens[index]
            wide = (is_wide(left.text[-1]), is_wide(right.text[0]))
            if not any(wide):
                continue
            size = _size(right if wide[1] else left)
            gap = right.box[0] - left.box[2]
            is_number = index == 1 and _LIST_NUMBER.match(left.text) is not None
            least = _GAP_IN_CHINESE if all(wide) or is_number else _GAP_BESIDE_CHINESE
            right.space_before = gap - usual > size * least

    def _usual_gap(self) -> float:
        gaps = [
            right.box[0] - left.box[2]
            for left, right in pairwise(self._tokens)
            if is_wide(left.text[-1]) and is_wide(right.text[0])
        ]
        return max(median(gaps), 0.0) if gaps else 0.0


def _size(token: Token) -> float:
    """The width of the Chinese characters around, which is their size in points."""
    return max(token.box[2] - token.box[0], 1.0) / max(len(token.text), 1)


def _breaks(last: Box, box: Box) -> bool:
    """Whether a character starts a new piece: another line, far to the right, or back left."""
    size = max(min(last[3] - last[1], box[3] - box[1]), 1.0)
    if abs((box[1] + box[3]) - (last[1] + last[3])) / 2 > size * 0.6:
        return not _stacked(last, box)
    gap = box[0] - last[2]
    return gap > size * _GAP_NEW_PIECE or gap < -size * 2 - (last[2] - last[0])


def _stacked(last: Box, box: Box) -> bool:
    """Text turned on its side goes on above or below."""
    width = max(last[2] - last[0], box[2] - box[0])
    beside = abs(box[0] - last[0]) < width * _UPRIGHT and abs(box[2] - last[2]) < width * _UPRIGHT
    vertical_gap = max(box[1] - last[3], last[1] - box[3])
    return beside and vertical_gap < width * 0.6


def _union(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def _is_garbled(text: str) -> bool:
    code = ord(text[0])
    return text == "\ufffd" or 0xE000 <= code <= 0xF8FF or code < 32
