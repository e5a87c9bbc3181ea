"""Other scores for all pairs of a project and clusters that follow them, brought to an end whatever happens.

A million pairs take many transactions. What they are to become is kept in the project before the first of
them, and goes with the last: whoever opens the project after a power cut finds it and brings it to its end.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from engine.control import JobControl
from engine.dedupe.learning import Taught
from engine.jobs.teaching import UNTAUGHT, apply_taught
from engine.store import Project

TAUGHT = "duplicates_taught"
UNFINISHED = "duplicates_unfinished"
MADE = "duplicates_made"
"""The threshold that the clusters of a project were made with."""

Tell = Callable[[int, int], object]
"""Hears how many pairs have their score, of how many."""


@dataclass(frozen=True, slots=True)
class Change:
    """What pairs and clusters are to become. ``rescores``: the pairs of ``run`` are scored as ``taught``
    has it, ``None``: as the search had it. Clusters are made from ``threshold`` on, ``None``: they stay."""

    threshold: float | None
    rescores: bool = False
    taught: Taught | None = None
    run: str = ""

    def after(self, earlier: Change) -> Change:
        """This change where ``earlier`` was begun and did not come to its end."""
        scores = self if self.rescores else earlier
        threshold = earlier.threshold if self.threshold is None else self.threshold
        return Change(threshold, scores.rescores, scores.taught, scores.run)

    def as_json(self) -> str:
        """For the project file."""
        taught = self.taught.as_json() if self.taught else ""
        kept = {"threshold": self.threshold, "rescores": self.rescores, "taught": taught}
        return json.dumps({**kept, "run": self.run})

    @classmethod
    def from_json(cls, text: str) -> Change:
        """Raises ``ValueError`` for what is no change."""
        try:
            kept = json.loads(text)
            taught = Taught.from_json(kept["taught"]) if kept["taught"] else None
            threshold = None if kept["threshold"] is None else float(kept["threshold"])
            return cls(threshold, bool(kept["rescores"]), taught, str(kept["run"]))
        except (KeyError, TypeError) as error:
            raise ValueError("no change of pairs") from error


def carry_out(
    project: Project, change: Change, control: JobControl, tell: Tell = lambda _done, _total: None
) -> None:
    """Make ``change``. Broken off (``Cancelled``, or killed) it is found by :func:`unfinished`, and done
    again it sets everything right. Thread: not the GUI's."""
    begun = unfinished(project)
    change = change.after(begun) if begun is not None else change
    project.set_meta(UNFINISHED, change.as_json())
    if change.rescores:
        apply_taught(project, change.taught or UNTAUGHT, control, tell)
        with project.database.write():
            _keep_taught(project, change)
            project.set_meta(UNFINISHED, Change(change.threshold).as_json())
    if change.threshold is not None:
        # Not at the top: it brings scipy, which whoever asks for what is unfinished need not wait for.
        from engine.jobs.recluster import recluster

        recluster(project, change.threshold, control.checkpoint)
    with project.database.write():
        if change.threshold is not None:
            project.set_meta(MADE, repr(change.threshold))
        project.set_meta(UNFINISHED, "")


def unfinished(project: Project) -> Change | None:
    """The change that was begun and did not come to its end."""
    text = project.get_meta(UNFINISHED)
    try:
        return Change.from_json(text) if text else None
    except ValueError:
        return None


def taught_of(project: Project) -> tuple[Taught | None, str]:
    """What the scores of all pairs were taught last, and the run whose pairs they were."""
    try:
        kept = json.loads(project.get_meta(TAUGHT) or "{}")
        return (Taught.from_json(kept["taught"]), str(kept["run"])) if kept else (None, "")
    except (ValueError, KeyError, TypeError):
        return None, ""


def _keep_taught(project: Project, change: Change) -> None:
    taught = change.taught
    kept = {"taught": taught.as_json(), "run": change.run} if taught else None
    project.set_meta(TAUGHT, json.dumps(kept) if kept else "")
