"""A run that is killed, or that fills the disk, loses nothing that was stored and can go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.store import Project
from engine.types import RunStatus
from tests.unit.jobs import writing
from tests.unit.store.records import document


def kill_after(path: Path, root: Path, lines: int) -> list[str]:
    """Start the writing program, kill it once it has said ``lines`` ids; what it said."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.jobs.writing", str(path)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout is not None
    said = []
    for line in program.stdout:
        said.append(line.strip())
        if len(said) >= lines:
            break
    program.kill()
    rest, _ = program.communicate()
    # A line may have been cut by the kill.
    return said + [line for line in rest.splitlines() if len(line) == len(said[0])]


@pytest.mark.parametrize("lines", [1, 60, 150])
def test_a_killed_run_keeps_what_it_had_stored_and_is_resumed(
    tmp_path: Path, root: Path, lines: int
) -> None:
    path = tmp_path / "a.cdesk"
    Project.create(path).close()
    said = kill_after(path, root, lines)
    assert len(said) >= lines
    computed: list[int] = []
    with Project.open(path) as project:
        (left,) = project.runs.interrupted()
        assert left.status is RunStatus.INTERRUPTED
        assert dict(left.settings) == writing.SETTINGS
        for document_id in said:
            assert project.documents.known(document_id)
            assert project.cells.extraction(document_id) is not None
        finished = writing.run(project, computed.append)
        assert finished.status is RunStatus.DONE
        assert project.runs.interrupted() == []
        assert project.documents.count() == writing.COUNT
        assert len(computed) <= writing.COUNT - len(said), "what was finished is not done again"


def test_killed_twice_and_still_whole(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "a.cdesk"
    Project.create(path).close()
    said = kill_after(path, root, 5) + kill_after(path, root, 50)
    with Project.open(path) as project:
        assert all(project.documents.known(document_id) for document_id in said)
        assert project.runs.count() == 2


def test_a_full_disk_ends_the_run_with_a_code_and_it_goes_on_later(tmp_path: Path) -> None:
    computed: list[int] = []
    with Project.create(tmp_path / "a.cdesk") as project:
        connection = project.database.connection()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 600}")
        finished = writing.run(project, computed.append)
        assert finished.status is RunStatus.FAILED
        assert finished.failure is not None
        assert finished.failure.code == "disk_full"
        stored = project.documents.ids()
        assert 0 < len(stored) < writing.COUNT
        assert all(project.documents.get(key).id == key for key in stored)
        connection.execute("PRAGMA max_page_count=1000000")
        before = len(computed)
        finished = writing.run(project, computed.append)
        assert finished.status is RunStatus.DONE
        assert project.documents.count() == writing.COUNT
        assert len(computed) - before <= writing.COUNT - len(stored)
    with Project.open(tmp_path / "a.cdesk") as project:
        assert project.documents.get(document(0).id) == document(0)
