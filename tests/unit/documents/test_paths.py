"""From folders to files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.documents import long_path, walk
from engine.documents import paths as module
from tests.unit.documents.builders import write_pdf


def names(folder: Path, *given: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in walk(given or (folder,))]


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.docx", "a.pdf", "sub/c.txt", "sub/deep er/d.html", "~$b.docx", ".hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "table.csv").write_bytes(b"a,b")
    (tmp_path / "empty").mkdir()
    assert names(tmp_path) == ["a.pdf", "b.docx", "sub/c.txt", "sub/deep er/d.html"]


def test_content_counts_where_the_name_says_nothing(tmp_path: Path) -> None:
    write_pdf(tmp_path / "scan.dat", [[]])
    (tmp_path / "program.exe").write_bytes(b"MZ\0\0" * 50)
    assert names(tmp_path) == ["scan.dat"]


def test_a_given_file_is_never_passed_over(tmp_path: Path) -> None:
    path = tmp_path / ".odd.exe"
    path.write_bytes(b"x")
    missing = tmp_path / "gone.txt"
    assert list(walk([path, missing])) == [path, missing]


def test_each_file_comes_once_and_circles_end(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "a.txt").write_bytes(b"x")
    try:
        (inner / "loop").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "z.txt").symlink_to(inner / "a.txt")
    except OSError:
        pytest.skip("no symbolic links here")
    assert names(tmp_path) == ["inner/a.txt"]
    assert names(tmp_path, inner / "a.txt", tmp_path) == ["inner/a.txt"]


def test_a_folder_that_cannot_be_opened_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "a.txt").write_bytes(b"x")
    listdir = os.listdir

    def refuse(path: str) -> list[str]:
        if path.endswith("closed"):
            raise PermissionError(13, "no")
        return listdir(path)

    monkeypatch.setattr(module.os, "listdir", refuse)
    assert names(tmp_path) == ["a.txt", "closed"]


def test_long_paths_on_windows(tmp_path: Path) -> None:
    short, long = Path("a") / "b.txt", Path("/x" * 150)
    assert long_path(short, "linux") == str(short)
    assert not long_path(short, "win32").startswith("\\\\?\\")
    assert long_path(long, "win32").startswith("\\\\?\\")
