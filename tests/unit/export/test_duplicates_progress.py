"""An export of duplicates tells how far it is, over all that it goes over, and can be stopped anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.control import JobControl
from engine.dedupe.merging import META, rules_text
from engine.dedupe.survivorship import ColumnRule, Rule
from engine.errors import Cancelled
from engine.export.watch import Watch
from engine.jobs.export import export_duplicates
from engine.store import Project
from engine.types import Address, Cluster, Pair, Record

TABLE = ("/in/t.csv", "t")
ROWS = 400


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two hundred clusters of two rows each."""
    with Project.create(tmp_path / "t.cdesk") as made:
        made.tables.add(*TABLE, ("Name", "Town"))
        places = [Address(*TABLE, number + 2) for number in range(ROWS)]
        made.tables.append(Record(f"r{p.row}", p, (f"Name {p.row}", "Ely")) for p in places)
        pairs = list(zip(places[::2], places[1::2], strict=True))
        made.pairs.append(
            Pair(f"p{n}", f"r{one.row}", f"r{two.row}", one, two, 0.9, n, (("Name", 0.8),))
            for n, (one, two) in enumerate(pairs, 1)
        )
        made.clusters.append(
            Cluster(n, (f"r{one.row}", f"r{two.row}"), f"r{one.row}")
            for n, (one, two) in enumerate(pairs, 1)
        )
        yield made


@pytest.mark.parametrize("suffix", ("xlsx", "csv", "jsonl"))
@pytest.mark.parametrize("merges", (False, True))
def test_what_is_told_grows_to_the_whole(
    project: Project, tmp_path: Path, suffix: str, merges: bool
) -> None:
    if merges:
        project.set_meta(META, rules_text({"Name": ColumnRule(Rule.LONGEST)}))
    told: list[tuple[int, int]] = []
    watch = Watch(JobControl(), lambda done, total: told.append((done, total or 0)))
    export_duplicates(project, tmp_path / f"out.{suffix}", watch=watch)
    done = [one for one, _ in told]
    assert done == sorted(done) and done[0] == 0
    assert {total for _, total in told} == {told[0][1]} and told[0][1] > 0
    # With nothing decided every round is known beforehand, but for the one that looks for decisions.
    assert 0.6 < done[-1] / told[-1][1] <= 1.0
    assert len(told) > 10


@pytest.mark.parametrize("suffix", ("xlsx", "csv", "jsonl"))
@pytest.mark.parametrize("share", (0.0, 0.3, 0.6))
def test_a_stopped_one_leaves_what_was_there(
    project: Project, tmp_path: Path, suffix: str, share: float
) -> None:
    target = tmp_path / "out" / f"out.{suffix}"
    target.parent.mkdir()
    target.write_text("earlier", encoding="utf-8")
    control = JobControl()

    def tell(done: int, total: int | None) -> None:
        if done >= share * (total or 0):
            control.cancel()

    with pytest.raises(Cancelled):
        export_duplicates(project, target, watch=Watch(control, tell))
    assert target.read_text(encoding="utf-8") == "earlier"
    assert list(target.parent.iterdir()) == [target]
