"""Exit codes, languages, output formats."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from cli import exit_codes
from cli.columns import table, width
from cli.commands.dedupe import named_columns
from cli.main import build_parser, main, system_language
from cli.output import UsageError, check_output, output_format, publishes
from engine.events import Finished
from engine.models.registry import ModelRegistry
from engine.settings import LANGUAGE, Settings
from engine.types import RunStatus


@pytest.mark.parametrize(
    ("status", "done", "failed", "code"),
    [
        (RunStatus.DONE, 3, 0, 0),
        (RunStatus.DONE, 0, 0, 0),
        (RunStatus.DONE_WITH_FAILURES, 2, 1, 1),
        (RunStatus.DONE_WITH_FAILURES, 0, 1, 3),
        (RunStatus.FAILED, 2, 0, 3),
        (RunStatus.CANCELLED, 2, 0, 130),
    ],
)
def test_exit_codes_follow_the_contract(
    status: RunStatus, done: int, failed: int, code: int
) -> None:
    assert exit_codes.of(Finished(status, done, failed, 1.0)) == code


@pytest.mark.parametrize(
    ("value", "language"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("de_DE", "en")]
)
def test_the_language_is_the_systems(
    monkeypatch: pytest.MonkeyPatch, value: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", value)
    assert system_language() == language


def spoken(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints on stdout."""
    main([*arguments, "--quiet"])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("system", "chosen", "chinese"),
    [("zh_CN.UTF-8", "", True), ("C.UTF-8", "zh", True), ("zh_CN.UTF-8", "en", False)],
)
def test_reports_speak_the_language_of_the_settings_then_of_the_system(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    system: str,
    chosen: str,
    chinese: bool,
) -> None:
    monkeypatch.setenv("LC_ALL", system)
    settings = Settings.load(home)
    settings.set(LANGUAGE, chosen)
    settings.save()
    models = spoken(capsys, "models", "list")
    assert ("许可证" in models) is chinese and ("LICENCE" in models) is not chinese


def test_the_doctor_speaks_chinese(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    # Known answers of the packs are tried elsewhere; here only words matter.
    monkeypatch.setattr(ModelRegistry, "verify", lambda _registry, _name: None)
    said = spoken(capsys, "doctor")
    for words in ("模型运行设备", "文件和已知答案均正确", "设置文件夹", "个逻辑核心"):
        assert words in said
    assert "folder" not in said and "threads" not in said


def test_columns_stand_below_each_other_whatever_the_script() -> None:
    rows = [("名称", "用途", "许可证"), ("mini-nli", "矛盾", "Apache-2.0"), ("é", "x", "")]
    lines = table(rows)
    starts = [
        width(line[: line.index(row[2])]) for line, row in zip(lines, rows, strict=True) if row[2]
    ]
    assert starts == [16, 16]
    assert lines[2] == "é         x"


def test_the_format_follows_the_extension(tmp_path: Path) -> None:
    assert output_format("-", ("xlsx",)) == "jsonl"
    assert output_format(str(tmp_path / "a.XLSX"), ("xlsx", "csv")) == "xlsx"
    with pytest.raises(UsageError, match=r"\.csv"):
        output_format("a.doc", ("xlsx", "csv"))
    with pytest.raises(UsageError, match="no folder"):
        output_format(str(tmp_path / "nowhere" / "a.csv"), ("csv",))


def test_every_command_takes_the_common_options() -> None:
    parser = build_parser()
    for arguments in (
        ["dedupe", "a.csv", "--columns", "a", "--out", "o.csv"],
        ["pairs", "a.csv", "--task", "nli", "--out", "o.jsonl"],
        ["check", "a.txt", "--out", "o.jsonl"],
        ["extract", "a.txt", "--fields", "a", "--out", "o.md"],
        ["doctor"],
        ["bench"],
        ["models", "list"],
    ):
        options = parser.parse_args([*arguments, "--device", "cpu", "--threads", "2", "--quiet"])
        assert options.threads == 2


def options_for(out: Path, **more: str | None) -> argparse.Namespace:
    """What ``check_output`` reads of the parsed options."""
    return argparse.Namespace(**{"out": str(out), "project": None, "json_log": None, **more})


def test_an_input_is_never_the_output(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="another name"):
        check_output(options_for(tmp_path / "x" / ".." / "a.csv"), [table])
    with pytest.raises(UsageError, match="--project"):
        check_output(options_for(tmp_path / "p.jsonl", project=str(tmp_path / "p.jsonl")), [])
    with pytest.raises(UsageError, match="--json-log"):
        check_output(options_for(table, json_log=str(tmp_path / "no" / "log")), [])
    check_output(options_for(tmp_path / "b.csv"), [table])


@pytest.mark.parametrize(
    ("status", "done", "written"),
    [
        (RunStatus.DONE, 0, True),
        (RunStatus.DONE_WITH_FAILURES, 0, True),
        (RunStatus.FAILED, 0, False),
        (RunStatus.CANCELLED, 0, False),
        (RunStatus.CANCELLED, 3, True),
    ],
)
def test_a_run_that_came_to_nothing_writes_nothing(
    status: RunStatus, done: int, written: bool
) -> None:
    assert publishes(Finished(status, done, 0, 1.0)) is written


def test_column_names_may_hold_commas() -> None:
    assert named_columns('Name, "City, State"，电话=手机') == (
        ("Name", "City, State", "电话"),
        (("电话", "手机"),),
    )
