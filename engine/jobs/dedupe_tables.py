"""What a search for duplicates is asked to go over, and its tables, opened, with the chosen columns."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.dedupe.blocking import Scope
from engine.errors import UserError
from engine.tables import Table, TableOptions, match_column, open_all, open_table
from engine.types import ItemFailure

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class DedupeRequest:
    """What to search. ``paths`` are table files; ``sheets`` names a sheet for each of them
    (``None``: all that are not hidden; fewer than ``paths``: the rest likewise).

    ``columns`` identify a row; they are looked up by name in every table, and a table that lacks one
    has it empty. ``aliases`` are other names that a column goes by in some tables, after its own: see
    :func:`engine.dedupe.mapping.propose`. ``meaning`` looks with the embeddings model for free texts that
    say the same in other words, too. Pairs that score at least ``threshold`` are joined into clusters.
    ``scope``: pairs inside a table, between tables, or both. ``header`` is the header's row, found by
    itself where ``None``, 0 for none. ``threads`` is for the search; 0: as many as there are cores.
    ``kinds`` are columns with the kind that a person chose for them, a value of
    :class:`~engine.dedupe.kinds.ColumnKind`; the kind of others is found from their values. ``model`` names
    a similarity model that reads both rows of every candidate; what its word is worth beside the
    columns is learned from the candidates (:data:`~engine.types.PREFERRED` for the user's choice). Empty: the columns alone.
    """

    paths: tuple[str, ...]
    columns: tuple[str, ...]
    sheets: tuple[str | None, ...] = ()
    threshold: float = DEFAULT_THRESHOLD
    scope: Scope = "both"
    header: int | None = None
    threads: int = 0
    aliases: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    meaning: bool = False
    model: str = ""


def chosen_columns(request: DedupeRequest) -> tuple[str, ...]:
    """The columns to compare, each once. Raises ``UserError("columns_none")``."""
    columns = tuple(dict.fromkeys(name for name in request.columns if name.strip()))
    if not columns:
        raise UserError("columns_none")
    return columns


def open_tables(
    request: DedupeRequest, located: Callable[[str], Path] = Path
) -> tuple[list[Table], list[ItemFailure]]:
    """Every sheet to read, and the files that could not be opened; raises where none could be.

    A sheet that was named twice, or by two paths, is read once: else every row would be found to
    be the duplicate of itself. ``located`` gives the file that stands for a path.
    """
    tables: dict[tuple[str, str], Table] = {}
    failures: list[ItemFailure] = []
    error: UserError | None = None
    options = TableOptions(header=request.header)
    named = [*request.sheets, *[None] * len(request.paths)]
    for path, sheet in zip(request.paths, named, strict=False):
        try:
            place = os.path.normcase(os.path.realpath(path))
            for table in _sheets(located(path), sheet, options):
                tables.setdefault((place, table.sheet), table)
        except UserError as problem:
            error = error or problem
            failures.append(problem.as_failure(path))
    if not tables:
        raise error or UserError("rows_too_few")
    return _told_apart(tables.values()), failures


def column_places(
    tables: Sequence[Table], columns: Sequence[str], aliases: Sequence[Sequence[str]] = ()
) -> list[list[int | None]]:
    """Where each chosen column stands in each table, by its name or another that it goes by there;
    ``None`` where a table lacks it. Raises ``UserError("column_unknown")`` where all lack it."""
    others = {names[0]: names[1:] for names in aliases if names}
    matched = [
        [_matched((column, *others.get(column, ())), table.columns) for column in columns]
        for table in tables
    ]
    for column, *found in zip(columns, *matched, strict=True):
        if all(name is None for name in found):
            there = ", ".join(dict.fromkeys(name for table in tables for name in table.columns))
            raise UserError("column_unknown", column=column, columns=there)
    return [
        [None if name is None else table.columns.index(name) for name in names]
        for table, names in zip(tables, matched, strict=True)
    ]


def without_columns(
    tables: Sequence[Table], where: Sequence[Sequence[int | None]]
) -> list[ItemFailure]:
    """The files that have none of the chosen columns in any of their sheets, so that no row of theirs is
    compared; ``where`` as :func:`column_places` gives it."""
    compared: dict[Path, bool] = {}
    for table, places in zip(tables, where, strict=True):
        some = any(place is not None for place in places)
        compared[table.path] = compared.get(table.path, False) or some
    return [
        UserError("table_not_compared", name=path.name).as_failure(str(path))
        for path, some in compared.items()
        if not some
    ]


def _matched(names: Sequence[str], columns: Sequence[str]) -> str | None:
    """The column that the first of ``names`` means that means one."""
    found = (match_column(name, columns) for name in names)
    return next((column for column in found if column is not None), None)


def _told_apart(tables: Iterable[Table]) -> list[Table]:
    """The same sheets, numbered where they bear one name in files of one name, as in the folders of
    two years: else equal rows of both would be taken for one."""
    met: Counter[tuple[str, str]] = Counter()
    apart = []
    for table in tables:
        name = (table.path.name, table.sheet)
        apart.append(replace(table, copy=met[name]))
        met[name] += 1
    return apart


def _sheets(path: Path, sheet: str | None, options: TableOptions) -> Iterable[Table]:
    return open_all(path, options) if sheet is None else [open_table(path, sheet, options)]
