"""Word documents: tables, notes, text boxes, tracked changes, fields, hidden text."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from engine.documents import ReadOptions, segment
from engine.documents.options import TrackedChanges
from engine.types import BlockKind
from tests.unit.documents.builders import NAMES, numbered, paragraph, write_docx
from tests.unit.documents.checks import codes, read, texts

RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
DELETED = (
    '<w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'
)
INSERTED = '<w:ins w:id="2" w:author="A"><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:ins>'


def body_of(path: Path, body: str, **parts: str) -> str:
    return read(write_docx(path / "x.docx", body, **parts)).text


def test_a_document_by_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Services Agreement", 0)
    document.add_paragraph("This Agreement is made on 1 May 2024.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Party A"
    table.cell(0, 1).text = "北京某某有限公司"
    table.cell(1, 0).text = "Fee"
    table.cell(1, 1).text = "¥1,000.00"
    document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    path = tmp_path / "a.docx"
    document.save(str(path))
    found = read(path)
    assert found.text.split("\n") == [
        "CONFIDENTIAL",
        "Services Agreement",
        "This Agreement is made on 1 May 2024.",
        "Party A\t北京某某有限公司",
        "Fee\t¥1,000.00",
        "Page 1",
    ]
    assert texts(found, BlockKind.HEADER) == ["CONFIDENTIAL"]
    assert texts(found, BlockKind.FOOTER) == ["Page 1"]
    assert texts(found, BlockKind.HEADING) == ["Services Agreement"]
    cells = [(b.table, b.row, b.column) for b in found.blocks if b.kind is BlockKind.TABLE_CELL]
    assert cells == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("accepted", "within 60 days"),
        ("original", "within 30 days"),
        ("both", "within 3060 days"),
    ],
)
def test_tracked_changes(tmp_path: Path, mode: TrackedChanges, expected: str) -> None:
    inner = (
        RUN.format("within ") + DELETED.format("30") + INSERTED.format("60") + RUN.format(" days")
    )
    path = write_docx(tmp_path / "t.docx", f"<w:p>{inner}</w:p>")
    document = read(path, ReadOptions(tracked_changes=mode))
    assert document.text == expected
    assert codes(document) == {"tracked_changes"}
    accepted = read(path)
    assert (document.id == accepted.id) is (mode == "accepted")


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("accepted", "B\nA"), ("original", "A\nB"), ("both", "A\nB\nA")],
)
def test_moved_paragraphs(tmp_path: Path, mode: TrackedChanges, expected: str) -> None:
    gone = '<w:p><w:pPr><w:rPr><w:moveFrom w:id="1"/></w:rPr></w:pPr><w:moveFrom w:id="2">{}</w:moveFrom></w:p>'
    come = '<w:p><w:pPr><w:rPr><w:moveTo w:id="3"/></w:rPr></w:pPr><w:moveTo w:id="4">{}</w:moveTo></w:p>'
    body = gone.format(RUN.format("A")) + paragraph("B") + come.format(RUN.format("A"))
    path = write_docx(tmp_path / "m.docx", body)
    assert read(path, ReadOptions(tracked_changes=mode)).text == expected


def test_a_deleted_paragraph_end_joins_and_takes_no_number(tmp_path: Path) -> None:
    gone = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{}</w:p>'
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    part = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = numbered("first") + gone.format(DELETED.format("second")) + numbered("third")
    path = write_docx(tmp_path / "d.docx", body, numbering=part)
    assert read(path).text == "1. first\n2. third"
    original = read(path, ReadOptions(tracked_changes="original")).text
    assert original == "1. first\n2. second\n3. third"


def test_deleted_rows(tmp_path: Path) -> None:
    def row(text: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{paragraph(text)}</w:tc></w:tr>"

    rows = row("kept") + row("gone", '<w:del w:id="1"/>') + row("new", '<w:ins w:id="2"/>')
    body = f"<w:tbl>{rows}</w:tbl>"
    path = write_docx(tmp_path / "r.docx", body)
    assert read(path).text == "kept\nnew"
    assert read(path, ReadOptions(tracked_changes="original")).text == "kept\ngone"


def test_merged_cells_come_once_and_keep_their_columns(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    wide, tall = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    rows = (
        cell("wide", wide) + cell("c"),
        cell("tall", tall) + cell("e") + cell(""),
        cell("", "<w:vMerge/>") + cell("g") + cell("h"),
    )
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    document = read(write_docx(tmp_path / "c.docx", body))
    assert document.text == "wide\tc\ntall\te\t\n\tg\th"
    places = {document.text[b.start : b.end]: (b.row, b.column) for b in document.blocks}
    assert places == {
        "wide": (0, 0),
        "c": (0, 2),
        "tall": (1, 0),
        "e": (1, 1),
        "g": (2, 1),
        "h": (2, 2),
    }


def test_a_table_in_a_cell(tmp_path: Path) -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    )
    body = (
        f"<w:tbl><w:tr><w:tc>{paragraph('before')}{inner}{paragraph('')}</w:tc>"
        f"<w:tc>{paragraph('after')}</w:tc></w:tr></w:tbl>"
    )
    document = read(write_docx(tmp_path / "n.docx", body))
    assert document.text == "before\nx\ty\tafter"
    assert [b.table for b in document.blocks] == [0, 1, 1, 0]


def test_a_text_box_comes_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('in the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>anchor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>{paragraph('next')}"
    )
    document = read(write_docx(tmp_path / "b.docx", body))
    assert document.text == "anchor\nin the box\nnext"
    assert texts(document, BlockKind.TEXT_BOX) == ["in the box"]


def test_fields_show_their_result_alone(tmp_path: Path) -> None:
    field = (
        "<w:p><w:r><w:t xml:space='preserve'>See </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText> REF _x </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>Section 2</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        "<w:hyperlink r:id='r9'><w:r><w:t xml:space='preserve"
        "'> online</w:t></w:r></w:hyperlink></w:p>"
    )
    assert body_of(tmp_path, field) == "See Section 2 online"


def test_breaks_tabs_symbols_and_controls(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        "<w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>"
        f"<w:sdt><w:sdtPr><w:alias w:val='no'/></w:sdtPr><w:sdtContent>{paragraph('inside')}</w:sdtContent></w:sdt>"
    )
    assert body_of(tmp_path, body) == "a\tb\nc-d☒\ninside"


def test_hidden_text_is_left_out_with_a_notice(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>!</w:t></w:r></w:p>"
    )
    document = read(write_docx(tmp_path / "h.docx", body))
    assert document.text == "seen!"
    assert [dict(n.params) for n in document.notices] == [{"count": 6}]


def test_notes_stand_after_the_body_and_comments_nowhere(tmp_path: Path) -> None:
    notes = (
        f"<w:footnotes {NAMES}><w:footnote w:id='-1' w:type='separator'>{paragraph('---')}</w:footnote>"
        f"<w:footnote w:id='1'>{paragraph(' As amended.')}</w:footnote></w:footnotes>"
    )
    body = "<w:p><w:r><w:t>Price</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
    comments = (
        f"<w:comments {NAMES}><w:comment w:id='1'>{paragraph('why?')}</w:comment></w:comments>"
    )
    path = write_docx(tmp_path / "f.docx", body, footnotes=notes, comments=comments)
    document = read(path)
    assert document.text == "Price\n1 As amended."
    assert texts(document, BlockKind.FOOTNOTE) == ["1 As amended."]


def test_headers_that_never_show_are_left_out(tmp_path: Path) -> None:
    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='r-header1'/>"
        "<w:headerReference w:type='first' r:id='r-header2'/>{}</w:sectPr>"
    )
    parts = {
        "header1": f"<w:hdr {NAMES}>{paragraph('every page')}</w:hdr>",
        "header2": f"<w:hdr {NAMES}>{paragraph('first page')}</w:hdr>",
    }
    assert body_of(tmp_path, paragraph("x") + section.format(""), **parts) == "every page\nx"
    shown = body_of(tmp_path, paragraph("x") + section.format("<w:titlePg/>"), **parts)
    assert shown == "every page\nfirst page\nx"


def test_strict_documents_read_alike(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "s.docx", paragraph("strict"))
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, strict if name == "word/document.xml" else data)
    assert read(path).text == "strict"


def test_external_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    before = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "inner">]>'
    body = "<w:p><w:r><w:t>a&x;&y;b</w:t></w:r></w:p>"
    document = read(write_docx(tmp_path / "e.docx", body, before))
    assert "SECRET" not in document.text and "inner" not in document.text
    assert "entities_ignored" in codes(document)


def test_a_style_separator_joins_heading_and_text(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr><w:r><w:t>Term.</w:t></w:r></w:p>"
        + paragraph(" Two years.")
    )
    assert body_of(tmp_path, body) == "Term. Two years."


def test_a_lone_section_break_takes_no_number(tmp_path: Path) -> None:
    from tests.unit.documents.builders import level, numbering

    list_item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    lone = f"<w:p><w:pPr>{list_item}<w:sectPr/></w:pPr></w:p>"
    part = numbering(level(0, "decimal", "%1."))
    assert body_of(tmp_path, lone + numbered("Service"), numbering=part) == "1. Service"


def test_computed_numbers_open_clauses(tmp_path: Path) -> None:
    from tests.unit.documents.builders import level, numbering

    levels = (
        level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")
    )
    body = (
        paragraph("Services Agreement")
        + numbered("Term")
        + numbered("It lasts two years.", 1)
        + numbered("Renewal: see Section 2.1.", 1)
        + numbered("by notice;", 2)
        + numbered("Payment")
        + numbered("30 days.", 1)
    )
    document = read(write_docx(tmp_path / "k.docx", body, numbering=numbering(levels)))
    paths = [clause.path for clause in segment(document)]
    assert paths == ["", "1", "1 › 1.1", "1 › 1.2", "1 › 1.2 › (a)", "2", "2 › 2.1"]
