"""Several processes write the same small files at once, and none loses what another wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from engine import keeping
from engine import settings as options
from engine.keeping import FileLock, our_turn, write_whole
from engine.models.library import Library
from engine.settings import Settings

CHANGE = """
import sys, time
from pathlib import Path
from engine.settings import Option, Settings
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
registry = [Option(f"{name}{number}", 0) for number in range(count)]
settings = Settings.load(folder, registry)
for number, option in enumerate(registry):
    settings.set(option, number + 1)
    settings.save()
"""

BRING_IN = """
import sys
from pathlib import Path
from engine.models.library import Library
base, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
library = Library(base / "models.json", base / "home", base / "built-in")
for number in range(count):
    model = base / "elsewhere" / f"{name}{number}"
    model.mkdir(parents=True)
    (model / "config.json").write_text("{}", encoding="utf-8")
    library.add_in_place(model)
"""


def together(root: Path, code: str, folder: Path, count: int) -> None:
    """Two processes at once, each with its own names."""
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), name, str(count)], cwd=root)
        for name in ("a", "b")
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]


def test_two_processes_keep_each_others_settings(root: Path, tmp_path: Path) -> None:
    together(root, CHANGE, tmp_path, 15)
    values = json.loads((tmp_path / options.FILE_NAME).read_text(encoding="utf-8"))["values"]
    assert values == {f"{name}{n}": n + 1 for name in "ab" for n in range(15)}
    assert [file.name for file in tmp_path.iterdir()] == [options.FILE_NAME]


def test_two_processes_keep_each_others_models(root: Path, tmp_path: Path) -> None:
    together(root, BRING_IN, tmp_path, 8)
    library = Library(tmp_path / "models.json", tmp_path / "home", tmp_path / "built-in")
    names = sorted(known.name for known in library.scan())
    assert names == sorted(f"{name}{n}" for name in "ab" for n in range(8))


def test_what_another_window_set_stands_beside_what_is_set_here(tmp_path: Path) -> None:
    first, second = Settings.load(tmp_path), Settings.load(tmp_path)
    first.set(options.THREADS, 4)
    first.set(options.OCR, False)
    first.save()
    second.set(options.THREADS, 2)
    second.save()
    assert (second.get(options.THREADS), second.get(options.OCR)) == (2, False)
    first.set(options.DEVICE, "cpu")
    first.refresh()
    assert (first.get(options.THREADS), first.get(options.DEVICE)) == (2, "cpu")
    first.reset(options.OCR)
    first.save()
    assert Settings.load(tmp_path).get(options.OCR) is True
    assert Settings.load(tmp_path).get(options.DEVICE) == "cpu"


def test_what_is_damaged_meanwhile_is_kept_aside_and_told(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)
    settings.set(options.THREADS, 4)
    settings.save()
    (tmp_path / options.FILE_NAME).write_text("{", encoding="utf-8")
    settings.set(options.OCR, False)
    settings.save()
    assert settings.notices[0].code == "settings_damaged"
    assert (tmp_path / "settings-damaged.json").read_text(encoding="utf-8") == "{"
    assert Settings.load(tmp_path).get(options.THREADS) == 4


def test_a_newer_program_finds_its_own_version_again(tmp_path: Path) -> None:
    newer = {"schema": 9, "values": {"threads": 3}}
    (tmp_path / options.FILE_NAME).write_text(json.dumps(newer), encoding="utf-8")
    settings = Settings.load(tmp_path)
    settings.set(options.OCR, False)
    settings.save()
    written = json.loads((tmp_path / options.FILE_NAME).read_text(encoding="utf-8"))
    assert written == {"schema": 9, "values": {"threads": 3, "ocr": False}}


def test_a_lock_is_had_once_and_waits_its_turn(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "x.lock"), FileLock(tmp_path / "x.lock")
    assert first.acquire()
    assert not second.acquire()
    timer = threading.Timer(0.1, first.release)
    timer.start()
    assert second.acquire(patience=10)
    timer.join()
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_hangs_keeps_nobody_from_saving(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with our_turn(file), our_turn(file, patience=0.05) as had:
        assert not had
        write_whole(file, "new")
    assert file.read_text(encoding="utf-8") == "new"
    with our_turn(tmp_path / "gone" / "x.json") as had:
        assert not had


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    write_whole(file, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud800")
    assert file.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["x.json"]


def test_a_lock_file_that_windows_is_about_to_delete_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.lock"
    refusals = [PermissionError(13, "being deleted")] * 2
    really = os.open

    def opened(*arguments: Any) -> int:
        if refusals:
            raise refusals.pop()
        return really(*arguments)

    monkeypatch.setattr(keeping.os, "open", opened)
    with pytest.raises(PermissionError):
        FileLock(path).acquire(5)
    monkeypatch.setattr(keeping.sys, "platform", "win32")
    refusals += [PermissionError(13, "being deleted")] * 3
    lock = FileLock(path)
    assert lock.acquire(5) and not refusals
    lock.release()
    assert not path.exists()
