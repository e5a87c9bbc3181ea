"""Runs, failures, the sink and the cache."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.events import Finished
from engine.store import Filter, Project, Query
from engine.store.cache import SLICE_BYTES, ResultCache
from engine.types import Cluster, ItemFailure, RunStatus, ScoredPair, TableSchema
from tests.unit.store.records import document, extraction, mention, pair, record, verdict

DONE = Finished(RunStatus.DONE, 1, 0, 0.5)


def test_a_run_is_recorded_from_begin_to_finish(project: Project) -> None:
    run = project.runs.begin("extract", {"fields": "Fee", "documents": ["a"]}, "pack", 7)
    assert project.runs.get(run.id) == run
    project.runs.finish(run.id, RunStatus.DONE_WITH_FAILURES, 6, 1)
    (row,) = project.runs.page(0, 10)
    assert (row.status, row.done, row.failed, row.total, row.model) == (
        RunStatus.DONE_WITH_FAILURES,
        6,
        1,
        7,
        "pack",
    )
    assert row.finished is not None
    assert dict(row.settings) == {"fields": "Fee", "documents": ["a"]}


def test_the_models_are_named_at_the_end(project: Project) -> None:
    run = project.runs.begin("extract", {})
    names: list[str] = []
    sink = project.sink(run.id, model=lambda: "; ".join(names))
    names += ["pack a", "pack b"]
    sink.finish(DONE)
    assert project.runs.page(0, 1)[0].model == "pack a; pack b"
    project.runs.note_model(run.id, "pack c")
    assert project.runs.get(run.id).model == "pack c"  # type: ignore[union-attr]


def test_a_run_left_running_is_interrupted_until_it_is_run_again(project: Project) -> None:
    run = project.runs.begin("extract", {"fields": "Fee"})
    project.close()
    with Project.open(project.path) as again:
        assert [found.id for found in again.runs.interrupted()] == [run.id]
        assert again.runs.get(run.id).status is RunStatus.INTERRUPTED  # type: ignore[union-attr]
        later = again.runs.begin("extract", {"fields": "Fee"})
        assert again.runs.interrupted() == []
        again.runs.finish(later.id, RunStatus.FAILED, 0, 0)
        assert [found.id for found in again.runs.interrupted()] == [later.id]


def test_failures_are_kept_once_and_give_way_to_later_runs(project: Project) -> None:
    failure = ItemFailure("a.pdf", "file_damaged", (("path", "a.pdf"),))
    project.failures.append([failure, failure], "run 1", "extract")
    project.failures.append([failure], "run 2", "extract")
    project.failures.append([failure], "run 3", "check")
    rows = project.failures.page(0, 10)
    assert [(row.run_id, row.failure) for row in rows] == [("run 3", failure), ("run 2", failure)]
    project.failures.clear(["a.pdf"], "check")
    assert project.failures.count() == 1
    project.failures.clear()
    assert project.failures.count() == 0


def test_what_is_managed_at_last_leaves_the_failures_list(project: Project) -> None:
    path = document().path
    first = project.runs.begin("read_documents", {"paths": [path]})
    project.sink(first.id).store([], [ItemFailure(path, "file_encrypted")])
    assert project.documents.page(0, 1)[0].failure is not None
    second = project.runs.begin("read_documents", {"paths": [path], "password": True})
    project.sink(second.id).store([document()], [])
    assert project.failures.count() == 0
    assert project.documents.page(0, 1)[0].failure is None


def test_a_batch_of_mixed_results_is_one_transaction(project: Project) -> None:
    doc = document()
    run = project.runs.begin("extract", {})
    before = project.database.generation
    line = ScoredPair(1, ())
    project.sink(run.id, ["Fee"]).store(
        [doc, extraction(doc, mention(doc, "Fee", "30")), record(2, "x"), pair(2, 3, 0.5), line],
        [ItemFailure("b", "file_damaged")],
    )
    assert project.database.generation == before + 1
    assert project.cells.fields() == ["Fee"]
    assert project.pairs.count() == project.failures.count() == project.scored.count(run.id) == 1


def test_a_batch_that_breaks_leaves_nothing_behind(project: Project) -> None:
    run = project.runs.begin("extract", {})
    with pytest.raises(KeyError):
        project.sink(run.id).store([document(), object()], [])  # type: ignore[list-item]
    assert project.documents.count() == 0


def test_a_finished_search_for_duplicates_replaces_the_earlier_one(project: Project) -> None:
    first = project.runs.begin("dedupe", {"threshold": 0.5})
    sink = project.sink(first.id)
    clusters = [Cluster(0, ("a", "b"), "a"), Cluster(1, ("c", "d"), "c")]
    sink.store([pair(2, 3, 0.9), pair(4, 5, 0.6), *clusters], [])
    sink.finish(DONE)
    second = project.runs.begin("dedupe", {"threshold": 0.8})
    sink = project.sink(second.id)
    sink.store([pair(2, 3, 0.9)], [])
    assert project.pairs.count() == 2, "the earlier pairs stay until the run went through"
    sink.store([Cluster(0, ("a", "b"), "b")], [])
    sink.finish(DONE)
    assert project.pairs.count() == 1
    assert list(project.clusters.all()) == [Cluster(0, ("b", "a"), "b")]


def test_a_cancelled_search_takes_nothing_away(project: Project) -> None:
    project.pairs.append([pair(2, 3, 0.9)], "earlier")
    run = project.runs.begin("dedupe", {})
    project.sink(run.id).finish(Finished(RunStatus.CANCELLED, 0, 0, 0.1))
    assert project.pairs.count() == 1


def test_a_check_replaces_verdicts_of_its_own_documents_only(project: Project) -> None:
    first, second = document(1), document(2)
    project.documents.append([first, second])
    project.verdicts.append([verdict(first, first, 0.9), verdict(second, second, 0.8)], "earlier")
    run = project.runs.begin("check", {})
    sink = project.sink(run.id, documents=[first.id])
    sink.store([verdict(first, first, 0.7, part=5)], [])
    sink.finish(DONE)
    assert [row.contradiction for row in project.verdicts.page(0, 9)] == [0.8, 0.7]


def test_a_check_of_files_replaces_verdicts_of_what_it_read(project: Project) -> None:
    first, second = document(1), document(2)
    project.documents.append([first, second])
    project.verdicts.append([verdict(first, first, 0.9), verdict(second, second, 0.8)], "earlier")
    run = project.runs.begin("check", {})
    sink = project.sink(run.id)
    sink.store([first, second], [ItemFailure(second.path, "out_of_memory")])
    sink.finish(DONE)
    assert [row.contradiction for row in project.verdicts.page(0, 9)] == [0.8]


def test_a_table_that_changed_is_read_anew(project: Project) -> None:
    schema = TableSchema("customers.xlsx", "Sheet1", ("name",))
    for rows in (["a", "b", "c"], ["a", "B"]):
        run = project.runs.begin("dedupe", {})
        sink = project.sink(run.id)
        records = [
            replace(record(row, name), id=f"{row} {name}") for row, name in enumerate(rows, 2)
        ]
        sink.store([schema, *records], [])
        sink.finish(DONE)
    (table,) = project.tables.all()
    assert table.header == ("name",)
    assert [found.values for found in project.tables.records(table.id)] == [("a",), ("B",)]


def test_a_job_that_fails_as_a_whole_says_so_in_the_list(project: Project) -> None:
    run = project.runs.begin("extract", {})
    failure = ItemFailure(run.id, "model_missing", (("name", "x"),))
    project.sink(run.id).finish(Finished(RunStatus.FAILED, 0, 0, 0.1, failure))
    assert project.failures.page(0, 1)[0].failure == failure
    query = Query(filters=(Filter("status", "=", "failed"),))
    assert project.runs.count(query) == 1


def test_the_cache_gives_back_what_it_holds(project: Project) -> None:
    project.cache.put_many({"a": b"1", "b": b"2"})
    project.cache.put_many({"a": b"other", "c": b"3"})
    assert project.cache.get_many(["a", "c", "d"]) == {"a": b"1", "c": b"3"}
    project.cache.clear()
    assert project.cache.get_many(["a"]) == {}


def test_the_cache_is_bounded_and_drops_the_oldest(project: Project) -> None:
    cache = ResultCache(project.database, limit_bytes=1000)
    for number in range(20):
        cache.put_many({str(number): bytes(100)})
    held = cache.get_many(map(str, range(20)))
    assert 5 <= len(held) <= 10
    assert "19" in held
    assert "0" not in held


def test_what_was_used_lately_is_kept_longer(project: Project) -> None:
    cache = ResultCache(project.database, limit_bytes=1000)
    cache.put_many({str(number): bytes(100) for number in range(10)})
    with project.database.write() as connection:
        connection.execute("UPDATE cache SET used = used - 30")
    assert cache.get_many(["0"])
    cache.put_many({"new": bytes(100)})
    assert set(cache.get_many(["0", "1", "new"])) == {"0", "new"}


def test_much_is_cached_and_dropped_in_short_transactions(project: Project) -> None:
    cache = ResultCache(project.database, limit_bytes=8 * SLICE_BYTES)
    quarter = bytes(SLICE_BYTES // 4)
    before = project.database.generation
    cache.put_many({str(number): quarter for number in range(32)})
    assert project.database.generation - before == 8
    cache.put_many({"one more": quarter})
    assert project.database.generation - before == 9 + 2, "a fifth goes, in two slices"
    assert len(cache.get_many([*map(str, range(32)), "one more"])) == 25
