"""``dedupe``: duplicate rows of one or several tables."""

from __future__ import annotations

import argparse
import csv
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options, share
from cli.output import UsageError, check_output, output_format
from cli.progress import clock
from cli.session import Session, usage_of
from engine.errors import UserError
from engine.types import RunStatus

if TYPE_CHECKING:
    from engine.distributed.candidates import SearchOnCluster
    from engine.jobs.dedupe_tables import DedupeRequest

FORMATS = ("xlsx", "jsonl", "csv")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``dedupe``."""
    parser = subparsers.add_parser("dedupe", help="duplicate rows", parents=[common_options()])
    parser.add_argument("paths", metavar="FILE", nargs="+", type=Path, help="tables")
    parser.add_argument(
        "--columns",
        metavar="A,B,…",
        required=True,
        help="the columns that identify a row; B=C: called C in another table",
    )
    parser.add_argument("--threshold", type=share, metavar="T", help="accept pairs from this score")
    parser.add_argument(
        "--scope",
        choices=("both", "within", "between"),
        default="both",
        help="pairs within a table, between tables, or both",
    )
    parser.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="find and compare candidates on a Ray cluster, or on all cores of this machine: --ray local",
    )
    parser.add_argument(
        "--meaning",
        action="store_true",
        help="compare free texts that say the same in other words, too, with the embeddings model",
    )
    goal = parser.add_mutually_exclusive_group(required=True)
    goal.add_argument("--out", metavar="F", help="F.xlsx, .jsonl, .csv, or -")
    goal.add_argument(
        "--estimate",
        action="store_true",
        help="say how many pairs and how long it would be, and do nothing",
    )


def run(session: Session) -> int:
    """Find duplicates, then write them, also after an interruption."""
    from engine.jobs.dedupe import DedupeRequest

    options = session.options
    columns, aliases = named_columns(options.columns)
    paths = tuple(str(path) for path in options.paths)
    request = DedupeRequest(
        paths,
        columns,
        scope=options.scope,
        aliases=aliases,
        meaning=options.meaning,
        model=options.model or "",
    )
    if options.threshold is not None:
        request = replace(request, threshold=options.threshold)
    if options.threads:
        request = replace(request, threads=options.threads)
    if options.estimate:
        return _estimate(session, request)
    kind = output_format(options.out, FORMATS)
    check_output(options, options.paths)
    check_columns(session, options.paths, request)
    return _search(session, request, kind)


def _search(session: Session, request: DedupeRequest, kind: str) -> int:
    from engine.jobs.dedupe import dedupe
    from engine.jobs.export import export_duplicates

    settings = {
        "paths": list(request.paths),
        "columns": list(request.columns),
        "threshold": request.threshold,
    }
    if request.scope != "both":
        settings["scope"] = request.scope
    if request.aliases:
        settings["aliases"] = [list(names) for names in request.aliases]
    if request.meaning:
        settings["meaning"] = True
    if request.model:
        settings["model"] = request.model
    elsewhere = _on_cluster(session) if session.options.ray else None
    shared = elsewhere.elsewhere() if elsewhere else None
    try:
        finished = session.run(
            "dedupe", settings, lambda services, control: dedupe(request, services, control, shared)
        )
    finally:
        if elsewhere is not None:
            elsewhere.leave()
    if elsewhere is not None and finished.status is not RunStatus.FAILED:
        elsewhere.close()
    if finished.status in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES):
        export_duplicates(session.project, session.target(), kind=kind, about=session.about())
    session.report(finished)
    return exit_codes.of(finished)


def _on_cluster(session: Session) -> SearchOnCluster:
    """The parts lie beside the output, so that a later run finds them."""
    from cli.cluster import join_cluster
    from engine.distributed.candidates import SearchOnCluster
    from engine.distributed.cluster import RayCluster

    if session.options.out == "-":
        raise UsageError("--ray goes with a file as --out")
    out = Path(session.options.out).absolute()
    cluster = RayCluster(join_cluster(session))
    return SearchOnCluster(cluster, out.with_name(f".{out.name}.parts"), session.control)


def _estimate(session: Session, request: DedupeRequest) -> int:
    """Say what the search would come to."""
    from engine.jobs.dedupe_estimate import estimate_dedupe

    found = estimate_dedupe(request, session.control)
    facts = asdict(found)
    for name in ("rows", "repeated", "pairs", "least", "most", "memory"):
        facts[name] = f"{facts[name]:,}"
    facts["time"] = clock(found.seconds)
    print(session.explain("dedupe_estimate", facts))
    return exit_codes.DONE


def named_columns(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names in ``A,B,…``, and those that go by others as well (``B=C``), with these; a name that
    holds a comma stands in double quotes."""
    parts = next(csv.reader([text.replace("，", ",")], skipinitialspace=True), [])
    named = [[name.strip() for name in part.split("=") if name.strip()] for part in parts]
    named = [names for names in named if names]
    return (
        tuple(names[0] for names in named),
        tuple(tuple(names) for names in named if len(names) > 1),
    )


def check_columns(session: Session, paths: list[Path], request: DedupeRequest) -> None:
    """A column that no table has is a mistake on the command line: say which columns there are."""
    from engine.jobs.dedupe_tables import column_places
    from engine.tables import open_all

    if not request.columns:
        raise UsageError("--columns names no column")
    try:
        tables = [table for path in paths for table in open_all(path)]
    except UserError:
        # What is wrong with a file is the job's to say.
        return
    try:
        column_places(tables, request.columns, request.aliases)
    except UserError as error:
        raise usage_of(error, session.language) from None
