"""Languages, and documents as JSON."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import from_json, paste, to_json
from engine.documents.language import detect_language
from engine.types import Block, BlockKind, Document, DocumentKind, Notice, Page, Word

places = st.integers(0, 10**7)
sizes = st.floats(-1e5, 1e5, allow_nan=False)
boxes = st.tuples(sizes, sizes, sizes, sizes)
maybe = st.none() | st.integers(0, 99)
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=9)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This Agreement is made by the parties.", "en"),
        ("本合同由双方签订。", "zh"),
        ("本合同由ABC Technology (Beijing) Co., Ltd.与甲方签订，自签订之日起生效。", "zh"),
        ("The company (公司) shall pay the agreed price to the supplier in full.", "en"),
        ("Договор поставки заключён между сторонами.", "other"),
        ("この契約は当事者間で締結される。", "other"),
        ("이 계약은 당사자 간에 체결된다.", "other"),
        ("Der Käufer übernimmt die Ware für den Händler. " * 20, "other"),
        ("2024 / 100", "en"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language


blocks = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    start=places,
    end=places,
    page=maybe,
    box=st.none() | boxes,
    label=st.none() | st.text(max_size=5),
    level=maybe,
    table=maybe,
    row=maybe,
    column=maybe,
)
documents = st.builds(
    Document,
    id=st.text(max_size=20),
    path=st.text(),
    name=st.text(),
    sha256=st.text(max_size=64),
    kind=st.sampled_from(DocumentKind),
    text=st.text(),
    pages=st.lists(st.builds(Page, places, places, places, sizes, sizes)).map(tuple),
    blocks=st.lists(blocks, max_size=5).map(tuple),
    words=st.lists(st.builds(Word, places, places, places, boxes), max_size=5).map(tuple),
    readable=st.floats(0, 1),
    notices=st.lists(
        st.builds(Notice, st.text(), st.lists(st.tuples(st.text(), scalars)).map(tuple))
    ).map(tuple),
)


@given(documents)
def test_documents_survive_storing(document: Document) -> None:
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"schema":1}', b"null", b"not json"])
def test_other_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(data)


def test_a_pasted_text_is_a_document() -> None:
    document = paste("甲方应付款。", "笔记")
    assert (document.name, document.path, document.language) == ("笔记", "", "zh")
