"""Computed list numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import numerals
from engine.documents.docx.numbering import format_number
from tests.unit.documents.builders import (
    NAMES,
    level,
    numbered,
    numbering,
    paragraph,
    write_docx,
)
from tests.unit.documents.checks import read

LEGAL = level(0, "upperRoman", "Article %1") + level(1, "decimal", "%1.%2", extra="<w:isLgl/>")


def labels(path: Path, body: str, part: str, **parts: str) -> list[str | None]:
    document = read(write_docx(path / "n.docx", body, numbering=part, **parts))
    return [block.label for block in document.blocks]


def items(*levels: int, number: int = 1) -> str:
    return "".join(numbered("x", place, number) for place in levels)


def test_levels_restart_under_a_new_parent(tmp_path: Path) -> None:
    levels = (
        level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerRoman", "(%3)")
    )
    found = labels(tmp_path, items(0, 1, 1, 2, 2, 0, 1, 2), numbering(levels))
    assert found == ["1.", "1.1", "1.2", "(i)", "(ii)", "2.", "2.1", "(i)"]


def test_legal_numbering_shows_roman_parents_as_digits(tmp_path: Path) -> None:
    assert labels(tmp_path, items(0, 1, 0, 1), numbering(LEGAL)) == [
        "Article I",
        "1.1",
        "Article II",
        "2.1",
    ]


def test_lists_of_one_definition_count_on_unless_overridden(tmp_path: Path) -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = items(0, 0) + items(0, number=2) + items(0, 0, number=3)
    part = numbering(level(0, "decimal", "%1)"), nums)
    assert labels(tmp_path, body, part) == ["1)", "2)", "3)", "5)", "6)"]


def test_a_level_may_never_restart(tmp_path: Path) -> None:
    levels = level(0, "decimal", "%1.") + level(
        1, "lowerLetter", "(%2)", extra='<w:lvlRestart w:val="0"/>'
    )
    assert labels(tmp_path, items(0, 1, 0, 1), numbering(levels)) == ["1.", "(a)", "2.", "(b)"]


def test_a_start_other_than_one(tmp_path: Path) -> None:
    assert labels(tmp_path, items(0, 0), numbering(level(0, "decimal", "%1.", 7))) == ["7.", "8."]


def test_styles_bring_numbers_and_headings(tmp_path: Path) -> None:
    styles = (
        f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>'
        "</w:style></w:styles>"
    )
    levels = level(0, "chineseCounting", "第%1章", extra='<w:pStyle w:val="H1"/>') + level(
        1, "chineseCounting", "第%2条", extra='<w:pStyle w:val="H2"/>'
    )
    body = (
        paragraph("总则", '<w:pStyle w:val="H1"/>')
        + paragraph("目的", '<w:pStyle w:val="H2"/>')
        + paragraph("没有编号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("附则", '<w:pStyle w:val="H1"/>')
    )
    assert labels(tmp_path, body, numbering(levels), styles=styles) == [
        "第一章",
        "第一条",
        None,
        "第二章",
    ]


def test_style_linked_definitions(tmp_path: Path) -> None:
    part = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Legal"/>{level(0, "upperLetter", "%1.")}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    assert labels(tmp_path, items(0, 0), part) == ["A.", "B."]


def test_bullets_and_suffixes(tmp_path: Path) -> None:
    bullets = numbering(level(0, "bullet", "\uf0b7"))
    document = read(write_docx(tmp_path / "b.docx", items(0), numbering=bullets))
    assert document.text == "• x"
    glued = numbering(level(0, "chineseCounting", "%1、", extra='<w:suff w:val="nothing"/>'))
    document = read(write_docx(tmp_path / "g.docx", items(0), numbering=glued))
    assert document.text == "一、x"


@pytest.mark.parametrize(
    ("form", "count", "expected"),
    [
        ("decimalZero", 3, "03"),
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 28, "BB"),
        ("ordinal", 22, "22nd"),
        ("ordinal", 12, "12th"),
        ("cardinalText", 21, "Twenty-one"),
        ("ordinalText", 30, "Thirtieth"),
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 1, "子"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("none", 4, ""),
        ("notAFormat", 4, "4"),
    ],
)
def test_number_formats(form: str, count: int, expected: str) -> None:
    assert format_number(count, form) == expected


@given(st.integers(1, 3999))
def test_numerals_go_there_and_back(value: int) -> None:
    assert numerals.from_roman(numerals.to_roman(value)) == value
    assert numerals.from_chinese(numerals.to_chinese(value)) == value
    assert numerals.from_chinese(numerals.to_chinese(value, legal=True)) == value
    assert numerals.from_letters(numerals.to_letters(value)) == value


@given(st.text("IVXLCDM", max_size=6))
def test_only_well_formed_roman_numerals_count(text: str) -> None:
    value = numerals.from_roman(text)
    assert value is None or numerals.to_roman(value) == text
