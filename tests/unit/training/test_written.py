"""The written texts: every line in its columns, marks that become exact places, a split that holds."""

from __future__ import annotations

import random
import re

import pytest

from training import written
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL

FILES = {"nli_zh": 4, "nli_zh_clauses": 4, "nli_en_clauses": 4, "pairs_zh": 3, "names_zh": 1}


@pytest.mark.parametrize("name", FILES)
def test_lines_are_whole_and_stand_on_one_side(name: str) -> None:
    seen, held = (list(written.lines(name, FILES[name], side)) for side in (False, True))
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
    example = written.example(TEXT, random.Random(seed), exchange=True)
    found = {key: [example.text[a:b] for a, b in places] for key, places in example.spans.items()}
    assert "{" not in example.text
    assert len(set(found["ner_person"])) == 1
    assert {"中", "美"} <= set(found["ner_location"])
    assert len(found["ner_location"]) + len(found.get("ner_scene", [])) == 4
    assert not example.absent & set(example.spans)


def test_without_exchange_the_text_is_as_written() -> None:
    example = written.example(TEXT, random.Random(3))
    assert example.text == re.sub(r"\{.:(.+?)\}", r"\1", TEXT)


def test_marks_are_well_formed_in_every_text() -> None:
    for side in (False, True):
        for text in written.marked(side):
            bare = re.sub(r"\{[人地团企政作景戏职]:[^{}]+\}", "", text)
            assert "{" not in bare and "}" not in bare, text
