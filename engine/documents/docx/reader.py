"""A Word document's canonical text: headers, body, notes, footers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.control import JobControl
from engine.documents.docx.model import Cell, Paragraph, Story, Table, is_empty
from engine.documents.docx.numbering import Numbering
from engine.documents.docx.package import Element, Package
from engine.documents.docx.runs import Tally, relation_id
from engine.documents.docx.story import StoryReader
from engine.documents.docx.styles import Styles
from engine.documents.docx.xml import W, child, switch
from engine.documents.draft import Draft, TextBuilder
from engine.documents.options import LIMITS, Limits, ReadOptions
from engine.errors import UserError
from engine.paths import long_path
from engine.types import Block, BlockKind, Notice


def read_docx(
    path: Path,
    control: JobControl,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    limits: Limits = LIMITS,
) -> Draft:
    """The Word document at ``path``.

    Page headers stand first, then the body with text boxes after the paragraph they hang on, then
    footnotes and endnotes, then page footers; each once. Raises ``UserError``: ``file_damaged``,
    ``docx_zip_bomb``, ``docx_encrypted``, ``file_empty``.
    """
    with open(long_path(path), "rb") as file, Package(file, limits) as package:  # noqa: PTH123
        return _Reading(package, control, options, limits).draft()


class _Reading:
    """One document on its way from the package to the draft."""

    def __init__(
        self, package: Package, control: JobControl, options: ReadOptions, limits: Limits
    ) -> None:
        self._package = package
        self._main = package.main_part()
        self._relations = package.relations(self._main)
        self._styles = Styles(self._related("styles"))
        self._numbering = Numbering(self._related("numbering"))
        self._control = control
        self._mode = options.tracked_changes
        self._tally = Tally()
        self._builder = TextBuilder(limits.characters)
        self._tables = 0

    def draft(self) -> Draft:
        root = self._package.xml(self._main)
        body = child(root, "body")
        if body is None:
            raise UserError("file_damaged")
        reader = self._reader()
        story = reader.read(body)
        headers = self._margins(reader.sections, "header", BlockKind.HEADER)
        footers = self._margins(reader.sections, "footer", BlockKind.FOOTER)
        notes = [*self._notes("footnotes", "footnote"), *self._notes("endnotes", "endnote")]
        for part in (headers, story, notes, footers):
            self._write(part)
        self._notices()
        draft = self._builder.draft()
        if not draft.text.strip():
            raise UserError("file_empty")
        return draft

    def _reader(self) -> StoryReader:
        return StoryReader(self._styles, self._numbering, self._mode, self._tally, self._control)

    def _related(self, kind: str) -> Element | None:
        for type_name, target in self._relations.values():
            if type_name.endswith("/" + kind):
                return self._package.xml(target)
        return None

    def _margins(self, sections: list[Element], name: str, kind: BlockKind) -> Story:
        """The headers (or footers) that show on some page, each different one once."""
        settings = self._related("settings")
        even_too = bool(switch(settings, "evenAndOddHeaders"))
        found: Story = []
        seen: set[str] = set()
        for section in sections:
            first_too = bool(switch(section, "titlePg"))
            for reference in section.findall(W + name + "Reference"):
                place = reference.get(W + "type", "default")
                if (place == "first" and not first_too) or (place == "even" and not even_too):
                    continue
                target = self._relations.get(relation_id(reference), ("", ""))[1]
                tree = self._package.xml(target) if target else None
                story = self._reader().read(tree, kind) if tree is not None else []
                words = "\n".join(_all_text(story))
                if words and words not in seen:
                    seen.add(words)
                    found.extend(story)
        return found

    def _notes(self, part: str, name: str) -> Story:
        tree = self._related(part)
        found: Story = []
        count = 0
        for note in tree.findall(W + name) if tree is not None else ():
            # Separators are notes as well, of a type of their own.
            if note.get(W + "type", "normal") != "normal":
                continue
            story = self._reader().read(note, BlockKind.FOOTNOTE)
            if is_empty(story):
                continue
            count += 1
            first = next((item for item in story if isinstance(item, Paragraph)), None)
            if first is not None and first.label is None:
                first.label = str(count)
            found.extend(story)
        return found

    def _write(self, story: Story) -> None:
        for item in story:
            if isinstance(item, Paragraph):
                self._builder.separate()
                self._paragraph(item, None)
            elif not is_empty([item]):
                self._builder.separate()
                self._table(item)

    def _table(self, table: Table) -> None:
        """Rows as lines, cells parted by tabs; the caller has written what stands before."""
        identity = self._tables
        self._tables += 1
        shown = [row for row in table.rows if not all(is_empty(cell.items) for cell in row)]
        for position, row in enumerate(shown):
            if position:
                self._builder.write("\n")
            place = table.rows.index(row)
            for index, cell in enumerate(row):
                if index:
                    self._builder.write("\t")
                self._cell(cell, _Place(identity, place, cell.column))

    def _cell(self, cell: Cell, place: _Place) -> None:
        written = False
        for item in cell.items:
            if is_empty([item]):
                continue
            if written:
                self._builder.write("\n")
            written = True
            if isinstance(item, Table):
                self._table(item)
            else:
                self._paragraph(item, place)

    def _paragraph(self, paragraph: Paragraph, place: _Place | None) -> None:
        text = paragraph.full_text
        if place is not None:
            # A tab parts cells, so none may stand inside one.
            text = text.replace("\t", " ")
        block = Block(paragraph.kind, 0, 0, label=paragraph.label, level=paragraph.level)
        if place is not None:
            block = Block(
                paragraph.kind,
                0,
                0,
                label=paragraph.label,
                level=paragraph.level,
                table=place.table,
                row=place.row,
                column=place.column,
            )
        self._builder.add_block(block, text)

    def _notices(self) -> None:
        tally = self._tally
        if tally.changes:
            params = (("count", tally.changes), ("mode", self._mode))
            self._builder.notice(Notice("tracked_changes", params))
        if tally.hidden:
            self._builder.notice(Notice("hidden_text_left_out", (("count", tally.hidden),)))
        if tally.foreign:
            self._builder.notice(Notice("embedded_content_left_out", (("count", tally.foreign),)))
        if self._package.has_entities:
            self._builder.notice(Notice("entities_ignored"))


@dataclass(frozen=True, slots=True)
class _Place:
    table: int
    row: int
    column: int


def _all_text(story: Story) -> list[str]:
    found = []
    for item in story:
        if isinstance(item, Paragraph):
            found.append(item.full_text)
        else:
            for row in item.rows:
                for cell in row:
                    found.extend(_all_text(cell.items))
    return found
