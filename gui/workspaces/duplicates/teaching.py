"""Answers teach: which pair to ask about next, how good the scores are by now, and scores for all."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QCheckBox, QWidget

from engine.dedupe.board import Answer
from engine.dedupe.explanation import Explanation
from engine.dedupe.learning import Estimate, Quality, Reason, Taught
from engine.errors import UserError
from engine.jobs.teaching import UNTAUGHT, Classroom, Lesson, apply_taught
from engine.store import PairRow, Project
from engine.types import Pair
from gui.background import Background
from gui.widgets import ElidedLabel, button, row
from gui.words import percent
from gui.workspaces.duplicates.again import Again
from gui.workspaces.duplicates.board import Board

translate = QCoreApplication.translate
META = "duplicates_taught"
REST_MS = 150


class Teaching(QObject):
    """Learns in the background while pairs are answered. ``learnt`` says that a newer lesson is there,
    ``rescored`` that all pairs have other scores. ``run_id`` tells the search whose pairs there are,
    nothing while one runs. Thread: GUI."""

    learnt = Signal()
    rescored = Signal()
    failed = Signal(object)

    def __init__(
        self,
        project: Project,
        background: Background,
        board: Board,
        run_id: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._board = board
        self._room = Classroom(project)
        self.lesson: Lesson | None = None
        self.on = False
        self.busy = False
        self._wanted: list[Taught | None] = []
        self._run = run_id
        self.applied, self._applied_to = self._kept()
        self._learning = Again(
            background,
            lambda: self._room.learn(board.bands.sure),
            self._take,
            self.failed.emit,
            self,
            REST_MS,
        )
        board.loaded.connect(self._on_loaded)
        board.answered.connect(self._ask)

    def switch(self, on: bool) -> None:
        """Learn, or leave it."""
        self.on = on
        if on:
            self._learning.ask()

    def next_pair(self) -> int | None:
        """The position of the most telling pair that nobody has answered."""
        if not self.on or self.lesson is None:
            return None
        asked = self._project.pairs.positions([key for key, _ in self.lesson.questions])
        pairs = self._board.pairs
        for position, place in zip(asked, pairs.places(asked), strict=True):
            if place >= 0 and pairs.columns.answers[place] == Answer.OPEN:
                return position
        return None

    def remark(self, pair: PairRow) -> str:
        """Why a pair is asked about."""
        questions = () if self.lesson is None or not self.on else self.lesson.questions
        return next((reason_words(one.reason) for key, one in questions if key == pair.id), "")

    def explain(self, pair: PairRow) -> Explanation | None:
        """The waterfall of a pair with what was taught and applied."""
        if self.applied is None or not pair.evidence:
            return None
        whole = Pair(
            pair.id, pair.left_id, pair.right_id, pair.left, pair.right, pair.score, pair.cluster,
            pair.why, pair.evidence,
        )  # fmt: skip
        return self.applied.explain(whole)

    def apply(self, taught: Taught | None) -> None:
        """Score all pairs in the background as ``taught`` has it, ``None``: as the search had it; after
        what is under way, as two at a time would leave some scores of either."""
        self._wanted.append(taught)
        if not self.busy:
            self._begin()

    def _begin(self) -> None:
        # Of several that were asked for meanwhile, the last one is what is wanted now.
        taught = self._wanted[-1]
        self._wanted.clear()
        self.busy = True
        run, project = self._run(), self._project

        def end(_count: int) -> None:
            self.busy = False
            self._keep(taught, run)
            if self._wanted:
                self._begin()
            else:
                self.rescored.emit()

        def fail(error: UserError) -> None:
            self.busy = False
            self.failed.emit(error)
            if self._wanted:
                self._begin()

        self._background.run(lambda: apply_taught(project, taught or UNTAUGHT), end, fail)

    def _on_loaded(self) -> None:
        self._room.forget()
        self._ask()
        run = self._run()
        if self.applied is not None and run and run != self._applied_to and not self.busy:
            # A search has been run since: what was taught holds for its pairs, too.
            self.apply(self.applied)

    def _ask(self) -> None:
        if self.on:
            self._learning.ask()

    def _take(self, lesson: Lesson | None) -> None:
        self.lesson = lesson
        self.learnt.emit()

    def _kept(self) -> tuple[Taught | None, str]:
        """What was applied last, and to the pairs of which run."""
        try:
            kept = json.loads(self._project.get_meta(META) or "{}")
            return (Taught.from_json(kept["taught"]), str(kept["run"])) if kept else (None, "")
        except (ValueError, KeyError, TypeError):
            return None, ""

    def _keep(self, taught: Taught | None, run: str) -> None:
        self.applied, self._applied_to = taught, run
        text = json.dumps({"taught": taught.as_json(), "run": run}) if taught else ""
        try:
            self._project.set_meta(META, text)
        except UserError as error:
            self.failed.emit(error)


class ApplyCommand(QUndoCommand):
    """Scores for all pairs as the answers taught; taking it back brings the earlier ones."""

    def __init__(self, text: str, teaching: Teaching, taught: Taught) -> None:
        super().__init__(text)
        self._teaching = teaching
        self._taught = taught
        self._earlier = teaching.applied

    def redo(self) -> None:
        self._teaching.apply(self._taught)

    def undo(self) -> None:
        self._teaching.apply(self._earlier)


class TeachingBar(QWidget):
    """One line: whether the most telling pairs are asked about, how good the scores are, and the button
    that applies what was taught. ``applied`` is that button; ``switched`` the tick."""

    applied = Signal()
    switched = Signal(bool)

    def __init__(self, teaching: Teaching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._teaching = teaching
        self.tick = QCheckBox(self.tr("Learn from my answers"))
        self.tick.setToolTip(
            self.tr("Ask about the most telling pairs first, and show how good the scores are")
        )
        self._words = ElidedLabel()
        self._words.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._apply = button(self.tr("Apply to all pairs"), self.applied.emit, "everywhere")
        self._apply.setToolTip(
            self.tr("Score every pair as your answers taught; this can be taken back")
        )
        layout = row(self.tick)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._apply)
        self.setLayout(layout)
        self.tick.toggled.connect(self._on_tick)
        teaching.learnt.connect(self.show_lesson)
        teaching.rescored.connect(self.show_lesson)
        self.show_lesson()

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_lesson(self) -> None:
        """What is known by now."""
        lesson = self._teaching.lesson
        on = self._teaching.on
        self._words.setVisible(on)
        self._apply.setVisible(on)
        self._apply.setEnabled(
            lesson is not None and lesson.answers > 0 and not self._teaching.busy
        )
        if not on:
            return
        if lesson is None:
            self._words.setText(
                self.tr("Find duplicates once more: these pairs were kept without their reasons.")
            )
        elif lesson.quality is None:
            self._words.setText(self.tr("Answer a few pairs."))
        else:
            self._words.setText(quality_words(lesson.quality, lesson.answers))

    def _on_tick(self, on: bool) -> None:
        self._teaching.switch(on)
        self.show_lesson()
        if on and self._teaching.lesson is None:
            self._words.setText(self.tr("Reading the pairs…"))
        self.switched.emit(on)


def quality_words(quality: Quality, answers: int) -> str:
    """``12 answers · right: 97 % (91 to 99 %) · found: 88 % (80 to 94 %)``."""
    return translate(
        "Duplicates", "{answers} answers · joined rightly: {precision} · found: {recall}"
    ).format(
        answers=answers,
        precision=estimate_words(quality.precision),
        recall=estimate_words(quality.recall),
    )


def estimate_words(estimate: Estimate) -> str:
    """``97 % (91 to 99 %)``."""
    words = translate("Duplicates", "{value} ({low} to {high})")
    return words.format(
        value=percent(estimate.value), low=percent(estimate.low), high=percent(estimate.high)
    )


def reason_words(reason: Reason) -> str:
    """Why a pair is asked about."""
    return {
        Reason.UNCERTAIN: translate("Duplicates", "asked because it could be either"),
        Reason.DIFFERENT: translate("Duplicates", "asked because it is unlike those you answered"),
        Reason.CHECK_MATCH: translate("Duplicates", "asked to check a sure match"),
        Reason.CHECK_OTHER: translate("Duplicates", "asked to check a sure difference"),
    }[reason]
