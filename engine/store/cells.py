"""The fields workspace: a row a document, a column a field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.store.database import Database
from engine.store.query import EVERYTHING, Query
from engine.store.rows import Cell, FieldsRow
from engine.types import Extraction, Mention


class Cells:
    """Mentions of every document and field, the winner of each cell, and the edits over them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self, extractions: Iterable[Extraction], run_id: str = "", fields: Sequence[str] = ()
    ) -> None:
        """Replace what earlier runs found for ``fields`` (none given: the fields that have
        mentions) in these documents. Edits are not touched."""
        raise NotImplementedError

    def fields(self) -> list[str]:
        """Every field that some run has asked for, in the order first asked."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING, fields: Sequence[str] = ()) -> int:
        """How many documents meet ``query``; see :meth:`page`."""
        raise NotImplementedError

    def page(
        self, offset: int, limit: int, query: Query = EVERYTHING, fields: Sequence[str] = ()
    ) -> list[FieldsRow]:
        """Documents with their cells for ``fields`` (none given: all), in that order.

        ``Query.sort`` is ``name``, ``coverage`` or a field's name; a filter's column is a field's
        name (on the shown value), ``state:NAME`` (review state), ``score:NAME`` or ``disagree``.
        """
        raise NotImplementedError

    def cell(self, document_id: str, field: str) -> Cell:
        """One cell as it stands now; an empty one where nothing was found."""
        raise NotImplementedError

    def candidates(self, document_id: str, field: str) -> list[Mention]:
        """All mentions offered for one cell, best first, the chosen ones marked."""
        raise NotImplementedError

    def extraction(self, document_id: str) -> Extraction | None:
        """All mentions of a document, in the order of their offsets; ``None`` before any run."""
        raise NotImplementedError
