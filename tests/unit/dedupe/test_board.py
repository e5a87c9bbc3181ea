"""Pairs as columns of figures: lists, choices and counts are those that a plain loop would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dedupe import curve as curves
from engine.dedupe.board import SCALE, Answer, Band, Bands, PairBoard, PairColumns, Wanted
from engine.dedupe.clustering import components
from engine.dedupe.curve import STEPS, curve

Line = tuple[int, int, int, int, int]
"""Score, answer, left row, right row, what differs."""

lines = st.lists(
    st.tuples(
        st.integers(0, SCALE),
        st.sampled_from(list(Answer)),
        st.integers(0, 11),
        st.integers(0, 11),
        st.integers(0, 7),
    ).filter(lambda line: line[2] != line[3]),
    max_size=40,
)


def board(found: list[Line]) -> PairBoard:
    """A board of two tables: rows 0 to 5 and 6 to 11."""
    columns = list(zip(*found, strict=True)) or [()] * 5
    score, answer, left, right, differs = columns
    lefts, rights = np.array(left, np.int64), np.array(right, np.int64)
    return PairBoard(
        PairColumns(
            np.arange(len(found), dtype=np.int64) * 3 + 1,
            np.array(score, np.uint16),
            np.array(answer, np.int8),
            lefts,
            rights,
            (lefts // 6).astype(np.int16),
            (rights // 6).astype(np.int16),
            np.zeros(len(found), np.int32),
            np.array(differs, np.uint64),
        ),
        ("Name", "Street", "Phone"),
        ("one", "two"),
        np.array([0, 6, 12]),
    )


def band(score: int, bands: Bands) -> Band:
    low, high = (int(edge) for edge in bands.edges())
    return Band.SURE if score >= high else Band.DOUBTFUL if score >= low else Band.UNLIKE


@given(lines, st.sampled_from([(), (0,), (1, 3)]), st.sampled_from([(), (1,), (0, 2)]),
       st.sampled_from([(), (0,), (1,)]), st.sampled_from([(), (2,), (0, 1)]))  # fmt: skip
def test_a_listing_is_what_a_loop_would_find(
    found: list[Line],
    answers: tuple[int, ...],
    wanted_bands: tuple[int, ...],
    tables: tuple[int, ...],
    columns: tuple[int, ...],
) -> None:
    bands = Bands(0.6, 0.2)
    wanted = Wanted(answers, wanted_bands, tables, columns)
    kept = [
        (-score, number * 3 + 1)
        for number, (score, answer, left, right, differs) in enumerate(found)
        if (not answers or answer in answers)
        and (not wanted_bands or band(score, bands) in wanted_bands)
        and (not tables or left // 6 in tables or right // 6 in tables)
        and (not columns or any(differs >> one & 1 for one in columns))
    ]
    assert board(found).listing(wanted, bands).tolist() == [key for _, key in sorted(kept)]


@given(lines)
def test_each_choice_is_counted_under_the_others(found: list[Line]) -> None:
    bands, wanted = Bands(0.6, 0.2), Wanted(answers=(int(Answer.OPEN),), bands=(int(Band.SURE),))
    counted = board(found).facets(wanted, bands)
    sure = [line for line in found if band(line[0], bands) is Band.SURE]
    for answer in Answer:
        assert counted["answers"].get(answer, 0) == sum(line[1] == answer for line in sure)
    still_open = [line for line in found if line[1] == Answer.OPEN]
    for one in Band:
        count = sum(band(line[0], bands) is one for line in still_open)
        assert counted["bands"].get(one, 0) == count
    both = [line for line in sure if line[1] == Answer.OPEN]
    for number in range(3):
        assert counted["columns"][number] == sum(line[4] >> number & 1 for line in both)


@given(lines, st.integers(0, 20), st.integers(1, 7))
def test_every_threshold_leaves_what_joining_would(
    found: list[Line], twentieth: int, chunk: int
) -> None:
    """Also where the pairs come in more chunks than one."""
    made = board(found)
    scores = made.effective()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(curves, "_CHUNK", chunk)
        counted = curve(made.columns.lefts, made.columns.rights, scores, 12, 12)
    threshold = twentieth / 20
    kept = (scores >= 0) & (scores * STEPS // SCALE >= round(threshold * STEPS))
    pairs = np.stack([made.columns.lefts, made.columns.rights], axis=1)[kept]
    groups = components(12, pairs)
    rows = sum(len(group) for group in groups)
    outcome = counted.at(threshold)
    assert (outcome.pairs, outcome.clusters) == (int(kept.sum()), len(groups))
    assert (outcome.joined, outcome.left) == (rows, 12 - rows + len(groups))


def test_answers_follow_the_positions() -> None:
    made = board([(9000, 0, 0, 1, 0), (100, 0, 2, 3, 0)])
    made.set_answers({4: int(Answer.YES), 5: int(Answer.NO)})
    assert made.columns.answers.tolist() == [Answer.OPEN, Answer.YES]
    assert made.effective().tolist() == [9000, SCALE]
    assert made.places([4, 5]).tolist() == [1, -1]
    made.set_answers({})
    assert made.answered() == {int(Answer.OPEN): 2}


def test_an_empty_board_answers_too() -> None:
    empty = PairBoard()
    assert empty.listing(Wanted(), Bands()).tolist() == []
    assert empty.histogram(4) == [0, 0, 0, 0]
    assert empty.places([1]).tolist() == [-1]
    outcome = curve(empty.columns.lefts, empty.columns.rights, empty.effective(), 5, 0).at(0.5)
    assert (outcome.clusters, outcome.left) == (0, 5)
