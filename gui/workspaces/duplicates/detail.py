"""The pair under the cursor: both rows column by column, what differs marked, and why it scores so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.dedupe.board import Answer
from engine.dedupe.explanation import Explanation, waterfall
from engine.store import PairRow
from engine.types import Address, Scalar
from gui import theme
from gui.tables.column import Column, Look
from gui.tables.listing import ListSource
from gui.tables.marked import Marked, differences
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.widgets import ElidedLabel, QuietLabel, button, row
from gui.words import percent
from gui.workspaces.duplicates.waterfall import Waterfall
from gui.workspaces.duplicates.words import (
    answer_of,
    answer_words,
    cell_words,
    pair_words,
    row_words,
)

Header = Callable[[Address], Sequence[str]]
Explain = Callable[[PairRow], Explanation | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One column of both rows; ``alike`` is its similarity where it was compared."""

    name: str
    left: Marked
    right: Marked
    alike: float | None


def own_evidence(pair: PairRow) -> Explanation | None:
    """The waterfall that the search left with a pair; ``None`` for a pair of an older project."""
    return waterfall(pair.evidence, pair.why) if pair.evidence else None


class PairDetail(QFrame):
    """Shows one pair. ``header`` names the columns of a row's table. ``answered`` gives an
    :class:`Answer`; ``blinded`` whether scores are hidden until there is one."""

    answered = Signal(int)
    skipped = Signal()
    went_back = Signal()
    blinded = Signal(bool)

    def __init__(self, header: Header, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = header
        self._pair: PairRow | None = None
        self.explain: Explain = own_evidence
        self.remark: Callable[[PairRow], str] = lambda _pair: ""
        self._title = ElidedLabel()
        theme.heading(self._title, theme.LEAD)
        self._figures = QuietLabel()
        self._source: ListSource[Line] = ListSource()
        self.model = TableModel(
            self._source, self._columns("", ""), lambda line: line.name, parent=self
        )
        self.table = TableView(self.model, self.tr("Both rows"), self)
        self.table.setSortingEnabled(False)
        self.waterfall = Waterfall()
        self.blind = QCheckBox(self.tr("Hide scores until answered"))
        self.blind.setToolTip(self.tr("Judge by what the rows say, not by what the program thinks"))
        self.blind.toggled.connect(self._on_blind)
        self._build()
        self.show_pair(None)

    @property
    def pair(self) -> PairRow | None:
        """What is shown."""
        return self._pair

    def lines(self) -> list[Line]:
        """The columns as they are shown."""
        return list(self._source.rows)

    def figures(self) -> str:
        """What is said of the pair as a whole."""
        return self._figures.text()

    def hides(self, pair: PairRow) -> bool:
        """Whether the score of ``pair`` is not to be seen yet."""
        return self.blind.isChecked() and answer_of(pair) is Answer.OPEN

    def show_pair(self, pair: PairRow | None) -> None:
        """Show a pair, or that none is chosen."""
        self._pair = pair
        for widget in self._acting:
            widget.setEnabled(pair is not None)
        if pair is None:
            self._title.setText(self.tr("No pair chosen"))
            self._figures.setText("")
            self._source.rows = []
            self.model.set_columns(self._columns("", ""), self._source)
            self.waterfall.show_explanation(None)
            return
        self._title.setText(pair_words(pair.left, pair.right))
        self._figures.setText(self._say(pair))
        self._source.rows = compare(pair, self._header(pair.left), self._header(pair.right))
        self.model.set_columns(
            self._columns(row_words(pair.left), row_words(pair.right)), self._source
        )
        self.table.apply_columns()
        self._share_width()
        self._show_waterfall(pair)

    def _share_width(self) -> None:
        """Both rows have the same room, whatever the window leaves: they are to be compared."""
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for number in (1, 2):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def _say(self, pair: PairRow) -> str:
        parts = [answer_words(answer_of(pair))]
        if not self.hides(pair):
            parts.append(self.tr("{share} alike").format(share=percent(pair.score)))
            if pair.cluster is not None:
                parts.append(self.tr("cluster {number}").format(number=pair.cluster))
        parts.append(self.remark(pair))
        return " · ".join(filter(None, parts))

    def _show_waterfall(self, pair: PairRow) -> None:
        hidden = self.hides(pair)
        otherwise = self.tr("Find duplicates once more to see what the score is made of.")
        if hidden:
            otherwise = self.tr("Answer first; then the score and its reasons are shown.")
        self.waterfall.show_explanation(None if hidden else self.explain(pair), otherwise)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._figures)
        self._acting = [
            button(self.tr("Same"), lambda: self.answered.emit(Answer.YES), "accept", "Y"),
            button(self.tr("Different"), lambda: self.answered.emit(Answer.NO), "reject", "N"),
            button(self.tr("Unsure"), lambda: self.answered.emit(Answer.UNSURE), "question", "U"),
        ]
        top = row()
        top.addLayout(words, 1)
        ways = (
            button(self.tr("Previous"), self.went_back.emit, "up", "P"),
            button(self.tr("Skip"), self.skipped.emit, "next", "S"),
        )
        for made in (*self._acting, *ways):
            top.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setAccessibleName(self.waterfall.accessibleName())
        scrolled.setWidget(self.waterfall)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(theme.SMALL, 0, 0, 0)
        inside.setSpacing(theme.TIGHT)
        inside.addWidget(self.blind)
        inside.addWidget(scrolled, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(side)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        parts.setSizes([760, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(parts, 1)

    def _on_blind(self, hidden: bool) -> None:
        self.blinded.emit(hidden)
        self.show_pair(self._pair)

    def _columns(self, left: str, right: str) -> list[Column[Line]]:
        columns: list[Column[Line]] = [
            Column(self.tr("Column"), lambda line: line.name, width=16),
            Column(left, lambda line: line.left, str, width=30, look=Look.MARKED),
            Column(right, lambda line: line.right, str, width=30, look=Look.MARKED),
        ]
        if self._pair is None or not self.hides(self._pair):
            columns.append(
                Column(
                    self.tr("Alike"),
                    lambda line: line.alike,
                    percent,
                    width=16,
                    look=Look.FRACTION,
                )
            )
        return columns


def compare(pair: PairRow, left: Sequence[str], right: Sequence[str]) -> list[Line]:
    """Column by column, the compared ones first; those of the right row alone come last."""
    alike = dict(pair.why)
    ours = _by_name(left, pair.left_values)
    theirs = _by_name(right, pair.right_values)
    there = dict.fromkeys([*ours, *theirs])
    return [
        Line(name, *differences(ours.get(name, ""), theirs.get(name, "")), alike.get(name))
        for name in dict.fromkeys([*(name for name in there if name in alike), *there])
    ]


def _by_name(header: Sequence[str], values: Sequence[Scalar]) -> dict[str, str]:
    names = [*header, *(f"{number}" for number in range(len(header) + 1, len(values) + 1))]
    return {name: cell_words(value) for name, value in zip(names, values, strict=False)}
