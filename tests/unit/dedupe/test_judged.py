"""A model reads the rows of every candidate, and what it says counts beside the columns."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.rows import generate
from engine.control import JobControl, drained
from engine.dedupe.explanation import MODEL
from engine.dedupe.kinds import detect_kind
from engine.dedupe.rows import comparable
from engine.dedupe.search import Found, Pairs, search
from engine.errors import UserError
from engine.events import Payload, Progress, Results
from engine.jobs.dedupe import DedupeRequest, dedupe
from engine.jobs.services import Services
from engine.models.registry import ModelRegistry
from engine.types import PREFERRED, Pair
from tests import tiny
from tests.unit.dedupe.test_job import Memory

COLUMNS = ("company", "address")


def sought(judge: Any = None) -> tuple[Found, list[str]]:
    """A search over generated rows, and the cluster that each row is of."""
    rows = list(generate(300, seed=3))
    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    kinds = [detect_kind(name, values) for name, values in columns.items()]
    normal = [comparable(v, kind) for v, kind in zip(columns.values(), kinds, strict=True)]
    work = search(normal, kinds, np.zeros(len(rows), dtype=np.int64), 0.5, judge=judge)
    return drained(work), [row.cluster for row in rows]


def test_a_judge_that_knows_the_answer_moves_the_scores_towards_it() -> None:
    plain, clusters = sought()
    asked: list[tuple[int, int]] = []

    def knowing(pairs: Pairs) -> Generator[Any, None, NDArray[np.float32]]:
        asked.extend(map(tuple, pairs.tolist()))
        yield "judging_pairs", 0, len(pairs)
        said = [float(clusters[left] == clusters[right]) for left, right in pairs.tolist()]
        return np.array(said, dtype=np.float32)

    judged, _ = sought(knowing)
    # Every candidate was read once, and rows that are equal in every column need no reading.
    assert len(asked) == len(set(asked)) > 0

    model = judged.evidence[:, -1]
    same = np.array([clusters[a] == clusters[b] for a, b in judged.pairs.tolist()])
    assert model[same].mean() > 0.5
    assert (model[~same] <= 0).all()
    assert not plain.evidence[:, -1].any()


def test_without_an_opinion_nothing_changes() -> None:
    def silent(pairs: Pairs) -> Generator[Any, None, NDArray[np.float32]]:
        yield "judging_pairs", 0, len(pairs)
        return np.full(len(pairs), np.nan, dtype=np.float32)

    plain, _ = sought()
    judged, _ = sought(silent)
    assert judged.pairs.tolist() == plain.pairs.tolist()
    assert judged.scores.tolist() == plain.scores.tolist()


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "rows.csv"
    lines = [f"{row.company};{row.address}" for row in generate(60, seed=1)]
    path.write_text("\n".join(["company;address", *lines]), encoding="utf-8")
    return str(path)


def run(request: DedupeRequest, folder: Path, cache: Memory) -> list[Payload]:
    nothing: Any = None
    services = Services(ModelRegistry([folder], device="cpu", threads=1), nothing, cache)
    return list(dedupe(request, services, JobControl()))


def pairs_of(payloads: list[Payload]) -> list[Pair]:
    items = [item for p in payloads if isinstance(p, Results) for item in p.items]
    return [item for item in items if isinstance(item, Pair)]


def test_a_real_model_reads_the_candidates(table: str, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    tiny.bert(folder / "judge", ("similarity",))
    cache = Memory()
    judged = run(DedupeRequest((table,), COLUMNS, model="judge"), folder, cache)
    assert any(isinstance(p, Progress) and p.stage == "judging_pairs" for p in judged)
    steps = [dict(pair.evidence) for pair in pairs_of(judged)]
    assert steps and all(MODEL in step for step in steps)
    # Another judge is another search; the same one is remembered.
    run(DedupeRequest((table,), COLUMNS), folder, cache)
    assert cache.hits == 0
    run(DedupeRequest((table,), COLUMNS, model="judge"), folder, cache)
    assert cache.hits == 1


def test_a_model_that_is_not_there_is_named(table: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        run(DedupeRequest((table,), COLUMNS, model="nowhere"), tmp_path, Memory())
    assert refused.value.code == "model_missing"


def test_the_preferred_model_is_the_one_the_user_chose(table: str, tmp_path: Path) -> None:
    tiny.bert(tmp_path / "judge", ("similarity",))
    judged = run(DedupeRequest((table,), COLUMNS, model=PREFERRED), tmp_path, Memory())
    assert any(isinstance(p, Progress) and p.stage == "judging_pairs" for p in judged)
