"""Help for one window: which page of the guide belongs to where one is, and the dialogs of the menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.paths import autosave_dir, config_dir
from gui.help.about import AboutDialog
from gui.help.news import NewsDialog, release_notes
from gui.help.pages import TOPICS
from gui.help.scores import ScoreDialog, meaning
from gui.help.window import GuideWindow
from gui.shelf import Shelf

if TYPE_CHECKING:
    from gui.desk import Desk


class HelpDesk(QObject):
    """Belongs to one desk and its window. Thread: GUI."""

    def __init__(self, desk: Desk, shelf: Shelf, language: str, log_folder: Path) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._shelf = shelf
        self._language = language
        self._log_folder = log_folder
        self.guide: GuideWindow | None = None
        acts = desk.window.actions_
        acts.guide.triggered.connect(self.open_guide)
        acts.score_help.triggered.connect(self.explain_score)
        acts.news.triggered.connect(self.show_news)

    @property
    def topic(self) -> str:
        """The name of the page of the window that is open."""
        open_page = self._desk.window.workspace
        return next((name for name in TOPICS if getattr(self._desk, name) is open_page), "")

    @Slot()
    def open_guide(self, page: str = "") -> GuideWindow:
        """The guide at ``page``, or at the one for where one is."""
        if self.guide is None:
            self.guide = GuideWindow(self._language, self._desk.window)
        wanted = page if isinstance(page, str) else ""
        self.guide.open(wanted or TOPICS.get(self.topic, "index"))
        self.guide.show()
        self.guide.raise_()
        self.guide.activateWindow()
        return self.guide

    @Slot()
    def explain_score(self) -> ScoreDialog:
        """What the scores of the open page mean."""
        told = meaning(self.topic)
        dialog = ScoreDialog(
            told,
            self._shelf,
            lambda: self.open_guide("scores"),
            self._desk.window,
        )
        dialog.open()
        return dialog

    @Slot()
    def show_news(self, notes: str = "") -> NewsDialog:
        """The notes of every version, or those that were not seen yet."""
        words = notes if isinstance(notes, str) and notes else release_notes(self._language)
        dialog = NewsDialog(words, self._desk.window)
        dialog.open()
        return dialog

    def about(self, version: str) -> AboutDialog:
        """What this is."""
        folders = (
            (self.tr("Settings"), config_dir()),
            (self.tr("Models"), self._shelf.folder),
            (self.tr("Logs"), self._log_folder),
            (self.tr("Unnamed projects"), autosave_dir()),
        )
        dialog = AboutDialog(version, self._shelf, folders, self._desk.window)
        dialog.open()
        return dialog
