"""What can be read of a damaged project comes over into a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.store import Project, recover
from engine.types import Edit, ReviewState, Target, cell_id
from tests.unit.store.records import document, extraction, mention, pair

PAGE = 4096


def make(path: Path) -> int:
    """A project with 60 documents of several pages each, and edits; returns its size."""
    with Project.create(path) as project:
        docs = [document(n, f"{n} The fee is 30 USD. " * 40) for n in range(60)]
        project.documents.append(docs)
        project.cells.append(extraction(doc, mention(doc, "Fee", "30")) for doc in docs)
        project.pairs.append(pair(2, 3 + n, n / 500) for n in range(500))
        for doc in docs[:10]:
            edit = Edit(Target.CELL, cell_id(doc.id, "Fee"), ReviewState.EDITED, "31")
            project.edits.apply(edit)
    return path.stat().st_size


def test_a_sound_project_comes_over_whole(tmp_path: Path) -> None:
    old, new = tmp_path / "old.cdesk", tmp_path / "new.cdesk"
    make(old)
    result = recover(old, new)
    assert result.lost == 0
    with Project.open(new) as project:
        assert len(project.documents.ids()) == 60
        assert project.pairs.count() == 500
        assert project.cells.cell(document(3).id, "Fee").value == "31"


def test_one_ruined_page_after_another_never_costs_everything(tmp_path: Path) -> None:
    old = tmp_path / "old.cdesk"
    size = make(old)
    sound = old.read_bytes()
    for number, page in enumerate(range(2, size // PAGE, 7)):
        data = bytearray(sound)
        data[page * PAGE : (page + 1) * PAGE] = b"\xee" * PAGE
        old.write_bytes(data)
        new = tmp_path / f"new {number}.cdesk"
        recover(old, new)
        assert old.read_bytes() == bytes(data), "the damaged file is left as it is"
        with Project.open(new) as project:
            documents, pairs = len(project.documents.ids()), project.pairs.count()
            edits = sum(1 for _ in project.edits.all())
        whole = (documents == 60) + (pairs == 500) + (edits == 10)
        assert whole >= 2, f"page {page}: {documents} documents, {pairs} pairs, {edits} edits"


def test_a_ruined_header_is_mended(tmp_path: Path) -> None:
    old, new = tmp_path / "old.cdesk", tmp_path / "new.cdesk"
    make(old)
    data = bytearray(old.read_bytes())
    data[:20] = bytes(20)
    old.write_bytes(data)
    with pytest.raises(UserError) as caught:
        Project.open(old)
    assert caught.value.code == "project_damaged"
    recover(old, new)
    with Project.open(new) as project:
        assert len(project.documents.ids()) == 60


def test_a_file_cut_short_gives_its_first_part(tmp_path: Path) -> None:
    old, new = tmp_path / "old.cdesk", tmp_path / "new.cdesk"
    size = make(old)
    old.write_bytes(old.read_bytes()[: size * 3 // 4])
    result = recover(old, new)
    assert result.lost > 0
    with Project.open(new) as project:
        assert project.documents.count() > 0


def test_a_document_without_its_text_asks_to_be_added_again(tmp_path: Path) -> None:
    old, new = tmp_path / "old.cdesk", tmp_path / "new.cdesk"
    make(old)
    with Project.open(old) as project, project.database.write() as connection:
        connection.execute("UPDATE bodies SET body = x'00' WHERE position = 1")
    recover(old, new)
    with Project.open(new) as project:
        row = project.documents.page(0, 1)[0]
        assert row.failure is not None
        assert row.failure.code == "document_lost"
        project.documents.append([document(0)])
        assert project.cells.cell(document(0).id, "Fee").value == "31", "the edit is still there"


def test_nothing_readable_is_a_code_and_leaves_no_file(tmp_path: Path) -> None:
    old, new = tmp_path / "old.cdesk", tmp_path / "new.cdesk"
    old.write_bytes(b"\x11" * 50_000)
    with pytest.raises(UserError) as caught:
        recover(old, new)
    assert caught.value.code == "project_unrecoverable"
    assert not new.exists()
