"""Comparers by kind: codes in products, initials, acronyms, pinyin, exchanged dates, other domains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.dedupe.levels import LEVELS, worth
from engine.dedupe.normalise import normalise
from engine.dedupe.rivals import lead_levels
from engine.dedupe.scripts import across
from engine.dedupe.tokens import rarity, variants, words_of

LEFT, RIGHT = np.array([0]), np.array([1])


def alike(kind: ColumnKind, one: str, two: str, *others: str) -> float:
    column = [normalise(value, kind) for value in (one, two, *others)]
    return float(Comparer(column, kind).compare(LEFT, RIGHT)[0])


@pytest.mark.parametrize(
    ("kind", "one", "two", "least", "most"),
    [
        (ColumnKind.NAME, "J. Smith", "John Smith", 0.9, 0.99),
        (ColumnKind.NAME, "Smith, John", "John Smith", 0.99, 1),
        (ColumnKind.NAME, "王小明", "Wang Xiaoming", 0.95, 0.98),
        (ColumnKind.NAME, "王小明", "Li Wei", 0, 0.3),
        (ColumnKind.NAME, "J. Smith", "Karl Smith", 0, 0.9),
        (ColumnKind.COMPANY, "IBM", "International Business Machines", 0.9, 0.99),
        (ColumnKind.COMPANY, "华为", "Huawei", 0.95, 0.98),
        (ColumnKind.DATE, "2024-03-05", "2024-05-03", 0.94, 0.96),
        (ColumnKind.DATE, "March 2024", "2024-03-05", 0.9, 0.99),
        (ColumnKind.DATE, "2024-03-05", "1987-11-30", 0, 0.6),
        (ColumnKind.EMAIL, "ann.lee@old.com", "ann.lee@new.org", 0.8, 0.95),
        (ColumnKind.PHONE, "(206) 555-0119", "5550119", 0.94, 0.96),
        (ColumnKind.NUMBER, "100", "90", 0.85, 0.95),
    ],
)
def test_how_alike(kind: ColumnKind, one: str, two: str, least: float, most: float) -> None:
    assert least <= alike(kind, one, two) <= most


def test_a_model_code_finds_its_product_among_others() -> None:
    shelf = [
        "Sony Cyber-shot Digital Camera DSC-W120 Black",
        "SONY DSCW120/B 7.2 Megapixel Camera",
        "Sony Cyber-shot Digital Camera DSC-W150 Black",
        "Sony Cyber-shot Digital Camera DSC-T77 Silver",
        "Canon PowerShot Digital Camera SD1100 IS",
        "Samsung 40\" LCD TV LN40A550",
        "Sony Camera Case LCS-CSJ Black",
    ]  # fmt: skip
    column = [normalise(value, ColumnKind.PRODUCT) for value in shelf]
    comparer = Comparer(column, ColumnKind.PRODUCT)
    first = np.ones(len(shelf) - 2, dtype=np.int64)
    rest = np.array([0, 3, 4, 5, 6])
    found = comparer.compare(first, rest)
    assert found.argmax() == 0
    assert found[0] > 2 * found[1]


def test_codes_are_known_by_their_stems_and_with_the_word_before_them() -> None:
    assert variants("netgear fs105na switch") == ["fs105"]
    assert variants("sony dsc w120b camera") == ["dscw120b", "dscw120", "w120"]
    assert variants("a plain text") == []
    assert words_of("三星 galaxy 三星手机") == ["三星", "galaxy", "星手", "手机"]


def test_words_that_one_row_alone_has_otherwise_do_not_count_twice() -> None:
    matrix = rarity(["gs105na", "gs105", "other"], coded=True)
    assert float((matrix[0] @ matrix[1].T).toarray()[0, 0]) > 0.4
    assert float((matrix[0] @ matrix[2].T).toarray()[0, 0]) == 0


@pytest.mark.parametrize(
    ("chinese", "latin", "said"),
    [
        ("王小明", "xiaoming wang", 1.0),
        ("王小明", "wang x m", 1.0),
        ("吕布", "lv bu", 1.0),
        ("重庆银行", "chongqing yinhang", 1.0),
        ("王小明", "", 0.0),
        ("", "wang", 0.0),
    ],
)
def test_pinyin(chinese: str, latin: str, said: float) -> None:
    assert across(chinese, latin) == said


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(list(ColumnKind)),
    values=st.lists(st.text(max_size=20), min_size=2, max_size=5),
)
def test_any_values_compare_within_bounds_and_blanks_do_not(
    kind: ColumnKind, values: list[str]
) -> None:
    column = [normalise(value, kind) for value in values]
    found = Comparer(column, kind).compare(LEFT, RIGHT)[0]
    if "" in column[:2]:
        assert np.isnan(found)
    else:
        assert 0 <= found <= 1
        assert column[0] != column[1] or found == 1


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("name", ["Sony Turntable - PSLX350H", "Bose Speaker AM53BK", "Canon SD1100 camera"], "product"),
        ("规格型号", ["离心泵 IS80-65-160", "电机 Y132M-4 7.5kW", "阀门 DN50 法兰式"], "product"),
        ("Released", ["18-May-15", "May 18 , 2015", "26-Aug-11"], "date"),
        ("Customer since", ["2015-01-05", "2016-09-25", "2020-12-31"], "date"),
        ("Customer code", ["20150105", "20160925", "20201231"], "identifier"),
        ("ABV", ["8.10 %", "5.60%", "-"], "number"),
        ("Time", ["6:30", "4:02", "1:02:33"], "identifier"),
        ("address", ["12B Harbor Street", "Unit 4A 9th Avenue", "Flat 2C High Street"], "address"),
    ],
)  # fmt: skip
def test_kinds(name: str, values: list[str], kind: str) -> None:
    assert detect_kind(name, values) == kind


def test_levels_are_worth_no_less_than_lower_ones() -> None:
    draw = np.random.default_rng(0)
    for _ in range(20):
        one, two = draw.dirichlet(np.ones(LEVELS), 2)
        odds = worth(one, two, draw.random(LEVELS) * 100)
        assert (np.diff(odds) >= -1e-12).all()


def test_a_lead_is_over_the_best_other_pair_of_either_row() -> None:
    pairs = np.array([[0, 3], [0, 4], [1, 4], [2, 5]])
    found = lead_levels(pairs, np.array([5.0, 4.0, 9.0, 1.0]), 6)
    alone, ahead, behind = found[3], found[2], found[1]
    assert behind < found[0] < ahead <= alone
