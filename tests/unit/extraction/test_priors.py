"""What a whole contract says about its candidates: its parties, its own dates, the notice that ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.extraction import parse_fields
from engine.extraction.choose import choose
from engine.extraction.mentions import make_mention
from engine.extraction.priors import weigh
from engine.extraction.rules.parties import party_hits
from engine.extraction.rules.reading import Reading
from engine.types import Document, Mention, Source
from tests.unit.extraction.documents import document

CONTRACT = """SUPPLY AGREEMENT
This Supply Agreement is made on March 5, 2024 by and between Larch Field Robotics, Inc., a Delaware
corporation ("Buyer"), and Quill Harbor Ltd. ("Seller"), a wholly-owned subsidiary of Harbor Group plc.
WHEREAS, the parties amend the Loan Agreement dated as of June 1, 2019 with Old Bank NA;
1. Term. This Agreement expires on December 31, 2026. Invoices of January 15, 2025 remain payable.
2. Notice. Either party may terminate this Agreement at any time upon ninety (90) days' written notice.
Seller shall cure any breach within ten (10) days after notice. Larch Field may buy from Acme Gears LLC.
Source: FILER HOLDINGS INC, 10-K, 3/1/2025
{filler}A survey was done on April 9, 2025. {filler}
IN WITNESS WHEREOF the parties have signed.
Larch Field Robotics, Inc. By: A. Smith
Quill Harbor Ltd. By: B. Jones
""".replace("{filler}", "The goods conform to their specification. " * 60)


def weighed(
    asked: str, *texts: str, doc: Document | None = None, score: float = 0.9
) -> list[Mention]:
    doc = doc or document(CONTRACT, "en")
    (field,) = parse_fields(asked)
    mentions = []
    for text in texts:
        start = doc.text.index(text)
        mentions.append(make_mention(doc, field, start, start + len(text), score, Source.MODEL))
    return weigh(Reading(doc), [field], mentions)


def test_parties_are_those_that_the_contract_introduces() -> None:
    names = (
        "Larch Field Robotics, Inc.",
        "Quill Harbor Ltd.",
        "Harbor Group plc",
        "Old Bank NA",
        "Acme Gears LLC",
        "FILER HOLDINGS INC",
        "Seller",
    )
    found = weighed("Party*", *names)
    assert [mention.why for mention in found] == [
        "introduced", "introduced", "related", "only_mentioned", "only_mentioned", "page_footer", "general_word",
    ]  # fmt: skip
    (field,) = parse_fields("Party*")
    winners = [mention.text for mention in choose([field], found) if mention.chosen]
    assert sorted(winners) == ["Larch Field Robotics, Inc.", "Quill Harbor Ltd."]
    assert all(mention.score > 0.9 for mention in found[:2])


def test_a_short_form_gives_way_to_the_full_name() -> None:
    doc = document(CONTRACT, "en")
    start = doc.text.index("Larch Field may buy")
    (field,) = parse_fields("Party*")
    short = make_mention(doc, field, start, start + len("Larch Field"), 0.95, Source.MODEL)
    full = weighed("Party*", "Larch Field Robotics, Inc.")[0]
    found = weigh(Reading(doc), [field], [replace(full, score=0.8, why=None), short])
    assert [mention.why for mention in found] == ["introduced", "short_form"]


HEADED = (
    "Draft 3 · Oakley Hospitals / Meridian Facilities\nSERVICES AGREEMENT\nThis agreement is made between "
    'Meridian Facilities Management Ltd. (the "Contractor") and Oakley Hospitals Trust (the "Client").\n'
    + "The Contractor shall clean all wards every day. " * 60
    + "\nSigned for Meridian Facilities Management Ltd.: Priya Raman\tSigned for Oakley Hospitals Trust: Alan Wood\n"
)


def test_short_forms_in_a_heading_and_people_who_sign_are_no_parties() -> None:
    names = (
        "Meridian Facilities Management Ltd.", "Oakley Hospitals Trust", "Meridian Facilities",
        "Oakley Hospitals", "Priya Raman", "Alan Wood", "Oakley Hospitals / Meridian Facilities",
    )  # fmt: skip
    found = weighed("Party*", *names, doc=document(HEADED, "en"))
    assert [mention.why for mention in found] == [
        "introduced", "introduced", "short_form", "short_form", "represents", "represents",
        "several_names",
    ]  # fmt: skip


def test_an_affiliate_with_a_legal_form_of_its_own_is_another_party() -> None:
    text = (
        "This agreement is made by and between Zebra Networks Inc., a Delaware corporation, and Zebra Networks "
        "International LLC, a Texas company.\n" + "Some words of the contract go here. " * 80
    )
    found = weighed(
        "Party*",
        "Zebra Networks Inc.",
        "Zebra Networks International LLC",
        doc=document(text, "en"),
    )
    assert [mention.why for mention in found] == ["introduced", "introduced"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "公司收到招标代理机构：东方国际招标有限公司发来的《中标通知书》。",
            "东方国际招标有限公司",
        ),
        ("公司收到招标代理单位某某工程设计有限公司签发的通知。", "某某工程设计有限公司"),
        (
            "近日收到上海祥浦建设工程监理咨询有限公司发来的通知。",
            "上海祥浦建设工程监理咨询有限公司",
        ),
    ],
)
def test_who_runs_the_tender_is_not_the_customer(text: str, name: str) -> None:
    (found,) = weighed("甲方", name, doc=document(text, "zh"))
    assert found.why == "agent"
    assert found.score < 0.4
    (field,) = parse_fields("甲方")
    assert name not in [
        text[h.start : h.end] for h in party_hits(Reading(document(text, "zh")), [field])
    ]


def test_a_customer_with_such_a_name_is_one() -> None:
    text = (
        "甲方：上海祥浦建设工程监理咨询有限公司\n乙方：江州云帆机电有限公司\n" + "另行约定。" * 99
    )
    (found,) = weighed("甲方", "上海祥浦建设工程监理咨询有限公司", doc=document(text, "zh"))
    assert found.why == "introduced"


def test_without_an_introduction_who_signs_is_a_party_still() -> None:
    text = (
        "LETTER\n"
        + "Some words of the letter go here. " * 80
        + "\nIN WITNESS WHEREOF\nAcme Gears LLC By: X\n"
    )
    (found,) = weighed("Party*", "Acme Gears LLC", doc=document(text, "en"))
    assert found.why == "signs"
    assert found.score > 0.5


def test_chinese_parties_by_label_and_definition() -> None:
    text = (
        "采购合同\n甲方：江州云帆机电有限公司\n乙方（卖方）：临海启明装备股份有限公司\n"
        + "第一条 本合同约定事项如下。" * 60
        + "乙方可委托远洋物流有限公司运输。"
        + "其他事项另行约定。" * 99
    )
    names = ("江州云帆机电有限公司", "临海启明装备股份有限公司", "远洋物流有限公司")
    found = weighed("当事人*", *names, doc=document(text, "zh"))
    assert [mention.why for mention in found] == ["introduced", "introduced", "only_mentioned"]


@pytest.mark.parametrize("label", ["甲方代表：", "委托代理人（签字）:", "联系人： "])
def test_who_acts_for_a_party_is_none(label: str) -> None:
    text = f"服务合同\n甲方：江州云帆机电有限公司\n乙方：临海启明装备股份有限公司\n付款另行约定。\n{label}何俊峰\n"
    names = ("江州云帆机电有限公司", "临海启明装备股份有限公司", "何俊峰")
    found = weighed("当事人*", *names, doc=document(text, "zh"))
    assert [mention.why for mention in found] == ["introduced", "introduced", "represents"]
    assert found[2].score < 0.4


@pytest.mark.parametrize(
    ("asked", "text", "why"),
    [
        ("Expiration date", "December 31, 2026", None),
        ("Expiration date", "January 15, 2025", "no_cue"),
        ("Notice period", "ninety (90) days", "ends_contract"),
        ("Notice period", "ten (10) days", "of_another_notice"),
        ("Agreement date", "March 5, 2024", None),
        ("Agreement date", "June 1, 2019", "of_another"),
        ("Effective date", "April 9, 2025", "in_the_middle"),
    ],
)
def test_dates_and_notice_are_the_contracts_own(asked: str, text: str, why: str | None) -> None:
    (mention,) = weighed(asked, text)
    assert mention.why == why
    assert (mention.score >= 0.9) is (why in (None, "ends_contract"))


def test_rules_alone_keep_their_scores() -> None:
    (mention,) = weighed("Party*", "Acme Gears LLC")
    doc, (field,) = document(CONTRACT, "en"), parse_fields("Party*")
    rule = replace(mention, source=Source.RULE, score=0.7, why=None)
    assert weigh(Reading(doc), [field], [rule]) == [rule]


@given(
    st.text('Acme Inc. and ("Buyer") 甲方：公司\n,by between 2024-03-05 notice', max_size=80),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.floats(0.01, 0.99)), max_size=6),
    st.sampled_from(["Party*", "甲方", "Expiration date", "Notice period", "Effective date"]),
)
@settings(max_examples=150, deadline=None)
def test_weighing_keeps_every_candidate_and_probabilities(
    text: str, spans: list[tuple[int, int, float]], asked: str
) -> None:
    doc, (field,) = document(text, "en"), parse_fields(asked)
    mentions = [
        make_mention(doc, field, start, min(start + size, len(text)), score, Source.MODEL)
        for start, size, score in spans
        if start < len(text)
    ]
    found = weigh(Reading(doc), [field], mentions)
    assert [(m.id, m.start, m.text) for m in found] == [(m.id, m.start, m.text) for m in mentions]
    assert all(0 <= mention.score <= 1 for mention in found)


def test_in_chinese_rules_do_not_change_what_the_model_says() -> None:
    text = (
        "甲方：云杉科技有限公司（以下简称甲方）与乙方：海港贸易有限公司（以下简称乙方）签订本合同。"
        + "货物应当合格。" * 200
    )
    doc = document(text, "zh")
    (field,) = parse_fields("甲方")
    offered = [
        make_mention(doc, field, text.index(name), text.index(name) + len(name), 0.8, source)
        for name, source in (("云杉科技有限公司", Source.MODEL), ("海港贸易", Source.RULE))
    ]
    alone = weigh(Reading(doc), [field], offered[:1])
    both = weigh(Reading(doc), [field], offered)
    assert [m for m in both if m.source is Source.MODEL] == alone
    assert [m for m in both if m.source is Source.RULE] == offered[1:]
