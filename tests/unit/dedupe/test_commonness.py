"""What common values and lone columns are worth: equal rows with blanks, and pairs with little to show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.rows import generate
from engine.control import drained
from engine.dedupe.blocking import Scope
from engine.dedupe.commonness import doubted, repeated
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.rows import comparable
from engine.dedupe.search import search

NAMES = ("company", "contact", "phone", "address")
KINDS = (ColumnKind.COMPANY, ColumnKind.NAME, ColumnKind.PHONE, ColumnKind.ADDRESS)


def score_of(
    values: Sequence[Sequence[str]], pair: tuple[int, int], scope: Scope = "both", split: int = 0
) -> float:
    columns = [comparable(v, kind) for v, kind in zip(values, KINDS, strict=True)]
    tables = np.array([int(row >= split) for row in range(len(values[0]))])
    found = drained(search(columns, KINDS, tables, 0.5, scope))
    known = dict(zip(map(tuple, found.pairs.tolist()), found.scores.tolist(), strict=True))
    return float(known.get(pair, 0.0))


def table(rows: int, copies: int, told: Sequence[str]) -> list[list[str]]:
    """Generated rows that all differ, but for the first ``copies``, which tell nothing but ``told``."""
    made = list(generate(rows, seed=3, copies=0.0))
    first = {name: getattr(made[0], name) if name in told else "" for name in NAMES}
    return [
        [first[name]] * copies + [getattr(row, name) for row in made[copies:]] for name in NAMES
    ]


@pytest.mark.parametrize("rows", [3, 8, 20, 45, 120])
@pytest.mark.parametrize("copies", [2, 3])
@pytest.mark.parametrize("told", [("company",), ("company", "address"), ("contact", "address")])
def test_equal_rows_with_blanks_are_one_thing_in_a_small_table_too(
    rows: int, copies: int, told: tuple[str, ...]
) -> None:
    assert score_of(table(rows, copies, told), (0, 1)) > 0.7


@pytest.mark.parametrize("rows", [8, 45, 120])
@pytest.mark.parametrize("told", ["contact", "address"])
def test_a_name_or_an_address_alone_stays_a_doubt(rows: int, told: str) -> None:
    assert 0.4 < score_of(table(rows, 2, (told,)), (0, 1)) < 0.5


def test_a_name_alone_does_not_link_two_tables() -> None:
    made = list(generate(120, seed=4, copies=0.0))
    values = [[getattr(row, name) for row in made] for name in NAMES]
    for column in values:
        column += column[:40]
    # The last ten of the other table have lost all but the contact.
    for column in (values[0], values[2], values[3]):
        column[-10:] = [""] * 10
    assert score_of(values, (0, 120), "between", 120) > 0.9
    assert 0.1 < score_of(values, (39, 159), "between", 120) < 0.5


def test_a_lone_column_is_enough_where_there_is_no_other() -> None:
    asked, evidence = np.array([1.0, 1.0]), np.array([5.0, 5.0])
    told = np.array([[True], [False]])
    assert doubted(asked, evidence, told, [ColumnKind.NAME]).tolist() == [1.0, 1.0]
    both = np.array([[True, False], [False, True]])
    kinds = [ColumnKind.NAME, ColumnKind.PHONE]
    assert doubted(asked, evidence, both, kinds).tolist() == [5.2, 1.0]


def test_only_values_that_stand_far_oftener_than_others_are_common() -> None:
    column = ["book review"] * 40 + [f"title {n // 2}" for n in range(400)] + [""] * 50
    off = repeated(column)
    assert (off[40:] == 0).all()
    assert off[0] == pytest.approx(np.log(39 / (3 * (39 * 40 + 400) / 440)))
    assert not repeated(["a", "b", "a", "b"]).any() and not repeated([""]).any()
