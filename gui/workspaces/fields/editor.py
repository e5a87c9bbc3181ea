"""The field list as a table: the same list as the line of text above it, kept in step both ways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QWidget

from engine.errors import UserError
from engine.extraction.grammar import parse_field_list
from gui import theme
from gui.errors import Explainer
from gui.widgets import QuietLabel, button, framed
from gui.workspaces.fields.box import FieldsBox
from gui.workspaces.fields.rows import FieldRow, Rows, to_rows
from gui.workspaces.fields.rows_table import RowsTable


class FieldsDialog(QDialog):
    """Edits a list. ``kept`` gives its text once the person is done."""

    kept = Signal(str)

    def __init__(self, text: str, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Fields"))
        self.resize(QSize(980, 600))
        self._rows = Rows()
        self._writing = False
        self.box = FieldsBox(explain)
        self.table = RowsTable()
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._build()
        self.box.changed.connect(self._from_text)
        self.table.changed.connect(self._from_rows)
        self.box.set_text(text)

    def text(self) -> str:
        """The list as it is typed."""
        return self.box.text()

    def accept(self) -> None:
        self.box.read()
        if self.box.fields:
            super().accept()
            self.kept.emit(self.text())
        else:
            self.box.edit.setFocus()

    def _build(self) -> None:
        add = button(self.tr("Add field"), self.table.add, "add-file", "Ins")
        remove = button(self.tr("Remove"), self.table.remove, "remove", "Ctrl+Del")
        up = button(self.tr("Up"), lambda: self.table.move(-1), "up", "Alt+Up")
        down = button(self.tr("Down"), lambda: self.table.move(1), "down", "Alt+Down")
        side = QHBoxLayout()
        side.setSpacing(theme.SMALL)
        for made in (add, remove, up, down):
            made.setAutoDefault(False)
            side.addWidget(made)
        side.addStretch(1)
        hint = QuietLabel(
            self.tr(
                "Rows with the same group make a table of their own for each document. "
                "Below its threshold a value is not put into its cell."
            )
        )
        hint.setWordWrap(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = framed(self, theme.SMALL)
        layout.addWidget(self.box)
        layout.addWidget(self.table, 1)
        layout.addLayout(side)
        layout.addWidget(hint)
        layout.addWidget(self._buttons)

    def _from_text(self) -> None:
        """What is typed, as rows; while it has a fault, the rows stay as they were."""
        ready = bool(self.box.fields)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(ready)
        if self._writing:
            return
        empty = not self.box.text().strip()
        self.table.setEnabled(ready or empty)
        if empty:
            self._rows = Rows()
            self.table.show_rows(())
            return
        try:
            self._rows = to_rows(parse_field_list(self.box.text()))
        except UserError:
            return
        self.table.show_rows(self._rows.rows)

    def _from_rows(self, rows: tuple[FieldRow, ...]) -> None:
        """The rows as they would be typed. One without a name is not written yet."""
        self._rows = Rows(
            tuple(row for row in rows if row.name.strip()), self._rows.groups, self._rows.rules
        )
        self._writing = True
        self.box.set_text(self._rows.text())
        self._writing = False
