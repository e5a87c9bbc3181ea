"""The packs that come with the program: they load, answer their own test, stay small, say what they are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.control import JobControl
from engine.models.registry import ModelRegistry
from engine.types import Field

NAMES = (
    "clausedesk-embeddings",
    "clausedesk-extractor",
    "clausedesk-nli",
    "clausedesk-similarity",
)
MEGABYTES = 60


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "resources" / "models"


@pytest.fixture(scope="module")
def registry(folder: Path) -> ModelRegistry:
    return ModelRegistry([folder], device="cpu", threads=1)


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_its_known_answers(registry: ModelRegistry, name: str) -> None:
    registry.verify(name)


@pytest.mark.parametrize("name", NAMES)
def test_its_card_names_data_licences_and_limits(folder: Path, name: str) -> None:
    card = json.loads((folder / name / "pack.json").read_text(encoding="utf-8"))
    assert card["languages"] == ["en", "zh"]
    assert card["known_answer"]
    assert card["card"]["limits"]
    for source in card["card"]["data"]:
        licence = source["licence"]
        assert licence
        assert "NC" not in licence and "academic" not in licence
        # Share-alike sets are used with the caveat that the question is open.
        assert "SA" not in licence or "share-alike" in source["caveat"]


def test_all_packs_together_are_small(folder: Path) -> None:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    assert size < MEGABYTES * 1e6


def test_the_extractor_reads_a_contract_it_has_not_seen(registry: ModelRegistry) -> None:
    text = (
        "CONSULTING AGREEMENT\n\nThis Consulting Agreement is entered into on July 9, 2022 between "
        "Ironwood Robotics, Inc. and Meridian Analytics LLC. The term is eighteen (18) months. The "
        "laws of the State of Ohio govern this Agreement."
    )
    fields = [Field(name) for name in ("Party", "Agreement date", "Governing law", "Term")]
    ((_, spans),) = registry.extractor(language="en").extract([text], fields, JobControl())
    best = {(fields[s.field].name, text[s.start : s.end]) for s in spans if s.score > 0.5}
    assert {
        ("Party", "Ironwood Robotics, Inc."),
        ("Party", "Meridian Analytics LLC"),
        ("Agreement date", "July 9, 2022"),
        ("Governing law", "Ohio"),
        ("Term", "eighteen (18) months"),
    } <= best


def test_the_judge_sees_a_changed_number_and_a_new_wording(registry: ModelRegistry) -> None:
    judge = registry.classifier("nli")
    pairs = [
        ("Payment is due within 30 days.", "Payment is due within 60 days."),
        ("Buyer shall pay within thirty (30) days.", "Buyer must pay in 30 days."),
        ("Payment is due within 30 days.", "The warranty period is 30 days."),
    ]
    rows = dict(judge.classify(pairs, JobControl()))
    found = [judge.info.labels[int(np.argmax(rows[i]))] for i in range(len(pairs))]
    assert found == ["contradiction", "entailment", "neutral"]


def test_like_texts_are_near(registry: ModelRegistry) -> None:
    texts = [
        "Either party may terminate on notice.",
        "A party can end it by giving notice.",
        "Pears",
    ]
    one, two, three = registry.embedder().embed(texts, JobControl())
    assert one @ two > 0.5 > one @ three


def test_the_extractor_reads_chinese(registry: ModelRegistry) -> None:
    text = (
        "设备采购合同\n甲方：成都明德机械设备有限公司\n乙方：苏州启明自动化股份有限公司\n"
        "合同总价为人民币356,000元，乙方应于2024年9月15日前将设备运至甲方指定地点。"
    )
    fields = [Field(name) for name in ("甲方", "乙方", "合同金额")]
    ((_, spans),) = registry.extractor(language="zh").extract([text], fields, JobControl())
    best = {(fields[s.field].name, text[s.start : s.end]) for s in spans if s.score > 0.5}
    assert {
        ("甲方", "成都明德机械设备有限公司"),
        ("乙方", "苏州启明自动化股份有限公司"),
        ("合同金额", "人民币356,000元"),
    } <= best


def test_the_embeddings_bring_both_scripts_and_both_languages_together(
    registry: ModelRegistry,
) -> None:
    texts = [
        "买卖合同",
        "買賣合同",
        "承租人不得转租房屋。",
        "The tenant shall not sublet the house.",
        "Delivery takes place in May.",
    ]
    vectors = registry.embedder().embed(texts, JobControl())
    assert float(vectors[0] @ vectors[1]) > 0.99
    assert float(vectors[2] @ vectors[3]) > float(vectors[2] @ vectors[4]) + 0.2


def test_the_scorer_tells_one_thing_from_two(registry: ModelRegistry) -> None:
    judge = registry.classifier("similarity")
    assert judge.info.name == "clausedesk-similarity"
    same = [
        ("Globex Industries Inc.", "GLOBEX INDUSTRIES, INCORPORATED"),
        ("深圳市华强电子有限公司", "深圳市華強電子有限公司"),
        ("12 Oak Avenue, Springfield", "12 Oak Ave., Springfield"),
        ("ＡＢ－１２３", "AB-123"),
    ]
    other = [
        ("Globex Industries Inc.", "Initech Software GmbH"),
        ("深圳市华强电子有限公司", "上海明德机械有限公司"),
        ("12 Oak Avenue, Springfield", "98 Elm Street, Portland"),
        ("Laser printer LP-2200", "Laser printer LP-9100"),
    ]
    scores = [float(row[0]) for _, row in judge.classify([*same, *other], JobControl())]
    assert min(scores[: len(same)]) > 0.5 > max(scores[len(same) :])
