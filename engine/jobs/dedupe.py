"""The job that finds duplicate rows: tables in; records, scored pairs and clusters out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.control import JobControl
from engine.events import Payload
from engine.jobs.services import Services

Scope = Literal["both", "within", "between"]
DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class DedupeRequest:
    """What to search. ``paths`` are table files; ``sheets`` names a sheet for each of them
    (``None``: all that are not hidden; fewer than ``paths``: the rest likewise).

    ``columns`` identify a row; they are looked up by name in every table. Pairs that score at
    least ``threshold`` are joined into clusters. ``scope``: pairs inside a table, between tables,
    or both. ``header`` is the header's row, found by itself where ``None``, 0 for none.
    """

    paths: tuple[str, ...]
    columns: tuple[str, ...]
    sheets: tuple[str | None, ...] = ()
    threshold: float = DEFAULT_THRESHOLD
    scope: Scope = "both"
    header: int | None = None


def dedupe(request: DedupeRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Each table's schema and records as they are read, then pairs, then clusters.

    Raises ``UserError``: what the tables raise, ``column_unknown``, ``columns_none``,
    ``columns_blank``, ``rows_too_few``; ``Cancelled``. Thread: the engine thread.
    """
    raise NotImplementedError
