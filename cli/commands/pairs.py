"""``pairs``: scores given pairs in input order, streaming; memory does not grow with the file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options, server_options
from cli.output import UsageError, check_output, output_format, publishes
from cli.session import Session
from engine.events import Finished, ResultItem
from engine.jobs.runner import Sink
from engine.types import ItemFailure, ScoredPair

if TYPE_CHECKING:
    from engine.export import ScoredWriter


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``pairs``."""
    parser = subparsers.add_parser(
        "pairs",
        help="score given pairs",
        parents=[common_options(), server_options("similarity", "nli")],
    )
    parser.add_argument("path", metavar="FILE", type=Path, help="jsonl, csv or xlsx")
    parser.add_argument("--task", choices=("similarity", "nli"), required=True)
    parser.add_argument("--left", metavar="COLUMN", help="the first text (default: text1, left …)")
    parser.add_argument(
        "--right", metavar="COLUMN", help="the second text (default: text2, right …)"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")
    parser.add_argument("--out", metavar="F", required=True, help="F.jsonl, or -")


class WritingSink:
    """Writes each batch out as it comes, and closes the run in the project."""

    def __init__(self, writer: ScoredWriter, inner: Sink) -> None:
        self._writer = writer
        self._inner = inner

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Write the lines; the project keeps only the failures and the run, not millions of lines."""
        self._writer.write(item for item in items if isinstance(item, ScoredPair))
        if failures:
            self._inner.store((), failures)

    def finish(self, finished: Finished) -> None:
        """The run is over."""
        self._inner.finish(finished)


def run(session: Session) -> int:
    """Score, writing as it goes."""
    from engine.export import ScoredWriter
    from engine.jobs.score_pairs import ScorePairsRequest, score_pairs

    options = session.options
    output_format(options.out, ("jsonl",))
    check_output(options, [options.path])
    if (options.left is None) != (options.right is None):
        raise UsageError("--left and --right go together")
    request = ScorePairsRequest(
        path=str(options.path),
        task=options.task,
        left=options.left,
        right=options.right,
        sheet=options.sheet,
        model=options.model,
    )
    settings = {"path": request.path, "task": request.task, "model": request.model}
    try:
        with ScoredWriter(session.target(), session.about()) as writer:
            finished = session.run(
                "score_pairs",
                settings,
                lambda services, control: score_pairs(request, services, control),
                sink=lambda run_id: WritingSink(writer, session.project.sink(run_id)),
            )
            if not publishes(finished):
                raise _NothingToWrite(finished)
    except _NothingToWrite as nothing:
        finished = nothing.finished
    session.report(finished)
    return exit_codes.of(finished)


class _NothingToWrite(Exception):
    """Leaves the writer's block without putting an empty file in place."""

    def __init__(self, finished: Finished) -> None:
        super().__init__(finished)
        self.finished = finished
