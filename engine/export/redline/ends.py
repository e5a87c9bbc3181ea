"""The end of a body or a cell: its last paragraph's end can be neither inserted nor deleted.

Where the last paragraphs came or went, the last one keeps its end and the one before it gives up
its own; the properties that the last end stands for change with it (17.13.5.29).
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.documents.docx.xml import W
from engine.export.redline.marks import PARAGRAPH, Element, Marks, mark_end, properties, twin

_OWN = (W + "rPr", W + "sectPr", W + "pPrChange")
_ENDS = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))


def settle_end(blocks: list[Element], ops: Sequence[tuple[Element, str]], marks: Marks) -> None:
    """Mend the end of ``blocks`` in place; ``ops`` says of whole paragraphs whether they came
    (``+``) or went (``-``)."""
    tail: list[tuple[Element, str]] = []
    for block in reversed(blocks):
        op = next((op for element, op in ops if element is block), "")
        if not op or block.tag != PARAGRAPH:
            break
        tail.append((block, op))
    come = next((block for block, op in tail if op == "+"), None)
    gone = next((block for block, op in tail if op == "-"), None)
    before = blocks[len(blocks) - len(tail) - 1] if len(tail) < len(blocks) else None
    if come is not None and gone is not None:
        _combine(blocks, gone, come, marks)
    elif come is not None or gone is not None:
        _last(come if come is not None else gone, before, come is not None, marks)


def _last(last: Element | None, before: Element | None, came: bool, marks: Marks) -> None:
    """The one before gives up its end; behind a table a plain, empty paragraph is left over."""
    if last is None:
        return
    _reprieve(last)
    if before is None or before.tag != PARAGRAPH:
        before = last.makeelement(PARAGRAPH)
    _change(last, last if came else before, before if came else last, marks)
    if before.getparent() is not None or len(before):
        mark_end(before, marks.element("ins" if came else "del"))


def _combine(blocks: list[Element], gone: Element, come: Element, marks: Marks) -> None:
    """The last of what went and the last of what came share the last end."""
    for block in (gone, come):
        blocks.remove(block)
        _reprieve(block)
    _change(come, come, gone, marks)
    for item in [item for item in gone if item.tag != W + "pPr"][::-1]:
        come.insert(1, item)
    blocks.append(come)


def _reprieve(paragraph: Element) -> None:
    """Take the mark off the paragraph's end."""
    holder = paragraph.find(f"{W}pPr/{W}rPr")
    for mark in [item for item in holder if item.tag in _ENDS] if holder is not None else ():
        mark.getparent().remove(mark)  # type: ignore[union-attr]


def _change(paragraph: Element, after: Element, before: Element, marks: Marks) -> None:
    """Give ``paragraph`` the properties of ``after``, with those of ``before`` as the former ones."""
    former, latter = _plain(_former(before)), _plain(after)
    holder = properties(paragraph)
    own = [item for item in holder if item.tag in _OWN[:2]]
    for item in list(holder):
        holder.remove(item)
    holder.extend(latter)
    holder.extend(own)
    change = marks.element("pPrChange")
    shell = holder.makeelement(W + "pPr")
    shell.extend(former)
    change.append(shell)
    holder.append(change)


def _former(paragraph: Element) -> Element:
    """A paragraph with the properties that it had, where a change of them is noted already."""
    known = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr")
    if known is None:
        return paragraph
    made = paragraph.makeelement(PARAGRAPH)
    made.append(twin(known))
    return made


def _plain(paragraph: Element) -> list[Element]:
    holder = paragraph.find(W + "pPr")
    return [twin(item) for item in holder if item.tag not in _OWN] if holder is not None else []
