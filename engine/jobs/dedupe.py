"""The job that finds duplicate rows: tables in; records, scored pairs and clusters out."""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.control import JobControl
from engine.dedupe.decisions import pair_id
from engine.dedupe.rows import Rows, comparable
from engine.dedupe.search import Found, Scope, search
from engine.dedupe.survivorship import survivor
from engine.errors import UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.services import Cache, Services
from engine.tables import Table, TableOptions, match_column, open_all, open_table
from engine.types import Cluster, ItemFailure, Pair, Record, stable_id

READING = "reading_tables"
DEFAULT_THRESHOLD = 0.5
_BATCH = 2000
_CACHE_VERSION = 3
_STORED = (("pairs", "<i8"), ("scores", "<f8"), ("similarities", "<f4"))


@dataclass(frozen=True, slots=True)
class DedupeRequest:
    """What to search. ``paths`` are table files; ``sheets`` names a sheet for each of them
    (``None``: all that are not hidden; fewer than ``paths``: the rest likewise).

    ``columns`` identify a row; they are looked up by name in every table, and a table that lacks one
    has it empty. Pairs that score at least ``threshold`` are joined into clusters. ``scope``: pairs
    inside a table, between tables, or both. ``header`` is the header's row, found by itself where
    ``None``, 0 for none. ``threads`` is for the search; 0: as many as there are cores.
    """

    paths: tuple[str, ...]
    columns: tuple[str, ...]
    sheets: tuple[str | None, ...] = ()
    threshold: float = DEFAULT_THRESHOLD
    scope: Scope = "both"
    header: int | None = None
    threads: int = 0


def dedupe(request: DedupeRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Each table's schema and records as they are read, then pairs, then clusters.

    A table's schema comes a second time when it was read, with its notices. A row that cannot be read
    fails alone, and so does a file where others are left. Pairs come from the most alike down, those
    below the threshold without a cluster. The search is cached by the rows' content and the settings.
    Raises ``UserError``: what the tables raise, ``column_unknown``, ``columns_none``,
    ``columns_blank``, ``rows_too_few``; ``Cancelled``. Thread: the engine thread.
    """
    columns = tuple(dict.fromkeys(name for name in request.columns if name.strip()))
    if not columns:
        raise UserError("columns_none")
    tables, failures = _open(request)
    yield from map(ItemFailed, failures)
    where = _places(tables, columns)
    rows = Rows(columns)
    for number, table in enumerate(tables):
        yield from _read(table, number, where[number], rows, control)
    if len(rows) < 2:
        raise UserError("rows_too_few")
    if not any(value not in (None, "") for values in rows.values for value in values):
        raise UserError("columns_blank")
    found = yield from _search(request, rows, services.cache, control)
    yield from _results(request, rows, found, control)


def _open(request: DedupeRequest) -> tuple[list[Table], list[ItemFailure]]:
    """Every sheet to read, and the files that could not be opened; raises where none could be.

    A sheet that was named twice, or by two paths, is read once: else every row would be found to
    be the duplicate of itself.
    """
    tables: dict[tuple[str, str], Table] = {}
    failures: list[ItemFailure] = []
    error: UserError | None = None
    options = TableOptions(header=request.header)
    named = [*request.sheets, *[None] * len(request.paths)]
    for path, sheet in zip(request.paths, named, strict=False):
        try:
            place = os.path.normcase(os.path.realpath(path))
            for table in _sheets(Path(path), sheet, options):
                tables.setdefault((place, table.sheet), table)
        except UserError as problem:
            error = error or problem
            failures.append(problem.as_failure(path))
    if not tables:
        raise error or UserError("rows_too_few")
    return _told_apart(tables.values()), failures


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


def _places(tables: Sequence[Table], columns: Sequence[str]) -> list[list[int | None]]:
    """Where each chosen column stands in each table, by its name."""
    matched = [[match_column(column, table.columns) for column in columns] for table in tables]
    for column, *found in zip(columns, *matched, strict=True):
        if all(name is None for name in found):
            there = ", ".join(dict.fromkeys(name for table in tables for name in table.columns))
            raise UserError("column_unknown", column=column, columns=there)
    return [
        [None if name is None else table.columns.index(name) for name in names]
        for table, names in zip(tables, matched, strict=True)
    ]


def _read(
    table: Table, number: int, where: Sequence[int | None], rows: Rows, control: JobControl
) -> Iterator[Payload]:
    """Hand on a table's records and keep what the search needs of them."""
    yield Results((table.schema,))
    if all(place is None for place in where):
        return
    batch: list[Record] = []
    for record in table.records():
        if isinstance(record, ItemFailure):
            yield ItemFailed(record)
            continue
        batch.append(record)
        if len(batch) == _BATCH:
            control.checkpoint()
            rows.add(batch, number, where)
            yield Results(tuple(batch))
            yield Progress(READING, len(rows), None, "rows", table.path.name)
            batch = []
    rows.add(batch, number, where)
    if batch:
        yield Results(tuple(batch))
    yield Progress(READING, len(rows), None, "rows", table.path.name)
    if table.schema.notices:
        yield Results((table.schema,))


def _search(
    request: DedupeRequest, rows: Rows, cache: Cache, control: JobControl
) -> Generator[Payload, None, Found]:
    """The search's result, from the cache where the same rows were searched the same way."""
    kinds = rows.kinds()
    asked = (rows.columns, kinds, request.threshold, request.scope, tuple(rows.tables))
    key = stable_id("dedupe", _CACHE_VERSION, *rows.ids, *map(repr, asked))
    stored = cache.get_many([key]).get(key)
    if stored is not None:
        return _unpacked(stored, len(rows.columns))
    columns = [comparable(*both) for both in zip(rows.values, kinds, strict=True)]
    threads = request.threads or os.cpu_count() or 1
    work = search(columns, kinds, rows.table_numbers(), request.threshold, request.scope, threads)
    while True:
        control.checkpoint()
        try:
            stage, done, total = next(work)
        except StopIteration as end:
            found: Found = end.value
            break
        yield Progress(stage, done, total, "rows" if stage == "blocking_rows" else "pairs")
    cache.put_many({key: _packed(found)})
    return found


def _results(
    request: DedupeRequest, rows: Rows, found: Found, control: JobControl
) -> Iterator[Payload]:
    """Pairs, then clusters, in batches."""
    number_of = {row: n for n, group in enumerate(found.clusters, start=1) for row in group}
    for start in range(0, len(found.pairs), _BATCH):
        control.checkpoint()
        part = slice(start, start + _BATCH)
        lines = zip(found.pairs[part].tolist(), found.scores[part].tolist(), strict=True)
        yield Results(
            tuple(
                _pair(rows, left, right, score, why, number_of, request.threshold)
                for ((left, right), score), why in zip(
                    lines, found.similarities[part].tolist(), strict=True
                )
            )
        )
    for start in range(0, len(found.clusters), _BATCH):
        groups = enumerate(found.clusters[start : start + _BATCH], start=start + 1)
        yield Results(tuple(_cluster(rows, number, group) for number, group in groups))


def _pair(
    rows: Rows,
    left: int,
    right: int,
    score: float,
    why: Sequence[float],
    number_of: dict[int, int],
    threshold: float,
) -> Pair:
    one, two = rows.ids[left], rows.ids[right]
    number = number_of.get(left)
    joined = score >= threshold and number is not None and number == number_of.get(right)
    named = zip(rows.columns, why, strict=True)
    return Pair(
        pair_id(one, two),
        one,
        two,
        rows.places[left],
        rows.places[right],
        round(score, 4),
        number if joined else None,
        tuple((name, round(value, 4)) for name, value in named if value == value),
    )


def _cluster(rows: Rows, number: int, group: Sequence[int]) -> Cluster:
    stays = survivor(group, rows.full)
    return Cluster(number, tuple(rows.ids[row] for row in group), rows.ids[stays])


def _packed(found: Found) -> bytes:
    """``found`` as JSON; its arrays compressed, as a million pairs in decimal take long to write."""
    arrays = (found.pairs, found.scores, found.similarities)
    data = {
        name: base64.b64encode(zlib.compress(np.asarray(array, kind).tobytes(), 1)).decode("ascii")
        for (name, kind), array in zip(_STORED, arrays, strict=True)
    }
    return json.dumps({**data, "clusters": found.clusters}, separators=(",", ":")).encode("ascii")


def _unpacked(data: bytes, columns: int) -> Found:
    stored = json.loads(data)
    pairs, scores, similar = (
        np.frombuffer(zlib.decompress(base64.b64decode(stored[name])), kind)
        for name, kind in _STORED
    )
    return Found(
        pairs.reshape(-1, 2).astype(np.int64),
        scores.astype(np.float64),
        similar.reshape(-1, columns).astype(np.float32),
        stored["clusters"],
    )
