"""Another filter for a table: counted and read off the main thread, shown when it is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from engine.store.query import Filter, Query
from gui.background import Background
from gui.tables.model import TableModel
from gui.tables.pages import PAGE


class Filtering(QObject):
    """Narrows one model. Of several filters in a row only the last is shown. Thread: GUI."""

    def __init__(self, model: TableModel, background: Background) -> None:
        super().__init__(model)
        self._model = model
        self._background = background
        self._wanted: Query | None = None

    def show(self, text: str = "", filters: Sequence[Filter] = ()) -> None:
        """Show only rows that hold ``text`` and meet ``filters``, as soon as they are found: a
        search in hundreds of thousands of rows takes longer than the window may stand still."""
        query = self._model.narrowed(text, filters)
        self._wanted = query
        if query == self._model.query:
            return
        source = self._model.source

        def found(result: tuple[int, Sequence[object]]) -> None:
            if self._wanted == query and self._model.source is source:
                self._model.show(query, *result)

        self._background.run(
            lambda: (source.count(query), source.page(0, PAGE, query)),
            found,
            self._model.failed.emit,
        )
