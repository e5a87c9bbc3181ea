"""Tables and their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.store.database import Database
from engine.store.query import EVERYTHING, Query
from engine.store.rows import RecordRow, TableRow
from engine.types import Record


class Tables:
    """The sheets of a project and their rows, typed as in the file."""

    columns = ("row", "cluster", "role")

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, path: str, sheet: str, header: Sequence[str]) -> str:
        """Register a sheet, or renew its header; returns the table's id."""
        raise NotImplementedError

    def all(self) -> list[TableRow]:
        """Every sheet, in the order added."""
        raise NotImplementedError

    def remove(self, table_id: str) -> None:
        """Take a sheet out with its records, pairs and clusters; edits stay."""
        raise NotImplementedError

    def append(self, records: Iterable[Record]) -> None:
        """Add records; a known id is replaced. Unknown sheets are registered without a header."""
        raise NotImplementedError

    def records(self, table_id: str) -> Iterator[Record]:
        """Every record of a sheet in the order of its rows, streamed."""
        raise NotImplementedError

    def record(self, record_id: str) -> Record | None:
        """One record."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING, table_id: str = "") -> int:
        """How many records meet ``query``, in one sheet or in all."""
        raise NotImplementedError

    def page(
        self, offset: int, limit: int, query: Query = EVERYTHING, table_id: str = ""
    ) -> list[RecordRow]:
        """Records with their role, in the order of their rows unless ``query`` sorts."""
        raise NotImplementedError
