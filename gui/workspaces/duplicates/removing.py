"""A table taken out of the project, as something that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from engine.errors import UserError
from engine.store import Project, TableRow
from gui.background import Background


class RemoveTableCommand(QUndoCommand):
    """Takes a table out with its rows, pairs and clusters, off the main thread; what was decided stays.
    Taken back, the table is there again, and a search finds its rows and what was decided of them."""

    def __init__(
        self,
        text: str,
        project: Project,
        background: Background,
        table: TableRow,
        done: Callable[[bool], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """``done`` hears whether the table is there now."""
        super().__init__(text)
        self._project = project
        self._background = background
        self._table = table
        self._done = done
        self._failed = failed

    def redo(self) -> None:
        self._run(lambda: self._project.tables.remove(self._table.id), False)

    def undo(self) -> None:
        table = self._table
        self._run(lambda: self._project.tables.add(table.path, table.sheet, table.header), True)

    def _run(self, work: Callable[[], object], there: bool) -> None:
        self._background.run(work, lambda _result: self._done(there), self._failed)
