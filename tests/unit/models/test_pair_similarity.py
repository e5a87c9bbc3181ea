"""The built-in pair scorer: its evidence, its folder, what it refuses."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import UserError
from engine.models.devices import Compute
from engine.models.families import pair_similarity
from engine.models.families.pair_features import RISING, Evidence, evidence
from engine.models.packs import load_pack
from engine.models.registry import ModelRegistry
from tests import tiny

WORDS = st.text(alphabet="abc 12-/xyz甲乙公司不", max_size=40)


@given(WORDS, WORDS, st.floats(-1, 1))
def test_the_evidence_is_the_same_both_ways_and_within_bounds(left: str, right: str, cosine: float):
    one, two = evidence(left, right, cosine), evidence(right, left, cosine)
    for name, value, other in zip(Evidence._fields, one, two, strict=True):
        assert 0.0 <= value <= 1.0, name
        assert value == pytest.approx(other, abs=1e-9), name


@given(WORDS)
def test_a_text_beside_itself_has_all_the_evidence_there_is(text: str):
    found = evidence(text, text, 1.0)
    for name, value, way in zip(Evidence._fields, found, RISING, strict=True):
        if way < 0:
            assert value == 0.0, name
    if any(sign.isalnum() for sign in text):
        assert found.bigrams == found.tokens == found.same_order == 1.0


def test_codes_numbers_initials_and_questions_are_seen():
    assert evidence("dsc-w120 camera", "camera dscw120", 0.9).codes == 1.0
    assert evidence("lp-2200 printer", "lp-9100 printer", 0.9).codes_differ == 1.0
    assert evidence("lp-2200 printer", "lp-2200/s printer", 0.9).codes_differ == 0.0
    assert evidence("12 oak avenue", "14 oak avenue", 0.9).numbers_differ == 1.0
    assert evidence("ibm", "international business machines", 0.5).initials == 1.0
    assert evidence("承租人不得转租", "承租人可以转租", 0.9).negation_differs == 1.0
    assert evidence("谁可以申请", "哪里可以申请", 0.9).asks_another == 1.0
    assert evidence("怎么申请", "如何申请", 0.9).asks_another == 0.0
    assert evidence("the tenant", "承租人", 0.8).two_scripts == 1.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    encoder = tiny.sentence_encoder(tmp_path / "encoder")
    return scorer(tmp_path / "scorer", encoder)


def scorer(folder: Path, encoder: Path, changes: dict[str, object] | None = None) -> Path:
    """A scorer over ``encoder`` that looks at shared pairs of characters only."""
    folder.mkdir()
    size = len(Evidence._fields)
    weights = [0.0] * size
    weights[Evidence._fields.index("bigrams")] = 8.0
    digest = hashlib.sha256((encoder / "model.safetensors").read_bytes()).hexdigest()
    head = {"mean": [0.0] * size, "scale": [1.0] * size, "weights": weights, "bias": -4.0}
    entries = {
        "encoder": encoder.name, "encoder_sha256": digest, "features": list(Evidence._fields),
        "things": head, "sentences": head | {"bias": -9.0},
    } | (changes or {})  # fmt: skip
    (folder / "scorer.json").write_text(json.dumps(entries), encoding="utf-8")
    (folder / "config.json").write_text("{}", encoding="utf-8")
    digest = hashlib.sha256((folder / "scorer.json").read_bytes()).hexdigest()
    card = {
        "schema": 1, "name": folder.name, "title": "A scorer", "task": "similarity", "family": "pair_similarity",
        "languages": ["en"], "files": {"scorer.json": digest}, "labels": ["score"],
    }  # fmt: skip
    (folder / "pack.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def test_pairs_are_scored_in_their_order(folder: Path):
    model = ModelRegistry([folder.parent]).classifier("similarity")
    pairs = [("same words", "Same  words"), ("same words", "nothing"), ("", "x")]
    found = list(model.classify(pairs, JobControl()))
    assert [index for index, _ in found] == [0, 1, 2]
    scores = [float(row[0]) for _, row in found]
    assert scores[0] > 0.95 > 0.1 > scores[1]
    assert model.info.task == "similarity" and model.info.labels == ("score",)


def test_sentences_have_weights_of_their_own(folder: Path):
    model = ModelRegistry([folder.parent]).classifier("similarity")
    pairs = [("怎么办理护照", "怎么办理护照"), ("深圳市华强电子有限公司", "深圳市华强电子有限公司")]
    said, named = (float(row[0]) for _, row in model.classify(pairs, JobControl()))
    assert said < 0.3 < 0.95 < named


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("怎么办理护照", "护照办理", True),
        ("how do i renew my passport?", "renewing a passport", True),
        ("承租人不得转租。", "the tenant shall not sublet.", True),
        ("深圳市华强电子有限公司", "华强电子", False),
        ("12 oak avenue, springfield", "12 oak ave", False),
        ("sonar dsc-w120 silver digital camera with case", "sonar camera", False),
        ("北京市海淀区中关村大街27号", "中关村大街27号", False),
    ],
)
def test_sentences_are_told_from_names(left: str, right: str, said: bool):
    assert evidence(left, right, 0.5).sentences == float(said)


def test_it_is_chosen_before_a_bare_cosine(folder: Path):
    assert ModelRegistry([folder.parent]).classifier("similarity").info.name == "scorer"
    named = ModelRegistry([folder.parent]).classifier("similarity", "encoder")
    assert named.info.name == "encoder"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"features": ["cosine"]}, "pack_manifest"),
        ({"things": {"mean": [], "scale": [], "weights": [1.0], "bias": 0}}, "pack_manifest"),
        ({"sentences": {}}, "pack_manifest"),
        ({"encoder": "../elsewhere"}, "pack_manifest"),
        ({"encoder": "missing"}, "pack_file_missing"),
        ({"encoder_sha256": "0" * 64}, "pack_checksum"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused(
    tmp_path: Path, changes: dict[str, object], code: str
):
    encoder = tiny.sentence_encoder(tmp_path / "encoder")
    folder = scorer(tmp_path / "scorer", encoder, changes)
    with pytest.raises(UserError) as refused:
        pair_similarity.load(load_pack(folder), Compute())
    assert refused.value.code == code
