"""What the lists of runs and failures show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from engine.store import FailureRow
from engine.types import Run, RunStatus
from gui.errors import Explainer
from gui.tables.column import Column, Look
from gui.theme import Tone
from gui.words import duration, moment, status_words

translate = QCoreApplication.translate

_STATUS_ICONS = {
    RunStatus.QUEUED: "proposed",
    RunStatus.RUNNING: "run",
    RunStatus.DONE: "accept",
    RunStatus.DONE_WITH_FAILURES: "warning",
    RunStatus.CANCELLED: "stop",
    RunStatus.FAILED: "reject",
    RunStatus.INTERRUPTED: "warning",
}
_STATUS_TONES = {
    RunStatus.DONE_WITH_FAILURES: Tone.CAUTION,
    RunStatus.INTERRUPTED: Tone.CAUTION,
    RunStatus.FAILED: Tone.BAD,
}


def run_columns(title: Callable[[str], str]) -> list[Column[Run]]:
    """What the list shows of a run."""
    return [
        Column(
            translate("Activity", "Started"),
            lambda run: run.started,
            moment,
            sort="started",
            width=12,
        ),
        Column(translate("Activity", "Job"), lambda run: title(run.job), sort="job", width=22),
        Column(
            translate("Activity", "State"),
            lambda run: run.status,
            status_words,
            sort="status",
            width=24,
            look=Look.STATE,
            tone=lambda run: _STATUS_TONES.get(run.status),
            icon=lambda run: _STATUS_ICONS[run.status],
        ),
        Column(
            translate("Activity", "Results"), lambda run: run.done, sort="done", width=8, right=True
        ),
        Column(
            translate("Activity", "Failed"),
            lambda run: run.failed or None,
            sort="failed",
            width=8,
            right=True,
            tone=lambda run: Tone.BAD if run.failed else None,
        ),
        Column(
            translate("Activity", "Took"),
            lambda run: run.finished - run.started if run.finished else None,
            lambda seconds: "" if seconds is None else duration(seconds),
            width=12,
            right=True,
        ),
        Column(translate("Activity", "Model"), lambda run: run.model, sort="model", width=20),
    ]


def failure_columns(
    explain: Explainer, title: Callable[[str], str], name: Callable[[str], str]
) -> list[Column[FailureRow]]:
    """What the list shows of a failure: what it is, why, and the remedy."""
    return [
        Column(
            translate("Activity", "Item"),
            lambda row: name(row.failure.item),
            sort="item",
            width=24,
            tooltip=lambda row: row.failure.item,
        ),
        Column(translate("Activity", "Job"), lambda row: title(row.job), sort="job", width=18),
        Column(
            translate("Activity", "Why"),
            lambda row: explain.failure(row.failure).what,
            sort="code",
            width=44,
        ),
        Column(
            translate("Activity", "What to do"),
            lambda row: explain.failure(row.failure).next,
            width=44,
        ),
    ]
