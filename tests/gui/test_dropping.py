"""What is dropped goes where it belongs, and the GUI thread never looks at the disk for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from gui.desk import Desk
from gui.dropping import Dropped, dropped, sort_paths
from tests.gui.conftest import settle, write_contracts


def urls(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in names])
    return data


def drop(desk: Desk, data: QMimeData) -> bool:
    """Drag over the window and let go; whether it was welcome."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    actions = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPointF(300, 300).toPoint(), actions, data, buttons, keys)
    desk.window.dragEnterEvent(enter)
    if enter.isAccepted():
        desk.window.dropEvent(QDropEvent(QPointF(300, 300), actions, data, buttons, keys))
    return enter.isAccepted()


def test_paths_are_sorted_by_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the disk was touched")

    for name in ("stat", "is_dir", "exists", "iterdir", "resolve"):
        monkeypatch.setattr(Path, name, forbidden)
    found = sort_paths(
        ["/a/x.docx", "/a/folder", "/a/T.XLSX", "/a/p.cdesk", "/a/x.docx", "/a/😀 y"]
    )
    assert found == Dropped(("/a/x.docx", "/a/folder", "/a/😀 y"), ("/a/T.XLSX",), ("/a/p.cdesk",))
    assert not dropped(QMimeData())


def test_only_local_files_are_welcome(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/contract.pdf")])
    assert not drop(desk, data)
    data.setText("words")
    assert not drop(desk, data)


def test_files_folders_and_a_table_at_once(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    files = write_contracts(tmp_path / "one by one", 3)
    write_contracts(tmp_path / "a folder 😀", 2)
    (tmp_path / "a folder 😀" / "other.txt").write_text("Another text.", encoding="utf-8")
    table = tmp_path / "people.csv"
    table.write_text("Name,City\nAda,London\nAdah,London\n", encoding="utf-8")
    assert drop(desk, urls(*files, str(tmp_path / "a folder 😀"), str(table)))
    settle(desk, qtbot)
    assert desk.documents.count() == 4  # Two of the folder's files repeat what came one by one.
    assert desk.window.workspace is desk.documents
    [found] = desk.project.tables.all()
    assert found.header == ("Name", "City")


def test_a_table_alone_opens_its_page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("Name,City\nAda,London\n", encoding="utf-8")
    assert drop(desk, urls(str(table)))
    settle(desk, qtbot)
    assert desk.window.workspace is desk.duplicates
    assert not desk.window.dock.isVisible()


def test_a_file_that_cannot_be_read_is_a_row_with_its_reason(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "broken.pdf"
    bad.write_bytes(b"%PDF-1.7 and then nothing")
    good = write_contracts(tmp_path / "good", 1)
    drop(desk, urls(str(bad), *good, str(tmp_path / "never there.docx")))
    settle(desk, qtbot)
    rows = [desk.documents.model.row(number) for number in range(desk.documents.model.rowCount())]
    states = {row.name: row.failure is not None for row in rows if row is not None}
    assert states == {"broken.pdf": True, "contract 000.txt": False, "never there.docx": True}
    assert desk.activity.failures.rowCount() == 2
    assert "2" in desk.banner.words
    first = desk.activity.failures.index(0, 2).data()
    assert first and "‹" not in first
