"""Parses the command line and hands over to one subcommand."""

from __future__ import annotations

import argparse
import importlib
import locale
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

import wording
from cli import exit_codes
from cli.help_words import in_chinese
from cli.options import with_defaults
from cli.output import UsageError
from cli.session import Session
from engine.errors import UserError, failure_of
from engine.paths import config_dir
from engine.settings import LANGUAGE, Settings
from engine.telemetry import logger

COMMANDS = (
    "extract",
    "dedupe",
    "pairs",
    "check",
    "compare",
    "learn",
    "models",
    "serve",
    "settings",
    "doctor",
    "bench",
)


class Command(Protocol):
    """The shape of a module in ``cli.commands``."""

    def add_parser(self, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        """Describe the subcommand's options."""

    def run(self, session: Session) -> int:
        """Do it; returns the exit status."""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; the subcommands describe themselves."""
    parser = argparse.ArgumentParser(
        prog="clausedesk",
        description="Fields out of contracts, duplicate rows, contradicting clauses; offline. "
        "Without a subcommand the window opens; `clausedesk demo` shows it all on samples.",
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        command(name).add_parser(subparsers)
    return parser


def command(name: str) -> Command:
    """The module of a subcommand."""
    return cast(Command, importlib.import_module(f"cli.commands.{name}"))


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit status."""
    _speak_utf8()
    language = system_language()
    parser = build_parser()
    if language == "zh":
        in_chinese(parser)
    options = with_defaults(parser.parse_args(arguments))
    try:
        settings = Settings.load(config_dir())
        language = settings.get(LANGUAGE) or language
        with Session(options, settings, language) as session:
            return command(options.command).run(session)
    except UsageError as error:
        print(f"clausedesk {options.command}: {error}", file=sys.stderr)
        return exit_codes.USAGE
    except UserError as error:
        print(wording.sentence(error.code, error.params, language), file=sys.stderr)
        return exit_codes.NOTHING_DONE
    except Exception as error:
        if isinstance(error, BrokenPipeError):
            return _reader_gone()
        logger(__name__).exception("command_failed", command=options.command)
        failure = failure_of(error, options.command)
        params = dict(failure.params)
        print(wording.sentence(failure.code, params, language), file=sys.stderr)
        return exit_codes.NOTHING_DONE


def _reader_gone() -> int:
    """The reader of our output has gone: say nothing more to it, not even at interpreter exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exit_codes.SOME_FAILED


def system_language() -> str:
    """``"zh"`` where the system speaks Chinese, else ``"en"``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    tag = locale.getlocale()[0] or ""
    return "zh" if tag.lower().startswith(("zh", "chinese")) else "en"


def _speak_utf8() -> None:
    """Redirected output is UTF-8 on every system, so that results read back as they were."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
