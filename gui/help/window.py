"""The guide inside the program: its pages at the left, one of them at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons, theme
from gui.help.browser import PageBrowser
from gui.help.pages import guide_folder, read_pages
from gui.widgets import SearchBox, row


class GuideWindow(QWidget):
    """A window of its own, so that it can stand beside the work. Thread: GUI."""

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Guide"))
        self.resize(980, 740)
        self._folder = guide_folder(language)
        self._pages = {page.name: page for page in read_pages(language)}
        self._been: list[str] = []
        self._place = -1
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Pages of the guide"))
        for page in self._pages.values():
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            self.list.addItem(item)
        self.browser = PageBrowser()
        self.browser.setAccessibleName(self.tr("Page"))
        self.search = SearchBox(self.tr("Search the guide"))
        self.search.searched.connect(self._find)
        self._back = self._button(self.tr("Back"), "undo", QKeySequence.StandardKey.Back, -1)
        self._forth = self._button(self.tr("Forward"), "redo", QKeySequence.StandardKey.Forward, 1)
        away = QAction(self)
        away.setShortcut(QKeySequence("Esc"))
        away.triggered.connect(self.close)
        self.addAction(away)
        self._build()
        self.list.currentItemChanged.connect(self._on_chosen)
        self.browser.asked.connect(self.open)
        self.open("index")

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._been[self._place]

    def open(self, name: str) -> None:
        """Show a page; an unknown name is the first."""
        name = name if name in self._pages else "index"
        if self._place < 0 or name != self.page:
            self._been = [*self._been[: self._place + 1], name]
            self._place = len(self._been) - 1
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "browser"):
            self._show()

    def _build(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(theme.SMALL, theme.SMALL, 0, theme.SMALL)
        column.setSpacing(theme.SMALL)
        column.addLayout(row(self._back, self._forth, None))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        parts = QSplitter()
        parts.addWidget(side)
        parts.addWidget(self.browser)
        parts.setStretchFactor(1, 1)
        parts.setSizes([240, 740])
        parts.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def _button(
        self, words: str, icon: str, keys: QKeySequence.StandardKey, steps: int
    ) -> QToolButton:
        action = QAction(icons.icon(icon), words, self)
        action.setShortcuts(keys)
        action.triggered.connect(lambda: self._step(steps))
        self.addAction(action)
        made = QToolButton()
        made.setAutoRaise(True)
        made.setDefaultAction(action)
        made.setAccessibleName(words)
        return made

    def _step(self, steps: int) -> None:
        if 0 <= self._place + steps < len(self._been):
            self._place += steps
            self._show()

    def _show(self) -> None:
        page = self._pages[self.page]
        for number in range(self.list.count()):
            if self.list.item(number).data(Qt.ItemDataRole.UserRole) == page.name:
                self.list.blockSignals(True)
                self.list.setCurrentRow(number)
                self.list.blockSignals(False)
        self.browser.show_page(page.text, self._folder)
        self._back.defaultAction().setEnabled(self._place > 0)
        self._forth.defaultAction().setEnabled(self._place + 1 < len(self._been))

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.open(item.data(Qt.ItemDataRole.UserRole))

    def _find(self, words: str) -> None:
        """Leave the pages that hold the words, and mark the words in the page."""
        first = None
        for number in range(self.list.count()):
            item = self.list.item(number)
            name = item.data(Qt.ItemDataRole.UserRole)
            item.setHidden(bool(words) and not self._pages[name].holds(words))
            if not item.isHidden() and first is None:
                first = name
        if words and first is not None:
            if not self._pages[self.page].holds(words):
                self.open(first)
            self.browser.moveCursor(self.browser.textCursor().MoveOperation.Start)
            self.browser.find(words)
