"""Activity: lights and figures of real jobs, limits set by keyboard, figures read over the port, the
file for support."""

from __future__ import annotations

import socket
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine import settings as options
from engine.telemetry import Check, Figures, JobFigures, Light, Metrics
from gui.app import App
from gui.desk import Desk
from gui.workspaces.activity.limits import LimitsDialog
from gui.workspaces.activity.operations import (
    Lamp,
    Operations,
    memory_words,
    seconds_words,
    share_words,
)
from gui.workspaces.activity.plot import Plot
from tests.gui.conftest import settle, write_contracts


@pytest.mark.parametrize(
    "share, words",
    ((1.0, "100 %"), (0.99999, "99.99 %"), (0.985, "98.5 %"), (0.9, "90 %"), (0.0, "0 %")),
)
def test_a_share_is_never_rounded_up_to_a_whole(share: float, words: str, app: App) -> None:
    app.translation.apply("en")
    assert share_words(share) == words


def test_times_and_memory_are_said_in_units_that_fit(app: App) -> None:
    app.translation.apply("en")
    assert [seconds_words(value) for value in (0.00042, 0.0123, 2.4, 250)] == [
        "420 µs",
        "12.3 ms",
        "2.4 s",
        "250 s",
    ]
    assert [memory_words(value) for value in (300 * 2**20, 3 * 2**30)] == ["300 MB", "3.0 GB"]


def test_a_light_says_in_words_what_its_colour_says(qtbot: QtBot, app: App) -> None:
    lamp = Lamp()
    qtbot.addWidget(lamp)
    said = set()
    for light in Light:
        lamp.show_check(Check("success", light, 0.9, 0.99), "Extract fields")
        said.add(lamp.text())
    assert len(said) == len(Light)
    lamp.show_check(Check("memory", Light.BAD, 5 * 2**30, 4 * 2**30), "")
    assert "beyond the limit" in lamp.text() and "4.0 GB" in lamp.text()


def test_a_plot_draws_its_line_its_gaps_and_its_limit(qtbot: QtBot) -> None:
    plot = Plot("Items a second", lambda value: f"{value:g}")
    qtbot.addWidget(plot)
    plot.resize(220, 90)

    def picture() -> bytes:
        pixmap = QPixmap(plot.size())
        plot.render(pixmap)
        return bytes(pixmap.toImage().constBits())

    empty = picture()
    assert plot.now() == "–"
    plot.show_points([(0, 1.0), (1, 5.0), (2, None), (3, 2.0)])
    line = picture()
    assert line != empty
    assert plot.now() == "2" and plot.accessibleDescription() == "2"
    plot.show_points([(0, 1.0), (1, 5.0), (2, None), (3, 2.0)], limit=4.0)
    assert picture() != line


def test_a_second_of_figures_is_drawn_in_no_time(qtbot: QtBot, app: App) -> None:
    metrics = Metrics()
    for number in range(300):
        metrics.done("extract", 3, 0.1)
        metrics.failed("check", number % 2)
        metrics.sample()
    page = Operations(metrics, app.settings, str)
    qtbot.addWidget(page)
    page.resize(900, 260)
    page.show()
    started = time.thread_time()
    page.draw()
    page.grab()
    assert time.thread_time() - started < 0.05


def test_what_jobs_did_is_shown_with_their_failures(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    empty = tmp_path / "in" / "empty.txt"
    paths = write_contracts(tmp_path / "in", 3)
    empty.write_text("", encoding="utf-8")
    desk.controller.read([*paths, str(empty)])
    settle(desk, qtbot)
    desk.contradictions.run()
    settle(desk, qtbot)
    desk.window.open(desk.activity)
    operations = desk.activity.operations
    lines = {line[0]: line[1:] for line in operations.table()}
    assert lines["Read documents"][:4] == ["1", "3", "1", "75 %"]
    assert lines["Find contradictions"][2] == "0"
    success = operations.lamps[0].text()
    assert "75 %" in success and "beyond the limit" in success and "Read documents" in success


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_limits_and_port_are_set_by_keyboard_and_the_figures_can_then_be_read(
    app: App, desk: Desk, qtbot: QtBot
) -> None:
    desk.window.open(desk.activity)
    port = free_port()
    [limits] = [
        button for button in desk.activity.findChildren(QPushButton) if button.text() == "Limits…"
    ]
    limits.setFocus()
    qtbot.keyClick(limits, Qt.Key.Key_Space)
    dialog = desk.activity.findChild(LimitsDialog)
    assert dialog is not None
    dialog.success.selectAll()
    qtbot.keyClicks(dialog.success, "95")
    qtbot.keyClick(dialog.serve, Qt.Key.Key_Space)
    dialog.port.selectAll()
    qtbot.keyClicks(dialog.port, str(port))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert app.settings.get(options.HEALTH_SUCCESS) == pytest.approx(0.95)
    assert app.monitoring.url == f"http://127.0.0.1:{port}/metrics"
    app.monitoring.metrics.done("extract", 7, 1.0)
    with urllib.request.urlopen(app.monitoring.url, timeout=5) as answer:
        assert b'clausedesk_items_total{job="extract"} 7' in answer.read()
    app.settings.set(options.METRICS_ENDPOINT, False)
    app.apply_settings()
    settle(desk, qtbot)
    assert app.monitoring.url == ""


def test_a_port_that_is_taken_is_explained(app: App, desk: Desk, qtbot: QtBot) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        app.settings.set(options.METRICS_PORT, int(other.getsockname()[1]))
        app.settings.set(options.METRICS_ENDPOINT, True)
        app.apply_settings()
    assert "another program listens there" in desk.banner.words
    assert app.monitoring.url == ""


def test_the_file_for_support_is_saved_without_names(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(write_contracts(tmp_path / "brombeere", 2))
    settle(desk, qtbot)
    target = tmp_path / "support.zip"
    desk.save_bundle(target)
    settle(desk, qtbot)
    assert str(target) in desk.banner.words
    with zipfile.ZipFile(target) as bundle:
        told = "".join(bundle.read(name).decode("utf-8") for name in bundle.namelist())
    assert '"documents": 2' in told
    assert "brombeere" not in told and "Alder" not in told


def test_a_job_without_an_item_claims_nothing(qtbot: QtBot, app: App) -> None:
    figures = Figures((JobFigures("check", 1, 0, 0, 0.0, None, None, None),), 0.0, 2**20, 1.0)
    page = Operations(Metrics(), app.settings, str)
    qtbot.addWidget(page)
    page._fill(figures)
    assert page.table()[1][1:] == ["1", "0", "0", "–", "–", "–", "–"]
