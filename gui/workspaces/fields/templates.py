"""The menu of field lists: built-in ones by language, one's own, recent ones; and what can be done
with one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QToolButton, QWidget

from engine.errors import UserError
from engine.extraction.recent import RecentLists
from engine.extraction.templates import Template, TemplateShelf, list_templates
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
        shelf: TemplateShelf,
        recent: RecentLists,
        language: str,
        current: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._recent = recent
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
        own, recent = self._shelf.all(), self._recent.all()
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
                    lambda _=False, one=one, do=act: do(one)
                )
        menu.addAction(self.tr("Import from a file…"), self.ask_import)

    # --- What the menu does, once the question is answered ---

    def save(self, title: str, replace: bool = False) -> bool:
        """Keep what is typed under ``title``; asks before another list is replaced."""
        if not replace and self._taken(title):
            self._ask_replace(title)
            return False
        saved = self._try(lambda: self._shelf.save(title, self._current()))
        if saved:
            self.said.emit(self.tr("Saved as “{title}”").format(title=title))
        return saved

    def rename(self, template: Template, title: str) -> None:
        """Another title for one's own list; a title that is taken gets a question first."""
        same = title.strip().casefold() == template.title.casefold()
        if not same and self._taken(title):
            words = self.tr("There is a template called “{title}” already.").format(title=title)
            self.said.emit(words)
            return
        shelf, language = self._shelf, template.language
        if not same:
            if self._try(lambda: shelf.save(title, template.text, language)):
                self._try(lambda: shelf.remove(template.title))
            return
        # A file system may hold names that differ in case alone for one.
        if self._try(lambda: shelf.remove(template.title)) and not self._try(
            lambda: shelf.save(title, template.text, language)
        ):
            self._try(lambda: shelf.save(template.title, template.text, language))

    def delete(self, template: Template) -> None:
        """Forget one's own list."""
        if self._try(lambda: self._shelf.remove(template.title)):
            self.said.emit(self.tr("Deleted “{title}”").format(title=template.title))

    def share(self, template: Template, target: Path) -> None:
        """Write a list to a file."""
        if self._try(lambda: self._shelf.share(template, target)):
            self.said.emit(self.tr("Written to {path}").format(path=target))

    def take_in(self, source: Path) -> None:
        """Keep a list from a file, and use it."""
        try:
            made = self._shelf.import_file(source)
        except UserError as error:
            self.failed.emit(error)
            return
        self.said.emit(self.tr("Imported “{title}”").format(title=made.title))
        self.chosen.emit(made.text)

    def _taken(self, title: str) -> bool:
        wanted = " ".join(title.split()).casefold()
        return any(one.title.casefold() == wanted for one in self._shelf.all())

    # --- Questions ---

    def ask_save(self) -> QInputDialog:
        """Under which name?"""
        return self._ask_name(self.tr("Save as template"), "", self.save)

    def ask_rename(self, template: Template) -> QInputDialog:
        """Which other name?"""
        words = self.tr("Rename “{title}”").format(title=template.title)
        return self._ask_name(words, template.title, lambda new: self.rename(template, new))

    def ask_share(self, template: Template) -> QFileDialog:
        """Where to?"""
        dialog = QFileDialog(self, self.tr("Share as a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{self.tr('Field lists')} (*.txt)"])
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("".join("_" if c in '\\/:*?"<>|' else c for c in template.title))
        dialog.fileSelected.connect(lambda name: self.share(template, Path(name)))
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

    def ask_delete(self, template: Template) -> QMessageBox:
        """Sure? What is deleted cannot be brought back."""
        words = self.tr("Delete the template “{title}”?").format(title=template.title)
        return self._confirm(words, self.tr("Delete"), lambda: self.delete(template))

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

    def _add(self, menu: QMenu, listed: Sequence[Template]) -> None:
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
