"""kill -9 and Ctrl+C in the middle of a run: what was finished is kept, the rest goes on later."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Program, read_jsonl

FIELDS = "Party*, Effective date(YYYY-MM-DD), Governing law"
COPIES = 60


@pytest.fixture
def many_contracts(samples: Path, tmp_path: Path) -> Path:
    """Sixty different contracts: each a sample with a line of its own."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    text = (samples / "nda.txt").read_text(encoding="utf-8")
    for number in range(COPIES):
        path = folder / f"contract-{number:03d}.txt"
        path.write_text(text * 4 + f"\nCopy number {number}.\n", encoding="utf-8")
    return folder


def start(
    root: Path, environment: dict[str, str], arguments: list[object]
) -> subprocess.Popen[str]:
    """The program in the background."""
    command = [sys.executable, str(root / "main.py"), *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_documents(project: Path, process: subprocess.Popen[str], count: int) -> None:
    """Until ``count`` documents of the run are in the project file."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the run ended before it could be interrupted: {process.stderr.read()}")
        if project.exists():
            try:
                with sqlite3.connect(f"file:{project}?mode=ro", uri=True, timeout=1) as database:
                    (found,) = database.execute("SELECT COUNT(*) FROM cache").fetchone()
                if found >= count:
                    return
            except sqlite3.OperationalError:
                pass
        time.sleep(0.02)
    pytest.fail("the run did not get far enough in time")


def comparable(path: Path) -> list[dict[str, object]]:
    """The lines in the order of their documents."""
    return sorted(read_jsonl(path), key=lambda line: str(line["document"]))


@pytest.mark.slow
def test_kill_and_run_again_gives_the_same_result(
    root: Path,
    environment: dict[str, str],
    program: Program,
    many_contracts: Path,
    tmp_path: Path,
) -> None:
    project, out, fresh = tmp_path / "p.cdesk", tmp_path / "again.jsonl", tmp_path / "fresh.jsonl"
    arguments = ["extract", many_contracts, "--fields", FIELDS, "--project", project, "--out", out]
    process = start(root, environment, arguments)
    wait_for_documents(project, process, 10)
    process.kill()
    process.communicate()
    assert not out.exists(), "half a result stands under the final name"

    again = program(*arguments)
    assert again.returncode == 0, again.stderr
    direct = program("extract", many_contracts, "--fields", FIELDS, "--out", fresh)
    assert direct.returncode == 0, direct.stderr
    assert comparable(out) == comparable(fresh)
    assert len(read_jsonl(out)) == COPIES


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process alone")
def test_interrupt_keeps_what_is_finished(
    root: Path, environment: dict[str, str], many_contracts: Path, tmp_path: Path
) -> None:
    project, out = tmp_path / "p.cdesk", tmp_path / "out.jsonl"
    arguments = ["extract", many_contracts, "--fields", FIELDS, "--project", project, "--out", out]
    process = start(root, environment, arguments)
    wait_for_documents(project, process, 10)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert 0 < len(read_jsonl(out)) < COPIES
