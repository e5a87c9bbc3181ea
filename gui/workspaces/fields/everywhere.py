"""One decision for every cell in which the same was found: how many, in which columns, in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QRadioButton,
    QWidget,
)

from engine.store import Cell, Place
from engine.store.occurrences import Occurrence
from engine.types import ReviewState
from gui import theme
from gui.widgets import QuietLabel, framed
from gui.words import spoken

SHOWN = 200
"""Cells that are listed by name; more are counted."""


class EverywhereDialog(QDialog):
    """Asks before a decision goes to many cells. ``places`` are the other cells in which the run
    found ``found``, ``said`` the empty ones whose texts say it; ``apply`` is called with those that
    the person means."""

    def __init__(
        self,
        cell: Cell,
        found: str,
        places: Sequence[Place],
        said: Sequence[Occurrence],
        name_of: Callable[[str], str],
        apply: Callable[[Sequence[Place], Sequence[Occurrence]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Apply to every occurrence"))
        self.setMinimumWidth(460)
        self._places = list(places)
        self._said = list(said)
        self._name_of = name_of
        self._apply = apply
        self._same = [place for place in places if place.field == cell.field]
        self._column = QRadioButton(
            self.tr("In the column “{field}”: {count} cells").format(
                field=cell.field, count=len(self._same)
            )
        )
        self._all = QRadioButton(
            self.tr("In all columns: {count} cells").format(count=len(self._places))
        )
        self._texts = QCheckBox(
            self.tr("Where nothing was found and the text says it: {count} cells").format(
                count=len(self._said)
            )
        )
        self._texts.setChecked(bool(self._said))
        self._group = QButtonGroup(self)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Cells that change"))
        self._list.setUniformItemSizes(True)
        self._build(cell, found)
        (self._column if self._same else self._all).setChecked(True)
        self._show()

    def chosen(self) -> list[Place]:
        """The cells that are meant."""
        return self._same if self._column.isChecked() else self._places

    def chosen_texts(self) -> list[Occurrence]:
        """The empty cells that are meant, with the places in their texts."""
        return self._said if self._texts.isChecked() else []

    def accept(self) -> None:
        super().accept()
        self._apply(self.chosen(), self.chosen_texts())

    def _build(self, cell: Cell, found: str) -> None:
        words = QLabel(self._question(cell, found))
        words.setWordWrap(True)
        for choice in (self._column, self._all):
            self._group.addButton(choice)
            choice.toggled.connect(self._show)
        self._texts.toggled.connect(self._show)
        self._column.setEnabled(bool(self._same))
        self._column.setVisible(bool(self._places))
        self._all.setVisible(len(self._same) < len(self._places))
        self._texts.setVisible(bool(self._said))
        buttons = QDialogButtonBox()
        self._yes = buttons.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._yes.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self, theme.SMALL)
        layout.addWidget(words)
        layout.addWidget(self._column)
        layout.addWidget(self._all)
        layout.addWidget(self._texts)
        layout.addWidget(self._list, 1)
        layout.addWidget(QuietLabel(self.tr("Cells that somebody has judged stay as they are.")))
        layout.addWidget(buttons)

    def _question(self, cell: Cell, found: str) -> str:
        found = spoken(found)
        if cell.state is ReviewState.EDITED and self._places:
            words = self.tr("“{found}” was found in other cells, too. Write “{value}” there?")
            return words.format(found=found, value=spoken(cell.value))
        if not self._places:
            words = self.tr("“{found}” stands in other documents, too. Write “{value}” there?")
            return words.format(found=found, value=spoken(cell.value))
        if cell.state is ReviewState.REJECTED:
            return self.tr("“{found}” was found in other cells, too. Reject it there?").format(
                found=found
            )
        return self.tr("“{found}” was found in other cells, too. Accept it there?").format(
            found=found
        )

    def _show(self) -> None:
        lines = [
            f"{self._name_of(place.document_id)} · {place.field}" for place in self.chosen()[:SHOWN]
        ]
        lines += [
            f"{self._name_of(one.place.document_id)} · … {one.context} …"
            for one in self.chosen_texts()[: SHOWN - len(lines)]
        ]
        count = len(self.chosen()) + len(self.chosen_texts())
        self._list.clear()
        self._list.addItems(lines)
        if count > SHOWN:
            self._list.addItem(self.tr("and {count} more").format(count=count - SHOWN))
        self._yes.setText(self.tr("Apply to {count}").format(count=count))
        self._yes.setEnabled(count > 0)
