"""Candidates compared in parts are compared as on one machine; no cluster is needed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.rows import generate
from engine.control import JobControl, drained
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.search import search
from engine.distributed.candidates import ComparedOnCluster
from engine.distributed.cluster import RayCluster
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
        worker = PartWorker(root, make)
        for number, part in enumerate(parts):
            if number == stop_after:
                raise KeyboardInterrupt
            assert not worker({"part": part})["failure"]
            yield part

    return answer


def test_a_search_finds_the_same_with_its_comparisons_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.distributed.candidates.check_installed", lambda: None)
    monkeypatch.setattr("engine.distributed.candidates.answer_parts", here())
    rows = columns(400)
    tables = np.zeros(len(rows[0]), dtype=np.int64)
    alone = drained(search(rows, KINDS, tables, 0.5))
    folder = tmp_path / "parts"
    elsewhere = ComparedOnCluster(RayCluster("none"), folder, JobControl(), part_pairs=64)
    shared = drained(search(rows, KINDS, tables, 0.5, compare=elsewhere))
    np.testing.assert_array_equal(shared.pairs, alone.pairs)
    np.testing.assert_array_equal(shared.similarities, alone.similarities)
    np.testing.assert_array_equal(shared.scores, alone.scores)
    assert shared.clusters == alone.clusters
    elsewhere.close()
    assert not folder.exists()


def test_what_was_compared_before_a_kill_is_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = columns(300)
    pairs = np.array([[n, n + 1] for n in range(250)], dtype=np.int64)
    monkeypatch.setattr("engine.distributed.candidates.check_installed", lambda: None)
    compare = ComparedOnCluster(RayCluster("none"), tmp_path / "parts", JobControl(), 50)
    monkeypatch.setattr("engine.distributed.candidates.answer_parts", here(stop_after=3))
    with pytest.raises(KeyboardInterrupt):
        drained(compare(rows, KINDS, pairs))
    (folder,) = (tmp_path / "parts").iterdir()
    assert PartFolder(folder).answered() == {0, 1, 2}
    monkeypatch.setattr("engine.distributed.candidates.answer_parts", here(stop_after=2))
    found = drained(compare(rows, KINDS, pairs))
    comparers = [Comparer(column, kind) for column, kind in zip(rows, KINDS, strict=True)]
    expected = [one.compare(pairs[:, 0], pairs[:, 1]) for one in comparers]
    np.testing.assert_array_equal(found, np.stack(expected, axis=1))
