"""Each kind of clash, and what looks like one and is none."""

from __future__ import annotations

import pytest

from tests.unit.consistency.reading_aid import clash

CLASHES = [
    (
        "number", "thirty (30) days", "45 days",
        "The Client shall pay each invoice within thirty (30) days after receipt.",
        "Each invoice shall be paid by the Client within 45 days after receipt.",
    ),
    (
        "number", "8%", "12%",
        "Overdue amounts bear interest at 8% per annum.",
        "The parties agree that overdue amounts bear interest at 12% per annum.",
    ),
    (
        "amount", "£10,000,000", "£5,000,000",
        "The Contractor shall carry public liability insurance of at least £10,000,000 per claim.",
        "The Contractor shall carry public liability insurance of at least £5,000,000 per claim.",
    ),
    (
        "date", "1 March 2024", "1 May 2024",
        "The Supplier shall deliver the machine to the site before 1 March 2024.",
        "The Supplier shall deliver the machine to the site before 1 May 2024.",
    ),
    (
        "modality", "shall not", "may",
        "The Contractor shall not use subcontractors for the Services.",
        "The Contractor may use subcontractors for the Services with two weeks' notice.",
    ),
    (
        "modality", "shall", "is not required to",
        "The Supplier shall insure the goods during transport to the site.",
        "The Supplier is not required to insure the goods during transport to the site.",
    ),
    (
        "exclusivity", "exclusive", "non-exclusive",
        "The Licensor grants the Licensee an exclusive licence to use the software.",
        "The Licensor grants the Licensee a non-exclusive licence to use the software.",
    ),
    (
        "negation", "refundable", "not",
        "The deposit paid on signature is refundable to the Tenant.",
        "The deposit paid on signature is not refundable to the Tenant.",
    ),
    (
        "party", "Contractor", "Client",
        "The Contractor shall supply all cleaning equipment at its own cost.",
        "The Client shall supply all cleaning equipment at its own cost.",
    ),
    (
        "number", "三十日", "六十日",
        "甲方应当在收到发票后三十日内支付服务费。",
        "甲方应当在收到发票后六十日内支付服务费。",
    ),
    (
        "amount", "人民币壹佰万元整", "1,200,000元",
        "本合同总金额为人民币壹佰万元整，含增值税。",
        "双方确认，本合同总金额为1,200,000元，含增值税。",
    ),
    (
        "date", "2024年7月1日", "2024年9月1日",
        "乙方应当于2024年7月1日前完成全部设备的安装调试。",
        "乙方应当于2024年9月1日前完成全部设备的安装调试。",
    ),
    (
        "modality", "不得", "可以",
        "乙方不得将服务工作转包给第三方。",
        "乙方可以将服务工作转包给第三方。",
    ),
    (
        "negation", "含税", "不含税",
        "本合同约定的设备单价为含税价格。",
        "本合同约定的设备单价为不含税价格。",
    ),
    (
        "party", "甲方", "乙方",
        "设备运输过程中发生的保险费用由甲方承担。",
        "设备运输过程中发生的保险费用由乙方承担。",
    ),
]  # fmt: skip

NO_CLASHES = [
    # Other matters in like words.
    ("The initial term of this Agreement is three (3) years.", "The renewal term of this Agreement is one (1) year."),
    ("The Buyer shall pay the deposit within 10 days of signature.", "The Buyer shall pay the balance within 30 days of delivery."),
    ("The fee for the first year of the service is $10,000.", "The fee for the second year of the service is $12,000."),
    # Two facts differ: a schedule.
    ("The Buyer shall pay $10,000 to the Seller on 1 March 2024.", "The Buyer shall pay $20,000 to the Seller on 1 June 2024."),
    # The same fact in other words.
    ("The Tenant shall give notice of sixty (60) days before leaving.", "The Tenant shall give notice of 60 days before leaving."),
    ("The warranty period of the machine is 2 years from delivery.", "The warranty period of the machine is 24 months from delivery."),
    # Other conditions.
    ("The Supplier may assign this Agreement to an affiliate.", "The Supplier shall not assign this Agreement to an affiliate unless the Buyer agrees in writing."),
    # Duties that lie on each side in turn.
    ("The Buyer shall keep the Confidential Information of the Seller secret.", "The Seller shall keep the Confidential Information of the Buyer secret."),
    ("The Licensor shall bear its own legal costs of this Agreement.", "The Licensee shall bear its own legal costs of this Agreement."),
    # Nobody may: no "not", and forbidden all the same.
    ("Neither party will use the Confidential Information of the other.", "The Customer will not use the Confidential Information of the other."),
    # One side merely says more.
    ("The Client shall pay each invoice after receipt.", "The Client shall pay each invoice within 45 days after receipt."),
    ("乙方逾期交货的，每逾期一日，按合同总金额的万分之五支付违约金。", "甲方逾期付款的，每逾期一日，按应付未付金额的万分之三支付违约金。"),
    ("甲方应当在设备验收合格后三十日内支付合同总金额的65%。", "甲方应当在合同生效后十个工作日内支付合同总金额的30%。"),
    ("甲方应当对乙方的商业秘密承担保密义务。", "乙方应当对甲方的商业秘密承担保密义务。"),
    ("未经甲方书面同意，乙方不得转让本合同。", "经甲方书面同意，乙方可以转让本合同。"),
    ("设备质量保证期为二十四个月，自验收合格之日起计算。", "设备质量保证期为两年，自验收合格之日起计算。"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "word", "other", "left", "right"), CLASHES)
def test_a_clash_names_its_kind_and_words(
    kind: str, word: str, other: str, left: str, right: str
) -> None:
    found = clash(left, right)
    assert found is not None
    assert [(c.kind.value, c.left.text, c.right.text) for c in found.clashes] == [
        (kind, word, other)
    ]
    assert 0.5 < found.strength < 1


@pytest.mark.parametrize(("kind", "word", "other", "left", "right"), CLASHES)
def test_a_clash_is_the_same_the_other_way_round(
    kind: str, word: str, other: str, left: str, right: str
) -> None:
    found = clash(right, left)
    assert found is not None
    assert (found.clashes[0].left.text, found.clashes[0].right.text) == (other, word)


@pytest.mark.parametrize(("left", "right"), NO_CLASHES)
def test_what_only_looks_like_a_clash_is_none(left: str, right: str) -> None:
    assert clash(left, right) is None
