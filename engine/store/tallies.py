"""The review of cells as a whole: how many stand how, and which hold the same value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.store import codec
from engine.store.database import Database


class Standing(StrEnum):
    """How a cell stands in the review: judged by a person, or how sure the run was."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    EMPTY = "empty"
    DOUBTFUL = "doubtful"
    SURE = "sure"


PENDING = frozenset({Standing.DOUBTFUL, Standing.SURE})
"""Cells with a value that nobody has judged."""
JUDGED = frozenset({Standing.ACCEPTED, Standing.EDITED, Standing.REJECTED})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells of ``field`` stand alike; ``doubt`` is the code of what is doubtful."""

    field: str
    standing: Standing
    doubt: str | None
    disagree: bool
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell is."""

    id: str
    document_id: str
    field: str


class CellTallies:
    """Reads over all cells of a project; for the background where there are many.

    Thread: any.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def tallies(self) -> list[Tally]:
        """The cells of all documents that are in the project, counted by how they stand."""
        away = self._database.one("SELECT 1 FROM documents WHERE removed = 1 LIMIT 1")
        # Counting from the index alone takes a tenth of the time.
        here = "JOIN documents d ON d.id = c.document_id AND d.removed = 0" if away else ""
        rows = self._database.read(
            f"""SELECT c.field, c.standing, c.doubt, c.disagree, COUNT(*) FROM cells c {here}
            WHERE c.field IN (SELECT name FROM fields)
            GROUP BY c.field, c.standing, c.doubt, c.disagree"""
        )
        return [
            Tally(field, Standing(standing), doubt, bool(disagree), count)
            for field, standing, doubt, disagree, count in rows
        ]

    def documents_with(
        self, standings: Collection[Standing], fields: Collection[str] = ()
    ) -> set[str]:
        """The ids of the documents with a cell that stands so, among ``fields`` (none: all)."""
        rows = self._database.read(
            """SELECT DISTINCT document_id FROM cells
            WHERE standing IN (SELECT value FROM json_each(?1))
            AND (?2 = '[]' OR field IN (SELECT value FROM json_each(?2)))""",
            (codec.dump([str(s) for s in standings]), codec.dump(list(fields))),
        )
        return {row[0] for row in rows}

    def names(self, document_ids: Sequence[str]) -> dict[str, str]:
        """What people call some documents, by id."""
        rows = self._database.read(
            "SELECT id, name FROM documents WHERE id IN (SELECT value FROM json_each(?))",
            (codec.dump(list(document_ids)),),
        )
        return {key: codec.unpack_text(name) for key, name in rows}

    def document_ids(self, keys: Sequence[int]) -> list[str]:
        """The ids of the documents that ``Cells.keys`` listed, in that order."""
        rows = self._database.read(
            "SELECT position, id FROM documents WHERE position IN (SELECT value FROM json_each(?))",
            (codec.dump(list(keys)),),
        )
        found: dict[int, str] = dict(rows)
        return [found[key] for key in keys if key in found]

    def found(self, cell_id: str) -> str:
        """What the run put into a cell, whatever a person made of it."""
        row = self._database.one("SELECT value FROM cells WHERE id = ?", (cell_id,))
        return codec.unpack_text(row[0]) if row else ""

    def unlocated(self) -> int:
        """How many values of a model stand nowhere in their documents."""
        row = self._database.one(
            """SELECT COUNT(*) FROM unlocated u
            JOIN documents d ON d.id = u.document_id AND d.removed = 0"""
        )
        return int(row[0]) if row else 0

    def alike(self, cell_id: str) -> list[Place]:
        """The other cells, of any field, in which the run found what it found in this one and that
        nobody has judged; none where it found nothing."""
        rows = self._database.read(
            """SELECT o.id, o.document_id, o.field FROM cells c
            CROSS JOIN fields f CROSS JOIN cells o ON o.field = f.name AND o.value = c.value
                AND o.standing IN ('doubtful', 'sure')
            CROSS JOIN documents d ON d.id = o.document_id AND d.removed = 0
            WHERE c.id = ?1 AND c.value <> '' AND o.id <> ?1
            ORDER BY o.field = c.field DESC, d.position, f.position""",
            (cell_id,),
        )
        return [Place(*row) for row in rows]

    def empty(self, field: str) -> list[Place]:
        """The cells of ``field`` in which nothing was found and that nobody has judged."""
        rows = self._database.read(
            """SELECT c.id, c.document_id, c.field FROM cells c
            JOIN documents d ON d.id = c.document_id AND d.removed = 0
            WHERE c.field = ? AND c.standing = 'empty' ORDER BY d.position""",
            (field,),
        )
        return [Place(*row) for row in rows]
