"""``clausedesk models`` over its whole life: bring in, answer, use, remove."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.main import main
from tests import published, tiny
from tests.unit.hub.conftest import running


@pytest.fixture
def offered(tmp_path: Path) -> Path:
    folder = tmp_path / "offered"
    tiny.bert(folder / "nli")
    return folder


@pytest.fixture
def port(offered: Path) -> Iterator[int]:
    with running(offered) as found:
        yield found


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["models", *words, "--quiet"])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_a_model_from_a_hub_from_first_to_last(
    home: Path, port: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en")
    mirror = f"http://127.0.0.1:{port}"
    status, words = said(capsys, "download", "good/nli", "--mirror", mirror, "--name", "mine")
    assert status == 0, words
    assert "models answer mine --languages" in words
    assert said(capsys, "answer", "mine", "--languages", "en")[0] == 0
    assert "mine" in said(capsys, "list")[1]
    status, words = said(capsys, "bench", "mine")
    assert status == 0 and "pairs/s" in words
    assert said(capsys, "verify", "mine")[0] == 0
    assert "127.0.0.1" in said(capsys, "info", "mine")[1]
    status, words = said(capsys, "download", "good/nli", "--mirror", mirror, "--name", "mine")
    assert (status, "already" in words) == (3, True)
    assert said(capsys, "remove", "mine")[0] == 0
    assert "mine" not in said(capsys, "list")[1]
    assert said(capsys, "remove", "mine")[0] == 3


def test_folders_and_what_they_leave_open(
    home: Path, offered: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = Path(shutil.copytree(offered / "nli", tmp_path / "stick"))
    published.edit_json(stick / "config.json", id2label=None, label2id=None)
    status, words = said(capsys, "add", str(stick), "--in-place")
    assert status == 0 and "--labels" in words
    assert "unusable" in said(capsys, "list")[1]
    assert said(capsys, "answer", "stick", "--labels", "neutral,neutral,entailment")[0] == 3
    labels = ("answer", "stick", "--labels", "contradiction,entailment,neutral")
    assert said(capsys, *labels)[0] == 0
    assert said(capsys, "verify", "stick")[0] == 0
    stick.parent.joinpath("stick").rename(tmp_path / "elsewhere")
    shutil.rmtree(tmp_path / "elsewhere")
    assert said(capsys, "add", str(tmp_path / "nowhere"))[0] == 2
    (tmp_path / "empty").mkdir()
    assert said(capsys, "add", str(tmp_path / "empty"))[0] == 3


def test_the_catalogue_is_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, words = said(capsys, "catalogue")
    assert status == 0 and "SeqGPT-560M" in words
    assert said(capsys, "remove", "clausedesk-nli")[0] == 3
