"""``settings`` from the command line: read, set, reset, taken along; other commands obey them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import exit_codes
from cli.main import main


@pytest.fixture(autouse=True)
def english(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return home


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["settings", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_an_option_is_set_read_and_reset(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "set", "threads", "3")[0] == exit_codes.DONE
    assert said(capsys, "get", "threads")[1] == "3\n"
    assert said(capsys, "set", "offline", "yes")[0] == exit_codes.DONE
    assert said(capsys, "get", "offline")[1] == "on\n"
    listed = said(capsys, "list")[1]
    assert "* threads = 3" in listed
    assert "  theme = system" in listed
    assert said(capsys, "reset", "threads")[0] == exit_codes.DONE
    assert said(capsys, "get", "threads")[1] == "0\n"
    assert said(capsys, "get", "offline")[1] == "on\n"
    said(capsys, "reset")
    assert said(capsys, "get", "offline")[1] == "off\n"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("set", "threads", "many"), "many"),
        (("set", "ocr", "perhaps"), "on, off"),
        (("get", "colour"), "colour"),
        (("reset", "colour"), "colour"),
    ],
)
def test_what_cannot_be_is_told(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], part: str
) -> None:
    status, _, error = said(capsys, *arguments)
    assert status == exit_codes.NOTHING_DONE
    assert part in error


def test_settings_are_taken_along_without_passwords(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said(capsys, "set", "hub_proxy", "http://anna:secret@proxy:8080")
    said(capsys, "set", "threads", "6")
    file = tmp_path / "mine.json"
    assert said(capsys, "export", str(file))[0] == exit_codes.DONE
    text = file.read_text(encoding="utf-8")
    assert "secret" not in text
    said(capsys, "reset")
    assert said(capsys, "import", str(file))[0] == exit_codes.DONE
    assert said(capsys, "get", "threads")[1] == "6\n"
    data = json.loads(text)
    data["values"]["colour"] = "red"
    file.write_text(json.dumps(data), encoding="utf-8")
    status, _, error = said(capsys, "import", str(file))
    assert status == exit_codes.SOME_FAILED
    assert "colour" in error
    assert said(capsys, "export", str(tmp_path / "none" / "x.json"))[0] == exit_codes.NOTHING_DONE
    assert said(capsys, "import", str(tmp_path / "none.json"))[0] == exit_codes.NOTHING_DONE


def test_a_damaged_file_is_told_of(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "settings.json").write_text("{", encoding="utf-8")
    status, _, error = said(capsys, "get", "threads")
    assert status == exit_codes.DONE
    assert "settings-damaged.json" in error
    assert said(capsys, "get", "threads")[2] == ""


def test_no_download_begins_while_the_program_is_to_stay_offline(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "set", "offline", "on")
    assert main(["models", "download", "owner/name"]) == exit_codes.NOTHING_DONE
    assert "huggingface.co" in capsys.readouterr().err
    assert not list(home.glob("models/.parts/*"))


def test_the_log_is_kept_where_it_was_asked_for(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "set", "log_folder", str(tmp_path / "logs"))
    said(capsys, "get", "threads")
    assert list((tmp_path / "logs").iterdir())
    (tmp_path / "file").write_text("", encoding="utf-8")
    said(capsys, "set", "log_folder", str(tmp_path / "file"))
    assert said(capsys, "get", "threads")[0] == exit_codes.DONE
