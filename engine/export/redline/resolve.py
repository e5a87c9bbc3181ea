"""A document with tracked changes in one of its two states, without any mark left."""

from __future__ import annotations

from typing import Literal

from engine.documents.docx.xml import W
from engine.export.redline.marks import PARAGRAPH, ROW, TABLE, Element

State = Literal["accepted", "original"]

_COMES = (W + "ins", W + "moveTo")
_GOES = (W + "del", W + "moveFrom")
_RANGES = tuple(
    W + name
    for name in (
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
        "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
    )
)  # fmt: skip
_FORMERLY = {
    W + name: kept
    for name, kept in (
        ("pPrChange", (W + "rPr", W + "sectPr")),
        ("rPrChange", (W + "ins", W + "del", W + "moveFrom", W + "moveTo")),
        ("tblPrChange", ()),
        ("tcPrChange", ()),
        ("trPrChange", (W + "ins", W + "del")),
        ("sectPrChange", (W + "headerReference", W + "footerReference")),
        ("tblPrExChange", ()),
    )
}
_STOPS = (PARAGRAPH, TABLE, W + "sectPr", W + "sdt")
_PLAIN = {W + "delText": W + "t", W + "delInstrText": W + "instrText"}


def resolve(root: Element, state: State) -> None:
    """Accept (or reject) every tracked change under ``root``, in place (17.13.5)."""
    for element in list(root.iter(*_RANGES)):
        _drop(element)
    _formerly(root, state)
    _rows(root, state)
    joining = _ends(root, state)
    keeps, drops = (_COMES, _GOES) if state == "accepted" else (_GOES, _COMES)
    for element in list(root.iter(*drops)):
        if element.getparent() is not None:
            _drop(element)
    for element in list(root.iter(*keeps)):
        _unwrap(element)
    for paragraph in joining:
        _join(paragraph)
    for element in list(root.iter(*_PLAIN)):
        element.tag = _PLAIN[str(element.tag)]
    for table in list(root.iter(TABLE)):
        if table.find(f".//{ROW}") is None:
            _drop(table)


def _formerly(root: Element, state: State) -> None:
    """Changed properties: the new ones, or those from before."""
    for change in list(root.iter(*_FORMERLY)):
        holder = change.getparent()
        if holder is None:
            continue
        if state == "original" and len(change):
            kept = _FORMERLY[str(change.tag)]
            for item in list(holder):
                if item.tag not in kept and item is not change:
                    holder.remove(item)
            for place, item in enumerate(list(change[0])):
                holder.insert(place, item)
        elif state == "original":
            for item in list(holder):
                if item.tag not in _FORMERLY[str(change.tag)] and item is not change:
                    holder.remove(item)
        _drop(change)


def _rows(root: Element, state: State) -> None:
    for row in list(root.iter(ROW)):
        come, gone = row.find(f"{W}trPr/{W}ins"), row.find(f"{W}trPr/{W}del")
        if (gone if state == "accepted" else come) is not None:
            _drop(row)
        for mark in (come, gone):
            if mark is not None:
                _drop(mark)
    for cell in list(root.iter(W + "tc")):
        come, gone = cell.find(f"{W}tcPr/{W}cellIns"), cell.find(f"{W}tcPr/{W}cellDel")
        if (gone if state == "accepted" else come) is not None:
            _drop(cell)
        for mark in (come, gone):
            if mark is not None:
                _drop(mark)


def _ends(root: Element, state: State) -> list[Element]:
    """The paragraphs whose end is not there in this state: they run on into the next one."""
    goes = _GOES if state == "accepted" else _COMES
    joining = []
    for paragraph in list(root.iter(PARAGRAPH)):
        holder = paragraph.find(f"{W}pPr/{W}rPr")
        marks = [] if holder is None else [m for m in holder if m.tag in (*_COMES, *_GOES)]
        for mark in marks:
            _drop(mark)
        if any(mark.tag in goes for mark in marks):
            joining.append(paragraph)
    return joining


def _join(paragraph: Element) -> None:
    """Put the paragraph's content in front of the next one's; where none follows, it stays unless
    it is empty and not all that its cell has."""
    following = paragraph.getnext()
    while following is not None and following.tag not in _STOPS:
        following = following.getnext()
    content = [item for item in paragraph if item.tag != W + "pPr"]
    if following is not None and following.tag == PARAGRAPH:
        start = 1 if len(following) and following[0].tag == W + "pPr" else 0
        for place, item in enumerate(content):
            following.insert(start + place, item)
        _drop(paragraph)
        return
    parent = paragraph.getparent()
    others = [] if parent is None else [i for i in parent if i is not paragraph]
    alone = not any(item.tag in (PARAGRAPH, TABLE) for item in others)
    shows = any("".join(map(str, item.itertext())).strip() for item in content)
    if not shows and not alone:
        _drop(paragraph)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for offset, item in enumerate(list(element)):
        parent.insert(place + offset, item)
    parent.remove(element)
