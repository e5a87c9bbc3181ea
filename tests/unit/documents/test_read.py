"""Bad input: each a code with sentences, nothing else lost."""

from __future__ import annotations

import errno
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

import wording
from engine.control import JobControl
from engine.documents import Limits, PathSource, ReadOptions, read_document
from engine.documents import read as reading
from engine.documents.options import LIMITS, MEGABYTE
from engine.errors import Cancelled, UserError
from tests.unit.documents.builders import paragraph, write_docx, write_pdf
from tests.unit.documents.checks import codes, read

PLAIN = ReadOptions()
LINES = [(72.0, 770.0, 11.0, "This Agreement is made on 1 May 2024.")]


def failure(path: Path, options: ReadOptions = PLAIN, limits: Limits = LIMITS) -> UserError:
    """The error for ``path``, which has sentences in both languages."""
    with pytest.raises(UserError) as caught:
        read_document(path, JobControl(), options, limits)
    error = caught.value
    assert error.params["name"]
    for language in wording.LANGUAGES:
        said = str(wording.sentence(error.code, error.params, language))
        assert error.code not in said and "‹" not in said and len(said) > 10
    return error


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_missing_and_folder(tmp_path: Path) -> None:
    assert failure(tmp_path / "no.txt").code == "file_missing"
    assert failure(tmp_path).code == "file_is_folder"


def test_empty_files(tmp_path: Path) -> None:
    assert failure(written(tmp_path / "a.pdf", b"")).code == "file_empty"
    assert failure(written(tmp_path / "a.txt", b" \n\n ")).code == "file_empty"
    assert failure(write_docx(tmp_path / "a.docx", "")).code == "file_empty"


def test_truncated_docx(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "a.docx", paragraph("word " * 500)).read_bytes()
    for share in (0.2, 0.6, 0.95):
        cut = written(tmp_path / "cut.docx", whole[: int(len(whole) * share)])
        assert failure(cut).code == "file_damaged"


def test_docx_with_broken_xml_or_without_body(tmp_path: Path) -> None:
    assert failure(write_docx(tmp_path / "a.docx", "<w:p>")).code == "file_damaged"
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("word/other.xml", "<a/>")
    assert failure(tmp_path / "b.docx").code == "file_damaged"


def test_truncated_pdf_is_damaged_or_read(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", [LINES]).read_bytes()
    assert failure(written(tmp_path / "c.pdf", whole[:60])).code == "file_damaged"
    # Without its table of contents a PDF can be repaired, and is.
    assert "1 May 2024" in read(written(tmp_path / "d.pdf", whole[:-20])).text


def test_pdf_without_pages(tmp_path: Path) -> None:
    assert failure(write_pdf(tmp_path / "a.pdf", [])).code == "pdf_no_pages"


def test_pdf_with_a_password(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [LINES], password="Geheim")
    assert failure(path).code == "file_encrypted"
    assert failure(path, ReadOptions(password="falsch")).code == "password_wrong"
    assert "1 May 2024" in read(path, ReadOptions(password="Geheim")).text


def test_wrong_extensions_are_read_with_a_notice(tmp_path: Path) -> None:
    pdf = written(tmp_path / "a.docx", write_pdf(tmp_path / "x.pdf", [LINES]).read_bytes())
    docx = written(tmp_path / "b.pdf", write_docx(tmp_path / "x.docx", paragraph("x")).read_bytes())
    text = written(tmp_path / "c.doc", b"plain text")
    for path in (pdf, docx, text):
        assert codes(read(path)) == {"extension_mismatch"}
    assert codes(read(written(tmp_path / "c.xyz", b"plain text"))) == set()


def test_garbage_before_the_pdf_header(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", [LINES]).read_bytes()
    assert "1 May 2024" in read(written(tmp_path / "b.pdf", b"\r\n junk \r\n" + whole)).text


def test_other_kinds_of_files(tmp_path: Path) -> None:
    def package(name: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, "<a/>")
        return buffer.getvalue()

    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    for data, code in (
        (package("xl/workbook.xml"), "file_is_spreadsheet"),
        (package("ppt/presentation.xml"), "file_is_presentation"),
        (package("a.txt"), "file_is_archive"),
        (b"Rar!\x1a\x07\x00rest", "file_is_archive"),
        (os.urandom(4000), "file_type_unknown"),
        (b"\x7fELF" + bytes(range(256)) * 8, "file_type_unknown"),
        (ole + "EncryptedPackage".encode("utf-16-le"), "docx_encrypted"),
        (ole + "Workbook".encode("utf-16-le"), "file_is_spreadsheet"),
        (ole, "file_type_unknown"),
        (b"PK\x03\x04" + b"x" * 200, "file_damaged"),
    ):
        assert failure(written(tmp_path / "x.bin", data)).code == code


def test_old_word_files_need_an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.documents import convert

    monkeypatch.setattr(convert, "find_office", lambda: None)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
    assert failure(written(tmp_path / "x.doc", ole)).code == "doc_needs_conversion"
    assert failure(written(tmp_path / "x.rtf", b"{\\rtf1 x}")).code == "doc_needs_conversion"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_conversion_by_an_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.documents import convert

    made = write_docx(tmp_path / "made.docx", paragraph("converted text"))
    office = tmp_path / "soffice"
    office.write_text(
        '#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\n'
        f'cp "{made}" "$2/document.docx"\n',
        encoding="utf-8",
    )
    office.chmod(0o755)
    monkeypatch.setattr(convert, "find_office", lambda: str(office))
    document = read(written(tmp_path / "x.rtf", b"{\\rtf1 x}"))
    assert document.text == "converted text"
    assert codes(document) == {"converted"}
    office.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    assert failure(tmp_path / "x.rtf").code == "doc_conversion_failed"


def test_large_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.write(b"plain text " * 1000)
        file.truncate(200 * MEGABYTE)
    error = failure(path)
    assert (error.code, error.params["size"]) == ("file_too_large", 200)


def test_a_large_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    import psutil

    whole = write_pdf(tmp_path / "a.pdf", [LINES]).read_bytes()
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        # A hole of 200 MB behind the last mark: PDFium finds the end before it.
        file.write(whole.replace(b"%%EOF\n", b"%%EOF\n%"))
        file.truncate(200 * MEGABYTE)
    before = psutil.Process().memory_info().rss
    try:
        assert "1 May 2024" in read(path).text
    except UserError as error:
        assert error.code == "file_damaged"
    assert psutil.Process().memory_info().rss - before < 150 * MEGABYTE


def test_too_much_text(tmp_path: Path) -> None:
    limits = Limits(characters=1000)
    body = paragraph("word " * 300)
    assert failure(write_docx(tmp_path / "a.docx", body), limits=limits).code == "document_too_long"
    assert (
        failure(written(tmp_path / "a.txt", b"word " * 300), limits=limits).code
        == "document_too_long"
    )
    page = [(72.0, 770.0 - 12 * row, 11.0, "word " * 15) for row in range(30)]
    assert failure(write_pdf(tmp_path / "a.pdf", [page]), limits=limits).code == "document_too_long"


def test_zip_bombs(tmp_path: Path) -> None:
    bomb = write_docx(tmp_path / "a.docx", paragraph(" " * (40 * MEGABYTE)))
    assert bomb.stat().st_size < MEGABYTE
    assert failure(bomb).code == "docx_zip_bomb"
    many = tmp_path / "b.docx"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(60):
            archive.writestr(f"word/{number}.xml", "")
    assert failure(many, limits=Limits(zip_entries=50)).code == "docx_zip_bomb"


def test_a_part_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    whole = bytearray(write_docx(tmp_path / "a.docx", paragraph("x" * 50_000)).read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    lie = bytes(whole).replace(size, (100).to_bytes(4, "little"))
    assert failure(written(tmp_path / "b.docx", lie)).code in ("file_damaged", "docx_zip_bomb")


def test_entity_expansion_costs_nothing(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10)
    )
    body = "<w:p><w:r><w:t>a&l9;b</w:t></w:r></w:p>"
    path = write_docx(tmp_path / "a.docx", body, f"<!DOCTYPE d [{entities}]>")
    try:
        assert len(read(path).text) < 10
    except UserError as error:
        assert error.code == "file_damaged"


def test_deeply_nested_docx(tmp_path: Path) -> None:
    body = "<w:sdt>" * 5000 + paragraph("x") + "</w:sdt>" * 5000
    assert failure(write_docx(tmp_path / "a.docx", body)).code == "file_damaged"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may read everything"
)
def test_no_permission(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", b"x")
    path.chmod(0)
    assert failure(path).code == "file_no_permission"
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0)
    assert failure(folder).code == "folder_no_permission"
    folder.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "file_no_permission"),
        (errno.EBUSY, "file_locked"),
        (errno.ENAMETOOLONG, "path_too_long"),
        (errno.EIO, "file_unreadable"),
    ],
)
def test_what_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(reading, "_open", refuse)
    assert failure(written(tmp_path / "a.txt", b"x")).code == code


def test_windows_says_locked_in_its_own_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SharingViolation(PermissionError):
        winerror = 32

    def refuse(path: Path) -> None:
        raise SharingViolation(errno.EACCES, "in use")

    monkeypatch.setattr(reading, "_open", refuse)
    assert failure(written(tmp_path / "a.txt", b"x")).code == "file_locked"


def test_spaces_emoji_and_300_characters(tmp_path: Path) -> None:
    folder = tmp_path / ("long name " * 12).strip() / ("很长的文件夹名" * 8) / "📄 contracts 合同"
    folder.mkdir(parents=True)
    path = folder / ("final version (2) " * 8 + "✅.docx")
    assert len(str(path)) > 300
    write_docx(path, paragraph("found"))
    document = read(path)
    assert document.text == "found"
    assert document.name == path.name
    pdf = write_pdf(path.with_suffix(".pdf"), [LINES])
    assert "1 May 2024" in read(pdf).text


def test_the_same_bytes_are_one_document(tmp_path: Path) -> None:
    first = written(tmp_path / "a.txt", b"same")
    second = written(tmp_path / "b.txt", b"same")
    assert read(first).id == read(second).id != read(written(tmp_path / "c.txt", b"other")).id


def test_cancelling(tmp_path: Path) -> None:
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        read_document(write_pdf(tmp_path / "a.pdf", [LINES]), control)


def test_path_source(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", b"from a path")
    assert PathSource(ReadOptions()).load(str(path), JobControl()).text == "from a path"
