"""Normal forms of raw text by field type, and the doubts that stand where one would be a guess."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.extraction import parse_fields
from engine.extraction.normalise import normalise
from engine.extraction.persons import split_parts


@pytest.mark.parametrize(
    ("field", "raw", "value", "doubt"),
    [
        ("合同金额(元)", "人民币120万元", "1200000.00", None),
        ("合同金额(元)", "1,250,000.00", "1250000.00", "unit_not_stated"),
        ("合同金额(元)", "US$5", None, "currency_differs"),
        ("合同金额(万元)", "人民币120万元", "120", None),
        ("Price", "US$1,250,000.00", "1250000.00", None),
        ("Price", "$5 or $6", None, "several_values"),
        ("Price", "free of charge", None, "not_amount"),
        ("签署日期(YYYY-MM-DD)", "二〇二四年三月五日", "2024-03-05", None),
        ("签署日期(YYYY-MM)", "2024年3月5日", "2024-03", None),
        ("签署日期", "05/03/2024", None, "ambiguous_date"),
        ("签署日期", "择日", None, "not_date"),
        ("Date", "Tuesday 5 Mar. 2024", "2024-03-05", None),
        ("Date", "2024 March 5", "2024-03-05", None),
        ("Date", "5 March, some year", None, "not_date"),
        ("身份证号(18位)", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", None),
        ("身份证号", "110105194912310021", "110105194912310021", "checksum"),
        ("统一社会信用代码", "91350100M000100Y43", "91350100M000100Y43", None),
        ("项目阶段(立项/招标/实施/验收)", "目前处于实施阶段", "实施", None),
        ("项目阶段(立项/招标/实施/验收)", "招标及验收", None, "several_choices"),
        ("项目阶段(立项/招标/实施/验收)", "停工", None, "not_choice"),
        ("是否含税(是/否)", "yes", "是", None),
        ("负责人(姓名+职务)", "王五（副总经理）", "姓名: 王五; 职务: 副总经理", None),
        ("负责人(姓名+职务)", "赵六", "姓名: 赵六", "parts_missing"),
        ("Term", "two (2) years", "P2Y", None),
        ("Term", "ten (10) business days", "P10D", "business_days"),
        ("租期", "自2024年1月1日起至2025年12月31日止", "2024-01-01/2025-12-31", None),
        ("工期(天)", "30天", "30", None),
        ("工期(天)", "六个月", None, "unit_differs"),
        ("租期(个月)", "30分钟", None, "unit_differs"),
        ("租期(个月)", "三年零六个月", "42", None),
        ("时长(小时)", "24小时", "24", None),
        ("税率", "13%", "13", None),
        ("数量(台)", "30台", "30", None),
        ("电话", "13800138000、13900139000", "+8613800138000; +8613900139000", None),
        ("账号", "6222 0212 3456 7890 123", "6222021234567890123", "checksum"),
        ("编号(6位)", "AB-1234", "AB-1234", "length_differs"),
        ("乙方", "“Acme, Inc.”", "Acme, Inc.", None),
        ("乙方", "某某\n有限公司（以下", "某某有限公司", None),
        ("Party", "Kite Pharma,\nInc.", "Kite Pharma, Inc.", None),
        ("备注", "，。", None, "empty"),
    ],
)
def test_normal_forms(field: str, raw: str, value: str | None, doubt: str | None) -> None:
    normal = normalise(parse_fields(field)[0], raw)
    assert (normal.value, normal.doubt) == (value, doubt)


@pytest.mark.parametrize(
    ("text", "names", "parts"),
    [
        ("张三 项目经理", ("姓名", "职务"), ("张三", "项目经理")),
        ("李四总经理", ("姓名", "职务"), ("李四", "总经理")),
        (
            "Jane Roe, Chief Executive Officer",
            ("name", "title"),
            ("Jane Roe", "Chief Executive Officer"),
        ),
        ("职务：经理 姓名：张三", ("姓名", "职务"), ("张三", "经理")),
        ("张三，13800138000", ("姓名", "电话"), ("张三", "13800138000")),
    ],
)
def test_parts_are_told_by_what_they_look_like(
    text: str, names: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    assert split_parts(text, names) == parts


_FIELDS = parse_fields(
    "A, B(元), C(YYYY-MM-DD), D(18位), E(x/y), F(姓名+职务), G(天), H(电话), I(email), J(%), K(台), "
    "L(身份证), M(信用代码), N(账号), O(公司)"
)


@given(st.sampled_from(_FIELDS), st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_has_a_value_or_a_doubt(field: object, raw: str) -> None:
    normal = normalise(field, raw)  # type: ignore[arg-type]
    assert normal.value or normal.doubt
    if field in _FIELDS and field.choices:  # type: ignore[attr-defined]
        assert normal.value is None or normal.value in field.choices  # type: ignore[attr-defined]
