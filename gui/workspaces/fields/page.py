"""The fields workspace: what to look for above, a row a document below, the current cell at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.errors import UserError
from engine.paths import data_dir
from engine.store import FieldsRow
from engine.types import Mention
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.launch import EXTRACT
from gui.tables.column import Column
from gui.tables.view import TableView
from gui.widgets import Switch
from gui.workspaces.fields.columns import columns
from gui.workspaces.fields.counts import Counts, add_up
from gui.workspaces.fields.current import CurrentCell
from gui.workspaces.fields.empty import NoValues
from gui.workspaces.fields.exchange import Exchange
from gui.workspaces.fields.facets import Facet
from gui.workspaces.fields.header import ColumnMenu
from gui.workspaces.fields.highlights import candidate_highlights
from gui.workspaces.fields.judged import JudgedWorkspace
from gui.workspaces.fields.learning import LearningDialog
from gui.workspaces.fields.model import FieldsModel
from gui.workspaces.fields.occurrences import Occurrences
from gui.workspaces.fields.results import Results
from gui.workspaces.fields.reviewing import CellReviewing
from gui.workspaces.fields.setup import FieldsSetup
from gui.workspaces.fields.typing import as_typed
from gui.workspaces.scope import Selection


class FieldsWorkspace(JudgedWorkspace):
    """Extraction and its review. ``selected`` is what is selected in the documents list;
    ``wants_documents`` asks for that page, ``exported`` gives the path of what was written."""

    wants_documents = Signal()
    exported = Signal(object)
    exports = "fields"

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        selected: Selection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._explain = explain
        self.setup = FieldsSetup(self._project, explain, selected)
        self.box = self.setup.box
        self._names: tuple[str, ...] = ()
        self._documents = self._project.documents.count()
        self.model = FieldsModel(self._project, controller.background, self._commit, self)
        self.results = Results(self._project, explain, self.model, self._commit)
        self.table = self.results.table
        self.records = self.results.records
        self.detail = self.results.candidates
        self._later = QTimer(self, singleShot=True, interval=200)
        self._later.timeout.connect(self._renew_columns)
        self.counts = Counts(self._project, controller.background, self)
        self._reviewing = CellReviewing(self.table, self.model, controller)
        self._of_records = CellReviewing(self.records.table, self.records.model, controller)
        self._current = CurrentCell(self._project, explain, self.results)
        self._occurrences = Occurrences(controller, self)
        self.columns = ColumnMenu(
            self.table, self.model, self.box, controller, lambda: self._names, self
        )
        self.learning: LearningDialog | None = None
        self.exchange = Exchange(controller, explain, self.table, self.model, self)
        self._build()
        self._connect()
        self.box.set_text(self._project.fields_text)
        self._renew_columns()

    def title(self) -> str:
        return self.tr("Fields")

    def tables(self) -> Sequence[TableView]:
        return (self.table, self.records.table)

    def count(self) -> int:
        return len(self._names)

    def activate(self) -> None:
        self.setup.scope.look()
        (self.table if self._names and self.model.rowCount() else self.box.edit).setFocus()

    def refresh(self, what: str) -> None:
        if what == "cells":
            if self._wanted_names() != self._names:
                self._renew_columns()
            else:
                self.model.refresh()
                self.records.look_for_groups()
            self.counts.look()
        elif what == "documents":
            # It is said after every decision, too: the list of documents tells what is judged.
            documents = self._project.documents.count()
            if documents != self._documents:
                self._documents = documents
                self.model.refresh_documents()
                self.counts.look()
            self._show_state()

    def run(self) -> None:
        self.box.read()
        if not self.box.fields:
            self.box.edit.setFocus()
            if not self.box.text().strip():
                self.said.emit(self.tr("Name the fields first, or pick a template."))
            return
        documents = self.setup.scope.documents()
        if not documents:
            self.wants_documents.emit()
            return
        self._project.fields_text = self.box.text()
        self.setup.recent.remember(self.box.text())
        names = [field.name for field in self.box.fields]
        self._controller.extract(self.box.text(), names, documents)
        self._show_state()

    def ask_export(self) -> bool:
        self.exchange.ask_export()
        return True

    def ask_import(self) -> None:
        """An edited workbook is read back."""
        self.exchange.ask_import()

    def ask_to_learn(self) -> LearningDialog:
        """What was decided teaches the extractor."""
        self.learning = LearningDialog(
            self._controller, self._explain, data_dir() / "adapters", self
        )
        self.learning.open()
        return self.learning

    def follow(self, document_id: str, key: str) -> None:
        row = self._reviewing.row()
        if row is not None and row.document_id == document_id:
            self._go_to_field(key)
            self.table.setFocus()

    # --- Inside ---

    def _build(self) -> None:
        self._empty = NoValues(self.wants_documents.emit)
        self._switch = Switch(self._empty, self.results)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.setup)
        layout.addWidget(self._switch, 1)

    def _connect(self) -> None:
        parts, head = self.results, self.results.head
        self.setup.started.connect(self.run)
        self.setup.templates.said.connect(self.said)
        self.setup.templates.failed.connect(self._controller.problem)
        self.box.changed.connect(self._show_state)
        for part in (self.columns, self.exchange):
            part.said.connect(self.said)
        self.exchange.written.connect(self.exported)
        parts.facets.changed.connect(self._on_filter)
        parts.facets.ordered.connect(lambda by: self.model.order_by("doubt" if by else ""))
        self._controller.tracker.ended.connect(lambda _state: self._show_state())
        self.model.counted.connect(lambda _count: self._show_state())
        self.model.failed.connect(self._controller.problem)
        self.table.current_changed.connect(self._show_current)
        self.counts.counted.connect(self._show_counts)
        self.counts.checked.connect(self.model.refresh)
        for reviewing in (self._reviewing, self._of_records):
            reviewing.said.connect(self.said)
        self._occurrences.said.connect(self.said)
        for table in self.tables():
            table.confirmed.connect(self.accept)
        self.records.current_changed.connect(self._show_record)
        self.records.added.connect(self._add_record)
        head.accepted.connect(self.accept)
        head.rejected.connect(self.reject)
        head.edited.connect(self.edit)
        head.next_doubtful.connect(self.next_doubtful)
        head.everywhere.connect(self.apply_everywhere)
        head.history.connect(self._show_history)
        head.reading.connect(self._take_reading)
        self.detail.picked.connect(self.pick)
        self.detail.looked.connect(self._show_mention)
        parts.lanes.wanted.connect(self._go_to_field)
        parts.lanes.looked_for.connect(self.look_for)
        parts.statistics.wanted.connect(self._on_facet)

    def forget(self, name: str) -> None:
        """Drop a column; what was decided in it comes back when it is extracted again."""
        self.columns.forget(name)

    def _on_filter(self) -> None:
        self.model.narrow(self.results.facets.words(), self.results.facets.filters())

    def _on_facet(self, facet: Facet, field: str) -> None:
        self.results.facets.choose(facet, field)
        self._go_to_field(field)
        self.table.setFocus()

    def _wanted_names(self) -> tuple[str, ...]:
        """Fields with results, those that are typed first and in the order typed. Records have a
        table of their own."""
        groups = {field.name for field in self._project.found.groups()}
        known = [name for name in self._project.cells.fields() if name not in groups]
        typed = [field.name for field in self.box.fields if field.name in known]
        return tuple(dict.fromkeys([*typed, *known]))

    def _renew_columns(self) -> None:
        if self.table.editing:
            # What is being typed is not taken away: the new columns come once it is kept.
            self._later.start()
            return
        try:
            self._names = self._wanted_names()
        except UserError as error:
            self._controller.problem.emit(error)
            return
        self.model.set_fields(columns(self._names, self._explain), self._names)
        self.table.apply_columns()
        self.results.facets.set_fields(self._names)
        self._on_filter()
        self.records.look_for_groups()
        self.counts.look()
        self._show_state()

    def _show_state(self) -> None:
        """The table where there are results; else what to do first."""
        documents = self._project.documents.count()
        self._switch.show_content(bool(self._names))
        self.results.progress.say_shown(self.tr("%n document(s)", "", self.model.rowCount()))
        jobs = {state.job for state in self._controller.tracker.active()}
        self._empty.show_state(documents, EXTRACT in jobs)

    def _show_counts(self) -> None:
        tallies = [one for one in self.counts.tallies if one.field in self._names]
        self.results.progress.show_counts(add_up("", tallies))
        self.results.facets.set_counts(tallies, self.counts.conflicts, self.counts.unlocated)
        self.results.statistics.show_tallies(tallies, self._names)

    def _show_current(self) -> None:
        try:
            marks = self._current.show(self._reviewing.row(), self.table.currentIndex().column())
        except UserError as error:
            self._controller.problem.emit(error)
            return
        row = self._reviewing.row()
        if row is not None and self.isVisible():
            self.show_document.emit(row.document_id, marks)

    def _show_record(self) -> None:
        """A value of a record has become the current one."""
        cell, name = self._of_records.current()
        row = self._reviewing.row()
        if cell is not None and row is not None and self.records.table.hasFocus():
            self.show_document.emit(row.document_id, self._current.show_record(cell, name))

    def _add_record(self, document_id: str, name: str, group: str) -> None:
        key = self._controller.review.add_record(document_id, name, group)
        if key:
            self.records.begin(key)

    def _show_mention(self, mention: Mention) -> None:
        cell, _name = self._reviewing.current()
        if cell is not None:
            mentions = [other.mention for other in self.detail.candidates()]
            number = self.table.currentIndex().column()
            marks = candidate_highlights(cell, number, mentions, mention)
            self.show_document.emit(mention.document_id, marks)

    def _show_history(self) -> None:
        cell, name = self.judging.current()
        if cell is not None:
            self._current.history(cell, name, self._controller.review)

    def _take_reading(self, value: str) -> None:
        cell, name = self.judging.current()
        if cell is not None:
            self._controller.review.set_value(cell, name, value, cell.start, cell.end)

    def _go_to_field(self, field: str) -> None:
        """To a field's cell of the current document; a record's is in the table below."""
        if field in self._names:
            self.table.go_to(max(self.table.currentIndex().row(), 0), self._names.index(field))
        elif self.records.go_to(field):
            self.results.tabs.setCurrentWidget(self.records)
            self.records.table.setFocus()

    def _commit(self, row: FieldsRow, column: Column[FieldsRow], text: str) -> bool:
        cell = column.value(row)
        field = self._current.definition(cell.field)
        return self._controller.review.set_value(cell, row.name, as_typed(field, text))
