"""``compare``: what became of each clause from one document to another."""

from __future__ import annotations

import argparse
from pathlib import Path

from cli import exit_codes
from cli.options import common_options
from cli.output import UsageError, check_output, output_format, publishes
from cli.session import Session
from engine.events import Payload, Results
from engine.types import Comparison

FORMATS = ("xlsx", "jsonl", "html", "docx")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``compare``."""
    parser = subparsers.add_parser(
        "compare", help="two versions, clause by clause", parents=[common_options()]
    )
    parser.add_argument("old", metavar="OLD", type=Path, help="the version compared with")
    parser.add_argument("new", metavar="NEW", type=Path, nargs="?", help="the other version")
    parser.add_argument(
        "--tracked", action="store_true", help="OLD alone: before and after its tracked changes"
    )
    parser.add_argument(
        "--out", metavar="F", required=True, help="F.xlsx, .jsonl, .html, .docx (a redline), or -"
    )


class Heard:
    """The comparison that the job announced."""

    def __init__(self) -> None:
        self.comparison: Comparison | None = None

    def hear(self, payload: Payload) -> None:
        """Note one stored batch."""
        for item in payload.items if isinstance(payload, Results) else ():
            if isinstance(item, Comparison):
                self.comparison = item


def run(session: Session) -> int:
    """Compare, then write the changes, also those that were finished before an interruption."""
    from engine.export import Watch
    from engine.jobs.compare import CompareRequest, compare
    from engine.jobs.export import export_comparison

    options = session.options
    kind = output_format(options.out, FORMATS)
    if options.tracked == (options.new is not None):
        raise UsageError("name two documents, or one with --tracked")
    paths = [path for path in (options.old, options.new) if path is not None]
    for path in paths:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a document")
    check_output(options, paths)
    old, *rest = (str(path) for path in paths)
    request = CompareRequest(old, rest[0] if rest else None, options.model)
    heard = Heard()
    finished = session.run(
        "compare",
        {"old": old, "new": request.new, "model": options.model},
        lambda services, control: compare(request, services, control),
        listen=heard.hear,
    )
    if publishes(finished) and heard.comparison is not None:
        # A cancelled run still writes what it finished: its own control would refuse.
        export_comparison(
            session.project,
            session.target(),
            heard.comparison.id,
            about=session.about(),
            kind=kind,
            watch=Watch(),
        )
    session.report(finished)
    return exit_codes.of(finished)
