"""What a column holds, and the form in which its values are compared."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.dedupe.normalise import normalise
from engine.dedupe.survivorship import fullness


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Company", ["Halden Paper Mills Ltd.", "Fjord Analytics AS"], ColumnKind.COMPANY),
        ("B", ["广州南粤食品股份有限公司", "上海蓝星贸易有限公司"], ColumnKind.COMPANY),
        ("联系电话", ["020-38761122", "13800138000"], ColumnKind.PHONE),
        ("contact mail", ["a@b.com", "c@d.org"], ColumnKind.EMAIL),
        ("地址", ["广州市天河区体育西路103号", "北京市朝阳区建国路1号"], ColumnKind.ADDRESS),
        ("street_number", ["12", "7"], ColumnKind.IDENTIFIER),
        ("C", ["110105194912310021", "44010619800101123X"], ColumnKind.IDENTIFIER),
        ("date_of_birth", ["19490312", "19801101"], ColumnKind.DATE),
        ("since", ["2024-03-05", "2023/1/7"], ColumnKind.DATE),
        ("price", ["12.50", "$3"], ColumnKind.NUMBER),
        ("limit", [5000.5, 3.25], ColumnKind.NUMBER),
        ("surname", ["waller", "bruhn"], ColumnKind.NAME),
        ("name", ["Panasonic Black Lumix 10.1 Megapixel Digital Camera with a case"], ColumnKind.TEXT),
        ("empty", [], ColumnKind.TEXT),
    ],
)  # fmt: skip
def test_kinds(name: str, values: list[str], kind: ColumnKind) -> None:
    assert detect_kind(name, values) is kind


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        (ColumnKind.COMPANY, "Everline Textiles Co., Ltd.", "EVERLINE TEXTILES Co Ltd"),
        (ColumnKind.COMPANY, "广州南粤食品股份有限公司", "广州南粤食品有限责任公司"),
        (ColumnKind.COMPANY, "Juniper & Stone Inc.", "Juniper and Stone"),
        (ColumnKind.COMPANY, "ＡＢＣ Foods S.A.", "abc foods"),
        (ColumnKind.ADDRESS, "12 Harbor Ave., Seattle", "12 Harbor Avenue Seattle"),
        (ColumnKind.ADDRESS, "广东省广州市天河区", "广东广州天河区"),
        (ColumnKind.PHONE, "+86 138-0013-8000", "１３８００１３８０００"),
        (ColumnKind.PHONE, "(206) 555-0119 ext. 4", "+1 206 555 0119"),
        (ColumnKind.PHONE, "020-38761122", "(020)38761122"),
        (ColumnKind.DATE, "2024年3月5日", "2024-03-05T00:00:00"),
        (ColumnKind.DATE, "25/03/2024", "20240325"),
        (ColumnKind.IDENTIFIER, "007", 7),
        (ColumnKind.IDENTIFIER, "11010519491231002x", "11010519491231002X"),
        (ColumnKind.NUMBER, "¥1,250.00", 1250),
        (ColumnKind.NAME, "José  Müller", "jose muller"),
        (ColumnKind.TEXT, "王 芳", "王芳"),
        (ColumnKind.TEXT, "N/A", None),
        (ColumnKind.TEXT, "暂无", ""),
    ],
)
def test_two_spellings_of_one_thing_are_equal(
    kind: ColumnKind, one: str | int, two: str | int | None
) -> None:
    assert normalise(one, kind) == normalise(two, kind)


def test_a_company_that_is_all_suffix_keeps_its_name() -> None:
    assert normalise("The Company", ColumnKind.COMPANY) == "the company"


@given(value=st.text() | st.integers() | st.floats() | st.none() | st.booleans())
@pytest.mark.parametrize("kind", list(ColumnKind))
def test_any_value_has_a_form(kind: ColumnKind, value: str | float | None) -> None:
    assert isinstance(normalise(value, kind), str)


@pytest.mark.parametrize("kind", list(ColumnKind))
def test_a_date_is_read_as_its_iso_text(kind: ColumnKind) -> None:
    moment = dt.datetime.fromisoformat("2024-03-05T08:30:00")
    for value in (moment, moment.date(), moment.time()):
        assert normalise(value, kind) == normalise(value.isoformat(), kind)
        assert fullness([value, None]) == fullness([value.isoformat(), None])
        assert detect_kind("when", [value]) == detect_kind("when", [value.isoformat()])
