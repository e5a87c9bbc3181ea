"""The window's questions. Every dialog is opened, never executed: nothing waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.dropping import TABLES
from gui.widgets import QuietLabel

PATTERNS = "*.docx *.docm *.pdf *.txt *.md *.html *.htm *.doc *.rtf *.png *.jpg *.jpeg *.tif *.tiff"


class Dialogs(QObject):
    """Asks in front of one window. Thread: GUI."""

    def __init__(
        self,
        window: QWidget,
        folder: Callable[[], str],
        projects: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._projects = projects or folder

    def pick_documents(self, then: Callable[[list[str]], object]) -> QFileDialog:
        """Files to add."""
        words = self.tr("Documents")
        dialog = self._open_dialog(self.tr("Add files"), f"{words} ({PATTERNS})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: then(list(files)))
        dialog.open()
        return dialog

    def pick_tables(self, then: Callable[[list[str]], object]) -> QFileDialog:
        """Spreadsheets to look for duplicates in."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(TABLES))
        dialog = self._open_dialog(self.tr("Add tables"), f"{self.tr('Tables')} ({patterns})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: then(list(files)))
        dialog.open()
        return dialog

    def pick_folder(self, then: Callable[[str], object]) -> QFileDialog:
        """A folder to add."""
        dialog = QFileDialog(self._window, self.tr("Add folder"), self._folder())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.open()
        return dialog

    def pick_project(self, then: Callable[[Path], object]) -> QFileDialog:
        """A project to open."""
        dialog = self._open_dialog(
            self.tr("Open project"), f"{self.tr('ClauseDesk projects')} (*.cdesk)"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory(self._projects())
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()
        return dialog

    def save_project(self, name: str, then: Callable[[Path], object]) -> QFileDialog:
        """Where to save the project."""
        dialog = self._save(
            self.tr("Save project as"),
            name,
            [f"{self.tr('ClauseDesk projects')} (*.cdesk)"],
            then,
        )
        dialog.setDirectory(self._projects())
        return dialog

    def save_export(
        self, name: str, patterns: Sequence[str], then: Callable[[Path], object]
    ) -> QFileDialog:
        """Where to export to."""
        return self._save(self.tr("Export"), name, patterns, then)

    def paste_text(self, then: Callable[[str, str], object], text: str = "") -> QDialog:
        """Text that becomes a document, and its name."""
        dialog = PasteDialog(self._window, text)
        dialog.accepted.connect(lambda: then(dialog.text(), dialog.name()))
        dialog.open()
        return dialog

    def ask_stop(self, quitting: bool, stop: Callable[[], object]) -> QMessageBox:
        """A run is going on and the project is to be closed."""
        words = self.tr("A run is still going on.")
        box = QMessageBox(QMessageBox.Icon.Question, "ClauseDesk", words, parent=self._window)
        box.setInformativeText(
            self.tr(
                "What is finished is kept. When the project is opened again, ClauseDesk offers "
                "to do the rest."
            )
        )
        text = self.tr("Stop and quit") if quitting else self.tr("Stop and go on")
        yes = box.addButton(text, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Keep running"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        yes.clicked.connect(lambda: stop())
        box.open()
        return box

    def ask_password(self, name: str, then: Callable[[str], object]) -> QInputDialog:
        """The password of a protected file."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Enter password"))
        dialog.setLabelText(self.tr("Password of {name}").format(name=name))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(then)
        dialog.open()
        return dialog

    def _open_dialog(self, title: str, pattern: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder())
        dialog.setNameFilters([pattern, f"{self.tr('All files')} (*)"])
        return dialog

    def _save(
        self, title: str, name: str, patterns: Sequence[str], then: Callable[[Path], object]
    ) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(patterns))
        dialog.selectFile(name)
        dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
        dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(_suffix(text)))
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.open()
        return dialog


class PasteDialog(QDialog):
    """A box for text that stands in no file."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Paste text"))
        self.resize(640, 460)
        self._name = QLineEdit(self.tr("Pasted text"))
        self._name.setAccessibleName(self.tr("Name"))
        self._text = QPlainTextEdit(text)
        self._text.setPlaceholderText(self.tr("Paste the words of a contract here"))
        self._text.setAccessibleName(self.tr("Text"))
        self._text.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        self._add = buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._text.textChanged.connect(self._look)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(QuietLabel(self.tr("Name")))
        layout.addWidget(self._name)
        layout.addWidget(QuietLabel(self.tr("Text")))
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)
        self._text.setFocus()
        self._look()

    def text(self) -> str:
        """What was pasted."""
        return self._text.toPlainText()

    def name(self) -> str:
        """What the document is to be called."""
        return self._name.text().strip() or self.tr("Pasted text")

    def _look(self) -> None:
        self._add.setEnabled(bool(self._text.toPlainText().strip()))


def _suffix(pattern: str) -> str:
    """``xlsx`` of ``Excel workbook (*.xlsx)``."""
    return pattern.rpartition("*.")[2].split(")")[0].split(" ")[0]
