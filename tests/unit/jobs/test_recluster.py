"""Clusters from another threshold, and as decisions leave them: found without a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.dedupe.board import Answer, Bands, Wanted
from engine.dedupe.decisions import exclude, merge, pin, split
from engine.jobs.recluster import recluster
from engine.store import Project
from engine.store.board import UNSURE, Boards
from engine.store.grouped import Grouped
from engine.types import Address, Cluster, Edit, Pair, Record, ReviewState, Target

TABLE = ("/in/t.csv", "t")


def row(letter: str) -> Address:
    return Address(*TABLE, ord(letter) - ord("a") + 2)


def pair(ids: str, score: float, cluster: int | None = None, same: float = 1.0) -> Pair:
    why = (("Name", same), ("Street", 0.4))
    return Pair(ids, ids[0], ids[1], row(ids[0]), row(ids[1]), score, cluster, why)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Seven rows: a, b and c are held by two pairs, d and e by one; f and g are unlike."""
    with Project.create(tmp_path / "t.cdesk") as made:
        made.tables.add(*TABLE, ("Name", "Street"))
        made.tables.append(Record(one, row(one), (f"Name {one}", None)) for one in "abcdefg")
        made.pairs.append(
            [pair("ab", 0.95, 1), pair("bc", 0.7, 1), pair("ac", 0.72, 1), pair("de", 0.9, 2),
             pair("fg", 0.3, same=0.5)]
        )  # fmt: skip
        made.clusters.append([Cluster(1, ("a", "b", "c"), "b"), Cluster(2, ("d", "e"), "d")])
        yield made


def clusters(project: Project) -> dict[str, str]:
    """The rows of each cluster, with the one that stays."""
    return {"".join(sorted(one.record_ids)): one.survivor_id for one in project.clusters.all()}


def standing(project: Project) -> list[str]:
    """The clusters as decisions leave them, the survivor first."""
    grouped = Grouped(
        project.database, project.clusters, project.pairs, project.tables, project.edits
    )
    groups = grouped.read(Boards(project.database).read())
    return sorted("".join(grouped.members(groups, int(number))) for number in groups.numbers)


def test_a_higher_threshold_leaves_what_did_not_change_as_it_was(project: Project) -> None:
    assert recluster(project, 0.8) == 2
    assert clusters(project) == {"ab": "a", "de": "d"}
    labels = {one.id: one.cluster for one, _ in project.pairs.all()}
    assert labels["de"] == 2 and labels["bc"] is None and labels["ab"] not in (None, 1)
    assert recluster(project, 0.5) == 2
    assert clusters(project) == {"abc": "a", "de": "d"}
    assert recluster(project, 0.2) == 3
    assert "fg" in clusters(project)
    assert recluster(project, 1.0) == 0
    assert not clusters(project)
    assert all(one.cluster is None for one, _ in project.pairs.all())


def test_the_board_holds_what_the_store_says(project: Project) -> None:
    project.edits.apply(Edit(Target.PAIR, "ab", ReviewState.ACCEPTED))
    project.edits.apply(Edit(Target.PAIR, "de", ReviewState.PROPOSED, reason=UNSURE))
    board = Boards(project.database).read()
    assert board.names == ("Name", "Street")
    ids = {p: project.pairs.rows([p])[0].id for p in board.columns.positions.tolist()}
    listed = board.listing(Wanted(), Bands()).tolist()
    assert [ids[one] for one in listed] == ["ab", "de", "ac", "bc", "fg"]
    unsure = board.listing(Wanted(answers=(int(Answer.UNSURE),)), Bands()).tolist()
    assert [ids[one] for one in unsure] == ["de"]
    differs = board.listing(Wanted(columns=(0,)), Bands()).tolist()
    assert [ids[one] for one in differs] == ["fg"]
    rows = Boards(project.database).holding("name c", board)
    found = board.listing(Wanted(rows=rows), Bands()).tolist()
    assert [ids[one] for one in found] == ["ac", "bc"]


def test_decisions_are_laid_over_the_clusters(project: Project) -> None:
    assert standing(project) == ["bac", "de"]
    edits = project.edits
    before = edits.apply(exclude("c"))
    assert standing(project) == ["ab", "de"]
    edits.apply(before)
    undo = edits.apply_many(split(["a"], ["b", "c"]))
    assert standing(project) == ["bc", "de"]
    edits.apply_many(undo)
    undo = edits.apply_many(merge(["f"], ["g"]))
    assert standing(project) == ["bac", "de", "fg"]
    edits.apply_many(undo)
    edits.apply(pin("e"))
    edits.apply(Edit(Target.PAIR, "bc", ReviewState.REJECTED))
    assert standing(project) == ["ab", "ed"]


def test_a_new_cluster_takes_no_number_of_another(project: Project) -> None:
    project.edits.apply_many(merge(["f"], ["g"]))
    grouped = Grouped(
        project.database, project.clusters, project.pairs, project.tables, project.edits
    )
    groups = grouped.read(Boards(project.database).read())
    assert groups.numbers.tolist() == [1, 2, 3]
    assert groups.decided.tolist() == [False, False, True]
    assert groups.weakest.tolist() == [7000, 9000, -1]
