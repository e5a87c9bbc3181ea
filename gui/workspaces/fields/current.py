"""Fills the lower part with what belongs to the current cell and document, and marks its words."""

from __future__ import annotations

from engine.extraction.readings import readings
from engine.extraction.relations import PATH
from engine.store import Cell, FieldsRow, Project
from engine.types import Field, ReviewState
from gui.errors import Explainer
from gui.review import Review
from gui.viewer.highlight import Highlight
from gui.workspaces.fields.highlights import row_highlights
from gui.workspaces.fields.history import HistoryMenu
from gui.workspaces.fields.results import Results


class CurrentCell:
    """Reads what hangs on one cell: a few short reads. Thread: GUI."""

    def __init__(self, project: Project, explain: Explainer, parts: Results) -> None:
        self._project = project
        self._explain = explain
        self._parts = parts
        self._menu: HistoryMenu | None = None

    def definition(self, name: str) -> Field:
        """The field of a cell, as it was typed; a record's column too."""
        fields = {field.name: field for field in self._project.lanes.defined().fields}
        parts = name.split(PATH)
        group, column = parts[0], parts[-1]
        if len(parts) > 1 and group in fields:
            return next((one for one in fields[group].columns if one.name == column), Field(column))
        return fields.get(name, Field(name))

    def show(self, row: FieldsRow | None, column: int) -> list[Highlight]:
        """Show the cell of ``row`` in a column, and its document; returns what to mark there.
        Raises ``UserError`` where the project cannot be read."""
        parts, cells, lanes = self._parts, self._project.cells, self._project.lanes
        if row is None:
            parts.head.show_cell(None, "")
            parts.candidates.show_cell(None, ())
            parts.records.show_document("", "")
            parts.lanes.show_rows((), ())
            parts.name_tabs(0, 0, 0)
            return []
        cell = row.cells[column] if 0 <= column < len(row.cells) else None
        mentions = cells.candidates(cell.document_id, cell.field) if cell else []
        self._show_head(cell, row.name)
        parts.candidates.show_cell(cell, mentions)
        parts.records.show_document(row.document_id, row.name)
        doubts = lanes.doubts(row.document_id)
        unlocated = lanes.unlocated(row.document_id)
        parts.lanes.show_rows(doubts, unlocated)
        records = self._project.found.count(row.document_id)
        parts.name_tabs(len(mentions), records, len(doubts) + len(unlocated))
        chosen = cells.chosen(row.document_id)
        return row_highlights(row.cells, chosen, column, mentions)

    def show_record(self, cell: Cell, name: str) -> list[Highlight]:
        """Show a value of a record; returns what to mark."""
        self._show_head(cell, name)
        mark = Highlight(cell.start, cell.end, strong=True, colour=0, label=name)
        return [mark] if cell.start >= 0 else []

    def history(self, cell: Cell, name: str, review: Review) -> HistoryMenu:
        """Open what was decided on a cell."""
        place = self._parts.head.history_place()
        self._menu = HistoryMenu(cell, name, self._project, review, self._parts)
        self._menu.popup(place.mapToGlobal(place.rect().bottomLeft()))
        return self._menu

    def _show_head(self, cell: Cell | None, name: str) -> None:
        if cell is None:
            self._parts.head.show_cell(None, name)
            return
        doubts = self._project.lanes.doubts(cell.document_id, cell.field) if cell.conflicts else ()
        said = [str(self._explain.code(doubt.code, dict(doubt.params))) for doubt in doubts]
        found: tuple[str, ...] = ()
        if cell.doubt and cell.state is ReviewState.PROPOSED:
            found = readings(self.definition(cell.field), cell.raw)
        self._parts.head.show_cell(cell, name, said, found)
