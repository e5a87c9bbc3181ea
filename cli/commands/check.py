"""``check``: contradictions inside each document."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options
from cli.session import Session, UsageError, output_format
from engine.events import Payload, Results
from engine.types import Document, Target, Verdict

if TYPE_CHECKING:
    from engine.export import JudgedVerdict

FORMATS = ("xlsx", "jsonl", "html")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``check``."""
    parser = subparsers.add_parser(
        "check", help="contradicting clauses", parents=[common_options()]
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files and folders")
    parser.add_argument("--out", metavar="F", required=True, help="F.xlsx, .jsonl, .html, or -")


class Outcome:
    """The documents and the verdicts of this run, by id."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}
        self.verdicts: dict[str, Verdict] = {}

    def hear(self, payload: Payload) -> None:
        """Note one stored batch."""
        if not isinstance(payload, Results):
            return
        for item in payload.items:
            if isinstance(item, Document):
                self.paths.setdefault(item.id, item.path)
            elif isinstance(item, Verdict):
                self.verdicts[item.id] = item


def run(session: Session) -> int:
    """Check, then write the verdicts, also after an interruption."""
    from engine.documents import walk
    from engine.export import write_verdicts
    from engine.jobs.check import CheckRequest, check

    options = session.options
    kind = output_format(options.out, FORMATS)
    paths = tuple(str(path) for path in walk(options.paths))
    if not paths:
        raise UsageError("there is no document in what was named")
    request = CheckRequest(documents=paths, model=options.model)
    outcome = Outcome()
    finished = session.run(
        "check",
        {"documents": list(paths), "model": options.model},
        lambda services, control: check(request, services, control),
        listen=outcome.hear,
    )
    verdicts = judged(session, outcome)
    write_verdicts(session.target(), verdicts, outcome.paths, session.about(), kind)
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
            -one.contradiction,
            one.premise.start,
        ),
    )
    for verdict in ordered:
        yield JudgedVerdict(verdict, session.project.edits.get(Target.VERDICT, verdict.id))
