"""The rows of one cluster beside each other, what differs marked, and the row that they merge to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractItemView, QWidget

from engine.dedupe.survivorship import ColumnRule, Member, MergedCell, merge
from engine.store.rows import ClusterRow
from engine.types import Address, Record
from gui.tables.column import Column, Look
from gui.tables.listing import ListSource
from gui.tables.marked import Marked, differences
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.workspaces.duplicates.words import cell_words, place_in_list

translate = QCoreApplication.translate
Header = Callable[[Address], Sequence[str]]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One line. ``record_id`` is ``None`` for the merged row; ``cells`` by column name."""

    record_id: str | None
    place: str
    role: str
    icon: str
    tone: Tone | None
    cells: Mapping[str, Marked]


class Members(TableView):
    """The table. ``show_cluster`` takes what was read."""

    def __init__(self, header: Header, parent: QWidget | None = None) -> None:
        self._header = header
        self._source: ListSource[MemberLine] = ListSource()
        self.lines_model = TableModel(
            self._source, _columns(()), lambda line: line.record_id or "merged"
        )
        super().__init__(self.lines_model, translate("Duplicates", "Rows of the cluster"), parent)
        self.lines_model.setParent(self)
        self.setSortingEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def lines(self) -> list[MemberLine]:
        """What is shown, the merged row first."""
        return list(self._source.rows)

    def chosen(self) -> list[str]:
        """The ids of the selected rows."""
        rows = [line for line in self.selected_rows() if isinstance(line, MemberLine)]
        return [line.record_id for line in rows if line.record_id is not None]

    def show_cluster(
        self,
        cluster: ClusterRow | None,
        records: Sequence[Record],
        pinned: bool,
        rules: Mapping[str, ColumnRule],
        first: Sequence[str],
    ) -> None:
        """Show the rows of a cluster (the survivor first); ``pinned``: a person chose it. ``first``
        are the columns that were compared."""
        if cluster is None:
            self._source.rows = []
            self.lines_model.set_columns(_columns(()), self._source)
            return
        names = _names(self._header, records, first)
        rows = [self._member(record) for record in records]
        # Without rules nothing is merged: the row that stays is the row of the clean sheet.
        merged = merge(rows if rules else rows[:1], cluster.survivor_id, rules)
        self._source.rows = [
            _merged_line(merged),
            *(self._line(record, cluster, pinned, merged) for record in records),
        ]
        self.lines_model.set_columns(_columns(names), self._source)
        self.apply_columns()

    def _member(self, record: Record) -> Member:
        values = dict(zip(self._header(record.address), record.values, strict=False))
        return Member(record.id, record.address.path, values)

    def _line(
        self,
        record: Record,
        cluster: ClusterRow,
        pinned: bool,
        merged: Sequence[MergedCell],
    ) -> MemberLine:
        stays = record.id == cluster.survivor_id
        role = translate("Duplicates", "Duplicate")
        if stays:
            role = translate("Duplicates", "Stays")
            if pinned:
                role = translate("Duplicates", "Stays (pinned)")
        kept = {cell.column: cell_words(cell.value) for cell in merged}
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


def _names(header: Header, records: Sequence[Record], first: Sequence[str]) -> list[str]:
    """Every column of the rows, the compared ones first."""
    there = dict.fromkeys(name for record in records for name in header(record.address))
    return list(dict.fromkeys([*(name for name in first if name in there), *there]))


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
