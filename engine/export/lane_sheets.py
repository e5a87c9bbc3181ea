"""Sheets of what a person should look at: doubts between fields, values without a place."""

from __future__ import annotations

from engine.export.about import About
from engine.export.common import linked
from engine.export.labels import Translate
from engine.export.rows import ExtractedDocument
from engine.export.sheets import Book, Sheet, Styled
from engine.types import ItemFailure

_SEPARATOR = " › "


class LaneSheets:
    """The two sheets, each made when its first row comes."""

    def __init__(self, book: Book, label: Translate, about: About) -> None:
        self._book = book
        self._label = label
        self._about = about
        self._doubts: Sheet | None = None
        self._unlocated: Sheet | None = None

    def add(self, row: ExtractedDocument) -> None:
        """What hangs on one document."""
        label = self._label
        link = linked(row.document.path, row.document.name)
        for doubt in row.doubts:
            if self._doubts is None:
                header = [label("Document"), label("Fields"), label("What happened"), label("Code")]
                self._doubts = self._book.sheet(label("Doubts"), header, (36, 40, 90, 24))
            said = self._about.say(ItemFailure(row.document.name, doubt.code, doubt.params))
            fields = dict.fromkeys(_plain(name) for name in doubt.fields)
            self._doubts.row([link, ", ".join(fields), said, doubt.code])
        for value in row.unlocated:
            if self._unlocated is None:
                header = [
                    label("Document"),
                    label("Field"),
                    label("Value without a place"),
                    label("Score"),
                ]
                self._unlocated = self._book.sheet(label("Unlocated"), header, (36, 24, 60, 8))
            score = Styled(round(value.score, 4), number_format="0.00")
            self._unlocated.row([link, value.field, value.text, score])


def _plain(name: str) -> str:
    """The name of a cell without the place of its record."""
    parts = name.split(_SEPARATOR)
    return _SEPARATOR.join((parts[0], parts[-1])) if len(parts) == 3 else name
