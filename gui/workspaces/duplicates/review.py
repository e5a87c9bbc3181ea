"""The pairs: which scores are sure and which doubtful, the list, and the review of the pair at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QVBoxLayout, QWidget

from engine.dedupe.board import Answer
from engine.dedupe.explanation import Explanation
from engine.store import PairRow
from engine.types import Address, ReviewState, Scalar
from gui import theme
from gui.controller import Controller
from gui.facets import FacetBar
from gui.tables.arrays import ArrayModel
from gui.tables.view import TableView
from gui.widgets import EmptyState, SearchBox, Switch, row
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.columns import columns
from gui.workspaces.duplicates.detail import PairDetail, own_evidence
from gui.workspaces.duplicates.filters import PairFilters
from gui.workspaces.duplicates.keys import add_keys
from gui.workspaces.duplicates.lessons import TeachingBar
from gui.workspaces.duplicates.progress import DoubtfulProgress
from gui.workspaces.duplicates.remaking import ApplyCommand, Remaking
from gui.workspaces.duplicates.teaching import Teaching
from gui.workspaces.duplicates.threshold import ThresholdPanel
from gui.workspaces.duplicates.walk import Walk

COUNT_MS = 150
"""How long answers and thresholds rest before the choices are counted anew."""

LEFT_ROW = 1
STATES = {
    Answer.YES: ReviewState.ACCEPTED,
    Answer.NO: ReviewState.REJECTED,
    Answer.UNSURE: ReviewState.PROPOSED,
    Answer.OPEN: ReviewState.PROPOSED,
}


class PairsTab(QWidget):
    """The review. ``said`` is a line for the status bar; ``counted`` that other pairs are listed.
    While it learns, the most telling pair is asked about next; otherwise the next of the list."""

    said = Signal(str)
    counted = Signal()

    def __init__(
        self,
        controller: Controller,
        board: Board,
        remaking: Remaking,
        run_id: Callable[[], str],
        header: Callable[[Address], Sequence[str]],
        summary: Callable[[Address, Sequence[Scalar]], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._board = board
        self._summary = summary
        self._several = False
        self._remaking = remaking
        self._walking = self._follows = False
        self.detail = PairDetail(header)
        self.teaching = Teaching(
            controller.project, controller.background, board, remaking, run_id, self
        )
        self.detail.explain = self._explain
        self.detail.remark = self.teaching.remark
        self.model: ArrayModel[PairRow] = ArrayModel(
            board,
            columns(summary, self.detail.hides, False),
            lambda pair: pair.id,
            controller.background,
            parent=self,
        )
        self.table = TableView(self.model, self.tr("Pairs"), self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.walk = Walk(board, self.teaching, self.model, self.table, self.detail)
        self.thresholds = ThresholdPanel(board)
        self.progress = DoubtfulProgress()
        self.filters = PairFilters()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_MS)
        self._counting.timeout.connect(self._count_choices)
        self._build()
        self._connect()

    def choices(self) -> FacetBar:
        """What the list is narrowed by."""
        return self.filters.bar

    def words(self) -> SearchBox:
        """Where words to look for are typed."""
        return self.filters.words

    def set_tables(self, names: Sequence[str], several: bool) -> None:
        """``names`` of the tables by their numbers on the board."""
        if several != self._several:
            self._several = several
            self.model.replace_columns(columns(self._summary, self.detail.hides, several))
            self.table.apply_columns()
        self.filters.name(names, self._board.pairs.names)

    def show_names(self) -> None:
        """Columns go by other names."""
        self.table.viewport().update()
        self.detail.show_pair(self.detail.pair)

    def show_state(self) -> None:
        """Other pairs, or other answers: the list, the counts and the progress follow."""
        self.model.refresh()
        self.progress.show_counts(*self._board.doubtful())
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        self.filters.say_count(self.model.rowCount())
        self._counting.start()
        if not self._walking:
            self._renew_detail()

    def follow(self) -> None:
        """Once the pairs stand in another order, the one at hand is to be in sight."""
        self._follows = True

    def show_bands(self) -> None:
        """The thresholds are others."""
        self.progress.show_counts(*self._board.doubtful())
        if self.filters.by_band():
            self.model.refresh()
        self._counting.start()

    def begin(self, takes_keyboard: bool) -> None:
        """Pairs are there for the first time: the first one is at hand."""
        if self.table.current_row() is None and self.model.rowCount():
            self.table.go_to(0, 0)
        if takes_keyboard:
            self.table.setFocus()

    def show_doubtful(self) -> None:
        """List the doubtful pairs that nobody has answered, and go to the first."""
        self.filters.show_doubtful()
        self.table.setFocus()

    # --- Review ---

    def answer(self, answer: Answer) -> None:
        """Say something of the selected pairs and go on."""
        pairs = self._chosen()
        if not pairs:
            return
        unsure = answer is Answer.UNSURE
        start = self.table.currentIndex().row()
        key = self.model.key_at(start)
        # The next pair is shown in a moment: this one needs not be shown anew.
        self._walking = True
        try:
            judged = self._controller.review.judge_pairs(pairs, STATES[answer], unsure)
        finally:
            self._walking = False
        if judged:
            self.walk.leave(key)
            here = self.model.key_at(start)
            self._go_on(start + (1 if here == key else 0))
        self._renew_detail()

    def take_back(self) -> None:
        """As if nobody had looked at the selected pairs."""
        pairs = self._chosen()
        if pairs:
            self._controller.review.judge_pairs(pairs, ReviewState.PROPOSED)

    def skip(self) -> None:
        """Leave the pair and go to the next open one."""
        number = self.table.currentIndex().row()
        self.walk.leave(self.model.key_at(number))
        self._go_on(number + 1)

    def go_back(self) -> None:
        """To the pair that was answered or skipped before this one, also where the filter has hidden
        it since."""
        if not self.walk.back():
            self.said.emit(self.tr("This is where you began."))

    def _go_on(self, start: int) -> None:
        if not self.walk.on(start):
            self.said.emit(self.tr("Nothing more to review here."))

    def _chosen(self) -> list[PairRow]:
        """The selected pairs; the shown one where the list does not have it."""
        shown = self.detail.pair
        rows = [found for found in self.table.selected_rows() if isinstance(found, PairRow)]
        if shown is not None and shown.id not in {pair.id for pair in rows}:
            return [shown]
        return rows

    def _renew_detail(self) -> None:
        """A pair that is shown though the list does not have it is read anew by itself."""
        shown = self.detail.pair
        if shown is not None:
            now = self._controller.project.pairs.get(shown.id)
            if now != shown:
                self.detail.show_pair(now)

    def _explain(self, pair: PairRow) -> Explanation | None:
        return self.teaching.explain(pair) or own_evidence(pair)

    def _apply_taught(self) -> None:
        """Scores for all pairs as the answers taught: one step to take back."""
        lesson = self.teaching.lesson
        if lesson is not None:
            words = self.tr("Score all pairs as %n answer(s) taught", "", lesson.answers)
            self._controller.review.push(ApplyCommand(words, self._remaking, lesson.taught))

    def _on_taught(self, on: bool) -> None:
        self.progress.show_bar(not on)  # How good the scores are takes the room.
        if on:
            self.table.setFocus()

    # --- Parts ---

    def _build(self) -> None:
        self.lessons = TeachingBar(self.teaching)
        nothing = EmptyState(
            "accept", self.tr("Nothing here"), self.tr("No pair meets the filter.")
        )
        nothing.add_button(self.tr("Clear filters"), self.clear)
        self._rows_or_none = Switch(nothing, self.table)
        upper = QWidget()
        inside = QVBoxLayout(upper)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SMALL)
        inside.addWidget(self.thresholds)
        inside.addWidget(self.filters)
        standing = row(self.lessons, self.progress, spacing=theme.MEDIUM)
        standing.setStretch(0, 1)
        inside.addLayout(standing)
        inside.addWidget(self._rows_or_none, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([430, 260])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.addWidget(parts)

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter)
        self.progress.wanted.connect(self.show_doubtful)
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(lambda: self.answer(Answer.YES))
        self.detail.answered.connect(lambda answer: self.answer(Answer(answer)))
        self.detail.skipped.connect(self.skip)
        self.detail.went_back.connect(self.go_back)
        self.detail.blinded.connect(self._on_blind)
        self.model.counted.connect(lambda _count: self._on_counted())
        self.model.failed.connect(self._controller.problem)
        self.model.layoutChanged.connect(self._on_moved)
        self.lessons.applied.connect(self._apply_taught)
        self.lessons.switched.connect(self._on_taught)
        self.teaching.failed.connect(self._controller.problem)
        add_keys(
            self.table,
            lambda: self.answer(Answer.YES),
            lambda: self.answer(Answer.NO),
            lambda: self.answer(Answer.UNSURE),
            self.go_back,
            self.skip,
        )

    def clear(self) -> None:
        """No filter and no words."""
        self.filters.clear()

    def _on_filter(self) -> None:
        wanted = self.filters.query()
        self.model.narrow(wanted.text, wanted.filters)
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        self._counting.start()

    def _on_counted(self) -> None:
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        self.filters.say_count(self.model.rowCount())
        self.counted.emit()

    def _on_moved(self) -> None:
        if self._follows:
            self._follows = False
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.table.scrollTo(self.table.currentIndex(), middle)

    def _on_blind(self, hidden: bool) -> None:
        """Hidden scores must not show through the order of the list."""
        header = self.table.horizontalHeader()
        header.setSortIndicator(LEFT_ROW if hidden else -1, Qt.SortOrder.AscendingOrder)
        self.model.refresh()

    def _count_choices(self) -> None:
        if not self.isVisible():
            return
        board, query = self._board, self.filters.query()
        self._controller.background.run(lambda: board.facets(query), self.filters.count)

    def _show_current(self) -> None:
        if self._walking:
            return
        pair = self.table.current_row()
        self.detail.show_pair(pair if isinstance(pair, PairRow) else None)
