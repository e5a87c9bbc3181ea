"""The one table model: Qt's own tester, paging, new rows without resets, sorting, filters, edits."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from engine.errors import UserError
from engine.store.query import Filter, Query
from gui.tables.column import Column, Look
from gui.tables.model import TableModel
from gui.tables.pages import KEPT, PAGE
from gui.tables.seek import Seeker
from gui.tables.view import TableView


@dataclass(frozen=True, slots=True)
class Item:
    key: int
    name: str
    score: float


class Shelf:
    """A source in memory that counts what is read and sorts like the store."""

    def __init__(self, count: int = 0) -> None:
        self.items = [
            Item(number, f"item {number}", (number * 37 % 100) / 100) for number in range(count)
        ]
        self.pages_read = 0
        self.error: UserError | None = None

    def count(self, query: Query) -> int:
        return len(self._found(query))

    def page(self, offset: int, limit: int, query: Query) -> list[Item]:
        if self.error is not None:
            raise self.error
        self.pages_read += 1
        return self._found(query)[offset : offset + limit]

    def _found(self, query: Query) -> list[Item]:
        found = [item for item in self.items if query.text in item.name]
        for condition in query.filters:
            found = [item for item in found if getattr(item, condition.column) >= condition.value]
        if query.sort:
            found.sort(key=lambda item: getattr(item, query.sort), reverse=query.descending)
        return found


STEPS = ("grow", "shrink", "sort", "back", "filter", "all", "select")
COLUMNS = [
    Column("Name", lambda item: item.name, sort="name", editable=lambda item: item.key != 1),
    Column(
        "Score", lambda item: item.score, lambda s: f"{s:.0%}", sort="score", look=Look.FRACTION
    ),
    Column("Key", lambda item: item.key, right=True),
]


def model_of(shelf: Shelf, **options) -> TableModel:  # type: ignore[no-untyped-def]
    model = TableModel(shelf, COLUMNS, lambda item: item.key, **options)
    model.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    return model


def texts(model: TableModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_an_empty_model_and_a_full_one_please_the_tester(qtbot: QtBot) -> None:
    model_of(Shelf())
    model = model_of(Shelf(250))
    assert (model.rowCount(), model.columnCount()) == (250, 3)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.index(3, 1).data() == "11%"
    assert model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Name: item 3"
    assert model.headerData(0, Qt.Orientation.Horizontal).strip() == "Name"


def test_only_what_is_looked_at_is_read_and_kept(qtbot: QtBot) -> None:
    shelf = Shelf(PAGE * (KEPT + 20))
    model = TableModel(shelf, COLUMNS, lambda item: item.key)
    view = TableView(model, "Items")
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    qtbot.waitExposed(view)
    assert shelf.pages_read <= 2
    view.scrollToBottom()
    qtbot.wait(20)
    assert shelf.pages_read <= 5
    for row in range(0, model.rowCount(), PAGE):
        model.row(row)
    assert len(model._pages._pages) == KEPT


def test_new_rows_are_inserted_never_reset(qtbot: QtBot) -> None:
    shelf = Shelf(10)
    model = model_of(shelf)
    resets, inserts = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _p, first, last: inserts.append((first, last)))
    shelf.items += [Item(number, f"item {number}", 0.5) for number in range(10, 15)]
    model.refresh()
    assert (resets, inserts) == ([], [(10, 14)])
    assert texts(model)[-1] == "item 14"


def test_the_cursor_stays_on_its_row_when_rows_come_in_before_it(qtbot: QtBot) -> None:
    shelf = Shelf(30)
    model = model_of(shelf)
    view = TableView(model, "Items")
    qtbot.addWidget(view)
    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    view.go_to(5, 0)
    here = view.currentIndex().data()
    shelf.items += [Item(100 + number, f"new {number}", 0.999) for number in range(8)]
    model.refresh()
    assert view.currentIndex().data() == here
    assert view.currentIndex().row() == 13


def test_sorting_is_the_stores_and_a_third_click_brings_back_its_order(qtbot: QtBot) -> None:
    model = model_of(Shelf(20))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.query == Query(sort="score", descending=True)
    scores = [model.row(row).score for row in range(20)]  # type: ignore[union-attr]
    assert scores == sorted(scores, reverse=True)
    model.sort(-1)
    assert texts(model)[:3] == ["item 0", "item 1", "item 2"]
    model.sort(2)
    assert model.query == Query()


def test_filters_narrow_the_rows_and_the_cursor_finds_a_place(qtbot: QtBot) -> None:
    model = model_of(Shelf(50))
    view = TableView(model, "Items")
    qtbot.addWidget(view)
    view.go_to(40)
    model.set_filter("item 1")
    assert model.rowCount() == 11
    assert view.currentIndex().row() == 10
    model.set_filter("", [Filter("score", ">=", 0.9)])
    assert all(model.row(row).score >= 0.9 for row in range(model.rowCount()))  # type: ignore[union-attr]
    model.set_filter("nothing like it")
    assert model.rowCount() == 0


def test_typing_goes_to_the_commit_and_only_where_it_may(qtbot: QtBot) -> None:
    typed: list[tuple[int, str, str]] = []

    def commit(item: Item, column: Column[Item], text: str) -> bool:
        typed.append((item.key, column.title, text))
        return True

    model = model_of(Shelf(5), commit=commit)
    assert model.setData(model.index(2, 0), "other")
    assert not model.setData(model.index(2, 0), "item 2")
    assert not model.setData(model.index(1, 0), "forbidden")
    assert not model.setData(model.index(2, 1), "0.5")
    assert typed == [(2, "Name", "other")]
    assert model.flags(model.index(2, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_store_that_fails_is_reported_once_and_shows_blank_rows(qtbot: QtBot) -> None:
    shelf = Shelf(5)
    model = model_of(shelf)
    told = []
    model.failed.connect(lambda error: told.append(error.code))
    shelf.error = UserError("project_busy")
    model.refresh()
    assert [model.index(row, 0).data() for row in range(5)] == [None] * 5
    assert told == ["project_busy"]


def test_a_search_for_the_next_row_goes_round_and_says_when_there_is_none(qtbot: QtBot) -> None:
    model = model_of(Shelf(700))
    seeker = Seeker(model)
    found: list[int] = []
    seeker.seek(650, lambda item, _n: item.key == 20, found.append)
    qtbot.waitUntil(lambda: bool(found))
    seeker.seek(0, lambda _item, _n: False, found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found == [20, -1]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_whatever_happens_the_tester_has_nothing_to_say(qtbot: QtBot, steps: list[str]) -> None:
    shelf = Shelf(12)
    model = model_of(shelf)
    view = TableView(model, "Items")
    qtbot.addWidget(view)
    for step in steps:
        size = len(shelf.items)
        if step == "grow":
            shelf.items += [Item(size * 100 + n, f"item {size + n}", n / 7) for n in range(5)]
            model.refresh()
        elif step == "shrink":
            del shelf.items[::3]
            model.refresh()
        elif step == "sort":
            view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        elif step == "back":
            view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        elif step == "filter":
            model.set_filter("1")
        elif step == "all":
            model.set_filter()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            last = model.index(model.rowCount() - 1, 0)
            view.selectionModel().setCurrentIndex(last if last.isValid() else QModelIndex(), flags)
        assert model.rowCount() == shelf.count(model.query)
        assert len(texts(model)) == model.rowCount()


def test_rows_that_stream_in_leave_the_reader_and_the_writer_alone(qtbot: QtBot) -> None:
    shelf = Shelf(20)
    columns = [Column("Name", lambda item: item.name, look=Look.VALUE, editable=lambda _item: True)]
    typed: list[str] = []

    def commit(_item: Item, _column: Column[Item], text: str) -> bool:
        typed.append(text)
        return True

    model = TableModel(shelf, columns, lambda item: item.key, commit)
    view = TableView(model, "Items")
    qtbot.addWidget(view)
    view.show()
    view.go_to(3)
    told: list[int] = []
    view.current_changed.connect(lambda: told.append(view.currentIndex().row()))
    view.edit(view.currentIndex())
    editor = view.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "mine")
    for number in range(20, 30):
        shelf.items.append(Item(number, f"item {number}", 0.1))
        model.refresh()
    assert told == []
    assert editor.text() == "mine"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert typed == ["mine"]
    shelf.items[3] = Item(3, "changed", 0.9)
    model.refresh()
    assert told == [3]
