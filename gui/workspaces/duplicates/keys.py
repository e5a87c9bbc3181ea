"""Single letters that answer a pair, where its table has the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


def add_keys(
    table: QWidget,
    yes: Callable[[], object],
    no: Callable[[], object],
    unsure: Callable[[], object],
    back: Callable[[], object],
    skip: Callable[[], object],
) -> None:
    """Y, N, U, P and S; they stand in the table's context menu too."""
    for words, key, act in (
        (translate("Duplicates", "&Same"), "Y", yes),
        (translate("Duplicates", "&Different"), "N", no),
        (translate("Duplicates", "&Unsure"), "U", unsure),
        (translate("Duplicates", "&Previous pair"), "P", back),
        (translate("Duplicates", "S&kip"), "S", skip),
    ):
        action = QAction(words, table)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False, do=act: do())
        table.addAction(action)
