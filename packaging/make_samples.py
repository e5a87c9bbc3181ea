"""Builds resources/samples from their sources: ``python packaging/make_samples.py``.

A source is plain text with ``@format``, ``@header``, ``@title``, ``#`` clauses and ``##`` sub-clauses.
Word files carry real list numbering (the numbers are computed, not typed), as contracts do. The PDF
needs a font with Chinese characters on the machine that builds it; it is embedded.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
SOURCES = Path(__file__).resolve().parent / "sample_sources"
CHINESE_DIGITS = "零一二三四五六七八九"


@dataclass
class Source:
    """A parsed source file: directives, and lines with their kind."""

    name: str
    directives: dict[str, str] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def chinese(self) -> bool:
        """Whether clauses are numbered 第一条."""
        return any("一" <= letter <= "鿿" for letter in self.name)


def parse(path: Path) -> Source:
    """Read a source; unknown directives are an error of the author's."""
    source = Source(path.stem)
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("##"):
            source.lines.append(("item", line[2:].strip()))
        elif line.startswith("#"):
            source.lines.append(("clause", line[1:].strip()))
        elif line.startswith("@"):
            name, _, rest = line[1:].partition(" ")
            if name in ("format", "header", "title"):
                source.directives[name] = rest
            else:
                source.lines.append((name, rest))
        elif line:
            source.lines.append(("text", line))
    return source


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else CHINESE_DIGITS[tens]) + "十" if tens else ""
    return head + (CHINESE_DIGITS[ones] if ones or not tens else "")


def numbered(source: Source) -> list[tuple[str, str]]:
    """The lines with their numbers typed out, for formats without computed numbers."""
    result, clause, item = [], 0, 0
    for kind, text in source.lines:
        if kind == "clause":
            clause, item = clause + 1, 0
            prefix = f"第{chinese_number(clause)}条　" if source.chinese else f"{clause}. "
            result.append((kind, prefix + text))
        elif kind == "item":
            item += 1
            result.append((kind, f"{clause}.{item} {text}"))
        else:
            result.append((kind, text))
    return result


# --- Word ----------------------------------------------------------------------------


def numbering_xml(chinese: bool) -> str:
    """A two-level list: 第一条 / 1.1 in Chinese, 1. / 1.1 in English."""
    first = (
        '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/>'
        if chinese
        else '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{first}</w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    )


def add_numbering(word: Word, chinese: bool) -> None:
    """Define list 77 in the document's numbering part."""
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(numbering_xml(chinese)))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )


def add_item(word: Word, text: str, level: int) -> None:
    """A paragraph numbered by list 77."""
    paragraph = word.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = level == 0
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        )
    )


def build_docx(source: Source, path: Path) -> None:
    """The Word file, with header, footer, lists and tables."""
    word = docx.Document()
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    add_numbering(word, source.chinese)
    word.sections[0].header.paragraphs[0].text = source.directives.get("header", "")
    word.sections[0].footer.paragraphs[0].text = source.directives["title"].title()
    word.add_heading(source.directives["title"], 0)
    table = None
    for kind, text in source.lines:
        cells = text.split("|")
        if kind in ("clause", "item"):
            add_item(word, text, 0 if kind == "clause" else 1)
        elif kind == "heading":
            word.add_heading(text, 2)
        elif kind == "table":
            table = word.add_table(rows=1, cols=len(cells), style="Table Grid")
            fill(table.rows[0], cells)
        elif kind == "row" and table is not None:
            fill(table.add_row(), cells)
        elif kind == "signature":
            fill(word.add_table(rows=1, cols=len(cells)).rows[0], cells)
        else:
            word.add_paragraph(text)
    word.core_properties.author = "ClauseDesk"
    word.save(str(path))


def fill(row: docx.table._Row, texts: list[str]) -> None:
    """Write ``texts`` into the row's cells."""
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


# --- PDF and text --------------------------------------------------------------------


def build_pdf(source: Source, path: Path) -> None:
    """An A4 PDF with running header and page numbers, set by Qt, fonts embedded."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
    from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    writer = QPdfWriter(str(path))
    writer.setResolution(96)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18), QPageLayout.Unit.Millimeter)
    writer.setTitle(source.directives["title"])
    document = QTextDocument()
    document.setDefaultFont(QFont("Noto Sans CJK SC" if source.chinese else "DejaVu Serif", 10))
    document.setHtml(html(source))
    width, height = writer.width(), writer.height()
    body = height - 60
    document.setPageSize(QSizeF(width, body))
    painter = QPainter(writer)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        painter.setFont(QFont(document.defaultFont().family(), 8))
        painter.drawText(
            QRectF(0, 0, width, 20), Qt.AlignmentFlag.AlignLeft, source.directives["header"]
        )
        footer = f"{page + 1} / {document.pageCount()}"
        painter.drawText(QRectF(0, height - 20, width, 20), Qt.AlignmentFlag.AlignHCenter, footer)
        painter.save()
        painter.translate(0, 30 - page * body)
        document.drawContents(painter, QRectF(0, page * body, width, body))
        painter.restore()
    painter.end()
    del application


def html(source: Source) -> str:
    """The numbered lines as simple HTML for the PDF."""
    parts = [f"<h2 align='center'>{source.directives['title']}</h2>"]
    for kind, text in numbered(source):
        if kind == "clause":
            parts.append(f"<h4>{text}</h4>")
        elif kind == "signature":
            parts += [f"<p>{line}</p>" for line in text.split("|")]
        else:
            parts.append(f"<p style='line-height:140%'>{text}</p>")
    return "".join(parts)


def build_text(source: Source, path: Path, encoding: str) -> None:
    """A plain text file."""
    lines = [source.directives["title"], ""]
    for kind, text in numbered(source):
        lines += text.split("|") if kind == "signature" else [text]
        if kind == "clause":
            lines.insert(len(lines) - 1, "")
    path.write_text("\n".join(lines) + "\n", encoding=encoding, newline="\r\n")


def main() -> int:
    """Build every sample; returns the exit status."""
    for path in sorted(SOURCES.glob("*.txt")):
        source = parse(path)
        wanted = source.directives["format"]
        if wanted == "docx":
            build_docx(source, SAMPLES / f"{source.name}.docx")
        elif wanted == "pdf":
            build_pdf(source, SAMPLES / f"{source.name}.pdf")
        else:
            encoding = "gb18030" if wanted == "gb18030" else "utf-8"
            build_text(source, SAMPLES / f"{source.name}.txt", encoding)
        print(source.name, wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
