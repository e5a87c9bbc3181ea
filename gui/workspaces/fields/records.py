"""The records found in the current document, a row each, their values judged like any cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from engine.store import FieldsRow, Project
from engine.store.found import RecordLine
from engine.types import Layout
from gui import theme
from gui.errors import Explainer
from gui.tables.listing import ListSource
from gui.tables.model import Commit, TableModel
from gui.tables.view import TableView
from gui.widgets import QuietLabel, button, row
from gui.workspaces.fields.columns import value_columns


class Records(QWidget):
    """Child rows of one document: a table a group. ``current_changed`` says that another cell of it
    is the current one, ``added`` that the person wants one more record: the document, its name, the
    group."""

    current_changed = Signal()
    added = Signal(str, str, str)

    def __init__(
        self, project: Project, explain: Explainer, commit: Commit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._explain = explain
        self._document = ("", "")
        self._columns: tuple[str, ...] = ()
        self._lines: list[RecordLine] = []
        self._source: ListSource[FieldsRow] = ListSource()
        self.model: TableModel[FieldsRow] = TableModel(
            self._source,
            (),
            lambda found: found.cells[0].id if found.cells else found.name,
            commit=commit,
            row_title=lambda found: found.name,
            parent=self,
        )
        self.table = TableView(self.model, self.tr("Records"), self)
        self.table.setSortingEnabled(False)
        self.table.setSelectionBehavior(TableView.SelectionBehavior.SelectItems)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.table.current_changed.connect(self.current_changed)
        self._group = QComboBox()
        self._group.setAccessibleName(self.tr("Group of records"))
        self._group.currentIndexChanged.connect(lambda _number: self._read())
        self._words = QuietLabel()
        self._none = QuietLabel()
        self._none.setWordWrap(True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        self._add = button(self.tr("Add a record"), self.ask_to_add, "plus")
        self._add.setToolTip(self.tr("A row of your own, to be filled by hand (Ins)"))
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Insert), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_to_add)
        layout.addLayout(row(self._group, self._words, None, self._add))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._none, 1)
        self.look_for_groups()

    def look_for_groups(self) -> None:
        """The groups may be others now."""
        names = [field.name for field in self._project.found.groups()]
        if names != [self._group.itemText(place) for place in range(self._group.count())]:
            self._group.blockSignals(True)
            self._group.clear()
            self._group.addItems(names)
            self._group.blockSignals(False)
        self._read()

    def show_document(self, document_id: str, name: str) -> None:
        """The records of another document, or of the same as they are now."""
        self._document = (document_id, name)
        self._read()

    def ask_to_add(self) -> None:
        """One more record of the group that is shown."""
        document, name = self._document
        if document and self._group.currentText():
            self.added.emit(document, name, self._group.currentText())

    def begin(self, key: str) -> None:
        """To the first value of the record called ``key``, ready to be typed."""
        for number, line in enumerate(self._lines):
            if line.key == key:
                self.table.setFocus()
                self.table.go_to(number, 0)
                self.table.edit(self.model.index(number, 0))

    def rows(self) -> list[FieldsRow]:
        """The records that are listed."""
        return list(self._source.rows)

    def go_to(self, field: str) -> bool:
        """To the cell called ``field``, if it is one of these; ``group › column`` is the first."""
        for number, line in enumerate(self._lines):
            for column, one in enumerate(line.cells):
                if field in (one.cell.field, f"{line.group} › {one.column}"):
                    self.table.go_to(number, column)
                    return True
        return False

    def _read(self) -> None:
        group = self._group.currentText()
        document, _name = self._document
        self._lines = self._project.found.records(document, group) if group and document else []
        columns = self._column_names(group)
        self._source.rows = [self._row(line) for line in self._lines]
        if columns != self._columns:
            self._columns = columns
            self.model.set_columns(value_columns(columns, self._explain), self._source)
            self.table.apply_columns()
        else:
            self.model.refresh()
        self._say(group)

    def _column_names(self, group: str) -> tuple[str, ...]:
        groups = self._project.found.groups()
        found = next((field for field in groups if field.name == group), None)
        return tuple(column.name for column in found.columns) if found else ()

    def _row(self, line: RecordLine) -> FieldsRow:
        cells = tuple(one.cell for one in line.cells)
        return FieldsRow(line.document_id, f"{line.group} {line.number}", None, cells)

    def _say(self, group: str) -> None:
        self._group.setVisible(self._group.count() > 0)
        self._add.setVisible(bool(group and self._document[0]))
        self._words.setText(self._found_by(self._lines))
        self.table.setVisible(bool(self._lines))
        self._none.setVisible(not self._lines)
        if group:
            words = self.tr("No record of “{group}” was found in this document.")
            self._none.setText(words.format(group=group))
        else:
            self._none.setText(
                self.tr(
                    "Records are rows of fields that belong together. Name them with braces: "
                    "Line items{{Product, Quantity, Amount}}"
                ).format()
            )

    def _found_by(self, lines: Sequence[RecordLine]) -> str:
        if not lines:
            return ""
        words = {
            Layout.TABLE: self.tr("read from a table"),
            Layout.LINE: self.tr("read from lines"),
            Layout.SENTENCE: self.tr("read from sentences"),
            Layout.ORDER: self.tr("put together by their order"),
            Layout.PERSON: self.tr("added by hand"),
        }
        layouts = list(dict.fromkeys(words[line.layout] for line in lines))
        return self.tr("%n record(s)", "", len(lines)) + " · " + ", ".join(layouts)
