"""What an edit means, for whom, and by which words; with and without a model."""

from __future__ import annotations

import pytest

from engine.compare.meaning import conclude, read
from engine.consistency.reading import party_pattern
from engine.types import Basis, Bearing, Meaning, ReasonKind

PARTIES = party_pattern("")


def meant(old: str, new: str, numbers: dict[str, str] | None = None) -> Meaning:
    """The meaning by rules alone."""
    return conclude(read(old, new, PARTIES, numbers), {})


@pytest.mark.parametrize(
    ("old", "new", "bearing", "party"),
    [
        ("The Buyer shall pay within thirty (30) days.", "The Buyer shall pay within ten (10) days.", "stricter", "Buyer"),
        ("The Buyer shall pay within thirty (30) days.", "The Buyer shall pay within sixty (60) days.", "looser", "Buyer"),
        ("The Supplier may assign this Agreement.", "The Supplier shall not assign this Agreement.", "stricter", "Supplier"),
        ("The Supplier shall insure the goods.", "The Supplier may insure the goods.", "looser", "Supplier"),
        ("The Supplier shall insure the goods.", "The Supplier shall use reasonable efforts to insure the goods.", "looser", "Supplier"),
        ("The Supplier shall inform the Buyer.", "The Supplier shall promptly inform the Buyer.", "stricter", "Supplier"),
        ("Either party may terminate on 30 days' notice.", "Either party may terminate on 90 days' notice.", "stricter", "Either party"),
        ("The Supplier's liability shall not exceed USD 100,000.", "The Supplier's liability shall not exceed USD 50,000.", "looser", "Supplier"),
        ("The licence is exclusive.", "The licence is non-exclusive.", "contradicts", ""),
        ("The Buyer bears the cost of carriage.", "The Supplier bears the cost of carriage.", "contradicts", ""),
        ("The deposit is refundable on demand.", "The deposit is not refundable on demand.", "contradicts", ""),
        ("The Buyer shall keep records.", "The Buyer must keep the records.", "same_meaning", ""),
        ("The Buyer shall pay within 30 days.", "The Buyer shall pay within 30 business days.", "looser", "Buyer"),
        ("The Buyer shall pay within 10 working days.", "The Buyer shall pay within 10 business days.", "same_meaning", ""),
        ("The Buyer shall pay within 12 months.", "The Buyer shall pay within one year.", "same_meaning", ""),
        ("The Buyer shall pay within 365 days.", "The Buyer shall pay within one year.", "same_meaning", ""),
        ("The Buyer shall pay USD 100,000.", "The Buyer shall pay EUR 90,000.", "contradicts", ""),
        ("甲方应在30日内支付。", "甲方应在30个工作日内支付。", "looser", "甲方"),
        ("甲方应在收到发票后30日内付款。", "甲方应在收到发票后10日内付款。", "stricter", "甲方"),
        ("乙方可以转让本合同。", "乙方不得转让本合同。", "stricter", "乙方"),
        ("任何一方解除合同应提前30日书面通知。", "任何一方解除合同应提前15日书面通知。", "looser", "任何一方"),
        ("保密义务的期限为三年，双方均应遵守。", "保密义务的期限为五年，双方均应遵守。", "stricter", "双方"),
        ("合同生效后甲方支付总价的30%。", "合同生效后甲方支付总价的20%。", "looser", "甲方"),
        ("运输费用由甲方承担。", "运输费用由乙方承担。", "contradicts", ""),
    ],
)  # fmt: skip
def test_rules_say_which_way_and_for_whom(old: str, new: str, bearing: str, party: str) -> None:
    found = meant(old, new)
    assert (found.bearing.value, found.party) == (bearing, party)
    assert bool(found.reasons) is (bearing != "same_meaning")
    for reason in found.reasons:
        if reason.left:
            assert old[reason.left_start : reason.left_end] == reason.left
        if reason.right:
            assert new[reason.right_start : reason.right_end] == reason.right


def test_a_reference_that_follows_its_clause_means_the_same() -> None:
    old, new = (
        "Subject to Section 4.2, the Buyer shall pay.",
        "Subject to Section 4.3, the Buyer shall pay.",
    )
    assert meant(old, new, {"4.2": "4.3"}).bearing is Bearing.SAME_MEANING
    chinese = meant("按照第五条的约定付款。", "按照第六条的约定付款。", {"第五条": "第六条"})
    assert chinese.bearing is Bearing.SAME_MEANING


def test_a_sentence_more_is_a_duty_more() -> None:
    old = "The Supplier shall deliver."
    found = meant(old, f"{old} The Supplier shall indemnify the Buyer against all claims.")
    assert (found.bearing, found.party) == (Bearing.STRICTER, "Supplier")
    found = meant(f"{old} The Buyer may inspect the goods at any time.", old)
    assert (found.bearing, found.party) == (Bearing.STRICTER, "Buyer")


def test_the_model_speaks_where_the_rules_are_silent() -> None:
    old = "The Supplier shall provide training to the staff of the Buyer."
    new = "The Supplier shall instruct the people who work for the Buyer."
    reading = read(old, new, PARTIES)
    ((pair),) = reading.questions

    def said(forward: tuple[float, ...], backward: tuple[float, ...]) -> Meaning:
        return conclude(reading, {pair: forward, pair[::-1]: backward})

    both = said((0.9, 0.1, 0.0), (0.8, 0.2, 0.0))
    assert (both.bearing, both.basis) == (Bearing.SAME_MEANING, Basis.MODEL)
    assert said((0.9, 0.1, 0.0), (0.1, 0.9, 0.0)).bearing is Bearing.LOOSER
    assert said((0.1, 0.9, 0.0), (0.9, 0.1, 0.0)).bearing is Bearing.STRICTER
    assert said((0.0, 0.1, 0.9), (0.0, 0.1, 0.9)).bearing is Bearing.CONTRADICTS
    assert conclude(reading, {}).bearing is Bearing.UNCLEAR


def test_rule_and_model_together_are_said_to_agree() -> None:
    old, new = "The Buyer shall pay within 30 days.", "The Buyer shall pay within 10 days."
    reading = read(old, new, PARTIES)
    rows = {(old, new): (0.1, 0.1, 0.8), (new, old): (0.5, 0.3, 0.2)}
    found = conclude(reading, rows)
    assert (found.bearing, found.basis) == (Bearing.STRICTER, Basis.BOTH)
    assert [reason.kind for reason in found.reasons] == [ReasonKind.NUMBER]
