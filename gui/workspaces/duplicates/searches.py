"""The searches for duplicates of a project: the one under way, and the one whose pairs there are."""

from __future__ import annotations

from engine.store import Filter, Query
from engine.types import Run, RunStatus
from gui.controller import Controller
from gui.jobs import JobState
from gui.launch import DEDUPE

LATEST = Query(filters=(Filter("job", "=", DEDUPE),))


class Searches:
    """Asks the controller's tracker and the project's runs. Thread: GUI."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    def under_way(self) -> JobState | None:
        """The search that runs or waits."""
        return next((one for one in self._controller.tracker.active() if one.job == DEDUPE), None)

    def latest(self) -> Run | None:
        """The search that was begun last."""
        runs = self._controller.project.runs.page(0, 1, LATEST)
        return runs[0] if runs else None

    def begun(self) -> float:
        """When that was, in seconds since the epoch; 0 where there was none."""
        latest = self.latest()
        return latest.started if latest else 0.0

    def made_with(self) -> float | None:
        """The threshold that the search which ended last made its clusters with; ``None`` where it did
        not come to its end, so that the clusters are those of an earlier one."""
        latest = self.latest()
        if latest is None or latest.status not in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES):
            return None
        threshold = dict(latest.settings).get("threshold")
        return None if threshold is None else float(threshold)

    def whose_pairs(self) -> str:
        """The id of the search whose pairs there are; nothing while one is under way."""
        latest = None if self.under_way() else self.latest()
        return latest.id if latest else ""
