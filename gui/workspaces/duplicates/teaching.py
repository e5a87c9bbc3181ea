"""Answers teach: which pair to ask about next, how good the scores are by now, and scores for all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engine.dedupe.board import Answer
from engine.dedupe.explanation import Explanation
from engine.jobs.teaching import Classroom, Lesson
from engine.store import PairRow, Project
from engine.types import Pair
from gui.background import Background
from gui.workspaces.duplicates.again import Again
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.remaking import Remaking
from gui.workspaces.duplicates.words import reason_words

REST_MS = 150


class Teaching(QObject):
    """Learns in the background while pairs are answered. ``learnt`` says that a newer lesson is there.
    ``run_id`` tells the search whose pairs there are, nothing while one runs. Thread: GUI."""

    learnt = Signal()
    failed = Signal(object)

    def __init__(
        self,
        project: Project,
        background: Background,
        board: Board,
        remaking: Remaking,
        run_id: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._board = board
        self.remaking = remaking
        self._room = Classroom(project)
        self.lesson: Lesson | None = None
        self.on = False
        self._run = run_id
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
        taught = self.remaking.taught
        if taught is None or not pair.evidence:
            return None
        whole = Pair(
            pair.id, pair.left_id, pair.right_id, pair.left, pair.right, pair.score, pair.cluster,
            pair.why, pair.evidence,
        )  # fmt: skip
        return taught.explain(whole)

    def _on_loaded(self) -> None:
        self._room.forget()
        self._ask()
        run, remaking = self._run(), self.remaking
        searched = bool(run) and run != remaking.taught_to
        if remaking.taught is not None and searched and not remaking.rescoring:
            # What was taught holds for the pairs of a search that has been run since, too.
            remaking.rescore(remaking.taught)

    def _ask(self) -> None:
        if self.on:
            self._learning.ask()

    def _take(self, lesson: Lesson | None) -> None:
        self.lesson = lesson
        self.learnt.emit()
