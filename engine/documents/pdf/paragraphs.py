"""Rows into paragraphs, and how one row goes on in the next."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from statistics import median

from engine.documents.markers import readings
from engine.documents.pdf.glyphs import is_wide
from engine.documents.pdf.layout import Row
from engine.documents.pdf.margins import PAGE_NUMBER
from engine.documents.text import NEW_PARAGRAPH

_TERMINAL = re.compile(r"(?:[.:;!?。：；！？][\"'”’」』）)\]]*|;\s*(?:and|or))\s*$")
_GOES_ON = re.compile(
    r"(?:[,，、\-–—]|\b(?:and|or|of|the|to|a|an|in|by|for|with|any|such|that))\s*$"
)
_EXTRA_GAP = 0.5
_WINDOW = 3
_TEXT_SHARE = 0.6
_LABEL = re.compile(
    r"(?:By|Name|Title|Its|Date|Address|Attention|Attn|E-?mail|Tel|Telephone|Fax|Facsimile|Phone)\.?\s?:"
    r"|(?![^：:]*(?:[如以]下|下列|包括))[\u4e00-\u9fff（）()]{2,14}[：:]"
)
_SMALL_LETTER = re.compile(r"[(\[\"“‘']*[a-z]")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_BROKEN = re.compile(r"([A-Za-z]+)-$")


def paragraphs(
    rows: Sequence[Row], page_width: float, document_edge: float | None = None
) -> list[list[Row]]:
    """The body rows of a page, in reading order, grouped into paragraphs.

    A row starts a paragraph after a wider gap, after a row that had room for its first word,
    at a first-line indent, at a list number, around centred rows and around rows with wide gaps
    inside (tables).
    """
    usual = _usual_gap(rows)
    edges = _edges(rows, page_width, document_edge)
    found: list[list[Row]] = []
    for index, row in enumerate(rows):
        if index and _belongs(rows, index, usual, edges, page_width, found[-1][0]):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def continues(last: Sequence[Row], first: Sequence[Row]) -> bool:
    """Whether the paragraph ``last`` at a page's end goes on in ``first`` on the next page."""
    before, after = last[-1], first[0]
    if before.tabular or after.tabular or _differ_in_size(before, after):
        return False
    text, following = before.text.rstrip(), after.text.lstrip()
    if _TERMINAL.search(text) or not following:
        return False
    if following[0].islower() or _GOES_ON.search(text):
        return True
    if NEW_PARAGRAPH.match(following):
        return False
    return not _has_room(before, after, max(before.right, before.box[2]))


class Vocabulary:
    """The words of a document, to tell a word broken at a line's end from a hyphenated one."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        breaks: list[tuple[str, str]] = []
        previous = ""
        for text in texts:
            self._words.update(word.lower() for word in _WORD.findall(text))
            broken = _BROKEN.search(previous)
            start = _WORD.match(text.lstrip())
            if broken is not None and start is not None:
                breaks.append((broken.group(1).lower(), start.group().lower()))
            previous = text.rstrip()
        proven = sum(first + second in self._words for first, second in breaks)
        # A document that was set with hyphenation breaks words all over.
        self._hyphenates = proven >= 3 and proven * 2 >= len(breaks)

    def is_broken(self, first: str, second: str) -> bool:
        """Whether ``first-`` at a line's end and ``second`` on the next line are one word."""
        first, second = first.lower(), second.lower()
        if first + second in self._words:
            return True
        return self._hyphenates and f"{first}-{second}" not in self._words


def join(before: str, after: str, vocabulary: Vocabulary) -> tuple[int, str]:
    """How ``before`` at a line's end meets ``after``: characters to drop from it, and a separator."""
    start = re.match(r"[a-z]+", after)
    broken = _BROKEN.search(before)
    if broken is not None and start is not None:
        return int(vocabulary.is_broken(broken.group(1), start.group())), ""
    if re.search(r"\w[-/]$", before) and re.match(r"\w", after):
        return 0, ""
    if is_wide(before[-1:] or " ") or is_wide(after[:1] or " "):
        return 0, ""
    return 0, " "


def text_edge(rows: Sequence[Row]) -> float | None:
    """The right edge that lines of running text share, in points; ``None`` for loose lines."""
    filled = sorted((row.box[2] for row in rows if not row.tabular), reverse=True)
    needed = max(3, round(len(filled) * 0.15))
    height = median(row.height for row in rows) if rows else 0.0
    for edge in filled:
        if sum(edge - 1.5 * height <= other <= edge for other in filled) >= needed:
            return edge
    return None


def _edges(
    rows: Sequence[Row], page_width: float, document_edge: float | None
) -> dict[float, float]:
    """The edge of each column of a page, by the column's outer right; a page of loose lines, such
    as one of signatures, takes the document's."""
    edges: dict[float, float] = {}
    for right in {row.right for row in rows}:
        column = [row for row in rows if row.right == right]
        left = column[0].left
        is_whole_page = right - left > page_width * 0.5 or len(rows) == len(column)
        widest = max(right, document_edge or 0.0) if is_whole_page else right
        edge = text_edge(column)
        is_text = edge is not None and edge - left > _TEXT_SHARE * (widest - left)
        edges[right] = edge if edge is not None and is_text else widest
    return edges


def _belongs(
    rows: Sequence[Row],
    index: int,
    usual: float,
    edges: dict[float, float],
    page_width: float,
    first: Row,
) -> bool:
    before, after = rows[index - 1], rows[index]
    stands_alone = _is_centred(before, page_width) and not _GOES_ON.search(before.text)
    if stands_alone and not after.text.lstrip()[:1].islower():
        return False
    return _goes_on(rows, index, usual, edges) and not _next_in_list(first, after)


def _is_centred(row: Row, page_width: float) -> bool:
    """A short line in the middle of the page: a title, a page number, a place of signature."""
    middle = (row.box[0] + row.box[2]) / 2
    short = row.box[2] - row.box[0] < page_width * 0.6
    return short and abs(middle - page_width / 2) < page_width * 0.015


def _goes_on(rows: Sequence[Row], index: int, usual: float, edges: dict[float, float]) -> bool:
    before, after = rows[index - 1], rows[index]
    if before.tabular or after.tabular:
        return False
    text, following = before.text.rstrip(), after.text.lstrip()
    if PAGE_NUMBER.match(text) or PAGE_NUMBER.match(following):
        return False
    if not text.strip("_ ") or not following.strip("_ ") or _LABEL.match(following):
        return False  # A line to sign on, or the next line of a form.
    if after.resumes:
        return continues([before], [after])
    if after.box[1] - before.box[3] > usual + _EXTRA_GAP * min(before.height, after.height):
        return False
    if _differ_in_size(before, after):
        return False
    ended = _TERMINAL.search(text) is not None
    if not ended and _SMALL_LETTER.match(following) and not NEW_PARAGRAPH.match(following):
        return True
    if ended and (NEW_PARAGRAPH.match(following) or _is_indented(before, after)):
        return False
    if _has_room(before, after, _edge_at(rows, index, edges)):
        return not ended and _GOES_ON.search(text) is not None
    return True


def _edge_at(rows: Sequence[Row], index: int, edges: dict[float, float]) -> float:
    """How far the line before ``index`` could have run: a quotation set in has its own edge."""
    before = rows[index - 1]
    edge = edges.get(before.right, before.right)
    if before.box[0] - before.left > before.height * 2:
        nearby = rows[max(0, index - 1 - _WINDOW) : index + _WINDOW]
        block = [row for row in nearby if abs(row.box[0] - before.box[0]) < before.height * 0.3]
        own = text_edge(block)
        if own is not None and own - before.box[0] > _TEXT_SHARE * (edge - before.left):
            edge = own
    return max(edge, before.box[2])


def _next_in_list(first: Row, row: Row) -> bool:
    """``IV.`` at the same indent as the ``III.`` that began the paragraph."""
    if abs(first.box[0] - row.box[0]) > row.height * 0.4:
        return False
    first_text, text = first.text.lstrip(), row.text.lstrip()
    if not NEW_PARAGRAPH.match(text) or not NEW_PARAGRAPH.match(first_text):
        return False
    before, after = readings(first_text), readings(text)
    return any(a.style == b.style and a.value + 1 == b.value for a in before for b in after)


def _has_room(before: Row, after: Row, edge: float) -> bool:
    """Whether the first word of ``after`` would still have stood on ``before``'s line."""
    first = after.tokens[0]
    width = first.box[2] - first.box[0]
    return before.box[2] + width + before.height * 0.9 < edge


def _is_indented(before: Row, after: Row) -> bool:
    return after.box[0] > before.box[0] + after.height * 0.9


def _differ_in_size(before: Row, after: Row) -> bool:
    return abs(before.height - after.height) > 0.3 * max(before.height, after.height)


def _usual_gap(rows: Sequence[Row]) -> float:
    """The median distance between the rows of this page, in points."""
    gaps = [
        after.box[1] - before.box[3]
        for before, after in itertools.pairwise(rows)
        if not after.resumes and after.box[1] >= before.box[1]
    ]
    close = [gap for gap in gaps if gap < 2.5 * max(rows[0].height, 1.0)] if rows else []
    return median(sorted(close)[: max(1, (len(close) + 1) // 2)] or [0.0]) if close else 0.0
