"""Bad and unusual input through the whole extraction of real files: nothing crashes, nothing is cut,
nothing is made up, and what can be found is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import UserError
from engine.events import ItemFailed, Results
from engine.extraction import FieldSyntaxError, parse_fields
from engine.jobs.extract import ExtractRequest, extract
from engine.jobs.services import NoCache, Services
from engine.types import Document, Extraction
from tests.unit.documents.builders import paragraph, write_docx, write_pdf
from tests.unit.extraction.test_job import Models

NO_MODEL = Models(UserError("model_missing", model="-"))
Line = tuple[float, float, float, str]


def run(path: Path, asked: str) -> tuple[Document, Extraction]:
    """What the rules find in a file; every value is checked to stand in its text."""
    services = Services(NO_MODEL, PathSource(), NoCache())
    document, extraction = None, None
    for payload in extract(
        ExtractRequest((str(path),), parse_fields(asked)), services, JobControl()
    ):
        assert not isinstance(payload, ItemFailed), payload
        for item in payload.items if isinstance(payload, Results) else ():
            if isinstance(item, Document):
                document = item
            elif isinstance(item, Extraction):
                extraction = item
    assert document and extraction
    shown = [*extraction.mentions, *(m for record in extraction.records for m in record.values)]
    for mention in shown:
        assert document.text[mention.start : mention.end] == mention.text
    assert extraction.coverage == 1.0
    return document, extraction


def chosen(extraction: Extraction, field: str) -> list[str | None]:
    return [m.normalized for m in extraction.mentions if m.field == field and m.chosen]


def rows(extraction: Extraction) -> list[dict[str, str | None]]:
    return [{m.field: m.normalized for m in record.values} for record in extraction.records]


def text(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("甲方, 请告诉我这家公司叫什么名字", "field_is_sentence", 4),
        ("Party, What is the term?", "field_is_sentence", 7),
        ("甲方\n乙方\n甲方", "field_name_duplicate", 6),
        ("Fee, Fee*", "field_name_duplicate", 5),
        ("甲方, 金额(元", "field_bracket_unclosed", 6),
        ("Lines{Product, Amount(US$", "field_brace_unclosed", 5),
        ("Lines{Product, Amount(US$}", "field_bracket_unclosed", 21),
        ("Lines{Product, Product}", "field_name_duplicate", 15),
        ("Lines{What is it?, Amount}", "field_is_sentence", 6),
    ],
)
def test_a_field_list_that_cannot_be_read_says_where(typed: str, code: str, position: int) -> None:
    with pytest.raises(FieldSyntaxError) as caught:
        parse_fields(typed)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_two_hundred_fields(tmp_path: Path) -> None:
    names = [f"Item {number} price(US$)" for number in range(199)]
    content = "\n".join(f"Item {number} price: US$ {number + 1}.50" for number in range(199))
    _, extraction = run(text(tmp_path, content), "\n".join([*names, "Governing law"]))
    found = [chosen(extraction, f"Item {number} price") for number in range(199)]
    assert found == [[f"{number + 1}.50"] for number in range(199)]


def test_a_thousand_pages_of_text(tmp_path: Path) -> None:
    page = (
        "The supplier keeps its tools in good order and tells the customer of faults. " * 36
        + "\n\n"
    )
    content = f"Contract number: A-1\n{page * 500}Total price: US$ 1,250.00\n{page * 500}Term: two (2) years\n"
    assert len(content) > 2_500_000
    document, extraction = run(text(tmp_path, content), "Contract number, Total price, Term")
    assert len(document.text) == len(content.rstrip()) or len(document.text) == len(content)
    assert chosen(extraction, "Contract number") == ["A-1"]
    assert chosen(extraction, "Total price") == ["1250.00"]
    assert chosen(extraction, "Term") == ["P2Y"]


@pytest.mark.parametrize(
    "content",
    [
        "Der Vertrag wird am 5. März 2024 zwischen der Acme GmbH und der Bolt AG geschlossen.",
        "本契約は、甲と乙との間で締結される。代金は百万円とする。",
        "Настоящий договор заключён между сторонами. Цена договора составляет 100 рублей.",
        "هذا العقد مبرم بين الطرفين. السعر مائة دولار.",
    ],
)
def test_a_third_language_is_read_and_its_doubt_told(tmp_path: Path, content: str) -> None:
    _, extraction = run(
        text(tmp_path, content), "Party*, 合同金额(元), Lines{Product, Amount(US$)}"
    )
    assert "rules_alone_no_model" in [notice.code for notice in extraction.notices]


@pytest.mark.parametrize("content", ["nothing of the kind\n" * 5, "。。。\n" * 30, "x"])
def test_text_with_no_fields_gives_empty_cells(tmp_path: Path, content: str) -> None:
    _, extraction = run(text(tmp_path, content), "甲方, Effective date, 明细{品名, 金额(元)}")
    assert not any(mention.chosen for mention in extraction.mentions)
    assert extraction.records == ()


LABELLED: list[Line] = [
    (72.0, 760.0, 12.0, "Contract number: NB-2024-0317"),
    (72.0, 730.0, 12.0, "Agreement date: March 18, 2024"),
    (72.0, 700.0, 12.0, "Total price: US$ 486,000.00"),
]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page(tmp_path: Path, rotation: int) -> None:
    path = write_pdf(tmp_path / "a.pdf", [LABELLED], rotation)
    _, extraction = run(path, "Contract number, Agreement date, Total price(US$)")
    assert chosen(extraction, "Contract number") == ["NB-2024-0317"]
    assert chosen(extraction, "Agreement date") == ["2024-03-18"]
    assert chosen(extraction, "Total price") == ["486000.00"]
    assert {m.page for m in extraction.mentions if m.chosen} == {1}


def test_two_columns_do_not_run_into_each_other(tmp_path: Path) -> None:
    words = "The parties agree on what follows in this column of text here."
    left = [(72.0, 780.0 - 14 * n, 10.0, f"{n} {words}"[:44]) for n in range(30)]
    right = [(330.0, 780.0 - 14 * n, 10.0, f"{n} {words}"[:44]) for n in range(30)]
    left[10] = (72.0, 640.0, 10.0, "Total price: US$ 1,250.00")
    right[10] = (330.0, 640.0, 10.0, "Delivery date: March 18, 2024")
    path = write_pdf(tmp_path / "a.pdf", [[*left, *right]])
    _, extraction = run(path, "Total price(US$), Delivery date")
    assert chosen(extraction, "Total price") == ["1250.00"]
    assert chosen(extraction, "Delivery date") == ["2024-03-18"]


def _table(first: float, lines: list[tuple[str, str, str]]) -> list[Line]:
    return [
        (x, first - 20 * row, 11.0, cell)
        for row, line in enumerate(lines)
        for x, cell in zip((72.0, 260.0, 400.0), line, strict=True)
    ]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_across_pages_of_a_pdf(tmp_path: Path, repeated: bool) -> None:
    heading = ("Product", "Quantity", "Amount (US$)")
    goods = ("Bearing", "Shaft", "Gear wheel", "Housing", "Seal kit", "Coupling")
    lines = [(name, str(n), f"{n}00.00") for n, name in enumerate(goods, 1)]
    second = [heading, *lines[3:]] if repeated else lines[3:]
    path = write_pdf(tmp_path / "a.pdf", [_table(600, [heading, *lines[:3]]), _table(790, second)])
    _, extraction = run(path, "Lines{Product, Quantity, Amount(US$)}")
    expected = [
        {"Product": name, "Quantity": count, "Amount": amount} for name, count, amount in lines
    ]
    assert rows(extraction) == expected
    assert [record.values[0].page for record in extraction.records] == [1, 1, 1, 2, 2, 2]


def test_a_table_of_a_word_document(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    body = paragraph("采购合同") + "<w:tbl>" + row("品名", "数量", "小计（元）")
    body += (
        row("车床", "30", "1,200,000") + row("铣床", "2", "10,001") + row("合计", "32", "1,210,001")
    )
    path = write_docx(
        tmp_path / "a.docx", body + "</w:tbl>" + paragraph("合同总价：人民币1,210,001元")
    )
    _, extraction = run(path, "合同金额(元), 明细{品名, 数量, 金额(元)}")
    assert rows(extraction) == [
        {"品名": "车床", "数量": "30", "金额": "1200000.00"},
        {"品名": "铣床", "数量": "2", "金额": "10001.00"},
    ]
    assert chosen(extraction, "合同金额") == ["1210001.00"]
    assert chosen(extraction, "明细") == ["车床", "铣床"]


def test_values_broken_over_lines_and_pages(tmp_path: Path) -> None:
    content = (
        "This Agreement is governed by the laws of the State of\nNew York.\n"
        "It is effective as of March\n18, 2024.\n甲方：江州云帆机电\n有限公司（以下简称“甲方”）\n"
    )
    _, extraction = run(text(tmp_path, content), "Governing law, Effective date")
    assert chosen(extraction, "Governing law") == ["State of New York"]
    assert chosen(extraction, "Effective date") == ["2024-03-18"]
    first = [(72.0, 60.0, 12.0, "This Agreement is governed by the laws of the State of")]
    second = [(72.0, 780.0, 12.0, "New York, without regard to its conflict of laws rules.")]
    _, broken = run(write_pdf(tmp_path / "a.pdf", [first, second]), "Governing law")
    assert chosen(broken, "Governing law") in (["State of New York"], [])


@pytest.mark.parametrize(
    ("noisy", "field", "value"),
    [
        ("Total  price :  US$ 1 250.00", "Total price(US$)", None),
        ("合 同 编 号 ： HT-2024-018", "合同编号", "HT-2024-018"),
        ("签订日期：2024 年 3 月 5 日", "签订日期", "2024-03-05"),
        ("签订日期：２０２４年３月５日", "签订日期", "2024-03-05"),
        ("身份证号：11010519491231OO2X", "身份证号(18位)", None),
        ("合同金额：人民币1,2OO,0O0元", "合同金额(元)", None),
        ("�����Fee: US$ 10.00�����", "Fee(US$)", "10.00"),
    ],
)
def test_noise_of_ocr_is_a_value_or_nothing_never_a_guess(
    tmp_path: Path, noisy: str, field: str, value: str | None
) -> None:
    _, extraction = run(text(tmp_path, noisy + "\n"), field)
    name = field.split("(")[0]
    found = chosen(extraction, name)
    if value is not None:
        assert found == [value]
    else:
        wrong = {"250.00", "1250.00", "1200000.00", "110105194912310020"}
        assert not wrong & {one for one in found if one}
