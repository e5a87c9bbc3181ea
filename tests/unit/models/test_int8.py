"""Pair models in 8-bit integers: agreement, sameness in any batch, what is kept, and when they are not used."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.control import JobControl
from engine.errors import Cancelled
from engine.models import devices, measured, quantise, selftest
from engine.models.calibration_pairs import calibration_pairs
from engine.models.devices import Compute, choose
from engine.models.families import sequence_classification
from engine.models.measured import Measured, Verdict, compare_integers
from engine.models.memory import memory_needed
from engine.models.notes import write_note
from engine.models.packs import Pack, load_pack
from engine.models.protocols import PairClassifier
from engine.models.quantise import KeptScales, can_be_quantised, find_scales, held_pairs
from engine.models.registry import ModelRegistry
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.choose import sequence_model
from engine.models.runtimes.doubtful import SureSequence, margins
from engine.models.runtimes.int8 import Columns, Int8Linear, int8_agrees
from engine.models.runtimes.layout import Affine
from engine.models.runtimes.ranges import behind_gelu, site_of
from engine.models.runtimes.scales import Scales, Site

pytestmark = pytest.mark.skipif(
    not choose("cpu").integers, reason="this processor or torch has no fast 8-bit integers"
)
PACKED = ("bert", "roberta", "distilbert")
EXACT = Compute("cpu", "fp32", 1)


@pytest.fixture(autouse=True)
def however_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models of these tests are 32 wide."""
    monkeypatch.setattr(quantise, "LEAST_WIDTH", 1)


@pytest.fixture(scope="module")
def scales(models: Path) -> dict[str, Scales]:
    return {name: find_scales(load_pack(models / name), JobControl()) for name in PACKED}


def in_integers(scales: Scales) -> Compute:
    return Compute("cpu", "int8", 1, integers=True, scales=scales)


def inputs_of(pack: Pack, count: int = 40) -> list[TokenIds]:
    tokenizer = pack.tokenizer()
    tokenizer.enable_truncation(pack.max_tokens)
    return [TokenIds.of(e.ids, e.type_ids) for e in tokenizer.encode_batch(held_pairs(pack, count))]


def test_a_layer_in_integers_is_the_layer() -> None:
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(50, 96, generator=generator)
    # Channels a hundred times as large as the others, as trained encoders have them.
    x[:, 7] = 60 + 10 * torch.rand(50, generator=generator)
    x[:, 20] = -40 - 10 * torch.rand(50, generator=generator)
    layer = Affine(torch.randn(64, 96, generator=generator) / 10, torch.randn(64))
    exact = torch.nn.functional.linear(x, layer.weight, layer.bias)
    site = site_of(x.numpy().min(0).clip(max=0), x.numpy().max(0).clip(min=0))
    assert {channel for channel, _ in site.extra} >= {7}
    split = Int8Linear(layer, site)(Columns(site, 96)(x))
    whole = Site(110 / 254, 115)
    plain = Int8Linear(layer, whole)(Columns(whole, 96)(x))
    assert (split - exact).abs().mean() < 0.35 * (plain - exact).abs().mean()
    assert (split - exact).norm() < 0.02 * exact.norm()


def test_behind_a_gelu_large_values_get_further_parts() -> None:
    high = np.full(240, 2.0)
    high[5] = 40.0
    site = behind_gelu(np.full(240, -0.17), high)
    reach = site.scale * (255 - site.zero)
    assert reach >= 2.9
    assert {channel for channel, _ in site.extra} == {5}
    assert reach + len(site.extra) * 254 * site.scale >= 40.0


@pytest.mark.parametrize("name", PACKED)
def test_answers_are_those_of_full_precision(
    models: Path, scales: dict[str, Scales], name: str
) -> None:
    pack = load_pack(models / name)
    inputs = inputs_of(pack, 200)
    exact = sequence_model(pack, EXACT).logits(inputs)
    model = sequence_model(pack, in_integers(scales[name]))
    assert model.precision == "int8"
    found = model.logits(inputs)
    assert (found.argmax(1) == exact.argmax(1)).mean() >= 0.99
    assert np.abs(found - exact).mean() < 0.1
    assert (found != exact).any()


@pytest.mark.parametrize("name", PACKED)
def test_a_pair_gets_the_same_score_in_any_batch(
    models: Path, scales: dict[str, Scales], name: str
) -> None:
    pack = load_pack(models / name)
    inputs = inputs_of(pack)
    model = sequence_model(pack, in_integers(scales[name]))
    together = model.logits(inputs)
    backwards = model.logits(inputs[::-1])[::-1]
    alone = np.concatenate([model.logits([item]) for item in inputs])
    np.testing.assert_allclose(together, alone, atol=2e-6)
    np.testing.assert_allclose(together, backwards, atol=2e-6)


def test_what_is_in_doubt_is_judged_again(models: Path, scales: dict[str, Scales]) -> None:
    pack = load_pack(models / "bert")
    inputs = inputs_of(pack)
    exact = sequence_model(pack, EXACT)
    right = exact.logits(inputs)
    fast = sequence_model(pack, in_integers(replace(scales["bert"], margin=0.0)))
    margin = float(np.median(margins(fast.logits(inputs))))
    found = SureSequence(fast, exact, margin).logits(inputs)
    doubtful = margins(fast.logits(inputs)) < margin
    assert 0 < doubtful.sum() < len(inputs)
    np.testing.assert_allclose(found[doubtful], right[doubtful], atol=1e-5)
    assert (np.abs(found - right)[~doubtful] > 1e-6).any()
    assert margins(np.array([[0.25], [-2.0]], dtype=np.float32)).tolist() == [0.25, 2.0]


def test_scales_are_kept_and_made_anew_where_they_are_stale(models: Path, tmp_path: Path) -> None:
    pack = load_pack(models / "bert")
    kept = KeptScales(tmp_path / "scales")
    first = kept.of(pack, JobControl())
    (file,) = (tmp_path / "scales").iterdir()
    whole = file.read_text(encoding="utf-8")
    stopped = JobControl()
    stopped.cancel()
    assert kept.of(pack, stopped) == first
    entry = json.loads(whole)
    entry["scales"]["layers"][0][0][0] *= 2
    for broken in (whole[: len(whole) // 2], "{}", "[]", json.dumps(entry)):
        file.write_text(broken, encoding="utf-8")
        assert kept.of(pack, JobControl()) == first
        assert file.read_text(encoding="utf-8") == whole
    # Other weights, or another torch, are another model.
    other = replace(pack, hashes={**pack.hashes, "model.safetensors": "0" * 64})
    with pytest.raises(Cancelled):
        kept.of(other, stopped)
    kept.of(other, JobControl())
    assert len(list((tmp_path / "scales").iterdir())) == 2


def test_another_torch_makes_scales_anew(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load_pack(models / "bert")
    kept = KeptScales(tmp_path)
    kept.of(pack, JobControl())
    monkeypatch.setattr(quantise.torch, "__version__", "99.0")
    kept.of(pack, JobControl())
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_costs_only_time(models: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert KeptScales(blocked).of(load_pack(models / "bert"), JobControl()).layers


def test_integers_are_measured_once_and_their_scales_decide_the_digest(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def judge(exact: object, other: object, fast: object, pairs: object) -> Verdict:
        seen.append("judged")
        return Verdict("int8", True, 2.0, 1.0)

    monkeypatch.setattr(quantise, "compare_integers", judge)
    for _ in range(2):
        registry = ModelRegistry([models], "cpu", 1, measured=Measured(tmp_path / "m.json"))
        model = registry.classifier("nli", "bert")
        assert (model.info.precision, model.info.remarks) == ("int8", ())
    assert seen == ["judged"]
    pack = load_pack(models / "bert")
    floating = sequence_classification.load(pack, EXACT)
    assert model.info.digest != floating.info.digest
    found = KeptScales(tmp_path / "scales").of(pack, JobControl())
    finer = replace(found, margin=found.margin * 2)
    assert sequence_classification.load(pack, in_integers(finer)).info.digest != model.info.digest
    assert memory_needed(pack, "int8") > memory_needed(pack, "fp32")


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_person_may_forbid_integers(models: Path, tmp_path: Path, precision: str) -> None:
    wish = devices.Wish("cpu", 1, precision)  # type: ignore[arg-type]
    assert not choose("cpu", 1, wish.precision).integers
    registry = ModelRegistry([models], measured=Measured(tmp_path / "m.json"), wish=lambda: wish)
    assert registry.classifier("nli", "bert").info.precision != "int8"
    assert not (tmp_path / "scales").exists()


def test_who_asks_for_integers_gets_them_unmeasured(models: Path) -> None:
    wish = devices.Wish("cpu", 1, "int8")
    model = ModelRegistry([models], wish=lambda: wish).classifier("nli", "bert")
    again = ModelRegistry([models], wish=lambda: wish).classifier("nli", "bert")
    assert model.info.precision == "int8"
    assert model.info.digest == again.info.digest


def test_what_disagrees_or_is_no_faster_is_not_used(models: Path, tmp_path: Path) -> None:
    pack = load_pack(models / "bert")
    exact = sequence_classification.load(pack, EXACT)
    pairs = held_pairs(pack, 150)
    ticks = iter(range(1000))

    def same_time() -> float:
        return float(next(ticks))

    slow = compare_integers(exact, exact, exact, pairs, same_time)
    assert (slow.precision, slow.agrees, slow.same) == ("fp32", True, 1.0)
    refusal = slow.refusal()
    assert refusal is not None
    assert refusal[0] == "int8_no_faster"
    other = sequence_classification.load(load_pack(models / "distilbert"), EXACT)
    wrong = compare_integers(exact, exact, other, pairs, same_time)
    refusal = wrong.refusal()
    assert refusal is not None
    assert (refusal[0], wrong.agrees) == ("int8_disagrees", False)
    place = in_integers(find_scales(pack, JobControl()))
    memory = Measured(tmp_path / "m.json")
    KeptScales(tmp_path / "scales").of(pack, JobControl())
    memory.put(pack, place, wrong)
    registry = ModelRegistry([models], "cpu", 1, measured=Measured(tmp_path / "m.json"))
    model = registry.classifier("nli", "bert")
    (remark,) = model.info.remarks
    assert (model.info.precision != "int8", remark.code) == (True, "int8_disagrees")
    assert registry.info("bert") == model.info


@pytest.mark.parametrize("lacking", ["operators", "instructions"])
def test_without_the_operators_or_instructions_floating_point_is_used(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    def absent(*_: object) -> None:
        raise AttributeError("no such operator in this build")

    if lacking == "operators":
        monkeypatch.setattr(torch.ops.onednn, "qlinear_prepack", absent, raising=False)
        assert not int8_agrees()
    else:
        monkeypatch.setattr(devices, "_capabilities", lambda: {"avx512_bf16": False})
    assert not choose("cpu", 1).integers
    assert not choose("cpu", 1, "int8").integers
    registry = ModelRegistry([models], "cpu", 1, measured=Measured(tmp_path / "m.json"))
    model = registry.classifier("nli", "bert")
    assert model.info.precision in ("fp32", "bf16")
    assert model.info.remarks == ()


def test_other_families_and_shapes_stay_as_they_are(models: Path, tmp_path: Path) -> None:
    assert not can_be_quantised(load_pack(models / "electra"))
    registry = ModelRegistry([models], "cpu", 1, measured=Measured(tmp_path / "m.json"))
    assert registry.classifier("nli", "electra").info.precision != "int8"


def test_known_answers_count_for_integers_too(models: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(models / "bert", tmp_path / "models" / "bert")
    exact = sequence_classification.load(load_pack(folder), EXACT)
    answers = selftest.record(exact, load_pack(folder))
    write_note(folder, {"known_answer": [{**entry, "tolerance": 1e-4} for entry in answers]})
    pack = load_pack(folder)
    measured_here = Measured(tmp_path / "m.json")
    found = KeptScales(tmp_path / "scales").of(pack, JobControl())
    # Nothing is judged again, so that rounding shows.
    bare = json.loads(next((tmp_path / "scales").iterdir()).read_text(encoding="utf-8"))
    loose = replace(found, margin=0.0)
    bare.update(mark=loose.mark(), scales=loose.written())
    next((tmp_path / "scales").iterdir()).write_text(json.dumps(bare), encoding="utf-8")
    measured_here.put(pack, in_integers(loose), Verdict("int8", True, 2.0, 1.0))
    registry = ModelRegistry([tmp_path / "models"], "cpu", 1, measured=measured_here)
    info = registry.classifier("nli", "bert").info
    assert info.precision != "int8"
    assert [remark.code for remark in info.remarks] == ["int8_known_answer"]


def test_narrow_models_are_not_tried(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quantise, "LEAST_WIDTH", 33)
    registry = ModelRegistry([models], "cpu", 1, measured=Measured(tmp_path / "m.json"))
    info = registry.classifier("nli", "bert").info
    (remark,) = info.remarks
    assert (remark.code, info.precision != "int8") == ("int8_narrow", True)
    assert not (tmp_path / "scales").exists()


def test_the_pairs_to_measure_on_are_the_same_everywhere(models: Path) -> None:
    pack = load_pack(models / "bert")
    assert calibration_pairs(["en"], 50, True, 1) == calibration_pairs(["en"], 50, True, 1)
    held = held_pairs(pack, measured.HELD_PAIRS)
    assert len(set(held)) == measured.HELD_PAIRS
    assert not set(held) & set(calibration_pairs(pack.languages, 160, False, 1))
    chinese = calibration_pairs(["zh"], 30, False, 1)
    assert all(not left.isascii() for left, _ in chinese)


def test_cancelled_pairs_stop(models: Path, scales: dict[str, Scales]) -> None:
    pack = load_pack(models / "bert")
    model: PairClassifier = sequence_classification.load(pack, in_integers(scales["bert"]))
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        list(model.classify(held_pairs(pack, 5), control))


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"margin": -1, "layers": []},
        {"margin": 1, "layers": [[[0.0, 1, []]] * 4]},
        {"margin": 1, "layers": [[[1.0, 1, []]] * 3]},
    ],
)
def test_scales_that_cannot_be_are_refused(entry: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Scales.read(entry)
