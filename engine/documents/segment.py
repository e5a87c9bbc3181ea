"""Clauses: the numbered and headed parts of a contract, nested, with exact offsets."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from engine.documents.markers import Marker, readings
from engine.documents.outline import Nesting, Outline, Placed
from engine.documents.units import Unit, units
from engine.types import Clause, Document, stable_id

PATH_SEPARATOR = " › "

_CELL_STYLES = frozenset({"章", "节", "条", "编", "article", "annex"})
_UNIT_AFTER = re.compile(
    r"\s*(?:%|％|‰|million|billion|thousand|percent|per\s?cent|hours?\b|days?\b|weeks?\b|months?\b"
    r"|years?\b|times\b|万|亿|元|千|百|年|月|日|个|吨|公里|公斤|平方|米|倍|股|小时|分钟)"
)
_REFERENCE_EN = re.compile(r"[\s]*(?:[a-z,;)\]/&]|\([a-z0-9]+\)\s*(?:[a-z,;]|$))")
_REFERENCE_ZH = re.compile(
    r"(?:规定|所述|约定|所列|所指|所称|之规定|的|第|和|与|及|或|、|，|,|中|至|到|内容|条款|列明|下|项下|以下|以上|以外|除外|；|。|）|\))"
)
_FILING = re.compile(r"(?:EXHIBIT|Exhibit)\s+\d{1,2}\.\d")
_CLOSING = re.compile(
    r"IN\s+WITNESS\s+WHEREOF|In\s+witness\s+whereof|\[?\s*SIGNATURE\s+PAGE|\[?Signature page"
    r"|[（(【\[]?\s*(?:以下无正文|本页无正文|此页无正文|签署页|签字页|签章页)"
)
_CAPITALS = re.compile(r"[A-Z][A-Z\d &/,'’\-–—().:]{3,79}$")
_COMPANY = re.compile(
    r"\b(?:INC|LLC|LTD|CORP|CORPORATION|COMPANY|L\.?P|LLP|PLC|CO|N\.A|S\.A|GMBH|B\.V)\b\.?,?$"
)
_RUN_IN = re.compile(r"\s*([^.:\n。：]{2,90}?)\s*([.:：](?=\s|$)|\s[-–—]\s)")
_SMALL_WORDS = re.compile(
    r"(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|with|without|its|not|per|no|under|upon)$"
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|shall|will|may|must|agrees?|means?)\b")
_SENTENCE_END = re.compile(r"[.。;；!?！？,，]\s*$")
_MARKDOWN = re.compile(r"(#{1,6})\s+\S")
_MAX_HEADING = 110


@dataclass(frozen=True, slots=True)
class _Found:
    unit: Unit
    placed: Placed
    heading: str


def segment(document: Document) -> tuple[Clause, ...]:
    """The clauses of ``document`` in reading order, nested by ``parent_id``.

    Own work, over computed list numbers and headings where the format has them, and over line
    starts where it has not. What stands before the first clause is a clause of level 0 without
    number. References (``Section 2.3 of …``, ``依照第三条``), years, amounts and dates open none.
    """
    lines = list(units(document))
    candidates = [_candidates(document, line) for line in lines]
    nesting = Nesting([marks[0].style for marks in candidates if marks])
    outline = Outline(nesting)
    titles = _titles(lines, candidates)
    found: list[_Found] = []
    for position, (line, marks) in enumerate(zip(lines, candidates, strict=True)):
        marker = outline.choose(marks, certain=line.label is not None)
        if marker is None and _is_bare_heading(document.text, lines, position):
            if position and found and _awaits_title(found[-1], lines[position - 1]):
                found[-1] = replace(found[-1], heading=document.text[line.start : line.end].strip())
                continue
            marker = _heading_marker(line)
        if marker is not None and position not in titles:
            outline.place(marker, line.announced)
            found.append(_Found(line, outline.placed[-1], _heading(document.text, line, marker)))
    return _clauses(document, found)


def _titles(lines: list[Unit], candidates: list[list[Marker]]) -> set[int]:
    """The lines that may not open an unnumbered clause: titles and recitals above the numbers.

    A contract's name stands over all of it; as a clause it would only deepen every path. In a
    document without numbers its headings are all there is, so none is left out there.
    """
    first = next((i for i, marks in enumerate(candidates) if _is_number(marks)), None)
    if first is None:
        return set()
    unnumbered = [i for i in range(first) if not _is_number(candidates[i])]
    levels = Counter(line.heading_level for line in lines if not line.label)
    return {
        i
        for i in unnumbered
        # A heading of the format's own counts if others of its level divide the document.
        if not lines[i].heading_level or levels[lines[i].heading_level] < 2
    }


def _is_number(marks: list[Marker]) -> bool:
    return any(mark.length and mark.style != "annex" for mark in marks)


def _candidates(document: Document, line: Unit) -> list[Marker]:
    """The readings of a line's start that its surroundings allow."""
    text = document.text[line.start : min(line.end, line.start + 400)]
    if _CLOSING.match(text):
        return [Marker("closing", 0.9, 1, "", 0, strong=True)]
    if line.heading_level is not None and line.label is None:
        marks = [m for m in readings(text) if not _is_reference(text, m)]
        # Some authors give whole paragraphs a heading's style: those are text.
        is_title = len(text) <= _MAX_HEADING and not _SENTENCE_END.search(text)
        return marks or ([_heading_marker(line)] if is_title else [])
    markdown = _MARKDOWN.match(text)
    if markdown is not None:
        return [_heading_marker(replace(line, heading_level=len(markdown.group(1))))]
    if not line.fresh:
        return []
    marks = readings(text, computed=line.label is not None)
    if line.label is not None:
        return [mark for mark in marks if mark.length <= len(line.label) + 2] or marks
    marks = [mark for mark in marks if not _is_reference(text, mark)]
    if line.cell:
        return [m for m in marks if m.style in _CELL_STYLES or len(m.parts) > 1]
    return marks


def _is_reference(text: str, marker: Marker) -> bool:
    """Whether what looks like a marker is a mention of another clause, an amount or a date."""
    rest = text[marker.length :]
    if marker.parts and _UNIT_AFTER.match(rest):
        return True
    if marker.style == "annex":
        return _is_annex_reference(text, rest)
    if marker.strong:
        return _REFERENCE_EN.match(rest) is not None
    if marker.style in ("条", "款", "项", "章", "节", "编", "部分"):
        return _REFERENCE_ZH.match(rest) is not None and not re.match(r"\s*、(?!第)", rest)
    return False


def _is_annex_reference(text: str, rest: str) -> bool:
    """An annex is announced by a line of its own: short, without a verb behind the name."""
    if _FILING.match(text) or len(text) > 160:
        return True
    if text.startswith(("附", "补")):
        return (
            len(text) > 60 or _REFERENCE_ZH.match(rest) is not None or text.endswith(("。", "；"))
        )
    return _REFERENCE_EN.match(rest) is not None or rest.rstrip().endswith((".", ";", ","))


def _awaits_title(last: _Found, previous: Unit) -> bool:
    """``ARTICLE I`` alone on the line before: what follows in capitals is its title."""
    alone = last.unit is previous and previous.end - previous.start <= last.placed.marker.length + 1
    return alone and bool(last.placed.marker.length)


def _heading_marker(line: Unit) -> Marker:
    level = min(line.heading_level or 1, 9)
    return Marker(f"heading{level}", 0.8 + level * 0.01, 1, "", 0, strong=True)


def _is_bare_heading(text: str, lines: list[Unit], position: int) -> bool:
    """A line in capitals that heads something: not a company's name above a signature."""
    line = lines[position]
    words = text[line.start : line.end].strip()
    if line.cell or not line.fresh or not line.blank_before or not _CAPITALS.match(words):
        return False
    if _COMPANY.search(words) or not re.search(r"[A-Z]{4}", words) or len(words.split()) > 10:
        return False
    if words.endswith((",", ".", "-")) or words.count(",") > 2 or words.startswith("BY:"):
        return False
    if position + 1 >= len(lines):
        return False
    after = text[lines[position + 1].start : lines[position + 1].end]
    return len(after) > 25 and not re.match(r"(?:By|Name|Title|Its|Date)\s*:", after)


def _heading(text: str, line: Unit, marker: Marker) -> str:
    """The clause's title: the rest of a short line, or the words before a full stop or colon."""
    rest = text[line.start + marker.length : line.end]
    start = rest.lstrip(" \t\u3000.．、:：-–—#")
    stripped = start.strip()
    if not stripped or marker.style == "closing":
        return ""
    limit = 40 if re.search(r"[\u4e00-\u9fff]", stripped) else _MAX_HEADING
    if len(stripped) <= limit and not _SENTENCE_END.search(stripped):
        return stripped.rstrip(":： ") if _is_title(stripped) else ""
    match = _RUN_IN.match(start)
    if match is not None and _is_title(match.group(1)):
        return match.group(1).strip()
    return ""


def _is_title(words: str) -> bool:
    """Chinese without a comma, or English whose larger words are capitalised."""
    if re.search(r"[\u4e00-\u9fff]", words):
        return len(words) <= 40 and not re.search(r"[，。；,]", words)
    significant = [
        w for w in re.findall(r"[A-Za-z][\w'’-]*", words) if not _SMALL_WORDS.match(w.lower())
    ]
    if not significant or len(significant) > 12 or _VERB.search(words):
        return False
    capitalised = sum(word[0].isupper() for word in significant)
    return capitalised >= len(significant) * 0.6 or (len(significant) <= 3 and words[0].isupper())


def _clauses(document: Document, found: list[_Found]) -> tuple[Clause, ...]:
    text = document.text
    first = found[0].unit.start if found else len(text)
    clauses = []
    if text[:first].strip():
        clauses.append(_clause(document, "", "", "", 0, 0, first, None))
    made: list[Clause] = []
    for position, item in enumerate(found):
        end = found[position + 1].unit.start if position + 1 < len(found) else len(text)
        parent = made[item.placed.parent] if item.placed.parent is not None else None
        number = item.placed.marker.text.strip().rstrip(".．、，,:： ")
        name = number or item.heading or text[item.unit.start : item.unit.end].strip()[:40]
        path = f"{parent.path}{PATH_SEPARATOR}{name}" if parent else name
        parent_id = parent.id if parent else None
        level, start = item.placed.level, item.unit.start
        made.append(_clause(document, number, item.heading, path, level, start, end, parent_id))
    return (*clauses, *made)


def _clause(
    document: Document,
    number: str,
    heading: str,
    path: str,
    level: int,
    start: int,
    end: int,
    parent_id: str | None,
) -> Clause:
    own = document.text[start:end]
    start += len(own) - len(own.lstrip())
    end = start + len(own.strip())
    identity = stable_id("clause", document.id, path, start)
    return Clause(identity, document.id, number, heading, path, level, start, end, parent_id)
