"""Everything that a person sets once, in one list with headings, a search and a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine import settings as options
from engine.errors import UserError
from engine.keeping import write_whole
from engine.settings import Option, Settings
from engine.settings_exchange import exported, imported
from gui import theme
from gui.background import Background
from gui.errors import Explainer
from gui.preferences.editors import ChoiceEditor, editor_for
from gui.preferences.folders import ModelsFolder
from gui.preferences.keys import KeysForm, Place, hub_places
from gui.preferences.row import SettingRow
from gui.preferences.sections import Effect, Section, sections
from gui.serving import Serving
from gui.shelf import Shelf
from gui.theme import Scheme, Tone
from gui.widgets import Note, SearchBox, button, framed, row


def scheme_of(settings: Settings) -> Scheme:
    """The chosen theme."""
    return Scheme(settings.get(options.THEME))


@dataclass(frozen=True, slots=True)
class Reach:
    """What the dialog reads and changes beside the settings."""

    explain: Explainer
    shelf: Shelf
    serving: Serving
    background: Background
    guide: Callable[[], object]


class PreferencesDialog(QDialog):
    """Nothing holds before OK or Apply; then ``applied`` is called, and it saves. It is told
    whether something was changed that waits for the next start."""

    def __init__(
        self,
        settings: Settings,
        reach: Reach,
        applied: Callable[[bool], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._reach = reach
        self._applied = applied
        self._before: dict[Option[Any], Any] = {}
        settings.refresh()
        self.rows: list[SettingRow] = []
        self.search = SearchBox(self.tr("Search the settings"))
        self.search.searched.connect(self._find)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Sections"))
        self._list.currentRowChanged.connect(self._go)
        self._parts: list[tuple[QWidget, list[QWidget]]] = []
        self._note = Note()
        self._take_back = button(self.tr("Take back"), self._on_take_back, "undo")
        self._take_back.hide()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("Settings"))
        self.folder = ModelsFolder(reach.shelf, reach.background)
        self.keys = KeysForm(
            [
                *hub_places(settings.get(options.HUB_MIRROR)),
                *(Place(one.origin, one.name) for one in reach.serving.book.all()),
            ],
            reach.serving.keys,
            reach.background,
            reach.serving.keep_for,
        )
        self._build()
        reach.shelf.changed.connect(self._on_models)
        if not reach.shelf.known:
            # The list of models is read when it is first asked for.
            reach.shelf.refresh()
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, reach.guide)
        self.resize(860, 680)

    # --- What tests and the rest of the window use ---

    def choose(self, option: Option[Any], value: Any) -> None:
        """Pick ``value`` for ``option``, as the user would."""
        self.row(option).set_value(value)

    def row(self, option: Option[Any]) -> SettingRow:
        """Where ``option`` is set."""
        return next(row for row in self.rows if row.item.option is option)

    def values(self) -> dict[Option[Any], Any]:
        """What it shows."""
        return {row.item.option: row.value() for row in self.rows}

    def accept(self) -> None:
        self.apply()
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a box ends what is typed there; it must not accept the whole dialog."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and isinstance(self.focusWidget(), QLineEdit)):
            super().keyPressEvent(event)

    def apply(self) -> None:
        """Make what is shown hold, and leave the rest of the settings alone."""
        waits = False
        for one in self.rows:
            option, value = one.item.option, one.value()
            if value != self._settings.get(option):
                self._settings.set(option, value)
                waits = waits or one.item.effect is Effect.RESTART
        self.folder.apply()
        self.keys.apply()
        self._before.clear()
        self._take_back.hide()
        self._applied(waits)

    def reset_all(self) -> None:
        """Show every default; Take back or Cancel is the way back."""
        self._show_instead({row.item.option: row.item.option.default for row in self.rows})
        self._note.say(self.tr("Everything shows its default now. It holds with OK."), Tone.INFO)

    def export_to(self, path: Path) -> None:
        """Write what is shown, without keys and passwords."""
        try:
            write_whole(path, exported(self.values()))
        except OSError:
            self._complain(UserError("folder_read_only", path=str(path.parent)))
            return
        self._note.say(
            self.tr("Written to {path}, without keys and passwords.").format(path=path), Tone.GOOD
        )

    def import_from(self, path: Path) -> None:
        """Show what a settings file says."""
        try:
            found = imported(path.read_text(encoding="utf-8"), name=str(path))
        except (OSError, UnicodeDecodeError):
            self._complain(UserError("settings_unreadable", path=str(path)))
            return
        except UserError as error:
            self._complain(error)
            return
        self._show_instead(found.values)
        words = self.tr("Taken from {name}. It holds with OK.").format(name=path.name)
        left = " ".join(self._reach.explain.error(error).what for error in found.refused)
        self._note.say(f"{words} {left}".strip(), Tone.CAUTION if left else Tone.INFO)

    # --- Parts ---

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.SMALL, 0, theme.MEDIUM, 0)
        for section in sections():
            column.addWidget(self._part(section))
        self._nothing = Note()
        column.addWidget(self._nothing)
        column.addStretch(1)
        self._area.setWidget(inside)
        self._list.setMaximumWidth(theme.character(self.fontMetrics()) * 26)
        self._list.setCurrentRow(0)
        body = QHBoxLayout()
        body.setSpacing(theme.MEDIUM)
        body.addWidget(self._list)
        body.addWidget(self._area, 1)
        layout = framed(self)
        layout.addWidget(self.search)
        layout.addLayout(body, 1)
        layout.addLayout(row(self._note, self._take_back))
        layout.addLayout(self._bottom())

    def _part(self, section: Section) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, theme.LARGE)
        title = QLabel(section.title)
        theme.heading(title, 1.15)
        column.addWidget(title)
        inside: list[QWidget] = []
        if section.key == "folders":
            inside.append(self.folder)
        if section.key == "keys":
            inside.append(self.keys)
        for item in section.items:
            name = self._reach.explain.code(f"option_{item.option.key}").what
            made = SettingRow(item, editor_for(item, name, self._models), self._reach.explain)
            made.set_value(self._settings.get(item.option))
            self.rows.append(made)
            inside.append(made)
        for widget in inside:
            column.addWidget(widget)
        self._list.addItem(section.title)
        self._parts.append((part, inside))
        return part

    def _bottom(self) -> QHBoxLayout:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Apply)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(kinds.Apply).clicked.connect(self.apply)
        return row(
            button(self.tr("&Import…"), self._ask_import, tip=self.tr("Take settings from a file")),
            button(
                self.tr("&Export…"),
                self._ask_export,
                tip=self.tr("Write the settings to a file, without keys and passwords"),
            ),
            button(self.tr("&Reset all"), self.reset_all, tip=self.tr("Show every default")),
            None,
            buttons,
        )

    def _models(self, task: str) -> Mapping[str, str]:
        """The installed models for a task."""
        known = [one for one in self._reach.shelf.known if one.task == task]
        names = {one.name: one.title or one.name for one in known}
        return {"": self.tr("The best one installed"), **names}

    @Slot()
    def _on_models(self) -> None:
        for one in self.rows:
            if isinstance(one.editor, ChoiceEditor) and one.item.task:
                one.editor.offer(self._models(one.item.task))

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._parts):
            part = self._parts[place][0]
            self._area.verticalScrollBar().setValue(part.y())

    def _find(self, words: str) -> None:
        """Leave what is looked for."""
        found = 0
        for place, (part, inside) in enumerate(self._parts):
            title = self._list.item(place).text().casefold()
            whole = bool(words) and words.casefold() in title
            shown = 0
            for widget in inside:
                fits = not words or whole or widget.matches(words)
                widget.setVisible(fits)
                shown += fits
            part.setVisible(bool(shown))
            self._list.item(place).setHidden(not shown)
            found += shown
        nothing = self.tr("No setting says that.")
        self._nothing.say("" if found else nothing)

    def _show_instead(self, values: Mapping[Option[Any], Any]) -> None:
        if not self._before:
            self._before = self.values()
        for one in self.rows:
            if one.item.option in values:
                one.set_value(values[one.item.option])
        self._take_back.show()

    def _on_take_back(self) -> None:
        for one in self.rows:
            one.set_value(self._before[one.item.option])
        self._before.clear()
        self._take_back.hide()
        self._note.say("")

    def _complain(self, error: UserError) -> None:
        self._note.say(str(self._reach.explain.error(error)), Tone.BAD)

    def _ask_import(self) -> QFileDialog:
        dialog = QFileDialog(self, self.tr("Import settings"))
        dialog.setNameFilters([self.tr("Settings (*.json)")])
        dialog.fileSelected.connect(lambda chosen: self.import_from(Path(chosen)))
        dialog.open()
        return dialog

    def _ask_export(self) -> QFileDialog:
        dialog = QFileDialog(self, self.tr("Export settings"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Settings (*.json)")])
        dialog.setDefaultSuffix("json")
        dialog.selectFile("clausedesk-settings.json")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()
        return dialog
