"""An edited workbook read back: what would change is shown first, and taken over in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from engine.types import ItemFailure
from gui import theme
from gui.errors import Explainer
from gui.widgets import Note, framed
from gui.words import spoken

if TYPE_CHECKING:
    from engine.jobs.reimport import CellChange, ReadBack

SHOWN = 2000
"""Changes that are listed one by one; more are taken over together."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change; a ``conflict`` was changed in the project as well since the export."""

    change: CellChange
    conflict: bool


class ImportDialog(QDialog):
    """Lists the changes of a workbook. ``apply`` gets those that are ticked."""

    def __init__(
        self,
        found: ReadBack,
        apply: Callable[[Sequence[CellChange]], object],
        explain: Explainer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Read an edited workbook back"))
        self.resize(860, 480)
        self._apply = apply
        self._lines = [
            *(Line(change, conflict=True) for change in found.conflicts),
            *(Line(change, conflict=False) for change in found.changes),
        ]
        self.table = QTableWidget(0, 5)
        self._build(found, explain)
        self._fill()
        self.table.itemChanged.connect(lambda _item: self._look())
        self._look()

    def chosen(self) -> list[CellChange]:
        """The changes that are ticked; those that are too many to list are ticked."""
        ticked = [
            line.change
            for number, line in enumerate(self._lines[:SHOWN])
            if self.table.item(number, 0).checkState() is Qt.CheckState.Checked
        ]
        return ticked + [line.change for line in self._lines[SHOWN:] if not line.conflict]

    def tick(self, number: int, ticked: bool) -> None:
        """Tick a line for the user."""
        state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        self.table.item(number, 0).setCheckState(state)

    def accept(self) -> None:
        super().accept()
        self._apply(self.chosen())

    def _build(self, found: ReadBack, explain: Explainer) -> None:
        words = self.tr("{changes} changed, {conflicts} changed here as well, {same} as they were.")
        head = QLabel(
            words.format(
                changes=len(found.changes), conflicts=len(found.conflicts), same=found.same
            )
        )
        note = Note()
        note.say(_problems(found.problems, explain), theme.Tone.CAUTION)
        self.table.setAccessibleName(self.tr("Changes"))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("Document"),
                self.tr("Field"),
                self.tr("Was exported"),
                self.tr("In the workbook"),
                self.tr("Here now"),
            ]
        )
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        letter = theme.character(self.fontMetrics())
        for column, width in enumerate((26, 20, 24, 24)):
            self.table.setColumnWidth(column, width * letter)
        buttons = QDialogButtonBox()
        self._yes = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._yes.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self, theme.SMALL)
        for widget in (head, note):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def _fill(self) -> None:
        shown = self._lines[:SHOWN]
        self.table.setRowCount(len(shown))
        for number, line in enumerate(shown):
            change = line.change
            emptied = self.tr("(emptied)")
            texts = [change.document, change.field, change.before, change.after or emptied]
            texts.append(change.now if line.conflict else "")
            for column, text in enumerate(texts):
                item = QTableWidgetItem(spoken(text))
                if line.conflict:
                    item.setForeground(theme.ink(theme.Tone.CAUTION))
                    item.setToolTip(self.tr("It was changed here, too, since the export."))
                self.table.setItem(number, column, item)
            first = self.table.item(number, 0)
            first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            first.setCheckState(Qt.CheckState.Unchecked if line.conflict else Qt.CheckState.Checked)

    def _look(self) -> None:
        count = len(self.chosen())
        self._yes.setText(self.tr("Take over {count}").format(count=count))
        self._yes.setEnabled(count > 0)


def _problems(problems: Sequence[ItemFailure], explain: Explainer) -> str:
    """The first few rows that could not be matched."""
    said = [str(explain.failure(problem)) for problem in problems[:3]]
    if len(problems) > len(said):
        said.append(f"… (+{len(problems) - len(said)})")
    return "\n".join(said)
