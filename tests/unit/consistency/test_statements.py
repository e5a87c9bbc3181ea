"""What counts as a statement, and that every offset is exact."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.consistency import Matcher, conflict, statements
from engine.consistency.subject import Weights, sameness
from engine.consistency.types import Role
from engine.documents import paste
from tests.unit.consistency.reading_aid import contract, read

WORDS = st.sampled_from(
    [
        "The Buyer", "shall not", "may", "pay", "within 30 days", "$1,000", "unless", "1. ", "\n\n", "第一条 ", "甲方",
        "应当", "不得", "支付", "三十日", "人民币壹万元", "。", ". ", "；", "(a) ", "\"Services\" means", "Name:", "５％", "😀", "\u3000",
        "is", "exclusive", "non-exclusive", "1 May 2024", "2024年5月1日", "____", "A", "\t",
    ]
)  # fmt: skip


def test_obligations_and_facts_are_statements_with_their_clause() -> None:
    found = read(
        "Payment. The Buyer shall pay each invoice within 30 days.",
        "The Seller may not assign this Agreement.",
    )
    assert [(s.clause, s.text) for s in found] == [
        ("1", "The Buyer shall pay each invoice within 30 days."),
        ("2", "The Seller may not assign this Agreement."),
    ]
    assert [t.text for t in found[0].having(Role.MODAL)] == ["shall"]
    assert [t.text for t in found[0].having(Role.FACT)] == ["30 days"]
    assert [t.key for t in found[1].having(Role.PARTY)] == ["seller"]


def test_titles_definitions_signatures_options_and_blanks_are_left_out() -> None:
    text = (
        "SUPPLY AGREEMENT\n\n"
        '1. "Services" means the services that the Supplier shall provide.\n\n'
        "2. Payment terms\n\n"
        "[ ] The Buyer shall pay in advance.\n\n"
        "Section 4 is hereby amended to read that the Buyer shall pay at once.\n\n"
        "IN WITNESS WHEREOF, the parties have signed this Agreement.\n\n"
        "By: John Smith\n\nName: John Smith is the director\n"
    )
    assert statements(paste(text, "forms")) == ()
    chinese = "第一条 “产品”是指乙方应当交付的设备。\n\n甲方（公章）：＿＿＿＿\n\n第二条 付款方式\n"
    assert statements(paste(chinese, "forms")) == ()


def test_a_contract_of_one_clause_has_no_pairs() -> None:
    found = read("The Buyer shall pay each invoice within 30 days.")
    assert Matcher().pairs(found, Weights(found)) == []
    assert Matcher().pairs((), Weights(())) == []


def test_a_defined_name_that_acts_is_a_party() -> None:
    document = paste(
        'This Agreement is made by Acme Ltd. (the "Harvester") and Bolt Ltd. (the "Grower").\n\n'
        "1. The Grower shall pay the Harvester $500 for each field.\n",
        "farm",
    )
    parties = [t.key for s in statements(document) for t in s.having(Role.PARTY)]
    assert "grower" in parties


@given(st.lists(WORDS, max_size=60))
@settings(max_examples=150, deadline=None)
def test_every_offset_points_at_its_words(parts: list[str]) -> None:
    document = paste("x " + " ".join(parts), "any")
    found = statements(document)
    weights = Weights(found)
    for statement in found:
        assert document.text[statement.start : statement.end] == statement.text
        for token in statement.tokens:
            assert document.text[token.start : token.end] == token.text
            assert statement.start <= token.start < token.end <= statement.end
    for one in found[:6]:
        for two in found[:6]:
            same = sameness(one, two, weights)
            assert 0 <= same.dice <= 1 and 0 <= same.containment <= 1
            clash = conflict(one, two, weights)
            assert clash is None or 0 < clash.strength < 1


def test_pairs_on_one_matter_are_found_among_many() -> None:
    fillers = [
        f"The Supplier shall paint the wall number {i} of house {i} in colour {i}."
        for i in range(5)
    ]
    document = contract(
        "The Client shall pay each invoice within thirty (30) days after receipt.",
        *fillers,
        "Within 45 days after receipt, each invoice is payable by the Client.",
    )
    found = statements(document)
    pairs = Matcher().pairs(found, Weights(found))
    assert (0, len(found) - 1) in {(p.left, p.right) for p in pairs}
    assert all(p.left < p.right for p in pairs)
    assert len({(p.left, p.right) for p in pairs}) == len(pairs)
