"""Real contracts: offsets, and agreement with two other readers of Word documents."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from pathlib import Path

import mammoth
import pytest
from docx2python import docx2python

from engine.control import JobControl
from engine.documents import ReadOptions, read_document, segment
from engine.types import Document
from tests.unit.documents.checks import check_offsets

WITHOUT_OCR = ReadOptions(ocr=False)


@pytest.fixture(scope="module")
def documents(shared_data: Path) -> dict[str, Document]:
    """Every document of the collection by its path below the folder."""
    folder = shared_data / "documents"
    paths = sorted(path for path in folder.glob("*/*.*") if path.suffix not in (".csv", ".md"))
    return {
        path.relative_to(folder).as_posix(): read_document(path, JobControl(), WITHOUT_OCR)
        for path in paths
    }


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_all_are_read_with_exact_offsets(documents: dict[str, Document]) -> None:
    assert len(documents) >= 150
    for name, document in documents.items():
        check_offsets(document)
        assert document.text.strip() or document.readable < 1, name


def test_languages_and_encodings(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        if name.startswith("txt/"):
            assert document.language == name[4:6], name
            assert "\ufffd" not in document.text
        if name.startswith("html/"):
            assert document.language == "zh", name


def test_scans_are_recognised(documents: dict[str, Document]) -> None:
    scans = {name for name, d in documents.items() if d.readable < 1}
    assert scans == {name for name in documents if "/scan_" in name}


def test_every_word_that_mammoth_finds(documents: dict[str, Document], shared_data: Path) -> None:
    for name, document in documents.items():
        if name.startswith("docx/"):
            with (shared_data / "documents" / name).open("rb") as file:
                theirs = words(mammoth.extract_raw_text(file).value)
            missing = (theirs - words(document.text)).total()
            assert missing <= 0.006 * theirs.total(), name


def test_every_kind_of_word_that_docx2python_finds(
    documents: dict[str, Document], shared_data: Path
) -> None:
    # It repeats headers for each section and merged cells for each column: count kinds, not copies.
    for name, document in documents.items():
        if name.startswith("docx/"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with docx2python(shared_data / "documents" / name) as other:
                    text = re.sub(r"----[^-\n]*----|<[^>]*>", " ", other.text)
            theirs = {word for word in words(text) if not word.isdigit()}
            missing = theirs - set(words(document.text))
            assert len(missing) <= 0.02 * len(theirs), (name, sorted(missing)[:20])


def test_numbers_of_a_known_contract(documents: dict[str, Document]) -> None:
    agreement = documents["docx/common-paper-cloud-service-agreement.docx"]
    numbers = [clause.number for clause in segment(agreement)]
    for number in ("1", "1.1", "1.2", "2.1", "13.1"):
        assert number in numbers
