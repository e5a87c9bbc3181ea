"""Walks a story's blocks: paragraphs, tables, content controls, text boxes."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.control import JobControl
from engine.documents.docx.model import Cell, Paragraph, Story, Table
from engine.documents.docx.numbering import Label, Numbering
from engine.documents.docx.package import Element
from engine.documents.docx.runs import Runs, Tally, mark_change
from engine.documents.docx.styles import Style, Styles
from engine.documents.docx.xml import MC, W, child, children, number, switch, value
from engine.documents.options import TrackedChanges
from engine.types import BlockKind

_CHECK_EVERY = 200


@dataclass(slots=True)
class StoryReader:
    """Turns a story's XML into paragraphs and tables.

    One numbering serves all stories of a document, as in Word.
    """

    styles: Styles
    numbering: Numbering
    mode: TrackedChanges
    tally: Tally
    control: JobControl
    sections: list[Element] = field(default_factory=list)
    _runs: Runs = field(init=False)
    _steps: int = 0
    _carried: str = ""
    _carried_first: Element | None = None

    def __post_init__(self) -> None:
        self._runs = Runs(self.styles, self.mode, self.tally)

    def read(self, parent: Element, kind: BlockKind = BlockKind.PARAGRAPH) -> Story:
        """The paragraphs and tables inside ``parent``, plain ones as ``kind``."""
        story: Story = []
        self._walk(parent, kind, story)
        self._finish(kind, story)
        return story

    def _walk(self, parent: Element, kind: BlockKind, story: Story) -> None:
        for element in children(parent):
            tag = element.tag
            if tag == W + "p":
                self._paragraph(element, kind, story)
            elif tag == W + "tbl":
                self._finish(kind, story)
                story.append(self._table(element, kind))
            elif tag == W + "sectPr":
                self.sections.append(element)
            elif tag == W + "altChunk":
                self.tally.foreign += 1
            elif tag == MC + "AlternateContent":
                chosen = element.find(MC + "Choice")
                self._walk(chosen if chosen is not None else element, kind, story)
            elif tag in (W + "ins", W + "del", W + "moveTo", W + "moveFrom"):
                self.tally.changes += 1
                if self._runs.keeps(tag in (W + "ins", W + "moveTo")):
                    self._walk(element, kind, story)
            else:
                self._walk(element, kind, story)

    def _paragraph(self, element: Element, kind: BlockKind, story: Story) -> None:
        self._steps += 1
        if self._steps % _CHECK_EVERY == 0:
            self.control.checkpoint()
        section = child(element, "pPr", "sectPr")
        if section is not None:
            self.sections.append(section)
        style = self.styles.get(value(element, "pPr", "pStyle") or self.styles.default_paragraph)
        for item in children(element):
            self._runs.read(item, style.hidden)
        text, boxes = self._runs.take()
        if self._joins_next(element):
            self._carried += text
            if self._is_separator(element) and self._carried_first is None:
                self._carried_first = element
        else:
            self._emit(
                self._carried_first if self._carried_first is not None else element,
                self._carried + text,
                kind,
                story,
            )
            self._carried, self._carried_first = "", None
        for box in boxes:
            story.extend(self._nested(box, BlockKind.TEXT_BOX))

    def _finish(self, kind: BlockKind, story: Story) -> None:
        """A paragraph whose end was deleted, with nothing behind it to join."""
        if self._carried.strip():
            story.append(Paragraph(self._carried.strip(), kind))
        self._carried, self._carried_first = "", None

    def _joins_next(self, element: Element) -> bool:
        """Whether this paragraph runs on into the next: its end is deleted, or a style separator."""
        change = mark_change(element)
        if change is not None:
            self.tally.changes += 1
            if not self._runs.keeps(change == "ins"):
                return True
        return self._is_separator(element)

    @staticmethod
    def _is_separator(element: Element) -> bool:
        mark = child(element, "pPr", "rPr")
        return bool(switch(mark, "specVanish") and switch(mark, "vanish"))

    def _emit(self, element: Element, text: str, kind: BlockKind, story: Story) -> None:
        style_id = value(element, "pPr", "pStyle") or self.styles.default_paragraph
        style = self.styles.get(style_id)
        shown = text.strip()
        if not shown and child(element, "pPr", "sectPr") is not None:
            return  # Word shows such a paragraph as the section break alone, and gives it no number.
        label, level = self._label(element, style_id, style)
        if not shown and (label is None or not label.text):
            return
        paragraph = Paragraph(shown, kind)
        if label is not None:
            paragraph.label, paragraph.glued, paragraph.level = label.text, label.glued, level
        outline = number(element, "pPr", "outlineLvl")
        heading = outline + 1 if outline is not None and outline < 9 else style.outline
        if outline is not None and outline >= 9:
            heading = None
        if kind is BlockKind.PARAGRAPH:
            if heading is not None:
                paragraph.kind = BlockKind.HEADING
                paragraph.level = heading
            elif label is not None:
                paragraph.kind = BlockKind.LIST_ITEM
        story.append(paragraph)

    def _label(
        self, element: Element, style_id: str, style: Style
    ) -> tuple[Label | None, int | None]:
        """The paragraph's number: its own numbering, or its style's; and its level from 1."""
        direct = child(element, "pPr", "numPr")
        own_id, own_level = number(direct, "numId"), number(direct, "ilvl")
        number_id = style.number_id if own_id is None else own_id
        if not number_id:
            return None, None
        level = own_level
        if level is None and own_id is None:
            level = self.numbering.level_of_style(number_id, style_id)
            level = style.number_level if level is None else level
        level = level or 0
        return self.numbering.next(number_id, level), level + 1

    def _nested(self, element: Element, kind: BlockKind) -> Story:
        """A story inside a paragraph (a text box): its fields and joins are its own."""
        outer_runs, carried = self._runs, (self._carried, self._carried_first)
        self._runs = Runs(self.styles, self.mode, self.tally)
        self._carried, self._carried_first = "", None
        story = self.read(element, kind)
        self._runs = outer_runs
        self._carried, self._carried_first = carried
        return story

    def _table(self, element: Element, kind: BlockKind) -> Table:
        table = Table()
        for row in _rows(element):
            change = child(row, "trPr", "ins"), child(row, "trPr", "del")
            if change != (None, None):
                self.tally.changes += 1
                if not self._runs.keeps(change[0] is not None):
                    continue
            table.rows.append(self._row(row, kind))
        return table

    def _row(self, row: Element, kind: BlockKind) -> list[Cell]:
        cells: list[Cell] = []
        column = number(row, "trPr", "gridBefore") or 0
        inner = BlockKind.TABLE_CELL if kind is BlockKind.PARAGRAPH else kind
        for element in _cells(row):
            properties = child(element, "tcPr")
            cell = Cell(column)
            column += max(number(properties, "gridSpan") or 1, 1)
            if not self._is_covered(properties):
                self._walk(element, inner, cell.items)
                self._finish(inner, cell.items)
            cells.append(cell)
        return cells

    def _is_covered(self, properties: Element | None) -> bool:
        """Whether a merged cell lies over this one, or a tracked change takes it away."""
        merge = child(properties, "vMerge")
        if merge is not None and merge.get(W + "val", "continue") == "continue":
            return True
        if value(properties, "hMerge") == "continue":
            return True
        if child(properties, "cellIns") is not None and not self._runs.keeps(True):
            return True
        return child(properties, "cellDel") is not None and not self._runs.keeps(False)


def _rows(table: Element) -> list[Element]:
    return _through(table, W + "tr")


def _cells(row: Element) -> list[Element]:
    return _through(row, W + "tc")


def _through(parent: Element, wanted: str) -> list[Element]:
    """Children named ``wanted``, content controls and custom XML around them looked through."""
    found = []
    wrappers = (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "del")
    for element in children(parent):
        if element.tag == wanted:
            found.append(element)
        elif element.tag in wrappers:
            found.extend(_through(element, wanted))
    return found
