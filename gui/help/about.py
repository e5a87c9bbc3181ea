"""What this is: version, packs, licences, and the folders that belong to it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot, qVersion
from PySide6.QtGui import QDesktopServices, QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.hub.task import readable
from engine.paths import resource_path
from gui import theme
from gui.shelf import Shelf
from gui.widgets import button, framed, row
from gui.workspaces.models.words import language_words, task_words

NOTICES = "THIRD_PARTY_NOTICES.md"


def notices() -> str:
    """The licences of what the program is made of: beside it, or in the installed package."""
    beside = resource_path().parent / NOTICES
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    try:
        installed = metadata.distribution("clausedesk").read_text(f"licenses/{NOTICES}")
    except metadata.PackageNotFoundError:
        installed = None
    return installed or ""


class AboutDialog(QDialog):
    """``folders`` are names for people with their places."""

    def __init__(
        self,
        version: str,
        shelf: Shelf,
        folders: Sequence[tuple[str, Path]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About ClauseDesk"))
        self.resize(680, 520)
        picture = QLabel()
        picture.setPixmap(parent.windowIcon().pixmap(64, 64))
        title = QLabel(f"ClauseDesk {version}")
        theme.heading(title, theme.TITLE)
        words = QLabel(
            self.tr(
                "Fields out of contracts, duplicate rows, contradicting clauses. Nothing leaves this "
                "computer unless you switch it on.\nApache License 2.0"
            )
        )
        words.setWordWrap(True)
        machine = QLabel(
            f"Python {platform.python_version()} · Qt {qVersion()} · "
            f"{platform.system()} {platform.machine()}"
        )
        machine.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        says = QVBoxLayout()
        for part in (title, words, machine):
            says.addWidget(part)
        head = row(picture, spacing=theme.LARGE)
        head.addLayout(says, 1)
        self.tabs = QTabWidget()
        self.models = self._model_list()
        self.tabs.addTab(self.models, self.tr("Models"))
        self.tabs.addTab(self._licences(), self.tr("Licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(row(*(self._folder(name, place) for name, place in folders), None))
        layout.addWidget(buttons)
        self._shelf = shelf
        shelf.changed.connect(self.show_models)
        self.show_models()
        if not shelf.known:
            shelf.refresh()

    def _model_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setRootIsDecorated(False)
        tree.setAccessibleName(self.tr("Models"))
        heads = [
            self.tr("Model"),
            self.tr("Does"),
            self.tr("Languages"),
            self.tr("Size"),
            self.tr("Licence"),
        ]
        tree.setHeaderLabels(heads)
        return tree

    @Slot()
    def show_models(self) -> None:
        """List the installed models."""
        self.models.clear()
        for known in self._shelf.known:
            size = readable(known.size) if known.size else ""
            cells = (known.name, task_words(known.task), language_words(known.languages), size)
            self.models.addTopLevelItem(QTreeWidgetItem([*cells, known.licence]))
        for column in range(self.models.columnCount()):
            self.models.resizeColumnToContents(column)

    def _licences(self) -> QPlainTextEdit:
        box = QPlainTextEdit(notices() or self.tr("The file of licences is missing."))
        box.setReadOnly(True)
        box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        box.setAccessibleName(self.tr("Licences"))
        box.setTabChangesFocus(True)
        return box

    def _folder(self, name: str, place: Path) -> QWidget:
        return button(
            name,
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))),
            "open",
            tip=str(place),
        )
