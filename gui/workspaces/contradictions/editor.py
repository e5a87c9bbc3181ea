"""The playbook editor: statements as a list with a form, or the whole file as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTabWidget,
    QWidget,
)

from engine.consistency.playbook import Playbook, PlaybookStatement, said
from engine.errors import UserError
from gui import theme
from gui.background import Background
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note, button, framed, row
from gui.workspaces.contradictions.draft import Draft
from gui.workspaces.contradictions.editor_parts import list_beside, list_keys
from gui.workspaces.contradictions.files import ask_in, ask_out
from gui.workspaces.contradictions.playbooks import Kept, Shelf, write
from gui.workspaces.contradictions.source import PlaybookSource
from gui.workspaces.contradictions.statement_form import StatementForm
from gui.workspaces.contradictions.text_side import TextSide


class PlaybookEditor(QDialog):
    """Edits one of the user's playbooks; a built-in one is copied first. Every step is saved as it is
    made and can be taken back. ``edited`` is told which playbook to use from now on. Thread: GUI."""

    def __init__(
        self,
        shelf: Shelf,
        kept: Kept,
        explain: Explainer,
        background: Background,
        edited: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Playbook"))
        self.resize(980, 640)
        self._shelf = shelf
        self._kept = kept
        self._explain = explain
        self._background = background
        self._edited = edited
        self.draft = Draft(kept.playbook)
        self.title = QLineEdit()
        self.list = QListWidget()
        self.form = StatementForm(explain.language)
        self.source = PlaybookSource()
        self._text = TextSide(self.source, explain, background, lambda: self._kept, self)
        self.fault = self._text.fault
        self._quiet = False
        self._build()
        self._connect()
        self.show_draft(0)
        if self._text.show_unread():
            self.tabs.setCurrentIndex(1)

    @property
    def own(self) -> bool:
        """Whether what is shown can be edited."""
        return self._kept.path is not None

    def copy(self) -> None:
        """From now on a copy of the built-in playbook is edited."""
        title = said(self.draft.playbook.title, self._explain.language)
        words = self.tr("{title} (copy)").format(title=title)
        try:
            self._kept = self._shelf.copy(self.draft.playbook, words)
        except UserError as error:
            self._text.say(error)
            return
        self.draft = Draft(self._kept.playbook)
        self._edited(self._kept.name)
        self.show_draft(max(self.list.currentRow(), 0))

    def add(self) -> None:
        """A new statement under the current one."""
        words = self.tr("New statement")
        self._step(self.draft.add(self.list.currentRow(), words, self._explain.language))
        self.form.words.setFocus()
        self.form.words.selectAll()

    def remove(self) -> None:
        """Take the current statement out."""
        number = self.list.currentRow()
        self.draft.remove(number)
        self._step(min(number, len(self.draft.statements) - 1))

    def move(self, by: int) -> None:
        """Put the current statement further up or down."""
        self._step(self.draft.move(self.list.currentRow(), by))

    def undo(self) -> None:
        """Take the last step back."""
        self.form.commit()
        self.draft.undo()
        self._step(self.list.currentRow())

    def redo(self) -> None:
        """Take it again."""
        self.draft.redo()
        self._step(self.list.currentRow())

    def take_in(self, path: Path) -> None:
        """Another file's playbook becomes one of the user's and is edited here."""

        def arrived(kept: Kept) -> None:
            self._kept, self.draft = kept, Draft(kept.playbook)
            self._edited(kept.name)
            self.show_draft(0)
            self.source.document().clearUndoRedoStacks()

        self._shelf.take_in(path, arrived)

    def give_out(self, path: Path) -> None:
        """Write the playbook as a file of its own."""
        playbook = self.draft.playbook
        self._background.run(lambda: write(path, playbook), lambda _: None, self._text.say)

    def done(self, result: int) -> None:
        """What was typed last is kept, too."""
        self.form.commit()
        if self.title.isModified():
            self._on_title()
        typed = self._text.finish(self.draft.playbook) if self.own else None
        if typed is not None:
            self.draft.put(typed)
            self._keep()
        super().done(result)

    # --- Showing ---

    def show_draft(self, number: int) -> None:
        """Show the draft as it stands, with one statement current."""
        language = self._explain.language
        self._quiet = True
        self.list.clear()
        for place, one in enumerate(self.draft.statements, 1):
            self.list.addItem(f"{place}. {said(one.statement, language)}")
        self.title.setText(said(self.draft.playbook.title, language))
        self._quiet = False
        self.list.setCurrentRow(min(number, self.list.count() - 1))
        self._show_current()
        if not self.source.hasFocus():
            self._text.show_playbook(self.draft.playbook)
        self._enable()

    def _show_current(self) -> None:
        if self._quiet:
            return
        number = self.list.currentRow()
        statements = self.draft.statements
        self.form.show_statement(statements[number] if 0 <= number < len(statements) else None)
        self.form.setEnabled(self.own and number >= 0)
        self._enable()

    def _enable(self) -> None:
        there, number = self.list.count(), self.list.currentRow()
        for widget in (self.title, self._add):
            widget.setEnabled(self.own and there > 0)
        self.source.setReadOnly(not self.own)
        self._remove.setEnabled(self.own and there > 1)
        self._up.setEnabled(self.own and number > 0)
        self._down.setEnabled(self.own and 0 <= number < there - 1)
        self._undo.setEnabled(self.draft.can_undo())
        self._redo.setEnabled(self.draft.can_redo())
        self._copy.setVisible(not self.own)
        self._built_in.say(
            ""
            if self.own
            else self.tr("This playbook comes with the program. Make a copy to edit it."),
            Tone.INFO,
        )

    # --- Editing ---

    def _step(self, number: int) -> None:
        """A step was made: keep it, show it. A built-in playbook has no steps: the draft forgets."""
        if not self.own:
            self.draft = Draft(self._kept.playbook)
            self.show_draft(number)
            return
        self._keep()
        self.show_draft(number)

    def _keep(self) -> None:
        try:
            self._kept = self._shelf.save(self.draft.playbook)
        except UserError as error:
            self._text.say(error)

    def _on_form(self, statement: PlaybookStatement) -> None:
        number = next(
            (n for n, one in enumerate(self.draft.statements) if one.id == statement.id), -1
        )
        if number >= 0 and self.own and self.draft.change(number, statement):
            self._keep()
            words = said(statement.statement, self._explain.language)
            self.list.item(number).setText(f"{number + 1}. {words}")
            self._text.show_playbook(self.draft.playbook)
            self._enable()

    def _on_title(self) -> None:
        title = " ".join(self.title.text().split())
        if self.own and title and self.draft.retitle(title, self._explain.language):
            self._keep()
            self._text.show_playbook(self.draft.playbook)
            self._enable()

    def _on_read(self, playbook: Playbook) -> None:
        if self.draft.put(playbook):
            self._step(max(self.list.currentRow(), 0))

    # --- Parts ---

    def _build(self) -> None:
        self._add = button(self.tr("Add"), self.add, "plus", "Ins")
        self._remove = button(self.tr("Remove"), self.remove, "remove", "Del")
        self._up = button(self.tr("Up"), lambda: self.move(-1), "up", "Alt+Up")
        self._down = button(self.tr("Down"), lambda: self.move(1), "down", "Alt+Down")
        self._undo = button(self.tr("Undo"), self.undo, "undo", "Ctrl+Z")
        self._redo = button(self.tr("Redo"), self.redo, "redo", "Ctrl+Shift+Z")
        self._copy = button(self.tr("Make a copy"), self.copy, "paste")
        self._in = button(self.tr("Import…"), lambda: ask_in(self, self.take_in), "open")
        self._out = button(self.tr("Export…"), self._ask_out, "export")
        self._built_in = Note()
        self.list.setAccessibleName(self.tr("Statements"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title.setAccessibleName(self.tr("Title"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Form or text"))
        self.tabs.addTab(self.form, self.tr("Form"))
        self.tabs.addTab(self.source, self.tr("Text"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        head = row(QLabel(self.tr("Title")))
        head.addWidget(self.title, 1)
        head.addWidget(self._copy)
        layout = framed(self, theme.SMALL)
        layout.addLayout(head)
        layout.addWidget(self._built_in)
        steps = (self._add, self._remove, self._up, self._down)
        layout.addWidget(list_beside(self.list, steps, self.tabs), 1)
        layout.addWidget(self.fault)
        layout.addLayout(row(self._in, self._out, None, self._undo, self._redo, close))

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _n: self._show_current())
        self.form.changed.connect(self._on_form)
        self.title.editingFinished.connect(self._on_title)
        self._text.read.connect(self._on_read)
        self._text.failed.connect(self._shelf.failed)
        list_keys(
            self.list,
            (
                ("Ins", self.add),
                ("Del", self.remove),
                ("Alt+Up", lambda: self.move(-1)),
                ("Alt+Down", lambda: self.move(1)),
                ("Ctrl+Z", self.undo),
                ("Ctrl+Shift+Z", self.redo),
            ),
            lambda: self.own,
        )

    def _ask_out(self) -> None:
        ask_out(self, self._kept.name, self.give_out)
