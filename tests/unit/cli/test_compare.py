"""``compare`` on the command line: formats, exit status, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.main import main
from engine.paths import config_dir
from engine.remote.book import FILE_NAME
from engine.store import Project

OLD = "1. Delivery. The Supplier shall deliver within 30 days.\n2. Law. Norwegian law applies to it.\n"


@pytest.fixture(name="files")
def fixture_files(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two versions."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, encoding="utf-8")
    # A clause more: nothing that a model would have to be loaded for.
    new.write_text(f"{OLD}3. Costs. Each party bears its own costs.\n", encoding="utf-8")
    return old, new


@pytest.mark.parametrize("suffix", ["jsonl", "xlsx", "html", "docx"])
def test_every_format_is_written(files: tuple[Path, Path], tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    assert main(["compare", *map(str, files), "--out", str(out), "--quiet"]) == 0
    assert out.stat().st_size > 200
    if suffix == "jsonl":
        lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        assert [line["change"] for line in lines] == ["same", "same", "added"]


def test_results_stay_in_a_project(files: tuple[Path, Path], tmp_path: Path) -> None:
    project = tmp_path / "p.cdesk"
    arguments = ["compare", *map(str, files), "--out", str(tmp_path / "o.jsonl"), "--quiet"]
    for _ in range(2):
        assert main([*arguments, "--project", str(project)]) == 0
    with Project.open(project) as opened:
        (row,) = opened.changes.comparisons()
        assert (row.old_name, row.new_name) == ("old.txt", "new.txt")
        assert opened.changes.count() == 3


def test_what_cannot_be_is_refused(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = map(str, files)
    out = str(tmp_path / "o.jsonl")
    assert main(["compare", old, "--out", out]) == 2
    assert main(["compare", old, old, "--tracked", "--out", out]) == 2
    assert main(["compare", old, str(tmp_path), "--out", out]) == 2
    assert main(["compare", old, old, "--out", str(tmp_path / "o.csv")]) == 2
    assert main(["compare", old, str(tmp_path / "gone.txt"), "--out", out, "--quiet"]) == 3
    assert main(["compare", old, "--tracked", "--out", out, "--quiet"]) == 3
    assert "tracked changes" in capsys.readouterr().err
    assert not (tmp_path / "o.jsonl").exists()


def test_a_server_that_cannot_be_read_is_said(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (config_dir() / FILE_NAME).write_text('{"servers": [{"name": "office"}]}', encoding="utf-8")
    out = str(tmp_path / "o.jsonl")
    assert main(["compare", *map(str, files), "--out", out, "--quiet"]) == 0
    assert "office" in capsys.readouterr().err
