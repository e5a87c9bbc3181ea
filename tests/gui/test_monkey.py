"""Keys and clicks at random, on real results: nothing raises, nothing warns, the program still ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.paths import resource_path
from engine.settings import LANGUAGE
from gui.app import App
from gui.desk import Desk
from tests.gui.conftest import settle

STEPS = 350
Key = Qt.Key
PLAIN = (
    Key.Key_Return, Key.Key_Delete, Key.Key_F2, Key.Key_Up, Key.Key_Down, Key.Key_Left,
    Key.Key_Right, Key.Key_Tab, Key.Key_Escape, Key.Key_A, Key.Key_PageDown, Key.Key_Home,
    Key.Key_Space, Key.Key_Backspace, Key.Key_F9,
)  # fmt: skip
WITH_CONTROL = (
    Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_Z, Key.Key_Y, Key.Key_J,
    Key.Key_R, Key.Key_F, Key.Key_A, Key.Key_E, Key.Key_Period,
)  # fmt: skip
CLICKED = (QAbstractButton, QAbstractScrollArea, QLineEdit, QHeaderView)


def click(desk: Desk, dice: random.Random) -> None:
    """Somewhere on something of the open page."""
    page = desk.window.workspace
    found = [w for w in page.findChildren(QWidget) if isinstance(w, CLICKED) and w.isVisible()]
    if not found:
        return
    chosen = dice.choice(found)
    target = chosen.viewport() if isinstance(chosen, QAbstractScrollArea) else chosen
    place = QPoint(dice.randrange(max(target.width(), 1)), dice.randrange(max(target.height(), 1)))
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def step(app: App, dice: random.Random) -> None:
    """One thing that a person might do."""
    assert app.desk is not None
    for other in QApplication.topLevelWidgets():
        if isinstance(other, QDialog | QMenu) and other.isVisible():
            other.close()
    target = QApplication.focusWidget() or app.desk.window
    chance = dice.random()
    if chance < 0.45:
        QTest.keyClick(target, dice.choice(PLAIN))
    elif chance < 0.65:
        QTest.keyClick(target, dice.choice(WITH_CONTROL), Qt.KeyboardModifier.ControlModifier)
    elif chance < 0.97:
        click(app.desk, dice)
    elif chance < 0.985:
        dice.choice(list(app.desk.window.actions_.schemes.values())).trigger()
    else:
        app.settings.set(LANGUAGE, dice.choice(("en", "zh")))
        app.apply_settings()
    QApplication.processEvents()


@pytest.mark.parametrize("seed", (1, 2))
def test_a_restless_user_breaks_nothing(
    app: App, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _url: True))
    samples: Path = resource_path("samples")
    names = ("lease.pdf", "nda.txt", "services-conflicts.docx", "customers.xlsx")
    desk.take_paths([str(samples / name) for name in names])
    settle(desk, qtbot)
    desk.fields.box.set_text("Party*, Effective date, Term, Notice period")
    desk.fields.run()
    desk.contradictions.run()
    desk.duplicates.setup.tick(["Company", "Address"])
    desk.duplicates.run()
    dice = random.Random(seed)
    for _ in range(STEPS):
        step(app, dice)
    assert app.desk is not None
    app.desk.controller.cancel_all()
    settle(app.desk, qtbot)
    app.settings.set(LANGUAGE, "en")
    app.apply_settings()
