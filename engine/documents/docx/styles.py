"""What of a document's styles decides about text: numbering, headings, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.documents.docx.package import Element
from engine.documents.docx.xml import W, child, number, switch, value

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it inherits. ``outline`` counts from 1; ``None``: no heading."""

    number_id: int | None = None
    number_level: int | None = None
    outline: int | None = None
    hidden: bool = False
    name: str = ""


class Styles:
    """The styles by id, inheritance resolved."""

    def __init__(self, tree: Element | None) -> None:
        self._raw: dict[str, Element] = {}
        self._made: dict[str, Style] = {}
        self.default_paragraph = ""
        for element in tree.iter(W + "style") if tree is not None else ():
            identity = element.get(W + "styleId", "")
            self._raw.setdefault(identity, element)
            is_default = element.get(W + "default", "0") in ("1", "true", "on")
            if is_default and element.get(W + "type") == "paragraph":
                self.default_paragraph = identity

    def get(self, identity: str | None) -> Style:
        """The style ``identity``; an empty one if the document has none of that name."""
        return self._resolve(identity or "", frozenset())

    def _resolve(self, identity: str, above: frozenset[str]) -> Style:
        if identity in self._made:
            return self._made[identity]
        element = self._raw.get(identity)
        if element is None or identity in above:
            return Style()
        parent = value(element, "basedOn")
        base = self._resolve(parent, above | {identity}) if parent else Style()
        style = _merged(element, base)
        self._made[identity] = style
        return style


def _merged(element: Element, base: Style) -> Style:
    numbering = child(element, "pPr", "numPr")
    number_id = number(numbering, "numId")
    level = number(numbering, "ilvl")
    outline = number(element, "pPr", "outlineLvl")
    name = value(element, "name") or ""
    named = _HEADING_NAME.match(name)
    if outline is None and named is not None:
        outline = int(named.group(1)) - 1
    if outline is None and name.lower() == "title":
        outline = 0
    hidden = switch(element, "rPr", "vanish")
    heading = base.outline if outline is None else outline + 1
    return Style(
        number_id=base.number_id if number_id is None else number_id,
        number_level=base.number_level if level is None else level,
        outline=heading if heading is not None and heading <= 9 else None,
        hidden=base.hidden if hidden is None else hidden,
        name=name,
    )
