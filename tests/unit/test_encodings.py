"""Bytes to text: one encoding a file, or another one a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.encodings import decode_line, detect

CHINESE = "上海云图有限公司，注册地址：上海市浦东新区张江路三百六十八号\n客户名称,联系电话\n"
WESTERN = "Müller GmbH;München;Straße 5\nÉditions Dupré;Orléans;çà et là\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (WESTERN, "utf-8"),
        (WESTERN, "cp1252"),
        ("plain ascii, nothing else\n", "utf-8"),
    ],
)
def test_a_whole_file_is_told(text: str, encoding: str) -> None:
    sample = text.encode(encoding) * 20
    assert sample.decode(detect(sample)) == text * 20


@pytest.mark.parametrize("primary", ["utf-8", "gb18030", "cp1252"])
def test_each_line_is_read_in_its_own_encoding(primary: str) -> None:
    """German in the Windows code page is not taken for rare Chinese, nor the other way round."""
    for text, encoding in [(CHINESE, "gb18030"), (CHINESE, "utf-8"), (WESTERN, "cp1252")]:
        for line in text.splitlines():
            found, other = decode_line(line.encode(encoding), primary)
            assert found == line
            assert other == (not line.isascii() and encoding != primary)


def test_a_rare_character_in_a_name_is_no_reason_to_change_the_encoding() -> None:
    line = "张堃,喆妤,13900001111"
    assert decode_line(line.encode("gb18030"), "gb18030") == (line, False)


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "gb18030", "cp1252", "big5"]))
def test_no_line_is_refused(line: bytes, encoding: str) -> None:
    text, _ = decode_line(line, encoding)
    assert isinstance(text, str)
