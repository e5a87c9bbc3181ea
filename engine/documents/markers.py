"""The numbers and words that open a clause, read off the start of a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.documents.numerals import (
    CHINESE_NUMBER,
    from_chinese,
    from_circled,
    from_letters,
    from_roman,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of a line's start.

    ``style`` names the family (``"条"``, ``"decimal2"``, ``"(a)"``); ``rank`` orders families from
    the outside in; ``value`` is the last number; ``parts`` all of them for ``4.2.1``;
    ``length`` counts the characters of the marker; ``strong`` families need no sequence.
    """

    style: str
    rank: float
    value: int
    text: str
    length: int
    parts: tuple[int, ...] = ()
    strong: bool = False


_CN = rf"[{CHINESE_NUMBER}]"
_SPELLED_WORDS = (
    "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN"
    " FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN TWENTY"
)
_SPELLED = {word: index + 1 for index, word in enumerate(_SPELLED_WORDS.split())}
_CHINESE_RANKS = {"编": 0.5, "部分": 0.6, "章": 1.0, "节": 2.0, "条": 3.0, "款": 4.0, "项": 5.0}

_DIVISION = re.compile(rf"第\s*({_CN}{{1,6}}|\d{{1,4}})\s*(编|章|节|条|款|项|部分)(之{_CN}+)?")
_IDEOGRAPH = re.compile(rf"({_CN}{{1,4}})\s*[、．.，](?!{_CN}+[、月日])")
_BRACKET = re.compile(
    rf"[（(]\s*({_CN}{{1,3}}|\d{{1,3}}|[ivxlc]{{1,6}}|[IVXLC]{{1,6}}|([a-z])\2{{0,2}}|([A-Z])\3{{0,2}})\s*[)）]"
)
_CIRCLED = re.compile(r"[①-⑳㉑-㉟㊱-㊿]")
_ANNEX_ZH = re.compile(
    rf"(附件|附录|附表|附则|补充协议)\s*({_CN}{{1,3}}|\d{{1,3}}|[A-Z])?(?=[\s:：、.．]|$|[\u4e00-\u9fff])"
)
_ARTICLE = re.compile(
    r"(ARTICLE|Article|CHAPTER|Chapter|PART|Part|TITLE)\s+"
    rf"([IVXLC]{{1,7}}|\d{{1,3}}|{'|'.join(_SPELLED)}|{'|'.join(w.title() for w in _SPELLED)}|[A-Z])(?![\w'])"
)
_SECTION = re.compile(
    r"(SECTION|Section|Sec\.|§+|CLAUSE|Clause)\s*((\d{1,3})((?:\.\d{1,3}){0,4}))([A-Za-z])?(?![\w-])\.?"
)
_ANNEX = re.compile(
    r"(EXHIBIT|Exhibit|SCHEDULE|Schedule|ANNEX|Annex|ANNEXURE|APPENDIX|Appendix|ATTACHMENT|Attachment|ADDENDUM)"
    r"\s+[\"“]?([A-Z]{1,2}(?:-?\d{1,2})?|\d{1,2}(?:\.\d{1,2})*(?:-\w)?|[IVX]{1,5})[\"”]?(?![\w'])"
)
_DECIMAL = re.compile(
    r"(\d{1,3}(?:[.．]\d{1,3}){1,5})[.．]?(?=[\s\u3000A-Za-z\u3400-\u9fff\"“‘(（《【_＿：:\[]|$)"
)
_NUMBER = re.compile(r"(\d{1,3})(?:([.．，])(?!\d)|(\))|([）])|(、))(?![\d,;])")
_BARE = re.compile(r"(\d{1,2})(?:\t+| {2,}|\u3000+)(?=[A-Z\u4e00-\u9fff])")
_LETTER = re.compile(r"([A-Za-z])([.)])(?=\s)")
_ROMAN_DASH = re.compile(r"([IVX]{1,6})\s+[-–—](?=\s+[A-Z])")
_ROMAN_DOT = re.compile(r"([IVXLC]{1,6}|[ivxlc]{1,6})([.)])(?=\s)")


def readings(line: str, computed: bool = False) -> list[Marker]:
    """Every way to read the start of ``line`` as a clause's marker, the likelier first.

    ``computed``: the marker is a list number that the format itself supplied, so that even a bare
    ``4`` counts.
    """
    found = [marker for reader in _READERS for marker in reader(line)]
    if computed:
        bare = re.match(r"(\d{1,3})(?=\s|$)", line)
        if bare and not found:
            value = int(bare.group(1))
            found.append(Marker("1.", 3.0, value, bare.group(), bare.end(), (value,)))
    return found


def _division(line: str) -> Iterator[Marker]:
    match = _DIVISION.match(line)
    if match is None:
        return
    value = _chinese_or_digits(match.group(1))
    if value is not None:
        unit = match.group(2)
        yield Marker(unit, _CHINESE_RANKS[unit], value, match.group().strip(), match.end())


def _annex(line: str) -> Iterator[Marker]:
    for pattern in (_ANNEX, _ANNEX_ZH):
        match = pattern.match(line)
        if match is not None:
            yield Marker("annex", 0.0, 0, match.group().strip(), match.end(), strong=True)


def _article(line: str) -> Iterator[Marker]:
    match = _ARTICLE.match(line)
    if match is None:
        return
    word, number = match.group(1).lower(), match.group(2)
    value = int(number) if number.isdigit() else _SPELLED.get(number.upper()) or from_roman(number)
    value = value if value is not None else from_letters(number)
    if value is not None:
        rank = {"part": 0.7, "title": 0.6}.get(word, 1.0)
        yield Marker(word, rank, value, match.group(), match.end(), strong=True)


def _section(line: str) -> Iterator[Marker]:
    match = _SECTION.match(line)
    if match is None:
        return
    parts = tuple(int(part) for part in match.group(2).split("."))
    rank = 2.0 + 0.1 * (len(parts) - 1)
    style = f"section{len(parts)}"
    text = match.group().rstrip(".")
    yield Marker(style, rank, parts[-1], text, match.end(), parts, strong=True)


def _decimal(line: str) -> Iterator[Marker]:
    match = _DECIMAL.match(line)
    if match is None:
        return
    parts = tuple(int(part) for part in re.split(r"[.．]", match.group(1)))
    if parts[0] <= 200:
        # "4.0 Title" heads what "4.1" continues.
        depth = 1 if len(parts) == 2 and parts[1] == 0 else len(parts)
        style = "1." if depth == 1 else f"decimal{depth}"
        value = parts[0] if depth == 1 else parts[-1]
        yield Marker(style, 2.0 + depth, value, match.group(), match.end(), parts[:depth])


def _number(line: str) -> Iterator[Marker]:
    match = _NUMBER.match(line)
    if match is not None:
        value = int(match.group(1))
        closing = match.group()[len(match.group(1)) :]
        style, rank = {"、": ("1、", 6.0), ")": ("1)", 9.0), "）": ("1)", 9.0)}.get(
            closing, ("1.", 3.0)
        )
        yield Marker(style, rank, value, match.group(), match.end(), (value,))
    bare = _BARE.match(line)
    if bare is not None:
        value = int(bare.group(1))
        yield Marker("1.", 3.0, value, bare.group(1), bare.end(1), (value,))


def _ideograph(line: str) -> Iterator[Marker]:
    match = _IDEOGRAPH.match(line)
    value = from_chinese(match.group(1)) if match else None
    if match is not None and value is not None:
        yield Marker("一、", 3.5, value, match.group().strip(), match.end())


def _bracket(line: str) -> Iterator[Marker]:
    match = _BRACKET.match(line)
    if match is None:
        return
    inner, text, length = match.group(1), match.group(), match.end()
    chinese = from_chinese(inner)
    if chinese is not None:
        yield Marker("（一）", 5.0, chinese, text, length)
    elif inner.isdigit():
        yield Marker("(1)", 8.0, int(inner), text, length)
    else:
        yield from _lettered(inner, text, length, ("(a)", "(A)", "(i)", "(I)"), 8.0)


def _circled(line: str) -> Iterator[Marker]:
    match = _CIRCLED.match(line)
    if match is not None:
        value = from_circled(match.group()) or 0
        yield Marker("①", 10.0, value, match.group(), match.end())


def _letter(line: str) -> Iterator[Marker]:
    dashed = _ROMAN_DASH.match(line)
    if dashed is not None:
        value = from_roman(dashed.group(1))
        if value is not None:
            yield Marker("I –", 1.2, value, dashed.group(1), dashed.end())
    match = _ROMAN_DOT.match(line) or _LETTER.match(line)
    if match is None:
        return
    inner, closing = match.group(1), match.group(2)
    styles = (f"a{closing}", f"A{closing}", f"i{closing}", f"I{closing}")
    if inner.isupper() and closing == ".":
        yield from _lettered(inner, match.group(), match.end(), styles, 2.5)
    else:
        yield from _lettered(inner, match.group(), match.end(), styles, 8.0)


def _lettered(
    inner: str, text: str, length: int, styles: tuple[str, str, str, str], rank: float
) -> Iterator[Marker]:
    """``(i)`` may be the ninth letter or Roman one: both readings.

    ``styles`` name small letters, capitals, small Roman, capital Roman.
    """
    low, up, low_roman, up_roman = styles
    upper = inner.isupper()
    roman, letters = from_roman(inner), from_letters(inner)
    if roman is not None:
        roman_rank = 1.2 if rank == 2.5 else rank
        yield Marker(up_roman if upper else low_roman, roman_rank, roman, text, length)
    if letters is not None and len(inner) <= 3:
        yield Marker(up if upper else low, rank, letters, text, length)


def _chinese_or_digits(text: str) -> int | None:
    return int(text) if text.isdigit() else from_chinese(text)


_READERS: tuple[Callable[[str], Iterator[Marker]], ...] = (
    _division,
    _annex,
    _article,
    _section,
    _decimal,
    _number,
    _ideograph,
    _bracket,
    _circled,
    _letter,
)
