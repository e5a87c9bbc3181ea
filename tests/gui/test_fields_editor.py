"""The field list as text and as rows: the same list either way, and nothing lost in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine.extraction.grammar import parse_field_list
from engine.extraction.recent import RecentLists
from engine.extraction.templates import TemplateShelf
from engine.types import FieldType
from gui.desk import Desk
from gui.errors import Explainer
from gui.workspaces.fields.editor import FieldsDialog
from gui.workspaces.fields.rows import FieldRow, Rows, read_threshold, show_threshold, to_rows
from gui.workspaces.fields.rows_table import DETAILS, GROUP, MANY, NAME, THRESHOLD, TYPE
from gui.workspaces.fields.templates import TemplateMenu

TEXT = (
    "Party*\nEffective date(YYYY-MM-DD): the day on which it begins\nStage(draft/signed)\n"
    "Contact(name+phone)\nTotal price(US$) >=0.7\n"
    "Line items{Product, Quantity, Amount(US$)}: each delivery line\n! Total price = sum(Line items.Amount)"
)


@pytest.fixture
def dialog(qtbot: QtBot) -> FieldsDialog:
    made = FieldsDialog(TEXT, Explainer("en"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_rows_say_what_the_text_says_and_back() -> None:
    asked = parse_field_list(TEXT)
    rows = to_rows(asked)
    assert [row.name for row in rows.rows][-3:] == ["Product", "Quantity", "Amount"]
    assert {row.group for row in rows.rows[-3:]} == {"Line items"}
    assert parse_field_list(rows.text()) == asked


NAMES = st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,8})?|[甲乙丙丁总签订][方价期号]", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            FieldRow,
            name=NAMES,
            description=st.sampled_from(["", "the day on which it begins"]),
            type=st.sampled_from(
                [FieldType.TEXT, FieldType.DATE, FieldType.AMOUNT, FieldType.PARTY, FieldType.PHONE]
            ),
            many=st.booleans(),
            threshold=st.sampled_from([None, 0.5, 0.725]),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row.name.casefold().rstrip("s"),
    )
)
def test_what_is_set_in_a_row_is_what_is_asked_for(rows: list[FieldRow]) -> None:
    text = Rows(tuple(rows)).text()
    found = to_rows(parse_field_list(text)).rows
    for row, back in zip(rows, found, strict=True):
        assert (row.name, row.type, row.many, row.threshold, row.description) == (
            back.name, back.type, back.many, back.threshold, back.description,
        )  # fmt: skip


def test_thresholds_are_read_as_people_write_them() -> None:
    written = {"0.7": 0.7, "70 %": 0.7, "70": 0.7, "7,5%": 0.075, "": None, "x": None, "0": None}
    assert {text: read_threshold(text) for text in written} == pytest.approx(written)
    assert read_threshold(show_threshold(0.725)) == 0.725


def test_a_cell_of_the_table_changes_the_text(dialog: FieldsDialog) -> None:
    table = dialog.table
    table.item(0, MANY).setCheckState(Qt.CheckState.Unchecked)
    table.item(0, THRESHOLD).setText("80 %")
    table.item(2, DETAILS).setText("draft, signed, void")
    assert dialog.text().splitlines()[:3] == [
        "Party >=0.8",
        "Effective date(YYYY-MM-DD): the day on which it begins",
        "Stage(draft/signed/void)",
    ]
    assert dialog.text().splitlines()[-1] == "! Total price = sum(Line items.Amount)"


def test_the_text_changes_the_rows_and_a_fault_keeps_them(dialog: FieldsDialog) -> None:
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    dialog.box.set_text("Term, Notice period(")
    assert not ok.isEnabled() and dialog.table.rowCount() == 8
    dialog.box.set_text("Term, Notice period(days)*")
    assert ok.isEnabled()
    assert [dialog.table.item(row, NAME).text() for row in range(2)] == ["Term", "Notice period"]
    assert dialog.table.item(1, TYPE).text() == "duration"


def test_a_list_is_made_by_keyboard_alone(dialog: FieldsDialog, qtbot: QtBot) -> None:
    dialog.box.set_text("")
    dialog.activateWindow()
    table = dialog.table
    table.setFocus()
    for name in ("Buyer", "Price"):
        qtbot.keyClick(table, Qt.Key.Key_Insert)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        qtbot.keyClicks(editor, name)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(table.hasFocus)
    table.setCurrentCell(1, GROUP)
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.text() == "Price\nBuyer"
    table.setCurrentCell(1, NAME)
    qtbot.keyClick(table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert dialog.text() == "Price"


def test_the_dialog_fills_the_box_of_the_page(desk: Desk) -> None:
    desk.window.open(desk.fields)
    desk.fields.box.set_text("Term")
    dialog = desk.fields.setup.edit_as_table()
    dialog.table.item(0, NAME).setText("Notice period")
    dialog.accept()
    assert desk.fields.box.text() == "Notice period"


def test_templates_are_saved_renamed_shared_and_taken_in(qtbot: QtBot, tmp_path: Path) -> None:
    shelf, recent = TemplateShelf(tmp_path / "own"), RecentLists(tmp_path / "recent.json")
    menu = TemplateMenu(shelf, recent, "en", lambda: "Term, Notice period")
    qtbot.addWidget(menu)
    chosen: list[str] = []
    menu.chosen.connect(chosen.append)

    def titles() -> list[str]:
        return [one.title for one in shelf.all()]

    assert menu.save("Leases")
    assert not menu.save("LEASES")
    menu.rename(shelf.all()[0], "LEASES")
    assert titles() == ["LEASES"]
    menu.rename(shelf.all()[0], "Our leases")
    shared = tmp_path / "x.txt"
    menu.share(shelf.all()[0], shared)
    menu.delete(shelf.all()[0])
    assert titles() == []
    menu.take_in(shared)
    assert titles() == ["Our leases"]
    assert chosen == ["Term, Notice period"]
    failed = []
    menu.failed.connect(lambda error: failed.append(error.code))
    menu.take_in(tmp_path / "none")
    assert failed == ["template_unreadable"]
    recent.remember("Party*")
    menu.fill()
    shown = [action.text() for action in menu.menu().actions()]
    assert "Our leases" in shown and "简体中文" in shown
    assert "Recent" in shown
