"""The log: JSON lines, rotating, never on stdout; and the file of a crash."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from engine.control import JobControl
from engine.events import Results
from engine.jobs.runner import NoSink, run_job
from engine.telemetry import Log, logger
from engine.telemetry.log import FILE_NAME
from engine.types import Extraction, Mention, Source


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_events_are_json_lines_in_both_files(tmp_path: Path) -> None:
    extra = tmp_path / "run.jsonl"
    with Log(tmp_path, extra):
        logger("engine.test").info("model_loaded", name="模型", seconds=1.5, odd="a\udce4")
        logging.getLogger("some.library").warning("said %s", "this")
    first, second = read(tmp_path / FILE_NAME)
    assert (first["event"], first["name"], first["seconds"]) == ("model_loaded", "模型", 1.5)
    assert (first["level"], first["logger"]) == ("info", "engine.test")
    assert str(first["timestamp"]).endswith("Z")
    assert (second["event"], second["level"]) == ("said this", "warning")
    assert [line["event"] for line in read(extra)] == ["model_loaded", "said this"]
    assert logging.getLogger().level == logging.WARNING


def test_a_job_is_logged_by_counts_and_codes_without_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = Mention("m", "d", "f", 0, 6, "SECRET", 0.9, Source.MODEL)
    with Log(tmp_path):
        results = Results((Extraction("d", (secret,), 1.0),))
        run_job("job 7", iter([results]), NoSink(), lambda event: None, JobControl())
    started, finished = read(tmp_path / FILE_NAME)
    assert (started["event"], started["job"]) == ("job_started", "job 7")
    assert (finished["event"], finished["status"], finished["done"]) == ("job_finished", "done", 1)
    assert "SECRET" not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "")


@pytest.mark.expects_error_log
def test_an_unforeseen_error_is_logged_with_its_stack(tmp_path: Path) -> None:
    def breaks() -> object:
        raise ValueError("unforeseen")
        yield

    with Log(tmp_path):
        run_job("j", breaks(), NoSink(), lambda event: None, JobControl())  # type: ignore[arg-type]
    broke = next(line for line in read(tmp_path / FILE_NAME) if line["event"] == "job_broke")
    assert "ValueError: unforeseen" in str(broke["exception"])


def test_the_log_turns_over_and_keeps_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.telemetry.log.FILE_BYTES", 2000)
    with Log(tmp_path):
        for number in range(200):
            logger("engine.test").info("tick", number=number, pad="x" * 50)
    files = list(tmp_path.iterdir())
    assert 2 <= len(files) <= 6
    assert all(file.stat().st_size <= 2200 for file in files)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    with Log(tmp_path / "none", tmp_path / "none" / "run.jsonl"):
        logger("engine.test").info("still here")
