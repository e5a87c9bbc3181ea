"""A Chinese and an English version of one contract."""

from __future__ import annotations

from engine.compare.languages import compare_languages
from engine.compare.parts import parts_of
from engine.consistency.reading import party_pattern
from engine.documents import paste
from engine.types import Change, ReasonKind

CHINESE = """第一条 标的
甲方向乙方购买轴承装配线两套。
第二条 价款
合同总价为人民币3,860,000.00元。甲方应当在2024年5月1日前支付30%的预付款。
第三条 交货
乙方应当在合同生效后60日内交货。
第四条 保密
乙方不得向第三方披露甲方的商业秘密，保密期限为三年。
第五条 争议解决
因本合同发生的争议，提交杭州仲裁委员会仲裁。
"""
ENGLISH = """Article 1 Subject
Party A purchases two bearing assembly lines from Party B.
Article 2 Price
The total contract price is CNY 3,860,000.00. Party A shall pay an advance of 30% before May 1, 2024.
Article 3 Delivery
Party B shall deliver within 60 days after the contract takes effect.
Article 4 Confidentiality
Party B shall not disclose trade secrets of Party A to third parties; this duty lasts three years.
Article 5 Disputes
Disputes arising out of this contract are submitted to the Hangzhou Arbitration Commission.
"""


def changes(english: str) -> list[tuple[str, str, Change, list[tuple[ReasonKind, str, str]]]]:
    """The numbers on both sides, the kind of change, and what contradicts."""
    old, new = parts_of(paste(CHINESE, "zh")), parts_of(paste(english, "en"))
    return [
        (
            pair.old[0].number if pair.old else "",
            pair.new[0].number if pair.new else "",
            pair.change,
            [(r.kind, r.left, r.right) for r in meaning.reasons] if meaning else [],
        )
        for pair, meaning in compare_languages(old, new, party_pattern(english))
    ]


def test_a_faithful_translation_is_the_same_throughout() -> None:
    found = changes(ENGLISH)
    assert [(old, new) for old, new, _, _ in found] == [
        (f"第{digit}条", f"Article {number}") for number, digit in enumerate("一二三四五", 1)
    ]
    assert all(kind is Change.SAME for _, _, kind, _ in found), found


def test_amounts_dates_periods_percentages_and_duties_that_differ_are_shown() -> None:
    other = ENGLISH.replace("3,860,000.00", "3,680,000.00").replace("30%", "50%")
    other = other.replace("May 1", "June 1").replace("60 days", "90 days")
    other = other.replace("Party B shall not disclose", "Party B may disclose")
    by_number = {old: reasons for old, _, _, reasons in changes(other)}
    assert {(kind, left) for kind, left, _ in by_number["第二条"]} == {
        (ReasonKind.AMOUNT, "人民币3,860,000.00元"),
        (ReasonKind.NUMBER, "30%"),
        (ReasonKind.DATE, "2024年5月1日"),
    }
    assert by_number["第三条"] == [(ReasonKind.NUMBER, "60日", "90 days")]
    assert by_number["第四条"] == [(ReasonKind.MODALITY, "不得", "may")]


def test_another_party_and_a_missing_clause_are_shown() -> None:
    swapped = ENGLISH.replace("Party B shall deliver", "Party A shall deliver")
    short = swapped[: swapped.index("Article 5")]
    found = changes(short)
    by_number = {old: (kind, reasons) for old, _, kind, reasons in found}
    assert by_number["第三条"][1] == [(ReasonKind.PARTY, "乙方", "Party A")]
    assert by_number["第五条"][0] is Change.REMOVED


def test_a_year_is_twelve_months_in_either_language() -> None:
    found = changes(ENGLISH.replace("three years", "36 months"))
    assert all(kind is Change.SAME for _, _, kind, _ in found), found
