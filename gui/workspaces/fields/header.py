"""What can be done with a whole column: its threshold, its order, its removal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.errors import UserError
from engine.extraction.grammar import FieldList, parse_field_list
from engine.extraction.preview import ThresholdPreview
from engine.types import Field, FieldType
from gui.controller import Controller
from gui.tables.view import TableView
from gui.workspaces.fields.box import FieldsBox
from gui.workspaces.fields.model import FieldsModel
from gui.workspaces.fields.rows import to_rows
from gui.workspaces.fields.thresholds import ThresholdCommand, ThresholdDialog


class ColumnMenu(QObject):
    """The menu of the columns' heads, also for the current column by key. ``said`` is a line for
    the status bar. Thread: GUI."""

    said = Signal(str)

    def __init__(
        self,
        table: TableView,
        model: FieldsModel,
        box: FieldsBox,
        controller: Controller,
        names: Callable[[], tuple[str, ...]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._table, self._model, self._box = table, model, box
        self._controller = controller
        self._names = names
        self._parent = parent
        self.dialog: ThresholdDialog | None = None
        table.horizontalHeader().customContextMenuRequested.connect(self._at)
        self.action = QAction(self.tr("Threshold and order of this column…"), table)
        self.action.setShortcut(QKeySequence("Ctrl+Shift+T"))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.action.triggered.connect(lambda: self.open())
        table.addAction(self.action)

    def open(self) -> None:
        """The menu of the current column, under its head."""
        number = self._table.currentIndex().column()
        header = self._table.horizontalHeader()
        left = header.sectionViewportPosition(max(number, 0))
        self._popup(number, header.mapToGlobal(QPoint(max(left, 0), header.height())))

    def forget(self, name: str) -> None:
        """Drop a column; what was decided in it comes back when it is extracted again."""
        project, controller = self._controller.project, self._controller
        controller.background.run(
            lambda: project.cells.forget_field(name),
            lambda _: controller.changed.emit("cells"),
            controller.problem.emit,
        )

    def ask_threshold(self, name: str) -> None:
        """Read the candidates of a column, then show what its threshold does."""
        project = self._controller.project
        self.said.emit(self.tr("Reading the candidates of “{name}”…").format(name=name))

        def read() -> tuple[Field, ThresholdPreview]:
            fields = project.lanes.defined().fields
            field = next((one for one in fields if one.name == name), Field(name))
            return field, project.cells.preview(field)

        self._controller.background.run(read, lambda found: self._open(*found))

    def _at(self, where: QPoint) -> None:
        header = self._table.horizontalHeader()
        self._popup(header.logicalIndexAt(where), header.mapToGlobal(where))

    def _popup(self, number: int, where: QPoint) -> None:
        names = self._names()
        if not 0 <= number < len(names):
            return
        name = names[number]
        menu = QMenu(self._parent)
        for words, act in (
            (self.tr("Threshold…"), lambda: self.ask_threshold(name)),
            (self.tr("Least certain first"), lambda: self._model.order_by(f"score:{name}")),
            (
                self.tr("Remove the column “{name}”").format(name=name),
                lambda: self.forget(name),
            ),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, do=act: do())
        menu.popup(where)

    def _open(self, field: Field, preview: ThresholdPreview) -> None:
        if field.type is FieldType.RECORDS or not preview.steps():
            self.said.emit(self.tr("This column has no candidates."))
            return
        self.said.emit("")
        self.dialog = ThresholdDialog(
            field, preview, self._parent, self._controller.field_threshold
        )
        self.dialog.chosen.connect(lambda threshold: self._move(field, threshold))
        self.dialog.open()

    def _move(self, field: Field, threshold: float | None) -> None:
        if threshold == field.threshold:
            return
        words = self.tr("Threshold of “{field}”").format(field=field.name)
        controller = self._controller
        controller.review.push(
            ThresholdCommand(
                words,
                controller.project,
                controller.background,
                field,
                threshold,
                lambda moved: self._moved(field.name, moved),
                controller.field_threshold,
            )
        )

    def _moved(self, name: str, threshold: float | None) -> None:
        """The cells are chosen anew: show them, and the threshold in what is typed."""
        self._controller.changed.emit("cells")
        try:
            asked = parse_field_list(self._box.text())
        except UserError:
            return
        fields = tuple(
            replace(one, threshold=threshold) if one.name == name else one for one in asked.fields
        )
        if fields != asked.fields:
            self._box.set_text(to_rows(FieldList(fields, asked.rules)).text())
            self._controller.project.fields_text = self._box.text()
