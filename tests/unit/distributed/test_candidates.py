"""Candidates compared in parts are compared as on one machine; no cluster is needed here."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.rows import generate
from engine.control import JobControl, drained
from engine.dedupe.blocking import Scope, candidate_pairs
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.search import search
from engine.distributed.candidates import SearchOnCluster
from engine.distributed.cluster import RayCluster
from engine.distributed.neighbours import NearestOnCluster
from engine.distributed.parts import PartFolder
from engine.distributed.workers import Answer, PartWorker

KINDS = (ColumnKind.COMPANY, ColumnKind.PHONE, ColumnKind.ADDRESS)


def columns(count: int) -> list[list[str]]:
    made = list(generate(count))
    return [[getattr(row, name) for row in made] for name in ("company", "phone", "address")]


def here(
    stop_after: int | None = None,
) -> Callable[[RayCluster, str, Iterable[int], Callable[[], Answer], JobControl], Iterator[int]]:
    """Every part by one worker of this process; broken off after some of them."""

    def answer(
        cluster: RayCluster,
        root: str,
        parts: Iterable[int],
        make: Callable[[], Answer],
        control: JobControl,
    ) -> Iterator[int]:
        # To an actor the work goes as pickle makes it.
        worker = PartWorker(root, pickle.loads(pickle.dumps(make)))
        for number, part in enumerate(parts):
            if number == stop_after:
                raise KeyboardInterrupt
            assert not worker({"part": part})["failure"]
            yield part

    return answer


@pytest.mark.parametrize("scope", ["both", "within", "between"])
def test_a_search_finds_the_same_on_other_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scope: Scope
) -> None:
    monkeypatch.setattr("engine.distributed.candidates.check_installed", lambda: None)
    monkeypatch.setattr("engine.distributed.candidates.join", joined := Joined())
    monkeypatch.setattr("engine.distributed.candidates.answer_parts", here())
    monkeypatch.setattr("engine.distributed.neighbours.answer_parts", here())
    rows = columns(400)
    tables = np.arange(len(rows[0])) % 2
    alone = drained(search(rows, KINDS, tables, 0.5, scope))
    folder = tmp_path / "parts"
    cluster = SearchOnCluster(RayCluster("none"), folder, JobControl(), 64, 50)
    shared = drained(search(rows, KINDS, tables, 0.5, scope, elsewhere=cluster.elsewhere()))
    np.testing.assert_array_equal(shared.pairs, alone.pairs)
    np.testing.assert_array_equal(shared.similarities, alone.similarities)
    np.testing.assert_array_equal(shared.scores, alone.scores)
    assert shared.clusters == alone.clusters
    assert (joined.times, joined.left) == (1, 0)
    cluster.leave()
    cluster.leave()
    assert joined.left == 1
    cluster.close()
    assert not folder.exists()


def test_what_was_compared_before_a_kill_is_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = columns(300)
    pairs = np.array([[n, n + 1] for n in range(250)], dtype=np.int64)
    monkeypatch.setattr("engine.distributed.candidates.join", Joined())
    cluster = SearchOnCluster(RayCluster("none"), tmp_path / "parts", JobControl(), 50)
    monkeypatch.setattr("engine.distributed.candidates.answer_parts", here(stop_after=3))
    with pytest.raises(KeyboardInterrupt):
        drained(cluster.compare(rows, KINDS, pairs))
    (folder,) = (tmp_path / "parts").iterdir()
    assert PartFolder(folder).answered() == {0, 1, 2}
    monkeypatch.setattr("engine.distributed.candidates.answer_parts", here(stop_after=2))
    found = drained(cluster.compare(rows, KINDS, pairs))
    comparers = [Comparer(column, kind) for column, kind in zip(rows, KINDS, strict=True)]
    expected = [one.compare(pairs[:, 0], pairs[:, 1]) for one in comparers]
    np.testing.assert_array_equal(found, np.stack(expected, axis=1))


def test_neighbours_found_before_a_kill_are_not_looked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = columns(300)
    near = NearestOnCluster(RayCluster("none"), tmp_path / "parts", JobControl(), 100)
    monkeypatch.setattr("engine.distributed.neighbours.answer_parts", here(stop_after=2))
    with pytest.raises(KeyboardInterrupt):
        drained(candidate_pairs(rows, KINDS, elsewhere=near))
    (folder,) = (tmp_path / "parts").iterdir()
    assert PartFolder(folder).answered() == {0, 1}
    monkeypatch.setattr("engine.distributed.neighbours.answer_parts", counted := Counted())
    found = drained(candidate_pairs(rows, KINDS, elsewhere=near))
    np.testing.assert_array_equal(found, drained(candidate_pairs(rows, KINDS)))
    # What was left of the rows' n-grams, then all of the most telling column's.
    assert counted.parts == [[2], [0, 1, 2]]
    assert not list((tmp_path / "parts").iterdir())


class Joined:
    """How often a cluster was joined and left."""

    def __init__(self) -> None:
        self.times = self.left = 0

    def __call__(self, cluster: RayCluster) -> Callable[[], None]:
        self.times += 1
        return self._leave

    def _leave(self) -> None:
        self.left += 1


class Counted:
    """Every part by one worker of this process, and which parts it was asked for."""

    def __init__(self) -> None:
        self.parts: list[list[int]] = []

    def __call__(
        self,
        cluster: RayCluster,
        root: str,
        parts: Iterable[int],
        make: Callable[[], Answer],
        control: JobControl,
    ) -> Iterator[int]:
        wanted = list(parts)
        self.parts.append(wanted)
        return here()(cluster, root, wanted, make, control)
