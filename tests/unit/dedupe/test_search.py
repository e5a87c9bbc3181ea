"""Blocking, comparison and scoring together, on rows whose duplicates are known."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.rows import generate
from engine.control import drained
from engine.dedupe.comparison import Comparer
from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.dedupe.ngrams import frequency_cap, tfidf
from engine.dedupe.rows import comparable
from engine.dedupe.search import Found, Scope, search


def find(
    columns: dict[str, Sequence[str]],
    tables: Sequence[int] | None = None,
    scope: Scope = "both",
    threshold: float = 0.5,
) -> Found:
    kinds = [detect_kind(name, values) for name, values in columns.items()]
    normal = [comparable(v, kind) for v, kind in zip(columns.values(), kinds, strict=True)]
    numbers = np.array(tables or [0] * len(normal[0]))
    return drained(search(normal, kinds, numbers, threshold, scope))


def joined(found: Found) -> set[tuple[int, int]]:
    return {pair for group in found.clusters for pair in itertools.combinations(group, 2)}


def quality(found: set[tuple[int, int]], truth: set[tuple[int, int]]) -> float:
    return 2 * len(found & truth) / (len(found) + len(truth))


def test_generated_rows_in_two_languages() -> None:
    rows = list(generate(1500, seed=3))
    names = ("company", "contact", "phone", "address")
    found = find({name: [getattr(row, name) for row in rows] for name in names})
    truth = {
        (a, b)
        for (a, one), (b, two) in itertools.combinations(enumerate(rows), 2)
        if one.cluster == two.cluster
    }
    assert quality(joined(found), truth) > 0.97


@pytest.mark.parametrize(("name", "least"), [("febrl1", 0.97), ("febrl3", 0.95)])
def test_labelled_people(shared_data: Path, name: str, least: float) -> None:
    with (shared_data / "er_tables" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = [column for column in rows[0] if column not in ("id", "cluster")]
    found = find({column: [row[column] for row in rows] for column in names})
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row["cluster"], []).append(number)
    truth = {pair for group in groups.values() for pair in itertools.combinations(group, 2)}
    assert quality(joined(found), truth) > least


def test_many_identical_rows_are_a_star() -> None:
    count = 20_000
    found = find({"name": ["Ann Smith"] * count + ["Ben"], "town": ["Oslo"] * count + ["Bern"]})
    assert len(found.pairs) == count - 1
    assert found.clusters == [list(range(count))]
    assert set(found.scores) == {1.0}


def test_rows_without_any_value_are_nobodys_duplicates() -> None:
    found = find({"name": ["", "", "Ann", "Ann"], "town": ["", "", "Oslo", "Oslo"]})
    assert found.clusters == [[2, 3]]


def test_sharing_nothing_but_a_town_is_not_enough() -> None:
    blank = [""] * 4
    found = find(
        {"name": ["", "", "Ann", "Ben"], "phone": blank, "mail": blank, "street": blank,
         "town": ["Oslo", "Oslo", "Bern", "Bern"]}
    )  # fmt: skip
    assert found.clusters == []


@pytest.mark.parametrize("others", [0, 1, 400])
def test_rows_that_say_nothing_but_a_town_are_not_certain(others: int) -> None:
    towns = [["Oslo", "London", "Bern", "Leeds"][n % 4] for n in range(others)]
    names = [f"{syllable(n)} {syllable(n * 7 + 3)}" for n in range(others)]
    found = find({"name": ["", "", "", *names], "city": ["London"] * 3 + towns})
    assert not {0, 1, 2} & {row for group in found.clusters for row in group}
    assert found.scores[(found.pairs < 3).all(axis=1)].max() < 0.5


def syllable(number: int) -> str:
    """A made-up word, another for each number."""
    word = ""
    for _ in range(3):
        number, rest = divmod(number * 31 + 17, 80)
        word += "bdfgklmnprstvwzh"[rest % 16] + "aeiou"[rest // 16]
    return word


def test_rows_that_say_enough_are_the_same_without_being_full() -> None:
    towns = [["London", "Oslo", "Bern", "Leeds"][n % 4] for n in range(400)]
    names = [f"{syllable(n)} {syllable(n * 7 + 3)}" for n in range(400)]
    found = find(
        {"name": ["Halden Paper", "Halden Paper", *names], "town": ["Oslo", "Oslo", *towns],
         "fax": ["", "", *(f"0207946{n:04d}" for n in range(400))]}
    )  # fmt: skip
    assert [0, 1] in found.clusters
    (score,) = found.scores[(found.pairs < 2).all(axis=1)]
    assert 0.5 < score < 1


def test_a_key_makes_identical_rows_certain_and_a_postcode_does_not() -> None:
    names = [f"{syllable(n)} {syllable(n * 7 + 3)}" for n in range(200)]
    blank = [""] * 2
    phones = [f"0207946{n:04d}" for n in range(200)]
    keyed = find({"name": [*blank, *names], "phone": ["02079990000"] * 2 + phones})
    assert keyed.scores[(keyed.pairs < 2).all(axis=1)].tolist() == [1.0]
    codes = [f"SW{n % 9}A" for n in range(200)]
    coded = find({"name": [*blank, *names], "postcode": ["SW1A"] * 2 + codes})
    assert (coded.scores[(coded.pairs < 2).all(axis=1)] < 0.5).all()


@pytest.mark.parametrize(
    ("scope", "groups"),
    [("both", [[0, 1, 2, 3]]), ("within", [[0, 1], [2, 3]]), ("between", [[0, 2]])],
)
def test_scopes(scope: Scope, groups: list[list[int]]) -> None:
    names = ["Halden Paper Mills"] * 4 + ["Fjord Analytics", "Castell Robotics"]
    towns = ["London"] * 4 + ["Oslo", "Berlin"]
    found = find({"company": names, "town": towns}, [0, 0, 1, 1, 0, 1], scope)
    assert found.clusters == groups


def test_a_missing_value_is_no_mismatch() -> None:
    comparer = Comparer(["13800138000", "", "13800138001"], ColumnKind.PHONE)
    similar = comparer.compare(np.array([0, 0]), np.array([1, 2]))
    assert np.isnan(similar[0])
    assert 0.5 < similar[1] < 1


def test_rows_that_differ_in_a_number_are_different_things() -> None:
    found = find({"name": [f"Store {number}" for number in range(300)], "town": ["Oslo"] * 300})
    assert found.clusters == []
    comparer = Comparer(
        ["Unit 6, Wharf Road", "Unit 8, Wharf Road", "Wharf Road"], ColumnKind.ADDRESS
    )
    other, less = comparer.compare(np.array([0, 0]), np.array([1, 2]))
    assert other <= 0.8 < less


@pytest.mark.parametrize("kind", list(ColumnKind))
def test_every_comparer_stays_within_bounds(kind: ColumnKind) -> None:
    values = ["alpha beta gamma", "beta alpha gamma", "12.5", "13", "广州天河", "a" * 100, "x"]
    comparer = Comparer(values, kind)
    left, right = np.array(list(itertools.product(range(7), repeat=2))).T
    similar = comparer.compare(left, right)
    assert similar.dtype == np.float32
    assert ((similar >= 0) & (similar <= 1)).all()
    assert np.all(similar[left == right] == 1)
    table = similar.reshape(7, 7)
    assert np.allclose(table, table.T, atol=1e-5)


def test_the_cap_keeps_the_work_within_its_budget() -> None:
    frequency = np.array([1] * 1000 + [50] * 20 + [5000] * 3)
    cap = frequency_cap(frequency, 60_000)
    assert 50 <= cap < 5000
    assert frequency_cap(frequency, 1e9) >= 5000


def test_texts_are_near_by_what_they_share() -> None:
    matrix = tfidf(["广州南粤食品", "广州南粤食品厂", "halden paper", "halden papers"], np.inf)
    similar = (matrix @ matrix.T).toarray()
    assert similar[0, 1] > 0.6
    assert similar[2, 3] > 0.6
    assert similar[0, 2] == 0
