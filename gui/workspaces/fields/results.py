"""The results of the fields page: the rows with what narrows them above, and, below, what belongs to
the current cell and document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QTabWidget, QVBoxLayout, QWidget

from engine.store import Project
from gui import theme
from gui.errors import Explainer
from gui.tables.model import Commit
from gui.tables.view import TableView
from gui.workspaces.fields.detail import Candidates, CellHead
from gui.workspaces.fields.facets import FacetBar
from gui.workspaces.fields.lanes import Lanes
from gui.workspaces.fields.model import FieldsModel
from gui.workspaces.fields.progress import ReviewProgress
from gui.workspaces.fields.records import Records
from gui.workspaces.fields.statistics import Statistics


class Results(QSplitter):
    """Only parts and their places; the page connects them."""

    def __init__(
        self, project: Project, explain: Explainer, model: FieldsModel, commit: Commit
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.table = TableView(model, self.tr("Values"), self)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        header = self.table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.facets = FacetBar(explain)
        self.progress = ReviewProgress()
        self.head = CellHead(explain)
        self.candidates = Candidates(explain)
        self.records = Records(project, explain, commit)
        self.lanes = Lanes(explain)
        self.statistics = Statistics()
        self.tabs = self._tabs()
        self.setChildrenCollapsible(False)
        self.addWidget(self._upper())
        self.addWidget(self._lower())
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setSizes([360, 250])

    def name_tabs(self, candidates: int, records: int, doubts: int) -> None:
        """How many things each tab holds."""
        for place, (words, count) in enumerate(
            (
                (self.tr("Candidates"), candidates),
                (self.tr("Records"), records),
                (self.tr("What does not fit"), doubts),
            )
        ):
            self.tabs.setTabText(place, f"{words} ({count})" if count else words)

    def _upper(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.facets)
        layout.addWidget(self.progress)
        layout.addWidget(self.table, 1)
        return page

    def _lower(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs, 1)
        return page

    def _tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for part in (tabs, tabs.tabBar()):
            part.setAccessibleName(self.tr("About the current value"))
        tabs.addTab(self.candidates, "")
        tabs.addTab(self.records, "")
        tabs.addTab(self.lanes, "")
        tabs.addTab(self.statistics, self.tr("Figures"))
        return tabs
