"""The rows of one cluster beside each other, what differs marked, and the row that they merge to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractItemView, QWidget

from engine.dedupe.survivorship import MergedCell
from engine.types import Record
from gui.tables.column import Column, Look
from gui.tables.marked import Marked, differences
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.workspaces.duplicates.cluster_rows import (
    ClusterRows,
    Header,
    MemberLine,
    MemberSource,
)
from gui.workspaces.duplicates.words import cell_words, place_in_list

translate = QCoreApplication.translate
Read = Callable[[Sequence[str]], Sequence[Record]]


class Members(TableView):
    """The table. ``show_cluster`` takes what was read."""

    def __init__(self, header: Header, parent: QWidget | None = None) -> None:
        self._header = header
        self._source = MemberSource()
        self.lines_model = TableModel(
            self._source, _columns(()), lambda line: line.record_id or "merged"
        )
        super().__init__(self.lines_model, translate("Duplicates", "Rows of the cluster"), parent)
        self.lines_model.setParent(self)
        self.setSortingEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def lines(self) -> list[MemberLine]:
        """What is shown, the merged row first."""
        rows = (self.lines_model.row(n) for n in range(self.lines_model.rowCount()))
        return [line for line in rows if line is not None]

    def chosen(self) -> list[str]:
        """The ids of the selected rows; none of them needs to have been read."""
        ids = (self._source.id_at(number) for number in self.selected_numbers())
        return [one for one in ids if one is not None]

    def show_cluster(
        self, rows: ClusterRows | None, read: Read, pinned: bool, first: Sequence[str]
    ) -> None:
        """Show the rows of a cluster; ``read`` gives a page of them, ``pinned``: a person chose the one
        that stays. ``first`` are the columns that were compared."""
        if rows is None:
            self._source = MemberSource()
            self.lines_model.set_columns(_columns(()), self._source)
            return
        shown = set(rows.names)
        names = list(dict.fromkeys([*(name for name in first if name in shown), *rows.names]))
        kept = {cell.column: cell_words(cell.value) for cell in rows.merged}
        survivor = rows.cluster.survivor_id

        def line(record: Record) -> MemberLine:
            return self._line(record, survivor, pinned, kept)

        self._source = MemberSource([_merged_line(rows.merged)], rows.ids, read, line)
        self.lines_model.set_columns(_columns(names), self._source)
        self.apply_columns()

    def _line(
        self, record: Record, survivor: str, pinned: bool, kept: Mapping[str, str]
    ) -> MemberLine:
        stays = record.id == survivor
        role = translate("Duplicates", "Duplicate")
        if stays:
            role = translate("Duplicates", "Stays")
            if pinned:
                role = translate("Duplicates", "Stays (pinned)")
        values = dict(zip(self._header(record.address), record.values, strict=False))
        cells = {
            name: _against(kept.get(name, ""), cell_words(value)) for name, value in values.items()
        }
        icon = ("accept" if pinned else "proposed") if stays else ""
        tone = Tone.GOOD if stays else None
        return MemberLine(record.id, place_in_list(record.address), role, icon, tone, cells)


def _against(kept: str, value: str) -> Marked:
    """``value`` with what it has besides ``kept`` marked; all of it where it only lacks something."""
    marked = differences(kept, value)[1]
    if value != kept and not marked.spans and value:
        return Marked(value, ((0, len(value)),))
    return marked


def _merged_line(merged: Sequence[MergedCell]) -> MemberLine:
    cells = {cell.column: Marked(cell_words(cell.value)) for cell in merged}
    words = translate("Duplicates", "Clean sheet")
    return MemberLine(None, words, translate("Duplicates", "Preview"), "merge", Tone.INFO, cells)


def _columns(names: Sequence[str]) -> list[Column[MemberLine]]:
    fixed: list[Column[MemberLine]] = [
        Column(
            translate("Duplicates", "Row"),
            lambda line: line.place,
            width=22,
            icon=lambda line: line.icon or None,
            tone=lambda line: line.tone,
        ),
        Column(translate("Duplicates", "Role"), lambda line: line.role, width=14),
    ]
    return [*fixed, *(_cell_column(name) for name in names)]


def _cell_column(name: str) -> Column[MemberLine]:
    return Column(
        name,
        lambda line: line.cells.get(name, Marked("")),
        str,
        width=24,
        look=Look.MARKED,
    )
