"""Clusters, chaining and survivors."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.dedupe.clustering import cluster, components, missing_pairs
from engine.dedupe.survivorship import fullness, survivor


def clusters(
    rows: int, scored: dict[tuple[int, int], float], threshold: float = 0.5
) -> list[list[int]]:
    pairs = np.array(list(scored), dtype=np.int64).reshape(-1, 2)
    return cluster(rows, pairs, np.array(list(scored.values())), threshold)


def test_pairs_join_through_others() -> None:
    assert clusters(5, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.8}) == [[0, 1, 2]]


def test_one_weak_pair_does_not_join_two_groups() -> None:
    groups = {(0, 1): 0.99, (2, 3): 0.98, (1, 2): 0.6}
    assert clusters(4, groups) == [[0, 1], [2, 3]]
    assert clusters(4, {**groups, (1, 2): 0.97}) == [[0, 1, 2, 3]]


def test_a_chain_breaks_where_its_ends_disagree() -> None:
    scored = {(0, 1): 0.95, (1, 2): 0.9, (0, 2): 0.05}
    assert clusters(3, scored) == [[0, 1]]


def test_nothing_is_joined_below_the_threshold() -> None:
    assert clusters(3, {(0, 1): 0.4, (1, 2): 0.3}) == []


def test_components_and_their_missing_pairs() -> None:
    known = np.array([[0, 1], [1, 2], [4, 5]])
    groups = components(6, known)
    assert groups == [[0, 1, 2], [4, 5]]
    assert missing_pairs(groups, known).tolist() == [[0, 2]]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
        st.floats(0, 1),
        max_size=30,
    )
)
def test_clusters_are_disjoint_and_held_by_pairs(scored: dict[tuple[int, int], float]) -> None:
    found = clusters(12, scored)
    rows = [row for group in found for row in group]
    assert len(rows) == len(set(rows))
    for group in found:
        assert len(group) > 1
        inside = [
            pair for pair, score in scored.items() if set(pair) <= set(group) and score >= 0.5
        ]
        reached = {group[0]}
        for _ in group:
            reached |= {row for pair in inside if reached & set(pair) for row in pair}
        assert reached == set(group)


def test_the_fullest_row_survives_then_the_longest_then_the_first() -> None:
    full = [
        fullness(row) for row in (["a", None], ["a", "b"], ["a", "bb"], ["a", "cc"], [None, " "])
    ]
    assert survivor([0, 1, 2, 3, 4], full) == 2
