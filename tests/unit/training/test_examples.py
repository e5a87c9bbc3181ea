"""What the extractor is taught: every span is where its value stands, nothing asked twice."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training import extractor_cuad, extractor_generated
from training.cuad_annotation import annotate
from training.data import held_out, share
from training.fillers import KINDS, fill
from training.labels import GENERIC, LABELS
from training.languages import ENGLISH
from training.sentences import SENTENCES
from training.span_examples import NAMES, NAMES_ZH, SpanExample, ask

seeds = st.integers(0, 10**6)


def whole(example: SpanExample) -> None:
    """Every span lies in the text and is not blank at its edges."""
    for places in example.spans.values():
        for start, end in places:
            value = example.text[start:end]
            assert 0 <= start < end <= len(example.text)
            assert value == value.strip()
    assert not example.absent & set(example.spans)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_generated_spans_hold_their_values(seed: int) -> None:
    rng = random.Random(seed)
    whole(extractor_generated.sentences(rng, ENGLISH))
    whole(extractor_generated.form(rng, ENGLISH))


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_a_question_names_each_field_once_and_keeps_its_answers(seed: int) -> None:
    rng = random.Random(seed)
    example = extractor_generated.sentences(rng, ENGLISH)
    question = ask(example, rng)
    names = [field.name.lower() for field in question.fields]
    assert len(names) == len(set(names))
    assert len(question.fields) == len(question.spans)
    allowed = {tuple(places) for places in example.spans.values()} | {()}
    assert set(question.spans) <= allowed


@pytest.mark.parametrize("table", [NAMES, NAMES_ZH])
def test_names_held_out_of_training_are_never_asked_in_training(
    table: dict[str, tuple[str, ...]],
) -> None:
    held = {n.lstrip("~").lower() for names in table.values() for n in names if n[0] == "~"}
    shown = {n.lower() for names in table.values() for n in names if n[0] != "~"}
    assert held
    assert not held & shown
    example = SpanExample("x", {"party": [(0, 1)]}, set(), "test")
    asked = {
        ask(example, random.Random(n), unseen=False).fields[0].name.lower() for n in range(200)
    }
    assert not asked & held


def test_every_slot_of_every_sentence_has_a_filler() -> None:
    rng = random.Random(1)
    for sentence in SENTENCES:
        for match in extractor_generated._SLOT.finditer(sentence):
            label = LABELS[match.group(1)]
            assert fill(label.kind, rng)
    assert set(GENERIC) <= set(KINDS)


def record(text: str, **fields: tuple[list[str], str]) -> dict[str, object]:
    """A CUAD-like record: each field's span texts and answer."""
    made = {}
    for name, (values, answer) in fields.items():
        spans = [{"text": v, "start": text.index(v), "end": text.index(v) + len(v)} for v in values]
        made[name.replace("_", " ")] = {"spans": spans, "answer": answer}
    return {"text": text, "fields": made}


TEXT = (
    'SUPPLY AGREEMENT between Redwood Foods Inc. ("Buyer") and Atlas GmbH & Co. ("Seller"), dated '
    "March 5, 2021. The term is two (2) years and renews for successive one (1) year periods unless "
    "notice is given sixty (60) days prior to expiry. This Agreement is governed by the laws of the "
    "State of Oregon. REDWOOD FOODS INC. signs here."
)


def test_short_values_are_found_inside_cuad_sentences() -> None:
    term = TEXT[TEXT.index("The term") : TEXT.index("This Agreement is governed")].strip()
    law = TEXT[TEXT.index("This Agreement is governed") : TEXT.index(" REDWOOD FOODS INC.")]
    spans, masks = annotate(
        record(
            TEXT,
            Parties=(
                ["Redwood Foods Inc.", "Buyer", "Atlas GmbH & Co.", "Seller"],
                'Redwood Foods Inc. ("Buyer"); Atlas GmbH & Co. ("Seller")',
            ),
            Agreement_Date=(["March 5, 2021"], "3/5/21"),
            Expiration_Date=([term], "3/5/23"),
            Renewal_Term=([term], "successive 1 year"),
            Notice_Period_To_Terminate_Renewal=([term], "60 days"),
            Governing_Law=([law], "Oregon"),
        )
    )
    values = {key: [TEXT[s:e] for s, e in places] for key, places in spans.items() if places}
    assert values["party"] == ["Redwood Foods Inc.", "Atlas GmbH & Co.", "REDWOOD FOODS INC."]
    assert values["party_alias"] == ["Buyer", "Seller"]
    assert values["agreement_date"] == ["March 5, 2021"]
    assert values["term"] == ["two (2) years"]
    assert values["renewal_term"] == ["one (1) year"]
    assert values["notice_period"] == ["sixty (60) days"]
    assert values["governing_law"] == ["Oregon"]
    assert values["governing_law_clause"] == [law]
    # No effective date is stated; the date of the agreement may pass for one: not judged.
    assert masks["effective_date"] == spans["agreement_date"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(10, 300))
def test_a_window_asks_for_nothing_that_it_cuts(start: int, length: int) -> None:
    law = TEXT[TEXT.index("This Agreement is governed") : TEXT.index(" REDWOOD FOODS INC.")]
    spans, masks = annotate(record(TEXT, Governing_Law=([law], "Oregon")))
    window = extractor_cuad.cut(TEXT, spans, masks, start, length)
    whole(window)
    for key, places in spans.items():
        end = start + len(window.text)
        cut = any(s < end and e > start and not (start <= s and e <= end) for s, e in places)
        if cut:
            assert key not in window.spans
            assert key not in window.absent


@pytest.mark.parametrize("fraction", [0.0, 0.15, 1.0])
def test_the_split_depends_on_the_group_alone(fraction: float) -> None:
    groups = [f"company {n}" for n in range(400)]
    sides = [held_out(group, fraction) for group in groups]
    assert sides == [held_out(group, fraction) for group in groups]
    assert abs(sum(sides) / 400 - fraction) < 0.06
    assert all(0 <= share(group) < 1 for group in groups)
