"""The menu of field lists: built-in ones by language, one's own, recent ones; and what can be done
with one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QToolButton, QWidget

from engine.errors import UserError
from engine.extraction.own_templates import SUFFIX, OwnTemplate, OwnTemplates
from engine.extraction.templates import Template, list_templates
from gui import icons
from gui.translation import LANGUAGES


class TemplateMenu(QToolButton):
    """Offers lists. ``chosen`` gives the text of one; ``said`` a line for the status bar;
    ``failed`` a UserError. ``current`` tells what is typed now, for saving."""

    chosen = Signal(str)
    said = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        own: OwnTemplates,
        language: str,
        current: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._own = own
        self._language = language
        self._current = current
        self._built_in = list_templates()
        self.setText(self.tr("Templates"))
        self.setIcon(icons.icon("template"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Templates"))
        self.setToolTip(self.tr("Lists of fields: built-in, your own, recent"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> None:
        """The menu as things stand now."""
        menu = self._menu
        menu.clear()
        own, recent = self._own.all(), self._own.recent()
        for language in sorted(LANGUAGES, key=lambda name: name != self._language):
            listed = [one for one in self._built_in if one.language == language]
            place = menu if language == self._language else menu.addMenu(LANGUAGES[language])
            self._add(place, listed)
        if own:
            menu.addSection(self.tr("Your own"))
            self._add(menu, own)
        if recent:
            self._add_recent(menu.addMenu(self.tr("Recent")), recent)
        menu.addSeparator()
        save = menu.addAction(icons.icon("save"), self.tr("Save as template…"), self.ask_save)
        save.setEnabled(bool(self._current().strip()))
        for words, act in (
            (self.tr("Rename"), self.ask_rename),
            (self.tr("Share as a file"), self.ask_share),
            (self.tr("Delete"), self.ask_delete),
        ):
            inside = menu.addMenu(words)
            inside.setEnabled(bool(own))
            for one in own:
                inside.addAction(one.title + "…").triggered.connect(
                    lambda _=False, title=one.title, do=act: do(title)
                )
        menu.addAction(self.tr("Import from a file…"), self.ask_import)

    # --- What the menu does, once the question is answered ---

    def save(self, title: str, replace: bool = False) -> bool:
        """Keep what is typed under ``title``; asks before another list is replaced."""
        try:
            self._own.save(title, self._current(), replace)
        except UserError as error:
            if error.code == "template_exists":
                self._ask_replace(title)
            else:
                self.failed.emit(error)
            return False
        self.said.emit(self.tr("Saved as “{title}”").format(title=title))
        return True

    def rename(self, title: str, new_title: str) -> None:
        """Another title for one's own list."""
        self._try(lambda: self._own.rename(title, new_title))

    def delete(self, title: str) -> None:
        """Forget one's own list."""
        if self._try(lambda: self._own.delete(title)):
            self.said.emit(self.tr("Deleted “{title}”").format(title=title))

    def share(self, title: str, target: Path) -> None:
        """Write one's own list to a file."""
        if self._try(lambda: self._own.share(title, target)):
            self.said.emit(self.tr("Written to {path}").format(path=target))

    def take_in(self, source: Path) -> None:
        """Keep a list from a file, and use it."""
        try:
            made = self._own.take_in(source)
        except UserError as error:
            self.failed.emit(error)
            return
        self.said.emit(self.tr("Imported “{title}”").format(title=made.title))
        self.chosen.emit(made.text)

    # --- Questions ---

    def ask_save(self) -> QInputDialog:
        """Under which name?"""
        return self._ask_name(self.tr("Save as template"), "", self.save)

    def ask_rename(self, title: str) -> QInputDialog:
        """Which other name?"""
        words = self.tr("Rename “{title}”").format(title=title)
        return self._ask_name(words, title, lambda new: self.rename(title, new))

    def ask_share(self, title: str) -> QFileDialog:
        """Where to?"""
        dialog = QFileDialog(self, self.tr("Share as a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{self.tr('Field lists')} (*{SUFFIX})"])
        safe = "".join("_" if character in '\\/:*?"<>|' else character for character in title)
        dialog.selectFile(f"{safe}{SUFFIX}")
        dialog.fileSelected.connect(lambda name: self.share(title, Path(name)))
        dialog.open()
        return dialog

    def ask_import(self) -> QFileDialog:
        """Which file?"""
        dialog = QFileDialog(self, self.tr("Import a field list"))
        dialog.setNameFilters([f"{self.tr('Field lists')} (*.txt)", f"{self.tr('All files')} (*)"])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_in(Path(name)))
        dialog.open()
        return dialog

    def ask_delete(self, title: str) -> QMessageBox:
        """Sure? What is deleted cannot be brought back."""
        words = self.tr("Delete the template “{title}”?").format(title=title)
        return self._confirm(words, self.tr("Delete"), lambda: self.delete(title))

    def _ask_replace(self, title: str) -> QMessageBox:
        words = self.tr("Replace the template “{title}”?").format(title=title)
        return self._confirm(words, self.tr("Replace"), lambda: self.save(title, replace=True))

    def _confirm(self, words: str, yes: str, act: Callable[[], object]) -> QMessageBox:
        box = QMessageBox(QMessageBox.Icon.Question, "ClauseDesk", words, parent=self)
        button = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stay)
        button.clicked.connect(lambda: act())
        box.open()
        return box

    def _ask_name(self, title: str, text: str, then: Callable[[str], object]) -> QInputDialog:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(then)
        dialog.open()
        return dialog

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except UserError as error:
            self.failed.emit(error)
            return False
        return True

    def _add(self, menu: QMenu, listed: Sequence[Template | OwnTemplate]) -> None:
        for one in listed:
            action = menu.addAction(one.title.replace("&", "&&"))
            action.setToolTip(one.text)
            action.triggered.connect(lambda _=False, text=one.text: self.chosen.emit(text))
        menu.setToolTipsVisible(True)

    def _add_recent(self, menu: QMenu, texts: Sequence[str]) -> None:
        for text in texts:
            line = ", ".join(part.strip() for part in text.splitlines() if part.strip())
            words = line if len(line) <= 60 else line[:59] + "…"
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, text=text: self.chosen.emit(text))
