"""Precision by measurement, models under a memory budget, and the choice of a person."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from engine.models import measured
from engine.models.devices import Compute, choose
from engine.models.families import sequence_classification
from engine.models.measured import Measured, Verdict, compare
from engine.models.memory import memory_budget, memory_needed
from engine.models.packs import Pack, load_pack
from engine.models.registry import ModelRegistry
from tests import tiny

CPU = choose("cpu", 1, "fp32")


class Clock:
    """Tells the times it was given, one after another."""

    def __init__(self, *steps: float) -> None:
        self._now = 0.0
        self._steps = list(steps)
        self._odd = False

    def __call__(self) -> float:
        self._odd = not self._odd
        if not self._odd:
            self._now += self._steps.pop(0)
        return self._now


@pytest.fixture
def home(models: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    for name in ("bert", "roberta", "distilbert"):
        shutil.copytree(models / name, folder / name)
    return folder


def opposite(folder: Path, home: Path) -> Pack:
    """The same model with the signs of its classifier turned: it never says the same."""
    made = Path(shutil.copytree(folder, home / "opposite"))
    state = load_file(made / "model.safetensors")
    turned = {n: -t if n.startswith("classifier") else t for n, t in state.items()}
    save_file(turned, made / "model.safetensors", {"format": "pt"})
    return load_pack(made)


def test_half_precision_needs_the_same_answers_and_less_time(models: Path, tmp_path: Path) -> None:
    exact = sequence_classification.load(load_pack(models / "bert"), CPU)
    slow, fast = (2.0, 2.0, 2.0), (1.0, 1.0, 1.0)
    assert compare(exact, exact, "bf16", Clock(*slow, *fast)).precision == "bf16"
    assert compare(exact, exact, "bf16", Clock(*fast, *slow)).precision == "fp32"
    other = sequence_classification.load(opposite(models / "bert", tmp_path), CPU)
    verdict = compare(exact, other, "bf16", Clock(*slow, *fast))
    assert (verdict.agrees, verdict.precision) == (False, "fp32")


def test_verdicts_are_remembered_for_the_model_and_machine(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load_pack(home / "bert")
    place = Compute("cpu", "bf16", 1)
    memory = tmp_path / "memory" / "measured.json"
    verdict = Verdict("bf16", True, 2.0, 1.0)
    Measured(memory).put(pack, place, verdict)
    assert Measured(memory).get(pack, place) == verdict
    assert Measured(memory).get(load_pack(home / "roberta"), place) is None
    monkeypatch.setattr(measured.platform, "node", lambda: "another machine")
    assert Measured(memory).get(pack, place) is None
    memory.write_text('{"x": [', encoding="utf-8")
    assert Measured(memory).get(pack, place) is None


def test_the_registry_measures_once(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.models.registry.choose", lambda *_: Compute("cpu", "bf16", 1))
    memory = tmp_path / "measured.json"
    seen: list[str] = []

    def judge(exact: object, fast: object, precision: str) -> Verdict:
        seen.append(precision)
        return Verdict("fp32", False, 1.0, 1.0)

    monkeypatch.setattr("engine.models.registry.compare", judge)
    for _ in range(2):
        registry = ModelRegistry([home], measured=Measured(memory))
        assert registry.classifier("nli", "bert").info.precision == "fp32"
    assert seen == ["bf16"]


def test_models_make_room_for_each_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.models.registry.choose", lambda *_: Compute("cpu", "fp32", 1))
    size = memory_needed(load_pack(home / "bert"), "fp32")
    assert size == pytest.approx((home / "bert" / "model.safetensors").stat().st_size, rel=0.1)
    names = ("bert", "roberta", "distilbert")
    every = sum(memory_needed(load_pack(home / name), "fp32") for name in names)
    registry = ModelRegistry([home], "cpu", 1, budget=every - 1)
    registry.classifier("nli", "bert")
    registry.classifier("nli", "roberta")
    assert registry.loaded() == ("bert", "roberta")
    first = registry.classifier("nli", "bert")
    registry.classifier("nli", "distilbert")
    assert registry.loaded() == ("bert", "distilbert")
    assert registry.classifier("nli", "bert") is first
    tight = ModelRegistry([home], "cpu", 1, budget=1)
    tight.classifier("nli", "bert")
    tight.classifier("nli", "roberta")
    assert tight.loaded() == ("roberta",)


def test_the_budget_leaves_room() -> None:
    assert memory_budget(10 * 10**9) == 6 * 10**9
    assert memory_budget(10**8) == 2 * 10**9
    assert memory_budget() >= 2 * 10**9


def test_a_choice_for_a_task_goes_first_where_it_reads_the_language(tmp_path: Path) -> None:
    labels = ("O", "B-DATE", "I-DATE")
    for name, language in (("a-zh", "zh"), ("b-en", "en"), ("c-en", "en")):
        folder = tiny.token_classifier(tmp_path / name, labels)
        (folder / "pack.json").write_text(f'{{"languages": ["{language}"]}}', encoding="utf-8")
    chosen = {"extraction": "c-en"}
    registry = ModelRegistry([tmp_path], "cpu", 1, preferred=lambda: chosen)
    assert registry.extractor(language="en").info.name == "c-en"
    assert registry.extractor(language="zh").info.name == "a-zh"
    chosen["extraction"] = "gone"
    assert registry.extractor(language="en").info.name == "b-en"


def test_a_model_folder_may_stand_alone_and_folders_may_change(home: Path) -> None:
    folders = [home / "bert"]
    registry = ModelRegistry(lambda: folders, "cpu", 1)
    assert [entry.name for entry in registry.entries()] == ["bert"]
    folders.append(home)
    assert [entry.name for entry in registry.entries()] == ["bert", "distilbert", "roberta"]
    assert np.isfinite(
        next(iter(registry.classifier("nli", "roberta").classify([("a", "b")], _control())))[1]
    ).all()


def _control() -> object:
    from engine.control import JobControl

    return JobControl()
