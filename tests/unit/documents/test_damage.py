"""Files with random damage are read or refused with a code, never anything else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.control import JobControl
from engine.documents import ReadOptions, read_document
from engine.errors import UserError
from tests.unit.documents.builders import level, numbered, numbering, write_docx, write_pdf
from tests.unit.documents.checks import check_offsets

OPTIONS = ReadOptions(ocr=False)
damage = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=8)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def try_to_read(path: Path) -> None:
    try:
        check_offsets(read_document(path, JobControl(), OPTIONS))
    except UserError as error:
        assert error.params["name"] == path.name


def damaged(data: bytes, places: list[tuple[float, bytes]]) -> bytes:
    out = bytearray(data)
    for share, piece in places:
        start = int(share * len(out))
        out[start : start + len(piece)] = piece
    return bytes(out)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    pages = [[(72.0, 770.0 - 14 * row, 11.0, f"{row + 1}. Clause") for row in range(20)]] * 2
    return write_pdf(tmp_path_factory.mktemp("pdf") / "a.pdf", pages).read_bytes()


@pytest.fixture(scope="module")
def docx(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)")
    body = "".join(numbered("text", place) for place in (0, 1, 1, 0)) + (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    path = tmp_path_factory.mktemp("docx") / "a.docx"
    return write_docx(path, body, numbering=numbering(levels)).read_bytes()


@quick
@given(damage)
def test_damaged_pdf(tmp_path: Path, pdf: bytes, places: list[tuple[float, bytes]]) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(damaged(pdf, places))
    try_to_read(path)


@quick
@given(damage)
def test_damaged_docx(tmp_path: Path, docx: bytes, places: list[tuple[float, bytes]]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(damaged(docx, places))
    try_to_read(path)


@quick
@given(damage, st.sampled_from(["word/document.xml", "word/numbering.xml", "_rels/.rels"]))
def test_docx_with_damaged_parts(
    tmp_path: Path, docx: bytes, places: list[tuple[float, bytes]], part: str
) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(io.BytesIO(docx)) as whole, zipfile.ZipFile(path, "w") as archive:
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, damaged(data, places) if name == part else data)
    try_to_read(path)
