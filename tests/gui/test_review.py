"""A whole review by keyboard alone, from the table's first value to the last."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.types import (
    ClauseRef,
    Document,
    DocumentKind,
    Extraction,
    Label,
    Mention,
    Reason,
    ReasonKind,
    ReviewState,
    Source,
    Verdict,
)
from gui.desk import Desk
from gui.workspaces.contradictions.dismiss import DismissBox
from tests.gui.conftest import settle

TEXT = "😀 Dated 1 May 2024 and renewed on 2 June 2025. Paid in 30 days, or in 45 days, by Alder."


def mention(number: int, field: str, words: str, score: float, chosen: bool) -> Mention:
    start = TEXT.index(words)
    return Mention(
        f"{field}{number}{words}", f"d{number}", field, start, start + len(words), words, score,
        Source.MODEL, None, None, None, chosen,
    )  # fmt: skip


@pytest.fixture
def filled(desk: Desk, qtbot: QtBot) -> Desk:
    """Three documents with a date (two candidates) and a party each, as a run left them."""
    project = desk.project
    for number in range(3):
        project.documents.append(
            [
                Document(
                    f"d{number}", f"/{number}.txt", f"{number}.txt", "s", DocumentKind.TEXT, TEXT
                )
            ]
        )
        mentions = (
            mention(number, "Date", "1 May 2024", 0.6, True),
            mention(number, "Date", "2 June 2025", 0.3, False),
            mention(number, "Party", "Alder", 0.97, True),
        )
        project.cells.append([Extraction(f"d{number}", mentions, 1.0)], "r", ["Date", "Party"])
    for what in ("documents", "cells"):
        desk.controller.changed.emit(what)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: desk.window.isActiveWindow())
    return desk


def states(desk: Desk) -> list[ReviewState]:
    return [
        desk.project.cells.cell(f"d{number}", field).state
        for number in range(3)
        for field in ("Date", "Party")
    ]


def focus() -> object:
    return QApplication.focusWidget()


def test_fields_are_reviewed_without_a_mouse(filled: Desk, qtbot: QtBot) -> None:
    desk, window = filled, filled.window
    press = qtbot.keyClick
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    table = desk.fields.table
    qtbot.waitUntil(lambda: focus() is table)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 0)

    press(table, Qt.Key.Key_Return)  # Accept the date and go on to the party.
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)
    press(table, Qt.Key.Key_Delete)  # Reject the party and go on to the next document.
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 0)
    press(table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)  # The other candidate.
    assert desk.project.cells.cell("d1", "Date").value == "2 June 2025"
    press(table, Qt.Key.Key_Right)
    press(table, Qt.Key.Key_F2)
    editor = focus()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Alder Works Ltd.")
    press(editor, Qt.Key.Key_Return)
    assert desk.project.cells.cell("d1", "Party").value == "Alder Works Ltd."
    qtbot.waitUntil(lambda: focus() is table)
    press(table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: table.currentIndex().row() == 2)
    assert states(desk) == [
        ReviewState.ACCEPTED,
        ReviewState.REJECTED,
        ReviewState.EDITED,
        ReviewState.EDITED,
        ReviewState.PROPOSED,
        ReviewState.PROPOSED,
    ]
    for _ in range(4):
        press(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert states(desk) == [ReviewState.PROPOSED] * 6
    press(
        table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert states(desk)[0] is ReviewState.ACCEPTED


def test_the_cursor_shows_its_words_in_the_document(filled: Desk, qtbot: QtBot) -> None:
    desk = filled
    desk.window.open(desk.fields)
    desk.fields.table.go_to(1, 0)
    settle(desk, qtbot)
    assert desk.viewer.document is not None and desk.viewer.document.id == "d1"
    assert desk.viewer.text.highlighted_texts()[-1] == "1 May 2024"
    assert "2 June 2025" in desk.viewer.text.highlighted_texts()
    assert [candidate.mention.text for candidate in desk.fields.detail.candidates()] == [
        "1 May 2024",
        "2 June 2025",
    ]


def test_selected_words_become_the_value_with_their_place(filled: Desk, qtbot: QtBot) -> None:
    desk = filled
    desk.window.open(desk.fields)
    desk.fields.table.go_to(0, 0)
    settle(desk, qtbot)
    assert desk.viewer.text.find_next("2 June 2025")
    desk.viewer.pick_button.click()
    cell = desk.project.cells.cell("d0", "Date")
    assert (cell.value, TEXT[cell.start : cell.end]) == ("2 June 2025", "2 June 2025")
    assert cell.state is ReviewState.EDITED


def test_several_selected_cells_are_accepted_together(filled: Desk, qtbot: QtBot) -> None:
    desk = filled
    desk.window.open(desk.fields)
    desk.fields.table.selectAll()
    desk.fields.accept()
    assert states(desk) == [ReviewState.ACCEPTED] * 6
    desk.undo.undo()
    assert states(desk) == [ReviewState.PROPOSED] * 6


def test_a_verdict_shows_both_clauses_and_is_dismissed_by_key(filled: Desk, qtbot: QtBot) -> None:
    desk = filled
    left, right = TEXT.index("Paid"), TEXT.index("or in")
    reason = Reason(ReasonKind.NUMBER, "30 days", "45 days")
    verdict = Verdict(
        "v",
        ClauseRef("d0", "2", left, left + 15, TEXT[left : left + 15]),
        ClauseRef("d0", "3", right, right + 13, TEXT[right : right + 13]),
        Label.CONTRADICTION, 0.02, 0.08, 0.9,
        (reason, Reason(ReasonKind.MODEL, TEXT[left : left + 15], TEXT[right : right + 13])),
    )  # fmt: skip
    desk.project.verdicts.append([verdict], "r")
    desk.controller.changed.emit("verdicts")
    qtbot.keyClick(desk.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    table = desk.contradictions.table
    qtbot.waitUntil(lambda: focus() is table)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: desk.contradictions.detail.marked("left") == ["30 days"])
    assert desk.contradictions.detail.marked("right") == ["45 days"]
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    [box] = desk.contradictions.findChildren(DismissBox)
    qtbot.waitUntil(lambda: focus() is box.reasons)
    qtbot.keyClick(box.reasons, Qt.Key.Key_Return)
    assert desk.project.verdicts.get("v").state is ReviewState.REJECTED  # type: ignore[union-attr]
    assert desk.undo.undoText() == "Dismiss verdict 2 ↔ 3"


def test_return_in_a_text_box_reviews_nothing(filled: Desk, qtbot: QtBot) -> None:
    desk = filled
    desk.window.open(desk.fields)
    desk.fields.table.go_to(0, 0)
    desk.fields.box.edit.setFocus()
    qtbot.keyClick(desk.fields.box.edit, Qt.Key.Key_Return)
    qtbot.keyClick(desk.fields.box.edit, Qt.Key.Key_Delete)
    assert states(desk) == [ReviewState.PROPOSED] * 6
    assert desk.undo.count() == 0


def test_removing_documents_by_key_is_undone(filled: Desk, qtbot: QtBot) -> None:
    desk = filled
    desk.window.open(desk.documents)
    desk.documents.table.go_to(0)
    qtbot.keyClick(desk.documents.table, Qt.Key.Key_Delete)
    assert desk.documents.count() == 2
    desk.undo.undo()
    assert desk.documents.count() == 3
    assert desk.fields.model.rowCount() == 3


def test_every_widget_that_takes_the_keyboard_has_a_name(filled: Desk, qtbot: QtBot) -> None:
    """What Tab can reach, a screen reader can say."""
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QScrollBar, QWidget

    nameless = []
    for widget in filled.window.findChildren(QWidget):
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        inside_another = (
            isinstance(widget.parent(), QComboBox) or widget.window() is not filled.window
        )
        if not reachable or inside_another or isinstance(widget, QScrollBar):
            continue
        name = widget.accessibleName() or getattr(widget, "text", str)()
        if isinstance(widget, QAbstractButton):
            name = name or widget.toolTip()
        if not name and widget.objectName() != "qt_spinbox_lineedit":
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert not nameless
