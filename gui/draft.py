"""Field names that were typed and not asked for yet: they are there again after any end."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.errors import UserError
from engine.store import Project
from gui.workspaces.fields.box import FieldsBox

_KEY = "fields_draft"
_TYPED_MS = 800
"""How long typing rests before what was typed is kept."""


class FieldsDraft(QObject):
    """Keeps in the project what stands in the list of fields; ``failed`` carries a UserError. Thread: GUI."""

    failed = Signal(object)

    def __init__(self, project: Project, box: FieldsBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._box = box
        draft = project.get_meta(_KEY)
        if draft.strip():
            box.set_text(draft)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._typed.timeout.connect(self.keep)
        box.changed.connect(self._typed.start)

    @Slot()
    def keep(self) -> None:
        """Keep it now."""
        self._typed.stop()
        text = self._box.text()
        try:
            if text != self._project.get_meta(_KEY):
                self._project.set_meta(_KEY, text)
        except UserError as error:
            self.failed.emit(error)
