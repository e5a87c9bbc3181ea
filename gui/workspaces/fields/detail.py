"""The cell under the cursor: its value, all its candidates, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from engine.store import Cell
from engine.types import Mention, ReviewState
from gui import icons, theme
from gui.errors import Explainer
from gui.tables.listing import ListSource
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.widgets import ElidedLabel, Note, QuietLabel, button, row
from gui.words import percent, source_words, spoken, state_words
from gui.workspaces.fields.columns import Candidate, candidate_columns, is_doubtful, why
from gui.workspaces.fields.readings import Readings


class CellHead(QFrame):
    """The current cell in a few lines, with the buttons of the review. ``reading`` gives the one of
    several readings that the person picked."""

    accepted = Signal()
    rejected = Signal()
    edited = Signal()
    next_doubtful = Signal()
    everywhere = Signal()
    history = Signal()
    reading = Signal(str)

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self._field = ElidedLabel()
        self._field.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._value = ElidedLabel()
        theme.heading(self._value, theme.LEAD)
        self._standing = ElidedLabel()
        self._standing.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._note = Note()
        self._readings = Readings()
        self._readings.chosen.connect(self.reading)
        self._build()
        self.show_cell(None, "")

    def show_cell(
        self, cell: Cell | None, name: str, doubts: Sequence[str] = (), readings: Sequence[str] = ()
    ) -> None:
        """Show ``cell`` of the document called ``name``; ``doubts`` are sentences about it."""
        for widget in self._acting:
            widget.setEnabled(cell is not None)
        self._readings.show_readings(readings)
        if cell is None:
            self._field.setText(name)
            self._value.setText(self.tr("No value chosen"))
            self._standing.setText("")
            self._note.say("")
            return
        self._field.setText(f"{cell.field} · {name}" if name else cell.field)
        self._value.setText(spoken(cell.value) or self.tr("Nothing found"))
        self._standing.setText(self._figures(cell))
        words = [*why(cell, self._explain)] if is_doubtful(cell) else []
        if doubts:
            words = [*(line for line in words[: -1 if cell.conflicts else None]), *doubts]
        self._note.say(" ".join(words), theme.Tone.CAUTION)

    def history_place(self) -> QWidget:
        """Under what the history is shown."""
        return self._history

    def _figures(self, cell: Cell) -> str:
        parts = [state_words(cell.state)]
        if cell.raw and cell.raw not in (cell.value, spoken(cell.value)):
            parts.append(self.tr("in the document: “{raw}”").format(raw=" ".join(cell.raw.split())))
        if cell.value and cell.state is not ReviewState.EDITED:
            parts += [percent(cell.score), source_words(cell.source)]
        if cell.page is not None:
            parts.append(self.tr("page {page}").format(page=cell.page))
        if cell.offer:
            parts.append(self.tr("a later run found: {offer}").format(offer=spoken(cell.offer)))
        return " · ".join(part for part in parts if part)

    def _build(self) -> None:
        accept = button(self.tr("Accept"), self.accepted.emit, "accept", "Return")
        edit = button(self.tr("Edit"), self.edited.emit, "edit", "F2")
        reject = button(self.tr("Reject"), self.rejected.emit, "reject", "Del")
        doubtful = button(self.tr("Next doubtful"), self.next_doubtful.emit, "next", "Ctrl+J")
        self._everywhere = self._tool(
            "everywhere", self.tr("Apply to every occurrence"), "Ctrl+Return", self.everywhere
        )
        self._history = self._tool(
            "history", self.tr("What was decided on this cell"), "", self.history
        )
        self._acting = [accept, edit, reject, self._everywhere, self._history]
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._field)
        words.addWidget(self._value)
        top = row()
        top.addLayout(words, 1)
        for made in (accept, edit, reject, self._everywhere, self._history, doubtful):
            top.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(top)
        layout.addWidget(self._standing)
        layout.addWidget(self._note)
        layout.addWidget(self._readings)

    def _tool(self, icon: str, words: str, keys: str, signal: Signal) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setToolTip(f"{words} ({keys})" if keys else words)
        made.setAccessibleName(words)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]
        return made


class Candidates(QWidget):
    """Every candidate of the current cell, best first. ``picked`` carries the number of one (from
    1), ``looked`` the mention that the reader wants to see in the document."""

    picked = Signal(int)
    looked = Signal(object)

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: ListSource[Candidate] = ListSource()
        self.model = TableModel(
            self._source, candidate_columns(explain), lambda item: item.mention.id, parent=self
        )
        self.table = TableView(self.model, self.tr("Candidates"), self)
        self.table.setSortingEnabled(False)
        self.table.confirmed.connect(self._on_confirmed)
        self.table.doubleClicked.connect(self._on_confirmed)
        self.table.current_changed.connect(self._on_current)
        self._none = QuietLabel()
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._none, 1)
        self.show_cell(None, ())

    def mention(self, number: int) -> Mention | None:
        """Candidate ``number``, from 1."""
        rows = self._source.rows
        return rows[number - 1].mention if 0 < number <= len(rows) else None

    def candidates(self) -> list[Candidate]:
        """All candidates, best first."""
        return list(self._source.rows)

    def show_cell(self, cell: Cell | None, mentions: Sequence[Mention]) -> None:
        """Show the ``mentions`` that were offered for ``cell``."""
        self._source.rows = [
            Candidate(number, mention, cell is not None and _stands(cell, mention))
            for number, mention in enumerate(mentions, 1)
        ]
        self.model.beginResetModel()
        self.model.endResetModel()
        self.model.refresh()
        self.table.setVisible(bool(mentions))
        self._none.setVisible(not mentions)
        if cell is None:
            self._none.setText(self.tr("Choose a value in the table to see where it comes from."))
            return
        self._none.setText(
            self.tr(
                "No candidate was found. Press F2 to type the value, or select its words in the "
                "document."
            )
        )
        self._select_standing()

    def _select_standing(self) -> None:
        for number, candidate in enumerate(self._source.rows):
            if candidate.standing:
                self.table.blockSignals(True)
                self.table.selectionModel().setCurrentIndex(
                    self.model.index(number, 0),
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows,
                )
                self.table.blockSignals(False)
                return

    def _on_confirmed(self) -> None:
        candidate = self.table.current_row()
        if isinstance(candidate, Candidate):
            self.picked.emit(candidate.number)

    def _on_current(self) -> None:
        candidate = self.table.current_row()
        if isinstance(candidate, Candidate) and self.table.hasFocus():
            self.looked.emit(candidate.mention)


def _stands(cell: Cell, mention: Mention) -> bool:
    """Whether the candidate is what the cell shows."""
    if cell.state is ReviewState.REJECTED:
        return False
    if cell.state is ReviewState.EDITED:
        return (mention.start, mention.end) == (cell.start, cell.end)
    return mention.chosen
