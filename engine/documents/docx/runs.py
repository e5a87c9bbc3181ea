"""The characters of a paragraph: runs, tracked changes, fields, symbols, hidden text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.documents.docx.package import Element
from engine.documents.docx.styles import Styles
from engine.documents.docx.xml import MC, M, R, W, child, children, switch, value
from engine.documents.options import TrackedChanges

_SKIPPED = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "fldData", "rt", "rubyPr",
        "commentReference", "footnoteReference", "endnoteReference", "annotationRef", "smartTagPr",
        "customXmlPr", "object", "pgNum", "tblPr", "fldCharData", "ffData",
    )
)  # fmt: skip
_BREAKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and zero-width blanks: in the middle of a word they keep it from being found."""
_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "☐", 0xF06F: "☐", 0xF071: "☐", 0xF0FE: "☒", 0xF078: "☒",
    0xF052: "☑", 0xF0FC: "✓", 0xF0FB: "✗", 0xF0D8: "➢", 0xF0E0: "→", 0xF0D3: "©", 0xF0D2: "®",
    0xF0B1: "±", 0xF0B0: "°", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B4: "×", 0xF0A2: "′", 0xF0B2: "″",
}  # fmt: skip
_INSERTIONS = frozenset({W + "ins", W + "moveTo"})
_DELETIONS = frozenset({W + "del", W + "moveFrom"})


@dataclass(slots=True)
class Tally:
    """What a person should know about a document once it is read."""

    changes: int = 0
    hidden: int = 0
    foreign: int = 0


@dataclass(slots=True)
class Runs:
    """Reads runs one after another; fields may span paragraphs, so one instance reads a story.

    ``text`` collects the visible characters, ``boxes`` the text boxes met on the way.
    """

    styles: Styles
    mode: TrackedChanges
    tally: Tally
    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    _fields: list[bool] = field(default_factory=list)
    _readers: dict[str, Callable[[Element, bool], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._readers = {
            W + "t": self._plain,
            W + "delText": self._plain,
            M + "t": self._plain,
            W + "r": self._run,
            W + "fldChar": self._field,
            W + "sym": self._symbol,
            MC + "AlternateContent": self._alternate,
            W + "txbxContent": self._box,
        }
        self._readers.update(dict.fromkeys(_BREAKS, self._break))

    def read(self, element: Element, hidden: bool = False) -> None:
        """Collect what ``element`` and its descendants show."""
        tag = element.tag
        if tag in _SKIPPED:
            return
        if tag in _INSERTIONS or tag in _DELETIONS:
            self.tally.changes += 1
            if not self.keeps(tag in _INSERTIONS):
                return
        reader = self._readers.get(tag)
        if reader is not None:
            reader(element, hidden)
        else:
            for item in children(element):
                self.read(item, hidden)

    def keeps(self, inserted: bool) -> bool:
        """Whether an insertion (or else a deletion) stands in the state that is read."""
        return self.mode == "both" or (self.mode == "accepted") is inserted

    def take(self) -> tuple[str, list[Element]]:
        """The text and the text boxes collected since the last call."""
        text, boxes = "".join(self.text), list(self.boxes)
        self.text.clear()
        self.boxes.clear()
        return text, boxes

    @property
    def _shows(self) -> bool:
        # Inside a field, only what follows its separator is its result.
        return all(self._fields)

    def _run(self, element: Element, hidden: bool) -> None:
        direct = switch(element, "rPr", "vanish")
        if direct is None:
            style = value(element, "rPr", "rStyle")
            direct = True if style and self.styles.get(style).hidden else None
        inside = hidden if direct is None else direct
        for item in children(element):
            self.read(item, inside)

    def _plain(self, element: Element, hidden: bool) -> None:
        text = element.text or ""
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text = text.strip(" \t\r\n")
        self._emit(_INVISIBLE.sub("", text.replace("\n", " ")), hidden)

    def _break(self, element: Element, hidden: bool) -> None:
        self._emit(_BREAKS[element.tag], hidden)

    def _symbol(self, element: Element, hidden: bool) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            return
        if 0xF000 <= code <= 0xF0FF or code in _SYMBOLS:
            self._emit(_SYMBOLS.get(code, "□"), hidden)
        elif 0x20 <= code < 0xF000:
            self._emit(_SYMBOLS.get(0xF000 + code if code < 0x100 else code, chr(code)), hidden)

    def _field(self, element: Element, hidden: bool) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _alternate(self, element: Element, hidden: bool) -> None:
        """The same content for newer and older programs: read one of them."""
        choices = [item for item in children(element) if item.tag == MC + "Choice"]
        fallback = element.find(MC + "Fallback")
        best = next((choice for choice in choices if _has_text(choice)), fallback)
        if best is None and choices:
            best = choices[0]
        if best is not None:
            for item in children(best):
                self.read(item, hidden)

    def _box(self, element: Element, hidden: bool) -> None:
        if not hidden and self._shows:
            self.boxes.append(element)

    def _emit(self, text: str, hidden: bool) -> None:
        if not self._shows:
            return
        if hidden:
            self.tally.hidden += len(text.strip())
        else:
            self.text.append(text)


def _has_text(element: Element) -> bool:
    return any(item.text for item in element.iter(W + "t"))


def mark_change(paragraph: Element) -> str | None:
    """``"ins"`` or ``"del"`` where the end of the paragraph itself is a tracked change."""
    properties = child(paragraph, "pPr", "rPr")
    if properties is None:
        return None
    if child(properties, "ins") is not None or child(properties, "moveTo") is not None:
        return "ins"
    if child(properties, "del") is not None or child(properties, "moveFrom") is not None:
        return "del"
    return None


def relation_id(element: Element) -> str:
    """The ``r:id`` of a reference element."""
    return element.get(R + "id") or ""
