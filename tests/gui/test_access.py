"""Without a mouse, with a screen reader, with an input method, in either language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QUndoCommand
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import settings as options
from engine.types import ReviewState
from gui.app import App
from gui.desk import Desk
from gui.shortcuts import plain
from gui.tables.delegates import ValueEditor
from gui.tables.view import TableView
from gui.widgets import PageStack
from gui.workspaces.base import Workspace
from tests.gui import walking
from tests.gui.conftest import settle, write_contracts

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NOTHING = Qt.KeyboardModifier.NoModifier
STEPS = 200


def here() -> QWidget:
    """What has the keyboard; every walk ends where nothing has."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def press(key: Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
    QTest.keyClick(here(), key, modifier)


def write(words: str) -> None:
    QTest.keyClicks(here(), words)


def spoken(table: TableView, row: int, column: int) -> str:
    return str(table.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.fixture
def extracted(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Desk:
    desk.controller.read(write_contracts(tmp_path / "in", 3))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client, Governing law")
    desk.fields.run()
    settle(desk, qtbot)
    desk.window.open(desk.fields)
    return desk


def named_file(words: str, qtbot: QtBot) -> None:
    """Type a file's name into the file dialog that is open, and press Enter."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = QApplication.activeModalWidget()
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    qtbot.waitUntil(lambda: here() is line)
    line.selectAll()
    write(words)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    back = dialog.window().parentWidget().window()
    qtbot.waitUntil(lambda: _focus_came_back(back))


def _focus_came_back(window: QWidget) -> bool:
    """Whether the focus is in ``window``, or in the one behind it where that has done its work and closed
    already. Where no window manager does it, neither is made active again by itself."""
    while not window.isVisible():
        window = window.parentWidget().window()
    if not window.isActiveWindow():
        window.activateWindow()
    return QApplication.focusWidget() in window.findChildren(QWidget)


def test_the_whole_job_without_a_mouse(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """Open files, name fields, extract, accept, correct, export: by keys alone, from the first page."""
    [contract] = write_contracts(tmp_path / "in", 1)
    press(Key.Key_O, CONTROL)
    named_file(contract, qtbot)
    settle(desk, qtbot)
    assert desk.documents.count() == 1
    assert here() is desk.documents.table
    press(Key.Key_2, CONTROL)
    assert here() is desk.fields.box.edit
    write("Client, Governing law")
    press(Key.Key_R, CONTROL)
    settle(desk, qtbot)
    for _ in range(STEPS):
        if here() is desk.fields.table:
            break
        press(Key.Key_Tab)
    assert here() is desk.fields.table
    press(Key.Key_Home)
    press(Key.Key_Return)
    [document] = desk.project.documents.ids()
    assert desk.project.cells.cell(document, "Client").state is ReviewState.ACCEPTED
    desk.fields.table.go_to(0, 1)
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(here(), ValueEditor))
    write("Scotland")
    press(Key.Key_Return)
    assert desk.project.cells.cell(document, "Governing law").value == "Scotland"
    press(Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: isinstance(here().window(), QDialog))
    press(Key.Key_Return)
    target = tmp_path / "values.xlsx"
    named_file(str(target), qtbot)
    settle(desk, qtbot)
    assert target.stat().st_size > 0
    assert str(target) in desk.banner.words


def test_tab_comes_to_everything_and_stays_nowhere(extracted: Desk, qtbot: QtBot) -> None:
    desk = extracted
    desk.duplicates.add_files([])
    for _icon, page in desk.pages:
        desk.window.open(page)
        qtbot.wait(20)
        wanted = {one for one in walking.visible(page) if _by_tab(one)}
        came = _walk(page)
        left = [walking.where(one) for one in wanted - came]
        assert not left, f"{page.title()}: {left}"


def _by_tab(widget: QWidget) -> bool:
    reachable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and not widget.isChecked():
        return False  # Arrow keys go on from the one that is chosen.
    return reachable and widget.isEnabled() and isinstance(widget, walking.INTERACTIVE)


def _walk(page: Workspace) -> set[QWidget]:
    """Everything that Tab comes to, until it has come round."""
    press(Key.Key_Tab)
    first, came = here(), set()
    for _ in range(STEPS):
        came |= {here(), here().parentWidget()}
        press(Key.Key_Tab)
        if here() is first:
            return came
    raise AssertionError(f"{page.title()}: Tab never comes back; it is at {walking.where(here())}")


def test_cells_say_row_column_value_confidence_and_state(extracted: Desk, qtbot: QtBot) -> None:
    desk = extracted
    row, name = desk.fields.model.row(0), desk.fields.model.column(1).title
    assert row is not None
    cell = desk.project.cells.cell(row.document_id, name)
    said = spoken(desk.fields.table, 0, 1)
    assert said.startswith(f"{row.name}, {name}: {cell.value}, ")
    assert " %, Rule, To review" in said
    desk.fields.table.go_to(0, 1)
    desk.fields.accept()
    assert "Accepted" in spoken(desk.fields.table, 0, 1)
    document = desk.documents.model.row(0)
    assert document is not None
    assert spoken(desk.documents.table, 0, 0) == f"Name: {document.name}"
    assert spoken(desk.documents.table, 0, 1) == f"{document.name}, State: Fields extracted"


def test_every_table_says_its_rows_and_columns(extracted: Desk, qtbot: QtBot) -> None:
    desk = extracted
    desk.contradictions.run()
    settle(desk, qtbot)
    tables = [table for _icon, page in desk.pages for table in page.tables()]
    said = 0
    for table in tables:
        model = table.model()
        for column in range(model.columnCount() if model.rowCount() else 0):
            title = model.headerData(
                column, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
            )
            words = spoken(table, 0, column)
            assert words.strip(), (table.accessibleName(), title)
            assert column == 0 or ", " in words, (table.accessibleName(), title)
            said += 1
        assert table.accessibleName()
    assert said > 25


def test_the_keyboard_goes_on_where_documents_arrive(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    assert desk.documents.isAncestorOf(here())
    desk.controller.read(write_contracts(tmp_path / "in", 1))
    settle(desk, qtbot)
    assert here() is desk.documents.table


def test_pages_scroll_only_where_they_must(extracted: Desk, qtbot: QtBot) -> None:
    desk = extracted
    area = desk.window.findChild(PageStack).parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    for _icon, page in desk.pages:
        desk.window.open(page)
        qtbot.wait(20)
        # The screen of a test is smaller than the window, which is put back onto it when shown.
        qtbot.waitUntil(lambda: _without_bars(desk.window, area, (1360, 860)))
    desk.window.resize(700, 420)
    desk.window.open(desk.duplicates)
    qtbot.waitUntil(area.verticalScrollBar().isVisible)


def _without_bars(window: QWidget, area: QScrollArea, size: tuple[int, int]) -> bool:
    """Whether all of a page is seen in a ``window`` of ``size``, which a small screen may take back."""
    window.resize(*size)
    bars = (area.verticalScrollBar(), area.horizontalScrollBar())
    grown = (window.width(), window.height()) == size
    return grown and not any(bar.isVisible() for bar in bars)


# --- Input methods ---


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    """What an input method sends while a word is composed, and once it is chosen."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def test_no_key_of_a_composition_judges_anything(extracted: Desk, qtbot: QtBot) -> None:
    desk = extracted
    desk.fields.table.setFocus()
    desk.fields.table.go_to(0, 0)
    press(Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(here(), ValueEditor))
    before = [cell.state for cell in _cells(desk)]
    compose(here(), "zhong")
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_1, Key.Key_Backspace, Key.Key_Delete):
        press(key)
    assert isinstance(here(), ValueEditor)
    assert [cell.state for cell in _cells(desk)] == before
    here().selectAll()
    compose(here(), "", "中国法律")
    press(Key.Key_Return)
    assert _cells(desk)[0].value.endswith("中国法律")


def test_keys_without_control_belong_to_whoever_types(extracted: Desk, qtbot: QtBot) -> None:
    """Every box in which one writes takes plain keys itself, whatever they do in a table."""
    desk = extracted
    before = [cell.state for cell in _cells(desk)]
    written = 0
    for _icon, page in desk.pages:
        desk.window.open(page)
        for box in page.findChildren(QLineEdit):
            if not box.isVisible() or not box.isEnabled() or box.isReadOnly():
                continue
            box.setFocus()
            box.clear()
            write("ynups?")
            compose(box, "ni")
            compose(box, "", "你")
            assert box.text() == "ynups?你", walking.where(box)
            press(Key.Key_Backspace)
            assert box.text() == "ynups?"
            box.clear()
            written += 1
    settle(desk, qtbot)
    assert written >= 2
    assert [cell.state for cell in _cells(desk)] == before


def test_no_plain_key_is_a_shortcut_of_the_whole_window(desk: Desk) -> None:
    """A key alone works only where its table has the keyboard; F-keys type nothing."""
    window_wide = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    for action in desk.window.findChildren(QAction):
        for keys in action.shortcuts() if action.shortcutContext() in window_wide else ():
            typed = keys[0]
            bare = typed.keyboardModifiers() in (NOTHING, Qt.KeyboardModifier.ShiftModifier)
            writes = typed.key() < Key.Key_Escape or typed.key() in (
                Key.Key_Return,
                Key.Key_Enter,
                Key.Key_Backspace,
                Key.Key_Delete,
                Key.Key_Tab,
            )
            assert not (bare and writes), (action.text(), keys.toString())


KEPT_BY_INPUT_METHODS = ("Ctrl+.", "Ctrl+Space", "Shift+Space", "Ctrl+Shift+Space")


def test_no_shortcut_is_one_that_chinese_input_methods_keep(desk: Desk) -> None:
    for action in desk.window.findChildren(QAction):
        for keys in action.shortcuts():
            assert keys.toString() not in KEPT_BY_INPUT_METHODS, action.text()


def _cells(desk: Desk) -> list:  # type: ignore[type-arg]
    [first, *_] = desk.project.documents.ids()
    return [desk.project.cells.cell(first, name) for name in ("Client", "Governing law")]


# --- Shortcuts and language ---


@pytest.mark.parametrize("language", ("en", "zh"))
def test_the_overview_lists_every_key(app: App, desk: Desk, qtbot: QtBot, language: str) -> None:
    app.settings.set(options.LANGUAGE, language)
    app.apply_settings()
    assert app.desk is not None
    window = app.desk.window
    dialog = window.show_shortcuts()
    listed = dict(dialog.shown())
    for action in window.findChildren(QAction):
        if action.shortcuts() and plain(action.text()):
            assert plain(action.text()) in listed, action.text()
    everything = len(dialog.shown())
    dialog.search.setText("Ctrl+R")
    assert "Ctrl+R" in [keys for _words, keys in dialog.shown()]
    assert all("ctrl+r" in f"{words} {keys}".casefold() for words, keys in dialog.shown())
    dialog.search.setText(plain(window.actions_.accept.text())[:4])
    assert 0 < len(dialog.shown()) < everything
    dialog.reject()
    app.settings.set(options.LANGUAGE, "en")
    app.apply_settings()


def test_another_language_keeps_page_words_and_row(app: App, extracted: Desk, qtbot: QtBot) -> None:
    extracted.fields.box.edit.setPlainText("Client, Governing law, Fee")
    extracted.documents.table.go_to(2)
    app.settings.set(options.LANGUAGE, "zh")
    app.apply_settings()
    desk = app.desk
    assert desk is not None and desk is not extracted
    assert desk.window.workspace is desk.fields
    assert desk.window.workspace.title() == "字段"
    assert desk.fields.box.text() == "Client, Governing law, Fee"
    assert desk.documents.table.currentIndex().row() == 2
    app.settings.set(options.LANGUAGE, "en")
    app.apply_settings()
    assert app.desk is not None
    assert app.desk.window.workspace.title() == "Fields"


def test_what_was_done_is_taken_back_in_another_language(
    app: App, extracted: Desk, qtbot: QtBot
) -> None:
    count = extracted.documents.count()
    extracted.documents.table.go_to(0)
    extracted.documents.remove_selected()
    assert extracted.project.documents.count() == count - 1
    app.settings.set(options.LANGUAGE, "zh")
    app.apply_settings()
    desk = app.desk
    assert desk is not None and desk is not extracted
    qtbot.waitUntil(lambda: desk.documents.count() == count - 1)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert desk.undo.canUndo()
    desk.window.actions_.undo.trigger()
    assert desk.project.documents.count() == count
    qtbot.waitUntil(lambda: desk.documents.count() == count)
    desk.window.actions_.redo.trigger()
    qtbot.waitUntil(lambda: desk.documents.count() == count - 1)
    # What belongs to a window that is gone cannot be taken back in the next one.
    desk.review.push(QUndoCommand("of the page"))
    app.settings.set(options.LANGUAGE, "en")
    app.apply_settings()
    assert app.desk is not None and not app.desk.undo.canUndo()


def test_the_language_changes_once_a_run_is_over(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 5))
    assert desk.controller.busy
    app.settings.set(options.LANGUAGE, "zh")
    app.apply_settings()
    assert app.desk is desk
    qtbot.waitUntil(lambda: app.desk is not desk, timeout=20_000)
    assert app.desk is not None
    assert app.desk.window.workspace.title() == "文档"
    assert app.desk.documents.count() == 5
    app.settings.set(options.LANGUAGE, "en")
    app.apply_settings()
