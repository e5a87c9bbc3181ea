"""Hand-built records for the store's tests."""

from __future__ import annotations

from engine.types import (
    Address,
    Block,
    BlockKind,
    ClauseRef,
    Document,
    DocumentKind,
    Extraction,
    Label,
    Mention,
    Notice,
    Page,
    Pair,
    Reason,
    ReasonKind,
    Record,
    Source,
    Verdict,
    Word,
    stable_id,
)

TEXT = "合同编号 A-17. The fee is 30,000 USD, due within 30 days."


def document(number: int = 1, text: str = TEXT) -> Document:
    """A document with everything that a document can have."""
    return Document(
        stable_id("document", number),
        f"/contracts/contract {number}.pdf",
        f"contract {number}.pdf",
        "ab" * 32,
        DocumentKind.PDF,
        text,
        "en",
        (Page(1, 0, len(text), 595.0, 842.0),),
        (Block(BlockKind.PARAGRAPH, 0, len(text), 1, (1.0, 2.0, 3.0, 4.0), "4.2", 1),),
        (Word(0, 4, 1, (1.0, 2.0, 3.0, 4.0)),),
        0.5,
        (Notice("scanned", (("pages", 1),)),),
    )


def mention(
    doc: Document,
    field: str,
    text: str,
    score: float = 0.9,
    source: Source = Source.MODEL,
    normalized: str | None = None,
    chosen: bool = True,
) -> Mention:
    """A mention of ``text`` where it first stands in ``doc``."""
    start = doc.text.index(text)
    return Mention(
        stable_id(doc.id, field, start, text, source),
        doc.id,
        field,
        start,
        start + len(text),
        text,
        score,
        source,
        1,
        normalized,
        None,
        chosen,
    )


def extraction(doc: Document, *mentions: Mention, coverage: float = 1.0) -> Extraction:
    """The result of one run on ``doc``."""
    return Extraction(doc.id, mentions, coverage)


def record(row: int, *values: str | int | None) -> Record:
    """A row of ``customers.xlsx``."""
    return Record(stable_id("record", row), Address("customers.xlsx", "Sheet1", row), values)


def pair(left: int, right: int, score: float, cluster: int | None = None) -> Pair:
    """A pair of rows of ``customers.xlsx``."""
    first, second = record(left), record(right)
    return Pair(
        stable_id("pair", left, right),
        first.id,
        second.id,
        first.address,
        second.address,
        score,
        cluster,
        (("name", 0.9), ("address", 0.5)),
    )


def verdict(
    left: Document, right: Document, score: float, label: Label = Label.CONTRADICTION, part: int = 0
) -> Verdict:
    """A verdict on the first words of two documents."""
    return Verdict(
        stable_id("verdict", left.id, right.id, part),
        ClauseRef(left.id, f"{part}.1", 0, 4, left.text[:4]),
        ClauseRef(right.id, f"{part}.2", 0, 4, right.text[:4]),
        label,
        1 - score,
        0.0,
        score,
        (Reason(ReasonKind.NUMBER, "30 days", "45 days", 1, 2),),
    )
