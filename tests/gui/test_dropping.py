"""What is dropped goes where it belongs, and the GUI thread never looks at the disk for it."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.paths import unpacked_dir
from gui.desk import Desk
from gui.dropping import Dropped, dropped, sort_paths
from gui.virtual_files import CONTENTS, DESCRIPTORS, file_names, write_files
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


def descriptors(*names: str, folder: str = "") -> bytes:
    """A ``FILEGROUPDESCRIPTORW`` as Windows' mail programs offer it."""
    entries = b""
    for name in names:
        attributes = 0x10 if name == folder else 0x20
        head = struct.pack("<I", 0x40) + bytes(32) + struct.pack("<I", attributes) + bytes(32)
        entries += head + name.encode("utf-16-le").ljust(520, b"\0")
    return struct.pack("<I", len(names)) + entries


def attachments(**files: bytes) -> QMimeData:
    """A drop of attachments: no place on the disk, but names and bytes."""
    data = QMimeData()
    data.setData(DESCRIPTORS, descriptors(*files))
    for number, content in enumerate(files.values()):
        data.setData(f"{CONTENTS};index={number}", content)
    return data


def test_attachments_dropped_from_a_mail_program_are_read(desk: Desk, qtbot: QtBot) -> None:
    text = b"SERVICE AGREEMENT between Alder Works Ltd. and Birch Cleaning Ltd.\n"
    files = {"租赁 😀.txt": text, "..\\..\\evil.txt": text + b"2", "rows.csv": b"Name\nAda\nBob\n"}
    assert drop(desk, attachments(**files))
    qtbot.waitUntil(lambda: desk.documents.count() == 2, timeout=20_000)
    settle(desk, qtbot)
    paths = [Path(document.path) for document in desk.project.documents.page(0, 9)]
    assert {path.name for path in paths} == {"租赁 😀.txt", "evil.txt"}
    assert all(path.parents[1] == unpacked_dir() and path.is_file() for path in paths)
    assert len(desk.project.tables.all()) == 1


def test_what_stands_in_a_drop_is_not_believed() -> None:
    assert file_names(b"") == [] and file_names(b"\xff\xff\xff\xff") == []
    assert file_names(struct.pack("<I", 4_000_000_000) + descriptors("a.txt")[4:]) == ["a.txt"]
    assert file_names(descriptors("a", "b.txt", folder="a")) == ["", "b.txt"]
    assert file_names(descriptors("C:\\x\\a.txt", "/etc/b.txt")) == ["a.txt", "b.txt"]


def test_files_of_one_name_and_of_no_name_are_all_written(tmp_path: Path) -> None:
    files = [
        ("a.txt", b"1"),
        ("a.txt", b"2"),
        ('<"?*>', b"3"),
        ("x" * 300 + ".txt", b"4"),
        ("..", b"5"),
    ]
    paths = [Path(path) for path in write_files(files, tmp_path)]
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3", b"4", b"5"]
    assert len({path.parent for path in paths}) == 1 and paths[0].parent.parent == tmp_path


@pytest.mark.parametrize("kind", ["imap://a@b/INBOX?number=7", "text/x-moz-message", "empty"])
def test_a_message_that_only_its_program_can_open_is_explained(
    desk: Desk, qtbot: QtBot, kind: str
) -> None:
    data = QMimeData()
    if kind == "empty":
        data.setData(DESCRIPTORS, descriptors("message.txt"))
    elif "://" in kind:
        data.setUrls([QUrl(kind)])
    else:
        data.setData(kind, b"x")
    assert drop(desk, data)
    assert "Save it in a folder first" in desk.banner.words
    assert not desk.controller.busy


def test_an_archive_and_a_message_give_their_documents(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    files = write_contracts(tmp_path / "in", 2)
    with zipfile.ZipFile(tmp_path / "contracts.zip", "w") as archive:
        for number, file in enumerate(files):
            archive.write(file, f"2024/{number} 合同.txt")
        archive.writestr("../../evil.txt", "outside? no: it lands inside.")
    assert drop(desk, urls(str(tmp_path / "contracts.zip")))
    settle(desk, qtbot)
    names = sorted(document.name for document in desk.project.documents.page(0, 9))
    assert names == ["0 合同.txt", "1 合同.txt", "evil.txt"]
    assert desk.activity.failures.rowCount() == 0
    assert not (tmp_path / "evil.txt").exists() and not (tmp_path.parent / "evil.txt").exists()


def test_what_a_folder_holds_beside_documents_is_said_and_can_be_opened(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    [file] = write_contracts(tmp_path / "deal", 1)
    copy = Path(file).with_name("copy.txt")
    copy.write_bytes(Path(file).read_bytes())
    with zipfile.ZipFile(tmp_path / "deal" / "annexes.zip", "w") as archive:
        archive.writestr("annex.txt", "An annex of its own.")
    assert drop(desk, urls(str(tmp_path / "deal")))
    settle(desk, qtbot)
    assert desk.documents.model.rowCount() == 1
    assert desk.banner.isVisibleTo(desk.window)
    assert "not opened: annexes.zip" in desk.banner.words
    assert "same content as others in the list, and are not listed again: copy.txt" in (
        desk.banner.words
    )
    [offer] = desk.banner.findChildren(QPushButton)
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    settle(desk, qtbot)
    names = sorted(document.name for document in desk.project.documents.page(0, 9))
    assert names == ["annex.txt", "contract 000.txt"]
    # The same folder again: known files are known, the copy is still a copy.
    desk.take_paths([str(copy)])
    settle(desk, qtbot)
    assert "not listed again: copy.txt" in desk.banner.words
