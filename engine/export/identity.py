"""What an exported workbook remembers of itself, so that it can be read back after a person edited it.

A very hidden sheet holds one row for each cell that was written: the document's id, the cell's name, and
its text at that time. Rows of the visible sheets carry their document's id, and a record's key, in hidden columns.
"""

from __future__ import annotations

from engine.export.sheets import Book, Sheet

MEMORY = "_clausedesk"
"""The title of the hidden sheet."""

VERSION = 1
MARK = "ClauseDesk values"
ID_HEADING, KEY_HEADING = "_document", "_record"
"""The headings of the hidden columns."""


class Memory:
    """The hidden sheet under way."""

    def __init__(self, book: Book) -> None:
        header = [MARK, str(VERSION), "document", "cell", "text"]
        self._sheet: Sheet = book.sheet(MEMORY, header)
        self._sheet.hide()

    def note(self, kind: str, document_id: str, cell: str, text: str) -> None:
        """One cell; ``kind`` is ``value`` or the title of a group of records."""
        self._sheet.row([kind, None, document_id, cell, text])
