"""The rows of the fields page: a document each, listed off the main thread, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from engine.store import FieldsRow, Project
from engine.store.query import EVERYTHING, Query
from gui.background import Background
from gui.tables.column import Column
from gui.tables.frozen import FrozenModel, FrozenRows
from gui.tables.model import Commit
from gui.tables.pages import PAGE, Pages

CELLS_AT_ONCE = 400
"""Cells that are read together; it takes a few milliseconds."""

FILTERED_AT_ONCE = 300
"""Up to so many documents are sorted and filtered where it is asked for: each has many cells."""


class FieldsListing:
    """Implements ``Listed``: documents with their cells for ``fields``, in that order."""

    def __init__(self, project: Project, fields: Sequence[str]) -> None:
        self._cells = project.cells
        self.fields = tuple(fields)

    def count(self, query: Query) -> int:
        """How many documents meet ``query``."""
        return self._cells.count(query, self.fields)

    def keys(self, query: Query) -> list[int]:
        """The keys of all documents that meet ``query``, in order."""
        return self._cells.keys(query, self.fields)

    def rows(self, keys: Sequence[int]) -> Sequence[FieldsRow | None]:
        """The documents of some keys with their cells as they stand now."""
        return self._cells.rows(keys, self.fields)


class FieldsModel(FrozenModel[FieldsRow]):
    """Documents by fields; what is typed goes to ``commit``. Thread: GUI."""

    def __init__(
        self,
        project: Project,
        background: Background,
        commit: Commit,
        parent: QObject | None = None,
    ) -> None:
        listing = FieldsListing(project, ())
        super().__init__(listing, (), lambda row: row.document_id, background, parent=parent)
        self._project = project
        self._commit = commit
        self.row_title = lambda row: row.name

    def set_fields(self, columns: Sequence[Column[Any]], fields: Sequence[str]) -> None:
        """Other columns; filter and order are the project's own again."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._listed = FieldsListing(self._project, fields)
        self._frozen = FrozenRows(self._listed)
        # A row of many cells takes as long as several of few.
        size = min(max(CELLS_AT_ONCE // max(len(fields), 1), 8), PAGE)
        self._pages = Pages(self._frozen, size)
        self._query = EVERYTHING
        self._count = 0
        self.endResetModel()
        self._ask(EVERYTHING)

    def refresh(self) -> None:
        """Cells have changed: what is shown is read anew; the listing only where it may be another
        one for that."""
        if self._wanted == EVERYTHING == self._query:
            self._error = ""
            self._pages.clear()
            self._tell()
        else:
            super().refresh()

    def refresh_documents(self) -> None:
        """Documents came or went."""
        super().refresh()

    def order_by(self, name: str, descending: bool = False) -> None:
        """Sorted by something that is no column, such as ``doubt``; empty: the project's order."""
        self._ask(Query(name, descending, self._wanted.filters, self._wanted.text))

    def listed(self) -> list[int]:
        """The keys of the rows that are shown, in order."""
        return list(self._frozen.keys)

    def _small(self) -> bool:
        if not super()._small():
            return False
        plain = self._wanted == EVERYTHING
        return plain or self._listed.count(EVERYTHING) <= FILTERED_AT_ONCE

    def _take(self, query: Query, keys: list[int]) -> None:
        # What is shown was read anew when it was asked for: the same rows need no second look.
        if not (query == self._wanted == self._query and keys == self._frozen.keys):
            super()._take(query, keys)
