"""The job that finds duplicate rows: tables in; records, scored pairs and clusters out."""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.control import JobControl
from engine.dedupe.decisions import pair_id
from engine.dedupe.explanation import step_names
from engine.dedupe.normalise import Normaliser
from engine.dedupe.rows import Rows, comparable
from engine.dedupe.search import Elsewhere, Found, search
from engine.dedupe.survivorship import survivor
from engine.dedupe.synonyms import load, standard_folders
from engine.errors import UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.dedupe_judged import judged_rows
from engine.jobs.dedupe_meaning import meant
from engine.jobs.dedupe_tables import (
    DEFAULT_THRESHOLD,
    DedupeRequest,
    chosen_columns,
    column_places,
    open_tables,
    without_columns,
)
from engine.jobs.services import Cache, Services
from engine.models.protocols import Embedder, PairClassifier
from engine.tables import Table
from engine.types import PREFERRED, Cluster, ItemFailure, Pair, Record, stable_id

__all__ = ["DEFAULT_THRESHOLD", "DedupeRequest", "dedupe"]

READING = "reading_tables"
_BATCH = 2000
_CACHE_VERSION = 6
_STORED = (("pairs", "<i8"), ("scores", "<f8"), ("similarities", "<f4"), ("evidence", "<f4"))


def dedupe(
    request: DedupeRequest,
    services: Services,
    control: JobControl,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Payload]:
    """Each table's schema and records as they are read, then pairs, then clusters.

    A table's schema comes a second time when it was read, with its notices. A row that cannot be read
    fails alone, and so does a file where others are left. Pairs come from the most alike down, those
    below the threshold without a cluster. ``elsewhere`` finds and compares the candidates on
    other machines. The search is cached by the rows' content and the settings.
    Raises ``UserError``: what the tables raise, ``column_unknown``, ``columns_none``,
    ``columns_blank``, ``rows_too_few``; ``Cancelled``. Thread: the engine thread.
    """
    columns = chosen_columns(request)
    tables, failures = open_tables(request)
    yield from map(ItemFailed, failures)
    where = column_places(tables, columns, request.aliases)
    yield from map(ItemFailed, without_columns(tables, where))
    rows = Rows(columns)
    for number, table in enumerate(tables):
        yield from _read(table, number, where[number], rows, control)
    if len(rows) < 2:
        raise UserError("rows_too_few")
    if not any(value not in (None, "") for values in rows.values for value in values):
        raise UserError("columns_blank")
    embedder = services.models.embedder() if request.meaning else None
    named = None if request.model == PREFERRED else request.model
    judge = services.models.classifier("similarity", named) if request.model else None
    found = yield from _search(request, rows, services.cache, control, elsewhere, embedder, judge)
    yield from _results(request, rows, found, control)


def _read(
    table: Table, number: int, where: Sequence[int | None], rows: Rows, control: JobControl
) -> Iterator[Payload]:
    """Hand on a table's records and keep what the search needs of them; of a table that has none of
    the columns nothing, yet its records belong into what is written."""
    yield Results((table.schema,))
    compared = any(place is not None for place in where)
    batch: list[Record] = []
    for record in table.records():
        if isinstance(record, ItemFailure):
            yield ItemFailed(record)
            continue
        batch.append(record)
        if len(batch) == _BATCH:
            control.checkpoint()
            if compared:
                rows.add(batch, number, where)
            yield Results(tuple(batch))
            yield Progress(READING, len(rows), None, "rows", table.path.name)
            batch = []
    if compared:
        rows.add(batch, number, where)
    if batch:
        yield Results(tuple(batch))
    yield Progress(READING, len(rows), None, "rows", table.path.name)
    if table.schema.notices:
        yield Results((table.schema,))


def _search(
    request: DedupeRequest,
    rows: Rows,
    cache: Cache,
    control: JobControl,
    elsewhere: Elsewhere | None,
    embedder: Embedder | None,
    judge: PairClassifier | None,
) -> Generator[Payload, None, Found]:
    """The search's result, from the cache where the same rows were searched the same way."""
    kinds = rows.kinds(dict(request.kinds))
    synonyms, notices = load(standard_folders())
    for number, notice in enumerate(notices):
        item = f"{dict(notice.params)['path']}#{number}"
        yield ItemFailed(ItemFailure(item, notice.code, notice.params))
    normaliser = Normaliser(synonyms)
    asked = (
        normaliser.digest,
        rows.columns,
        kinds,
        request.threshold,
        request.scope,
        tuple(rows.tables),
        embedder.info.digest if embedder else "",
        judge.info.digest if judge else "",
    )
    key = stable_id("dedupe", _CACHE_VERSION, *rows.ids, *map(repr, asked))
    stored = cache.get_many([key]).get(key)
    if stored is not None:
        return _unpacked(stored, len(rows.columns))
    columns = [comparable(*both, normaliser) for both in zip(rows.values, kinds, strict=True)]
    threads = request.threads or os.cpu_count() or 1
    vectors = (yield from meant(columns, kinds, embedder, control)) if embedder else None
    tables = rows.table_numbers()
    asked_for = (request.threshold, request.scope, threads)
    work = search(
        columns,
        kinds,
        tables,
        *asked_for,
        between=control.checkpoint,
        elsewhere=elsewhere,
        vectors=vectors,
        judge=judged_rows(rows, judge, control) if judge else None,
    )
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
    steps = step_names(rows.columns)
    for start in range(0, len(found.pairs), _BATCH):
        control.checkpoint()
        part = slice(start, start + _BATCH)
        lines = zip(found.pairs[part].tolist(), found.scores[part].tolist(), strict=True)
        yield Results(
            tuple(
                replace(
                    _pair(rows, left, right, score, why, number_of, request.threshold),
                    evidence=tuple(zip(steps, (round(x, 3) for x in odds), strict=True)),
                )
                for ((left, right), score), why, odds in zip(
                    lines,
                    found.similarities[part].tolist(),
                    found.evidence[part].tolist(),
                    strict=True,
                )
            )
        )
    for start in range(0, len(found.clusters), _BATCH):
        control.checkpoint()
        groups = enumerate(found.clusters[start : start + _BATCH], start=start + 1)
        yield Results(
            tuple(
                _cluster(rows, number, group, found.doubts.get(group[0], ""))
                for number, group in groups
            )
        )


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


def _cluster(rows: Rows, number: int, group: Sequence[int], doubt: str) -> Cluster:
    stays = survivor(group, rows.full)
    return Cluster(number, tuple(rows.ids[row] for row in group), rows.ids[stays], doubt)


def _packed(found: Found) -> bytes:
    """``found`` as JSON; its arrays compressed, as a million pairs in decimal take long to write."""
    arrays = (found.pairs, found.scores, found.similarities, found.evidence)
    data = {
        name: base64.b64encode(zlib.compress(np.asarray(array, kind).tobytes(), 1)).decode("ascii")
        for (name, kind), array in zip(_STORED, arrays, strict=True)
    }
    groups = {"clusters": found.clusters, "doubts": list(found.doubts.items())}
    return json.dumps({**data, **groups}, separators=(",", ":")).encode("ascii")


def _unpacked(data: bytes, columns: int) -> Found:
    stored = json.loads(data)
    pairs, scores, similar, evidence = (
        np.frombuffer(zlib.decompress(base64.b64decode(stored[name])), kind)
        for name, kind in _STORED
    )
    return Found(
        pairs.reshape(-1, 2).astype(np.int64),
        scores.astype(np.float64),
        similar.reshape(-1, columns).astype(np.float32),
        evidence.reshape(len(scores), -1).astype(np.float32),
        stored["clusters"],
        dict(stored["doubts"]),
    )
