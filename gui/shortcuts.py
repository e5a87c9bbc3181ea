"""The overview of all keys, gathered from the actions themselves, so that it cannot be out of date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMainWindow,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from gui.widgets import QuietLabel, SearchBox, framed

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that keys do: where, what, and which keys."""

    group: str
    words: str
    keys: str


def gather(window: QMainWindow, parts: Iterable[tuple[str, QWidget]]) -> list[Key]:
    """The keys of the menus, then those of ``parts`` (a name and a widget each) that stand in no
    menu, then those that lists and matrices understand."""
    found: dict[tuple[str, str], Key] = {}
    for menu in (action.menu() for action in window.menuBar().actions()):
        if isinstance(menu, QMenu):
            for action in _actions(menu):
                _take(found, plain(menu.title()), plain(action.text()), action.shortcuts())
    for name, part in parts:
        for action in _own(part):
            _take(found, name, plain(action.text()), action.shortcuts())
        for shortcut in part.findChildren(QShortcut):
            if shortcut.whatsThis():
                _take(found, name, shortcut.whatsThis(), shortcut.keys())
    return [*found.values(), *_everywhere()]


def plain(words: str) -> str:
    """Words of a menu without their marks."""
    return re.sub(r"\(&.\)|&|…", "", words)


def _actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu):
            yield from _actions(inside)
        elif not action.isSeparator():
            yield action


def _own(part: QWidget) -> Iterator[QAction]:
    for widget in (part, *part.findChildren(QWidget)):
        yield from widget.actions()


def _take(
    found: dict[tuple[str, str], Key], group: str, words: str, keys: Iterable[QKeySequence]
) -> None:
    """Keep one line; the keys of its own that a few keyboards have for it are left out."""
    native = QKeySequence.SequenceFormat.NativeText
    usual = [key for key in keys if not key.isEmpty() and key[0].key() < Qt.Key.Key_Back]
    shown = " / ".join(dict.fromkeys(key.toString(native) for key in usual))
    if shown and words and not any(known == words for _group, known in found):
        found[group, words] = Key(group, words, shown)


def _everywhere() -> list[Key]:
    """What widgets understand by themselves."""
    lists, matrices = translate("Shortcuts", "In every list"), translate("Shortcuts", "In a matrix")
    said = (
        (lists, translate("Shortcuts", "Go from row to row"), "↑ ↓"),
        (lists, translate("Shortcuts", "Go from column to column"), "← →"),
        (lists, translate("Shortcuts", "Select several rows"), "Shift+↑ ↓"),
        (lists, translate("Shortcuts", "Leave the list"), "Tab / Shift+Tab"),
        (matrices, translate("Shortcuts", "Go from finding to finding"), "← ↑ → ↓"),
        (matrices, translate("Shortcuts", "Larger or smaller"), "+ / −"),
        (matrices, translate("Shortcuts", "Open the pair in the list"), "Enter"),
    )
    return [Key(*one) for one in said]


class ShortcutsDialog(QDialog):
    """All keys in groups, with a search in words and keys."""

    def __init__(self, keys: Iterable[Key], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(620, 640)
        self.search = SearchBox(self.tr("Search in words and keys"))
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.windowTitle())
        self.tree.setHeaderLabels([self.tr("What"), self.tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self._nothing = QuietLabel(self.tr("No key does that."))
        self._nothing.hide()
        self._fill(keys)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._nothing)
        layout.addWidget(buttons)
        self.search.setFocus()

    def shown(self) -> list[tuple[str, str]]:
        """The words and keys that are listed now."""
        return [
            (line.text(0), line.text(1))
            for group in self._groups()
            for line in _lines(group)
            if not line.isHidden()
        ]

    def _fill(self, keys: Iterable[Key]) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for key in keys:
            if key.group not in groups:
                groups[key.group] = QTreeWidgetItem(self.tree, [key.group])
                groups[key.group].setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = self.tree.font()
                font.setBold(True)
                groups[key.group].setFont(0, font)
            line = QTreeWidgetItem(groups[key.group], [key.words, key.keys])
            line.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{key.words}: {key.keys}")
        self.tree.expandAll()
        self.tree.resizeColumnToContents(0)

    def _narrow(self) -> None:
        wanted = self.search.words().casefold()
        there = False
        for group in self._groups():
            some = False
            for line in _lines(group):
                fits = wanted in f"{line.text(0)} {line.text(1)}".casefold()
                line.setHidden(not fits)
                some = some or fits
            group.setHidden(not some)
            there = there or some
        self._nothing.setVisible(not there)

    def _groups(self) -> Iterator[QTreeWidgetItem]:
        for number in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(number)
            if group is not None:
                yield group


def _lines(group: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for number in range(group.childCount()):
        yield group.child(number)
