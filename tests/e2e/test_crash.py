"""The whole program dies for real, and its next start tells of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "Alder-Works-agreement"

OPEN = """
import ctypes, json, os, signal, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from engine.paths import data_dir
from gui.app import run
from gui.crash import CrashPage
from gui.single import SingleInstance

application = QApplication(["clausedesk"])
seen = {}

def crash_page():
    return next((w for w in application.topLevelWidgets() if isinstance(w, CrashPage)), None)

def look():
    window = next((w for w in application.topLevelWidgets() if w.objectName() == "clausedesk-main"), None)
    if window is None or not window.isVisible():
        QTimer.singleShot(100, look)
        return
    WHAT

def fail(name):
    raise ValueError("cannot read " + name)

def leave():
    json.dump(seen, sys.stdout)
    sys.stdout.flush()
    application.closeAllWindows()

QTimer.singleShot(100, look)
single = SingleInstance(data_dir())
single.claim()
status = run(application, [], single)
single.close()
os._exit(status)
"""

STUMBLE_AND_DIE = (
    f"threading.Thread(target=fail, args=('{SECRET}',), name='{SECRET}').start();"
    f"QTimer.singleShot(50, lambda: fail('{SECRET}'));"
    "QTimer.singleShot(600, lambda: ctypes.string_at(0))"
)
LOOK = (
    "page = crash_page();"
    "seen.update(title=page.windowTitle(), report=page.report.toPlainText()) if page else None;"
    "page.save(Path(sys.argv[1])) if page else None;"
    "page.close() if page else None;"
    "QTimer.singleShot(200, leave)"
)


def start(root: Path, home: Path, what: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OPEN.replace("WHAT", what), *arguments],
        cwd=root,
        env={
            **os.environ,
            "CLAUSEDESK_HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "LANG": "en_GB.UTF-8",
            "LC_ALL": "en_GB.UTF-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_errors_are_survived_and_a_crash_is_told_of_at_the_next_start_alone(
    root: Path, home: Path
) -> None:
    died = start(root, home, STUMBLE_AND_DIE)
    assert died.returncode != 0
    saved = home / "report.txt"
    told = start(root, home, LOOK, str(saved))
    assert told.returncode == 0, told.stderr
    report = json.loads(told.stdout)["report"]
    assert "died" in report
    assert report.count("unforeseen error:") == 2
    assert "ValueError" in report
    assert SECRET not in report
    assert str(home) not in report
    assert saved.read_text(encoding="utf-8") == report
    again = start(root, home, LOOK, str(saved))
    assert json.loads(again.stdout) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks by closing windows")
def test_the_system_s_request_to_end_is_followed_and_leaves_nothing_behind(
    root: Path, home: Path
) -> None:
    # From another thread, while the window's loop sleeps.
    asked = "threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()"
    ended = start(root, home, asked)
    assert ended.returncode == 0, ended.stderr
    assert [path.name for path in home.rglob("running*")] == []
    assert json.loads(start(root, home, LOOK, "unused").stdout) == {}
