"""List numbers as Word computes them (ECMA-376 Part 1, 17.9): multi-level, restarts, overrides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.documents import numerals
from engine.documents.docx.package import Element
from engine.documents.docx.xml import W, child, number, switch, value

LEVELS = 9

_PLACE = re.compile(r"%([1-9])")
_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0a8": "☐",
    "\uf076": "❖",
}
_CARDINALS = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen"
    " Sixteen Seventeen Eighteen Nineteen"
)
_ORDINALS = (
    "Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"
    " Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth"
)
_TENS = "Zero Ten Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety"


@dataclass(frozen=True, slots=True)
class Label:
    """A computed number: its text, and what Word puts between it and the paragraph."""

    text: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    glued: bool = False
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Hands out the next number of a list; ask once for each numbered paragraph, in order."""

    def __init__(self, tree: Element | None) -> None:
        self._lists: dict[int, _List] = {}
        self._by_style: dict[str, tuple[int, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()
        if tree is not None:
            self._load(tree)

    def level_of_style(self, number_id: int, style: str) -> int | None:
        """The level that the list links to a paragraph style, if it does."""
        linked = self._by_style.get(f"{number_id}\x1f{style}")
        return linked[1] if linked else None

    def next(self, number_id: int, level: int) -> Label | None:
        """The label of the next paragraph on ``level`` (from 0) of the list; ``None`` for no list."""
        entry = self._lists.get(number_id)
        if entry is None or not 0 <= level < LEVELS:
            return None
        counters = self._counters.setdefault(entry.abstract, [None] * LEVELS)
        rule = entry.levels.get(level, _Level())
        current = counters[level]
        if level in entry.starts and (number_id, level) not in self._started:
            current = entry.starts[level]
        else:
            current = entry.starts.get(level, rule.start) if current is None else current + 1
        self._started.add((number_id, level))
        counters[level] = current
        for deeper in range(level + 1, LEVELS):
            restart = entry.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                counters[deeper] = None
        return self._label(entry, rule, counters)

    def _label(self, entry: _List, rule: _Level, counters: list[int | None]) -> Label | None:
        if rule.format == "bullet":
            sign = rule.text.strip()
            plain = _BULLETS.get(sign, "•" if sign and "\ue000" <= sign[0] <= "\uf8ff" else sign)
            return Label(plain, rule.glued) if plain else None

        def fill(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = entry.levels.get(place, _Level())
            count = counters[place]
            shown = other.start if count is None else count
            return format_number(shown, "decimal" if rule.legal else other.format)

        text = _PLACE.sub(fill, rule.text).strip()
        return Label(text, rule.glued) if text else None

    def _load(self, tree: Element) -> None:
        abstracts = {
            item.get(W + "abstractNumId", ""): item for item in tree.iter(W + "abstractNum")
        }
        linked = {value(item, "styleLink"): item for item in abstracts.values()}
        linked.pop(None, None)
        for item in tree.iter(W + "num"):
            try:
                number_id = int(item.get(W + "numId", ""))
            except ValueError:
                continue
            abstract_id = value(item, "abstractNumId") or ""
            abstract: Element | None = abstracts.get(abstract_id)
            target = linked.get(value(abstract, "numStyleLink") or "")
            if target is not None:
                abstract, abstract_id = target, target.get(W + "abstractNumId", "")
            self._add(number_id, abstract_id, abstract, item)

    def _add(
        self, number_id: int, abstract_id: str, abstract: Element | None, item: Element
    ) -> None:
        entry = _List(abstract_id, {})
        for element in abstract.findall(W + "lvl") if abstract is not None else ():
            self._add_level(entry, number_id, element)
        for override in item.findall(W + "lvlOverride"):
            place = _whole(override.get(W + "ilvl"))
            own = child(override, "lvl")
            if own is not None:
                self._add_level(entry, number_id, own)
            start = number(override, "startOverride")
            if start is not None:
                entry.starts[place] = start
        self._lists[number_id] = entry

    def _add_level(self, entry: _List, number_id: int, element: Element) -> None:
        place = _whole(element.get(W + "ilvl"))
        entry.levels[place] = _level(element)
        style = value(element, "pStyle")
        if style is not None:
            self._by_style[f"{number_id}\x1f{style}"] = (number_id, place)


def _level(element: Element) -> _Level:
    start = number(element, "start")
    form = value(element, "numFmt")
    if form is None:
        # A newer format stands in mc:AlternateContent, with a plain one as its fallback.
        nested = next(element.iter(W + "numFmt"), None)
        form = nested.get(W + "val") if nested is not None else None
    return _Level(
        # A level without a start counts from 0 (17.9.25), but every editor writes one.
        start=0 if start is None else start,
        format=form or "decimal",
        text=value(element, "lvlText") or "",
        glued=value(element, "suff") == "nothing",
        legal=switch(element, "isLgl") or False,
        restart=number(element, "lvlRestart"),
    )


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0


def format_number(count: int, form: str) -> str:
    """``count`` in the number format ``form`` (ST_NumberFormat); unknown formats give digits."""
    formatter = _FORMATS.get(form)
    return formatter(count) if formatter is not None else str(count)


def _ordinal(count: int) -> str:
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _spelled(count: int) -> str:
    if 0 <= count < 20:
        return _CARDINALS.split()[count]
    if count < 100:
        tens, ones = divmod(count, 10)
        return _TENS.split()[tens] + (f"-{_CARDINALS.split()[ones].lower()}" if ones else "")
    return str(count)


def _spelled_ordinal(count: int) -> str:
    if 0 <= count < 20:
        return _ORDINALS.split()[count]
    if count < 100:
        tens, ones = divmod(count, 10)
        word = _TENS.split()[tens]
        return f"{word}-{_ORDINALS.split()[ones].lower()}" if ones else word[:-1] + "ieth"
    return _ordinal(count)


def _legal(count: int) -> str:
    return numerals.to_chinese(count, legal=True)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda count: "",
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": numerals.to_roman,
    "lowerRoman": lambda count: numerals.to_roman(count).lower(),
    "upperLetter": numerals.to_letters,
    "lowerLetter": lambda count: numerals.to_letters(count).lower(),
    "ordinal": _ordinal,
    "cardinalText": _spelled,
    "ordinalText": _spelled_ordinal,
    "chineseCounting": numerals.to_chinese,
    "chineseCountingThousand": numerals.to_chinese,
    "taiwaneseCounting": numerals.to_chinese,
    "taiwaneseCountingThousand": numerals.to_chinese,
    "japaneseCounting": numerals.to_chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographDigital": numerals.to_chinese_digits,
    "japaneseDigitalTenThousand": numerals.to_chinese_digits,
    "taiwaneseDigital": numerals.to_chinese_digits,
    "ideographTraditional": numerals.to_stem,
    "ideographZodiac": numerals.to_branch,
    "decimalEnclosedCircle": numerals.to_circled,
    "decimalEnclosedCircleChinese": numerals.to_circled,
    "ideographEnclosedCircle": numerals.to_circled,
    "decimalEnclosedParen": numerals.to_parenthesised,
    "decimalFullWidth": numerals.to_full_width,
    "decimalFullWidth2": numerals.to_full_width,
    "numberInDash": lambda count: f"- {count} -",
}
