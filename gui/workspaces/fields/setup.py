"""What to look for and where: the field list, templates, the scope, the start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.extraction.recent import RecentLists
from engine.extraction.templates import TemplateShelf
from engine.paths import data_dir
from engine.store import Project
from gui import theme
from gui.errors import Explainer
from gui.widgets import button
from gui.workspaces.fields.box import FieldsBox
from gui.workspaces.fields.editor import FieldsDialog
from gui.workspaces.fields.templates import TemplateMenu
from gui.workspaces.scope import ScopeBox, Selection


class FieldsSetup(QWidget):
    """The upper part of the page. ``started`` says that the user wants to extract."""

    started = Signal()

    def __init__(
        self,
        project: Project,
        explain: Explainer,
        selected: Selection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._explain = explain
        folder = data_dir() / "templates"
        self.recent = RecentLists(folder / "recent.json")
        self.box = FieldsBox(explain)
        self.scope = ScopeBox(project, selected)
        self.templates = TemplateMenu(
            TemplateShelf(folder), self.recent, explain.language, self.box.text
        )
        self.dialog: FieldsDialog | None = None
        self._edit = button(
            self.tr("Edit as a table…"),
            self.edit_as_table,
            "table",
            tip=self.tr("Names, descriptions, types, choices and thresholds, a row a field"),
        )
        self._start = button(self.tr("Extract"), self.started.emit, "run", "Ctrl+R")
        self._start.setDefault(True)
        side = QVBoxLayout()
        side.setSpacing(theme.TIGHT)
        for widget in (self.templates, self._edit, self.scope, self._start):
            widget.setMinimumWidth(170)
            side.addWidget(widget)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.box, 1)
        layout.addLayout(side)
        self.templates.chosen.connect(self.box.set_text)
        self.box.changed.connect(lambda: self._start.setEnabled(bool(self.box.fields)))

    def edit_as_table(self) -> FieldsDialog:
        """The same list as rows."""
        self.dialog = FieldsDialog(self.box.text(), self._explain, self)
        self.dialog.kept.connect(self.box.set_text)
        self.dialog.open()
        return self.dialog
