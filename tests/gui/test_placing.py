"""A restored window is where a person can reach it, whatever screens there are now."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.desk import Desk
from gui.placing import TITLE, Placing, fitted
from tests.gui.conftest import open_desk

LAPTOP = QRect(0, 0, 1440, 860)
BESIDE = QRect(1440, -200, 2560, 1400)

numbers = st.integers(-6000, 6000)
screens = st.lists(
    st.builds(QRect, numbers, numbers, st.integers(320, 5000), st.integers(240, 3000)),
    min_size=1,
    max_size=3,
)
windows = st.builds(QRect, numbers, numbers, st.integers(1, 6000), st.integers(1, 6000))


def test_a_window_that_can_be_reached_stays_as_it_was() -> None:
    for window in (
        QRect(100, 100, 1000, 700),
        QRect(1500, 0, 2400, 1100),
        QRect(1200, 40, 800, 600),  # Across both screens.
        QRect(-400, 300, 1000, 400),  # Half outside, on purpose.
    ):
        assert fitted(window, [LAPTOP, BESIDE]) == window


def test_a_window_of_a_screen_that_is_gone_comes_back() -> None:
    assert LAPTOP.contains(fitted(QRect(2000, 100, 1000, 700), [LAPTOP]))
    assert LAPTOP.contains(fitted(QRect(100, -900, 1000, 700), [LAPTOP]))
    larger = fitted(QRect(1500, 0, 2400, 1300), [LAPTOP])
    assert LAPTOP.contains(larger) and larger.top() >= TITLE
    assert larger.width() == LAPTOP.width()


def test_without_a_screen_nothing_is_moved() -> None:
    assert fitted(QRect(1, 2, 3, 4), []) == QRect(1, 2, 3, 4)


@given(window=windows, screens=screens)
def test_any_window_is_within_reach(window: QRect, screens: list[QRect]) -> None:
    placed = fitted(window, screens)
    bar = QRect(placed.left(), placed.top() - TITLE, placed.width(), TITLE)
    assert any(bar.intersects(screen) for screen in screens)
    assert placed.width() <= window.width() and placed.height() <= window.height()
    assert any(
        placed.width() <= screen.width() and placed.height() <= screen.height()
        for screen in screens
    )
    assert fitted(placed, screens) == placed


def test_the_window_is_restored_onto_a_screen(
    app: App, desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    """Its place was kept on a screen that this machine does not have."""
    desk.window.setGeometry(9000, 9000, 700, 500)
    desk.remember()
    with qtbot.waitSignal(app.ready, timeout=20_000):
        app.projects.create()
    assert app.desk is not None and app.desk is not desk
    room = qapp.primaryScreen().availableGeometry()
    qtbot.waitUntil(lambda: room.intersects(app.desk.window.geometry()))  # type: ignore[union-attr]


def test_a_change_of_screens_is_followed_once_it_has_settled(desk: Desk, qtbot: QtBot) -> None:
    room = desk.window.screen().availableGeometry()
    placing = desk.window.findChild(Placing)
    desk.window.setGeometry(-9000, 50, 600, 400)
    placing._soon()
    placing._soon()
    qtbot.waitUntil(lambda: room.intersects(desk.window.geometry()), timeout=3000)
    assert not placing._timer.isActive()


def test_a_minimised_window_is_left_alone(desk: Desk) -> None:
    desk.window.showMinimized()
    before = desk.window.geometry()
    desk.window.findChild(Placing).place()
    assert desk.window.geometry() == before and desk.window.isMinimized()


def test_size_and_columns_are_as_they_were_left(app: App, desk: Desk, qtbot: QtBot) -> None:
    desk.window.setGeometry(20, 60, 640, 480)
    qtbot.wait(20)
    size = desk.window.size()
    desk.documents.table.horizontalHeader().resizeSection(0, 137)
    with qtbot.waitSignal(app.ready, timeout=20_000):
        app.projects.create()
    assert app.desk is not None
    assert app.desk.window.size() == size
    assert app.desk.documents.table.horizontalHeader().sectionSize(0) == 137


def test_opening_needs_no_earlier_window(app: App, qtbot: QtBot) -> None:
    assert open_desk(app, qtbot).window.isVisible()
