"""The documents that a command line names."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import wording
from cli.named import named_documents
from engine.control import JobControl


def session(said: list[str]) -> Any:
    return SimpleNamespace(
        control=JobControl(),
        say=said.append,
        explain=lambda code, params: str(wording.sentence(code, params)),
    )


@pytest.fixture(autouse=True)
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.paths.data_dir", lambda: tmp_path / "data")


def test_bundles_give_what_is_in_them(tmp_path: Path) -> None:
    plain, archive, mail = (tmp_path / name for name in ("a.txt", "b.zip", "c.eml"))
    plain.write_text("A contract.", encoding="utf-8")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("x/合同.txt", "A contract.")
    message = EmailMessage()
    message["Subject"] = "contract"
    message.set_content("see attached")
    message.add_attachment("A contract.", filename="d.txt")
    mail.write_bytes(message.as_bytes())
    said: list[str] = []
    found = named_documents(session(said), [plain, archive, mail, plain])
    assert [Path(path).name for path in found] == ["a.txt", "合同.txt", "c.txt", "d.txt"]
    assert found[0] == str(plain) and not said


def test_a_bundle_that_cannot_be_unpacked_stays_and_says_why(tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w"):
        pass
    said: list[str] = []
    assert named_documents(session(said), [archive]) == (str(archive),)
    assert len(said) == 1 and said[0].startswith(f"{archive}: ")


def test_bundles_inside_folders_stay_closed_and_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("A contract.", encoding="utf-8")
    for name in ("m.eml", "z.zip"):
        (folder / name).write_bytes(b"whatever")
    said: list[str] = []
    assert named_documents(session(said), [folder]) == (str(folder / "a.txt"),)
    assert len(said) == 1 and f"{folder / 'm.eml'}, {folder / 'z.zip'}" in said[0]
