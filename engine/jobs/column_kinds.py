"""What the columns of tables seem to hold, from their first rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.errors import UserError
from engine.tables import open_table
from engine.types import Record, Scalar

ROWS = 200
"""Rows of each table that are looked at."""


def column_kinds(places: Sequence[tuple[str, str]]) -> dict[str, ColumnKind]:
    """By name, what each column of some sheets (path, name) seems to hold; a file that cannot be read
    says nothing, and a column without a value is left out. Thread: not the GUI's."""
    values: dict[str, list[Scalar]] = {}
    for path, sheet in places:
        try:
            table = open_table(Path(path), sheet)
            records = [one for one in islice(table.records(), ROWS) if isinstance(one, Record)]
        except UserError:
            continue
        for number, name in enumerate(table.columns):
            column = (record.values[number] for record in records)
            values.setdefault(name, []).extend(one for one in column if one not in (None, ""))
    return {name: detect_kind(name, found) for name, found in values.items() if found}
