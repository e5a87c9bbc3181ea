"""Typing into a cell: composed words stay, results that stream in take nothing away."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.types import Document, DocumentKind, Extraction, Mention, Source
from gui.desk import Desk
from gui.tables.delegates import ValueEditor

TEXT = "甲方：杭州临云精密机械有限公司"


def fill(desk: Desk, score: float, *fields: str) -> None:
    mentions = tuple(
        Mention(f"m{field}", "d", field, 3, 15, TEXT[3:15], score, Source.RULE, chosen=True)
        for field in fields
    )
    desk.project.cells.append([Extraction("d", mentions, 1.0)], "r", fields)
    desk.controller.changed.emit("cells")


def open_editor(desk: Desk, qtbot: QtBot) -> ValueEditor:
    document = Document("d", "/a.txt", "a.txt", "s", DocumentKind.TEXT, TEXT, "zh")
    desk.project.documents.append([document])
    fill(desk, 0.6, "甲方")
    desk.controller.changed.emit("documents")
    desk.window.open(desk.fields)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    desk.fields.table.go_to(0, 0)
    qtbot.waitUntil(desk.fields.table.hasFocus)
    qtbot.keyClick(desk.fields.table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, ValueEditor)
    return editor


def compose(editor: ValueEditor, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(editor, event)


def test_a_word_that_is_being_composed_outlives_new_results(desk: Desk, qtbot: QtBot) -> None:
    editor = open_editor(desk, qtbot)
    editor.clear()
    editor.setModified(False)
    compose(editor, "lin yun")
    fill(desk, 0.7, "甲方")
    assert editor.text() == "" and editor.composing
    qtbot.keyClick(editor, Qt.Key.Key_Return)  # The input method's own Return.
    assert desk.project.cells.cell("d", "甲方").value == TEXT[3:15]
    compose(editor, "", "临云机械")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert desk.project.cells.cell("d", "甲方").value == "临云机械"


def test_new_columns_wait_until_what_is_typed_is_kept(desk: Desk, qtbot: QtBot) -> None:
    editor = open_editor(desk, qtbot)
    editor.selectAll()
    qtbot.keyClicks(editor, "Linyun")
    fill(desk, 0.7, "甲方", "乙方")
    assert desk.fields.count() == 1 and editor.text() == "Linyun"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.fields.count() == 2)
    assert desk.project.cells.cell("d", "甲方").value == "Linyun"
