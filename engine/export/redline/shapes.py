"""What blocks show and how tables are built: enough to tell blocks, rows and cells apart."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compare.align import Link
from engine.compare.parts import Part, plain
from engine.documents.docx.xml import W
from engine.export.redline.marks import (
    CELL,
    CONTROL,
    PARAGRAPH,
    ROW,
    SECTION,
    TABLE,
    Element,
)

BLOCKS = frozenset({PARAGRAPH, TABLE, CONTROL})


def parts(blocks: Sequence[Element]) -> list[Part]:
    """The blocks that say something; ``start`` is a block's index."""
    found = []
    for index, block in enumerate(blocks):
        text = shown(block)
        if text.strip():
            found.append(Part("", "", "", "", 0, index, index, text, plain(text)))
    return found


def row_parts(rows: Sequence[Element]) -> list[Part]:
    """A table's rows as parts, the empty ones too."""
    return [
        Part("", "", "", "", 0, i, i, shown(row), plain(shown(row)) or "\u3000")
        for i, row in enumerate(rows)
    ]


def shown(block: Element) -> str:
    """What a block shows: enough to tell blocks apart."""
    found = []
    for item in block.iter(W + "t", W + "tab", W + "br", PARAGRAPH, W + "sym", W + "noBreakHyphen"):
        if item.tag == W + "t":
            found.append(item.text or "")
        elif item.tag == W + "sym":
            found.append(item.get(W + "char") or "")
        else:
            found.append("-" if item.tag == W + "noBreakHyphen" else " ")
    return "".join(found)


def placed(link: Link, ours: Sequence[Part], theirs: Sequence[Part]) -> Link:
    """``link`` with the blocks' own indices, blank blocks between them included."""
    old = range(ours[link.old[0]].start, ours[link.old[-1]].start + 1)
    new = range(theirs[link.new[0]].start, theirs[link.new[-1]].start + 1)
    return Link(tuple(old), tuple(new), link.score, link.moved)


def is_blank(block: Element) -> bool:
    """Whether the block is a paragraph that shows nothing."""
    return block.tag == PARAGRAPH and not shown(block).strip()


def trailing(block: Element) -> list[Element]:
    """What stands between a block and the next one: ends of bookmarks and of comments."""
    found = []
    following = block.getnext()
    while following is not None and following.tag not in BLOCKS and following.tag != SECTION:
        found.append(following)
        following = following.getnext()
    return found


def rows(table: Element) -> list[Element]:
    """The table's own rows, not those of a table inside it."""
    return [row for row in table.iter(ROW) if _table_of(row) is table]


def _table_of(row: Element) -> Element | None:
    parent = row.getparent()
    while parent is not None and parent.tag != TABLE:
        parent = parent.getparent()
    return parent


def cells(row: Element) -> list[Element]:
    """The row's own cells."""
    found = []
    for cell in row.iter(CELL):
        parent = cell.getparent()
        while parent is not None and parent.tag != ROW:
            parent = parent.getparent()
        if parent is row:
            found.append(cell)
    return found


def fits(old: Element, new: Element) -> bool:
    """Whether two rows have the same cells, so that they can be woven cell by cell."""
    ours, theirs = cells(old), cells(new)
    return [_span(cell) for cell in ours] == [_span(cell) for cell in theirs]


def _span(cell: Element) -> tuple[str | None, str | None]:
    span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
    return (
        span.get(W + "val") if span is not None else None,
        merge.get(W + "val", "continue") if merge is not None else None,
    )


def inside_paragraph(paragraph: Element) -> bool:
    """A paragraph of a text box belongs to the paragraph that the box hangs on."""
    parent = paragraph.getparent()
    while parent is not None:
        if parent.tag == PARAGRAPH:
            return True
        parent = parent.getparent()
    return False
