"""The documents of a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.store.database import Database
from engine.store.query import EVERYTHING, Query
from engine.store.rows import DocumentRow
from engine.types import Document, ItemFailure


class Documents:
    """Canonical texts, compressed; a file that could not be read stands here as a row too."""

    columns = (
        "name",
        "path",
        "kind",
        "language",
        "pages",
        "characters",
        "readable",
        "notices",
        "values",
        "reviewed",
        "contradictions",
        "coverage",
        "added",
        "failure",
    )

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, documents: Iterable[Document]) -> None:
        """Add documents; one with a known id keeps its row and its results."""
        raise NotImplementedError

    def append_failures(self, failures: Iterable[ItemFailure]) -> None:
        """Rows for files that could not be read; ``ItemFailure.item`` is the path."""
        raise NotImplementedError

    def get(self, document_id: str) -> Document:
        """The whole document. Raises ``UserError("document_unknown")``."""
        raise NotImplementedError

    def ids(self) -> list[str]:
        """The ids of all documents that were read, in the order they were added."""
        raise NotImplementedError

    def remove(self, ids: Sequence[str]) -> None:
        """Take documents (or failed rows) out, with their values and verdicts; edits stay, so that
        the same file added again finds them."""
        raise NotImplementedError

    def restore(self, ids: Sequence[str]) -> None:
        """Undo :meth:`remove`: the rows come back as they were, in this session of the project."""
        raise NotImplementedError

    def count(self, query: Query = EVERYTHING) -> int:
        """How many rows meet ``query``."""
        raise NotImplementedError

    def page(self, offset: int, limit: int, query: Query = EVERYTHING) -> list[DocumentRow]:
        """Rows ``offset`` to ``offset + limit`` of ``query``."""
        raise NotImplementedError
