"""Extracted fields to xlsx, csv, jsonl and markdown."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from engine.export.about import About
from engine.export.cells import field_values
from engine.export.common import csv_value
from engine.export.extraction_book import write_book
from engine.export.extraction_json import write_jsonl
from engine.export.files import Target, format_of, text_output
from engine.export.labels import Translate, labels
from engine.export.rows import ExtractedDocument
from engine.export.sheets import clean
from engine.types import Field

EXTRACTION_FORMATS = ("xlsx", "jsonl", "csv", "md")


def write_extractions(
    target: Target,
    rows: Iterable[ExtractedDocument],
    fields: Sequence[Field],
    about: About,
    kind: str = "",
) -> None:
    """A row a document, a column a field; xlsx adds evidence, failures and the run."""
    kind = format_of(target, kind, EXTRACTION_FORMATS)
    if kind == "xlsx" and isinstance(target, Path):
        write_book(target, rows, fields, about)
    elif kind == "jsonl":
        write_jsonl(target, rows, fields, about)
    elif kind == "csv":
        _write_csv(target, rows, fields, about)
    else:
        _write_md(target, rows, fields, about)


def _flat_header(fields: Sequence[Field], label: Translate) -> list[str]:
    return [label("Document"), *(f.name for f in fields), label("Coverage"), label("Failure")]


def _flat_rows(
    rows: Iterable[ExtractedDocument], fields: Sequence[Field], about: About
) -> Iterable[list[str]]:
    failures = {failure.item: failure for failure in about.failures}
    for row in rows:
        document = row.document
        own = [failures.pop(key, None) for key in (document.path, document.id)]
        said = "; ".join(about.say(found) for found in own if found is not None)
        cells = field_values(row.extraction, fields, row.edits, row.doubted)
        texts = [cell.text for cell in cells]
        yield [document.path, *texts, f"{row.extraction.coverage:.4g}", said]
    for failure in failures.values():
        yield [failure.item, *[""] * len(fields), "", about.say(failure)]


def _write_csv(
    target: Target, rows: Iterable[ExtractedDocument], fields: Sequence[Field], about: About
) -> None:
    header = _flat_header(fields, labels(about.language))
    # With a mark at its start, Excel reads the file as UTF-8.
    with text_output(target, "utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        for line in chain([header], _flat_rows(rows, fields, about)):
            writer.writerow([csv_value(value) for value in line])


def _write_md(
    target: Target, rows: Iterable[ExtractedDocument], fields: Sequence[Field], about: About
) -> None:
    header = _flat_header(fields, labels(about.language))
    with text_output(target) as stream:
        stream.write(_md_line(header))
        stream.write(_md_line(["---"] * len(header)))
        for line in _flat_rows(rows, fields, about):
            stream.write(_md_line(line))


def _md_line(values: Sequence[str]) -> str:
    cells = [
        " ".join(clean(value).split()).replace("\\", "\\\\").replace("|", "\\|") for value in values
    ]
    return "| " + " | ".join(cells) + " |\n"
