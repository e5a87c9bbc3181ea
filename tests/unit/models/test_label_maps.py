"""Fixed labels and the fields they fill: as a person said, else by name and by kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.control import JobControl
from engine.errors import UserError
from engine.extraction import parse_fields
from engine.models.families.token_classification import _asking
from engine.models.label_maps import LabelMaps, checked, parse_label_map
from engine.models.personal import Personal
from engine.models.registry import ModelRegistry
from tests import tiny

LABELS = ("O", "B-ORG", "I-ORG", "B-PER", "I-PER")
TEXT = "甲方应于2024年3月5日前向乙方支付合同金额人民币壹佰万元整。The Buyer shall pay."


def test_maps_are_read_as_people_write_them() -> None:
    assert parse_label_map(["ORG=甲方; ORG = 乙方*", "PER＝联系人\n"]) == {
        "ORG": ("甲方", "乙方"),
        "PER": ("联系人",),
    }
    assert parse_label_map(["", ";"]) == {}
    for wrong in ("ORG", "=甲方", "ORG=", "ORG=*"):
        with pytest.raises(UserError, match="label_map_invalid"):
            parse_label_map([wrong])


def test_labels_are_found_whatever_their_case_and_strange_ones_refused() -> None:
    assert checked({"org": ("甲方",)}, ("ORG", "PER"), "m") == {"ORG": ("甲方",)}
    with pytest.raises(UserError, match="label_map_unknown") as refused:
        checked({"LOC": ("地址",)}, ("ORG", "PER"), "m")
    assert refused.value.params["labels"] == "ORG, PER"


def test_what_was_said_goes_before_names_and_kinds() -> None:
    fields = parse_fields("甲方, 乙方, 联系人, ORG")
    assert _asking("ORG", fields) == [3]
    assert _asking("PER", fields) == [2]
    said = {"ORG": ("甲方", "乙方"), "PER": ("ORG",)}
    assert _asking("ORG", fields, said) == [0, 1]
    assert _asking("PER", fields, said) == [3]
    # A field that was given to one label waits for it: no other fills it by its kind.
    assert _asking("PER", fields, {"ORG": ("联系人",)}) == []


def test_maps_are_kept_and_forgotten(tmp_path: Path) -> None:
    maps = LabelMaps(tmp_path / "deep" / "label-maps.json")
    assert maps.get("m") == {}
    maps.set("m", {"ORG": ("甲方", "乙方")})
    maps.set("n", {"PER": ("联系人",)})
    assert maps.get("m") == {"ORG": ("甲方", "乙方")}
    maps.set("m", {})
    assert maps.get("m") == {} and maps.get("n") == {"PER": ("联系人",)}
    (tmp_path / "deep" / "label-maps.json").write_text("{", encoding="utf-8")
    assert maps.get("n") == {}


def test_a_model_is_built_anew_when_its_map_changes(tmp_path: Path) -> None:
    tiny.token_classifier(tmp_path / "models" / "ner", LABELS)
    personal = Personal(tmp_path)
    models = ModelRegistry([tmp_path / "models"], "cpu", 1, personal=personal)
    fields = parse_fields("甲方, 签约代表")
    plain = models.extractor("ner")
    personal.label_maps.set("ner", {"ORG": ("签约代表",), "PER": ("甲方",)})
    mapped = models.extractor("ner")
    assert mapped is not plain and mapped.info.digest != plain.info.digest
    ((_, found),) = mapped.extract([TEXT], fields, JobControl())
    ((_, before),) = plain.extract([TEXT], fields, JobControl())
    places = {(span.start, span.end) for span in before}
    assert found and places <= {(span.start, span.end) for span in found}
    personal.label_maps.set("ner", {"LOC": ("甲方",)})
    with pytest.raises(UserError, match="label_map_unknown"):
        models.extractor("ner")
    personal.label_maps.set("ner", {})
    assert models.extractor("ner").info.digest == plain.info.digest
    once = Personal(tmp_path, {"ORG": ("甲方",)})
    assert ModelRegistry([tmp_path / "models"], "cpu", 1, personal=once).extractor("ner")
