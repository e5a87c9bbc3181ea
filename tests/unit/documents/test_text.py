"""Text files: encodings, line ends, paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import paste
from engine.encodings import decode
from engine.errors import UserError
from tests.unit.documents.checks import check_offsets, codes, read, texts

CHINESE = "购销合同\n甲方：北京某某科技有限公司\n乙方：上海某某贸易有限公司\n第一条 合同金额为人民币壹拾万元整（¥100,000.00）。\n"
ENGLISH = "Supply Agreement\nThe price is “five thousand” dollars – payable to Société Générale.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_chinese_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "合同.txt"
    path.write_bytes(CHINESE.encode(encoding))
    document = read(path)
    assert document.text == CHINESE
    assert document.language == "zh"
    assert not codes(document)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_english_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(ENGLISH.encode(encoding))
    document = read(path)
    assert document.text == ENGLISH
    assert document.language == "en"


def test_a_guess_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(ENGLISH.encode("cp1252"))
    assert codes(read(path)) == {"encoding_guessed"}


def test_a_cut_file_keeps_what_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(CHINESE.encode("utf-8")[:-2])
    document = read(path)
    assert document.text.startswith(CHINESE[:-4])
    assert "characters_unreadable" in codes(document)


def test_line_ends_nuls_and_controls(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        b"one\r\ntwo\rthree\x00\x07\x0cfour\n" + b"filler text for a longer file " * 20
    )
    document = read(path)
    assert document.text.startswith("one\ntwo\nthree\nfour\n")
    assert "control_characters_removed" in codes(document)


def test_paragraphs_of_wrapped_text() -> None:
    text = (
        "1. Term. This Agreement starts on the date above and lasts for\n"
        "two years, unless one of the parties ends it before by written\n"
        "notice to the other.\n"
        "2. Payment. The buyer pays within thirty days of the invoice in\n"
        "the currency of the invoice.\n\n"
        "Signed by both parties on the date that stands at the beginning\n"
        "of this Agreement, in two copies, of which each has received one\n"
        "and confirms it.\n"
    )
    document = paste(text, "pasted")
    check_offsets(document)
    starts = [piece.split()[0] for piece in texts(document)]
    assert starts == ["1.", "2.", "Signed"]
    assert document.text == text


def test_every_line_is_a_paragraph_where_nothing_was_wrapped() -> None:
    assert texts(paste(CHINESE, "p")) == CHINESE.strip().split("\n")


def test_pasting_nothing_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        paste(" \n ", "p")
    assert caught.value.code == "file_empty"


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_say_so(data: bytes) -> None:
    try:
        decode(data)
    except UserError as error:
        assert error.code == "text_undecodable"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300))
def test_utf8_is_kept(text: str) -> None:
    if text.startswith("\ufeff"):
        return
    decoded = decode(text.encode("utf-8"))
    if decoded.encoding == "utf-8":
        assert decoded.text == text


@given(st.text(max_size=400))
def test_offsets_of_pasted_text(text: str) -> None:
    if text.strip():
        try:
            check_offsets(paste(text, "p"))
        except UserError as error:
            assert error.code == "file_empty"
