"""The pair under the cursor: both rows column by column, what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine.store import PairRow
from engine.types import Address, Scalar, cell_text
from gui import theme
from gui.tables.column import Column, Look
from gui.tables.listing import ListSource
from gui.tables.marked import Marked, differences
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.widgets import ElidedLabel, QuietLabel, button, row
from gui.words import percent, state_words

translate = QCoreApplication.translate
Header = Callable[[Address], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One column of both rows; ``alike`` is its similarity where it was compared."""

    name: str
    left: Marked
    right: Marked
    alike: float | None


class PairDetail(QFrame):
    """Shows one pair. ``header`` names the columns of a row's table."""

    accepted = Signal()
    rejected = Signal()
    next_doubtful = Signal()

    def __init__(self, header: Header, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = header
        self._title = ElidedLabel()
        theme.heading(self._title, 1.15)
        self._figures = QuietLabel()
        self._source: ListSource[Line] = ListSource()
        self.model = TableModel(
            self._source, self._columns("", ""), lambda line: line.name, parent=self
        )
        self.table = TableView(self.model, self.tr("Both rows"), self)
        self.table.setSortingEnabled(False)
        accept = button(self.tr("Same"), self.accepted.emit, "accept", "Return")
        reject = button(self.tr("Different"), self.rejected.emit, "reject", "Del")
        self._acting = [accept, reject]
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._figures)
        top = row()
        top.addLayout(words, 1)
        for made in (
            accept,
            reject,
            button(self.tr("Next"), self.next_doubtful.emit, "next", "Ctrl+J"),
        ):
            top.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        self.show_pair(None)

    def lines(self) -> list[Line]:
        """What is shown."""
        return list(self._source.rows)

    def show_pair(self, pair: PairRow | None) -> None:
        """Show a pair, or that none is chosen."""
        for widget in self._acting:
            widget.setEnabled(pair is not None)
        if pair is None:
            self._title.setText(self.tr("No pair chosen"))
            self._figures.setText("")
            self._source.rows = []
            self.model.set_columns(self._columns("", ""), self._source)
            return
        self._title.setText(pair_words(pair.left, pair.right))
        parts = [
            state_words(pair.state),
            self.tr("{share} alike").format(share=percent(pair.score)),
        ]
        if pair.cluster is not None:
            parts.append(self.tr("group {number}").format(number=pair.cluster))
        self._figures.setText(" · ".join(parts))
        self._source.rows = compare(pair, self._header(pair.left), self._header(pair.right))
        self.model.set_columns(
            self._columns(row_words(pair.left), row_words(pair.right)), self._source
        )
        self.table.apply_columns()

    def _columns(self, left: str, right: str) -> list[Column[Line]]:
        return [
            Column(self.tr("Column"), lambda line: line.name, width=18),
            Column(left, lambda line: line.left, str, width=34, look=Look.MARKED),
            Column(right, lambda line: line.right, str, width=34, look=Look.MARKED),
            Column(
                self.tr("Alike"),
                lambda line: line.alike,
                percent,
                width=18,
                look=Look.FRACTION,
            ),
        ]


def compare(pair: PairRow, left: Sequence[str], right: Sequence[str]) -> list[Line]:
    """Column by column; those of the right row alone come last."""
    alike = dict(pair.why)
    ours = _by_name(left, pair.left_values)
    theirs = _by_name(right, pair.right_values)
    return [
        Line(name, *differences(ours.get(name, ""), theirs.get(name, "")), alike.get(name))
        for name in dict.fromkeys([*ours, *theirs])
    ]


def _by_name(header: Sequence[str], values: Sequence[Scalar]) -> dict[str, str]:
    names = [*header, *(f"{number}" for number in range(len(header) + 1, len(values) + 1))]
    return {name: cell_words(value) for name, value in zip(names, values, strict=False)}


def cell_words(value: Scalar) -> str:
    """A cell as a spreadsheet shows it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_text(value)


def row_words(address: Address) -> str:
    """``Row 12``."""
    return translate("Duplicates", "Row {number}").format(number=address.row)


def pair_words(left: Address, right: Address) -> str:
    """``customers.xlsx, rows 8 and 48``."""
    name, other = PurePath(left.path).name, PurePath(right.path).name
    if left.path == right.path:
        words = translate("Duplicates", "{file}, rows {left} and {right}")
        return words.format(file=name, left=left.row, right=right.row)
    words = translate("Duplicates", "{file}, row {number}")
    return " ↔ ".join(
        (words.format(file=name, number=left.row), words.format(file=other, number=right.row))
    )
