"""Names, and the marks of tracked changes: who, when, a number each."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from engine.documents.docx.xml import W

Element = etree._Element

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
AUTHOR = "ClauseDesk"
PARAGRAPH, TABLE, ROW, CELL, RUN = W + "p", W + "tbl", W + "tr", W + "tc", W + "r"
CONTROL, CONTENT, SECTION = W + "sdt", W + "sdtContent", W + "sectPr"
_FIRST_ID = 900_001
"""Above what Word itself hands out, so that no mark meets one that is there already."""


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class Marks:
    """Hands out tracked-change elements; one instance a document."""

    author: str = AUTHOR
    date: str = field(default_factory=_now)
    next_id: int = _FIRST_ID
    moves: int = 0

    def element(self, name: str) -> Element:
        """An empty ``w:name`` with number, author and date."""
        made = etree.Element(W + name)
        made.set(W + "id", str(self.number()))
        made.set(W + "author", self.author)
        made.set(W + "date", self.date)
        return made

    def number(self) -> int:
        """A number that no other mark has."""
        self.next_id += 1
        return self.next_id

    def move_name(self) -> str:
        """The name that ties the two places of a move together."""
        self.moves += 1
        return f"move{self.moves}"


def word(name: str, **attributes: str) -> Element:
    """``<w:name w:key="value">``."""
    made = etree.Element(W + name)
    for key, value in attributes.items():
        made.set(W + key, value)
    return made


def twin(element: Element) -> Element:
    """A copy without what follows the element."""
    made = copy.deepcopy(element)
    made.tail = None
    return made


def properties(paragraph: Element) -> Element:
    """The paragraph's ``w:pPr``, made where it has none."""
    found = paragraph.find(W + "pPr")
    if found is None:
        found = etree.Element(W + "pPr")
        paragraph.insert(0, found)
    return found


def mark_end(paragraph: Element, mark: Element) -> None:
    """Note that the end of ``paragraph`` itself was inserted, deleted or moved (17.13.5)."""
    holder = properties(paragraph)
    style = holder.find(W + "rPr")
    if style is None:
        style = etree.Element(W + "rPr")
        after = [W + "sectPr", W + "pPrChange"]
        place = next((i for i, item in enumerate(holder) if item.tag in after), len(holder))
        holder.insert(place, style)
    style.insert(0, mark)
