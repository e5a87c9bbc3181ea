"""``extract``: fields out of documents."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options, server_options
from cli.output import UsageError, check_output, output_format, publishes
from cli.session import Session, usage_of
from engine.errors import UserError
from engine.events import Payload, Results
from engine.types import Document, Extraction, Field

if TYPE_CHECKING:
    from engine.export import ExtractedDocument

FORMATS = ("xlsx", "jsonl", "csv", "md")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``extract``."""
    parser = subparsers.add_parser(
        "extract",
        help="fields out of documents",
        parents=[common_options(), server_options("extraction")],
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files and folders")
    fields = parser.add_mutually_exclusive_group(required=True)
    fields.add_argument("--fields", metavar="TEXT", help="field names, as typed in the window")
    fields.add_argument("--fields-file", metavar="F", type=Path, help="a text file with the fields")
    fields.add_argument("--template", metavar="NAME", help="a built-in list of fields")
    parser.add_argument("--out", metavar="F", required=True, help="F.xlsx, .jsonl, .csv, .md, or -")
    parser.add_argument(
        "--text-dir", metavar="D", type=Path, help="write each document's canonical text into D"
    )


def run(session: Session) -> int:
    """Extract, then write what was found, also after an interruption."""
    from engine.documents import walk
    from engine.jobs.extract import ExtractRequest, extract

    options = session.options
    kind = output_format(options.out, FORMATS)
    fields = chosen_fields(session)
    paths = tuple(str(path) for path in walk(options.paths))
    if not paths:
        raise UsageError("there is no document in what was named")
    check_output(options, paths)
    request = ExtractRequest(documents=paths, fields=fields, model=options.model)
    outcome = Outcome(options.text_dir)
    names = [field.name for field in fields]
    finished = session.run(
        "extract",
        {"documents": list(paths), "fields": names, "model": options.model},
        lambda services, control: extract(request, services, control),
        sink=lambda run_id: session.project.sink(run_id, fields=names),
        listen=outcome.hear,
    )
    from engine.export import write_extractions

    rows = finished_documents(session, outcome, fields)
    if publishes(finished):
        write_extractions(session.target(), rows, fields, session.about(), kind)
    session.report(finished)
    return exit_codes.of(finished)


class Outcome:
    """What came of each path, in the order in which it came; texts are written out as they pass."""

    def __init__(self, text_dir: Path | None) -> None:
        self.read: dict[str, list[str]] = {}
        self.extracted: list[str] = []
        self._text_dir = text_dir
        if text_dir:
            text_dir.mkdir(parents=True, exist_ok=True)

    def hear(self, payload: Payload) -> None:
        """Note one stored batch."""
        if isinstance(payload, Results):
            for item in payload.items:
                if isinstance(item, Document):
                    self._note(item)
                elif isinstance(item, Extraction):
                    self.extracted.append(item.document_id)

    def _note(self, document: Document) -> None:
        self.read.setdefault(document.id, []).append(document.path)
        if self._text_dir:
            name = f"{document.name}.{document.sha256[:12]}.txt"
            target = self._text_dir / name
            target.write_text(document.text, encoding="utf-8", newline="")


def chosen_fields(session: Session) -> tuple[Field, ...]:
    """The fields asked for, by whichever of the three options."""
    from engine.extraction import parse_fields
    from engine.extraction.templates import load_template

    options = session.options
    try:
        if options.template:
            return load_template(options.template, session.language).fields
        text = options.fields
        if options.fields_file:
            text = options.fields_file.read_text(encoding="utf-8-sig")
        return parse_fields(text)
    except UserError as error:
        raise usage_of(error, session.language) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--fields-file {options.fields_file}: {error}") from error


def finished_documents(
    session: Session, outcome: Outcome, fields: Sequence[Field]
) -> Iterator[ExtractedDocument]:
    """Each document with its extraction and edits, out of the project; a file named twice comes
    twice."""
    from engine.jobs.export import extracted_document

    for document_id in dict.fromkeys(outcome.extracted):
        row = extracted_document(session.project, document_id, fields)
        if row is None:
            continue
        document = row.document
        for path in outcome.read.get(document_id, [document.path]):
            yield replace(row, document=replace(document, path=path, name=Path(path).name))
