"""Documents: what is in the project, how well it could be read, and where more can be dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.store import DocumentRow
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.tables.column import Column, Look
from gui.tables.filtering import Filtering
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, SearchBox, Switch, button, row
from gui.words import percent
from gui.workspaces.base import Workspace
from gui.workspaces.welcome import Welcome

translate = QCoreApplication.translate
LOCKED = ("file_encrypted", "password_wrong")
"""Codes of files that a password would open."""


class DocumentsWorkspace(Workspace):
    """The list of documents, with its drop zone while it is empty."""

    add_files = Signal()
    add_folder = Signal()
    paste = Signal()
    unlock = Signal(str)
    """Asks for the password of the file at this path."""
    samples = Signal()
    """Asks for the samples that come with the program."""
    language = Signal(str)
    """Asks for another language of the window."""
    exports = "fields"

    def __init__(
        self, controller: Controller, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._explain = explain
        project = controller.project
        self.model = TableModel(
            project.documents, columns(explain), lambda document: document.id, parent=self
        )
        self.table = TableView(self.model, self.tr("Documents"), self)
        self._filtering = Filtering(self.model, controller.background)
        self.model.counted.connect(lambda _count: self._show_counts())
        self._note = Note()
        self._unlock = button(self.tr("Enter password…"), self._on_unlock)
        self._unlock.hide()
        self._switch = Switch(self._empty_state(), self._content())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._switch)
        self.table.current_changed.connect(self._on_current)
        self.table.confirmed.connect(self._on_current)
        self._show_counts()

    def title(self) -> str:
        return self.tr("Documents")

    def count(self) -> int:
        return self.model.rowCount()

    def can_export(self) -> bool:
        return bool(self._controller.project.cells.fields())

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def activate(self) -> None:
        (self.table if self.count() else self._first).setFocus()

    def refresh(self, what: str) -> None:
        if what == "documents":
            self.model.refresh()
            self._show_counts()

    def selected(self) -> list[DocumentRow]:
        """The selected rows."""
        return [row for row in self.table.selected_rows() if isinstance(row, DocumentRow)]

    def selected_ids(self) -> list[str]:
        """The ids of the selected documents. Where all are selected, their rows are not fetched for it."""
        numbers = self.table.selected_numbers()
        everything = not self._filter.words() and len(numbers) == self.model.rowCount()
        if numbers and everything:
            return self._controller.project.documents.ids()
        return [document.id for document in self.selected()]

    def selected_count(self) -> int:
        """How many documents are selected. No row is fetched for it."""
        return len(self.table.selected_numbers())

    def remove_selected(self) -> None:
        """Take the selected documents out of the project."""
        rows = self.selected()
        if rows:
            self._controller.review.remove_documents(
                [document.id for document in rows], [document.name for document in rows]
            )

    def _empty_state(self) -> QWidget:
        welcome = self._welcome = Welcome(self._explain.language)
        welcome.add_files.connect(self.add_files)
        welcome.add_folder.connect(self.add_folder)
        welcome.paste.connect(self.paste)
        welcome.samples.connect(self.samples)
        welcome.language.connect(self.language)
        self._first = welcome.first
        return welcome

    def _content(self) -> QWidget:
        page = QWidget()
        self._filter = SearchBox(self.tr("Filter by name"))
        self._filter.setMaximumWidth(max(260, self._filter.minimumWidth()))
        self._filter.searched.connect(self._filtering.show)
        self._counts = QuietLabel()
        self._remove = button(self.tr("Remove"), self.remove_selected, "remove", "Del")
        delete = QAction(self.tr("Remove"), self.table)
        delete.setShortcut(QKeySequence.StandardKey.Delete)
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(self.remove_selected)
        show = QAction(self.tr("Open file"), self.table)
        show.triggered.connect(self._open_file)
        self.table.addActions([show, delete])
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._nothing = QLabel(self.tr("No document matches the filter."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(
            row(
                button(self.tr("Add files…"), self.add_files.emit, "add-file", "Ctrl+O"),
                button(self.tr("Add folder…"), self.add_folder.emit, "add-folder"),
                button(self.tr("Paste text…"), self.paste.emit, "paste"),
                self._remove,
                None,
                self._filter,
            )
        )
        about = row()
        about.addWidget(self._note, 1)
        about.addWidget(self._unlock)
        layout.addLayout(about)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._nothing)
        layout.addWidget(self._counts)
        return page

    def _on_current(self) -> None:
        document = self.table.current_row()
        failure = document.failure if isinstance(document, DocumentRow) else None
        self._unlock.setVisible(failure is not None and failure.code in LOCKED)
        if not isinstance(document, DocumentRow):
            self._note.say("")
            return
        if document.failure is not None:
            self._note.say(f"{document.name}: {self._explain.failure(document.failure)}", Tone.BAD)
            return
        self._note.say("")
        if self.isVisible():
            self.show_document.emit(document.id, [])

    def _open_file(self) -> None:
        document = self.table.current_row()
        if isinstance(document, DocumentRow):
            QDesktopServices.openUrl(QUrl.fromLocalFile(document.path))

    def _on_unlock(self) -> None:
        document = self.table.current_row()
        if isinstance(document, DocumentRow):
            self.unlock.emit(document.path)

    def _show_counts(self) -> None:
        shown = self.model.rowCount()
        filtered = bool(self._filter.words())
        waited = self._welcome.isAncestorOf(self.focusWidget() or self)
        self._switch.show_content(shown > 0 or filtered)
        self._nothing.setVisible(shown == 0 and filtered)
        self.table.setVisible(shown > 0)
        if waited and shown:
            # The keyboard goes on where the documents are, not into a page that is hidden now.
            self.table.setFocus()
        self._counts.setText(self.tr("%n document(s)", "", shown))
        self._remove.setEnabled(shown > 0)


def columns(explain: Explainer) -> list[Column[DocumentRow]]:
    """What the list shows of a document."""
    return [
        Column(
            translate("Documents", "Name"),
            lambda document: document.name,
            sort="name",
            width=30,
            tooltip=lambda document: document.path,
        ),
        Column(
            translate("Documents", "State"),
            lambda document: state_words(document),
            sort="failure",
            width=22,
            look=Look.STATE,
            tone=state_tone,
            icon=lambda document: _STATE_ICONS[state_tone(document) or Tone.GOOD],
            tooltip=lambda document: (
                str(explain.failure(document.failure)) if document.failure else None
            ),
        ),
        Column(
            translate("Documents", "Kind"),
            lambda document: kind_words(document.kind),
            sort="kind",
            width=9,
        ),
        Column(
            translate("Documents", "Pages"),
            lambda document: document.pages or None,
            sort="pages",
            width=7,
            right=True,
        ),
        Column(
            translate("Documents", "Language"),
            lambda document: language_words(document),
            sort="language",
            width=10,
        ),
        Column(
            translate("Documents", "Readable"),
            lambda document: None if document.failure else document.readable,
            percent,
            sort="readable",
            width=15,
            look=Look.FRACTION,
            tone=lambda document: Tone.GOOD if document.readable >= 1 else Tone.CAUTION,
            hint=translate("Documents", "Share of the pages whose text could be read"),
        ),
        Column(
            translate("Documents", "Coverage"),
            lambda document: document.coverage,
            percent,
            sort="coverage",
            width=15,
            look=Look.FRACTION,
            tone=lambda document: Tone.GOOD if (document.coverage or 0) >= 1 else Tone.CAUTION,
            hint=translate("Documents", "Share of the characters that the extraction has read"),
        ),
        Column(
            translate("Documents", "Reviewed"),
            lambda document: document.reviewed,
            lambda reviewed: str(reviewed),
            sort="reviewed",
            width=9,
            right=True,
            hint=translate("Documents", "Values that a person has judged"),
        ),
        Column(
            translate("Documents", "Contradictions"),
            lambda document: document.contradictions or None,
            sort="contradictions",
            width=8,
            right=True,
            tone=lambda document: Tone.BAD if document.contradictions else None,
        ),
    ]


_STATE_ICONS = {
    Tone.GOOD: "accept",
    Tone.CAUTION: "warning",
    Tone.BAD: "reject",
    Tone.QUIET: "proposed",
    Tone.INFO: "proposed",
}


def state_tone(document: DocumentRow) -> Tone | None:
    """How the state is coloured."""
    if document.failure is not None:
        return Tone.BAD
    return Tone.CAUTION if document.readable < 1 or document.notices else None


def state_words(document: DocumentRow) -> str:
    """How far the document is."""
    if document.failure is not None:
        return translate("Documents", "Could not be read")
    if document.readable < 1:
        return translate("Documents", "Partly readable")
    if document.notices:
        return translate("Documents", "Read, with a notice")
    if document.coverage is not None:
        return translate("Documents", "Fields extracted")
    return translate("Documents", "Read")


def kind_words(kind: str) -> str:
    """What people call a kind of file."""
    return {
        "docx": "Word",
        "pdf": "PDF",
        "text": translate("Documents", "Text"),
        "html": "HTML",
        "image": translate("Documents", "Image"),
    }.get(kind, "")


def language_words(document: DocumentRow) -> str:
    """What people call a language."""
    if document.failure is not None:
        return ""
    return {
        "en": translate("Documents", "English"),
        "zh": translate("Documents", "Chinese"),
    }.get(document.language, translate("Documents", "Other"))
