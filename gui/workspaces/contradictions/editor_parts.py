"""How the playbook editor is laid out, and the keys of its list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QSplitter, QVBoxLayout, QWidget

from gui.widgets import row

LIST_WIDTH, SIDE_WIDTH = 400, 560


def list_beside(statements: QListWidget, steps: Iterable[QWidget], side: QWidget) -> QSplitter:
    """The list with its buttons below, and what shows the current statement beside it."""
    left = QWidget()
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(statements, 1)
    column.addLayout(row(*steps, None))
    parts = QSplitter()
    parts.setChildrenCollapsible(False)
    parts.addWidget(left)
    parts.addWidget(side)
    parts.setSizes([LIST_WIDTH, SIDE_WIDTH])
    return parts


def list_keys(
    statements: QListWidget,
    keys: Iterable[tuple[str, Callable[[], object]]],
    allowed: Callable[[], bool],
) -> None:
    """Keys that act while the list has the keyboard and holds something, where it is ``allowed``."""
    for sequence, act in keys:
        shortcut = QShortcut(QKeySequence(sequence), statements)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda do=act: statements.count() and allowed() and do())
