"""Matters settled twice, defined terms, the order of precedence, and flaws of one statement."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.consistency import Known, Pair, settled_across, settled_inside
from engine.consistency.judge import combine, identity_of
from engine.consistency.matters import readings
from engine.consistency.pairs import in_full, judged_pair
from engine.consistency.precedence import kind_of_document, precedences
from engine.consistency.subject import Weights
from engine.documents import paste
from engine.types import Label, ReasonKind, Severity, Side
from tests.unit.consistency.reading_aid import contract

FILLER_EN = (
    "Headings are for convenience only and do not affect interpretation.",
    "The Supplier keeps records of all deliveries for inspection.",
    "Notices shall be in writing and sent by courier to the address above.",
)
FILLER_ZH = (
    "本合同一式肆份，双方各执贰份，具有同等法律效力。",
    "乙方应当保存全部交货记录以备查验。",
    "未尽事宜由双方另行协商并签订书面文件。",
)


def known(*clauses: str) -> Known:
    return Known.read(contract(*clauses))


def inside(*clauses: str) -> list[Pair]:
    read = known(*clauses)
    return list(settled_inside(read, Weights(read.statements)))


def kinds(pairs: Iterator[Pair] | list[Pair]) -> list[tuple[ReasonKind, str, str]]:
    return [
        (clash.kind, clash.left.text, clash.right.text)
        for pair in pairs
        if pair.found
        for clash in pair.found.clashes
    ]


SETTLED_TWICE = [
    (
        ReasonKind.PAYMENT, "30 days", "60 days",
        "Payment is due within 30 days of the invoice.", "Invoices are payable within 60 days.",
    ),
    (
        ReasonKind.NOTICE, "thirty (30) days", "ninety (90) days",
        "Either party may terminate this Agreement at any time upon thirty (30) days' prior written notice.",
        "Without cause, each party may end and terminate this Agreement with ninety (90) days' written notice.",
    ),
    (
        ReasonKind.LAW, "New York", "Delaware",
        "This Agreement shall be governed by the laws of the State of New York.",
        "The validity and construction of this Agreement are governed by the law of Delaware.",
    ),
    (
        ReasonKind.AMOUNT, "$100,000", "$1,000,000",
        "The total liability of either party under this Agreement shall not exceed $100,000.",
        "In no event will the aggregate liability of a party exceed $1,000,000.",
    ),
    (
        ReasonKind.PAYMENT, "十五日", "60日",
        "甲方应在收到发票之日起十五日内付款。", "发票开出后60日内，甲方须将款项支付给乙方。",
    ),
    (
        ReasonKind.LAW, "中华人民共和国", "新加坡",
        "本合同的订立、效力和解释适用中华人民共和国法律。", "与本合同有关的一切问题均按照新加坡的法律解释。",
    ),
    (
        ReasonKind.NOTICE, "三十日", "60日",
        "任何一方均可提前三十日书面通知对方解除本合同。", "双方中任何一方拟终止本合同的，须提前60日以书面形式通知另一方。",
    ),
]  # fmt: skip

SETTLED_ONCE = [
    # The same in other words.
    ("Payment is due within 30 days of the invoice.", "Invoices are payable within thirty (30) days."),
    # Another case of the matter.
    ("Payment is due within 30 days of the invoice.", "The deposit invoice is payable within 10 days."),
    ("Either party may terminate this Agreement at any time with 30 days' notice.", "Either party may terminate this Agreement upon 10 days' notice of a material breach."),
    # Arbitration, and courts in its aid.
    ("Any dispute shall be finally settled by arbitration in Geneva.", "The courts of Switzerland may grant injunctive relief and enforce an award."),
    ("This Agreement is governed by the laws of Delaware.", "The Company is a corporation existing under the laws of Nevada."),
    ("甲方应在收到发票之日起十五日内付款。", "质保金在收到发票后三十日内支付。"),
    ("因本合同发生的争议，应提交北京仲裁委员会仲裁。", "对仲裁裁决不服的，不得向人民法院起诉。"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "left", "right", "one", "two"), SETTLED_TWICE)
def test_a_matter_settled_in_two_ways_is_found_in_whatever_words(
    kind: ReasonKind, left: str, right: str, one: str, two: str
) -> None:
    filler = FILLER_ZH if "\u4e00" <= one[0] <= "\u9fff" else FILLER_EN
    assert kinds(inside(one, *filler, two)) == [(kind, left, right)]


@pytest.mark.parametrize(("one", "two"), SETTLED_ONCE)
def test_two_cases_of_a_matter_are_no_conflict(one: str, two: str) -> None:
    filler = FILLER_ZH if "\u4e00" <= one[0] <= "\u9fff" else FILLER_EN
    assert inside(one, *filler, two) == []


def test_a_court_and_a_tribunal_cannot_both_decide() -> None:
    one = "Any dispute arising out of this Agreement shall be finally settled by arbitration."
    two = "The courts of England shall have exclusive jurisdiction over all disputes."
    assert [kind for kind, _, _ in kinds(inside(one, *FILLER_EN, two))] == [ReasonKind.FORUM]
    one, two = (
        "因本合同发生的争议，应提交北京仲裁委员会仲裁。",
        "双方发生争议协商不成的，由甲方所在地人民法院管辖。",
    )
    assert [kind for kind, _, _ in kinds(inside(one, *FILLER_ZH, two))] == [ReasonKind.FORUM]


def test_ways_to_choose_from_are_no_conflict() -> None:
    assert inside("向北京仲裁委员会申请仲裁解决争议。", "向甲方所在地人民法院起诉解决争议。") == []


def test_a_term_defined_twice_clashes_where_the_meanings_differ() -> None:
    first = "\u201cBusiness Day\u201d means any day other than a Saturday or a public holiday."
    other = "The term \u201cBusiness Day\u201d shall mean each calendar day of the year without exception."
    (found,) = kinds(inside(first, *FILLER_EN, other))
    assert found[0] is ReasonKind.DEFINITION
    assert inside(first, *FILLER_EN, first) == []
    cure = "\u201cCure Period\u201d means {} after receipt of the notice of breach."
    pairs = inside(cure.format("thirty (30) days"), *FILLER_EN, cure.format("10 days"))
    assert kinds(pairs) == [(ReasonKind.DEFINITION, "thirty (30) days", "10 days")]


def test_a_term_used_against_its_meaning_is_found() -> None:
    means = "\u201cCure Period\u201d means thirty (30) days after receipt of the notice."
    uses = "The Cure Period shall be ten (10) days."
    (found,) = kinds(inside(means, *FILLER_EN, uses))
    assert found == (ReasonKind.DEFINITION, "thirty (30) days", "ten (10) days")


def test_a_term_stands_for_what_it_means_when_facts_are_compared() -> None:
    read = known(
        "\u201cCure Period\u201d means thirty (30) days.",
        "The Supplier shall remedy each defect of the goods within the Cure Period.",
        *FILLER_EN,
        "The Supplier shall remedy each defect of the goods within the 45 days.",
    )
    left, right = read.statements[0], read.statements[-1]
    pair = judged_pair(left, right, read, read, Weights(read.statements))
    assert kinds([pair]) == [(ReasonKind.NUMBER, "Cure Period", "45 days")]
    assert [e.place.text for e in pair.evidence] == [
        "\u201cCure Period\u201d means thirty (30) days."
    ]
    assert "means thirty (30) days" in read.in_full(left)
    assert in_full(left) != read.in_full(left)


def test_a_day_is_a_business_day_where_the_contract_says_so() -> None:
    lines = (
        "The Client shall inspect the goods within ten (10) days after delivery.",
        *FILLER_EN,
        "The Client shall inspect the goods within 10 business days after delivery.",
    )
    plain = known(*lines)
    both = plain.statements[0], plain.statements[-1]
    assert judged_pair(*both, plain, plain, Weights(plain.statements)).found is not None
    meant = known("\u201cDay\u201d means a business day.", *lines)
    both = meant.statements[0], meant.statements[-1]
    assert judged_pair(*both, meant, meant, Weights(meant.statements)).found is None


PRECEDENCE = [
    ("In the event of any conflict between this Agreement and any Schedule, the terms of this Agreement shall prevail.", ("agreement", "annex")),
    ("If there is an inconsistency between a Purchase Order and this Agreement, this Agreement shall control.", ("agreement", "order")),
    ("The Exhibits shall take precedence over this Agreement in case of any discrepancy.", ("annex", "agreement")),
    ("本合同与附件不一致的，以附件为准。", ("annex", "agreement")),
    ("补充协议的效力优先于本合同。", ("amendment", "agreement")),
    ("本合同的中文文本与英文文本不一致的，以中文文本为准。", ("chinese", "agreement", "english")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ranking"), PRECEDENCE)
def test_the_order_of_precedence_is_read(text: str, ranking: tuple[str, ...]) -> None:
    (found,) = precedences(known(text, "本合同自签字之日起生效。").statements)
    assert found.ranking[0] == ranking[0] and set(found.ranking) == set(ranking)
    assert found.statement.text[found.token.start - found.statement.start :].startswith(
        found.token.text
    )


def test_clauses_that_give_different_documents_the_last_word_clash() -> None:
    pairs = inside(PRECEDENCE[0][0], *FILLER_EN, PRECEDENCE[2][0])
    assert [kind for kind, _, _ in kinds(pairs)] == [ReasonKind.PRECEDENCE]


ANNEXED = """1. Payment

1.1 Payment of each invoice is due within 30 days of its receipt.

2. Order

2.1 In the event of any conflict between this Agreement and any Schedule, the terms of this Agreement shall prevail.

3. Other

3.1 Headings are for convenience only and do not affect interpretation.

Schedule 1

1. All invoices are payable not later than 60 days after the invoice date.
"""


def test_what_prevails_is_said_and_matters_less() -> None:
    read = Known.read(paste(ANNEXED, "supply"))
    (pair,) = settled_inside(read, Weights(read.statements))
    verdict = combine(pair, None, 0.5)
    assert (verdict.label, verdict.prevails) == (Label.CONTRADICTION, Side.PREMISE)
    assert verdict.severity is Severity.MEDIUM
    (said,) = verdict.evidence
    assert "shall prevail" in said.place.text
    assert read.document.text[said.place.start : said.place.end] == said.place.text


def test_words_and_figures_that_differ_are_a_flaw_of_one_statement() -> None:
    (pair,) = inside(
        "The report shall be delivered within thirty (45) days of the request.", *FILLER_EN
    )
    assert pair.flaw
    assert kinds([pair]) == [(ReasonKind.FIGURES, "thirty", "(45)")]
    (pair,) = inside("押金为人民币伍万元整（￥80,000元），签约时付清。", *FILLER_ZH)
    assert kinds([pair])[0][0] is ReasonKind.FIGURES


def test_a_clause_that_does_not_exist_is_named() -> None:
    clauses = [*FILLER_EN * 3, "The refund follows Section 3 and Section 27 of this Agreement."]
    (pair,) = inside(*clauses)
    assert kinds([pair]) == [(ReasonKind.REFERENCE, "Section 27", "")]
    assert combine(pair, None, 0.5).severity is Severity.LOW
    assert inside(*FILLER_EN * 3, "The tax follows Section 27 of the Income Tax Act.") == []
    chinese = [*FILLER_ZH * 3, "乙方逾期的，按照本合同第八十七条承担责任。"]
    assert kinds(inside(*chinese)) == [(ReasonKind.REFERENCE, "第八十七条", "")]
    assert inside(*FILLER_ZH * 3, "双方依照《民法典》第五百零九条履行义务。") == []


@pytest.mark.parametrize(
    ("clauses", "cited"),
    [
        (
            ("1. Fees are due.", "2. Such consent follows Section 64 of this Agreement."),
            "Section 64",
        ),
        (("Fees are due.", "Consent is given as set out in Section 87.3 hereof."), "Section 87.3"),
        (("一、费用由甲方承担。", "二、上述情形依据本合同第七十一条的约定处理。"), "第七十一条"),
        (("64. Fees are due.", "65. Consent follows Section 64 of this Agreement."), ""),
        (("This amendment changes the lease.", "Expenses under Section 64 are due."), ""),
        (("1. Fees are due.", "The contractor follows 41 CFR Section 60, et seq."), ""),
        (("一、违约。", "按技术合同法第四十条、第四十一条承担责任。"), ""),
    ],
)
def test_a_citation_far_beyond_a_sparse_numbering_leads_nowhere(
    clauses: tuple[str, ...], cited: str
) -> None:
    named = [kind for kind in kinds(inside(*clauses)) if kind[0] is ReasonKind.REFERENCE]
    assert named == ([(ReasonKind.REFERENCE, cited, "")] if cited else [])


def test_two_languages_are_compared_by_what_they_settle() -> None:
    english = known(SETTLED_TWICE[0][3], *FILLER_EN)
    chinese = known("甲方应在收到发票之日起六十日内付款。", *FILLER_ZH)
    weights = Weights([*english.statements, *chinese.statements])
    found = list(settled_across(english, chinese, weights))
    assert (ReasonKind.PAYMENT, "30 days", "六十日") in kinds(found)
    assert {p.left.document_id for p in found} == {english.document.id}
    assert {p.right.document_id for p in found} == {chinese.document.id}


def test_two_language_versions_are_compared_clause_by_clause() -> None:
    english = known(
        "The Supplier shall deliver the machine before 1 March 2024.",
        "The price of the machine is USD 50,000.",
        "The Buyer shall inspect the machine within 10 days.",
        "The machine is warranted for 24 months.",
        "The Supplier shall train five operators.",
    )
    chinese = known(
        "供方应当于2024年3月1日前交付设备。",
        "设备价格为60,000美元。",
        "需方应当在10日内检验设备。",
        "设备质保期限为两年。",
        "供方应当培训五名操作人员。",
    )
    weights = Weights([*english.statements, *chinese.statements])
    assert kinds(list(settled_across(english, chinese, weights))) == [
        (ReasonKind.AMOUNT, "USD 50,000", "60,000美元")
    ]


def test_the_kind_of_a_document_is_read_off_its_name_and_title() -> None:
    assert kind_of_document(paste("Supply Agreement\n\nText.", "supply.docx")) == "agreement"
    assert kind_of_document(paste("Prices\n\nText.", "Annex_2.docx")) == "annex"
    assert kind_of_document(paste("补充协议\n\n正文。", "a.docx")) == "amendment"


def test_an_identity_does_not_depend_on_place_or_order() -> None:
    one, two = SETTLED_TWICE[0][3:]
    (first,) = inside(one, *FILLER_EN, two)
    (second,) = inside(*FILLER_EN, two.upper().capitalize(), FILLER_EN[0], one)
    assert identity_of(first) == identity_of(second)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="Section 1.2(a)means\u201c\u201d第三条以为准。不一致仲裁法院发票日内 \n30%$",
        max_size=300,
    )
)
def test_any_text_is_read_without_error_and_with_true_offsets(text: str) -> None:
    read = Known.read(paste(text + "。", "any"))
    for pair in settled_inside(read, Weights(read.statements)):
        assert pair.found is not None
        for clash in pair.found.clashes:
            for token in (clash.left, clash.right):
                assert token.start < 0 or read.document.text[token.start : token.end] == token.text
    for reading in readings(read.statements):
        token = reading.token
        assert read.document.text[token.start : token.end] == token.text
