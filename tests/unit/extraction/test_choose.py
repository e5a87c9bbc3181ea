"""The choice of the winner among the mentions of model and rules."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.extraction import parse_fields
from engine.extraction.choose import MOST_CANDIDATES, OUTWEIGHED, RULE_SHARE, choose, rechoose
from engine.extraction.preview import ThresholdPreview
from engine.types import Field, Mention, Source


def _mention(
    start: int, end: int, score: float, source: Source = Source.MODEL, **more: str | None
) -> Mention:
    text = more.get("text") or f"t{start}-{end}"
    return Mention(
        f"{source}{start}-{end}", "d", "甲方", start, end, text, score, source,
        normalized=more.get("normalized", text), doubt=more.get("doubt"),
    )  # fmt: skip


_FIELDS = parse_fields("甲方")
_MANY = parse_fields("甲方*")


def test_the_best_wins_and_the_rest_is_kept() -> None:
    low, high = _mention(0, 5, 0.6), _mention(9, 12, 0.8)
    assert [(m.start, m.chosen) for m in choose(_FIELDS, [low, high])] == [(9, True), (0, False)]


def test_nothing_below_the_threshold_is_chosen() -> None:
    mentions = [_mention(0, 5, 0.6)]
    assert not choose(_FIELDS, mentions, threshold=0.7)[0].chosen
    own = (replace(_FIELDS[0], threshold=0.55),)
    assert choose(own, mentions, threshold=0.7)[0].chosen


def test_agreement_raises_the_score_and_leaves_one_span() -> None:
    model, rule = _mention(0, 10, 0.6), _mention(0, 9, 0.7, Source.RULE)
    (winner,) = choose(_FIELDS, [model, rule])
    assert winner.score == pytest.approx(1 - 0.4 * 0.3)
    assert winner.chosen and winner.doubt is None


@pytest.mark.parametrize("rule_score", [0.4, 0.9])
def test_where_both_mean_the_same_words_the_boundaries_are_the_models(rule_score: float) -> None:
    model, rule = _mention(5, 10, 0.6), _mention(0, 12, rule_score, Source.RULE)
    (winner,) = choose(_FIELDS, [rule, model])
    assert (winner.start, winner.end, winner.source) == (5, 10, Source.MODEL)
    assert winner.score == pytest.approx(1 - 0.4 * (1 - rule_score))


def test_a_rule_whose_words_the_model_names_exactly_is_raised_as_well() -> None:
    exact, wider = _mention(5, 10, 0.6), _mention(0, 12, 0.2)
    rule = _mention(5, 10, 0.7, Source.RULE)
    winner, *_ = choose(_FIELDS, [rule, exact, wider])
    assert (winner.start, winner.end) == (5, 10)


def test_two_places_with_one_value_support_each_other() -> None:
    model = _mention(0, 10, 0.6, text="2024年3月5日", normalized="2024-03-05")
    rule = _mention(50, 60, 0.5, Source.RULE, text="March 5, 2024", normalized="2024-03-05")
    winners = [m for m in choose(_FIELDS, [model, rule]) if m.chosen]
    assert [m.start for m in winners] == [0]
    assert winners[0].doubt is None


def test_a_disagreement_is_a_doubt_of_the_winner_alone() -> None:
    mentions = [_mention(0, 5, 0.9), _mention(20, 25, 0.8, Source.RULE)]
    assert [m.doubt for m in choose(_FIELDS, mentions)] == ["sources_disagree", None]
    weak = [_mention(0, 5, 0.9), _mention(20, 25, 0.3, Source.RULE)]
    assert [m.doubt for m in choose(_FIELDS, weak)] == [None, None]


def test_where_the_model_has_answered_it_wins_and_the_disagreement_stays_known() -> None:
    model, rule = _mention(0, 5, 0.6), _mention(20, 25, 0.9, Source.RULE)
    assert choose(_FIELDS, [model, rule])[0].source is Source.RULE
    winner, loser = choose(_FIELDS, [model, rule], share=RULE_SHARE)
    assert winner.source is Source.MODEL and winner.doubt == "sources_disagree"
    assert loser.score == pytest.approx(0.9 * RULE_SHARE) and loser.why == OUTWEIGHED
    (anew, _) = rechoose(_FIELDS[0], choose(_FIELDS, [model, rule], share=RULE_SHARE), 0.55)
    assert anew.doubt == "sources_disagree"
    weaker = choose(_FIELDS, [model, replace(rule, score=0.52)], share=RULE_SHARE)
    (anew, _) = rechoose(_FIELDS[0], weaker, 0.55)
    assert weaker[0].doubt == "sources_disagree" and anew.doubt is None and anew.chosen


def test_where_the_model_has_not_answered_a_rule_counts_whole_alone_and_less_as_support() -> None:
    faint, rule = _mention(0, 5, 0.3), _mention(20, 25, 0.9, Source.RULE)
    winner, _ = choose(_FIELDS, [faint, rule], share=RULE_SHARE)
    assert winner.source is Source.RULE and winner.score == 0.9 and winner.why is None
    same = _mention(0, 5, 0.45, Source.RULE)
    (kept,) = choose(_FIELDS, [faint, same], share=RULE_SHARE)
    assert kept.score == 0.45 and not kept.chosen
    (kept,) = choose(_FIELDS, [faint, same])
    assert kept.score == pytest.approx(1 - 0.7 * 0.55) and kept.chosen


def test_many_takes_each_value_once() -> None:
    mentions = [
        _mention(0, 5, 0.9, normalized="A"),
        _mention(10, 15, 0.8, normalized="a "),
        _mention(20, 25, 0.7, normalized="B"),
        _mention(30, 35, 0.2, normalized="C"),
    ]
    assert [m.start for m in choose(_MANY, mentions) if m.chosen] == [0, 20]


def test_a_choice_outside_the_list_never_wins() -> None:
    (field,) = parse_fields("甲方(是/否)")
    off_list = _mention(0, 5, 0.9, normalized=None, text="x")
    assert not choose([replace(field, name="甲方")], [off_list])[0].chosen


def test_faint_mentions_of_a_long_document_are_left_out() -> None:
    mentions = [_mention(10 * n, 10 * n + 5, 0.1 + n / 1000) for n in range(500)]
    result = choose(_FIELDS, mentions)
    assert len(result) == MOST_CANDIDATES
    assert result[0].start == 4990


_ANY = st.builds(
    lambda start, size, score, source: _mention(start, start + size, score, source),
    st.integers(0, 60),
    st.integers(1, 20),
    st.floats(0.01, 0.99),
    st.sampled_from([Source.MODEL, Source.RULE]),
)


@given(st.lists(_ANY, max_size=12), st.sampled_from([_FIELDS, _MANY]))
@settings(deadline=None)
def test_candidates_are_sorted_apart_and_single(
    mentions: list[Mention], fields: tuple[Field, ...]
) -> None:
    result = choose(fields, mentions)
    # Scores that differ by less than a millionth count as equal, and the earlier place goes first.
    scores = [round(m.score, 6) for m in result]
    assert scores == sorted(scores, reverse=True)
    spans = sorted((m.start, m.end) for m in result)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert sum(m.chosen for m in result) <= (len(result) if fields is _MANY else 1)
    assert bool(mentions) == bool(result)


@given(
    st.lists(st.lists(_ANY, max_size=6), max_size=5),
    st.floats(0.05, 0.95),
    st.sampled_from([_FIELDS, _MANY]),
)
@settings(max_examples=60, deadline=None)
def test_a_preview_says_what_choosing_anew_would_do(
    documents: list[list[Mention]], threshold: float, fields: tuple[Field, ...]
) -> None:
    stored = [choose(fields, mentions) for mentions in documents]
    change = ThresholdPreview(fields[0], stored).at(threshold)
    anew = [rechoose(fields[0], candidates, threshold) for candidates in stored]

    def filled(candidates: Sequence[Mention]) -> int:
        return sum(mention.chosen for mention in candidates)

    pairs = [(filled(old), filled(new)) for old, new in zip(stored, anew, strict=True)]
    assert change.changed == sum(old != new for old, new in pairs)
    assert change.lost == sum(old > 0 and new == 0 for old, new in pairs)
    assert change.gained == sum(old == 0 and new > 0 for old, new in pairs)
    assert change.filled == sum(new > 0 for _, new in pairs)


@given(
    st.lists(_ANY, max_size=10),
    st.floats(0.05, 0.95),
    st.sampled_from([_FIELDS, _MANY]),
    st.sampled_from([1.0, RULE_SHARE]),
)
@settings(max_examples=60, deadline=None)
def test_choosing_anew_is_choosing_at_that_threshold(
    mentions: list[Mention], threshold: float, fields: tuple[Field, ...], share: float
) -> None:
    direct = choose(fields, mentions, threshold, share)
    anew = rechoose(fields[0], choose(fields, mentions, share=share), threshold)
    assert [(m.id, m.chosen, m.doubt) for m in anew] == [(m.id, m.chosen, m.doubt) for m in direct]
