"""A run that dies leaves where it died, and not a word of what it worked on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.telemetry import Log, logger
from engine.telemetry.crash import LAST_NAME, End, Recorder, take_crash

SECRET = "Alder-Works-agreement"

DIE = """
import ctypes, faulthandler, sys, threading
from pathlib import Path
from engine.telemetry.crash import Recorder
def read_the_agreement(name):
    {how}
with Recorder(Path(sys.argv[1]), "1.2.3"):
    read_the_agreement(sys.argv[2])
"""


def die(root: Path, folder: Path, how: str) -> int:
    command = [sys.executable, "-c", DIE.format(how=how), str(folder), SECRET]
    return subprocess.run(command, cwd=root, check=False, capture_output=True).returncode


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("ctypes.string_at(0)", ("Segmentation fault", "access violation")),
        ("faulthandler._sigabrt()", ("Aborted",)),
    ],
)
def test_a_process_that_dies_is_told_of_once(
    root: Path, tmp_path: Path, how: str, reason: tuple[str, ...]
) -> None:
    with Log(tmp_path):
        logger("engine.test").info(f"opened {SECRET}", file=f"{SECRET}.pdf", done=7)
    assert die(root, tmp_path, how) != 0
    crash = take_crash(tmp_path)
    assert crash is not None
    assert crash.end is End.DIED
    assert crash.reason in reason
    assert "1.2.3" in crash.report
    assert "read_the_agreement" in crash.report
    assert '"done": 7' in crash.report
    assert SECRET not in crash.report
    assert str(Path.home()) not in crash.report
    assert (tmp_path / LAST_NAME).exists()
    assert take_crash(tmp_path) is None


def test_an_orderly_end_and_a_kill_from_outside_leave_nothing_to_tell(
    root: Path, tmp_path: Path
) -> None:
    with Recorder(tmp_path, "1.2.3"):
        assert list(tmp_path.glob("running-*.txt"))
    assert list(tmp_path.iterdir()) == []
    assert die(root, tmp_path, "import os; os._exit(9)") == 9
    assert list(tmp_path.glob("running-*.txt"))
    assert take_crash(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    with Recorder(tmp_path, "1.2.3") as recorder:
        recorder.note(ValueError, None, "MainThread")
        assert take_crash(tmp_path) is None
        assert list(tmp_path.glob("running-*.txt"))


def test_unforeseen_errors_are_told_without_what_they_say(tmp_path: Path) -> None:
    with Recorder(tmp_path, "1.2.3") as recorder:
        for _ in range(60):
            try:
                Path(SECRET).read_text(encoding="utf-8")
            except OSError as error:
                recorder.note(type(error), error.__traceback__, "MainThread")
    crash = take_crash(tmp_path)
    assert crash is not None
    assert (crash.end, crash.reason) == (End.ERRORS, "")
    assert crash.report.count("FileNotFoundError") == 50
    assert "test_unforeseen_errors" in crash.report
    assert SECRET not in crash.report


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    with Recorder(tmp_path / "none", "1.2.3") as recorder:
        recorder.note(ValueError, None, "MainThread")
    assert take_crash(tmp_path / "none") is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"Fatal Python error: " + SECRET.encode()])
def test_whatever_stands_in_the_file_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "running-1.txt").write_bytes(content)
    crash = take_crash(tmp_path)
    assert crash is None or SECRET not in crash.report
