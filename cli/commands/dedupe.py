"""``dedupe``: duplicate rows of one or several tables."""

from __future__ import annotations

import argparse
import csv
from dataclasses import replace
from pathlib import Path

from cli import exit_codes
from cli.options import common_options, share
from cli.output import UsageError, check_output, output_format
from cli.session import Session, usage_of
from engine.errors import UserError
from engine.types import RunStatus

FORMATS = ("xlsx", "jsonl", "csv")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of design's command line for ``dedupe``."""
    parser = subparsers.add_parser("dedupe", help="duplicate rows", parents=[common_options()])
    parser.add_argument("paths", metavar="FILE", nargs="+", type=Path, help="tables")
    parser.add_argument(
        "--columns", metavar="A,B,…", required=True, help="the columns that identify a row"
    )
    parser.add_argument("--threshold", type=share, metavar="T", help="accept pairs from this score")
    parser.add_argument("--out", metavar="F", required=True, help="F.xlsx, .jsonl, .csv, or -")


def run(session: Session) -> int:
    """Find duplicates, then write them, also after an interruption."""
    from engine.jobs.dedupe import DedupeRequest, dedupe
    from engine.jobs.export import export_duplicates

    options = session.options
    kind = output_format(options.out, FORMATS)
    check_output(options, options.paths)
    columns = named_columns(options.columns)
    check_columns(session, options.paths, columns)
    paths = tuple(str(path) for path in options.paths)
    request = DedupeRequest(paths=paths, columns=columns)
    if options.threshold is not None:
        request = replace(request, threshold=options.threshold)
    finished = session.run(
        "dedupe",
        {"paths": list(paths), "columns": list(columns), "threshold": request.threshold},
        lambda services, control: dedupe(request, services, control),
    )
    if finished.status in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES):
        export_duplicates(session.project, session.target(), kind=kind, about=session.about())
    session.report(finished)
    return exit_codes.of(finished)


def named_columns(text: str) -> tuple[str, ...]:
    """The names in ``A,B,…``; one that holds a comma stands in double quotes."""
    names = next(csv.reader([text.replace("，", ",")], skipinitialspace=True), [])
    return tuple(name.strip() for name in names if name.strip())


def check_columns(session: Session, paths: list[Path], columns: tuple[str, ...]) -> None:
    """A column that no table has is a mistake on the command line: say which columns there are."""
    from engine.tables import match_column, open_all

    if not columns:
        raise UsageError("--columns names no column")
    known: dict[str, None] = {}
    try:
        for path in paths:
            for table in open_all(path):
                known.update(dict.fromkeys(table.columns))
    except UserError:
        # What is wrong with a file is the job's to say.
        return
    for column in columns:
        if match_column(column, tuple(known)) is None:
            error = UserError("column_unknown", column=column, columns=", ".join(known))
            raise usage_of(error, session.language)
