"""Contradictions in the window: modes, filters, decisions with a reason, matrices, a hundred thousand
verdicts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.store import Filter, Query
from engine.types import (
    ClauseRef,
    Document,
    DocumentKind,
    Label,
    Reason,
    ReasonKind,
    ReviewState,
    Verdict,
    stable_id,
)
from gui.desk import Desk
from gui.matrix import Grid, Matrix
from gui.matrix.grid import Lines
from gui.workspaces.contradictions.dismiss import DismissBox, presets
from gui.workspaces.contradictions.grids import clause_grid, pair_looks
from gui.workspaces.contradictions.modes import Mode
from tests.gui.conftest import settle, write_contracts

PLAYBOOK = """title: House rules
statements:
  - id: payment
    statement: Invoices are paid within thirty days.
    severity: high
    advice: Ask for thirty days.
  - id: secrecy
    statement: The parties keep the terms secret.
    expect: [supports, not mentioned]
"""


@pytest.fixture
def checked(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Desk:
    """Four short contracts, each with one contradiction, checked by rules alone."""
    desk.controller.read(write_contracts(tmp_path / "in", 4))
    settle(desk, qtbot)
    desk.window.open(desk.contradictions)
    desk.contradictions.run()
    settle(desk, qtbot)
    return desk


def focus() -> object:
    return QApplication.focusWidget()


def dismiss(desk: Desk, qtbot: QtBot, *keys: Qt.Key, words: str = "") -> None:
    """Press Delete, then ``keys`` in the box, then Return."""
    page = desk.contradictions
    desk.window.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(lambda: focus() is page.table)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    box = page.findChildren(DismissBox)[-1]
    qtbot.waitUntil(lambda: focus() is box.reasons)
    for key in keys:
        qtbot.keyClick(box.reasons, key)
    if words:
        box.words.setFocus()
        qtbot.keyClicks(box.words, words)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    box.setParent(None)


def test_pairs_are_accepted_and_dismissed_with_a_reason_by_keyboard(
    checked: Desk, qtbot: QtBot
) -> None:
    page, verdicts = checked.contradictions, checked.project.verdicts
    assert page.model.rowCount() == 4
    page.table.setFocus()
    page.table.go_to(0, 0)
    first = page.model.row(0)
    assert first is not None
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert verdicts.get(first.id).state is ReviewState.ACCEPTED  # type: ignore[union-attr]
    assert page.table.currentIndex().row() == 1
    second = page.model.row(1)
    assert second is not None
    dismiss(checked, qtbot, Qt.Key.Key_2, words="see 9.1")
    kept = verdicts.get(second.id)
    assert kept is not None
    assert (kept.state, kept.reason) == (ReviewState.REJECTED, f"{presets()[1]}. see 9.1")
    assert page.table.currentIndex().row() == 2
    shown = [page.model.index(1, column).data() for column in range(page.model.columnCount())]
    assert kept.reason in shown and "Dismissed" in shown
    checked.undo.undo()
    assert verdicts.get(second.id).state is ReviewState.PROPOSED  # type: ignore[union-attr]
    assert verdicts.get(second.id).reason == ""  # type: ignore[union-attr]


def test_another_reason_is_what_was_typed_and_escape_dismisses_nothing(
    checked: Desk, qtbot: QtBot
) -> None:
    page = checked.contradictions
    page.table.go_to(0, 0)
    page.table.setFocus()
    first = page.model.row(0)
    assert first is not None
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    box = page.findChildren(DismissBox)[-1]
    qtbot.waitUntil(lambda: focus() is box.reasons)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not box.isVisible())
    assert checked.undo.count() == 0
    box.setParent(None)
    dismiss(checked, qtbot, Qt.Key.Key_7, words="agreed orally")
    assert checked.project.verdicts.get(first.id).reason == "agreed orally"  # type: ignore[union-attr]


def test_a_row_that_a_filter_takes_away_leaves_the_cursor_on_the_next_one(
    checked: Desk, qtbot: QtBot
) -> None:
    page = checked.contradictions
    page.choices().buttons["state"].choose("proposed")
    settle(checked, qtbot)
    ids = [row.id for number in range(4) if (row := page.model.row(number))]
    page.table.setFocus()
    page.table.go_to(1, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(checked, qtbot)
    assert page.model.rowCount() == 3
    current = page.table.current_row()
    assert current is not None and current.id == ids[2]  # type: ignore[attr-defined]


def test_a_decision_holds_for_the_next_version_of_the_document(
    checked: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = checked.contradictions
    page.table.go_to(0, 0)
    page.table.setFocus()
    first = page.model.row(0)
    assert first is not None
    dismiss(checked, qtbot, Qt.Key.Key_4)
    old = checked.project.documents.get(first.premise.document_id)
    newer = tmp_path / "in" / "newer.txt"
    newer.write_text("Amended and restated.\n\n" + old.text + "\nSigned.\n", encoding="utf-8")
    checked.controller.read([str(newer)])
    settle(checked, qtbot)
    page.run()
    settle(checked, qtbot)
    rows = checked.project.verdicts.page(0, 50, Query(filters=(Filter("state", "=", "rejected"),)))
    names = {row.premise_name: row.reason for row in rows}
    assert names.get("newer.txt") == presets()[3]


def test_each_mode_lists_its_own_and_takes_nothing_from_the_others(
    checked: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = checked.contradictions
    inside = page.model.rowCount()
    page.head.modes.choose(Mode.ACROSS)
    settle(checked, qtbot)
    assert page.model.rowCount() == 0
    page.run()
    settle(checked, qtbot)
    across = page.model.rowCount()
    assert across > 0
    page.head.modes.choose(Mode.PLAYBOOK)
    (tmp_path / "house.yaml").write_text(PLAYBOOK, encoding="utf-8")
    page.shelf.take_in(tmp_path / "house.yaml", lambda kept: page.head.playbooks.choose(kept.name))
    settle(checked, qtbot)
    page.run()
    settle(checked, qtbot)
    assert page.model.rowCount() == 4 * 2
    advice = [
        row.expectation.advice for n in range(8) if (row := page.model.row(n)) and row.expectation
    ]
    assert "Ask for thirty days." in advice
    page.head.modes.choose(Mode.INSIDE)
    settle(checked, qtbot)
    assert page.model.rowCount() == inside
    page.head.modes.choose(Mode.ACROSS)
    settle(checked, qtbot)
    assert page.model.rowCount() == across


def test_one_document_cannot_be_held_against_others(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "in", 1))
    settle(desk, qtbot)
    page = desk.contradictions
    page.head.modes.choose(Mode.ACROSS)
    with qtbot.waitSignal(page.said):
        page.run()
    assert not desk.controller.busy


def test_choices_say_how_many_they_would_show(checked: Desk, qtbot: QtBot) -> None:
    page = checked.contradictions
    button = page.choices().buttons["severity"]
    qtbot.waitUntil(lambda: any(tick.text().endswith("\t4") for tick in button.menu().actions()))
    button.choose(1)
    settle(checked, qtbot)
    assert page.model.rowCount() == 0
    page.choices().reset()
    settle(checked, qtbot)
    assert page.model.rowCount() == 4


def test_the_matrix_goes_from_finding_to_finding_and_opens_the_pair(
    checked: Desk, qtbot: QtBot
) -> None:
    page = checked.contradictions
    page.head.as_matrix.click()
    settle(checked, qtbot)
    matrix = page.chart.matrix
    assert len(matrix.grid.rows) == 8 and len(matrix.grid.keys) == 8
    matrix.setFocus()
    seen = {matrix.current_key()}
    for _ in range(12):
        qtbot.keyClick(matrix, Qt.Key.Key_Down)
        seen.add(matrix.current_key())
    assert len(seen) >= 3 and None not in seen
    assert "Contradiction" in matrix.accessibleDescription()
    key = matrix.current_key()
    shown = page.table.current_row()
    assert shown is not None and key is not None and page.model.place(key) >= 0
    qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert not page.head.is_matrix()
    assert focus() is page.table
    assert page.model.place(key) == page.table.currentIndex().row()


def test_documents_stand_against_statements(checked: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page = checked.contradictions
    page.head.modes.choose(Mode.PLAYBOOK)
    (tmp_path / "house.yaml").write_text(PLAYBOOK, encoding="utf-8")
    page.shelf.take_in(tmp_path / "house.yaml", lambda kept: page.head.playbooks.choose(kept.name))
    settle(checked, qtbot)
    page.run()
    settle(checked, qtbot)
    page.head.as_matrix.click()
    settle(checked, qtbot)
    grid = page.chart.matrix.grid
    assert grid.columns == ("payment", "secrecy")
    assert len(grid.rows) == 4 and len(grid.keys) == 8
    assert grid.hints[0] == "Invoices are paid within thirty days."


@pytest.mark.parametrize("by, expected", ((1, (4, 4)), (-1, (0, 0))))
def test_the_next_finding_is_the_nearest_in_that_direction(
    by: int, expected: tuple[int, int]
) -> None:
    lines = Lines([(0, 0), (4, 4), (5, 40), (9, 3)])
    assert lines.next(2, 3, by) == expected
    assert lines.next(9, 3, 1) is None


# --- Much -----------------------------------------------------------------------------


def many(count: int) -> Iterator[Verdict]:
    """``count`` contradictions between the clauses of twenty documents."""
    kinds = (ReasonKind.NUMBER, ReasonKind.AMOUNT, ReasonKind.MODEL, ReasonKind.DATE)
    for number in range(count):
        left, right = f"d{number % 20}", f"d{(number + number // 20 % 2) % 20}"
        text = f"The Client shall pay invoice {number} within thirty (30) days after receipt."
        other = text.replace("thirty (30)", "forty-five (45)")
        share = 0.5 + (number * 7919 % 1000) / 2000
        yield Verdict(
            stable_id("v", number),
            ClauseRef(left, f"{number % 97}.{number % 7}", 0, len(text), text),
            ClauseRef(right, f"{number % 89}.{number % 5}", 0, len(other), other),
            Label.CONTRADICTION,
            (1 - share) / 2,
            (1 - share) / 2,
            share,
            (Reason(kinds[number % 4], "thirty (30) days", "forty-five (45) days", 0, 5, 0, 5),),
        )


class Stalls(QObject):
    """The most that this thread computed in one turn of the event loop, in milliseconds: unlike the
    time that a turn takes, it says something also while the machine is busy with other things."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._spent = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, (now - self._spent) * 1000)
        self._spent = now

    def end(self) -> float:
        """Stop looking; what was found."""
        self._timer.stop()
        return self.longest


def quietly(desk: Desk, qtbot: QtBot, act: object) -> float:
    """Do something and let it come to its end; the most computed in one turn, in ms."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(30)
    stalls = Stalls()
    QApplication.processEvents()
    act()  # type: ignore[operator]
    qtbot.waitUntil(lambda: not desk.controller.background.busy, timeout=30_000)
    qtbot.wait(60)
    return stalls.end()


@pytest.fixture
def full(desk: Desk, qtbot: QtBot) -> Desk:
    """A project with six thousand verdicts, more than are listed at once."""
    text = "The Client shall pay each invoice. " * 300
    documents = [
        Document(f"d{n}", f"/in/{n}.txt", f"{n}.txt", "ab" * 32, DocumentKind.TEXT, text)
        for n in range(20)
    ]
    desk.project.documents.append(documents)
    desk.project.verdicts.append(many(6_000), "run")
    desk.controller.changed.emit("verdicts")
    desk.window.open(desk.contradictions)
    settle(desk, qtbot)
    return desk


def test_a_long_list_scrolls_sorts_and_filters_without_a_stall(full: Desk, qtbot: QtBot) -> None:
    """``benchmarks/many_verdicts.py`` measures a hundred thousand."""
    page = full.contradictions
    inside = page.model.rowCount()
    assert inside > 2_000
    header = page.table.horizontalHeader()
    bar = page.table.verticalScrollBar()
    found = {
        "sort": quietly(
            full, qtbot, lambda: header.setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        ),
        "filter": quietly(full, qtbot, lambda: page.choices().buttons["severity"].choose(3)),
        "scroll": quietly(full, qtbot, lambda: bar.setValue(bar.maximum() // 2)),
        "end": quietly(full, qtbot, lambda: bar.setValue(bar.maximum())),
    }
    assert 0 < page.model.rowCount() < inside
    assert max(found.values()) < 100, found


def test_rows_keep_their_selection_when_others_come_and_go(full: Desk, qtbot: QtBot) -> None:
    page = full.contradictions
    page.table.go_to(1400, 0)
    chosen = page.model.row(1400)
    assert chosen is not None
    more = [replace(one, id=f"{one.id}x", contradiction=0.999) for one in many(300)]
    full.project.verdicts.append(more, "run 2")
    full.controller.changed.emit("verdicts")
    settle(full, qtbot)
    current = page.table.current_row()
    assert current is not None and current.id == chosen.id  # type: ignore[attr-defined]
    with full.project.database.write() as connection:
        connection.execute("DELETE FROM verdicts WHERE run_id = 'run 2'")
    full.controller.changed.emit("verdicts")
    settle(full, qtbot)
    current = page.table.current_row()
    assert current is not None and current.id == chosen.id  # type: ignore[attr-defined]


def test_a_matrix_of_two_thousand_clauses_is_drawn_and_walked_at_once(
    qtbot: QtBot, app: object
) -> None:
    cells = {(n // 15, (n * 101 + n // 15) % 2000): (1 + n % 12, n) for n in range(30_000)}
    names = [f"{n // 20}.{n % 20}" for n in range(2000)]
    grid = Grid.of(names, names, cells, range(100, 2000, 100), range(100, 2000, 100))
    matrix = Matrix("Clauses", pair_looks("Dismissed"))
    qtbot.addWidget(matrix)
    matrix.resize(1000, 700)
    matrix.show()
    qtbot.waitExposed(matrix)
    matrix.show_grid(grid)
    spent = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Plus) * 10:
        started = time.thread_time()
        qtbot.keyClick(matrix, key)
        matrix.grab()
        spent.append(time.thread_time() - started)
    assert sorted(spent)[len(spent) // 2] < 0.05, spent
    assert matrix.current_key() is not None
    assert matrix.go_to_key(17)
    assert matrix.current_key() == 17


def test_of_two_verdicts_on_one_cell_the_worse_is_shown(full: Desk) -> None:
    points = full.project.verdicts.points(Query(filters=(Filter("scope", "=", "across"),)))
    grid = clause_grid(points, full.project.documents.ids(), {})
    worst: dict[tuple[object, ...], int] = {}
    for point in points:
        sides = (point.premise_document, point.premise_clause)
        others = (point.hypothesis_document, point.hypothesis_clause)
        key = tuple(sorted((sides, others)))
        worst[key] = max(worst.get(key, 0), int(point.severity))
    assert len(grid.keys) >= len(worst)
    assert max(grid.codes) == 1 + 3 * 3 + 1
