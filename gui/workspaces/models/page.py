"""Models: what is installed and how good and fast it is, what each job uses, bringing others in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.errors import UserError
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.shelf import Shelf
from gui.tables.listing import ListSource
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.widgets import ElidedLabel, Note, QuietLabel, button, row
from gui.workspaces.base import Workspace
from gui.workspaces.models.cards import Transfers
from gui.workspaces.models.columns import model_columns
from gui.workspaces.models.detail import ModelDetail
from gui.workspaces.models.get import GetDialog
from gui.workspaces.models.questions import QuestionsDialog
from gui.workspaces.models.words import TASKS, task_words

if TYPE_CHECKING:
    from engine.models.inspection import Inspection
    from engine.models.library import Known


class ModelsWorkspace(Workspace):
    """The list of models with what can be done with each."""

    reads = False

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        shelf: Shelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._explain = explain
        self.shelf = shelf
        self._rows: ListSource[Any] = ListSource()
        self.models = TableModel(
            self._rows, model_columns(shelf, explain), lambda known: known.name, parent=self
        )
        self.table = TableView(self.models, self.tr("Models"), self)
        self.table.setSortingEnabled(False)
        self.transfers = Transfers(shelf, explain)
        self.detail = ModelDetail(explain)
        self.choices: dict[str, QComboBox] = {}
        self._asked: QuestionsDialog | None = None
        self._build()
        shelf.changed.connect(self._on_changed)
        shelf.arrived.connect(self._on_arrived)
        shelf.problem.connect(self._on_problem)
        self.table.current_changed.connect(self._on_current)
        self._on_changed()

    def title(self) -> str:
        return self.tr("Models")

    def count(self) -> int:
        return self.models.rowCount()

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def activate(self) -> None:
        self.shelf.refresh()
        super().activate()

    def run(self) -> None:
        self.try_out()

    # --- What can be done ---

    def try_out(self) -> None:
        """Check and measure the selected model."""
        known = self._selected()
        if known is not None:
            self.shelf.try_out(known.name)

    def get(self) -> GetDialog:
        """Ask which model to fetch."""
        from engine.models.catalogue import read_catalogue

        shelf = self.shelf
        dialog = GetDialog(
            read_catalogue(),
            shelf.folder,
            shelf.settings,
            self._explain,
            shelf.bring,
            shelf.keep_hub,
            self,
        )
        dialog.open()
        return dialog

    def add_folder(self) -> QFileDialog:
        """Ask for a folder (or USB disk) to copy a model from."""
        return self._pick(self.tr("Copy a model from a folder"), self.bring_folder)

    def use_folder(self) -> QFileDialog:
        """Ask for a folder whose model is used where it is."""
        return self._pick(
            self.tr("Use a model where it is"), lambda name: self.shelf.add_in_place(Path(name))
        )

    def bring_folder(self, name: str) -> None:
        """Copy the model in the folder ``name``."""
        from engine.hub.task import FOLDER, Task, folder_name

        task = Task(FOLDER, name, self.shelf.folder, folder_name(name))
        self.shelf.bring(task)

    def ask_meanings(self) -> None:
        """Ask what the selected model's files leave open."""
        known = self._selected()
        if known is not None:
            self._ask(known.name, again=True)

    def remove(self) -> QMessageBox | None:
        """Delete the selected model, after a question: its files cannot be brought back by undo."""
        known = self._selected()
        if known is None or known.built_in:
            return None
        words = self.tr("Remove the model “{name}”?").format(name=known.name)
        box = QMessageBox(QMessageBox.Icon.Question, "ClauseDesk", words, parent=self)
        inside = Path(known.path).parent == self.shelf.folder
        box.setInformativeText(
            self.tr("Its files are deleted. To have it again, it must be fetched again.")
            if inside
            else self.tr("It is taken off the list; its files stay where they are.")
        )
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stay)
        yes.clicked.connect(lambda: self.shelf.remove(known.name))
        box.open()
        return box

    def move_folder(self) -> QFileDialog:
        """Ask for another models folder."""
        return self._pick(
            self.tr("Choose the models folder"), lambda name: self.shelf.set_folder(Path(name))
        )

    # --- Inside ---

    def _build(self) -> None:
        self._get = button(self.tr("&Get a model…"), self.get, "down")
        self._add = button(self.tr("&Add from folder"), lambda: None, "add-folder")
        menu = QMenu(self._add)
        menu.addAction(self.tr("Copy it into the models folder…"), self.add_folder)
        menu.addAction(self.tr("Use it where it is…"), self.use_folder)
        self._add.setMenu(menu)
        self._try = button(self.tr("&Check and measure"), self.try_out, "run", "Ctrl+R")
        self._meanings = button(self.tr("&Meanings…"), self.ask_meanings, "question")
        self._remove = button(self.tr("Remo&ve…"), self.remove, "remove")
        self.note = Note()
        self._where = ElidedLabel()
        self._where.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 1)
        parts.setSizes([260, 240])
        move = button(self.tr("Models folder…"), self.move_folder, "open")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(row(self._get, self._add, None, self._try, self._meanings, self._remove))
        layout.addWidget(self.note)
        layout.addWidget(self.transfers)
        layout.addWidget(parts, 1)
        layout.addWidget(self._build_choices())
        foot = row(move)
        foot.addWidget(self._where, 1)
        layout.addLayout(foot)

    def _build_choices(self) -> QWidget:
        part = QWidget()
        title = QLabel(self.tr("Which model does what"))
        theme.heading(title)
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MEDIUM)
        grid.setVerticalSpacing(theme.TIGHT)
        grid.addWidget(title, 0, 0, 1, len(TASKS))
        for column, task in enumerate(TASKS):
            label = QuietLabel(task_words(task))
            combo = QComboBox()
            combo.setAccessibleName(self.tr("Model for: {task}").format(task=task_words(task)))
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(14)
            combo.activated.connect(
                lambda _index, task=task, combo=combo: self.shelf.prefer(task, combo.currentData())
            )
            label.setBuddy(combo)
            self.choices[task] = combo
            grid.addWidget(label, 1, column)
            grid.addWidget(combo, 2, column)
            grid.setColumnStretch(column, 1)
        return part

    def _pick(self, title: str, then: Any) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.open()
        return dialog

    def _selected(self) -> Known | None:
        found: Any = self.table.current_row()
        return found

    def _on_changed(self) -> None:
        self._rows.rows = list(self.shelf.known)
        self.models.refresh()
        if self.models.rowCount() and self._selected() is None:
            self.table.go_to(0)
        self._fill_choices()
        self._where.setText(str(self.shelf.folder))
        self._on_current()

    def _fill_choices(self) -> None:
        chosen = self.shelf.preferred()
        for task, combo in self.choices.items():
            combo.clear()
            combo.addItem(self.tr("Best for the language"), "")
            fitting = [known.name for known in self.shelf.known if known.task == task]
            if task == "similarity":
                fitting += [k.name for k in self.shelf.known if k.task == "embedding"]
            name = chosen.get(task, "")
            for model in fitting:
                combo.addItem(model, model)
            if name and name not in fitting:
                words = self.tr("{name} (not at hand)").format(name=name)
                combo.addItem(words, name)
            combo.setCurrentIndex(max(combo.findData(name), 0))
            combo.setToolTip(combo.currentText())

    def _on_current(self, *_: object) -> None:
        known = self._selected()
        here = known is not None and known.present
        open_labels = known is not None and known.problem == "pack_labels"
        trial = self.shelf.trials.get(known.name) if known is not None else None
        busy = known is not None and known.name in self.shelf.trials and trial is None
        self._try.setEnabled(here and not busy and bool(known and known.task))
        self._meanings.setEnabled(here and (open_labels or not (known and known.built_in)))
        self._remove.setEnabled(known is not None and not known.built_in)
        self.detail.show_model(known, trial)

    def _on_arrived(self, name: str) -> None:
        known = self.shelf.find(name)
        self.said.emit(self.tr("{name} is installed.").format(name=name))
        names = [entry.name for entry in self.shelf.known]
        if name in names:
            self.table.go_to(names.index(name))
        if known is not None:
            self._ask(name)

    def _ask(self, name: str, again: bool = False) -> None:
        self.note.say("")
        self.shelf.inspect(name, lambda found: self._on_inspected(name, found), again)

    def _on_inspected(self, name: str, found: Inspection) -> None:
        if not found.questions:
            return
        dialog = QuestionsDialog(
            name, found, self._explain, lambda answers: self.shelf.answer(name, answers), self
        )
        self._asked = dialog
        dialog.open()

    def _on_problem(self, error: UserError) -> None:
        self.note.say(str(self._explain.error(error)), Tone.BAD)
