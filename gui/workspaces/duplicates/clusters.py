"""The clusters: a list of them, the rows of the current one, and what can be decided about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from engine.store.rows import ClusterRow
from engine.types import Address
from gui import theme
from gui.controller import Controller
from gui.facets import Facet, FacetBar, FacetButton
from gui.tables.arrays import ArrayModel
from gui.tables.view import TableView
from gui.widgets import EmptyState, QuietLabel, SearchBox, Switch, button, row
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.cluster_rows import MERGED_FROM, ClusterRows, read_rows
from gui.workspaces.duplicates.deciding import Deciding
from gui.workspaces.duplicates.group_columns import Summary, columns
from gui.workspaces.duplicates.groups import DECIDED, DOUBTED, LARGE, GroupBoard, GroupRow
from gui.workspaces.duplicates.members import Members
from gui.workspaces.duplicates.rules import RulesDialog
from gui.workspaces.duplicates.words import doubt_words

translate = QCoreApplication.translate

AT_ONCE = 200
"""A cluster with no more rows is read where it is asked for; a larger one off the main thread."""


class ClustersTab(QWidget):
    """Every decision is undone like any other. ``said`` is a line for the status bar."""

    said = Signal(str)
    counted = Signal(int)

    def __init__(
        self,
        controller: Controller,
        board: Board,
        header: Callable[[Address], Sequence[str]],
        summary: Summary,
        compared: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._header = header
        self._compared = compared
        self._shown: ClusterRow | None = None
        self._rows: ClusterRows | None = None
        self._sources: list[tuple[str, str]] = []
        self.board = GroupBoard(controller.project, controller.background, board, self)
        self.deciding = Deciding(controller.project, controller.review, self)
        self.model: ArrayModel[GroupRow] = ArrayModel(
            self.board,
            columns(summary),
            lambda line: line.cluster.number,
            controller.background,
            parent=self,
        )
        self.table = TableView(self.model, self.tr("Clusters"), self)
        self.members = Members(header, self)
        self._build()
        self._connect()

    def set_sources(self, sources: Sequence[tuple[str, str]]) -> None:
        """The tables by path, with what people call them."""
        self._sources = list(sources)

    def show_names(self) -> None:
        """Columns go by other names."""
        self.table.viewport().update()
        self._show_members(self._shown)

    def begin(self) -> None:
        """The tab is opened: a cluster is at hand."""
        if self.table.current_row() is None and self.model.rowCount():
            self.table.go_to(0, 0)

    def renew(self) -> None:
        """Pairs, clusters or decisions have changed."""
        self.board.renew()

    # --- Decisions ---

    def exclude(self) -> None:
        """Take the selected rows out."""
        self._on_rows(self.deciding.exclude)

    def split(self) -> None:
        """The selected rows are something else than the others."""
        chosen, cluster = self.members.chosen(), self._shown
        if cluster is None or not chosen or len(chosen) == cluster.size:
            self.said.emit(self.tr("Select the rows that are something else than the others."))
            return
        taken = set(chosen)
        rest = [one for one in self._ids(cluster) if one not in taken]
        self.deciding.split(chosen, rest)

    def merge(self) -> None:
        """The selected clusters are one thing."""
        rows = [one.cluster for one in self.table.selected_rows() if isinstance(one, GroupRow)]
        if len(rows) < 2:
            self.said.emit(self.tr("Select two or more clusters in the list above."))
            return
        self.deciding.merge([self._ids(row) for row in rows])

    def pin(self) -> None:
        """The selected row stays."""
        chosen, cluster = self.members.chosen(), self._shown
        if cluster is None or len(chosen) != 1:
            self.said.emit(self.tr("Select the one row that is to stay."))
            return
        self.deciding.pin(chosen[0], self._ids(cluster))

    def take_back(self) -> None:
        """As if nobody had decided anything about the current cluster."""
        if self._shown is not None:
            self.deciding.free(self._ids(self._shown))

    def bring_back(self) -> None:
        """Let the rows that were taken out into their clusters again."""
        ids = self.deciding.excluded()
        if ids:
            self.deciding.free(ids)

    def ask_rules(self) -> RulesDialog:
        """Ask how the merged row is made."""
        names = list(self._rows.names) if self._rows else []
        dialog = RulesDialog(names, self._sources, self.deciding.rules(), self)
        dialog.chosen.connect(self.deciding.set_rules)
        dialog.open()
        return dialog

    def _on_rows(self, decide: Callable[[Sequence[str]], bool]) -> None:
        chosen = self.members.chosen()
        if chosen:
            decide(chosen)
        else:
            self.said.emit(self.tr("Select rows of the cluster first."))

    # --- Parts ---

    def _build(self) -> None:
        standing = Facet(
            "standing",
            translate("Duplicates", "Clusters"),
            (
                (DOUBTED, translate("Duplicates", "In doubt")),
                (DECIDED, translate("Duplicates", "Changed by a person")),
                (LARGE, translate("Duplicates", "Three rows and more")),
            ),
        )
        self._facets = FacetBar([FacetButton(standing)])
        self._words = SearchBox(self.tr("Filter by words in any row"))
        self._counts = QuietLabel()
        self._back = button(self.tr("Bring excluded back"), self.bring_back, "undo")
        filters = row(self._facets)
        filters.addWidget(self._words, 1)
        filters.addWidget(self._counts)
        filters.addWidget(self._back)
        filters.addWidget(button(self.tr("Merge clusters"), self.merge, "merge"))
        nothing = EmptyState("accept", self.tr("Nothing here"), self.tr("No cluster is listed."))
        nothing.add_button(self.tr("Clear filters"), self.clear)
        self._rows_or_none = Switch(nothing, self.table)
        upper = QWidget()
        inside = QVBoxLayout(upper)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SMALL)
        inside.addLayout(filters)
        inside.addWidget(self._rows_or_none, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(self._lower())
        parts.setSizes([330, 300])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.addWidget(parts)

    def _lower(self) -> QWidget:
        self._title = QuietLabel()
        acts = (
            button(self.tr("Take out"), self.exclude, "remove", tip=self.tr(
                "The selected rows belong to no cluster, whatever a search finds"
            )),
            button(self.tr("Split off"), self.split, "split", tip=self.tr(
                "The selected rows are something else than the others"
            )),
            button(self.tr("Pin"), self.pin, "accept", tip=self.tr(
                "The selected row stays in the clean sheet, whichever would otherwise"
            )),
            button(self.tr("Take back"), self.take_back, "undo", tip=self.tr(
                "As if nobody had decided anything about this cluster"
            )),
            button(self.tr("Merged row…"), self.ask_rules, "settings", tip=self.tr(
                "Which value each cell of the merged row takes"
            )),
        )  # fmt: skip
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, theme.SMALL, 0, 0)
        layout.setSpacing(theme.SMALL)
        top = row(self._title, None, *acts)
        self._acting = acts
        layout.addLayout(top)
        layout.addWidget(self.members, 1)
        return page

    def _connect(self) -> None:
        self.board.changed.connect(self._on_changed)
        self.board.failed.connect(self._controller.problem)
        self.deciding.failed.connect(self._controller.problem)
        self.deciding.rules_changed.connect(lambda: self._show_members(self._shown))
        self.table.current_changed.connect(self._show_current)
        self.model.counted.connect(lambda _count: self._show_counts())
        self.model.failed.connect(self._controller.problem)
        self._facets.changed.connect(self._on_filter)
        self._words.searched.connect(self._on_filter)
        self._show_members(None)

    def clear(self) -> None:
        """No filter and no words."""
        self._words.clear()
        self._facets.reset()

    def _on_filter(self) -> None:
        self.model.narrow(self._words.words(), self._facets.filters())
        self._show_counts()

    def _on_changed(self) -> None:
        self.model.refresh()
        self._facets.count(self.board.counts())
        count = len(self.board.groups.decisions.excluded)
        self._back.setVisible(count > 0)
        self._back.setText(self.tr("Bring %n excluded row(s) back", "", count))
        self._show_counts()
        self._show_current()
        self.counted.emit(len(self.board.groups))

    def _show_counts(self) -> None:
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        count = self.model.rowCount()
        words = self.tr("%n cluster(s)", "", count)
        self._counts.setText(words.replace(str(count), QLocale().toString(count), 1))

    def _show_current(self) -> None:
        line = self.table.current_row()
        self._show_members(line.cluster if isinstance(line, GroupRow) else None)

    def _show_members(self, cluster: ClusterRow | None) -> None:
        self._shown = cluster
        for act in self._acting:
            act.setEnabled(cluster is not None)
        rules, board, header = self.deciding.rules(), self.board, self._header
        if cluster is None:
            self._take(None)
        elif cluster.size <= AT_ONCE:
            self._take(read_rows(board, cluster, header, rules))
        else:
            self._take(None)  # What is chosen of another cluster is not chosen of this one.
            self._title.setText(self.tr("Reading the rows…"))
            self._controller.background.run(
                lambda: read_rows(board, cluster, header, rules),
                lambda rows: self._shown is cluster and self._take(rows),
                self._controller.problem.emit,
            )

    def _take(self, rows: ClusterRows | None) -> None:
        self._rows = rows
        cluster = rows.cluster if rows else None
        pinned = cluster is not None and cluster.survivor_id in self._pinned()
        self.members.show_cluster(rows, self.board.read, pinned, self._compared())
        self._title.setText("" if cluster is None else self._say(cluster))
        if rows is not None and rows.ids:
            self.members.setCurrentIndex(QModelIndex())

    def _ids(self, cluster: ClusterRow) -> Sequence[str]:
        """The ids of a cluster's rows, the survivor first."""
        shown = self._rows
        if shown is not None and shown.cluster == cluster:
            return shown.ids
        return self.board.ids(cluster)

    def _pinned(self) -> frozenset[str]:
        return frozenset(self.board.groups.decisions.survivors)

    def _say(self, cluster: ClusterRow) -> str:
        words = self.tr("Cluster {number} · %n row(s)", "", cluster.size)
        words = words.replace(str(cluster.size), QLocale().toString(cluster.size))
        parts = [words.format(number=cluster.number)]
        if cluster.size > MERGED_FROM and self.deciding.rules():
            words = self.tr("merged row shown for the first {count}")
            parts.append(words.format(count=QLocale().toString(MERGED_FROM)))
        if cluster.doubt:
            parts.append(doubt_words(cluster.doubt))
        return " · ".join(parts)
