"""The matrix beside the list: which clauses clash with which, what each document says to a playbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.store import Project, Query
from gui import theme
from gui.background import Background
from gui.matrix import Grid, Matrix
from gui.widgets import ElidedLabel, EmptyState, QuietLabel, row
from gui.workspaces.contradictions.grids import (
    clause_grid,
    pair_looks,
    statement_grid,
    statement_looks,
)
from gui.workspaces.contradictions.modes import Mode


class Chart(QWidget):
    """``moved`` and ``opened`` give the key of the verdict behind a cell. Thread: GUI."""

    moved = Signal(object)
    opened = Signal(object)

    def __init__(
        self, project: Project, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._wanted: tuple[Mode, Query] | None = None
        dismissed = self.tr("Dismissed")
        self.clauses = Matrix(self.tr("Clauses against clauses"), pair_looks(dismissed))
        self.statements = Matrix(
            self.tr("Documents against statements"), statement_looks(dismissed)
        )
        self._words = ElidedLabel()
        hint = QuietLabel(
            self.tr("Arrow keys go from finding to finding; + and − zoom; Enter opens the pair.")
        )
        self._nothing = EmptyState(
            "matrix", self.tr("Nothing here"), self.tr("No pair of clauses meets the filter.")
        )
        self._stack = QStackedWidget()
        for widget in (self._nothing, self.clauses, self.statements):
            self._stack.addWidget(widget)
        foot = row()
        foot.addWidget(self._words, 1)
        foot.addWidget(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        for matrix in (self.clauses, self.statements):
            matrix.moved.connect(self._on_moved)
            matrix.opened.connect(self.opened)

    @property
    def matrix(self) -> Matrix:
        """The one that is shown."""
        playbook = self._wanted is not None and self._wanted[0] is Mode.PLAYBOOK
        return self.statements if playbook else self.clauses

    def show_verdicts(
        self, mode: Mode, query: Query, statements: Mapping[str, str] | None = None
    ) -> None:
        """Show the verdicts of ``query``, worked out off the main thread; ``statements`` are the
        playbook's, with their words."""
        wanted = self._wanted = (mode, query)
        listed = dict(statements or {})
        self._background.run(
            lambda: self._grid(mode, query, listed),
            lambda grid: self._arrived(wanted, grid),
        )

    def _grid(self, mode: Mode, query: Query, statements: Mapping[str, str]) -> Grid:
        """In the background."""
        documents = self._project.documents
        names = {key: PurePath(path).name for key, path in documents.paths().items()}
        points = self._project.verdicts.points(query)
        if mode is not Mode.PLAYBOOK:
            return clause_grid(points, documents.ids(), names)
        return statement_grid(points, documents.ids(), names, list(statements), statements)

    def _arrived(self, wanted: tuple[Mode, Query], grid: Grid) -> None:
        if wanted != self._wanted:
            return
        self.matrix.show_grid(grid)
        self._stack.setCurrentWidget(self.matrix if grid.keys else self._nothing)

    def _on_moved(self, key: int | None) -> None:
        self._words.setText(self.matrix.words())
        self.moved.emit(key)
