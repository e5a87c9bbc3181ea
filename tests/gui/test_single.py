"""A second start hands its files to the first; what a crash left behind stands in nobody's way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from engine.store import Project
from gui.app import App
from gui.arrivals import Arrivals
from gui.desk import Desk
from gui.single import SingleInstance, absolute_paths, socket_name
from tests.gui.conftest import settle, write_contracts

SECOND = """
import sys
from pathlib import Path
from gui.single import SingleInstance
paths = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
second = SingleInstance(Path(sys.argv[1]))
sys.exit(0 if not second.claim() and second.hand_over(paths) else 1)
"""


def hand_over(folder: Path, paths: list[str], qtbot: QtBot) -> bool:
    """A second start, which is a process of its own and waits with all of it."""
    (folder / "given.txt").write_text("\n".join(paths), encoding="utf-8")
    command = [sys.executable, "-c", SECOND, str(folder), str(folder / "given.txt")]
    second = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    return second.returncode == 0


def test_the_first_hears_what_a_second_is_given(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    heard: list[list[str]] = []
    first.received.connect(heard.append)
    long = [f"/{'很长' * 60}/合同 {number} 😀.docx" for number in range(1000)]
    assert hand_over(tmp_path, long, qtbot)
    assert hand_over(tmp_path, [], qtbot)
    assert heard == [long, []]
    first.close()
    first.close()


def test_programs_with_folders_of_their_own_do_not_meet(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.claim() and other.claim()
    first.close()
    other.close()


def test_the_next_one_is_first_once_the_first_has_gone(qapp: QApplication, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    assert not second.claim()
    first.close()
    assert second.claim()
    second.close()


def test_what_a_crash_left_behind_is_cleared_away(qtbot: QtBot, tmp_path: Path) -> None:
    """A lock of a process that is no more, and a socket that nobody listens to."""
    (tmp_path / "instance.lock").write_text("99999999\nclausedesk\n\n\n", encoding="utf-8")
    dead = QLocalServer()
    assert dead.listen(socket_name(tmp_path))
    Path(dead.fullServerName()).rename(tmp_path / "kept")
    dead.close()
    (tmp_path / "kept").rename(socket_name(tmp_path))
    first = SingleInstance(tmp_path)
    assert first.claim()
    heard: list[list[str]] = []
    first.received.connect(heard.append)
    assert hand_over(tmp_path, ["/a.docx"], qtbot)
    assert heard == [["/a.docx"]]
    first.close()


def test_a_running_one_that_does_not_answer_is_given_up(qapp: QApplication, tmp_path: Path) -> None:
    silent = SingleInstance(tmp_path)
    assert silent.claim()
    silent._server.close()  # type: ignore[union-attr]
    second = SingleInstance(tmp_path)
    assert not second.claim()
    assert not second.hand_over(["/a.docx"], 300)
    silent.close()


@pytest.mark.parametrize(
    "content",
    [b"\n", b"nonsense\n", b"[1]\n", b'{"paths": "x"}\n', b'{"paths": [1]}\n', b"[" * 9999 + b"\n"],
)
def test_nonsense_is_not_answered(qtbot: QtBot, tmp_path: Path, content: bytes) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    heard: list[list[str]] = []
    first.received.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(socket_name(tmp_path))
    socket.write(content)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == [] and not socket.bytesAvailable()
    first.close()


def test_the_socket_is_only_this_users_and_its_path_is_short(
    qapp: QApplication, tmp_path: Path
) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    name = Path(socket_name(tmp_path))
    assert name.stat().st_mode & 0o077 == 0
    first.close()
    assert len(socket_name(Path("/home/" + "x" * 200)).encode()) < 104
    assert socket_name(tmp_path, "win32").startswith("clausedesk-")
    assert absolute_paths(["", "a b.docx"]) == [str(Path("a b.docx").absolute())]


def test_files_that_arrive_are_read_and_the_window_comes_to_the_front(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.window.showMinimized()
    app.arrivals.receive(write_contracts(tmp_path / "in", 2))
    settle(desk, qtbot)
    assert desk.documents.count() == 2
    assert not desk.window.isMinimized()


def test_a_project_that_arrives_is_opened(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Leases 2024.cdesk"
    Project.create(path).close()
    with qtbot.waitSignal(app.ready, timeout=10_000):
        app.arrivals.receive([str(path)])
    assert app.desk is not None and app.desk.project.path == path


def test_what_arrives_before_the_window_is_there_waits_for_it(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = write_contracts(tmp_path / "in", 3)
    with qtbot.waitSignal(app.ready, timeout=20_000):
        app.start()
        app.arrivals.receive(paths)
        app.arrivals.receive(paths[:1])
    assert app.desk is not None
    settle(app.desk, qtbot)
    assert app.desk.documents.count() == 3


def test_an_open_dialog_is_finished_first(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    """What is typed into a dialog is not lost to a double click in the file manager."""
    path = tmp_path / "Other.cdesk"
    Project.create(path).close()
    dialog = QDialog(desk.window)
    dialog.open()
    app.arrivals.receive([str(path)])
    app.arrivals.receive([])
    qtbot.wait(50)
    assert app.desk is desk and dialog.isVisible()
    with qtbot.waitSignal(app.ready, timeout=10_000):
        dialog.reject()
    assert app.desk is not desk


def test_a_double_click_on_macos_comes_as_an_event(desk: Desk, app: App, tmp_path: Path) -> None:
    taken: list[list[str]] = []
    arrivals = Arrivals(app.application, lambda: desk.window, taken.append)
    event = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "合同.docx")))
    assert arrivals.eventFilter(app.application, event)
    assert taken == [[str(tmp_path / "合同.docx")]]


def test_the_request_is_plain_json(tmp_path: Path, qtbot: QtBot) -> None:
    """Other programs may say it as well: a file manager's script, a launcher."""
    first = SingleInstance(tmp_path)
    assert first.claim()
    socket = QLocalSocket()
    with qtbot.waitSignal(first.received, timeout=3000) as heard:
        socket.connectToServer(socket_name(tmp_path))
        socket.write(json.dumps({"paths": ["/a"]}).encode() + b"\n")
    assert heard.args == [["/a"]]
    qtbot.waitUntil(lambda: bytes(socket.readAll().data()) == b"heard\n")
    first.close()
