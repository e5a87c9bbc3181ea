"""The models folder, which stands in the list of models and not among the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui import theme
from gui.background import Background
from gui.preferences.editors import PathEditor
from gui.shelf import Shelf
from gui.widgets import QuietLabel


class ModelsFolder(QWidget):
    """Where models are put that are brought in."""

    def __init__(self, shelf: Shelf, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._known = ""
        name = self.tr("Folder for models")
        title = QLabel(name)
        theme.heading(title)
        self.editor = PathEditor(name)
        self.editor.setEnabled(False)
        title.setBuddy(self.editor.field)
        self._sentence = self.tr(
            "Where models are put that you bring in; it may be on another disk. Models in the old "
            "folder are still used where they are. Empty is the usual folder. Takes effect at once."
        )
        says = QuietLabel(self._sentence)
        says.setWordWrap(True)
        self.editor.field.setAccessibleDescription(self._sentence)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.TIGHT, 0, theme.SMALL)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(title)
        layout.addWidget(says)
        layout.addWidget(self.editor)
        # The list is read from disk at its first use.
        background.run(lambda: str(shelf.library.folder), self._show)

    def matches(self, words: str) -> bool:
        """Whether a search means this setting."""
        text = f"{self.editor.field.accessibleName()} {self._sentence}".casefold()
        return all(word in text for word in words.casefold().split())

    def apply(self) -> None:
        """Use the folder that is shown from now on."""
        wanted = self.editor.value()
        if self.editor.isEnabled() and wanted != self._known:
            self._known = wanted
            self._shelf.set_folder(Path(wanted).expanduser() if wanted else None)

    def _show(self, folder: str) -> None:
        self._known = folder
        self.editor.set_value(folder)
        self.editor.setEnabled(True)
