"""The review of duplicates: thresholds, answers by key, scores hidden, clusters decided on, all undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.dedupe.board import Answer, Band, Bands
from engine.types import PREFERRED, ReviewState
from gui.desk import Desk
from gui.tables.marked import Marked
from gui.workspaces.duplicates.page import DuplicatesWorkspace
from gui.workspaces.duplicates.words import answer_of
from tests.gui.conftest import settle

HEADER = "Company,Street,Phone\n"
ROWS = [
    "Alder Works Ltd,12 Mill Lane,0123 555001",
    "Alder Works Limited,12 Mill Ln,0123 555001",
    "Alder Works,12 Mill Lane,",
    "Birch Cleaning Ltd,7 Oak Road,0200 111222",
    "Birch Cleaning Limited,7 Oak Rd,0200 111222",
    "Cedar Partners LLP,3 High Street,0300 333444",
]
ROWS += [f"Dale Farm{n} Ltd,{n} Field Way,0444 9{n:02}888" for n in range(3) for _ in range(2)]
ROWS += [f"Unlike Number{n} Ltd,{n} Far Road,09{n:02}00 77{n:02}" for n in range(25)]


def write(folder: Path, name: str = "customers.csv") -> str:
    path = folder / name
    path.write_text(HEADER + "\n".join(ROWS) + "\n", encoding="utf-8")
    return str(path)


def finish(desk: Desk, qtbot: QtBot) -> None:
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: not desk.duplicates.board.busy and not desk.duplicates.remaking.busy)
    settle(desk, qtbot)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> DuplicatesWorkspace:
    """A search that has come to its end."""
    desk.take_paths([write(tmp_path)])
    settle(desk, qtbot)
    desk.duplicates.setup.tick(["Company", "Street", "Phone"])
    desk.duplicates.run()
    finish(desk, qtbot)
    return desk.duplicates


def rows(page: DuplicatesWorkspace) -> list[tuple[int, int]]:
    pairs = (page.model.row(number) for number in range(page.model.rowCount()))
    return [(pair.left.row, pair.right.row) for pair in pairs if pair is not None]


def answers(desk: Desk) -> dict[tuple[int, int], Answer]:
    found = desk.project.pairs.page(0, 100)
    return {(p.left.row, p.right.row): answer_of(p) for p in found if answer_of(p)}


def test_pairs_are_answered_by_single_keys(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    desk.window.activateWindow()
    page.table.setFocus()
    page.table.go_to(0, 0)
    listed = rows(page)
    for key in (Qt.Key.Key_Y, Qt.Key.Key_S, Qt.Key.Key_N, Qt.Key.Key_U):
        qtbot.keyClick(page.table, key)
    assert answers(desk) == {
        listed[0]: Answer.YES, listed[2]: Answer.NO, listed[3]: Answer.UNSURE,
    }  # fmt: skip
    assert desk.undo.undoText().startswith("Unsure of pair")
    qtbot.keyClick(page.table, Qt.Key.Key_P)
    assert page.table.currentIndex().row() == 3
    qtbot.keyClick(page.table, Qt.Key.Key_P)
    qtbot.keyClick(page.table, Qt.Key.Key_P)
    assert page.table.currentIndex().row() == 1  # It was skipped.
    for _ in range(3):
        desk.undo.undo()
    assert not answers(desk)


def test_previous_reaches_a_pair_that_the_filter_hides(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    page.pairs.choices().buttons["answer"].choose(int(Answer.OPEN))
    first = rows(page)[0]
    page.table.go_to(0, 0)
    page.pairs.answer(Answer.YES)
    assert first not in rows(page)
    page.pairs.go_back()
    shown = page.detail.pair
    assert shown is not None and (shown.left.row, shown.right.row) == first
    page.pairs.answer(Answer.NO)
    assert answers(desk) == {first: Answer.NO}


def test_hidden_scores_show_once_the_pair_is_answered(page: DuplicatesWorkspace) -> None:
    page.table.go_to(0, 0)
    page.detail.blind.setChecked(True)
    assert "alike" not in page.detail.figures()
    assert not page.detail.waterfall.steps()
    assert page.model.index(0, 0).data() == ""
    titles = [page.detail.model.column(n).title for n in range(page.detail.model.columnCount())]
    assert "Alike" not in titles
    pair = page.detail.pair
    page.pairs.answer(Answer.YES)
    place = rows(page).index((pair.left.row, pair.right.row))
    page.table.go_to(place)
    assert "alike" in page.detail.figures()
    assert page.model.index(place, 0).data() != ""


def test_a_dragged_threshold_counts_at_once_and_is_kept(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    spectrum = page.pairs.thresholds.spectrum
    before = page.pairs.thresholds.words()
    start = QPoint(spectrum.place_of(page.board.bands.sure), spectrum.height() // 2)
    QTest.mousePress(spectrum, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(spectrum, QPoint(spectrum.place_of(1.0), start.y()))
    assert "100" in page.pairs.thresholds.words()
    assert page.pairs.thresholds.words() != before
    QTest.mouseRelease(spectrum, Qt.MouseButton.LeftButton)
    assert page.board.bands.sure == 1.0
    assert '"sure": 1.0' in desk.project.get_meta("duplicates")


def test_the_figures_of_the_made_threshold_are_those_of_the_clusters(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    desk.window.open(page)
    page.tabs.setCurrentIndex(1)
    page.clusters.table.go_to(0, 0)
    choose_rows(page, 1, 2)
    assert "5 clusters" in page.pairs.thresholds.words()
    page.clusters.exclude()  # No score says that: the curve alone would count them still.
    finish(desk, qtbot)
    assert len(page.clusters.board.groups) == 4
    assert "4 clusters" in page.pairs.thresholds.words()
    assert "32 of 37 rows stay" not in page.pairs.thresholds.words()
    left = int(page.clusters.board.groups.sizes.sum()) - 4
    assert f"{37 - left} of 37 rows stay" in page.pairs.thresholds.words()


def test_a_threshold_is_moved_by_keys_and_takes_the_other_along(
    page: DuplicatesWorkspace, qtbot: QtBot
) -> None:
    spectrum = page.pairs.thresholds.spectrum
    spectrum.set_bands(Bands(0.3, 0.28))
    qtbot.keyClick(spectrum.sure, Qt.Key.Key_Left)
    assert spectrum.bands() == Bands(0.295, 0.28)
    qtbot.keyClick(spectrum.sure, Qt.Key.Key_PageDown)
    assert spectrum.bands() == Bands(0.245, 0.245)
    qtbot.keyClick(spectrum.doubtful, Qt.Key.Key_End)
    assert spectrum.bands() == Bands(1.0, 1.0)


def test_clusters_follow_another_threshold_and_come_back(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    made = [one.record_ids for one in desk.project.clusters.all()]
    assert len(made) == 5
    page.pairs.thresholds.spectrum.sure.setValue(1000)
    page.pairs.thresholds.spectrum.sure.setValue(999)
    highest = max(pair.score for pair in desk.project.pairs.page(0, 100))
    page.pairs.thresholds.applied.emit(Bands(min(highest + 0.001, 1.0), 0.2))
    finish(desk, qtbot)
    fewer = desk.project.clusters.count()
    assert fewer < len(made) or highest == 1.0
    desk.undo.undo()
    finish(desk, qtbot)
    assert sorted(one.record_ids for one in desk.project.clusters.all()) == sorted(made)
    assert page.board.bands.sure == 0.5


def test_choices_narrow_the_pairs(page: DuplicatesWorkspace, qtbot: QtBot) -> None:
    everything = len(rows(page))
    page.pairs.choices().buttons["band"].choose(int(Band.SURE))
    sure = len(rows(page))
    page.pairs.choices().buttons["band"].choose(int(Band.DOUBTFUL), int(Band.UNLIKE))
    assert sure + len(rows(page)) == everything
    page.pairs.choices().reset()
    page.pairs.words().setText("birch")
    qtbot.waitUntil(lambda: rows(page) == [(5, 6)])


def members(page: DuplicatesWorkspace) -> list[str]:
    return [line.place.split(" ")[0] for line in page.clusters.members.lines() if line.record_id]


def choose_rows(page: DuplicatesWorkspace, *numbers: int) -> None:
    table = page.clusters.members
    table.clearSelection()
    for number in numbers:
        index = table.model().index(number, 0)
        flag = table.selectionModel().SelectionFlag
        table.selectionModel().select(index, flag.Select | flag.Rows)


@pytest.fixture
def clusters(page: DuplicatesWorkspace, desk: Desk) -> DuplicatesWorkspace:
    desk.window.open(page)
    page.tabs.setCurrentIndex(1)
    page.clusters.table.go_to(0, 0)
    return page


def test_the_rows_of_a_cluster_show_what_differs(clusters: DuplicatesWorkspace) -> None:
    lines = clusters.clusters.members.lines()
    assert sorted(members(clusters)) == ["2", "3", "4"]
    assert lines[0].record_id is None  # The merged row stands first.
    assert lines[0].cells == {name: Marked(str(cell)) for name, cell in lines[1].cells.items()}
    assert any(line.cells["Company"].spans for line in lines[1:])


def test_a_row_is_taken_out_and_a_search_follows(
    clusters: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    out = clusters.clusters.members.lines()[3].place
    choose_rows(clusters, 3)
    clusters.reject()
    assert len(members(clusters)) == 2
    assert clusters.clusters._back.isVisible()
    clusters.run()
    finish(desk, qtbot)
    clusters.clusters.table.go_to(0, 0)
    assert len(members(clusters)) == 2 and out.split(" ")[0] not in members(clusters)
    desk.undo.undo()
    assert len(members(clusters)) == 3


def test_a_cluster_is_split_and_merged_again(clusters: DuplicatesWorkspace, desk: Desk) -> None:
    assert sizes(clusters) == [2, 2, 2, 2, 3]
    choose_rows(clusters, 2, 3)
    clusters.clusters.split()
    assert sizes(clusters) == [2, 2, 2, 2, 2]  # A row by itself is no cluster.
    desk.undo.undo()
    assert sizes(clusters) == [2, 2, 2, 2, 3]
    clusters.clusters.table.selectAll()
    clusters.clusters.merge()
    assert sizes(clusters) == [11]
    desk.undo.undo()
    assert sizes(clusters) == [2, 2, 2, 2, 3]


def sizes(page: DuplicatesWorkspace) -> list[int]:
    model = page.clusters.model
    return sorted(model.row(number).cluster.size for number in range(model.rowCount()))


def test_a_pinned_row_stays(clusters: DuplicatesWorkspace, desk: Desk) -> None:
    chosen = clusters.clusters.members.lines()[2]
    choose_rows(clusters, 2)
    clusters.accept()
    first = clusters.clusters.members.lines()[1]
    assert first.record_id == chosen.record_id and "pinned" in first.role
    desk.undo.undo()
    assert clusters.clusters.members.lines()[1].record_id != chosen.record_id


def test_rules_make_another_merged_row(clusters: DuplicatesWorkspace, desk: Desk) -> None:
    from engine.dedupe.survivorship import Rule

    dialog = clusters.clusters.ask_rules()
    dialog.lines["Company"].choose(Rule.LONGEST)
    dialog.accept()
    merged = clusters.clusters.members.lines()[0]
    assert merged.cells["Company"].text == "Alder Works Limited"
    desk.undo.undo()
    assert clusters.clusters.deciding.rules() == {}


def test_a_rejected_pair_parts_its_cluster(clusters: DuplicatesWorkspace, desk: Desk) -> None:
    clusters.tabs.setCurrentIndex(0)
    place = rows(clusters).index((5, 6))
    clusters.table.go_to(place)
    clusters.pairs.answer(Answer.NO)
    assert sizes(clusters) == [2, 2, 2, 3]
    desk.undo.undo()
    assert desk.project.pairs.page(0, 100)[place].state is ReviewState.PROPOSED
    assert len(sizes(clusters)) == 5


def test_the_kind_of_a_column_is_chosen_and_kept(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    box = page.setup.columns.box("Phone")
    assert box is not None
    box.setCurrentIndex(box.findData("identifier"))
    settings = page.setup.settings()
    assert settings is not None and settings["kinds"] == {"Phone": "identifier"}
    assert not settings["meaning"]
    page.setup.options.meaning.setChecked(True)
    page.setup.options.judged.setChecked(True)
    again = DuplicatesWorkspace(desk.controller, desk.explain)
    qtbot.addWidget(again)
    finish(desk, qtbot)
    assert again.setup.columns.kinds() == {"Phone": "identifier"}
    assert '"Street"' in desk.project.get_meta("duplicates")  # It was not kept half-restored.
    again_settings = again.setup.settings()
    assert again_settings is not None and again_settings["meaning"]
    assert again_settings["model"] == PREFERRED
    assert len(again.board.pairs) == len(page.board.pairs)
    assert again.setup.folded()


@pytest.mark.parametrize("suffix", ("xlsx", "csv", "jsonl"))
def test_duplicates_are_exported_from_their_dialog(
    page: DuplicatesWorkspace, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    from gui.workspaces.duplicates.exporting import ExportDialog

    assert page.ask_export()
    dialog = page.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.choose(suffix)
    target = tmp_path / f"out.{suffix}"
    with qtbot.waitSignal(page.exported, timeout=20_000):
        dialog.save_to(target)
    assert target.stat().st_size > 0


def test_an_export_that_fails_says_why(
    page: DuplicatesWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    from gui.workspaces.duplicates.exporting import ExportDialog

    page.ask_export()
    dialog = page.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.save_to(tmp_path / "nowhere" / "out.xlsx")
    qtbot.waitUntil(lambda: bool(dialog.message()))
    dialog.reject()


def test_synonyms_of_ones_own_are_written_and_read_back(
    page: DuplicatesWorkspace, desk: Desk, qtbot: QtBot
) -> None:
    from engine.dedupe.synonyms import Subject, load, user_folder

    dialog = page.edit_synonyms()
    dialog.choose(Subject.WORDS)
    dialog.own.setPlainText("colour = color\nthis is no line\n")
    assert "Line 2" in dialog.message()
    dialog.own.setPlainText("colour = color\n")
    dialog.choose(Subject.TITLES)
    dialog.choose(Subject.WORDS)
    assert dialog.own.toPlainText() == "colour = color\n"
    with qtbot.waitSignal(dialog.saved):
        dialog.accept()
    assert load([user_folder()])[0].of(Subject.WORDS) == {"color": "colour"}
    assert page.edit_synonyms().own.toPlainText() == ""  # Legal forms: nothing of ones own.


def test_columns_of_two_tables_with_other_names_are_matched(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    suppliers = tmp_path / "suppliers.csv"
    suppliers.write_text(
        "Firm,Place\nAlder Works Ltd.,12 Mill Lane\nBirch Cleaning,7 Oak Road\n"
        + "".join(f"Other{n} plc,{n} Way\n" for n in range(9)),
        encoding="utf-8",
    )
    desk.take_paths([write(tmp_path), str(suppliers)])
    settle(desk, qtbot)
    setup = desk.duplicates.setup
    setup.tick(["Company", "Street"])
    other = next(table for table in setup.chosen_tables() if "Firm" in table.header)
    dialog = setup.ask_match()
    assert dialog.box("Company", other.id).currentData() == "Firm"  # It holds companies, too.
    for column, name in (("Company", "Firm"), ("Street", "Place")):
        box = dialog.box(column, other.id)
        box.setCurrentIndex(box.findData(name))
    dialog.accept()
    desk.duplicates.run()
    finish(desk, qtbot)
    across = [pair for pair in desk.project.pairs.page(0, 100) if pair.left.path != pair.right.path]
    assert {name for pair in across for name, _ in pair.why} == {"Company", "Street"}
    key = desk.project.pairs.positions([across[0].id])[0]
    desk.duplicates.table.go_to(desk.duplicates.model.place(key))
    names = [line.name for line in desk.duplicates.detail.lines()]
    assert names[:2] == ["Company", "Street"] and "Firm" not in names
    assert desk.duplicates.pairs.choices().buttons["table"].facet.values[0][1] == "customers.csv"
