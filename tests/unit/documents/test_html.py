"""Web pages as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.html import draft_of_html
from engine.errors import UserError
from engine.types import BlockKind
from tests.unit.documents.checks import read, texts


def text_of(markup: str) -> str:
    return draft_of_html(markup).text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a &amp; b&nbsp;c &copy;</p>", "a & b\u00a0c ©"),
        ("<p>one<br>two</p><div>three</div>", "one\ntwo\nthree"),
        ("<script>x()</script><style>p{}</style><p>kept</p>", "kept"),
        ("<p hidden>no</p><p style='display: none'>no</p><p>yes</p>", "yes"),
        ("<ol start='3'><li>a<li>b</ol>", "3. a\n4. b"),
        ("<ul><li>a<ol><li>x</ol><li>b</ul>", "a\n1. x\nb"),
        ("<p>中\n 文</p>", "中文"),
        ("<p>hard\n  wrapped</p>", "hard wrapped"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>一、甲方\n二、乙方</p>", "一、甲方\n二、乙方"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>after", "a\tb\nc\td\nafter"),
        ("<table><tr><td colspan=2>a<td>b<tr><td>c<td><td>d</table>", "a\tb\nc\t\td"),
    ],
)
def test_what_shows(markup: str, expected: str) -> None:
    assert text_of(markup) == expected


def test_cells_know_their_place() -> None:
    draft = draft_of_html(
        "<table><tr><td rowspan=2>a<td>b<tr><td>c</table><table><tr><td>d</table>"
    )
    places = [(b.table, b.row, b.column) for b in draft.blocks]
    assert places == [(0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 0, 0)]


def test_a_declared_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    markup = (
        "<html><head><meta charset='gb2312'></head><body><h1>合同</h1><p>价款€</p></body></html>"
    )
    path.write_bytes(markup.encode("gb18030"))
    document = read(path)
    assert document.text == "合同\n价款€"
    assert texts(document, BlockKind.HEADING) == ["合同"]


def test_a_wrongly_declared_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        "<html><meta charset='utf-8'><p>甲方应当付款给乙方</p></html>".encode("gb18030")
    )
    assert read(path).text == "甲方应当付款给乙方"


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        draft_of_html("<html><script>1</script></html>")
    assert caught.value.code == "file_empty"


def test_deep_nesting_neither_hangs_nor_fails() -> None:
    assert "deep" in text_of("<div>" * 1500 + "deep" + "</div>" * 1500)


@given(st.text("<>ptdr/ab &;!-\"'\n", max_size=120))
def test_any_markup_gives_text_or_a_code(markup: str) -> None:
    try:
        draft = draft_of_html(markup)
    except UserError as error:
        assert error.code in ("file_empty", "file_damaged")
        return
    for block in draft.blocks:
        assert draft.text[block.start : block.end].strip()
