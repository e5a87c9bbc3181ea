"""Names and small readings of WordprocessingML elements."""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents.docx.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_FALSE = frozenset({"0", "false", "off", "none"})


def child(element: Element | None, *path: str) -> Element | None:
    """The first ``w:`` descendant along ``path``, or ``None``."""
    for name in path:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def value(element: Element | None, *path: str) -> str | None:
    """The ``w:val`` of the element at ``path``, or ``None``."""
    found = child(element, *path)
    return None if found is None else found.get(W + "val")


def number(element: Element | None, *path: str) -> int | None:
    """The ``w:val`` at ``path`` as a whole number; ``None`` where there is none."""
    text = value(element, *path)
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def switch(element: Element | None, *path: str) -> bool | None:
    """An on/off property: ``None`` where it is not given."""
    found = child(element, *path)
    if found is None:
        return None
    return found.get(W + "val", "1").lower() not in _FALSE


def children(element: Element) -> Iterator[Element]:
    """The element's children that are elements: no comments, entities or instructions."""
    for item in element:
        if isinstance(item.tag, str):
            yield item
