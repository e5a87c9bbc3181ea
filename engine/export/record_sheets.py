"""A sheet for each group of records: delivery lines, parties with their roles, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.export.cells import DOUBTFUL_SCORE, typed_text
from engine.export.common import linked
from engine.export.identity import ID_HEADING, KEY_HEADING, Memory
from engine.export.labels import Translate
from engine.export.rows import ExtractedDocument, ExtractedRecord, RecordValue
from engine.export.sheets import Book, Sheet, Styled, clean, shorten
from engine.types import Field, ReviewState


class RecordSheets:
    """The sheets of all groups among ``fields``, written while the documents pass."""

    def __init__(
        self, book: Book, fields: Sequence[Field], label: Translate, memory: Memory
    ) -> None:
        self._label = label
        self._memory = memory
        self._sheets: dict[str, tuple[Field, Sheet]] = {}
        for group in fields:
            if group.columns:
                header = [label("Document"), label("No."), *(c.name for c in group.columns)]
                header += [label("Page"), label("Found in"), ID_HEADING, KEY_HEADING]
                widths = [36, 6, *[22] * len(group.columns), 7, 12, 4, 4]
                hidden = (len(header) - 1, len(header))
                self._sheets[group.name] = (group, book.sheet(group.name, header, widths, hidden))

    def add(self, row: ExtractedDocument) -> None:
        """All records of one document."""
        doubted = row.doubted
        for record in row.records:
            if record.group in self._sheets:
                group, sheet = self._sheets[record.group]
                sheet.row(self._row(row, group, record, doubted))
                for value in record.values:
                    self._memory.note(group.name, row.document.id, value.cell, value.text)

    def _row(
        self,
        row: ExtractedDocument,
        group: Field,
        record: ExtractedRecord,
        doubted: frozenset[str],
    ) -> list[Any]:
        mentions = [value.mention for value in record.values if value.mention]
        cells = [
            _cell(column, value, value.cell in doubted)
            for column, value in zip(group.columns, record.values, strict=True)
        ]
        key = record.values[0].cell if record.values else ""
        return [
            linked(row.document.path, row.document.name),
            record.number,
            *cells,
            next((mention.page for mention in mentions), None),
            self._label(record.layout),
            row.document.id,
            key,
        ]


def _cell(column: Field, value: RecordValue, doubted: bool) -> Any:
    """A value as a typed cell, coloured where a person should look or has been."""
    plain, number_format = typed_text(column, value.text)
    if isinstance(plain, str):
        plain = shorten(clean(plain))
    fill = ""
    if value.state is ReviewState.EDITED:
        fill = "edited"
    elif value.state is ReviewState.PROPOSED and _is_doubtful(value, doubted):
        fill = "doubt"
    return Styled(plain, fill, number_format) if fill or number_format else plain


def _is_doubtful(value: RecordValue, doubted: bool) -> bool:
    mention = value.mention
    return doubted or bool(mention and (mention.doubt or mention.score < DOUBTFUL_SCORE))
