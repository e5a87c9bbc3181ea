"""Other scores and clusters for all pairs: broken off at any point, they are brought to their end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.control import JobControl
from engine.dedupe.learning import Taught, columns_of
from engine.errors import Cancelled
from engine.jobs import teaching
from engine.jobs.rescore import MADE, UNFINISHED, Change, carry_out, taught_of, unfinished
from engine.store import Project
from engine.types import Address, Cluster, Pair, Record

TABLE = ("/in/t.csv", "t")
STEPS = ("prior", "Name 0")
DOUBTS = Taught(STEPS, (1.0, -1.0), (0.0,) * len(columns_of(STEPS)), 0.0, 6)
"""What speaks for a pair speaks against it."""


def pair(number: int, score: float, evidence: float) -> Pair:
    left, right = Address(*TABLE, 2 * number + 2), Address(*TABLE, 2 * number + 3)
    parts = (("prior", -1.0), ("Name 0", evidence))
    return Pair(f"p{number}", f"l{number}", f"r{number}", left, right, score, number + 1, (), parts)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Six pairs that are joined, each by itself; two are written in a transaction."""
    monkeypatch.setattr(teaching, "SLICE", 2)
    with Project.create(tmp_path / "t.cdesk") as made:
        made.tables.add(*TABLE, ("Name",))
        pairs = [pair(number, 0.9, 3.2) for number in range(6)]
        for one in pairs:
            made.tables.append(
                [Record(one.left_id, one.left, ("a",)), Record(one.right_id, one.right, ("b",))]
            )
        made.pairs.append(pairs)
        made.clusters.append(
            Cluster(n + 1, (one.left_id, one.right_id), one.left_id) for n, one in enumerate(pairs)
        )
        carry_out(made, Change(0.5, True, None, "run"), JobControl())
        yield made


def scores(project: Project) -> list[float]:
    return [found.score for found, _ in project.pairs.all()]


def test_scores_and_clusters_go_together(project: Project) -> None:
    before = scores(project)
    carry_out(project, Change(0.5, True, DOUBTS, "run"), JobControl())
    assert max(scores(project)) < 0.5 < min(before)
    assert project.clusters.count() == 0
    assert taught_of(project) == (DOUBTS, "run")
    assert unfinished(project) is None and project.get_meta(MADE) == "0.5"


@pytest.mark.parametrize("told", range(1, 4))
def test_what_is_broken_off_is_found_and_finished(project: Project, told: int) -> None:
    before, control = scores(project), JobControl()
    heard: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == told:
            control.cancel()

    change = Change(0.5, True, DOUBTS, "run")
    with pytest.raises(Cancelled):
        carry_out(project, change, control, tell)
    assert heard == [(2 * n, 6) for n in range(1, told + 1)]
    begun = unfinished(project)
    assert begun is not None
    # Clusters alone are asked for next: the scores that were begun are brought to their end with them.
    carry_out(project, Change(0.3), JobControl())
    assert max(scores(project)) < 0.5
    assert taught_of(project)[0] == DOUBTS
    assert unfinished(project) is None and project.get_meta(MADE) == "0.3"
    carry_out(project, Change(0.5, True, None, "run"), JobControl())
    assert scores(project) == before
    assert taught_of(project) == (None, "")
    assert project.clusters.count() == 6


def test_what_is_wanted_instead_stands_over_what_was_begun(project: Project) -> None:
    before, control = scores(project), JobControl()
    with pytest.raises(Cancelled):
        carry_out(project, Change(0.5, True, DOUBTS, "run"), control, lambda *_: control.cancel())
    carry_out(project, Change(None, True, None, "run"), JobControl())
    assert scores(project) == before
    assert project.clusters.count() == 6  # The threshold of what was begun holds.


def test_an_intent_that_cannot_be_read_is_none(project: Project) -> None:
    for text in ("", "nothing", "[]", "{}", '{"threshold": "x"}'):
        project.set_meta(UNFINISHED, text)
        assert unfinished(project) is None


KILLED = """
import os, sys
from pathlib import Path
from engine.control import JobControl
from engine.jobs import teaching
from engine.jobs.rescore import Change, carry_out
from engine.store import Project

teaching.SLICE = 2
change = Change.from_json(sys.argv[2])
project = Project.open(Path(sys.argv[1]))
carry_out(project, change, JobControl(), lambda done, _total: os._exit(9) if done == 4 else None)
"""


def test_a_killed_program_leaves_its_intent(project: Project, root: Path) -> None:
    before, change = scores(project), Change(0.5, True, DOUBTS, "run")
    path = project.path
    project.close()
    command = [sys.executable, "-c", KILLED, str(path), change.as_json()]
    assert subprocess.run(command, cwd=root, timeout=60, check=False).returncode == 9
    with Project.open(path) as again:
        assert unfinished(again) == change
        assert len({*scores(again)}) == 2 and min(scores(again)) < min(before)
        carry_out(again, Change(0.5), JobControl())
        assert max(scores(again)) < 0.5 and taught_of(again) == (DOUBTS, "run")
