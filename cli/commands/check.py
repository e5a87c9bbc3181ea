"""``check``: contradictions inside documents and between them, and documents against a playbook."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.named import named_documents
from cli.options import common_options, server_options
from cli.output import UsageError, check_output, output_format, publishes
from cli.session import Session, usage_of
from engine.errors import UserError
from engine.events import Payload, Results
from engine.types import Document, Target, Verdict

if TYPE_CHECKING:
    from engine.export import JudgedVerdict

FORMATS = ("xlsx", "jsonl", "html")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``check``."""
    parser = subparsers.add_parser(
        "check", help="contradicting clauses", parents=[common_options(), server_options("nli")]
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files and folders")
    parser.add_argument(
        "--across", action="store_true", help="also between the documents, in whatever languages"
    )
    parser.add_argument(
        "--playbook",
        metavar="F",
        help="hold each document against these statements: a .yaml or .txt file, or the name of a "
        "built-in playbook (nda, purchase, lease, employment)",
    )
    parser.add_argument(
        "--inside", action="store_true", help="with --playbook: look for contradictions, too"
    )
    parser.add_argument("--out", metavar="F", required=True, help="F.xlsx, .jsonl, .html, or -")


class Outcome:
    """The documents and the verdicts of this run, by id. Two files with the same content are one
    document; each gets its own lines in the output, under a key of its own."""

    def __init__(self) -> None:
        self.paths: dict[str, list[str]] = {}
        self.verdicts: dict[str, Verdict] = {}

    def hear(self, payload: Payload) -> None:
        """Note one stored batch."""
        if not isinstance(payload, Results):
            return
        for item in payload.items:
            if isinstance(item, Document):
                self.paths.setdefault(item.id, []).append(item.path)
            elif isinstance(item, Verdict):
                self.verdicts[item.id] = item

    def by_key(self) -> dict[str, str]:
        """Each path by its key: the document's id, or the id with a number for a further file."""
        return {
            f"{document_id}{suffix(copy)}": path
            for document_id, paths in self.paths.items()
            for copy, path in enumerate(paths)
        }


def suffix(copy: int) -> str:
    """What tells the key of a document's further files from its id."""
    return f"#{copy}" if copy else ""


def run(session: Session) -> int:
    """Check, then write the verdicts, also after an interruption."""
    from engine.consistency.playbook_file import find_playbook
    from engine.export import write_verdicts
    from engine.jobs.check import CheckRequest, check

    options = session.options
    kind = output_format(options.out, FORMATS)
    paths = named_documents(session, options.paths)
    if not paths:
        raise UsageError("there is no document in what was named")
    try:
        playbook = find_playbook(options.playbook) if options.playbook else None
    except UserError as error:
        raise usage_of(error, session.language) from error
    check_output(options, [*paths, *([options.playbook] if playbook else [])])
    inside = options.inside or options.across or playbook is None
    request = CheckRequest(
        documents=paths,
        model=options.model,
        inside=inside,
        across=options.across,
        playbook=playbook,
    )
    outcome = Outcome()
    settings = {"documents": list(paths), "model": options.model, "across": options.across}
    if playbook is not None:
        settings |= {"playbook": playbook.name, "inside": inside}
    finished = session.run(
        "check",
        settings,
        lambda services, control: check(request, services, control),
        listen=outcome.hear,
    )
    if publishes(finished):
        verdicts = judged(session, outcome)
        write_verdicts(session.target(), verdicts, outcome.by_key(), session.about(), kind)
    session.report(finished)
    return exit_codes.of(finished)


def judged(session: Session, outcome: Outcome) -> Iterator[JudgedVerdict]:
    """The verdicts with what a person decided on them, the surest contradiction first."""
    from engine.export import JudgedVerdict

    place = {document_id: number for number, document_id in enumerate(outcome.paths)}
    ordered = sorted(
        outcome.verdicts.values(),
        key=lambda one: (
            place.get(one.premise.document_id, 0),
            one.expectation is not None,
            -one.contradiction if one.expectation is None else 0.0,
            one.premise.start if one.expectation is None else 0,
        ),
    )
    for verdict in ordered:
        edit = session.project.edits.get(Target.VERDICT, verdict.id)
        for copy, _ in enumerate(outcome.paths[verdict.premise.document_id]):
            yield JudgedVerdict(in_copy(verdict, copy), edit)


def in_copy(verdict: Verdict, copy: int) -> Verdict:
    """The verdict as it stands in a further file of the premise's document."""
    own = verdict.premise.document_id
    sides = (
        replace(side, document_id=own + suffix(copy)) if side.document_id == own else side
        for side in (verdict.premise, verdict.hypothesis)
    )
    premise, hypothesis = sides
    return replace(verdict, premise=premise, hypothesis=hypothesis)
