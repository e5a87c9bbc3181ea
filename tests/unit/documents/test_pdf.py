"""PDFs: reading order, paragraphs, margins, boxes, turned pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.documents import segment
from engine.documents.pdf.reader import page_list
from engine.documents.render import render_page
from engine.errors import UserError
from engine.types import BlockKind
from tests.unit.documents.builders import Line, write_pdf
from tests.unit.documents.checks import read, texts

LEFT = 72.0


def column(words: str, x: float = LEFT, top: float = 770.0, width: int = 60) -> list[Line]:
    """Text set line by line at 11 points, at most ``width`` characters each."""
    lines, line, y = [], "", top
    for word in words.split():
        if len(line) + len(word) + 1 > width:
            lines.append((x, y, 11.0, line))
            line, y = word, y - 13
        else:
            line = f"{line} {word}".strip()
    return [*lines, (x, y, 11.0, line)]


LONG = (
    "The supplier shall deliver the goods within thirty days of the order and bear all costs. " * 3
)


def test_lines_join_into_paragraphs(tmp_path: Path) -> None:
    page = [
        (200.0, 800.0, 14.0, "SUPPLY AGREEMENT"),
        *column("1. Delivery. " + LONG, top=770),
        *column("2. Payment. " + LONG, top=690),
    ]
    document = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert document.text.split("\n") == [
        "SUPPLY AGREEMENT",
        ("1. Delivery. " + LONG).strip(),
        ("2. Payment. " + LONG).strip(),
    ]
    assert [c.number for c in segment(document)][-2:] == ["1", "2"]
    assert len(document.words) == len(document.text.split())


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = LONG.replace("goods", "lefts"), LONG.replace("goods", "rights")
    page = [
        (150.0, 800.0, 14.0, "A title over both of the columns of this page"),
        *column(left, 60, 760, 38),
        *column(right, 320, 760, 38),
    ]
    # Written row by row, as some programs do.
    page.sort(key=lambda line: -line[1])
    document = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert document.text.index("rights") > document.text.rindex("lefts")
    assert left.strip() in document.text and right.strip() in document.text


def test_tables_stay_row_by_row(tmp_path: Path) -> None:
    page = []
    for row, cells in enumerate(
        (("Item", "Price", "Date"), ("Pump", "1,000", "1 May"), ("Valve", "90", "2 May"))
    ):
        page += [
            (72.0 + 150 * place, 700.0 - 20 * row, 11.0, cell) for place, cell in enumerate(cells)
        ]
    document = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert document.text == "Item\tPrice\tDate\nPump\t1,000\t1 May\nValve\t90\t2 May"
    assert [(b.row, b.column) for b in document.blocks] == [
        (r, c) for r in range(3) for c in range(3)
    ]


def running(number: int, body: list[Line]) -> list[Line]:
    return [
        (72.0, 815.0, 9.0, "Master Agreement - Confidential"),
        *body,
        (290.0, 30.0, 9.0, f"Page {number} of 3"),
    ]


def test_margins_do_not_break_sentences(tmp_path: Path) -> None:
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}word" for n in range(300)]
    pages = [
        running(
            1,
            column("Opening paragraph ends here.", top=790)
            + column(" ".join(words[:120]), top=760),
        ),
        running(
            2, column(" ".join(words[120:300]), top=770) + column("Another one. " + LONG, top=300)
        ),
        running(3, column("Final words.", top=770)),
    ]
    document = read(write_pdf(tmp_path / "a.pdf", pages))
    assert " ".join(words[:300]) in document.text
    assert texts(document, BlockKind.HEADER) == ["Master Agreement - Confidential"] * 3
    assert texts(document, BlockKind.FOOTER) == [f"Page {n} of 3" for n in (1, 2, 3)]
    for block in document.blocks:
        if block.kind in (BlockKind.HEADER, BlockKind.FOOTER):
            assert document.page_at(block.start) == block.page


def test_lone_page_numbers_are_footers(tmp_path: Path) -> None:
    pages = [[*column(LONG, top=770), (297.0, 40.0, 10.0, str(number))] for number in (1, 2, 3, 4)]
    document = read(write_pdf(tmp_path / "a.pdf", pages))
    assert texts(document, BlockKind.FOOTER) == ["1", "2", "3", "4"]


def test_hyphens_that_broke_a_word_go_and_others_stay(tmp_path: Path) -> None:
    page = [
        (72.0, 770.0, 11.0, "This agreement covers all of the services and also every agree-"),
        (72.0, 757.0, 11.0, "ment that follows, on a non-exclusive and, where needed, a non-"),
        (72.0, 744.0, 11.0, "exclusive basis for the whole of the term that was agreed on."),
    ]
    text = read(write_pdf(tmp_path / "a.pdf", [page])).text
    assert "every agreement that follows" in text
    assert "a non-exclusive basis" in text


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_lie_where_the_page_view_shows_the_words(tmp_path: Path, rotation: int) -> None:
    path = write_pdf(tmp_path / "a.pdf", [[(100.0, 700.0, 20.0, "Needle")]], rotation)
    document = read(path)
    page = document.pages[0]
    expected = (595.0, 842.0) if rotation in (0, 180) else (842.0, 595.0)
    assert (page.width, page.height) == expected
    width, height, pixels = render_page(path, 1, 1.0)
    assert (width, height) == expected and len(pixels) == width * height * 3
    dark = [
        (index % width, index // width)
        for index in range(width * height)
        if pixels[index * 3] < 128
    ]
    x0, y0, x1, y1 = document.words[0].box
    assert min(x for x, _ in dark) >= x0 - 2 and max(x for x, _ in dark) <= x1 + 2
    assert min(y for _, y in dark) >= y0 - 2 and max(y for _, y in dark) <= y1 + 2
    assert (x1 - x0) * (y1 - y0) < 4000


def test_chinese_comes_without_stray_spaces(tmp_path: Path) -> None:
    page = [
        (72.0, 780.0, 16.0, "购销合同"),
        (72.0, 750.0, 12.0, "甲方：北京某某科技有限公司"),
        (
            72.0,
            730.0,
            12.0,
            "第一条　乙方应当自本合同签订之日起三十日内向甲方交付全部货物并承担由此",
        ),
        (72.0, 714.0, 12.0, "产生的一切费用。"),
    ]
    document = read(write_pdf(tmp_path / "a.pdf", [page], chinese=True))
    assert "并承担由此产生的一切费用。" in document.text
    assert document.text.startswith("购销合同\n甲方：北京某某科技有限公司\n第一条")
    assert document.language == "zh"
    assert len([w for w in document.words if document.text[w.start : w.end] == "购"]) == 1


def test_short_lines_stay_apart(tmp_path: Path) -> None:
    names = [
        "甲方（盖章）：南京某某光电科技有限公司",
        "法定代表人：顾某某",
        "联系电话：02512345678",
    ]
    body = "乙方应当自本合同签订之日起三十日内向甲方交付全部货物并承担由此产生的一切费用与损失"
    pages = [
        [(72.0, 780.0 - 16 * row, 11.0, body) for row in range(11)]
        + [(72.0, 780.0 - 16 * 11, 11.0, body[:-1] + "。")],
        [(72.0, 780.0 - 16 * row, 11.0, name) for row, name in enumerate(names)],
    ]
    document = read(write_pdf(tmp_path / "a.pdf", pages, chinese=True))
    assert document.text.split("\n")[-3:] == names
    assert document.text.split("\n")[0] == (body * 12)[:-1] + "。"


def test_radicals_are_read_as_characters(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [[(72.0, 700.0, 12.0, "人民币")]], chinese=True)
    assert read(path).text == "人民币"
    from engine.documents.pdf.radicals import unified

    assert "".join(map(unified, "人⺠币⼀⻓")) == "人民币一长"


def test_filled_form_fields_are_read(tmp_path: Path) -> None:
    note = (
        "/Annots [<< /Type /Annot /Subtype /FreeText /Rect [100 100 300 130] /Contents (Acme) "
        "/DA (/Helv 12 Tf 0 g) /F 4 /AP << /N 6 0 R >> >>]"
    )
    path = write_pdf(tmp_path / "a.pdf", [[(72.0, 770.0, 11.0, "Name:")]], extra=note)
    data = path.read_bytes()
    form = (
        b"6 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font "
        b"<< /F1 3 0 R >> >> /Length 40 >>\nstream\nBT /F1 12 Tf 5 10 Td (Acme Limited) Tj ET  \nendstream\nendobj\n"
    )
    # Appended after the body, so the table of places no longer fits and is rebuilt.
    path.write_bytes(data[: data.index(b"xref")] + form + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n")
    assert "Acme Limited" in read(path).text


def test_text_far_off_the_page_neither_hangs_nor_shows(tmp_path: Path) -> None:
    far = [(4e8, 700.0 - 20 * row, 11.0, "far away") for row in range(8)]
    document = read(write_pdf(tmp_path / "a.pdf", [[*column(LONG), *far]]))
    assert document.text == LONG.strip()


def test_blank_pages_are_no_scans(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", [column(LONG), []]))
    assert document.readable == 1.0 and not document.notices
    assert len(document.pages) == 2


def test_page_lists() -> None:
    assert page_list([1, 2, 3, 7]) == "1–3, 7"
    assert page_list([4]) == "4"


def test_render_says_what_is_wrong(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [[]], password="x")
    for arguments, code in (((2, 1.0, "x"), "page_missing"), ((1, 1.0, None), "file_encrypted")):
        with pytest.raises(UserError) as caught:
            render_page(path, *arguments)
        assert caught.value.code == code
