"""The servers page against a real server in another process: add, test, use, remove, take back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from benchmarks.faulty_server import running
from engine.control import JobControl
from engine.remote.keys import Keys
from engine.remote.spec import ServerKind
from engine.types import ItemFailure
from gui.app import App
from gui.desk import Desk
from gui.workspaces.servers.dialog import ServerDialog
from tests.gui.conftest import open_desk
from tests.unit.remote.conftest import Faulty, MemoryChain


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as number:
        yield number


@pytest.fixture
def faulty(port: int) -> Faulty:
    made = Faulty(port)
    made.behave(labels=["contradiction", "neutral", "entailment"])
    return made


@pytest.fixture
def chain() -> MemoryChain:
    return MemoryChain()


@pytest.fixture
def desk(app: App, qtbot: QtBot, chain: MemoryChain) -> Desk:
    """On the servers page, with a keychain of the test's own."""
    app.serving.keys = Keys(chain)
    made = open_desk(app, qtbot)
    made.window.open(made.servers)
    return made


def typed(desk: Desk, name: str, url: str, key: str = "") -> ServerDialog:
    """A dialog as a person would fill it."""
    dialog = desk.servers.add()
    dialog.place.name.setText(name)
    dialog.place.address.setText(url)
    dialog.place.uses["nli"].setChecked(True)
    if key:
        dialog.place.type_key(key)
    return dialog


def settled(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.controller.background.busy, timeout=15_000)


def state(desk: Desk) -> str:
    """What the list says of the first server."""
    return str(desk.servers.servers.index(0, 1).data())


def test_a_server_is_added_tested_and_kept(desk: Desk, qtbot: QtBot, faulty: Faulty) -> None:
    assert desk.servers.count() == 0
    typed(desk, "office", faulty.url).accept()
    settled(desk, qtbot)
    assert desk.servers.count() == 1
    assert "Contradictions" in state(desk)
    assert "made-up" in state(desk)
    assert (desk.project.path.parent.parent / "servers.json").exists()
    desk.undo.undo()
    assert desk.servers.count() == 0
    desk.undo.redo()
    assert desk.servers.count() == 1
    settled(desk, qtbot)


def test_what_cannot_be_kept_stays_in_the_dialog(desk: Desk, qtbot: QtBot) -> None:
    dialog = typed(desk, "office", "ftp://somewhere")
    dialog.accept()
    assert dialog.isVisible()
    assert "ftp://somewhere" in dialog.note.text()
    assert dialog.place.address.text() == "ftp://somewhere"
    dialog.reject()
    assert desk.servers.count() == 0


def test_a_server_that_does_not_answer_says_why(desk: Desk, qtbot: QtBot) -> None:
    typed(desk, "gone", "http://127.0.0.1:9").accept()
    settled(desk, qtbot)
    assert "cannot be reached" in state(desk)


def test_a_key_goes_to_the_keychain_and_leaves_it_with_the_server(
    desk: Desk, qtbot: QtBot, faulty: Faulty, chain: MemoryChain, home: Path
) -> None:
    faulty.behave(key="sesame")
    dialog = typed(desk, "office", faulty.url, "wrong")
    dialog.test()
    settled(desk, qtbot)
    assert "key" in dialog.note.text()
    assert not chain.kept
    dialog.place.type_key("sesame")
    dialog.accept()
    settled(desk, qtbot)
    assert list(chain.kept.values()) == ["sesame"]
    assert "made-up" in state(desk)
    assert "sesame" not in (home / "servers.json").read_text(encoding="utf-8")
    desk.servers.remove()
    settled(desk, qtbot)
    assert not chain.kept
    desk.undo.undo()
    settled(desk, qtbot)
    assert list(chain.kept.values()) == ["sesame"]


def test_without_a_keychain_the_page_says_so(app: App, qtbot: QtBot, faulty: Faulty) -> None:
    class NoChain(MemoryChain):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise OSError("locked")

    app.serving.keys = Keys(NoChain())
    desk = open_desk(app, qtbot)
    desk.window.open(desk.servers)
    typed(desk, "office", faulty.url, "sesame").accept()
    settled(desk, qtbot)
    assert "no keychain" in desk.servers.note.text()


def test_unencrypted_texts_are_warned_of(desk: Desk, qtbot: QtBot) -> None:
    dialog = typed(desk, "office", "")
    for url, warned in (("http://10.0.0.5:80", True), ("https://10.0.0.5", False)):
        dialog.place.address.setText(url)
        dialog.place.address.textEdited.emit(url)
        assert ("unencrypted" in dialog.note.text()) is warned
    dialog.reject()


def test_labels_without_meaning_are_asked_for(desk: Desk, qtbot: QtBot, faulty: Faulty) -> None:
    faulty.behave(labels=["LABEL_0", "LABEL_1", "LABEL_2"])
    dialog = typed(desk, "office", faulty.url)
    dialog.test()
    settled(desk, qtbot)
    assert "LABEL_1" in dialog.note.text()
    assert "LABEL_1" in dialog.model.labels["neutral"].placeholderText()
    for number, ours in enumerate(("contradiction", "neutral", "entailment")):
        dialog.model.labels[ours].setText(f"LABEL_{number}")
    dialog.accept()
    settled(desk, qtbot)
    assert "Contradictions" in state(desk)


def test_each_kind_shows_its_own_settings(desk: Desk, qtbot: QtBot) -> None:
    dialog = desk.servers.add()
    combo = dialog.place.kind
    for kind, shown in (
        (ServerKind.PLAIN, dialog.model.path),
        (ServerKind.VLLM, dialog.model.template),
        (ServerKind.TEI, dialog.model.labels["neutral"]),
    ):
        combo.setCurrentIndex(combo.findData(kind))
        assert dialog.model.rows.isRowVisible(shown)
    assert not dialog.model.rows.isRowVisible(dialog.model.path)
    dialog.reject()


def test_the_plots_follow_the_selected_server(
    desk: Desk, app: App, qtbot: QtBot, faulty: Faulty
) -> None:
    typed(desk, "office", faulty.url).accept()
    settled(desk, qtbot)
    server = app.serving.book.get("office")
    model = app.serving.pool().classifier(server, "nli", JobControl())
    assert len(list(model.classify([("a", str(n)) for n in range(100)], JobControl()))) == 100
    desk.servers._tick()
    assert "items in" in desk.servers.live.totals()
    assert desk.servers.live.concurrency.now() != "–"


def test_failures_at_servers_are_listed_with_what_to_do(
    desk: Desk, qtbot: QtBot, faulty: Faulty
) -> None:
    typed(desk, "office", faulty.url).accept()
    settled(desk, qtbot)
    run = desk.project.runs.begin("check", {"documents": ["d1"]}, model="server:office (abc)")
    params = (("host", "h"), ("seconds", 3))
    desk.project.failures.append(
        [ItemFailure("d1", "server_timeout", params), ItemFailure("d2", "file_missing")],
        run.id,
        "check",
    )
    desk.servers.refresh("failures")
    assert desk.servers.failures.rowCount() == 1
    assert "Used in one run" in desk.servers._jobs.text()


def test_everything_can_be_reached_by_keyboard_and_has_a_name(desk: Desk, qtbot: QtBot) -> None:
    dialog = desk.servers.add()
    for root in (desk.servers, dialog):
        for widget in root.findChildren(QWidget):
            if isinstance(widget, QLineEdit | QComboBox | QCheckBox) and not _inside(widget):
                assert widget.accessibleName() or widget.text(), widget
                assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            elif isinstance(widget, QAbstractButton) and widget.isVisible():
                assert widget.text() or widget.accessibleName() or _inside(widget)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert QApplication.activeModalWidget() is None


def _inside(widget: QWidget) -> bool:
    """A part of a spin box, a tab bar or a table's corner is not reached by itself."""
    parent = widget.parentWidget()
    return parent is not None and type(parent).__name__ in (
        "QSpinBox",
        "QDoubleSpinBox",
        "QTabBar",
        "TableView",
        "QLineEdit",
    )
