"""The main job by ear: the real program in front of a real AT-SPI bus, known by its tree alone.

Needs what a screen reader needs (``apt install xvfb at-spi2-core python3-pyatspi dbus``); skips without.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

READER = Path(__file__).with_name("screen_reader.py")
BUS = Path("/usr/libexec/at-spi-bus-launcher")
PYTHONS = ("/usr/bin/python3", sys.executable)

SCRIPT = """
"{bus}" --launch-immediately &
bus=$!
"{python}" main.py "{document}" &
program=$!
"{reader_python}" "{reader}" "Party*" "Governing law" > "{heard}"
status=$?
kill $program $bus
exit $status
"""


def reader_python() -> str:
    """A Python that can listen to the bus."""
    for python in PYTHONS:
        if shutil.which(python):
            done = subprocess.run([python, "-c", "import pyatspi"], capture_output=True)
            if done.returncode == 0:
                return python
    pytest.skip("no Python with pyatspi")


@pytest.mark.timeout(900)
def test_the_main_job_by_ear(root: Path, tmp_path: Path) -> None:
    for tool in ("xvfb-run", "dbus-run-session"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    if not BUS.exists():
        pytest.skip("at-spi2-core is not installed")
    heard = tmp_path / "heard.json"
    script = SCRIPT.format(
        bus=BUS,
        python=sys.executable,
        document=root / "resources" / "samples" / "nda.txt",
        reader_python=reader_python(),
        reader=READER,
        heard=heard,
    )
    environment = {
        **os.environ,
        "CLAUSEDESK_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    command = ["xvfb-run", "-a", "dbus-run-session", "--", "bash", "-c", script]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=900)
    if b"could not connect to display" in done.stderr or b"xcb" in done.stderr:
        pytest.skip("Qt's plugin for X11 does not start here")
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    said = json.loads(heard.read_text(encoding="utf-8"))
    assert "list: Workspaces" in said["start"]
    assert "list item: Documents, 1" in said["start"]
    assert "table cell: Name: nda.txt" in said["start"]
    assert "table cell: nda.txt, State: Read" in said["start"]
    for field in ("Party", "Governing law"):
        [value] = [words for words in said["values"] if f"cell: nda.txt, {field}: " in words]
        assert value.endswith(("To review", "To review, doubtful")), value
    assert any(" %, Model, " in words or " %, Rule, " in words for words in said["values"])
