"""Contracts in, a reviewed workbook out, without a mouse but for the drop: files dropped, fields typed,
run, every value judged, exported."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.store import PENDING
from engine.types import ReviewState
from gui.desk import Desk
from gui.workspaces.fields.exporting import ExportDialog
from tests.gui.conftest import settle, write_contracts

CONTROL = Qt.KeyboardModifier.ControlModifier
FIELDS = "Client, Contractor, Agreement date(YYYY-MM-DD), Governing law"


def drop(desk: Desk, paths: list[str]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    desk.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))


def test_a_whole_review_by_keyboard(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    fields, press = desk.fields, qtbot.keyClick
    drop(desk, write_contracts(tmp_path / "in", 5))
    settle(desk, qtbot)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)

    press(desk.window, Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    qtbot.keyClicks(QApplication.focusWidget(), FIELDS)
    press(QApplication.focusWidget(), Qt.Key.Key_R, CONTROL)
    settle(desk, qtbot)
    press(desk.window, Qt.Key.Key_2, CONTROL)
    table = fields.table
    qtbot.waitUntil(table.hasFocus)
    assert fields.model.rowCount() == 5

    judge_all(desk, qtbot)
    qtbot.wait(200)
    settle(desk, qtbot)
    assert not desk.project.tallies.documents_with(PENDING)
    assert fields.results.progress.words().startswith("All ")

    export(desk, qtbot, tmp_path / "reviewed.xlsx")
    book = openpyxl.load_workbook(tmp_path / "reviewed.xlsx")
    values = list(book.worksheets[0].iter_rows(values_only=True))
    titles = [str(title) for title in values[0]]
    assert values[1][titles.index("Client")] == "Alder Works Limited"


def judge_all(desk: Desk, qtbot: QtBot) -> None:
    """Edit the first value, reject the second, look at the third in its document, accept it and
    all others."""
    table, press = desk.fields.table, qtbot.keyClick
    press(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Alder Works Limited")
    press(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(table.hasFocus)
    press(table, Qt.Key.Key_Right)
    press(table, Qt.Key.Key_Delete)
    first = desk.fields.model.row(0)
    assert first is not None
    assert [cell.state for cell in first.cells[:2]] == [ReviewState.EDITED, ReviewState.REJECTED]
    settle(desk, qtbot)
    press(table, Qt.Key.Key_F6)
    qtbot.waitUntil(desk.viewer.text.hasFocus)
    press(desk.viewer.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(table.hasFocus)
    for _ in range(5 * 4):
        press(table, Qt.Key.Key_Return)


def export(desk: Desk, qtbot: QtBot, path: Path) -> None:
    """Ctrl+E, Return for the workbook, the name, Return."""
    qtbot.keyClick(desk.window, Qt.Key.Key_E, CONTROL)
    qtbot.keyClick(opened(qtbot, ExportDialog), Qt.Key.Key_Return)
    dialog = opened(qtbot, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, str(path))
    qtbot.keyClick(name, Qt.Key.Key_Return)
    settle(desk, qtbot)
    assert str(path) in desk.banner.words


def opened(qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    """The dialog of that kind once it has the keyboard."""

    def there() -> bool:
        dialog = QApplication.activeModalWidget()
        return isinstance(dialog, kind) and dialog.isActiveWindow()

    qtbot.waitUntil(there)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog
