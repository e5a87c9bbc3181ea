"""Finding, loading, testing and refusing models; devices and labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.control import JobControl
from engine.errors import UserError
from engine.models import devices, labels
from engine.models.describe import digest
from engine.models.devices import Wish
from engine.models.packs import load_pack
from engine.models.registry import ModelRegistry
from engine.models.wishes import wish_of
from engine.settings import Settings
from tests import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two NLI packs (en, zh), an embedder, an extractor, and one that is broken."""
    tiny.manifest(tiny.bert(tmp_path / "a-nli"), languages=["en"])
    tiny.manifest(tiny.distilbert(tmp_path / "b-nli"), languages=["zh"])
    tiny.sentence_encoder(tmp_path / "embedder")
    tiny.token_classifier(tmp_path / "labels", ("O", "B-PER", "I-PER"))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{", encoding="utf-8")
    (tmp_path / ".staging").mkdir()
    (tmp_path / ".staging" / "config.json").write_text("{", encoding="utf-8")
    return tmp_path


def registry(folder: Path) -> ModelRegistry:
    return ModelRegistry([folder], device="cpu", threads=1)


def code(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.code


def answer(folder: Path, **changes: float) -> dict[str, object]:
    """What the pack in ``folder`` really says, changed."""
    model = registry(folder.parent).classifier("nli", folder.name)
    ((_, row),) = model.classify([tiny.PAIRS[0]], JobControl())
    expect = dict(zip(model.info.labels, row.tolist(), strict=True)) | changes
    return {"input": list(tiny.PAIRS[0]), "expect": expect, "tolerance": 0.02}


def test_entries_list_good_and_bad(folder: Path) -> None:
    found = {entry.name: entry for entry in registry(folder).entries()}
    assert set(found) == {"a-nli", "b-nli", "embedder", "labels", "broken"}
    refusal = found["broken"].refusal
    assert refusal is not None and refusal.code == "pack_manifest"
    assert found["a-nli"].pack is not None


def test_models_are_loaded_once(folder: Path) -> None:
    models = registry(folder)
    assert models.classifier("nli") is models.classifier("nli", "a-nli")
    assert models.embedder() is models.embedder("embedder")
    assert models.extractor() is models.extractor("labels")


def test_another_model_of_the_same_name_is_loaded_anew(folder: Path) -> None:
    models = registry(folder)
    first = models.classifier("nli")
    place = folder / first.info.name
    manifest = (place / "pack.json").read_text(encoding="utf-8")
    assert "contradiction" in manifest
    swapped = manifest.replace('"contradiction"', '"swap"').replace(
        '"entailment"', '"contradiction"'
    )
    (place / "pack.json").write_text(swapped.replace('"swap"', '"entailment"'), encoding="utf-8")
    second = models.classifier("nli")
    assert second is not first
    assert second is models.classifier("nli")


def test_names_and_tasks_are_checked(folder: Path) -> None:
    models = registry(folder)
    with pytest.raises(UserError) as caught:
        models.classifier("nli", "nothing")
    assert code(caught) == "model_missing"
    with pytest.raises(UserError) as caught:
        models.classifier("similarity", "a-nli")
    assert code(caught) == "model_wrong_task"
    with pytest.raises(UserError) as caught:
        registry(folder / "empty").embedder()
    assert code(caught) == "model_none_for_task"
    with pytest.raises(UserError) as caught:
        models.classifier("nli", "broken")
    assert code(caught) == "pack_manifest"


def test_similarity_falls_back_on_the_embedder(folder: Path) -> None:
    model = registry(folder).classifier("similarity")
    assert (model.info.task, model.info.labels) == ("similarity", ("score",))
    named = registry(folder).classifier("similarity", "embedder")
    assert named.info.digest == model.info.digest
    rows = dict(model.classify([("same", "same"), ("Payment", "甲方")], JobControl()))
    assert rows[0][0] == pytest.approx(1, abs=1e-3)


def test_the_known_answer_decides(folder: Path) -> None:
    right = answer(folder / "a-nli")
    tiny.manifest(folder / "a-nli", known_answer=[right])
    assert registry(folder).classifier("nli", "a-nli").info.name == "a-nli"
    wrong = answer(folder / "a-nli", neutral=0.999)
    tiny.manifest(folder / "a-nli", known_answer=[wrong])
    models = registry(folder)
    with pytest.raises(UserError) as caught:
        models.classifier("nli", "a-nli")
    assert code(caught) == "model_refused"
    # Without a name the next good one serves, and the list says what is wrong with the first.
    assert models.classifier("nli").info.name == "b-nli"
    refusal = {entry.name: entry.refusal for entry in models.entries()}["a-nli"]
    assert refusal is not None and refusal.code == "model_refused"
    with pytest.raises(UserError):
        models.verify("a-nli")
    tiny.manifest(folder / "a-nli", known_answer=[right])
    models.verify("a-nli")


def test_a_known_answer_in_the_wrong_form_is_a_wrong_answer(folder: Path) -> None:
    tiny.manifest(folder / "a-nli", known_answer=[{"input": "x", "expect": 3}])
    with pytest.raises(UserError) as caught:
        registry(folder).classifier("nli", "a-nli")
    assert code(caught) == "model_refused"


def test_extractors_and_embedders_answer_too(folder: Path) -> None:
    asked = {"text": tiny.SENTENCES[0], "fields": ["PER"]}
    nothing: list[dict[str, object]] = [{"field": "PER", "text": "nowhere in the text"}]
    tiny.manifest(
        folder / "labels",
        task="extraction",
        family="token_classification",
        labels=["O", "B-PER", "I-PER"],
        known_answer=[{"input": asked, "expect": nothing}],
    )
    with pytest.raises(UserError) as caught:
        registry(folder).extractor("labels")
    assert code(caught) == "model_refused"
    tiny.manifest(
        folder / "embedder",
        task="embedding",
        family="sentence_encoder",
        labels=[],
        known_answer=[{"input": ["one", "one"], "expect": 1.0, "tolerance": 0.01}],
    )
    assert registry(folder).embedder("embedder").dimension == 32


def test_a_broken_file_is_found_when_the_model_is_asked_for(folder: Path) -> None:
    weights = folder / "a-nli" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-10])
    with pytest.raises(UserError) as caught:
        registry(folder).classifier("nli", "a-nli")
    assert code(caught) == "pack_checksum"


def test_the_digest_follows_everything_that_decides_an_answer(folder: Path) -> None:
    pack = load_pack(folder / "a-nli")
    assert digest(pack, "fp32") == digest(load_pack(folder / "a-nli"), "fp32")
    assert digest(pack, "fp32") != digest(pack, "bf16")
    tiny.manifest(folder / "a-nli", calibration={"temperature": 2.0})
    assert digest(load_pack(folder / "a-nli"), "fp32") != digest(pack, "fp32")
    shutil.copytree(folder / "a-nli", folder / "moved")
    assert digest(load_pack(folder / "moved"), "fp32") == digest(
        load_pack(folder / "a-nli"), "fp32"
    )


def test_devices_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UserError) as caught:
        devices.choose("cuda")
    assert (code(caught), caught.value.params) == ("device_missing", {"device": "cuda"})
    assert devices.choose("cpu", threads=3).threads == 3
    assert devices.choose("cpu", precision="fp32").exact() == devices.choose(
        "cpu", precision="fp32"
    )
    assert devices.cpu_count() >= 1


@pytest.mark.parametrize(
    ("capabilities", "precision"),
    [
        ({"avx512_bf16": True}, "bf16"),
        ({"amx_bf16": True}, "bf16"),
        ({"avx2": True}, "fp32"),
        ({}, "fp32"),
    ],
)
def test_half_precision_only_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, capabilities: dict[str, object], precision: str
) -> None:
    monkeypatch.setattr(devices, "_capabilities", lambda: capabilities)
    assert devices.choose("cpu").precision == precision


def test_labels_bind_by_name() -> None:
    assert labels.nli_columns(("Contradiction", "ENTAILMENT", "neutral"), "m") == (1, 2, 0)
    assert labels.nli_columns(("蕴含", "中立", "矛盾"), "m") == (0, 1, 2)
    assert labels.similar_column(("anything",), "m") == 0
    assert labels.similar_column(("duplicate", "not_duplicate"), "m") == 0
    for bad in (("LABEL_0", "LABEL_1"), ("yes", "same"), ()):
        with pytest.raises(UserError):
            labels.similar_column(bad, "m")
    with pytest.raises(UserError):
        labels.task_of(("a", "b", "c", "d"), "m")
    assert labels.in_order({"b": 1, "a": 0}) == ("a", "b")
    assert labels.in_order({"0": "x", "1": "y"}) == ("x", "y")
    assert labels.in_order({"0": 0, "2": 2}) == ()


def test_another_wish_builds_models_anew_without_a_new_start(folder: Path) -> None:
    """What a person sets holds from the next model that is asked for."""
    wishes = [Wish("cpu", 1, "fp32")]
    models = ModelRegistry([folder], wish=lambda: wishes[-1])
    first = models.embedder()
    assert models.embedder() is first
    wishes.append(Wish("cpu", 1, "fp32", budget=1))
    assert models.embedder() is first
    models.classifier("nli")
    assert models.loaded() == ("a-nli",), "the smaller budget holds"
    wishes.append(Wish("cpu", 1, "bf16"))
    assert models.embedder() is not first


def test_a_wish_that_cannot_be_met_can_be_changed(folder: Path) -> None:
    wishes = [Wish("mps", 1)]
    models = ModelRegistry([folder], wish=lambda: wishes[-1])
    if devices.choose("auto").device == "mps":
        pytest.skip("this machine has the device")
    with pytest.raises(UserError) as caught:
        models.embedder()
    assert code(caught) == "device_missing"
    wishes.append(Wish("cpu", 1))
    assert models.embedder().info.device == "cpu"


def test_the_settings_say_what_is_wished() -> None:
    settings = Settings()
    assert wish_of(settings, free=5) == Wish("auto", None, None, 5)
    for key, value in (("device", "cpu"), ("threads", "3"), ("precision", "bf16")):
        settings.set_text(key, value)
    settings.set_text("memory_megabytes", "2")
    assert wish_of(settings) == Wish("cpu", 3, "bf16", 2 * 2**20)
    assert wish_of(settings, "mps", 1).device == "mps"
    assert (wish_of(Settings()).budget or 0) > 0
