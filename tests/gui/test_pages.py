"""The pages at work: fields as typed, duplicate rows side by side, exports, a PDF's page, preferences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.paths import resource_path
from engine.types import Address, ReviewState
from gui.app import App
from gui.desk import Desk
from gui.errors import Explainer
from gui.tables.marked import Marked, differences
from gui.viewer.page_view import boxes
from gui.viewer.text_view import Highlight
from gui.widgets import SearchBox
from gui.words import duration, percent, spoken
from gui.workspaces.duplicates.detail import pair_words
from gui.workspaces.fields.box import FieldsBox
from tests.gui.conftest import settle, write_contracts


@pytest.fixture
def box(qtbot: QtBot) -> FieldsBox:
    made = FieldsBox(Explainer("en"))
    qtbot.addWidget(made)
    return made


def test_fields_are_read_while_they_are_typed(box: FieldsBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.changed):
        qtbot.keyClicks(box.edit, "Party*, Status(open/closed/void)")
    assert [field.name for field in box.fields] == ["Party", "Status"]
    assert box.message() == "2 fields: Party (several), Status (one of 3)"


def test_a_fault_is_named_and_marked_where_it_stands(box: FieldsBox) -> None:
    box.set_text("😀 Name, Total(元")
    assert not box.fields
    assert "bracket" in box.message()
    [mark] = box.edit.extraSelections()
    assert mark.cursor.selectedText().startswith("(")


def test_a_question_gets_a_rewrite_not_silence(box: FieldsBox) -> None:
    box.set_text("请告诉我这家公司叫什么名字")
    assert not box.fields
    assert box.message()
    box.set_text("")
    assert box.message() == ""


def test_templates_fill_the_box(desk: Desk) -> None:
    desk.window.open(desk.fields)
    menu = desk.fields.setup.templates
    menu.fill()
    menu.menu().actions()[0].trigger()
    assert len(desk.fields.box.fields) > 3


def test_duplicates_from_drop_to_decision(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    rows = ["Ada Lovelace,12 Mill Lane,London", "Ada Lovelace,12 Mill Ln.,London"]
    rows += [f"Person Number{n},{n} Other Road,Town{n}" for n in range(20)]
    table.write_text("Name,Street,City\n" + "\n".join(rows) + "\n", encoding="utf-8")
    desk.take_paths([str(table)])
    settle(desk, qtbot)
    setup = desk.duplicates.setup
    assert [found.header for found in setup.chosen_tables()] == [("Name", "Street", "City")]
    desk.duplicates.run()
    assert not desk.controller.busy  # No column is ticked yet.
    setup.tick(["Name", "Street"])
    desk.duplicates.run()
    settle(desk, qtbot)
    model = desk.duplicates.model
    pair = model.row(0)
    assert pair is not None
    assert (pair.left.row, pair.right.row) == (2, 3)
    desk.duplicates.table.go_to(0, 0)
    lines = {line.name: line for line in desk.duplicates.detail.lines()}
    assert lines["Name"].left.spans == ()
    assert lines["Street"].left.spans and lines["Street"].right.spans
    desk.duplicates.table.setFocus()
    qtbot.keyClick(desk.duplicates.table, Qt.Key.Key_Return)
    assert desk.project.pairs.page(0, 1)[0].state is ReviewState.ACCEPTED
    assert desk.undo.undoText() == "Accept pair row 2 and row 3"
    desk.undo.undo()
    assert desk.project.pairs.page(0, 1)[0].state is ReviewState.PROPOSED


@pytest.mark.parametrize("suffix", ("xlsx", "csv", "jsonl", "md"))
def test_fields_are_exported_with_the_edits(
    desk: Desk, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client, Governing law")
    desk.fields.run()
    settle(desk, qtbot)
    cell = desk.project.cells.cell(desk.project.documents.ids()[0], "Client")
    desk.review.set_value(cell, "x", "Alder Works Limited")
    target = tmp_path / f"out.{suffix}"
    desk.export("fields", target)
    settle(desk, qtbot)
    assert str(target) in desk.banner.words
    assert target.stat().st_size > 0
    if suffix == "jsonl":
        first = json.loads(target.read_text(encoding="utf-8").splitlines()[0])
        assert "Alder Works Limited" in json.dumps(first)


def test_an_export_that_cannot_be_written_is_explained(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.export("verdicts", tmp_path / "no such folder" / "out.xlsx")
    settle(desk, qtbot)
    assert "no such folder" in desk.banner.words


def test_a_pdf_shows_its_page_with_the_words_boxed(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.read([str(resource_path("samples", "lease.pdf"))])
    settle(desk, qtbot)
    desk.window.open(desk.documents)
    desk.documents.table.go_to(0)
    settle(desk, qtbot)
    document = desk.viewer.document
    assert document is not None
    start = document.text.index("$8,625.00")
    mark = Highlight(start, start + 9, strong=True)
    [box] = boxes(document, 1, mark)
    assert box.width() > box.height() > 5
    desk.viewer.show_document(document.id, [mark])
    desk.viewer.show_as_page(True)
    settle(desk, qtbot)
    assert desk.viewer.page.has_picture()
    assert desk.viewer.place() == "Page 1 of 2"
    later = document.text.index("Governing law")
    desk.viewer.show_document(document.id, [Highlight(later, later + 13, strong=True)])
    settle(desk, qtbot)
    assert desk.viewer.place() == "Page 2 of 2"


def test_differences_are_marked_on_both_sides() -> None:
    assert differences("same", "same") == (Marked("same"), Marked("same"))
    left, right = differences("12 Mill Lane", "12 Mill Ln.")
    assert "".join(left.text[a:b] for a, b in left.spans) == "ae"
    assert "".join(right.text[a:b] for a, b in right.spans) == "."
    assert differences("", "new")[1].spans == ((0, 3),)


def test_figures_are_said_as_people_say_them(qtbot: QtBot) -> None:
    assert [percent(share) for share in (None, 0.0, 0.999, 1.0)] == ["", "0 %", "99 %", "100 %"]
    assert [
        spoken(text)
        for text in ("P2Y6M", "P30D", "P1W", "PAID", "2024-05-01", "P6M/P1Y", "P1Y/NEXT")
    ] == [
        "2 years 6 months",
        "30 days",
        "1 week",
        "PAID",
        "2024-05-01",
        "6 months – 1 year",
        "P1Y/NEXT",
    ]
    assert [duration(seconds) for seconds in (3, 75, 7300)] == ["3 s", "1 min 15 s", "2 h 1 min"]
    here, there = Address("/a/x.csv", "x", 2), Address("/a/y.csv", "y", 9)
    assert pair_words(here, Address("/a/x.csv", "x", 5)) == "x.csv, rows 2 and 5"
    assert pair_words(here, there) == "x.csv, row 2 ↔ y.csv, row 9"


def test_a_column_can_be_dropped_and_comes_back_with_its_decisions(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 1))
    settle(desk, qtbot)
    desk.fields.box.set_text("Client, Governing law")
    desk.fields.run()
    settle(desk, qtbot)
    [document] = desk.project.documents.ids()
    desk.review.set_value(desk.project.cells.cell(document, "Client"), "x", "Mine")
    desk.fields.forget("Client")
    settle(desk, qtbot)
    assert desk.fields.count() == 1
    desk.fields.run()
    settle(desk, qtbot)
    assert desk.project.cells.cell(document, "Client").value == "Mine"


def test_a_scope_holds_what_is_selected_and_nothing_else(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 3))
    settle(desk, qtbot)
    desk.window.open(desk.documents)
    desk.documents.table.go_to(1)
    desk.window.open(desk.fields)
    scope = desk.fields.setup.scope
    assert scope.itemText(1) == "Selected documents (1)"
    assert len(scope.documents()) == 3
    scope.setCurrentIndex(1)
    assert scope.documents() == [desk.project.documents.ids()[1]]


def test_widths_and_the_window_come_back(app: App, desk: Desk, qtbot: QtBot) -> None:
    desk.documents.table.setColumnWidth(0, 321)
    with qtbot.waitSignal(app.ready, timeout=10_000):
        app.projects.create()
    assert app.desk is not None and app.desk is not desk
    assert app.desk.documents.table.columnWidth(0) == 321


def test_words_narrow_a_list_once_the_typing_pauses(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 12))
    settle(desk, qtbot)
    desk.window.open(desk.documents)
    box = desk.documents.findChild(SearchBox)
    assert box is not None
    qtbot.keyClicks(box, "contract 01")
    qtbot.waitUntil(lambda: desk.documents.count() == 2)
    box.setText("nothing like it")
    qtbot.waitUntil(lambda: desk.documents.count() == 0)
    assert not desk.documents.table.isVisible()
    box.clear()
    qtbot.waitUntil(lambda: desk.documents.count() == 12)
    assert desk.documents.table.isVisible()
