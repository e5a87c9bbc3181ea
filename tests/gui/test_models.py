"""The models page: the list, what is on its way in, choices, questions, removal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import settings as options
from engine.errors import UserError
from engine.hub.task import HUGGINGFACE, MODELSCOPE, Pace, Task
from engine.hub.transfer import Stage
from engine.jobs.try_model import Trial
from engine.models.inspection import inspect_folder
from engine.models.speed import Speed
from engine.types import ItemFailure
from gui.app import App
from gui.desk import Desk
from gui.errors import Explainer
from gui.workspaces.models.page import ModelsWorkspace
from gui.workspaces.models.questions import QuestionsDialog
from tests import published, tiny
from tests.unit.hub.conftest import running

PACE = Pace(connect=2, silence=2, first_wait=0.01, longest_wait=0.05, tries=3)


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offered")
    tiny.bert(folder / "nli")
    return folder


@pytest.fixture(scope="module")
def address(offered: Path) -> Iterator[str]:
    with running(offered) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def page(desk: Desk, app: App, qtbot: QtBot) -> ModelsWorkspace:
    desk.window.open(desk.models)
    qtbot.waitUntil(lambda: len(app.shelf.known) >= 3, timeout=20_000)
    return desk.models


def names(page: ModelsWorkspace) -> list[str]:
    rows = (page.models.row(number) for number in range(page.models.rowCount()))
    return [row.name for row in rows if row is not None]


def bring(app: App, address: str, reference: str, name: str) -> None:
    task = Task(HUGGINGFACE, reference, app.shelf.folder, name, endpoint=address, pace=PACE)
    app.shelf.bring(task)


def test_built_in_models_are_listed_and_stay(page: ModelsWorkspace, app: App) -> None:
    assert {"clausedesk-nli", "clausedesk-extractor"} <= set(names(page))
    assert page.count() == len(names(page))
    assert not page._remove.isEnabled()
    assert page.remove() is None
    assert not app.shelf.transfers and not page.transfers.isVisible()


def test_a_model_arrives_is_asked_about_and_removed(
    page: ModelsWorkspace, app: App, address: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(app.shelf.arrived, timeout=60_000):
        bring(app, address, "slow/nli", "mine")
        qtbot.waitUntil(lambda: bool(page.transfers.cards), timeout=30_000)
        (card,) = page.transfers.cards
        qtbot.waitUntil(lambda: app.shelf.transfers[0].poll().done > 20_000, timeout=30_000)
        qtbot.mouseClick(card.hold, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: app.shelf.transfers[0].poll().stage is Stage.HELD, timeout=10_000)
        qtbot.waitUntil(lambda: card.hold.text() == "Resume", timeout=10_000)
        qtbot.mouseClick(card.hold, Qt.MouseButton.LeftButton)
    assert "mine" in names(page) and not app.shelf.transfers
    qtbot.waitUntil(lambda: page._asked is not None, timeout=20_000)
    asked = page._asked
    assert asked is not None and not asked.labels
    asked.languages["en"].setChecked(True)
    asked.accept()
    qtbot.waitUntil(
        lambda: (found := app.shelf.find("mine")) is not None and found.languages == ("en",),
        timeout=20_000,
    )
    page.table.go_to(names(page).index("mine"))
    box = page.remove()
    assert isinstance(box, QMessageBox)
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: "mine" not in names(page), timeout=20_000)


def test_a_failure_is_said_and_can_be_dismissed(
    page: ModelsWorkspace, app: App, address: str, qtbot: QtBot
) -> None:
    bring(app, address, "s404/nli", "gone")
    qtbot.waitUntil(
        lambda: bool(app.shelf.transfers) and app.shelf.transfers[0].poll().error is not None,
        timeout=60_000,
    )
    page.transfers.show_state()
    (card,) = page.transfers.cards
    assert card.hold.text() == "Try again"
    assert "no model s404/nli" in card._wrong.text()
    qtbot.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.transfers.cards, timeout=10_000)


def test_a_folder_in_place_and_one_that_is_none(
    page: ModelsWorkspace, app: App, offered: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = Path(shutil.copytree(offered / "nli", tmp_path / "stick"))
    with qtbot.waitSignal(app.shelf.arrived, timeout=20_000):
        app.shelf.add_in_place(stick)
    assert "stick" in names(page)
    qtbot.waitUntil(lambda: page._asked is not None, timeout=20_000)
    assert page._asked is not None
    page._asked.reject()
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(app.shelf.problem, timeout=20_000) as caught:
        app.shelf.add_in_place(tmp_path / "empty")
    assert isinstance(caught.args[0], UserError)
    assert "not a model folder" in page.note.text()


def test_the_choice_of_a_task_is_kept(page: ModelsWorkspace, app: App) -> None:
    combo = page.choices["nli"]
    place = combo.findData("clausedesk-nli")
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    assert app.settings.get(options.NLI_MODEL) == "clausedesk-nli"
    assert app.shelf.preferred() == {"nli": "clausedesk-nli"}
    assert page.choices["nli"].currentData() == "clausedesk-nli"
    app.shelf.prefer("nli", "one that is away")
    assert page.choices["nli"].currentData() == "one that is away"
    app.shelf.prefer("nli", "")
    assert app.shelf.preferred() == {}


def test_trials_are_shown(page: ModelsWorkspace, app: App, qtbot: QtBot) -> None:
    # The engine of this test has no models: the trial ends with its reason.
    page.table.go_to(0)
    page.try_out()
    name = names(page)[0]
    qtbot.waitUntil(lambda: app.shelf.trials.get(name) is not None, timeout=20_000)
    app.shelf.trials[name] = Trial(name, Speed(1234.5, "pairs"), "cpu", "bf16", 4, 4)
    app.shelf.changed.emit()
    shown = [page.models.index(0, column).data() for column in range(page.models.columnCount())]
    assert "1,234 pairs/s" in shown and "Files and answers are right" in shown
    app.shelf.trials[name] = Trial(name, Speed(1.0, "pairs"), "cpu", "fp32", 1, 4)
    app.shelf.changed.emit()
    assert "1 of 4" in page.detail._problem.text()
    why = ItemFailure(name, "int8_no_faster", (("gain", 0.8), ("precision", "bf16")))
    speed = Speed(1234.5, "pairs")
    app.shelf.trials[name] = Trial(name, speed, "cpu", "bf16", 4, 4, remarks=(why,))
    app.shelf.changed.emit()
    said = [label.text() for label in page.detail.findChildren(QLabel)]
    assert any("8-bit integers are not used" in words and "0.8 times" in words for words in said)


def test_meanings_must_be_whole(offered: Path, tmp_path: Path, qtbot: QtBot) -> None:
    folder = Path(shutil.copytree(offered / "nli", tmp_path / "m"))
    published.edit_json(folder / "config.json", id2label=None, label2id=None)
    given: list[object] = []
    dialog = QuestionsDialog("m", inspect_folder(folder), Explainer("en"), given.append)
    qtbot.addWidget(dialog)
    ok = dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    first, second, third = dialog.labels
    for box, place in ((first, 1), (second, 1), (third, 3)):
        box.setCurrentIndex(place)  # type: ignore[union-attr]
    dialog.languages["en"].setChecked(True)
    assert not ok.isEnabled() and "cannot mean the same" in dialog._wrong.text()
    second.setCurrentIndex(2)  # type: ignore[union-attr]
    assert ok.isEnabled()
    dialog.accept()
    assert given == [{"labels": ["entailment", "neutral", "contradiction"], "languages": ["en"]}]


def test_the_dialog_says_where_it_connects(page: ModelsWorkspace, app: App) -> None:
    dialog = page.get()
    assert not dialog._go.isEnabled()
    place = next(
        number
        for number in range(dialog.offers.count())
        if "structbert" in dialog.offers.item(number).text()
    )
    dialog.offers.setCurrentRow(place)
    # It is not on Hugging Face: the other hub is chosen by itself.
    assert dialog.source.currentData() == MODELSCOPE
    assert "www.modelscope.cn" in dialog._where.text()
    dialog.source.setCurrentIndex(dialog.source.findData(HUGGINGFACE))
    dialog.reference.setText("a/b")
    dialog.mirror.setCurrentText("https://hf-mirror.com/")
    assert "hf-mirror.com" in dialog._where.text()
    assert dialog.task().address == "https://hf-mirror.com"
    dialog.reference.setText("nonsense")
    dialog.accept()
    assert dialog.isVisible() and "not the name of a model" in dialog._wrong.text()
    dialog.reject()
    assert not app.shelf.transfers


def test_everything_has_a_name_and_can_be_reached(page: ModelsWorkspace) -> None:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            inner = isinstance(widget, QLineEdit) or widget.objectName().startswith("qt_")
            assert named or inner or widget.parentWidget() is page.table, widget
    assert QApplication.instance() is not None
