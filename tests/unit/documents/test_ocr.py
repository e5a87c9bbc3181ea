"""Scans and pictures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.control import JobControl
from engine.documents import ReadOptions, ocr, read_document
from engine.documents.render import render_page
from engine.errors import UserError
from tests.unit.documents.builders import write_pdf, write_scan
from tests.unit.documents.checks import codes, read

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="the ocr extra is not installed")
LINES = [
    (72.0, 760.0, 18.0, "Supply Agreement"),
    (72.0, 720.0, 14.0, "The price is 5,000 dollars, payable within 30 days."),
]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page of text as a picture in a PDF."""
    source = write_pdf(tmp_path / "text.pdf", [LINES])
    width, height, pixels = render_page(source, 1, 2.0)
    return write_scan(tmp_path / "scan.pdf", pixels[::3], width, height)


def test_a_scan_says_what_it_needs(scan: Path) -> None:
    document = read(scan, ReadOptions(ocr=False))
    assert document.text == "" and document.readable == 0.0
    assert codes(document) == {"scan_needs_ocr"}
    assert len(document.pages) == 1


@needs_ocr
def test_a_scan_is_read_with_the_place_of_each_word(scan: Path) -> None:
    document = read(scan)
    assert document.text.split() == " ".join(line[3] for line in LINES).split()
    assert document.readable == 1.0 and codes(document) == {"ocr_used"}
    words = {document.text[w.start : w.end]: w for w in document.words}
    x0, y0, x1, y1 = words["Supply"].box
    assert abs(x0 - 72) < 6 and abs(y1 - (842 - 760)) < 12 and 40 < x1 - x0 < 90 and y0 < y1


@needs_ocr
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tiff"])
def test_pictures(tmp_path: Path, suffix: str) -> None:
    from PIL import Image

    width, height, pixels = render_page(write_pdf(tmp_path / "t.pdf", [LINES]), 1, 2.0)
    path = tmp_path / f"picture{suffix}"
    Image.frombytes("RGB", (width, height), pixels).save(path, dpi=(144, 144))
    document = read(path)
    assert "5,000 dollars" in document.text
    assert round(document.pages[0].width) == 595


@needs_ocr
def test_broken_and_blank_pictures(tmp_path: Path) -> None:
    from PIL import Image

    broken = tmp_path / "a.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"junk" * 20)
    blank = tmp_path / "b.png"
    Image.new("RGB", (300, 200), "white").save(blank)
    for path, code in ((broken, "file_damaged"), (blank, "image_has_no_text")):
        with pytest.raises(UserError) as caught:
            read_document(path, JobControl())
        assert caught.value.code == code


def test_a_picture_without_recognition(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UserError) as caught:
        read_document(path, JobControl(), ReadOptions(ocr=False))
    assert caught.value.code == "image_needs_ocr"


@needs_ocr
def test_a_recognition_model_of_one_s_own_reads_and_a_wrong_file_is_refused(
    tmp_path: Path,
) -> None:
    """The file that the recogniser brings along, under another name and in another place."""
    import rapidocr
    from PIL import Image

    [shipped] = (Path(rapidocr.__file__).parent / "models").glob("*_rec_*.onnx")
    own = tmp_path / "own.onnx"
    shutil.copy(shipped, own)
    width, height, pixels = render_page(write_pdf(tmp_path / "t.pdf", [LINES]), 1, 2.0)
    path = tmp_path / "picture.png"
    Image.frombytes("RGB", (width, height), pixels).save(path, dpi=(144, 144))
    options = ReadOptions(ocr_model=str(own))
    assert "5,000 dollars" in read_document(path, JobControl(), options).text
    assert options.signature != ReadOptions().signature
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"junk")
    for wrong in (damaged, tmp_path / "none.onnx"):
        with pytest.raises(UserError) as caught:
            read_document(path, JobControl(), ReadOptions(ocr_model=str(wrong)))
        assert caught.value.code == "ocr_model_unreadable"
