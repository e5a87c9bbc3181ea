"""Documents as JSON bytes and back, compact: blocks and words as arrays."""

from __future__ import annotations

import json
from typing import Any

from engine.types import Block, BlockKind, Document, DocumentKind, Notice, Page, Word

SCHEMA = 1


def to_json(document: Document) -> bytes:
    """``document`` as UTF-8 JSON; :func:`from_json` gives an equal one back."""
    data = {
        "schema": SCHEMA,
        "id": document.id,
        "path": document.path,
        "name": document.name,
        "sha256": document.sha256,
        "kind": document.kind.value,
        "text": document.text,
        "language": document.language,
        "readable": document.readable,
        "pages": [[p.number, p.start, p.end, p.width, p.height] for p in document.pages],
        "blocks": [_block_row(block) for block in document.blocks],
        "words": [[w.start, w.end, w.page, *w.box] for w in document.words],
        "notices": [[n.code, [list(param) for param in n.params]] for n in document.notices],
    }
    # A lone surrogate can stand in a file name; escaping keeps it, strict UTF-8 would refuse it.
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def from_json(data: bytes) -> Document:
    """The document that :func:`to_json` wrote. Raises ``ValueError`` for anything else."""
    loaded = json.loads(data)
    if not isinstance(loaded, dict) or loaded.get("schema") != SCHEMA:
        raise ValueError("not a stored document of this schema")
    try:
        return _document(loaded)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"not a stored document: {error!r}") from error


def _document(loaded: dict[str, Any]) -> Document:
    return Document(
        id=loaded["id"],
        path=loaded["path"],
        name=loaded["name"],
        sha256=loaded["sha256"],
        kind=DocumentKind(loaded["kind"]),
        text=loaded["text"],
        language=loaded["language"],
        pages=tuple(Page(*row) for row in loaded["pages"]),
        blocks=tuple(_block(row) for row in loaded["blocks"]),
        words=tuple(Word(r[0], r[1], r[2], (r[3], r[4], r[5], r[6])) for r in loaded["words"]),
        readable=loaded["readable"],
        notices=tuple(
            Notice(code, tuple((name, value) for name, value in params))
            for code, params in loaded["notices"]
        ),
    )


def _block_row(block: Block) -> list[Any]:
    box = list(block.box) if block.box else None
    place = [block.table, block.row, block.column]
    return [
        block.kind.value,
        block.start,
        block.end,
        block.page,
        box,
        block.label,
        block.level,
        *place,
    ]


def _block(row: list[Any]) -> Block:
    kind, start, end, page, box, label, level, table, line, column = row
    placed = (box[0], box[1], box[2], box[3]) if box else None
    return Block(
        BlockKind(kind),
        start,
        end,
        page,
        placed,
        label,
        level,
        table=table,
        row=line,
        column=column,
    )
