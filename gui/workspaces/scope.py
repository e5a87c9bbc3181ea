"""Which documents a job goes over: all of them, or those selected in the documents list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from engine.store import Project


class ScopeBox(QComboBox):
    """``selected`` gives the ids that are selected now."""

    def __init__(
        self, project: Project, selected: Callable[[], list[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._selected = selected
        self.setAccessibleName(self.tr("Which documents"))
        self.addItems([self.tr("All documents"), ""])
        self.look()

    def look(self) -> None:
        """Say how many are selected; without any there is nothing to choose."""
        count = len(self._selected())
        self.setItemText(1, self.tr("Selected documents ({count})").format(count=count))
        self.setEnabled(count > 0)
        if not count:
            self.setCurrentIndex(0)

    def documents(self) -> list[str]:
        """The ids of the documents that were chosen and could be read."""
        every = self._project.documents.ids()
        if self.currentIndex() == 0:
            return every
        chosen = set(self._selected())
        return [document for document in every if document in chosen]
