"""Values behind labels that real texts print themselves."""

import random

from training.extractor_chinese import filing_windows
from training.extractor_labelled import announced, signed
from training.labels_own import OWN_EN, OWN_ZH
from training.span_examples import NAMES, NAMES_ZH

NOTICE = (
    "重大合同公告证券代码:300297证券简称:蓝盾股份公告编号:2012-034蓝盾信息安全技术股份有限公司重大合同公告。"
    "一、对方情况1、名称:广州市研究室2、法定代表人:陈业彪成立时间:2009年3月6日注册资本:1050万元"
    "公司住所:广州市越秀区连新路11号。合同金额占公司营业收入的10.55%。招标编号:0711-14OTL1。"
    "特此公告。蓝盾信息安全技术股份有限公司董事会2012年6月8日"
)


def values(text: str, found: dict[str, list[tuple[int, int]]]) -> dict[str, list[str]]:
    """The words at the places."""
    return {key: [text[a:b] for a, b in places] for key, places in found.items()}


def test_labels_of_an_announcement() -> None:
    found, unsure = announced(NOTICE)
    said = values(NOTICE, found)
    assert said["security_code"] == ["300297"]
    assert said["security_name"] == ["蓝盾股份"]
    assert said["bulletin_number"] == ["2012-034"]
    assert said["legal_rep"] == ["陈业彪"]
    assert said["founded"] == ["2009年3月6日"]
    assert said["registered_capital"] == ["1050万元"]
    assert said["address"] == ["广州市越秀区连新路11号"]
    assert said["revenue_share"] == ["10.55%"]
    assert said["bid_number"] == ["0711-14OTL1"]
    assert said["issuer"][-1] == "蓝盾信息安全技术股份有限公司"
    assert said["bulletin_date"] == ["2012年6月8日"]
    assert not unsure & set(said)


def test_a_value_without_a_sure_end_is_not_taught() -> None:
    found, unsure = announced("法定代表人:王小明企业注册号:12345 公司名称:某某中心经办人:李四")
    assert "legal_rep" not in found and "legal_rep" in unsure


def test_labels_of_a_signature_block() -> None:
    text = (
        "ACME CORP.\nBy: /s/ Scott F. Hartman\nTitle: Chief Executive Officer\nDate: March 8, 2007\n"
        "Attention: Robert Mead\nTelephone: (713) 654-1523\nFacsimile: (713) 627-2737\nName: ________\n"
    )
    found, unsure = signed(text)
    assert values(text, found) == {
        "signatory": ["Scott F. Hartman"],
        "signatory_title": ["Chief Executive Officer"],
        "signature_date": ["March 8, 2007"],
        "notice_contact": ["Robert Mead"],
        "phone": ["(713) 654-1523"],
        "fax": ["(713) 627-2737"],
    }
    assert not unsure


def test_windows_keep_places_true_and_ask_header_fields_on_announcements() -> None:
    record = {"text": NOTICE, "rows": [{"甲方": "广州市研究室", "乙方": "", "金额上限": ""}]}
    windows = list(filing_windows(record, random.Random(5)))
    first = windows[0]
    assert first.text == NOTICE[: len(first.text)]
    assert first.text[slice(*first.spans["security_code"][0])] == "300297"
    assert "bond_code" in first.absent and "security_code" not in first.absent
    for window in windows:
        for places in window.spans.values():
            assert all(0 <= a < b <= len(window.text) for a, b in places)


def test_every_label_has_a_name_to_be_asked_by() -> None:
    for table, names in ((OWN_ZH, NAMES_ZH), (OWN_EN, NAMES)):
        for own in table:
            assert any(name[0] != "~" for name in names[own.key]), own.key
