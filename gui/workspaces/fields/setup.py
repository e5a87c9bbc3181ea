"""What to look for and where: the field list, templates, the scope, the start."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.extraction.templates import list_templates
from engine.store import Project
from gui import icons, theme
from gui.errors import Explainer
from gui.widgets import button
from gui.workspaces.fields.box import FieldsBox
from gui.workspaces.scope import ScopeBox


class FieldsSetup(QWidget):
    """The upper part of the page. ``started`` says that the user wants to extract."""

    started = Signal()

    def __init__(
        self,
        project: Project,
        explain: Explainer,
        selected: Callable[[], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.box = FieldsBox(explain)
        self.scope = ScopeBox(project, selected)
        self._template = self._templates(explain.language)
        self._start = button(self.tr("Extract"), self.started.emit, "run", "Ctrl+R")
        self._start.setDefault(True)
        side = QVBoxLayout()
        side.setSpacing(theme.SMALL)
        for widget in (self._template, self.scope, self._start):
            widget.setMinimumWidth(170)
            side.addWidget(widget)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.box, 1)
        layout.addLayout(side)
        self._template.activated.connect(self.take_template)
        self.box.changed.connect(lambda: self._start.setEnabled(bool(self.box.fields)))

    def take_template(self, number: int) -> None:
        """Fill the box from entry ``number`` of the template list."""
        text = self._template.itemData(number)
        if text:
            self.box.set_text(text)
        self._template.setCurrentIndex(0)

    def _templates(self, language: str) -> QComboBox:
        """The user's language first."""
        made = QComboBox()
        made.setAccessibleName(self.tr("Template"))
        made.addItem(icons.icon("template"), self.tr("From a template…"))
        own = list_templates(language)
        others = [template for template in list_templates() if template.language != language]
        for template in (*own, *others):
            made.addItem(template.title, template.text)
        made.insertSeparator(1 + len(own))
        return made
