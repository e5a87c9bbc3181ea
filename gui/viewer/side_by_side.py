"""Two documents beside each other, at the places that belong together, scrolled as one."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from engine.types import Document
from gui import icons, theme
from gui.viewer.text_view import Highlight, TextView
from gui.widgets import ElidedLabel, row

Fetch = Callable[[str, Callable[[Document], None]], None]
"""Asks for a document by id; the second argument is called in the GUI thread once it is there."""

REST_MS = 60
"""How long the cursor rests on a pair before its documents are fetched: holding an arrow key
fetches nothing on the way."""

KEPT = 6
"""Documents at hand without being fetched again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: ``marks`` in a document, the reader at ``start`` (a code point). ``text`` is
    shown instead where it stands in no document (a playbook's statement)."""

    document_id: str
    title: str
    start: int
    marks: tuple[Highlight, ...] = ()
    text: str | None = None


class Pane(QWidget):
    """One side: a title, a way to open the document, its text. ``opened`` asks for the viewer."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = TextView()
        self.text.document().setDocumentMargin(theme.SMALL)
        self.text.setMinimumHeight(60)
        self._title = ElidedLabel()
        theme.heading(self._title)
        self.look = QToolButton()
        self.look.setAutoRaise(True)
        self.look.setIcon(icons.icon("viewer"))
        self.look.setToolTip(self.tr("Show in document"))
        self.look.setAccessibleName(self.tr("Show in document"))
        self.look.clicked.connect(self.opened)
        self._shown: Document | None = None
        self.place: Place | None = None
        head = row()
        head.addWidget(self._title, 1)
        head.addWidget(self.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        self.name(None)

    def name(self, place: Place | None) -> None:
        """Say what is (or is about to be) shown."""
        self.place = place
        self.text.setPlaceholderText(self.tr("Opening…") if place is not None else "")
        self._title.setText(place.title if place else "")
        self.text.setAccessibleName(place.title if place else self.tr("Document text"))
        self.look.setEnabled(place is not None and place.text is None)
        if place is not None and place.text is not None:
            self._shown = None
            self.text.show_text(place.text)
            self.text.set_highlights(place.marks)
        elif place is None or (self._shown is not None and self._shown.id != place.document_id):
            self._shown = None
            self.text.show_text("")

    @property
    def arrived(self) -> bool:
        """Whether the document that is named is also shown."""
        return self._shown is not None and self.place is not None

    def show_document(self, document: Document) -> None:
        """The document has come: show it at the place."""
        place = self.place
        if place is None or place.document_id != document.id:
            return
        if self._shown is None or self._shown.id != document.id:
            self._shown = document
            self.text.show_text(document.text)
        self.text.set_highlights(place.marks)
        self.text.reveal(place.start)


class SideBySide(QWidget):
    """Two panes. ``opened`` asks for a document in the viewer (id, highlights)."""

    opened = Signal(str, list)

    def __init__(self, fetch: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self.left, self.right = Pane(), Pane()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._load)
        self.together = QToolButton()
        self.together.setCheckable(True)
        self.together.setChecked(True)
        self.together.setAutoRaise(True)
        self.together.setIcon(icons.icon("link"))
        self.together.setToolTip(self.tr("Scroll both sides together"))
        self.together.setAccessibleName(self.tr("Scroll both sides together"))
        self._following = False
        self._before = {self.left: 0, self.right: 0}
        self._anchors: dict[Pane, list[int]] = {self.left: [], self.right: []}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self.left, 1)
        layout.addWidget(self.together, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.right, 1)
        for pane in (self.left, self.right):
            pane.opened.connect(lambda side=pane: self._open(side))
            bar = pane.text.verticalScrollBar()
            bar.valueChanged.connect(lambda value, side=pane: self._follow(side, value))

    def set_anchors(self, anchors: Sequence[tuple[int, int]]) -> None:
        """Which code points of the two documents belong together, ascending on both sides: then
        one side goes where the other is. Without any it goes as far as the other went."""
        self._anchors = {
            self.left: [pair[0] for pair in anchors],
            self.right: [pair[1] for pair in anchors],
        }

    def show_places(self, left: Place | None, right: Place | None) -> None:
        """Show two places; the documents may take a moment to arrive."""
        self.left.name(left)
        self.right.name(right)
        self._timer.start()

    def forget(self) -> None:
        """Documents may have been read anew: fetch them again when they are next shown."""
        self._kept.clear()

    def marked(self, side: str) -> list[str]:
        """The words that are marked as clashing on ``"left"`` or ``"right"``."""
        pane = self.left if side == "left" else self.right
        strong = [mark.strong for mark in (pane.place.marks if pane.place else ())]
        texts = pane.text.highlighted_texts()
        if len(texts) != len(strong):
            return []
        return [text for text, is_strong in zip(texts, strong, strict=True) if is_strong]

    def _load(self) -> None:
        places = [pane.place for pane in self._panes()]
        wanted = {place.document_id for place in places if place and place.text is None}
        for document_id in wanted:
            known = self._kept.get(document_id)
            if known is not None:
                self._kept.move_to_end(document_id)
                self._arrived(known)
            else:
                self._fetch(document_id, self._arrived)

    def _arrived(self, document: Document) -> None:
        self._kept[document.id] = document
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._following = True
        for pane in self._panes():
            pane.show_document(document)
        self._level()
        self._following = False

    def _level(self) -> None:
        """Bring the two places to one height: the lower one goes up, as far as its text allows."""
        places = [(pane, pane.place) for pane in self._panes()]
        if not all(place is not None and pane.arrived for pane, place in places):
            return
        heights = [pane.text.height_of(place.start) for pane, place in places if place is not None]
        pane = self.left if heights[0] > heights[1] else self.right
        bar = pane.text.verticalScrollBar()
        bar.setValue(bar.value() + abs(heights[0] - heights[1]))

    def _panes(self) -> Sequence[Pane]:
        return (self.left, self.right)

    def _open(self, pane: Pane) -> None:
        if pane.place is not None:
            self.opened.emit(pane.place.document_id, list(pane.place.marks))

    def _follow(self, pane: Pane, value: int) -> None:
        """The other side goes as far as this one went: from two places that belong together, by
        as many lines."""
        moved = value - self._before[pane]
        self._before[pane] = value
        if self._following or not self.together.isChecked():
            return
        other = self.right if pane is self.left else self.left
        self._following = True
        if self._anchors[pane]:
            other.text.scroll_to(self._partner(pane, other))
        else:
            bar = other.text.verticalScrollBar()
            bar.setValue(bar.value() + moved)
        self._following = False

    def _partner(self, pane: Pane, other: Pane) -> int:
        """Where the other side belongs while this one shows what it shows at the top."""
        top = pane.text.top()
        number = bisect_right(self._anchors[pane], top) - 1
        if number < 0:
            return min(top, self._anchors[other][0])
        theirs = self._anchors[other]
        beyond = theirs[number] + top - self._anchors[pane][number]
        return min(beyond, theirs[number + 1]) if number + 1 < len(theirs) else beyond
