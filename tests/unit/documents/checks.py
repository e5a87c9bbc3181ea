"""What holds for every document, whatever it was read from."""

from __future__ import annotations

from pathlib import Path

from engine.control import JobControl
from engine.documents import ReadOptions, from_json, read_document, segment, to_json
from engine.types import Block, BlockKind, Document


def read(path: Path, options: ReadOptions = ReadOptions()) -> Document:  # noqa: B008 - frozen
    """The document at ``path``, checked."""
    document = read_document(path, JobControl(), options)
    check_offsets(document)
    return document


def check_offsets(document: Document) -> None:
    """Every offset is exact, in order and inside the text; storing loses nothing."""
    size = len(document.text)
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= size, block
        last = block.end
        piece = document.text[block.start : block.end]
        assert piece == piece.strip(), repr(piece)
        if block.label is not None:
            assert piece.startswith(block.label)
    last = 0
    for word in document.words:
        assert last <= word.start < word.end <= size, word
        last = word.end
        assert not set(document.text[word.start : word.end]) & set(" \t\n")
    last = 0
    for page in document.pages:
        assert last <= page.start <= page.end <= size, page
        last = page.end
    if document.words:
        for word in document.words:
            assert document.page_at(word.start) == word.page
    assert from_json(to_json(document)) == document
    check_clauses(document)


def check_clauses(document: Document) -> None:
    """Clauses stand in order, do not overlap, and parents come before their children."""
    seen: dict[str, int] = {}
    last = 0
    for clause in segment(document):
        assert last <= clause.start <= clause.end <= len(document.text)
        last = clause.end
        assert clause.id not in seen
        if clause.parent_id is not None:
            assert seen[clause.parent_id] == clause.level - 1
        seen[clause.id] = clause.level
        if clause.number:
            assert document.text.startswith(clause.number, clause.start)


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    """The blocks' texts, of one kind or of all."""
    return [piece(document, b) for b in document.blocks if kind is None or b.kind is kind]


def piece(document: Document, block: Block) -> str:
    """A block's text."""
    return document.text[block.start : block.end]


def codes(document: Document) -> set[str]:
    """The codes of the notices."""
    return {notice.code for notice in document.notices}
