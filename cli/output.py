"""Where results go, and when: never over an input, never an empty file over yesterday's results."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from engine.events import Finished
from engine.types import RunStatus


class UsageError(Exception):
    """The command line asks for something that cannot be; exit status 2."""


def output_format(path: str, allowed: tuple[str, ...]) -> str:
    """The format that ``--out`` asks for by its extension; ``-`` is jsonl on stdout."""
    if path == "-":
        return "jsonl"
    extension = Path(path).suffix.lower().lstrip(".")
    if extension not in allowed:
        names = ", ".join(f".{name}" for name in allowed)
        raise UsageError(f"--out {path}: the extension must be one of {names}")
    folder = Path(path).resolve().parent
    if not folder.is_dir():
        raise UsageError(f"--out {path}: there is no folder {folder}")
    return extension


def check_output(options: argparse.Namespace, inputs: Iterable[str | Path]) -> None:
    """Refuse to write results over something that the run reads, or over the project.

    Raises ``UsageError``.
    """
    others = {"--project": options.project, "--json-log": options.json_log}
    others["--fields-file"] = getattr(options, "fields_file", None)
    if options.json_log and not Path(options.json_log).resolve().parent.is_dir():
        raise UsageError(f"--json-log {options.json_log}: there is no such folder")
    if options.out == "-":
        return
    out = Path(options.out)
    for path in inputs:
        if same_file(out, Path(path)):
            raise UsageError(f"--out {out} is one of the files to read; give it another name")
    for option, path in others.items():
        if path and same_file(out, Path(path)):
            raise UsageError(f"--out and {option} name the same file")


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, also where a link or the case of letters differs."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.normcase(one.resolve()) == os.path.normcase(other.resolve())


def publishes(finished: Finished) -> bool:
    """Whether there is anything to write: a run that came to nothing leaves an older file alone."""
    if finished.status in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES):
        return True
    return finished.done > 0
