"""What the columns of tables seem to hold, and which of them mean the same, from their first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.dedupe.mapping import Columns, propose
from engine.errors import UserError
from engine.tables import open_table
from engine.types import Record, Scalar

ROWS = 200
"""Rows of each table that are looked at."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What each column seems to hold, by name; and for columns that go by several names, all of them,
    that of the first table first."""

    kinds: dict[str, ColumnKind]
    aliases: tuple[tuple[str, ...], ...]


def look_at_columns(places: Sequence[tuple[str, str]]) -> LookedAt:
    """Look at the first rows of some sheets (path, name); a file that cannot be read says nothing, and
    a column without a value has no kind. Thread: not the GUI's."""
    values: dict[str, list[Scalar]] = {}
    tables: list[Columns] = []
    for path, sheet in places:
        try:
            table = open_table(Path(path), sheet)
            records = [one for one in islice(table.records(), ROWS) if isinstance(one, Record)]
        except UserError:
            continue
        own: dict[str, list[Scalar]] = {}
        for number, name in enumerate(table.columns):
            column = (record.values[number] for record in records)
            own[name] = [one for one in column if one not in (None, "")]
            values.setdefault(name, []).extend(own[name])
        tables.append(Columns(own))
    kinds = {name: detect_kind(name, found) for name, found in values.items() if found}
    return LookedAt(kinds, propose(tables))
