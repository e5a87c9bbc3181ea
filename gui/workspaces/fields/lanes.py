"""What does not fit in the current document: doubts between fields, and values without a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.types import Doubt, Unlocated
from gui.errors import Explainer
from gui.tables.column import Column
from gui.tables.listing import ListSource
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.widgets import QuietLabel
from gui.words import percent

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One line: the cells it hangs on, and what is the matter. ``text`` is a value without a
    place."""

    number: int
    fields: tuple[str, ...]
    words: str
    next: str
    text: str = ""
    score: float | None = None


def lane_rows(
    doubts: Sequence[Doubt], unlocated: Sequence[Unlocated], explain: Explainer
) -> list[LaneRow]:
    """The doubts, then the values that stand nowhere in the document."""
    rows = []
    for number, doubt in enumerate(doubts):
        said = explain.code(doubt.code, dict(doubt.params))
        rows.append(LaneRow(number, doubt.fields, said.what, said.next))
    for number, value in enumerate(unlocated, len(rows)):
        words = translate("Fields", "The model wrote “{text}”, which stands nowhere like this.")
        todo = translate("Fields", "Select its words in the document, or leave it.")
        rows.append(
            LaneRow(
                number,
                (value.field,),
                words.format(text=value.text),
                todo,
                value.text,
                value.score,
            )
        )
    return rows


def lane_columns() -> list[Column[LaneRow]]:
    """What the list shows."""
    return [
        Column(
            translate("Fields", "Fields"),
            lambda row: " ↔ ".join(row.fields),
            width=24,
            icon=lambda row: "search" if row.text else "warning",
        ),
        Column(translate("Fields", "What is doubtful"), lambda row: row.words, width=52),
        Column(translate("Fields", "What to do"), lambda row: row.next, width=36),
        Column(translate("Fields", "Confidence"), lambda row: row.score, percent, width=10),
    ]


class Lanes(QWidget):
    """The list. ``wanted`` gives the field whose cell the reader wants to see, ``looked_for`` words
    to look for in the document."""

    wanted = Signal(str)
    looked_for = Signal(str)

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self._source: ListSource[LaneRow] = ListSource()
        self.model = TableModel(self._source, lane_columns(), lambda row: row.number, parent=self)
        self.table = TableView(self.model, self.tr("What does not fit"), self)
        self.table.setSortingEnabled(False)
        self.table.confirmed.connect(self._on_confirmed)
        self.table.doubleClicked.connect(self._on_confirmed)
        self._none = QuietLabel(self.tr("Everything in this document fits together."))
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._none, 1)
        self.show_rows((), ())

    def show_rows(self, doubts: Sequence[Doubt], unlocated: Sequence[Unlocated]) -> None:
        """Another document."""
        self._source.rows = lane_rows(doubts, unlocated, self._explain)
        self.model.refresh()
        self.table.setVisible(bool(self._source.rows))
        self._none.setVisible(not self._source.rows)

    def rows(self) -> list[LaneRow]:
        """What is listed."""
        return list(self._source.rows)

    def _on_confirmed(self) -> None:
        row = self.table.current_row()
        if isinstance(row, LaneRow):
            if row.fields:
                self.wanted.emit(row.fields[0])
            if row.text:
                self.looked_for.emit(row.text)
