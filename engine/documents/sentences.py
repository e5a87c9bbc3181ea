"""Sentences of English and Chinese text, as offsets."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"(?:inc|ltd|co|corp|llc|llp|plc|no|nos|art|arts|secs?|cl|paras?|mr|mrs|ms|dr|prof|st|jr|sr|vs?"
    r"|e\.g|i\.e|etc|al|fig|exh?|approx|dept|est|ext|viz|cf|u\.s|u\.k|u\.s\.a|p\.m|a\.m|ph\.d|jan|feb"
    r"|mar|apr|jun|jul|aug|sept?|oct|nov|dec|messrs|hon|gov|gen|bros|assn|bldg|ave|blvd|rd|ste|p\.o"
    r"|n\.a|s\.a|l\.p|d\.c|b\.v|p\.c|n\.y)$"
)
_ALWAYS_GOES_ON = re.compile(r"(?:nos?|arts?|secs?|cl|para|mr|mrs|ms|dr|prof|messrs|vs?)$")
_CLOSERS = "\"'”’」』）)】》]"
_END = re.compile(r"[。！？；!?]+|[.;]+(?=[\s\"'”’)\]]|$)|…{2,}|\n+")
_WORD_BEFORE = re.compile(r"([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)$")
_ENUMERATOR = re.compile(
    r"^\s*(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]?"
    r"|(?:Section|Article|Clause|Exhibit|Schedule)\s+\S{1,8})$"
)
_TERMINAL = re.compile(r"[.:;!?。：；！？][\"'”’」』）)\]]*\s*$")
_NEARBY = 800
_HAN = re.compile(r"[\u3400-\u9fff]")
_FRESH = re.compile(
    r"^\s*(?:\(?[0-9a-zA-Z]{1,4}[.)、]|[•●▪◦·\-–—*]\s|第[〇零一二三四五六七八九十百千\d]+[章节条款编]"
    r"|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|[A-Z][A-Z \d]{3,}$)"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, in order, without the white space around them.

    Full stops end a sentence but for abbreviations (``Inc.``, ``No. 5``, ``U.S.``), initials,
    enumerators (``1.``) and decimals; ``。！？；`` always do, with the quotation marks after them. A
    line break ends one unless the next line plainly goes on (hard-wrapped text).
    """
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, stop):
        if match.start() < begin or not _ends(text, begin, match, stop):
            continue
        cut = match.end()
        while cut < stop and text[cut] in _CLOSERS and match.group()[0] != "\n":
            cut += 1
        _keep(text, begin, cut, found)
        begin = cut
    _keep(text, begin, stop, found)
    return found


def _keep(text: str, begin: int, end: int, found: list[tuple[int, int]]) -> None:
    piece = text[begin:end]
    stripped = piece.strip()
    if stripped:
        first = begin + len(piece) - len(piece.lstrip())
        found.append((first, first + len(stripped)))


def _ends(text: str, begin: int, match: re.Match[str], stop: int) -> bool:
    mark = match.group()[0]
    if mark == "\n":
        return _line_ends(text, begin, match, stop)
    if mark == ".":
        return _stop_ends(text, begin, match, stop)
    return True


def _stop_ends(text: str, begin: int, match: re.Match[str], stop: int) -> bool:
    before = text[begin : match.start()]
    if _ENUMERATOR.match(before):
        return False
    following = text[match.end() : match.end() + 40].lstrip(" \t\"'“‘(")
    goes_on = bool(following[:1]) and (following[0].islower() or following[0] in ",;:")
    word = _WORD_BEFORE.search(before[-20:])
    if word is None:
        return not goes_on
    token = word.group(1).lower()
    if _ALWAYS_GOES_ON.match(token) and following[:1] and not following.startswith("\n"):
        # "No. 5" goes on; "The answer is no. The …" does not.
        return token in ("no", "v") and not following[0].isdigit() and token == "no"
    if _ABBREVIATION.match(token) or len(token) == 1 or "." in token:
        return not goes_on and _starts_new(following) and len(token) > 1
    return not goes_on


def _is_wrapped(text: str, place: int, line: str) -> bool:
    """Whether ``line`` fills the width of text that was wrapped by hand around ``place``.

    Only then does a line break say nothing: elsewhere each line is a paragraph, and some among
    its neighbours are longer than any typewriter's line.
    """
    nearby = text[max(0, place - _NEARBY) : place + _NEARBY].split("\n")
    # The first and the last may be cut by the slice; they are never the widest then.
    widths = [_width(other) for other in nearby if other.strip()]
    widest = max(widths, default=0)
    if not 40 <= widest <= 110 or sum(width > widest * 0.75 for width in widths) < 4:
        return False
    return _width(line) > widest * 0.75


def _width(line: str) -> int:
    stripped = line.strip()
    return len(stripped) + len(_HAN.findall(stripped))


def _starts_new(following: str) -> bool:
    """After an abbreviation: whether a new sentence plainly begins."""
    return bool(
        re.match(
            r"(?:The|This|That|These|Each|If|In|Any|All|No|It|Such|For|Upon|\n|$)\b|$", following
        )
    )


def _line_ends(text: str, begin: int, match: re.Match[str], stop: int) -> bool:
    """Whether a line break ends a sentence: always at a blank line and after a terminal mark."""
    if len(match.group()) > 1:
        return True
    line = text[begin : match.start()].rsplit("\n", 1)[-1]
    following = text[match.end() : min(match.end() + 80, stop)].split("\n")[0]
    if _is_wrapped(text, match.start(), line):
        return _TERMINAL.search(line) is not None or not following.strip()
    if _TERMINAL.search(line) or not following.strip() or _FRESH.match(following):
        return True
    first = following.lstrip()[0]
    if _HAN.match(first) or _HAN.match(line.rstrip()[-1:] or " "):
        return True
    return not (first.islower() or line.rstrip().endswith((",", "-", " and", " or", " of", " the")))
