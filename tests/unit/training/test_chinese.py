"""Chinese training texts: values are valid, spans hold, edits change what they say they change."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts import find_facts
from engine.facts.types import FactKind
from tests.unit.training.test_examples import whole
from training import clause_edits_zh, concepts_zh, extractor_generated, templates_zh
from training.fillers_zh import KINDS, capital, fill
from training.labels_zh import GENERIC_ZH, LABELS_ZH
from training.languages import CHINESE
from training.rough_text import roughened
from training.sentences_zh import SENTENCES_ZH
from training.span_examples import SpanExample, ask

seeds = st.integers(0, 10**6)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_numbers_with_check_digits_are_valid(seed: int) -> None:
    rng = random.Random(seed)
    for kind, fact in (("identity", FactKind.IDENTITY_NUMBER), ("credit", FactKind.CREDIT_CODE)):
        value = fill(kind, rng)
        (found,) = find_facts(f"号码：{value}。", {fact})
        assert found.text == value
        assert found.doubt is None


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**12 - 1))
def test_capital_numerals_are_read_back(value: int) -> None:
    (found,) = find_facts(f"人民币{capital(value)}", {FactKind.AMOUNT})
    assert found.value is not None
    assert int(float(found.value)) == value


def test_every_label_has_values_and_names() -> None:
    rng = random.Random(1)
    for label in LABELS_ZH.values():
        assert fill(label.kind, rng).strip()
        assert any(name[0] != "~" for name in label.names)
    assert all(kind in KINDS for kind in GENERIC_ZH)


def test_every_slot_of_every_sentence_is_a_label() -> None:
    for sentence in SENTENCES_ZH:
        for match in extractor_generated._SLOT.finditer(sentence):
            assert match.group(1) in LABELS_ZH, sentence


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_spans_hold_their_values_also_in_rough_texts(seed: int) -> None:
    rng = random.Random(seed)
    for example in (
        extractor_generated.sentences(rng, CHINESE),
        extractor_generated.form(rng, CHINESE),
    ):
        whole(example)
        rough = roughened(example, rng)
        whole(rough)
        assert {key: len(found) for key, found in rough.spans.items()} == {
            key: len(found) for key, found in example.spans.items()
        }


def test_rough_texts_keep_the_signs_of_a_value() -> None:
    example = SpanExample(
        "甲方：北京华信有限公司\n乙方：王伟", {"party_a": [(3, 11)]}, set(), "test"
    )
    for seed in range(200):
        rough = roughened(example, random.Random(seed))
        start, end = rough.spans["party_a"][0]
        value = "".join(rough.text[start:end].split())
        assert len(value) == 8
        assert value[2:4] == "华信"


def test_blanks_take_the_name_that_stands_before_them() -> None:
    text = (
        "房屋租赁合同\n出租方：＿＿＿＿＿\n承租方：＿＿＿＿＿\n一、租赁期限为＿＿＿年。\n"
        "二、月租金为人民币＿＿＿＿元，签订日期：＿＿年＿＿月＿＿日\n电话：＿＿＿＿"
    )
    example = templates_zh.filled(text, random.Random(5))
    assert example is not None
    whole(example)
    assert {"=出租方", "=承租方", "=租赁期限", "=月租金", "=签订日期", "=电话"} <= set(
        example.spans
    )
    assert "＿" not in example.text
    question = ask(example, random.Random(1))
    assert len(question.fields) == len(question.spans)


def test_templates_of_held_out_classes_are_never_trained_on(shared_data: Path) -> None:
    shown, kept = templates_zh.texts(False), templates_zh.texts(True)
    assert len(shown) > 100
    assert len(kept) > 20
    assert not set(shown) & set(kept)


CLAUSE = "乙方应当在收到货物后30日内向甲方支付人民币50000元，逾期按5%支付违约金。"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (clause_edits_zh.change_period, "duration"),
        (clause_edits_zh.change_amount, "amount"),
        (clause_edits_zh.change_percent, "number"),
        (clause_edits_zh.change_modality, "modality"),
        (clause_edits_zh.change_party, "party"),
    ],
)
def test_an_edit_changes_one_thing(change: object, kind: str) -> None:
    assert callable(change)
    for seed in range(20):
        edit = change(CLAUSE, random.Random(seed))
        assert edit is not None
        assert edit.kind == kind
        assert edit.text != CLAUSE


def test_a_part_of_a_longer_word_is_left_alone() -> None:
    rng = random.Random(2)
    assert clause_edits_zh.change_modality("房屋所有权归甲方，供应数量另行约定。", rng) is None


def test_numerals_are_read() -> None:
    read = clause_edits_zh.number_of
    assert [read(n) for n in ("30", "三十", "十五", "一百二十", "两", "甲")] == [
        30,
        30,
        15,
        120,
        2,
        None,
    ]


def test_every_term_can_be_said_with_two_values() -> None:
    rng = random.Random(4)
    for key in concepts_zh.CONCEPTS:
        value = concepts_zh.value_of(key, rng)
        other = concepts_zh.value_of(key, rng, value)
        assert value != other
        said = concepts_zh.say(key, value, ("甲方", "乙方"), rng)
        assert "{" not in said
        assert said != ""
