"""A row a field: how many cells are filled, doubtful, accepted, edited, and how far the review is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.store import PENDING, Standing, Tally
from gui.tables.column import Column, Look
from gui.tables.listing import ListSource
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.words import percent
from gui.workspaces.fields.counts import FieldCounts, by_field
from gui.workspaces.fields.facets import Facet

translate = QCoreApplication.translate


def statistics_columns() -> list[Column[FieldCounts]]:
    """What the list shows of a field."""
    return [
        Column(translate("Fields", "Field"), lambda row: row.field, width=18),
        Column(
            translate("Fields", "Reviewed"),
            lambda row: row.share,
            percent,
            width=16,
            look=Look.FRACTION,
            tone=lambda _row: Tone.INFO,
            hint=translate("Fields", "Share of the values on which a person has decided"),
        ),
        Column(
            translate("Fields", "Filled"),
            lambda row: row.filled / row.cells if row.cells else None,
            percent,
            width=16,
            look=Look.FRACTION,
            tone=lambda _row: Tone.QUIET,
            hint=translate("Fields", "Share of the documents in which something was found"),
        ),
        *(
            _count_column(words, read, tone)
            for words, read, tone in (
                (translate("Fields", "To review"), lambda row: row.pending, None),
                (translate("Fields", "Doubtful"), lambda row: row.doubtful, Tone.CAUTION),
                (translate("Fields", "Disagree"), lambda row: row.disagree, Tone.CAUTION),
                (translate("Fields", "Accepted"), lambda row: row.accepted, Tone.GOOD),
                (translate("Fields", "Edited"), lambda row: row.edited, Tone.INFO),
                (translate("Fields", "Rejected"), lambda row: row.rejected, Tone.BAD),
            )
        ),
    ]


def _count_column(words, read, tone):  # type: ignore[no-untyped-def]
    return Column(
        words, read, width=5, right=True, tone=lambda row: tone if tone and read(row) else None
    )


FACETS = {
    3: Facet(PENDING),
    4: Facet(frozenset({Standing.DOUBTFUL})),
    5: Facet(disagree=True),
    6: Facet(frozenset({Standing.ACCEPTED})),
    7: Facet(frozenset({Standing.EDITED})),
    8: Facet(frozenset({Standing.REJECTED})),
}
"""What the figures of a column count."""


class Statistics(QWidget):
    """The list. ``wanted`` gives the facet and the field of a figure that was opened."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: ListSource[FieldCounts] = ListSource()
        self.model = TableModel(
            self._source, statistics_columns(), lambda row: row.field, parent=self
        )
        self.table = TableView(self.model, self.tr("Figures of each field"), self)
        self.table.setSortingEnabled(False)
        self.table.setSelectionBehavior(TableView.SelectionBehavior.SelectItems)
        self.table.confirmed.connect(self._on_confirmed)
        self.table.doubleClicked.connect(self._on_confirmed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_tallies(self, tallies: Sequence[Tally], fields: Sequence[str]) -> None:
        """Other figures; the cursor stays."""
        self._source.rows = by_field(tallies, fields)
        self.model.refresh()

    def rows(self) -> list[FieldCounts]:
        """The figures."""
        return list(self._source.rows)

    def _on_confirmed(self) -> None:
        row = self.table.current_row()
        if isinstance(row, FieldCounts):
            facet = FACETS.get(self.table.currentIndex().column(), Facet())
            self.wanted.emit(facet, row.field)
