"""Work in parts: what is answered stays answered, whoever is killed; no cluster is needed here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.control import JobControl
from engine.distributed.cluster import RayCluster, answer_parts
from engine.distributed.parts import PartFolder
from engine.distributed.workers import ModelRecipe, PartWorker, ScorePairs
from engine.errors import UserError
from engine.models.registry import ModelRegistry
from tests import tiny


def test_questions_are_written_once_for_one_identity(tmp_path: Path) -> None:
    folder = PartFolder(tmp_path / "parts")
    assert list(folder.prepare("one", [["a"], ["b"], ["c"]])) == [0, 1, 2]
    folder.put_answer(1, {"x": 1})
    again = PartFolder(tmp_path / "parts")
    assert list(again.prepare("one", iter([["never read"]]))) == []
    assert (len(again), again.answered(), again.question(2)) == (3, {1}, ["c"])
    assert again.answer(1) == {"x": 1}
    assert list(again.prepare("other", [["d"]])) == [0]
    assert (len(again), again.answered()) == (1, set())
    again.discard()
    assert not (tmp_path / "parts").exists()


def test_cutting_that_was_killed_begins_anew(tmp_path: Path) -> None:
    folder = PartFolder(tmp_path / "parts")

    def killed() -> Iterator[Any]:
        yield ["a"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(folder.prepare("one", killed()))
    assert len(folder) == 0
    assert list(folder.prepare("one", [["a"], ["b"]])) == [0, 1]


def test_a_worker_loads_its_model_once_and_answers_parts(tmp_path: Path) -> None:
    tiny.bert(tmp_path / "models" / "m", labels=("score",))
    registry = ModelRegistry([tmp_path / "models"], device="cpu", threads=1)
    model = registry.classifier("similarity", "m")
    folder = PartFolder(tmp_path / "parts")
    long = "word " * 400
    asked = [[[3, *tiny.PAIRS[0]], [5, long, long]], [[0, *tiny.PAIRS[1]]]]
    list(folder.prepare("one", asked))
    recipe = ModelRecipe(
        (str(tmp_path / "models"),), "similarity", "m", model.info.digest, model.info.precision
    )
    made = []

    def make() -> Any:
        made.append(1)
        return ScorePairs(recipe)()

    worker = PartWorker(str(folder.root), make)
    assert [worker({"part": part}) for part in (1, 0)] == [
        {"part": 1, "failure": ""},
        {"part": 0, "failure": ""},
    ]
    assert made == [1]
    first = folder.answer(0)
    ((_, row),) = model.classify([tiny.PAIRS[0]], JobControl())
    assert first["scores"] == [[3, [round(float(row[0]), 6)]]]
    assert [failure[:2] for failure in first["failures"]] == [[5, "pair_too_long"]]


def test_what_cannot_succeed_is_handed_back_as_a_code(tmp_path: Path) -> None:
    tiny.bert(tmp_path / "models" / "m", labels=("score",))
    recipe = ModelRecipe((str(tmp_path / "models"),), "similarity", "m", "another digest")
    nowhere = PartWorker(str(tmp_path / "not there"), lambda: lambda _question: None)
    codes = [json.loads(nowhere({"part": 0})["failure"])[0]]
    list(PartFolder(tmp_path / "parts").prepare("one", [[]]))
    other = PartWorker(str(tmp_path / "parts"), ScorePairs(recipe))
    codes.append(json.loads(other({"part": 0})["failure"])[0])
    assert codes == ["cluster_no_folder", "cluster_other_model"]


def test_without_ray_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    parts = answer_parts(RayCluster("local"), "nowhere", [0], lambda: lambda q: q, JobControl())
    with pytest.raises(UserError) as caught:
        next(parts)
    assert caught.value.code == "cluster_not_installed"
