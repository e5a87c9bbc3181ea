"""A review of fields: facets, figures, the past of a cell, every occurrence, thresholds, exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.events import Finished, JobEvent, Progress
from engine.store import PENDING, Standing
from engine.types import (
    Document,
    DocumentKind,
    Extraction,
    Mention,
    ReviewState,
    RunStatus,
    Source,
    Target,
)
from gui.desk import Desk
from gui.viewer.highlight import Highlight
from gui.workspaces.fields.facets import EVERY_ROW, Facet
from tests.gui.conftest import settle

TEXT = "Dated 05/03/2024 and renewed on 2 June 2025. Paid within 30 days by Alder in Oregon."
FIELDS = ("Date", "Party", "Law")


def mention(
    number: int,
    field: str,
    words: str,
    score: float,
    chosen: bool = True,
    normalized: str | None = None,
    doubt: str | None = None,
) -> Mention:
    start = TEXT.index(words)
    return Mention(
        f"{field}{number}{words}", f"d{number}", field, start, start + len(words), words, score,
        Source.MODEL, None, normalized, doubt, chosen,
    )  # fmt: skip


@pytest.fixture
def filled(desk: Desk, qtbot: QtBot) -> Desk:
    """Four documents: an ambiguous date, a sure party, a law in two of them that is unsure."""
    project = desk.project
    for number in range(4):
        name = f"{number}.txt"
        project.documents.append(
            [Document(f"d{number}", f"/{name}", name, "s", DocumentKind.TEXT, TEXT)]
        )
        mentions = [
            mention(number, "Date", "05/03/2024", 0.9, doubt="ambiguous_date"),
            mention(number, "Date", "2 June 2025", 0.3, False, "2025-06-02"),
            mention(number, "Party", "Alder", 0.97),
            mention(number, "Law", "Oregon", 0.6 + number / 100, chosen=number < 2),
        ]
        project.cells.append([Extraction(f"d{number}", tuple(mentions), 1.0)], "r", FIELDS)
    desk.fields.box.set_text("Date(YYYY-MM-DD), Party, Law")
    project.lanes.define(_defined(desk))
    for what in ("documents", "cells"):
        desk.controller.changed.emit(what)
    desk.window.open(desk.fields)
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: desk.window.isActiveWindow())
    rest(desk, qtbot)
    return desk


def _defined(desk: Desk):  # type: ignore[no-untyped-def]
    from engine.extraction.grammar import parse_field_list

    return parse_field_list(desk.fields.box.text())


def rest(desk: Desk, qtbot: QtBot) -> None:
    """Until everything that was asked for off the main thread is shown."""
    qtbot.wait(150)
    settle(desk, qtbot)


def shown(desk: Desk) -> list[str]:
    model = desk.fields.model
    rows = [model.row(number) for number in range(model.rowCount())]
    return [row.name for row in rows if row is not None]


def state(desk: Desk, document: int, field: str) -> tuple[ReviewState, str]:
    cell = desk.project.cells.cell(f"d{document}", field)
    return cell.state, cell.value


def test_facets_narrow_the_rows_and_say_how_many(filled: Desk, qtbot: QtBot) -> None:
    facets = filled.fields.results.facets
    labels = [facets._facet.itemText(n) for n in range(facets._facet.count())]
    assert "To review · 10" in labels and "Empty · 2" in labels and "Doubtful · 6" in labels
    assert "Day and month could be either way round · 4" in labels
    facets.choose(Facet(frozenset({Standing.EMPTY})), "Law")
    rest(filled, qtbot)
    assert shown(filled) == ["2.txt", "3.txt"]
    facets.choose(Facet(doubt="ambiguous_date"))
    rest(filled, qtbot)
    assert len(shown(filled)) == 4
    facets.choose(Facet(disagree=True))
    rest(filled, qtbot)
    assert shown(filled) == []
    facets.choose(EVERY_ROW)
    facets._order.setCurrentIndex(1)
    rest(filled, qtbot)
    assert shown(filled)[:2] == ["0.txt", "1.txt"]


def test_progress_and_figures_follow_the_decisions(filled: Desk, qtbot: QtBot) -> None:
    fields = filled.fields
    assert fields.results.progress.words() == "0 of 10 values reviewed (0 %) · 6 doubtful"
    fields.table.go_to(0, 1)
    fields.accept()
    fields.table.go_to(1, 1)
    fields.reject()
    rest(filled, qtbot)
    assert fields.results.progress.words() == "2 of 10 values reviewed (20 %) · 6 doubtful"
    party = fields.results.statistics.rows()[1]
    assert (party.accepted, party.rejected, party.pending, party.cells) == (1, 1, 2, 4)
    fields.results.tabs.setCurrentWidget(fields.results.statistics)
    table = fields.results.statistics.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 3))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    rest(filled, qtbot)
    assert fields.results.facets.facet == Facet(PENDING)
    assert fields.results.facets.field == "Party"
    assert shown(filled) == ["2.txt", "3.txt"]


def test_going_on_with_a_key_held_selects_the_one_cell_alone(filled: Desk, qtbot: QtBot) -> None:
    table = filled.fields.table
    table.setFocus()
    table.go_to(0, 1)
    qtbot.keyClick(table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    rest(filled, qtbot)
    (only,) = table.selectionModel().selectedIndexes()
    assert (only.row(), only.column()) == (0, 2)
    filled.fields.accept()
    assert state(filled, 0, "Party")[0] is ReviewState.PROPOSED


def test_a_cell_steps_through_its_own_past(filled: Desk, qtbot: QtBot) -> None:
    table = filled.fields.table
    table.go_to(0, 1)
    cell = filled.project.cells.cell("d0", "Party")
    filled.review.set_value(cell, "0.txt", "One")
    filled.review.set_value(cell, "0.txt", "Two")
    filled.review.reject_cells([(filled.project.cells.cell("d1", "Party"), "1.txt")])
    back = Qt.KeyboardModifier.ControlModifier
    seen = []
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Backspace, back)
        seen.append(state(filled, 0, "Party"))
    assert seen == [(ReviewState.EDITED, "One"), (ReviewState.PROPOSED, "Alder")]
    qtbot.keyClick(table, Qt.Key.Key_Backspace, back | Qt.KeyboardModifier.ShiftModifier)
    assert state(filled, 0, "Party") == (ReviewState.EDITED, "One")
    assert state(filled, 1, "Party")[0] is ReviewState.REJECTED
    filled.undo.undo()
    assert state(filled, 0, "Party")[0] is ReviewState.PROPOSED
    filled.fields._show_history()
    menu = filled.fields._current._menu
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[0].endswith("Edited: Two") and words[1].endswith("Edited: One")
    assert filled.project.edits.history(Target.CELL, cell.id)[0].reviewer in words[0]
    menu.actions()[0].trigger()
    menu.close()
    assert state(filled, 0, "Party") == (ReviewState.EDITED, "Two")


def test_a_decision_goes_to_every_occurrence_in_one_step(filled: Desk, qtbot: QtBot) -> None:
    fields = filled.fields
    fields.table.go_to(0, 1)
    filled.review.set_value(filled.project.cells.cell("d0", "Party"), "0.txt", "Alder Ltd.")
    filled.review.accept_cells([(filled.project.cells.cell("d3", "Party"), "3.txt")])
    qtbot.keyClick(fields.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(filled, qtbot)
    dialog = fields._occurrences.dialog
    assert dialog is not None and [place.document_id for place in dialog.chosen()] == ["d1", "d2"]
    dialog.accept()
    assert state(filled, 2, "Party") == (ReviewState.EDITED, "Alder Ltd.")
    assert state(filled, 3, "Party") == (ReviewState.ACCEPTED, "Alder")
    filled.undo.undo()
    assert state(filled, 2, "Party") == (ReviewState.PROPOSED, "Alder")


def test_a_value_goes_to_documents_in_which_the_run_did_not_find_it(
    filled: Desk, qtbot: QtBot
) -> None:
    fields = filled.fields
    fields.table.go_to(0, 2)
    assert [state(filled, number, "Law")[1] for number in (2, 3)] == ["", ""]
    filled.review.accept_cells([(filled.project.cells.cell("d1", "Law"), "1.txt")])
    fields.apply_everywhere()
    rest(filled, qtbot)
    dialog = fields._occurrences.dialog
    assert dialog is not None and dialog.chosen() == []
    assert [one.place.document_id for one in dialog.chosen_texts()] == ["d2", "d3"]
    assert "Alder in Oregon" in dialog._list.item(0).text()
    dialog.accept()
    cell = filled.project.cells.cell("d2", "Law")
    assert (cell.value, TEXT[cell.start : cell.end]) == ("Oregon", "Oregon")
    assert state(filled, 0, "Law")[0] is ReviewState.ACCEPTED
    filled.undo.undo()
    assert state(filled, 3, "Law") == (ReviewState.PROPOSED, "")
    assert state(filled, 0, "Law")[0] is ReviewState.PROPOSED


def test_a_record_is_added_and_filled_by_hand(filled: Desk, qtbot: QtBot) -> None:
    fields = filled.fields
    fields.box.set_text("Party, Lines{Product, Amount}")
    filled.project.lanes.define(_defined(filled))
    filled.controller.changed.emit("cells")
    fields.table.go_to(0, 0)
    rest(filled, qtbot)
    records = fields.records
    fields.results.tabs.setCurrentWidget(records)
    assert records._group.currentText() == "Lines"
    records.setFocus()
    qtbot.keyClick(records, Qt.Key.Key_Insert)
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, "Hoses")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    rest(filled, qtbot)
    (line,) = records.rows()
    assert (line.cells[0].value, line.cells[0].state) == ("Hoses", ReviewState.EDITED)
    filled.undo.undo()
    filled.undo.undo()
    assert records.rows() == []
    filled.undo.redo()
    filled.undo.redo()
    assert records.rows()[0].cells[0].value == "Hoses"


def test_an_ambiguous_date_is_settled_by_picking_a_reading(filled: Desk, qtbot: QtBot) -> None:
    fields = filled.fields
    fields.table.go_to(0, 0)
    readings = fields.results.head._readings
    assert readings.readings() == ("2024-03-05", "2024-05-03")
    readings.chosen.emit("2024-05-03")
    cell = filled.project.cells.cell("d0", "Date")
    assert (cell.value, TEXT[cell.start : cell.end]) == ("2024-05-03", "05/03/2024")


def test_what_is_typed_is_kept_in_the_field_s_own_form(filled: Desk, qtbot: QtBot) -> None:
    table = filled.fields.table
    table.go_to(1, 0)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(editor, "5 May 2024")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert state(filled, 1, "Date") == (ReviewState.EDITED, "2024-05-05")


def test_the_document_is_coloured_by_field_and_leads_back(filled: Desk, qtbot: QtBot) -> None:
    fields, viewer = filled.fields, filled.viewer
    fields.table.go_to(0, 1)
    rest(filled, qtbot)
    assert viewer.legend.names() == ["Date", "Party", "Law"]
    assert viewer.text.highlighted_texts()[-1] == "Alder"
    viewer.text.followed.emit("Law")
    assert fields.table.currentIndex().column() == 2
    qtbot.keyClick(fields.table, Qt.Key.Key_F6)
    qtbot.waitUntil(viewer.text.hasFocus)
    qtbot.keyClick(viewer.text, Qt.Key.Key_Return)
    assert fields.table.currentIndex().column() == 2
    viewer.take_focus()
    qtbot.keyClick(viewer.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(fields.table.hasFocus)


def test_a_threshold_shows_what_it_changes_and_is_undone(filled: Desk, qtbot: QtBot) -> None:
    fields = filled.fields
    fields.columns.ask_threshold("Law")
    rest(filled, qtbot)
    dialog = fields.columns.dialog
    assert dialog is not None and sum(dialog.histogram.bars()) == 4
    dialog.slider.setValue(70)
    assert "0 cells have a value" in dialog.words() and "2 become empty" in dialog.words()
    dialog.slider.setValue(62)
    dialog.accept()
    rest(filled, qtbot)
    assert [state(filled, n, "Law")[1] for n in range(4)] == ["", "", "Oregon", "Oregon"]
    assert fields.box.text().endswith("Law >=0.62")
    filled.undo.undo()
    rest(filled, qtbot)
    assert fields.box.text().endswith("Law")


def test_values_are_exported_with_progress_and_can_be_stopped(
    filled: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    fields = filled.fields
    filled.window.actions_.export.trigger()
    dialog = fields.exchange.export_dialog
    assert dialog is not None and dialog.isVisible()
    dialog.choose("csv")
    dialog.save_to(tmp_path / "no such folder" / "x.csv")
    dialog.reject()
    rest(filled, qtbot)
    assert not dialog.running and dialog.message()
    dialog.save_to(tmp_path / "out.csv")
    rest(filled, qtbot)
    assert not dialog.isVisible()
    assert "out.csv" in filled.banner.words
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").count("Alder") == 4


def test_a_table_goes_to_the_clipboard(filled: Desk, qtbot: QtBot) -> None:
    fields = filled.fields
    fields.table.go_to(2, 1)
    dialog = fields.exchange.ask_export()
    dialog.choose("xlsx", row=1)
    dialog.copy()
    rest(filled, qtbot)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].split("\t") == ["Document", "Date", "Party", "Law"]
    assert text.splitlines()[1].split("\t")[:3] == ["2.txt", "05/03/2024", "Alder"]


def test_a_table_too_long_for_the_clipboard_says_so(
    filled: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.workspaces.fields.exporting.CLIPBOARD_ROWS", 2)
    said: list[str] = []
    filled.fields.said.connect(said.append)
    filled.fields.exchange.ask_export().copy()
    rest(filled, qtbot)
    assert said[-1].startswith("The first 2 documents")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_highlights_know_their_field_and_their_colour() -> None:
    mark = Highlight(0, 4, colour=3)
    assert mark.shade(dark=True) != mark.shade(dark=False)
    assert Highlight(0, 4).shade(dark=False).ink


def test_an_edited_workbook_is_read_back_after_a_look_at_the_changes(
    filled: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    import openpyxl

    path = tmp_path / "out.xlsx"
    filled.export("fields", path)
    rest(filled, qtbot)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    column = titles.index("Party") + 1
    sheet.cell(2, column).value = "Alder GmbH"
    sheet.cell(3, column).value = "Birch"
    book.save(path)
    filled.review.set_value(filled.project.cells.cell("d1", "Party"), "1.txt", "Oak")
    filled.fields.exchange.read_back(path)
    rest(filled, qtbot)
    dialog = filled.fields.exchange.import_dialog
    assert dialog is not None
    assert [(change.document, change.after) for change in dialog.chosen()] == [
        ("0.txt", "Alder GmbH")
    ]
    dialog.tick(0, True)
    dialog.accept()
    assert [state(filled, number, "Party")[1] for number in (0, 1)] == ["Alder GmbH", "Birch"]
    filled.undo.undo()
    assert [state(filled, number, "Party")[1] for number in (0, 1)] == ["Alder", "Oak"]


def test_learning_says_what_it_needs_and_how_it_ended(filled: Desk, qtbot: QtBot) -> None:
    filled.review.accept_cells([(filled.project.cells.cell("d0", "Party"), "0.txt")])
    dialog = filled.fields.ask_to_learn()
    rest(filled, qtbot)
    assert "1 judged values in 1 documents" in dialog.counted() and "least" in dialog.counted()
    dialog.learn()
    rest(filled, qtbot)
    assert dialog.message() and dialog.versions() == []
    dialog.reject()


def test_learning_that_runs_is_found_again_when_the_dialog_is_opened_anew(
    filled: Desk, qtbot: QtBot
) -> None:
    tracker = filled.controller.tracker
    state = tracker.add("run 9", "adapt", "Learn from corrections")
    tracker.take(JobEvent("run 9", Progress("learning", 3, 10, "steps")))
    dialog = filled.fields.ask_to_learn()
    assert dialog._job == "run 9" and dialog._start.text() == "Stop"
    assert dialog._bar.value() == 30
    dialog.reject()
    tracker.take(JobEvent("run 9", Finished(RunStatus.CANCELLED, 0, 0, 1.0)))
    assert state.over
    again = filled.fields.ask_to_learn()
    assert not again._job and again._start.text() == "Learn"
    again.reject()
    rest(filled, qtbot)


def test_versions_that_were_learned_can_be_gone_back_to(
    filled: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    from dataclasses import asdict
    from json import dumps

    from engine.models.adapters.store import AdapterStore, AdapterVersion
    from gui.workspaces.fields.learning import LearningDialog

    place = tmp_path / "adapters" / "extractor"
    place.mkdir(parents=True)
    for number in (1, 2):
        version = AdapterVersion(
            "extractor", number, "x", 8, 30, 0.5, 0.75, 0.9, 0.9, 61.0, 1e9 + number
        )
        (place / f"000{number}.json").write_text(dumps(asdict(version)), encoding="utf-8")
    store = AdapterStore(tmp_path / "adapters")
    store.use("extractor", 2)
    dialog = LearningDialog(filled.controller, filled.explain, tmp_path / "adapters", filled.window)
    dialog.open()
    assert [(one.version, active) for one, active in dialog.versions()] == [(2, True), (1, False)]
    dialog.table.go_to(1, 0)
    dialog.use()
    assert store.active("extractor").version == 1  # type: ignore[union-attr]
    dialog.as_shipped()
    assert store.active("extractor") is None
    dialog.reject()
    rest(filled, qtbot)
