"""``extract``: fields out of documents."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.named import named_documents
from cli.options import common_options, server_options, share
from cli.output import UsageError, check_output, output_format, publishes
from cli.session import Session, usage_of
from engine.errors import UserError
from engine.events import Payload, Results
from engine.types import Document, Extraction, Field

if TYPE_CHECKING:
    from engine.export import ExtractedDocument
    from engine.extraction.grammar import FieldList
    from engine.extraction.templates import Template

FORMATS = ("xlsx", "jsonl", "csv", "md")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``extract``."""
    parser = subparsers.add_parser(
        "extract",
        help="fields out of documents",
        parents=[common_options(), server_options("extraction")],
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files and folders")
    fields = parser.add_mutually_exclusive_group()
    fields.add_argument("--fields", metavar="TEXT", help="field names, as typed in the window")
    fields.add_argument("--fields-file", metavar="F", type=Path, help="a text file with the fields")
    fields.add_argument(
        "--template", metavar="NAME", help="a list of fields: built-in, your own, or a shared file"
    )
    fields.add_argument(
        "--import-review",
        metavar="F.xlsx",
        type=Path,
        help="take over what was edited in an exported workbook; needs --project and no PATH",
    )
    parser.add_argument(
        "--threshold",
        metavar="T",
        type=share,
        help="choose nothing below this confidence (default: 0.5); a field's own comes first",
    )
    parser.add_argument("--out", metavar="F", required=True, help="F.xlsx, .jsonl, .csv, .md, or -")
    parser.add_argument(
        "--map",
        metavar="LABEL=FIELD",
        action="append",
        help="which label of a model with fixed labels fills which field; may be repeated",
    )
    parser.add_argument(
        "--text-dir", metavar="D", type=Path, help="write each document's canonical text into D"
    )


def run(session: Session) -> int:
    """Extract, then write what was found, also after an interruption."""
    from engine.extraction.choose import DEFAULT_THRESHOLD
    from engine.extraction.grammar import format_field_list
    from engine.jobs.extract import ExtractRequest, extract

    options = session.options
    kind = output_format(options.out, FORMATS)
    if options.import_review:
        from cli.commands.reimport import import_review

        return import_review(session, kind)
    asked = chosen_fields(session)
    fields = asked.fields
    paths = named_documents(session, options.paths)
    if not paths:
        raise UsageError("there is no document in what was named")
    check_output(options, paths)
    threshold = DEFAULT_THRESHOLD if options.threshold is None else options.threshold
    request = ExtractRequest(
        documents=paths, fields=fields, model=options.model, threshold=threshold
    )
    outcome = Outcome(options.text_dir)
    names = [field.name for field in fields]
    finished = session.run(
        "extract",
        {
            "documents": list(paths),
            "fields": names,
            "fields_text": format_field_list(asked),
            "model": options.model,
        },
        lambda services, control: extract(request, services, control),
        sink=lambda run_id: session.project.sink(run_id, fields=names),
        listen=outcome.hear,
    )
    from engine.export import write_extractions

    rows = finished_documents(session, outcome, fields, paths)
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
            try:
                text_dir.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(f"--text-dir {text_dir}: {error.strerror}") from error

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


def chosen_fields(session: Session) -> FieldList:
    """The fields and rules asked for, by whichever of the three options."""
    from engine.extraction.grammar import FieldList, parse_field_list

    options = session.options
    try:
        if options.template:
            template = _template(options.template, session.language)
            return FieldList(template.fields, template.rules)
        text = options.fields
        if options.fields_file:
            text = options.fields_file.read_text(encoding="utf-8-sig")
        if text is None:
            raise UsageError("one of --fields, --fields-file and --template is needed")
        return parse_field_list(text)
    except UserError as error:
        raise usage_of(error, session.language) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--fields-file {options.fields_file}: {error}") from error


def _template(name: str, language: str) -> Template:
    """A template by name, or the one in a shared file."""
    from engine.extraction.templates import TemplateShelf, load_template, read_template
    from engine.paths import data_dir

    file = Path(name)
    if file.suffix == ".txt" and file.is_file():
        return read_template(file)
    return load_template(name, language, shelf=TemplateShelf(data_dir() / "templates"))


def finished_documents(
    session: Session, outcome: Outcome, fields: Sequence[Field], paths: Sequence[str]
) -> Iterator[ExtractedDocument]:
    """Each document with its extraction and edits, out of the project, in the order of ``paths``
    whichever was finished first; a file named twice comes twice."""
    from engine.jobs.export import extracted_document

    order = {path: number for number, path in enumerate(paths)}

    def place(document_id: str) -> int:
        read = outcome.read.get(document_id, ())
        return min((order[path] for path in read if path in order), default=len(order))

    for document_id in sorted(dict.fromkeys(outcome.extracted), key=place):
        row = extracted_document(session.project, document_id, fields)
        if row is None:
            continue
        document = row.document
        for path in outcome.read.get(document_id, [document.path]):
            yield replace(row, document=replace(document, path=path, name=Path(path).name))
