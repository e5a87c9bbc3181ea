"""``pairs``: scores given pairs in input order, streaming; memory does not grow with the file."""

from __future__ import annotations

import argparse
import codecs
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cli import exit_codes
from cli.cluster import join_cluster
from cli.options import common_options, server_options
from cli.output import UsageError, check_output, output_format, publishes
from cli.session import Session
from engine.control import JobControl
from engine.errors import UserError
from engine.events import Finished, Payload, ResultItem
from engine.jobs.runner import Sink
from engine.jobs.services import NoCache, Services
from engine.types import ItemFailure, RunStatus, ScoredPair

if TYPE_CHECKING:
    from engine.distributed.pairs import PairsOnCluster
    from engine.jobs.score_pairs import PairLedger, PairRun, ScorePairsRequest

FORMATS = ("jsonl", "csv", "xlsx")
_NAMED_FAILURES = 5
"""So many failed lines are named on stderr; all of them stand in the output and in the list."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``pairs``."""
    parser = subparsers.add_parser(
        "pairs",
        help="score given pairs",
        parents=[common_options(), server_options("similarity", "nli")],
    )
    parser.add_argument("path", metavar="FILE", type=Path, help="jsonl, csv or xlsx")
    parser.add_argument("--task", choices=("similarity", "nli"), required=True)
    parser.add_argument(
        "--left", metavar="COLUMN", help="the first text: a name, or a place such as 3 or C"
    )
    parser.add_argument("--right", metavar="COLUMN", help="the second text")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")
    parser.add_argument(
        "--header", metavar="auto|none|N", type=_header, help="the row that names the columns"
    )
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        type=_encoding,
        help="of a text file, such as gb18030 or cp1252; found by itself",
    )
    parser.add_argument(
        "--out", metavar="F", required=True, help="F.jsonl, F.csv, F.xlsx, or - for jsonl"
    )
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help="score only the lines that failed in F, or are missing there",
    )
    parser.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="score on a Ray cluster, or on all cores of this machine: --ray local",
    )
    parser.add_argument(
        "--start-over", action="store_true", help="do not go on with a run that was broken off"
    )


class Output(Protocol):
    """Where the lines go: a file that can be gone on with, or stdout."""

    ledger: PairLedger | None
    already: int
    """Lines of an earlier run, which count as done."""

    def write(self, items: Sequence[ScoredPair]) -> None:
        """Some lines, in order."""

    def finish(self, finished: Finished) -> None:
        """The run is over."""


class WritingSink:
    """Writes each batch out as it comes, and closes the run in the project."""

    def __init__(self, output: Output, inner: Sink) -> None:
        self._output = output
        self._inner = inner
        self.failed: list[ItemFailure] = []

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Write the lines; the project keeps only the failures and the run, not millions of lines."""
        lines = [item for item in items if isinstance(item, ScoredPair)]
        self._output.write(lines)
        room = _NAMED_FAILURES - len(self.failed)
        if room > 0:
            self.failed += [line.failure for line in lines if line.failure][:room]
        if failures:
            self._inner.store((), failures)

    def finish(self, finished: Finished) -> None:
        """The run is over; it is closed first, as the file says how it ended."""
        self._inner.finish(finished)
        self._output.finish(finished)


class FileOutput:
    """A file, written in a thread of its own, that a later run goes on with."""

    def __init__(self, session: Session, request: ScorePairsRequest) -> None:
        from engine.export import ScoredFile

        self._session = session
        self._retries = request.earlier is not None
        fresh = session.options.start_over
        self._file = ScoredFile(Path(session.options.out), session.about, fresh)
        self.ledger: PairLedger | None = self
        self.already = 0

    def __enter__(self) -> FileOutput:
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._file.__exit__(None, None, None)

    def begin(self, run: PairRun) -> int:
        """How many lines are there already; the person is told."""
        identity = repr((run, _stamp(self._session.options.out) if self._retries else ""))
        done = self.already = self._file.begin(run.columns, run.labels, identity)
        if done:
            self._session.say(self._session.explain("pairs_going_on", {"lines": done}))
        elif self._file.started_over:
            self._session.say(self._session.explain("pairs_started_over", {}))
        return done

    def write(self, items: Sequence[ScoredPair]) -> None:
        """Some lines, in order."""
        self._file.write(items)

    def finish(self, finished: Finished) -> None:
        """Put the file in its place. A retry that was broken off leaves the earlier output alone."""
        whole = finished.status in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES)
        if whole or (publishes(finished) and not self._retries):
            self._file.finish(whole)


class StreamOutput:
    """Stdout."""

    def __init__(self, session: Session) -> None:
        from engine.export import ScoredWriter

        self._writer = ScoredWriter(sys.stdout, session.about())
        self.ledger: PairLedger | None = None
        self.already = 0

    def __enter__(self) -> StreamOutput:
        self._writer.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._writer.__exit__(None, None, None)

    def write(self, items: Sequence[ScoredPair]) -> None:
        """Some lines, in order."""
        self._writer.write(items)

    def finish(self, finished: Finished) -> None:
        """What was written stands there already."""


def run(session: Session) -> int:
    """Score, writing as it goes."""
    from engine.jobs.score_pairs import score_pairs

    request = _request(session)
    settings = {"path": request.path, "task": request.task, "model": request.model}
    sinks: list[WritingSink] = []
    # A project keeps the scores for other runs. Without one they would only be kept to be thrown away.
    keeps = session.options.project is not None

    def job(services: Services, control: JobControl) -> Iterator[Payload]:
        inside = services if keeps else replace(services, cache=NoCache())
        if session.options.ray:
            return _on_cluster(session).score(request, inside, control, output.ledger)
        return score_pairs(request, inside, control, output.ledger)

    def sink(run_id: str) -> Sink:
        sinks.append(WritingSink(output, session.project.sink(run_id)))
        return sinks[0]

    opened: AbstractContextManager[FileOutput | StreamOutput]
    opened = StreamOutput(session) if session.options.out == "-" else FileOutput(session, request)
    with opened as output:
        finished = session.run("score_pairs", settings, job, sink=sink)
    _report(session, finished, sinks[0].failed)
    return exit_codes.of(replace(finished, done=finished.done + output.already))


def _on_cluster(session: Session) -> PairsOnCluster:
    """The parts lie beside the output, so that a later run finds them."""
    from engine.distributed.cluster import RayCluster
    from engine.distributed.pairs import PairsOnCluster

    address = join_cluster(session)
    out = Path(session.options.out).absolute()
    parts = out.with_name(f".{out.name}.parts")
    models = [folder for folder in session.library().folders() if folder.is_dir()]
    return PairsOnCluster(RayCluster(address), parts, models)


def _request(session: Session) -> ScorePairsRequest:
    from engine.jobs.score_pairs import ScorePairsRequest

    options = session.options
    output_format(options.out, FORMATS)
    check_output(options, [options.path])
    if (options.left is None) != (options.right is None):
        raise UsageError("--left and --right go together")
    if options.ray and (options.out == "-" or options.server):
        raise UsageError("--ray goes with a file as --out, and without --server")
    if options.retry_failed and (options.out == "-" or not Path(options.out).is_file()):
        raise UsageError(f"--retry-failed: there is no {options.out} of an earlier run")
    left, right = options.left, options.right
    if left is None and sys.stdin.isatty() and sys.stderr.isatty():
        left, right = _asked(session)
    return ScorePairsRequest(
        path=str(options.path),
        task=options.task,
        left=left,
        right=right,
        sheet=options.sheet,
        header=options.header,
        model=options.model,
        earlier=options.out if options.retry_failed else None,
        encoding=options.encoding or "",
    )


def _asked(session: Session, ask: Callable[[str], str] = input) -> tuple[str | None, str | None]:
    """The two columns, asked for where they cannot be told; neither where they can."""
    from engine.jobs.pair_lines import PairSource, columns_of

    options = session.options
    try:
        PairSource(options.path, None, None, options.sheet, options.header, options.encoding or "")
    except UserError as error:
        if error.code != "pairs_no_columns":
            return None, None
    else:
        return None, None
    columns = columns_of(options.path, options.sheet, options.header, options.encoding or "")
    for place, name in enumerate(columns, 1):
        session.say(f"{place:3}  {name}")
    left = ask(session.explain("pairs_which_left", {}) + " ")
    return left.strip(), ask(session.explain("pairs_which_right", {}) + " ").strip()


def _report(session: Session, finished: Finished, failed: Sequence[ItemFailure]) -> None:
    """The first lines that failed, and where all of them are listed."""
    from engine.export import failed_list

    session.failures.extend(failed)
    session.report(finished)
    out = session.options.out
    if failed and out != "-":
        listed = {"failed": finished.failed, "path": str(failed_list(Path(out)))}
        session.say(session.explain("pairs_failed_listed", listed))


def _header(text: str) -> int | None:
    """``auto``, ``none`` or the number of a row."""
    if text == "auto":
        return None
    if text == "none":
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be auto, none or the number of a row")
    return int(text)


def _encoding(text: str) -> str:
    """The name of an encoding of text that Python knows."""
    try:
        found = codecs.lookup(text)
    except LookupError:
        raise argparse.ArgumentTypeError(f"there is no encoding called {text}") from None
    if not getattr(found, "_is_text_encoding", True):
        raise argparse.ArgumentTypeError(f"{text} is no encoding of text")
    return found.name


def _stamp(out: str) -> tuple[int, int]:
    stat = Path(out).stat()
    return stat.st_mtime_ns, stat.st_size
