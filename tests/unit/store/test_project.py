"""Opening, closing, copying and what can be wrong with a project file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.store import Project, ProjectSource, schema
from engine.store.schema import MIGRATIONS, Migration, migrate
from engine.types import Document, Edit, ReviewState, Target
from tests.unit.store.records import document


def code_of(path: Path) -> str:
    """The code with which opening ``path`` fails."""
    with pytest.raises(UserError) as caught:
        Project.open(path)
    return caught.value.code


def test_what_was_stored_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "with spaces 和 émoji 🎉.cdesk"
    with Project.create(path) as project:
        project.documents.append([document()])
        project.fields_text = "甲方, 乙方"
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "no side files are left"
    with Project.open(path) as project:
        assert project.documents.get(document().id) == document()
        assert project.fields_text == "甲方, 乙方"
        assert project.get_meta("unknown", "default") == "default"


def test_closing_twice_is_harmless_and_using_it_then_is_a_code(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.cdesk")
    project.close()
    project.close()
    with pytest.raises(UserError) as caught:
        project.documents.ids()
    assert caught.value.code == "project_closed"


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.cdesk"
    Project.create(path).close()
    with pytest.raises(UserError) as caught:
        Project.create(path)
    assert caught.value.code == "project_exists"
    Project.open(path).close()


def test_missing_project_and_missing_folder(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.cdesk") == "project_missing"
    with pytest.raises(UserError) as caught:
        Project.create(tmp_path / "none" / "a.cdesk")
    assert caught.value.code == "folder_missing"


def test_a_file_that_is_no_project(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("This is not a project.", encoding="utf-8")
    assert code_of(text) == "not_a_project"
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert code_of(other) == "not_a_project"


def test_a_project_from_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "a.cdesk"
    Project.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError) as caught:
        Project.open(path)
    assert caught.value.code == "project_newer"
    assert caught.value.params["version"] == 999
    assert path.read_bytes() == before


def test_a_damaged_project(tmp_path: Path) -> None:
    path = tmp_path / "a.cdesk"
    with Project.create(path) as project:
        project.documents.append([document(n) for n in range(50)])
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 6] = os.urandom(4096 * 3)
    path.write_bytes(data)
    assert code_of(path) == "project_damaged"
    path.write_bytes(b"\x00" * 5000)
    assert code_of(path) == "project_damaged"
    assert not path.with_name("a.cdesk.lock").exists()


def test_a_project_open_elsewhere_is_locked_and_a_dead_process_locks_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.cdesk"
    Project.create(path).close()
    code = (
        "import sys\nfrom pathlib import Path\nfrom engine.store import Project\n"
        "project = Project.open(Path(sys.argv[1]))\nprint('open', flush=True)\nsys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        assert code_of(path) == "project_locked"
    finally:
        holder.kill()
        holder.communicate()
    assert path.with_name("a.cdesk.lock").exists(), "the killed process left its file behind"
    Project.open(path).close()


def test_the_same_process_cannot_open_it_twice_either(tmp_path: Path) -> None:
    path = tmp_path / "a.cdesk"
    with Project.create(path):
        assert code_of(path) == "project_locked"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX modes here")
def test_a_folder_and_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    path = tmp_path / "a.cdesk"
    Project.create(path).close()
    path.chmod(0o400)
    assert code_of(path) == "project_read_only"
    path.chmod(0o600)
    tmp_path.chmod(0o500)
    try:
        assert code_of(path) == "folder_read_only"
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody may write in")
def test_a_folder_that_nobody_can_write_in() -> None:
    with pytest.raises(UserError) as caught:
        Project.create(Path("/proc/self/a.cdesk"))
    assert caught.value.code == "folder_read_only"


def test_threads_have_connections_of_their_own(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.cdesk") as project:
        errors: list[BaseException] = []

        def work(number: int) -> None:
            try:
                project.documents.append([document(number)])
                assert project.documents.known(document(number).id)
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert project.documents.count() == 8


def test_a_copy_is_whole_while_another_thread_writes(tmp_path: Path) -> None:
    copy = tmp_path / "copy.cdesk"
    with Project.create(tmp_path / "a.cdesk") as project:
        project.documents.append([document(number, "text " * 5000) for number in range(100)])
        stop = threading.Event()

        def keep_writing() -> None:
            number = 1000
            while not stop.is_set():
                project.documents.append([document(number)])
                number += 1

        writer = threading.Thread(target=keep_writing)
        writer.start()
        steps: list[tuple[int, int]] = []
        try:
            project.save_copy(copy, lambda done, total: steps.append((done, total)))
        finally:
            stop.set()
            writer.join()
        assert steps[-1][0] == steps[-1][1]
        with Project.open(copy) as copied:
            assert copied.documents.count() >= 100
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.cdesk", "copy.cdesk"]


def test_a_copy_replaces_a_closed_project_but_not_an_open_one(tmp_path: Path) -> None:
    target = tmp_path / "b.cdesk"
    with Project.create(tmp_path / "a.cdesk") as project, Project.create(target) as other:
        project.fields_text = "new"
        with pytest.raises(UserError) as caught:
            project.save_copy(target)
        assert caught.value.code == "project_locked"
        other.close()
        project.save_copy(target)
        project.save_copy(project.path)
        with Project.open(target) as copied:
            assert copied.fields_text == "new"


def test_a_copy_that_is_broken_off_leaves_the_target_alone(tmp_path: Path) -> None:
    target = tmp_path / "b.cdesk"
    Project.create(target).close()
    before = target.read_bytes()

    def give_up(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with Project.create(tmp_path / "a.cdesk") as project:
        with pytest.raises(KeyboardInterrupt):
            project.save_copy(target, give_up)
        project.fields_text = "still works"
    assert target.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.cdesk", "b.cdesk"]


def full(project: Project) -> sqlite3.Connection:
    """Make this thread's connection behave as on a full disk."""
    connection = project.database.connection()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")
    return connection


def test_a_full_disk_loses_nothing_and_work_goes_on_once_there_is_space(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.cdesk") as project:
        project.documents.append([document(1)])
        connection = full(project)
        with pytest.raises(UserError) as caught:
            project.documents.append([document(n, os.urandom(9000).hex()) for n in range(2, 30)])
        assert caught.value.code == "disk_full"
        assert project.documents.ids() == [document(1).id]
        connection.execute("PRAGMA max_page_count=1000000")
        project.documents.append([document(2)])
        assert project.documents.count() == 2


def test_the_first_migration_makes_every_table(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    migrate(connection, tmp_path / "a.db", MIGRATIONS[:1])
    assert schema.version_of(connection) == 1
    assert schema.is_project(connection)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert {"documents", "cells", "pairs", "verdicts", "runs", "edits", "cache"} <= names
    connection.close()


def test_migrations_are_numbered_without_gaps() -> None:
    assert [step.version for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_later_step_keeps_the_rows_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.cdesk"
    with Project.create(path) as project:
        project.edits.apply(Edit(Target.PAIR, "p", ReviewState.ACCEPTED))
    last = len(MIGRATIONS)
    good = Migration(last + 1, ("ALTER TABLE edits ADD COLUMN who TEXT NOT NULL DEFAULT ''",))
    bad = Migration(last + 2, ("DELETE FROM edits", "CREATE TABLE nonsense ("))
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, path, (*MIGRATIONS, good, bad))
    assert schema.version_of(connection) == last + 1
    assert connection.execute("SELECT target_id, who FROM edits").fetchall() == [("p", "")]
    connection.close()


def test_documents_are_found_by_id_and_by_path(tmp_path: Path) -> None:
    from engine.control import JobControl

    class Paths:
        """Reads nothing, gives a known document."""

        def load(self, reference: str, control: JobControl) -> Document:
            return document(9)

    with Project.create(tmp_path / "a.cdesk") as project:
        project.documents.append([document(1)])
        source = ProjectSource(project, Paths())
        assert source.load(document(1).id, JobControl()) == document(1)
        assert source.load("/a/path.pdf", JobControl()) == document(9)
