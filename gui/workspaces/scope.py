"""Which documents a job goes over: all of them, or those selected in the documents list."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QComboBox, QWidget

from engine.store import Project


class Selection(Protocol):
    """The list of documents, as far as it matters here."""

    def selected_ids(self) -> list[str]:
        """The ids of the selected documents."""

    def selected_count(self) -> int:
        """How many are selected; asked whenever a page is shown."""


class ScopeBox(QComboBox):
    """``selection`` is what is selected now."""

    def __init__(
        self, project: Project, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._selection = selection
        self.setAccessibleName(self.tr("Which documents"))
        self.addItems([self.tr("All documents"), ""])
        self.look()

    def look(self) -> None:
        """Say how many are selected; without any there is nothing to choose."""
        count = self._selection.selected_count()
        self.setItemText(1, self.tr("Selected documents ({count})").format(count=count))
        self.setEnabled(count > 0)
        if not count:
            self.setCurrentIndex(0)

    def documents(self) -> list[str]:
        """The ids of the documents that were chosen and could be read."""
        every = self._project.documents.ids()
        if self.currentIndex() == 0:
            return every
        chosen = set(self._selection.selected_ids())
        return [document for document in every if document in chosen]
