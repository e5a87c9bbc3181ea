"""``learn``: teach the built-in extractor from a project's accepted and edited cells; go back again."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options, positive
from cli.output import UsageError
from cli.session import Session, usage_of
from engine.errors import UserError
from engine.types import Field, RunStatus

if TYPE_CHECKING:
    from engine.models.adapters.store import AdapterStore

SHIPPED = "shipped"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``learn``."""
    parser = subparsers.add_parser(
        "learn",
        help="teach the extractor from corrected cells",
        description="Teaches the built-in extractor from the accepted and edited cells of --project. "
        "What it learned is used only if it is no worse on documents that were kept back; it stays on "
        "this machine, and every earlier version can be used again.",
        parents=[common_options()],
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="the versions that were learned")
    what.add_argument("--use", metavar="N", help=f"use version N, or the one that was {SHIPPED}")
    parser.add_argument("--fields", metavar="TEXT", help="the fields to learn (default: all)")
    parser.add_argument(
        "--minutes", type=positive, default=10, metavar="N", help="the most time for learning"
    )


def run(session: Session) -> int:
    """Learn, list, or go back."""
    options = session.options
    if options.list:
        return _list(session)
    if options.use is not None:
        return _use(session, options.use)
    if not options.project or not Path(options.project).exists():
        raise UsageError("name the project with the corrected cells: --project F.cdesk")
    from engine.jobs.adapt import JOB, AdaptRequest, adapt, corrections_of

    corrections = corrections_of(session.project, _fields(session))
    request = AdaptRequest(corrections, options.model, options.minutes)
    finished = session.run(
        JOB,
        {"cells": len(corrections), "model": options.model},
        lambda services, control: adapt(request, services, control),
    )
    session.report(finished)
    if finished.status is RunStatus.DONE:
        _list(session)
    return exit_codes.of(finished)


def _fields(session: Session) -> tuple[Field, ...]:
    """The fields asked for, or every column of the project."""
    from engine.extraction import parse_fields

    text = session.options.fields or "\n".join(session.project.cells.fields())
    try:
        return parse_fields(text)
    except UserError as error:
        raise usage_of(error, session.language) from error


def _list(session: Session) -> int:
    """A line a version, the one in use marked."""
    store = _store()
    for model in _models(session, store):
        active = store.active(model)
        print(f"{model}\n  {'   ' if active else '*  '}{SHIPPED}")
        for one in store.versions(model):
            made = dt.datetime.fromtimestamp(one.made, dt.UTC).astimezone()
            mark = "*" if active and active.version == one.version else " "
            print(
                f"  {mark}  {one.version}  {made:%Y-%m-%d %H:%M}  {one.documents} documents, "
                f"{one.cells} cells; F1 on documents kept back {one.before:.3f} -> {one.after:.3f}, "
                f"on the fixed test {one.retained_before:.3f} -> {one.retained_after:.3f}"
            )
    return exit_codes.DONE


def _use(session: Session, wanted: str) -> int:
    if wanted != SHIPPED and not wanted.isdecimal():
        raise UsageError(f"--use takes a version's number or “{SHIPPED}”, not “{wanted}”")
    store = _store()
    for model in _models(session, store):
        store.use(model, None if wanted == SHIPPED else int(wanted))
    return _list(session)


def _models(session: Session, store: AdapterStore) -> list[str]:
    """The model named, or every one that has learned something."""
    named = session.options.model
    return [named] if named else store.models()


def _store() -> AdapterStore:
    from engine.models.adapters.store import AdapterStore
    from engine.paths import data_dir

    return AdapterStore(data_dir() / "adapters")
