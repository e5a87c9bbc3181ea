"""What a search for duplicates would come to, before it starts: from a small part of the tables."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.control import JobControl
from engine.dedupe.estimate import Estimate, estimate
from engine.dedupe.rows import Rows
from engine.errors import UserError
from engine.jobs.dedupe_tables import DedupeRequest, chosen_columns, column_places, open_tables
from engine.tables import Table
from engine.tables.excerpt import Excerpt, excerpt
from engine.types import Record

SAMPLE_ROWS = 4000
"""Rows that are looked at, of all tables together."""


def estimate_dedupe(request: DedupeRequest, control: JobControl) -> Estimate:
    """What ``dedupe(request, …)`` would come to. Takes a second or two, however large the tables are;
    workbooks other than xlsx have to be read for it.

    Raises ``UserError`` as ``dedupe`` does, for what it can see by then; ``Cancelled``. Thread: any
    but the window's own.
    """
    columns = chosen_columns(request)
    with tempfile.TemporaryDirectory(prefix="clausedesk-", ignore_cleanup_errors=True) as folder:
        parts = _Parts(Path(folder), control)
        tables, _failures = open_tables(request, parts.of)
        where = column_places(tables, columns, request.aliases)
        rows, total = _sampled(tables, where, columns, parts.excerpts, control)
    if total < 2:
        raise UserError("rows_too_few")
    threads = request.threads or os.cpu_count() or 1
    return estimate(rows, total, request.scope, threads, dict(request.kinds))


class _Parts:
    """Small copies of the tables' files in ``folder``."""

    def __init__(self, folder: Path, control: JobControl) -> None:
        self._folder, self._control = folder, control
        self.excerpts: dict[Path, Excerpt] = {}

    def of(self, path: str) -> Path:
        """The file that stands for ``path``."""
        self._control.checkpoint()
        own = self._folder / str(len(self.excerpts))
        own.mkdir()
        made = excerpt(Path(path), own)
        self.excerpts[made.path] = made
        return made.path


def _sampled(
    tables: Sequence[Table],
    where: Sequence[Sequence[int | None]],
    columns: tuple[str, ...],
    excerpts: Mapping[Path, Excerpt],
    control: JobControl,
) -> tuple[Rows, int]:
    """Rows of every table, by its share of them all, and how many rows there are."""
    found: list[list[Record]] = []
    counts: list[int] = []
    for table, places in zip(tables, where, strict=True):
        control.checkpoint()
        own: list[Record] = []
        if any(place is not None for place in places):
            own = [row for row in table.records() if isinstance(row, Record)]
        found.append(own)
        counts.append(excerpts[table.path].rows(table.sheet, len(own)))
    total = sum(counts)
    rows = Rows(columns)
    for number, (own, count) in enumerate(zip(found, counts, strict=True)):
        share = round(SAMPLE_ROWS * count / max(1, total))
        picked = np.linspace(0, len(own) - 1, min(share, len(own))).round().astype(int)
        rows.add((own[place] for place in picked.tolist()), number, where[number])
    return rows, total
