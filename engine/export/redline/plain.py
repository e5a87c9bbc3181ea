"""A document's text as the body of a plain Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engine.documents.docx.xml import W
from engine.export.redline.marks import PARAGRAPH, RUN, XML_SPACE, Element, word
from engine.export.sheets import clean
from engine.types import BlockKind, Document, DocumentKind

_OUTSIDE = frozenset({BlockKind.HEADER, BlockKind.FOOTER})
_BREAKS = re.compile(r"([\t\n])")
_BLANK_LINES = re.compile(r"\n[ \t\u3000]*\n\s*")


def body_of(document: Document) -> Element:
    """A ``w:body`` with a paragraph for each of the document's; page headers and footers left out."""
    body = etree.Element(W + "body")
    for text, heading in paragraphs(document):
        body.append(_paragraph(text, heading))
    if not len(body):
        body.append(_paragraph("", False))
    section = etree.SubElement(body, W + "sectPr")
    section.append(word("pgSz", w="11906", h="16838"))
    section.append(word("pgMar", top="1440", right="1440", bottom="1440", left="1440", header="720", footer="720", gutter="0"))  # fmt: skip
    return body


def paragraphs(document: Document) -> Iterator[tuple[str, bool]]:
    """The paragraphs of ``document`` and whether each is a heading; a table's row is one, its cells
    parted by tabs. Line ends that a page's width made (PDF) are blanks."""
    if not document.blocks:
        yield from ((text, False) for text in _BLANK_LINES.split(document.text) if text.strip())
        return
    flows = document.kind in (DocumentKind.PDF, DocumentKind.IMAGE)
    row: tuple[int | None, int | None] | None = None
    cells: list[str] = []
    for block in document.blocks:
        if block.kind in _OUTSIDE:
            continue
        text = document.text[block.start : block.end].strip()
        text = " ".join(text.split()) if flows else text
        here = (block.table, block.row) if block.kind is BlockKind.TABLE_CELL else None
        if cells and here != row:
            yield "\t".join(cells), False
            cells = []
        row = here
        if here is not None:
            cells.append(text)
        elif text:
            yield text, block.kind is BlockKind.HEADING
    if cells:
        yield "\t".join(cells), False


def _paragraph(text: str, heading: bool) -> Element:
    made = etree.Element(PARAGRAPH)
    if heading:
        holder = etree.SubElement(made, W + "pPr")
        holder.append(word("pStyle", val="Heading1"))
    run = etree.SubElement(made, RUN)
    for piece in _BREAKS.split(clean(text)):
        if piece in ("\t", "\n"):
            run.append(word("tab" if piece == "\t" else "br"))
        elif piece:
            item = etree.SubElement(run, W + "t")
            item.text = piece
            item.set(XML_SPACE, "preserve")
    return made
