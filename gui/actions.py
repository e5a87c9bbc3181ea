"""Every action of the window with its words and keys, and the menus made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gui import icons
from gui.theme import Scheme
from gui.workspaces.base import Workspace

translate = QCoreApplication.translate
CANDIDATES = 9
Keys = str | QKeySequence.StandardKey | None


class Actions:
    """Made once a window; menus and toolbar show the same actions. Review keys (Return, Delete, F2)
    work where a table has the focus, so that they never take a key from a text box."""

    def __init__(self, window: QWidget, undo: QUndoStack) -> None:
        self._window = window
        self.new = self._make(translate("Actions", "&New project"), QKeySequence.StandardKey.New)
        self.open = self._make(translate("Actions", "&Open project…"), "Ctrl+Shift+O", "open")
        self.save_as = self._make(translate("Actions", "&Save project as…"), "Ctrl+Shift+S", "save")
        self.add_files = self._make(
            translate("Actions", "&Add files…"), QKeySequence.StandardKey.Open, "add-file"
        )
        self.add_folder = self._make(
            translate("Actions", "Add &folder…"), "Ctrl+Alt+O", "add-folder"
        )
        self.paste = self._make(translate("Actions", "Paste &text…"), "Ctrl+Shift+V", "paste")
        self.export = self._make(translate("Actions", "&Export…"), "Ctrl+E", "export")
        self.import_back = self._make(
            translate("Actions", "Read an edited &workbook back…"), "Ctrl+Shift+E"
        )
        self.preferences = self._make(translate("Actions", "&Preferences…"), "Ctrl+,", "settings")
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.quit = self._make(translate("Actions", "&Quit"), QKeySequence.StandardKey.Quit)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.undo = undo.createUndoAction(window, translate("Actions", "Undo"))
        self.redo = undo.createRedoAction(window, translate("Actions", "Redo"))
        self._dress(self.undo, QKeySequence.StandardKey.Undo, "undo")
        self._dress(self.redo, QKeySequence.StandardKey.Redo, "redo")
        self.find = self._make(
            translate("Actions", "&Find in document…"), QKeySequence.StandardKey.Find, "search"
        )
        self.run = self._make(translate("Actions", "&Start"), "Ctrl+R", "run")
        self.learn = self._make(translate("Actions", "&Learn from corrections…"))
        self.pause = self._make(translate("Actions", "&Pause or resume"), "Ctrl+Shift+P", "pause")
        # Not Ctrl+. as on a Mac: Chinese input methods keep that for themselves.
        self.stop = self._make(translate("Actions", "S&top"), "Shift+Esc", "stop")
        self.accept = self._make(
            translate("Actions", "&Accept and go on"), "Return", "accept", local=True
        )
        self.accept.setShortcuts([QKeySequence("Return"), QKeySequence("Enter")])
        self.reject = self._make(translate("Actions", "&Reject"), "Del", "reject", local=True)
        self.reset = self._make(
            translate("Actions", "Take decision &back"), "Backspace", local=True
        )
        self.edit = self._make(translate("Actions", "&Edit value"), "F2", "edit", local=True)
        self.next_doubtful = self._make(
            translate("Actions", "Go to next &doubtful"), "Ctrl+J", "next"
        )
        self.step_back = self._make(
            translate("Actions", "One step back in this &cell"), "Ctrl+Backspace", local=True
        )
        self.step_forth = self._make(
            translate("Actions", "One step &forward in this cell"),
            "Ctrl+Shift+Backspace",
            local=True,
        )
        self.everywhere = self._make(
            translate("Actions", "Apply to e&very occurrence…"), "Ctrl+Return", local=True
        )
        self.read = self._make(translate("Actions", "Go to the &document and back"), "F6")
        self.candidates = [
            self._make(
                translate("Actions", "Pick candidate &{number}").format(number=number),
                f"Alt+{number}",
            )
            for number in range(1, CANDIDATES + 1)
        ]
        self.about = self._make(translate("Actions", "&About ClauseDesk"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.shortcuts = self._make(translate("Actions", "&Keyboard shortcuts…"), "Ctrl+/")
        self.samples = self._make(translate("Actions", "&Try the samples"))
        self.guide = self._make(
            translate("Actions", "&Guide"), QKeySequence.StandardKey.HelpContents, "question"
        )
        self.score_help = self._make(translate("Actions", "What is this &score?"), "Shift+F1")
        self.news = self._make(translate("Actions", "What is &new"))
        self.open_log = self._make(translate("Actions", "Open &log folder"))
        self.schemes = self._scheme_actions()
        self.review = [self.accept, self.edit, self.reject, self.reset]
        self.cell = [self.everywhere, self.step_back, self.step_forth]
        self._view: QMenu | None = None

    def fill_menus(self, bar: QMenuBar, recent: QMenu, viewer: QAction) -> None:
        """Build the menu bar."""
        file = bar.addMenu(translate("Actions", "&File"))
        file.addActions([self.new, self.open])
        file.addMenu(recent)
        file.addAction(self.save_as)
        file.addSeparator()
        file.addActions([self.add_files, self.add_folder, self.paste])
        file.addSeparator()
        file.addActions([self.export, self.import_back])
        file.addSeparator()
        file.addActions([self.preferences, self.quit])
        edit = bar.addMenu(translate("Actions", "&Edit"))
        edit.addActions([self.undo, self.redo])
        edit.addSeparator()
        edit.addAction(self.find)
        self._view = bar.addMenu(translate("Actions", "&View"))
        self._view.addAction(viewer)
        looks = self._view.addMenu(translate("Actions", "&Theme"))
        looks.addActions(list(self.schemes.values()))
        review = bar.addMenu(translate("Actions", "&Review"))
        review.addActions(self.review)
        review.addActions([self.next_doubtful, self.read])
        review.addSeparator()
        review.addActions(self.cell)
        review.addSeparator()
        review.addActions(self.candidates)
        run = bar.addMenu(translate("Actions", "R&un"))
        run.addActions([self.run, self.pause, self.stop])
        run.addSeparator()
        run.addAction(self.learn)
        about = bar.addMenu(translate("Actions", "&Help"))
        about.addActions([self.guide, self.score_help, self.shortcuts, self.samples])
        about.addSeparator()
        about.addActions([self.news, self.open_log, self.about])

    def fill_view(self, titles: Sequence[str], go: Callable[[int], None]) -> None:
        """An action a page, in front of the view menu's own."""
        if self._view is None:
            return
        first = self._view.actions()[0]
        for number, title in enumerate(titles):
            action = self._make(title, f"Ctrl+{number + 1}")
            action.triggered.connect(lambda _=False, place=number: go(place))
            self._view.insertAction(first, action)
        self._view.insertSeparator(first)

    def follow(self, workspace: Workspace) -> None:
        """Enable what the open page can do."""
        for action in (self.accept, self.reject, self.reset, self.next_doubtful):
            action.setEnabled(workspace.reviews)
        self.edit.setEnabled(workspace.wants_selection() or workspace.comments)
        for action in (*self.candidates, *self.cell):
            action.setEnabled(workspace.wants_selection())
        self.export.setEnabled(bool(workspace.exports))

    def _scheme_actions(self) -> dict[Scheme, QAction]:
        group = QActionGroup(self._window)
        words = {
            Scheme.SYSTEM: translate("Actions", "As the &system"),
            Scheme.LIGHT: translate("Actions", "&Light"),
            Scheme.DARK: translate("Actions", "&Dark"),
        }
        made = {}
        for scheme, text in words.items():
            action = made[scheme] = self._make(text)
            action.setCheckable(True)
            group.addAction(action)
        return made

    def _make(self, text: str, keys: Keys = None, icon: str = "", local: bool = False) -> QAction:
        made = QAction(text, self._window)
        self._dress(made, keys, icon)
        if local:
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return made

    def _dress(self, action: QAction, keys: Keys, icon: str) -> None:
        if isinstance(keys, QKeySequence.StandardKey):
            action.setShortcuts(keys)
        elif keys is not None:
            action.setShortcut(QKeySequence(keys))
        if icon:
            action.setIcon(icons.icon(icon))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = re.sub(r"\(&.\)|&|…", "", action.text())
        action.setIconText(words)
        action.setToolTip(f"{words} ({shown})" if shown else words)
