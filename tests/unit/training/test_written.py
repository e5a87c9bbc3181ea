"""The written texts: every line in its columns, marks that become exact places, a split that holds."""

from __future__ import annotations

import random
import re

import pytest

from training import written, written_names
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL

FILES = {"nli_zh": 4, "nli_zh_clauses": 4, "nli_en_clauses": 4, "nli_en": 4, "pairs_zh": 3}
MARKED = {
    "names_zh": "[人地团企政作景戏职]",
    "names_en": "person|place|group|company|product|work|site|event|people|title",
    "filings_zh": "[甲乙项合额代他备数]",
}


@pytest.mark.parametrize("name", [*FILES, *MARKED])
def test_lines_are_whole_and_stand_on_one_side(name: str) -> None:
    seen, held = (list(written.lines(name, FILES.get(name, 1), side)) for side in (False, True))
    assert len(seen) > 10 * len(held) > 100
    assert not {row[0] for row in seen} & {row[0] for row in held}
    assert all(len(set(row)) == len(row) for row in seen)


def test_a_line_with_a_column_too_few_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "pairs_zh.tsv").write_text("一\t二\t三\n四\t五\n", encoding="utf-8")
    monkeypatch.setattr(written, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="line 2"):
        list(written.lines("pairs_zh", 3, False)) + list(written.lines("pairs_zh", 3, True))


def test_a_premise_stands_once_under_each_label() -> None:
    first = list(written.inferences("nli_zh_clauses", False))[:3]
    assert [pair.label for pair in first] == [ENTAILMENT, NEUTRAL, CONTRADICTION]
    assert len({pair.premise for pair in first}) == 1


def test_a_borrowed_hypothesis_is_left_open_by_another_premise() -> None:
    own = {(p.premise, p.hypothesis) for p in written.inferences("nli_en_clauses", False)}
    lent = list(written.elsewhere("nli_en_clauses", random.Random(1), 0.1))
    assert lent and {pair.label for pair in lent} == {NEUTRAL}
    assert not {(pair.premise, pair.hypothesis) for pair in lent} & own


TEXT = "{政:外交部}{职:发言人}{人:毛宁}在{地:北京}说，{地:中}{地:美}将在{景:国家体育场}会面，{人:毛宁}没有多说。"


@pytest.mark.parametrize("seed", range(20))
def test_places_are_exact_and_a_name_is_exchanged_alike(seed: int) -> None:
    example = written_names.example(TEXT, random.Random(seed), exchange=True)
    found = {key: [example.text[a:b] for a, b in places] for key, places in example.spans.items()}
    assert "{" not in example.text
    assert len(set(found["ner_person"])) == 1
    assert {"中", "美"} <= set(found["ner_location"])
    assert len(found["ner_location"]) + len(found.get("ner_scene", [])) == 4
    assert not example.absent & set(example.spans)


def test_without_exchange_the_text_is_as_written() -> None:
    example = written_names.example(TEXT, random.Random(3))
    assert example.text == re.sub(r"\{.:(.+?)\}", r"\1", TEXT)


@pytest.mark.parametrize("name", MARKED)
def test_marks_are_well_formed_in_every_text(name: str) -> None:
    for side in (False, True):
        for text in written_names.marked(name, side):
            bare = re.sub(rf"\{{(?:{MARKED[name]}):[^{{}}]+\}}", "", text)
            assert "{" not in bare and "}" not in bare, text


DEAL = "近日收到{代:中招公司}发来的通知，{甲:国家电网公司}确认{乙:许继电气}中标{项:特高压工程}，金额{额:3亿元}，占收入{数:9亿元}的三成。"


@pytest.mark.parametrize("seed", range(12))
def test_who_sends_the_notice_and_other_sums_are_no_answer(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(written_names, "marked", lambda *_: (DEAL,))
    (example,) = written_names.filings(True, random.Random(seed))
    found = {key: [example.text[a:b] for a, b in places] for key, places in example.spans.items()}
    if "any_institution" in found:
        assert found["any_institution"] == ["中招公司", "国家电网公司", "许继电气"]
    else:
        assert found["deal_owner"] == ["国家电网公司"]
        assert found["agency"] == ["中招公司"]
    assert ["3亿元"] in (found.get("deal_amount"), found.get("any_amount", [])[:1])
    assert "deal_title" in example.absent


def test_english_names_are_asked_one_by_one_or_taken_together() -> None:
    text = "{person:Rose} left {company:Apple} for {group:NASA} in {place:Houston}"
    kinds = set()
    for seed in range(12):
        example = written_names.example(text, random.Random(seed), language="en")
        assert example.text == "Rose left Apple for NASA in Houston"
        kinds |= set(example.spans)
    assert kinds >= {"ner_person", "ner_corporation", "ner_group", "ner_organization"}
