"""Values out of the project and back: the export with its choices, the workbook that was edited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.store import FieldsRow
from gui.controller import Controller
from gui.errors import Explainer
from gui.tables.view import TableView
from gui.workspaces.fields.exporting import Export, ExportDialog, Ids
from gui.workspaces.fields.importing import ImportDialog
from gui.workspaces.fields.model import FieldsModel

if TYPE_CHECKING:
    from engine.jobs.reimport import CellChange, ReadBack


class Exchange(QObject):
    """Opens the dialogs. ``written`` gives the path of a file that is there now, ``said`` a line for
    the status bar. Thread: GUI."""

    written = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        table: TableView,
        model: FieldsModel,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._explain = explain
        self._table = table
        self._model = model
        self._parent = parent
        self.export_dialog: ExportDialog | None = None
        self.import_dialog: ImportDialog | None = None

    def ask_export(self) -> ExportDialog:
        """Which documents, in which format, where to?"""
        dialog = self.export_dialog = ExportDialog(
            self._choices(), self._make, self._explain, self._parent
        )
        dialog.written.connect(self.written)
        dialog.said.connect(self.said)
        dialog.open()
        return dialog

    def ask_import(self) -> QFileDialog:
        """Which workbook?"""
        dialog = QFileDialog(self._parent, self.tr("Read an edited workbook back"))
        dialog.setNameFilters([f"{self.tr('Excel workbook')} (*.xlsx)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read_back(Path(name)))
        dialog.open()
        return dialog

    def read_back(self, path: Path) -> None:
        """Hold a workbook against the project off the main thread, then show what changed."""

        def work() -> ReadBack:
            # The libraries for workbooks are not worth waiting for when the window starts.
            from engine.jobs.reimport import read_back

            return read_back(self._project, path)

        self.said.emit(self.tr("Reading {name}…").format(name=path.name))
        self._controller.background.run(
            work,
            lambda found: self._show_changes(path, found),
            self._controller.problem.emit,
        )

    def _show_changes(self, path: Path, found: ReadBack) -> None:
        self.said.emit("")
        if not (found.changes or found.conflicts or found.problems):
            words = self.tr("{name} says what stands here already.")
            self.said.emit(words.format(name=path.name))
            return
        self.import_dialog = ImportDialog(
            found, lambda changes: self._take_over(path, changes), self._explain, self._parent
        )
        self.import_dialog.open()

    def _take_over(self, path: Path, changes: Sequence[CellChange]) -> None:
        from engine.jobs.reimport import edits_of

        words = self.tr("Take over {count} changes of {name}")
        text = words.format(count=len(changes), name=path.name)
        self._controller.review.apply_edits(text, edits_of(changes))

    def _make(self, parent: QObject) -> Export:
        return Export(self._project, self._explain, self._controller.background, parent)

    def _choices(self) -> list[tuple[str, Ids]]:
        """All documents; those that the filter shows, where it hides some; those selected."""
        every = self._project.documents.count()
        shown = self._model.listed()
        selected = self._selected()
        choices: list[tuple[str, Ids]] = [
            (self.tr("All documents ({count})").format(count=every), lambda: None)
        ]
        if 0 < len(shown) < every:
            words = self.tr("Those shown now ({count})").format(count=len(shown))
            choices.append((words, lambda: self._project.tallies.document_ids(shown)))
        if selected:
            words = self.tr("Those selected ({count})").format(count=len(selected))
            choices.append((words, lambda: selected))
        return choices

    def _selected(self) -> Sequence[str]:
        rows = [row for row in self._table.selected_rows() if isinstance(row, FieldsRow)]
        return [row.document_id for row in rows]
