"""Extracted fields as JSON lines, one a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.export.about import About
from engine.export.common import failure_json, json_line
from engine.export.files import Target, text_output
from engine.export.rows import ExtractedDocument, RecordValue, by_field
from engine.types import Document, Edit, Field, ItemFailure, Mention, ReviewState


def write_jsonl(
    target: Target, rows: Iterable[ExtractedDocument], fields: Sequence[Field], about: About
) -> None:
    """A line a document, then a line for each file that could not be read.

    A field's list holds all its candidates; those that stand as its value are ``chosen``. What a
    person typed or picked, or accepted and a later run no longer offers, comes first, with
    ``"source": "person"`` and no score. A typed value stands nowhere in the document: its
    ``start``, ``end`` and ``page`` are null, and ``text`` is what was typed. Every other entry
    has ``text == document.text[start:end]``.
    """
    failures = {failure.item: failure for failure in about.failures}
    with text_output(target) as stream:
        for row in rows:
            document = row.document
            own = [failures.pop(key, None) for key in (document.path, document.id)]
            failure = next((found for found in own if found is not None), None)
            stream.write(json_line(_document_json(row, fields, failure, about)))
        for failure in failures.values():
            stream.write(json_line(_failed_json(failure, about)))


def _document_json(
    row: ExtractedDocument, fields: Sequence[Field], failure: ItemFailure | None, about: About
) -> dict[str, Any]:
    document = row.document
    offered = by_field(row.extraction.mentions)
    groups = [item for item in fields if item.columns]
    found: dict[str, Any] = {
        "document": document.path,
        "sha256": document.sha256,
        "pages": len(document.pages) or None,
        "characters": len(document.text),
        "coverage": row.extraction.coverage,
        "fields": {
            item.name: _values_json(document, offered.get(item.name, []), row.edits.get(item.name))
            for item in fields
            if not item.columns
        },
        "failure": failure_json(failure, about) if failure else None,
    }
    if groups:
        found["records"] = {group.name: _records_json(row, group) for group in groups}
    if row.doubts:
        found["doubts"] = [
            {
                "code": doubt.code,
                "message": about.say(ItemFailure(document.name, doubt.code, doubt.params)),
                "fields": list(doubt.fields),
            }
            for doubt in row.doubts
        ]
    if row.unlocated:
        found["unlocated"] = [
            {"field": one.field, "text": one.text, "score": round(one.score, 6)}
            for one in row.unlocated
        ]
    return found


def _records_json(row: ExtractedDocument, group: Field) -> list[dict[str, Any]]:
    """The records of a group in the order of the document, each value with its place."""
    return [
        {
            column.name: _record_value_json(value)
            for column, value in zip(group.columns, record.values, strict=True)
        }
        for record in row.records
        if record.group == group.name
    ]


def _record_value_json(value: RecordValue) -> dict[str, Any] | None:
    mention = value.mention
    if mention is None:
        typed = {"text": value.text, "start": None, "end": None, "page": None, "normalized": None}
        return {**typed, "score": None, "source": "person"} if value.text else None
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "page": mention.page,
        "normalized": mention.normalized,
        "score": round(mention.score, 6),
        "source": mention.source.value,
        "value": value.text,
        "review": value.state.value,
    }


def _values_json(
    document: Document, mentions: Sequence[Mention], edit: Edit | None
) -> list[dict[str, Any]]:
    """The candidates of a field; a person's decision settles which of them is chosen."""
    overruled = edit is not None and (edit.value is not None or edit.state is ReviewState.REJECTED)
    values: list[dict[str, Any]] = [
        {
            "text": mention.text,
            "start": mention.start,
            "end": mention.end,
            "page": mention.page,
            "normalized": mention.normalized,
            "score": round(mention.score, 6),
            "source": mention.source.value,
            "chosen": mention.chosen and not overruled,
        }
        for mention in mentions
    ]
    # An emptied cell has no value: nothing is chosen, and there is nothing to add.
    if edit is not None and edit.value and edit.state is not ReviewState.REJECTED:
        values.insert(0, _person_json(document, edit))
    return values


def _person_json(document: Document, edit: Edit) -> dict[str, Any]:
    """A typed value has no place; a picked one has, and its text is the document's own."""
    picked = edit.start >= 0
    text = document.text[edit.start : edit.end] if picked else edit.value
    return {
        "text": text,
        "start": edit.start if picked else None,
        "end": edit.end if picked else None,
        "page": document.page_at(edit.start) if picked else None,
        "normalized": None if text == edit.value else edit.value,
        "score": None,
        "source": "person",
        "chosen": True,
    }


def _failed_json(failure: ItemFailure, about: About) -> dict[str, Any]:
    return {
        "document": failure.item,
        "sha256": None,
        "pages": None,
        "characters": None,
        "coverage": None,
        "fields": {},
        "failure": failure_json(failure, about),
    }
