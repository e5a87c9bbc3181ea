"""The viewer beside every workspace: one document, its place, its notices, and a search line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.types import Document, DocumentKind
from gui import icons, theme
from gui.errors import Explainer
from gui.viewer.highlight import Highlight
from gui.viewer.legend import Legend
from gui.viewer.page_view import PageView, Render
from gui.viewer.search import SearchLine
from gui.viewer.text_view import TextView
from gui.widgets import ElidedLabel, EmptyState, Note

Fetch = Callable[[str, Callable[[Document], None]], None]
"""Asks for a document by id; the second argument is called in the GUI thread once it is there."""


class Viewer(QWidget):
    """Shows documents. ``picked`` gives a span that the reader selected as a value: document id,
    start, end, text. ``followed`` gives the document and the key of a highlight that was clicked;
    ``left`` says that the keyboard is wanted back where it came from."""

    picked = Signal(str, int, int, str)
    followed = Signal(str, str)
    left = Signal()

    def __init__(
        self, fetch: Fetch, ask_page: Render, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._explain = explain
        self._document: Document | None = None
        self._wanted: tuple[str, tuple[Highlight, ...]] = ("", ())
        self._title = ElidedLabel()
        theme.heading(self._title)
        self._place = QLabel()
        self._notice = Note()
        self.legend = Legend()
        self.text = TextView()
        self.page = PageView(ask_page)
        self._views = QStackedWidget()
        self._views.addWidget(self.text)
        self._views.addWidget(self.page)
        self._as_page = QToolButton()
        self._as_page.setIcon(icons.icon("documents"))
        self._as_page.setCheckable(True)
        self._as_page.setAutoRaise(True)
        self._as_page.setToolTip(self.tr("Show the page as it looks"))
        self._as_page.setAccessibleName(self.tr("Show the page as it looks"))
        self._as_page.toggled.connect(self._on_as_page)
        self._back = self._turner("up", self.tr("Previous page"), -1)
        self._forth = self._turner("down", self.tr("Next page"), 1)
        self.page.turned.connect(self._on_turned)
        self.pick_button = QPushButton(self.tr("Use selection as value"))
        self.pick_button.setIcon(icons.icon("edit"))
        words = self.tr("Put the selected words into the current field")
        self.pick_button.setToolTip(f"{words} (Ctrl+Return)")
        self.pick_button.clicked.connect(self._on_pick)
        self.pick_button.hide()
        self._empty = EmptyState(
            "documents",
            self.tr("No document open"),
            self.tr("Choose a document, a value or a clause, and its words are shown here."),
        )
        self._search = SearchLine(self.text.find_next)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.text.place_changed.connect(self._show_place)
        self.text.selectionChanged.connect(self._on_selection)
        for view in (self.text, self.page):
            view.followed.connect(self._on_followed)
        self.legend.chosen.connect(self._on_followed)
        for keys, act, words in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.open_search, ""),
            (QKeySequence("Ctrl+Return"), self._on_pick, self.pick_button.text()),
            (QKeySequence("Escape"), self._on_escape, self.tr("Back to where you came from")),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(act)
        self._picking = False

    def show_document(self, document_id: str, highlights: Sequence[Highlight] = ()) -> None:
        """Open a document at the first strong highlight; it may take a moment to arrive."""
        self._wanted = (document_id, tuple(highlights))
        if self._document is not None and self._document.id == document_id:
            self._mark()
        elif document_id:
            self._fetch(document_id, self._arrived)

    def set_picking(self, picking: bool) -> None:
        """Whether selected words can become a value (a field's cell is current)."""
        self._picking = picking
        self._on_selection()

    def close_document(self, document_id: str = "") -> None:
        """Show nothing, if ``document_id`` (or anything, when empty) is shown."""
        if self._document is not None and document_id in ("", self._document.id):
            self._document = None
            self._wanted = ("", ())
            self.text.show_text("")
            self.legend.show_highlights(())
            self._stack.setCurrentIndex(0)

    @property
    def document(self) -> Document | None:
        """What is shown."""
        return self._document

    def place(self) -> str:
        """Where in the document the reader is."""
        return self._place.text()

    def show_as_page(self, pictured: bool) -> None:
        """A PDF's page as it looks, rather than its text."""
        self._as_page.setChecked(pictured)

    def take_focus(self) -> None:
        """Put the keyboard into the document, where the reader's place is."""
        (self.page if self._pictured else self.text).setFocus()

    def look_for(self, words: str) -> None:
        """Show where ``words`` stand in the document, as near as they do."""
        self.open_search()
        self._search.look_for(words)

    def open_search(self) -> None:
        """Show the search line and go there; words are found in the text."""
        self._as_page.setChecked(False)
        self._search.open()

    def _build_page(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.SMALL, theme.TIGHT)
        top.setSpacing(theme.SMALL)
        find = QToolButton()
        find.setIcon(icons.icon("search"))
        find.setAutoRaise(True)
        find.setToolTip(self.tr("Find in the document ({keys})").format(keys="Ctrl+F"))
        find.setAccessibleName(self.tr("Find in the document"))
        find.clicked.connect(self.open_search)
        top.addWidget(self._title, 1)
        top.addWidget(self._place)
        for turner in (self._back, self._forth, self._as_page):
            top.addWidget(turner)
        top.addWidget(find)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(top)
        layout.addWidget(self.legend)
        layout.addWidget(self._notice)
        layout.addWidget(self._search)
        layout.addWidget(self._views, 1)
        layout.addWidget(self.pick_button)
        return page

    def _arrived(self, document: Document) -> None:
        if document.id != self._wanted[0]:
            return
        self._document = document
        self._title.setText(document.name)
        self._title.setToolTip(document.path)
        self.text.show_text(document.text)
        self.page.show_document(document)
        self._as_page.setVisible(document.kind is DocumentKind.PDF)
        self._on_as_page()
        notices = [str(self._explain.notice(notice)) for notice in document.notices]
        self._notice.say("\n".join(notices), theme.Tone.CAUTION)
        self._stack.setCurrentIndex(1)
        self._show_place(0)
        self._mark()

    def _mark(self) -> None:
        highlights = self._wanted[1]
        self.legend.show_highlights(highlights)
        self.text.set_highlights(highlights)
        if self._pictured:
            self.page.set_highlights(highlights)
        strong = [highlight for highlight in highlights if highlight.strong] or list(highlights)
        if strong:
            self.text.reveal(strong[0].start)
            self._show_place(strong[0].start)

    @property
    def _pictured(self) -> bool:
        """Whether the page is shown rather than the text."""
        return self._as_page.isChecked() and self._as_page.isVisibleTo(self)

    def _turner(self, icon: str, words: str, step: int) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setAutoRaise(True)
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda: self.page.turn_to(self.page.number + step))
        return made

    def _on_as_page(self) -> None:
        pictured = self._pictured
        self._views.setCurrentIndex(1 if pictured else 0)
        for turner in (self._back, self._forth):
            turner.setVisible(pictured)
        if pictured:
            self._search.hide()
            self.page.turn_to(self.page.number)
            self.page.set_highlights(self._wanted[1])

    def _on_turned(self, number: int) -> None:
        if self._pictured and self._document is not None:
            self._say_page(number)
            self.page.set_highlights([replace(mark, strong=False) for mark in self._wanted[1]])

    def _say_page(self, number: int) -> None:
        if self._document is not None:
            words = self.tr("Page {page} of {pages}")
            self._place.setText(words.format(page=number, pages=len(self._document.pages)))

    @Slot(int)
    def _show_place(self, offset: int) -> None:
        document = self._document
        if document is None:
            return
        if self._pictured:
            self._say_page(self.page.number)
            return
        page = document.page_at(offset)
        if page is not None and document.pages:
            self._say_page(page)
        else:
            done = round(100 * offset / max(len(document.text), 1))
            self._place.setText(f"{done} %")

    @Slot()
    def _on_selection(self) -> None:
        self.pick_button.setVisible(self._picking and self.text.selected_span() is not None)

    def _on_escape(self) -> None:
        if self._search.isVisible():
            self._search.hide()
            self.text.setFocus()
        else:
            self.left.emit()

    @Slot(str)
    def _on_followed(self, key: str) -> None:
        if self._document is not None:
            self.followed.emit(self._document.id, key)

    @Slot()
    def _on_pick(self) -> None:
        span = self.text.selected_span()
        if span is not None and self._document is not None and self._picking:
            start, end = span
            self.picked.emit(self._document.id, start, end, self._document.text[start:end])
