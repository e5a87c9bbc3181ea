"""Extracted fields as a workbook: values, evidence, failures, run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.export.about import About
from engine.export.cells import FieldValue, field_values, typed
from engine.export.common import add_failures, add_run, linked, local_time, sentence_around
from engine.export.identity import ID_HEADING, Memory
from engine.export.labels import Translate, labels
from engine.export.lane_sheets import LaneSheets
from engine.export.record_sheets import RecordSheets
from engine.export.rows import ExtractedDocument, by_field
from engine.export.sheets import Book, Sheet, Styled, clean, pieces, units, workbook
from engine.types import Document, Edit, Field, ItemFailure, Mention, ReviewState

_EVIDENCE = (
    "Document",
    "Field",
    "In cell",
    "Raw text",
    "Normalised",
    "Page",
    "Start",
    "End",
    "Sentence",
    "Score",
    "Source",
    "Why",
    "Doubt",
    "Review",
    "Reviewer's value",
    "Reviewer",
    "Reviewed at",
    "Reason",
    "Part",
)
_EVIDENCE_WIDTHS = (30, 20, 8, 40, 20, 7, 9, 9, 60, 8, 9, 24, 30, 12, 20, 14, 18, 24, 7)


def write_book(
    target: Path, rows: Iterable[ExtractedDocument], fields: Sequence[Field], about: About
) -> None:
    """The workbook at ``target``; the big sheets are written in one pass over ``rows``."""
    label = labels(about.language)
    with workbook(target) as book:
        values = _values_sheet(book, fields, label)
        memory = Memory(book)
        records = RecordSheets(book, fields, label, memory)
        evidence = _Evidence(book, label, about)
        lanes = LaneSheets(book, label, about)
        for row in rows:
            cells = field_values(row.extraction, fields, row.edits, row.doubted)
            values.row(_values_row(row, cells, evidence.title, label))
            for cell in cells:
                if not cell.field.columns:
                    memory.note("value", row.document.id, cell.field.name, cell.text)
            records.add(row)
            evidence.add(row, fields)
            lanes.add(row)
        add_failures(book, about)
        add_run(book, about)


def _values_sheet(book: Book, fields: Sequence[Field], label: Translate) -> Sheet:
    names = ("Pages", "Characters", "Coverage", "To check")
    header = [label("Document"), *(f.name for f in fields), *map(label, names), ID_HEADING]
    widths = [36, *[22] * len(fields), 8, 11, 10, 10, 4]
    return book.sheet(label("Values"), header, widths, (len(header),))


def _values_row(
    row: ExtractedDocument, cells: Sequence[FieldValue], evidence: str, label: Translate
) -> list[Any]:
    mark = f" … [{label('cut; the whole text is on the sheet')} {evidence}]"
    document = row.document
    return [
        linked(document.path, document.name),
        *(_fitting(typed(cell), mark) for cell in cells),
        len(document.pages) or None,
        len(document.text),
        Styled(row.extraction.coverage, number_format="0.0%"),
        sum(cell.doubtful for cell in cells),
        document.id,
    ]


def _fitting(cell: Any, mark: str) -> Any:
    """``cell`` with a text too long for it cut, with a word on where the rest is."""
    text = cell.value if isinstance(cell, Styled) else cell
    if not isinstance(text, str):
        return cell
    parts = pieces(clean(text))
    if len(parts) == 1:
        return cell
    return Styled(pieces(clean(text), 32_000 - units(mark))[0] + mark, "doubt")


class _Evidence:
    """The sheet of all candidates, a row each; long texts take several rows, numbered as parts."""

    def __init__(self, book: Book, label: Translate, about: About) -> None:
        self._label = label
        self._about = about
        header = [label(name) for name in _EVIDENCE]
        self._sheet = book.sheet(label("Evidence"), header, _EVIDENCE_WIDTHS)

    @property
    def title(self) -> str:
        return self._sheet.title

    def add(self, row: ExtractedDocument, fields: Sequence[Field]) -> None:
        """All candidates of one document, field by field, the chosen ones first."""
        document = row.document
        link = linked(document.path, document.name)
        offered = by_field(row.extraction.mentions)
        for item in fields:
            edit = row.edits.get(item.name)
            for mention in offered.get(item.name, ()):
                self._mention(link, document, mention, edit)
            if edit is not None and edit.value is not None:
                self._typed(link, item.name, edit)
        columns = {item.name: [column.name for column in item.columns] for item in fields}
        for record in row.records:
            for name, value in zip(columns.get(record.group, ()), record.values, strict=False):
                label = f"{record.group} {record.number} › {name}"
                if value.mention is not None:
                    named = replace(value.mention, field=label)
                    self._mention(link, document, named, value.edit)
                elif value.edit is not None and value.edit.value is not None:
                    self._typed(link, label, value.edit)

    def _mention(self, link: Any, document: Document, mention: Mention, edit: Edit | None) -> None:
        label = self._label
        # A person's own value stands in the cell, and the decision is told in its row.
        shown = mention.chosen and (edit is None or edit.value is None)
        judged = edit if shown else None
        parts = pieces(clean(mention.text))
        for number, part in enumerate(parts, 1):
            self._sheet.row(
                [
                    link,
                    mention.field,
                    label("yes" if shown else "no"),
                    part,
                    mention.normalized,
                    mention.page,
                    mention.start,
                    mention.end,
                    sentence_around(document, mention.start, mention.end) if number == 1 else "",
                    Styled(round(mention.score, 4), number_format="0.00"),
                    label(mention.source.value),
                    self._said(mention, mention.why),
                    self._said(mention, mention.doubt),
                    label(judged.state.value) if judged else label("proposed"),
                    None,
                    judged.reviewer or None if judged else None,
                    local_time(judged.at) if judged else None,
                    judged.reason if judged else None,
                    f"{number}/{len(parts)}" if len(parts) > 1 else None,
                ]
            )

    def _typed(self, link: Any, name: str, edit: Edit) -> None:
        label = self._label
        picked = edit.start >= 0
        parts = pieces(clean(edit.value or ""))
        for number, part in enumerate(parts, 1):
            self._sheet.row(
                [link, name, label("no" if edit.state is ReviewState.REJECTED else "yes")]
                + [None] * 3
                + [edit.start if picked else None, edit.end if picked else None]
                + [None, None, label("person"), None, None, label(edit.state.value), part]
                + [edit.reviewer or None, local_time(edit.at), edit.reason or None]
                + [f"{number}/{len(parts)}" if len(parts) > 1 else None]
            )

    def _said(self, mention: Mention, code: str | None) -> str | None:
        return None if code is None else self._about.say(ItemFailure(mention.text, code))
