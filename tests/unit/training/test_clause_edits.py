"""Edits of clauses: what changes is what their name says, and pairs do not give themselves away."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training import concepts, nli_data
from training.clause_edits import (
    PERIOD,
    change_amount,
    change_date,
    change_law,
    change_modality,
    change_party,
    change_period,
    contradict,
    paraphrase,
    period_value,
    shorten,
)
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL

CLAUSE = "Buyer shall pay Seller $12,500 within thirty (30) days after March 5, 2021."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("within thirty (30) days", 30),
        ("a 12-month term", 12),
        ("for two years", 2),
        ("90 business days", 90),
        ("thirty (45) days", None),
    ],
)
def test_periods_are_read_in_words_and_digits(text: str, value: int | None) -> None:
    (match,) = PERIOD.finditer(text)
    assert period_value(match) == value


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6))
def test_a_changed_period_keeps_words_and_digits_together(seed: int) -> None:
    edited = change_period(CLAUSE, random.Random(seed))
    assert edited is not None
    (match,) = PERIOD.finditer(edited.text)
    assert period_value(match) not in (None, 30)


def test_each_edit_changes_its_own_kind() -> None:
    rng = random.Random(4)
    amount, date, party = (
        change(CLAUSE, rng) for change in (change_amount, change_date, change_party)
    )
    assert amount is not None and "$12,500" not in amount.text
    assert date is not None and "March 5, 2021" not in date.text
    assert party is not None and party.text.startswith("Seller shall pay Buyer")
    law = change_law("It is governed by the laws of the State of Oregon.", rng)
    assert law is not None and "Oregon" not in law.text


def test_a_modal_is_negated_and_restored() -> None:
    rng = random.Random(0)
    negated = change_modality("Supplier may not assign this Agreement.", rng)
    assert negated is not None and negated.text == "Supplier may assign this Agreement."
    restored = change_modality("Supplier may assign this Agreement.", rng)
    assert restored is not None and restored.text == "Supplier may not assign this Agreement."
    assert change_modality("Signed on May 16, 2001 by all.", rng) is None
    assert change_modality("No party shall assign it.", rng) is None


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6))
def test_a_contradiction_differs_and_a_paraphrase_keeps_the_numbers(seed: int) -> None:
    rng = random.Random(seed)
    edited = contradict(CLAUSE, rng)
    assert edited is not None and edited.text != CLAUSE
    same = paraphrase(CLAUSE, rng)
    assert [period_value(m) for m in PERIOD.finditer(same)] == [30]
    assert "$12,500" in same


def test_what_is_dropped_limits_nothing() -> None:
    rng = random.Random(1)
    text = (
        "Supplier shall deliver the goods to the named place and shall insure them during carriage."
    )
    assert shorten(text, rng) == "Supplier shall deliver the goods to the named place."
    assert (
        shorten("Supplier shall deliver the goods, except as agreed, and shall insure them.", rng)
        is None
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_worded_terms_stand_under_every_label_alike(seed: int) -> None:
    pairs = list(nli_data.worded(random.Random(seed), 5))
    hypotheses: dict[str, Counter[int]] = {}
    for pair in pairs:
        hypotheses.setdefault(pair.hypothesis, Counter())[pair.label] += 1
    for labels in hypotheses.values():
        assert labels[CONTRADICTION] == labels[ENTAILMENT] == labels[NEUTRAL]


def test_every_wording_has_room_for_its_value() -> None:
    rng = random.Random(2)
    for key, (_, _, _, wordings) in concepts.CONCEPTS.items():
        assert len(wordings) > 1
        assert all("{}" in wording for wording in wordings)
        value = concepts.value_of(key, rng)
        assert concepts.value_of(key, rng, value) != value
        assert "{" not in concepts.say(key, value, ("Buyer", "Seller"), rng)


def test_sentences_are_cut_out_of_layout() -> None:
    text = (
        "4.2  Payment.  The Buyer   shall pay all invoices within thirty (30)\n   days of receipt. "
        "Short. 4.3 Supplier shall deliver the goods to the Buyer at its own cost and risk; 4.4 X."
    )
    found = nli_data.sentences_of(text)
    assert "The Buyer shall pay all invoices within thirty (30) days of receipt." in found
