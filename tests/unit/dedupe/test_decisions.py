"""Clusters after people's decisions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dedupe.decisions import decisions_of, exclude, merge, pin, regroup, split
from engine.errors import UserError
from engine.types import Address, Cluster, Edit, Pair, Record

Judged = tuple[Pair, str]


def place(row: str) -> Address:
    return Address("t.csv", "t", ord(row))


def pair(ids: str, score: float, cluster: int | None = 1, state: str = "proposed") -> Judged:
    left, right = ids
    return Pair(ids, left, right, place(left), place(right), score, cluster), state


def records(rows: str = "abcdef", fullest: str = "") -> Iterator[Record]:
    return (Record(row, place(row), ("x", "y" if row in fullest else None)) for row in rows)


def cluster(number: int, rows: str) -> Cluster:
    return Cluster(number, tuple(rows), rows[0])


def after(clusters: list[Cluster], pairs: list[Judged], fullest: str = "") -> dict[int, str]:
    """Each cluster's rows by its number, the one that stays in upper case."""
    found = regroup(clusters, lambda: pairs, lambda: records(fullest=fullest))
    return {
        one.number: "".join(
            row.upper() if row == one.survivor_id else row for row in one.record_ids
        )
        for one in found
    }


def test_a_rejected_pair_frees_its_row() -> None:
    pairs = [pair("ab", 0.9), pair("bc", 0.6, state="rejected"), pair("ac", 0.3, None)]
    assert after([cluster(1, "abc")], pairs) == {1: "Ab"}


def test_the_only_pair_rejected_leaves_no_cluster() -> None:
    pairs = [pair("ab", 0.9, state="rejected"), pair("cd", 0.8, 2)]
    assert after([cluster(1, "ab"), cluster(2, "cd")], pairs) == {2: "Cd"}


def test_a_rejected_pair_stays_apart_though_a_third_row_is_like_both() -> None:
    pairs = [pair("ab", 0.9), pair("ac", 0.7), pair("bc", 0.8, state="rejected")]
    assert after([cluster(1, "abc")], pairs) == {1: "Ab"}


def test_what_a_person_accepted_counts_before_any_score() -> None:
    pairs = [pair("ab", 0.9), pair("ac", 0.7, state="accepted"), pair("bc", 0.8, state="rejected")]
    assert after([cluster(1, "abc")], pairs) == {1: "Ac"}


def test_a_cluster_falls_in_two() -> None:
    pairs = [pair("ab", 0.9), pair("bc", 0.6, state="rejected"), pair("cd", 0.9), pair("ef", 1, 2)]
    found = after([cluster(1, "abcd"), cluster(2, "ef")], pairs, fullest="d")
    assert found == {1: "Ab", 2: "Ef", 3: "cD"}


def test_an_accepted_pair_joins_below_the_threshold() -> None:
    pairs = [pair("ab", 0.9), pair("cd", 0.9, 2), pair("bd", 0.2, None, "accepted")]
    assert after([cluster(1, "ab"), cluster(2, "cd")], pairs, fullest="c") == {1: "abCd"}
    assert after([], [pair("ef", 0.2, None, "accepted")]) == {1: "Ef"}


def test_without_a_decision_nothing_is_touched() -> None:
    pairs = [pair("ab", 0.9, state="accepted"), pair("cd", 0.2, None, "rejected"), pair("bc", 0.8)]
    clusters = [cluster(1, "bac"), cluster(7, "de")]

    def unread() -> Iterator[Record]:
        raise AssertionError("no record is needed")

    assert regroup(clusters, lambda: pairs, unread) == clusters


def test_copies_of_one_row_stay_together_but_for_the_rejected_one() -> None:
    rows = [f"r{number}" for number in range(5000)]
    at = Address("t.csv", "t", 1)
    pairs = [
        (Pair(row, "r0", row, at, at, 1.0, 1), "rejected" if row == "r9" else "proposed")
        for row in rows[1:]
    ]
    whole = Cluster(1, tuple(rows), "r0")
    (found,) = regroup([whole], lambda: pairs, lambda: [Record(row, at, ("x",)) for row in rows])
    assert set(rows) - set(found.record_ids) == {"r9"}


edges = st.tuples(
    st.sampled_from(["ab", "ac", "ad", "bc", "bd", "cd", "ce", "de", "ef", "af"]),
    st.floats(0, 1),
    st.sampled_from(["proposed", "accepted", "rejected"]),
)


@given(st.lists(edges, unique_by=lambda edge: edge[0]))
def test_no_rejected_pair_is_ever_together(given_edges: list[tuple[str, float, str]]) -> None:
    home = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 2, "f": 2}
    pairs = [
        pair(ids, score, 1 if score >= 0.5 and home[ids[0]] == home[ids[1]] else None, state)
        for ids, score, state in given_edges
    ]
    found = regroup([cluster(1, "abcd"), cluster(2, "ef")], lambda: pairs, records)
    rows = [row for one in found for row in one.record_ids]
    assert len(rows) == len(set(rows))
    assert all(one.survivor_id in one.record_ids and len(one.record_ids) > 1 for one in found)
    assert len({one.number for one in found}) == len(found)
    for judged, state in pairs:
        if state == "rejected":
            both = {judged.left_id, judged.right_id}
            assert not any(both <= set(one.record_ids) for one in found)


def decided(clusters: list[Cluster], edits: list[Edit], pairs: list[Judged]) -> list[str]:
    """The clusters after ``edits``, the survivor of each in upper case."""
    found = regroup(clusters, lambda: pairs, records, decisions_of(edits))
    return [
        "".join(row.upper() if row == one.survivor_id else row for row in one.record_ids)
        for one in found
    ]


def test_a_merge_joins_what_no_search_joined() -> None:
    found = [cluster(1, "ab"), cluster(2, "cd")]
    pairs = [pair("ab", 0.9), pair("cd", 0.9, 2)]
    assert decided(found, merge("ab", "cd"), pairs) == ["Abcd"]
    assert decided([], merge("ab", "c"), []) == ["Abc"]


def test_a_merge_takes_back_what_kept_the_rows_apart() -> None:
    found = [cluster(1, "ab")]
    apart = split("a", "b")
    assert decided(found, apart, [pair("ab", 0.9)]) == []
    again = merge("a", "b", apart)
    assert decided(found, again, [pair("ab", 0.9)]) == ["Ab"]
    between = split("ac", "bd")
    freed = {edit.target_id for edit in merge("ac", "bd", between)}
    assert {edit.target_id for edit in between} <= freed


def test_an_excluded_row_is_in_no_cluster_and_joins_none() -> None:
    pairs = [pair("ab", 0.9), pair("ac", 0.9), pair("bc", 0.9)]
    assert decided([cluster(1, "abc")], [exclude("a")], pairs) == ["Bc"]
    assert decided([cluster(1, "ab")], [exclude("a"), *merge("a", "c")], pairs) == []


def test_the_last_pin_stays_and_takes_no_doubt_away() -> None:
    doubtful = Cluster(1, ("a", "b", "c"), "a", "cluster_cut")
    found = regroup([doubtful], list, records, decisions_of([pin("c"), pin("b")]))
    assert found == [Cluster(1, ("a", "b", "c"), "b", "cluster_cut")]


def test_a_split_of_very_many_pairs_is_refused() -> None:
    rows = [str(number) for number in range(300)]
    with pytest.raises(UserError) as caught:
        split(rows[:150], rows[150:])
    assert caught.value.code == "split_too_large"


@given(st.sets(st.sampled_from("abcdef"), min_size=1, max_size=5))
def test_the_parts_of_a_split_stay_apart_whatever_a_search_finds(part: set[str]) -> None:
    rest = set("abcdef") - part
    every = [pair(one + two, 0.99) for one in "abcdef" for two in "abcdef" if one < two]
    found = decided([cluster(1, "abcdef")], split(sorted(part), sorted(rest)), every)
    groups = [set(group.lower()) for group in found]
    assert all(group <= part or group <= rest for group in groups)
    assert {frozenset(side) for side in (part, rest) if len(side) > 1} == set(
        map(frozenset, groups)
    )
