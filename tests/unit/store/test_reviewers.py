"""Whose decision it was is kept with each decision."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from engine.store import Project
from engine.store.schema import MIGRATIONS, migrate
from engine.types import Edit, ReviewState, Target, cell_id

CELL = cell_id("d", "Fee")


def test_each_decision_keeps_its_reviewer(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.cdesk") as project:
        project.edits.reviewer = lambda: "Ada"
        project.edits.apply(Edit(Target.CELL, CELL, ReviewState.ACCEPTED))
        project.edits.reviewer = lambda: "王芳"
        (before,) = project.edits.apply_many([Edit(Target.CELL, CELL, ReviewState.REJECTED)])
        assert before.reviewer == "Ada"
        past = project.edits.history(Target.CELL, CELL)
        assert [edit.reviewer for edit in past] == ["Ada", "王芳"]
        project.edits.apply(before)
        standing = project.edits.get(Target.CELL, CELL)
        assert standing is not None
        assert (standing.reviewer, standing.state) == ("Ada", ReviewState.ACCEPTED)


def test_older_projects_have_decisions_of_nobody(tmp_path: Path) -> None:
    old = tmp_path / "older.db"
    connection = sqlite3.connect(old, isolation_level=None)
    migrate(connection, old, MIGRATIONS[:8])
    connection.execute(
        'INSERT INTO edits (target, target_id, state, value, "start", "end", reason, at)'
        " VALUES ('cell', 'c', 'accepted', NULL, -1, -1, '', 5.0)"
    )
    migrate(connection, old)
    for table in ("edits", "history"):
        rows = connection.execute(f"SELECT target_id, reviewer FROM {table}").fetchall()
        assert rows == [("c", "")]
    connection.execute("UPDATE edits SET reviewer = 'Ada', at = 6.0")
    rows = connection.execute("SELECT at, reviewer FROM history ORDER BY at").fetchall()
    assert rows == [(5.0, ""), (6.0, "Ada")]
    connection.close()
