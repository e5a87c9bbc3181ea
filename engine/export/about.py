"""What goes into every export beside its rows: language, run, failures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.types import ItemFailure, Run, Scalar


def code_of(failure: ItemFailure) -> str:
    """The code itself, where nobody gave sentences."""
    return failure.code


@dataclass(frozen=True, slots=True)
class About:
    """``language`` is that of headings (``en`` or ``zh``); ``run`` is shown on the sheet about the
    run, a line each; ``say`` turns a failure into a sentence for people."""

    language: str = "en"
    run: Sequence[tuple[str, Scalar]] = ()
    failures: Sequence[ItemFailure] = ()
    say: Callable[[ItemFailure], str] = field(default=code_of)


def run_facts(run: Run, version: str = "") -> list[tuple[str, Scalar]]:
    """A run as lines for :attr:`About.run`; times as ISO 8601 in UTC. A setting that is a list
    takes a line for each of its items."""
    facts: list[tuple[str, Scalar]] = [("program", f"ClauseDesk {version}".strip())]
    facts += [("job", run.job), ("model", run.model), ("status", run.status.value)]
    facts.append(("started", iso_time(run.started)))
    if run.finished is not None:
        facts.append(("finished", iso_time(run.finished)))
        facts.append(("seconds", round(run.finished - run.started, 1)))
    facts += [("done", run.done), ("failed", run.failed)]
    for name, value in run.settings:
        items = value if isinstance(value, list | tuple) and value else [value]
        facts += [(name, _plain(item)) for item in items]
    return facts


def iso_time(seconds: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC; empty for 0."""
    if not seconds:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(value: object) -> Scalar:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
