"""Extracted fields to xlsx, csv, jsonl and markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.export.about import About
from engine.export.files import Target
from engine.types import Document, Edit, Extraction, Field

EXTRACTION_FORMATS = ("xlsx", "jsonl", "csv", "md")


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """A document, what was found in it, and what a person decided: ``edits`` by field name. An
    edit without a value leaves the chosen mentions standing; a rejected value is left out of the
    cells and kept in the evidence."""

    document: Document
    extraction: Extraction
    edits: Mapping[str, Edit] = field(default_factory=dict)


def write_extractions(
    target: Target,
    rows: Iterable[ExtractedDocument],
    fields: Sequence[Field],
    about: About,
    kind: str = "",
) -> None:
    """A row a document, a column a field; xlsx adds evidence, failures and the run."""
    raise NotImplementedError
