"""Clusters, chaining and survivors."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.dedupe.clustering import (
    CUT,
    LARGE,
    LOOSE,
    Clustered,
    cluster,
    components,
    missing_pairs,
)
from engine.dedupe.correlation import moved
from engine.dedupe.survivorship import fullness, survivor


def clusters(
    rows: int, scored: dict[tuple[int, int], float], threshold: float = 0.5
) -> list[list[int]]:
    return clustered(rows, scored, threshold).groups


def clustered(rows: int, scored: dict[tuple[int, int], float], threshold: float = 0.5) -> Clustered:
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


def test_a_cluster_says_what_speaks_against_it() -> None:
    cut = clustered(4, {(0, 1): 0.99, (2, 3): 0.98, (1, 2): 0.6})
    assert cut.doubts == {0: CUT, 2: CUT}
    chain = {(row, row + 1): 0.95 for row in range(39)}
    assert clustered(40, chain).doubts.get(0) == LARGE
    assert clustered(3, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.8}).doubts == {}
    loose = {(0, 1): 0.99, (0, 2): 0.99, (0, 3): 0.99, (1, 2): 0.4, (1, 3): 0.4, (2, 3): 0.4}
    loose |= {(row, 4): score for row, score in enumerate((0.99, 0.4, 0.4, 0.4))}
    assert clustered(5, loose) == Clustered([[0, 1, 2, 3, 4]], {0: LOOSE})


def test_a_row_goes_where_most_evidence_is() -> None:
    """Row 3 was joined to the first group by its strongest pair; two others speak for the second."""
    pairs = np.array([(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3), (3, 4), (3, 5), (4, 5)])
    scores = np.array([0.99, 0.99, 0.99, 0.9, 0.1, 0.1, 0.85, 0.85, 0.99])
    first = [[0, 1, 2, 3], [4, 5]]
    assert sorted(moved(first, 6, pairs, scores, 0.5)) == [[0, 1, 2], [3, 4, 5]]


def test_groups_of_one_cluster_are_left_as_they_are() -> None:
    pairs = np.array([(0, 1), (1, 2), (0, 2)])
    assert moved([[0, 1, 2]], 3, pairs, np.array([0.9, 0.9, 0.8]), 0.5) == [[0, 1, 2]]


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
