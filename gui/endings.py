"""What the window says when a job has ended, and of runs that never came to their end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from engine.errors import UserError
from engine.events import Noted
from engine.types import Run, RunStatus
from gui.banner import Banner, Offer
from gui.controller import Controller
from gui.errors import Explainer
from gui.jobs import JobState
from gui.theme import Tone
from gui.words import duration, status_words

PASSED_OVER = "bundles_passed_over"
"""The code of what can still be opened by being named."""


class Endings(QObject):
    """Failures and what should be known of a run go to the banner, the rest to the status bar (``tell``).
    Thread: GUI."""

    def __init__(
        self,
        controller: Controller,
        banner: Banner,
        explain: Explainer,
        tell: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._banner = banner
        self._explain = explain
        self._tell = tell
        controller.tracker.ended.connect(self._on_ended)

    def offer_to_resume(self) -> None:
        """Where a run was cut off when the program last ended, offer to do the rest."""
        try:
            runs = self._controller.project.runs.interrupted()
        except UserError as error:
            self._controller.problem.emit(error)
            return
        if runs:
            title = self._controller.title(runs[0].job)
            words = self.tr("“{title}” did not come to its end. What was finished is here.")
            offer = (self.tr("Do the rest"), lambda: self._resume(runs))
            self._banner.say(words.format(title=title), Tone.INFO, (offer,))

    def _resume(self, runs: list[Run]) -> None:
        for run in reversed(runs):
            self._controller.rerun(run)

    @Slot(object)
    def _on_ended(self, state: JobState) -> None:
        finished = state.finished
        if finished is None:
            return
        said, tone = [], Tone.INFO
        if finished.failed:
            words = self.tr("{title}: {failed} could not be done; Activity says why.")
            said.append(words.format(title=state.title, failed=finished.failed))
            tone = Tone.CAUTION
        said += [self._explain.notice(noted.notice).what for noted in state.noted]
        if said:
            self._banner.say("\n".join(said), tone, self._offers(state.noted))
            return
        words = f"{state.title}: {status_words(finished.status)}"
        if finished.status is RunStatus.DONE and finished.seconds >= 1:
            words += f" · {duration(finished.seconds)}"
        self._tell(words)

    def _offers(self, noted: list[Noted]) -> tuple[Offer, ...]:
        """What the second half of a notice's sentence asks for, as a button."""
        inside = [path for one in noted if one.notice.code == PASSED_OVER for path in one.items]
        if not inside:
            return ()
        return ((self.tr("Open them"), lambda: self._controller.read(inside)),)
