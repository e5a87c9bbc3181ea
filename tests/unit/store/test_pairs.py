"""Tables, pairs and clusters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.store import Filter, Project, Query
from engine.types import Address, Cluster, Edit, Record, ReviewState, Target
from tests.unit.store.records import pair, record


def fill(project: Project) -> None:
    """Five rows, two of them pairs."""
    project.tables.add("customers.xlsx", "Sheet1", ["name", "city", "number"])
    project.tables.append(record(row, f"Company {row}", None, 7) for row in range(2, 7))
    project.pairs.append([pair(2, 3, 0.9, 0), pair(4, 5, 0.7, 1)], "run 1")
    project.clusters.append(
        [
            Cluster(0, (record(2).id, record(3).id), record(2).id),
            Cluster(1, (record(4).id, record(5).id), record(5).id),
        ],
        "run 1",
    )


def test_records_keep_their_types_and_places(project: Project) -> None:
    odd = Record("r", Address("a.csv", "", 2), ("007", 7, 7.5, True, None, "甲方", "\ud800"))
    project.tables.append([odd])
    assert project.tables.record("r") == odd
    (table,) = project.tables.all()
    assert (table.path, table.sheet, table.header, table.rows) == ("a.csv", "", (), 1)
    assert list(project.tables.records(table.id)) == [odd]


def test_a_header_may_come_after_the_rows_and_be_renewed(project: Project) -> None:
    project.tables.append([record(2, "x")])
    key = project.tables.add("customers.xlsx", "Sheet1", ["name"])
    (table,) = project.tables.all()
    assert (table.id, table.header) == (key, ("name",))


def test_records_know_their_role(project: Project) -> None:
    fill(project)
    (table,) = project.tables.all()
    rows = project.tables.page(0, 10, table_id=table.id)
    assert [row.role for row in rows] == [
        "survivor",
        "duplicate",
        "duplicate",
        "survivor",
        "unique",
    ]
    survivors = Query(filters=(Filter("role", "=", "survivor"),))
    assert project.tables.count(survivors, table.id) == 2
    assert project.tables.count(Query(text="company 4")) == 1


def test_a_pair_row_has_both_records(project: Project) -> None:
    fill(project)
    best, second = project.pairs.page(0, 10)
    assert (best.score, best.cluster, best.left.row, best.right.row) == (0.9, 0, 2, 3)
    assert best.left_values == ("Company 2", None, 7)
    assert best.why == (("name", 0.9), ("address", 0.5))
    assert second.state is ReviewState.PROPOSED
    assert project.pairs.get(best.id) == best
    assert project.pairs.get("nothing") is None


def test_a_review_survives_a_rerun_and_filters_pages(project: Project) -> None:
    fill(project)
    judged = Edit(Target.PAIR, pair(2, 3, 0).id, ReviewState.REJECTED, reason="two branches")
    previous = project.edits.apply(judged)
    project.pairs.append([pair(2, 3, 0.95, 0)], "run 2")
    rejected = Query(filters=(Filter("state", "=", "rejected"),))
    (row,) = project.pairs.page(0, 10, rejected)
    assert (row.score, row.state, row.reason) == (0.95, ReviewState.REJECTED, "two branches")
    project.edits.apply(previous)
    assert project.pairs.count(rejected) == 0


def test_an_edit_made_before_the_pair_is_found_again_counts(project: Project) -> None:
    found = pair(2, 3, 0.9)
    project.edits.apply(Edit(Target.PAIR, found.id, ReviewState.ACCEPTED))
    project.pairs.append([found])
    assert project.pairs.page(0, 1)[0].state is ReviewState.ACCEPTED


def test_appending_twice_changes_nothing(project: Project) -> None:
    fill(project)
    before = project.pairs.page(0, 10), project.clusters.page(0, 10)
    fill(project)
    assert (project.pairs.page(0, 10), project.clusters.page(0, 10)) == before


def test_filters_and_text(project: Project) -> None:
    fill(project)
    assert project.pairs.count(Query(filters=(Filter("score", ">=", 0.8),))) == 1
    assert project.pairs.count(Query(filters=(Filter("record", "=", record(5).id),))) == 1
    assert project.pairs.count(Query(text="company 3")) == 1
    assert project.pairs.count(Query(filters=(Filter("cluster", "=", None),))) == 0


def test_the_histogram_counts_every_pair(project: Project) -> None:
    project.pairs.append(pair(2, 3 + n, n / 10) for n in range(11))
    assert project.pairs.histogram(10) == [1] * 9 + [2]


def test_all_pairs_and_clusters_stream_in_order(project: Project) -> None:
    fill(project)
    assert [(p.score, state) for p, state in project.pairs.all()] == [
        (0.9, "proposed"),
        (0.7, "proposed"),
    ]
    first, second = project.clusters.all()
    assert first == Cluster(0, (record(2).id, record(3).id), record(2).id)
    assert second.record_ids[0] == second.survivor_id
    assert project.clusters.get(1) == second
    assert project.clusters.get(99) is None


def test_clusters_sort_by_size(project: Project) -> None:
    project.clusters.append([Cluster(0, ("a", "b"), "a"), Cluster(1, ("c", "d", "e"), "c")])
    rows = project.clusters.page(0, 10, Query("size", descending=True))
    assert [(row.number, row.size) for row in rows] == [(1, 3), (0, 2)]


def test_removing_a_sheet_takes_its_pairs_and_clusters(project: Project) -> None:
    fill(project)
    (table,) = project.tables.all()
    project.tables.remove(table.id)
    assert project.tables.count() == project.pairs.count() == project.clusters.count() == 0
    assert project.tables.all() == []


SORTS = ("", "score", "cluster", "state", "left_row")


@settings(max_examples=15, deadline=None)
@given(sort=st.sampled_from(SORTS), descending=st.booleans(), size=st.integers(60, 2000))
def test_pages_tile_the_whole_list(many: Project, sort: str, descending: bool, size: int) -> None:
    """Whatever the page size and the end they are read from, pages neither overlap nor miss."""
    query = Query(sort, descending)
    whole = [row.id for row in many.pairs.page(0, 10_000, query)]
    tiled = [
        row.id
        for start in range(0, many.pairs.count(query) + size, size)
        for row in many.pairs.page(start, size, query)
    ]
    assert tiled == whole
    assert len(set(whole)) == 5000
