"""The bundle for support: what helps is in it; no word of a document and no name of a file is."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wording
from engine import settings as options
from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import UserError
from engine.jobs.read_documents import ReadRequest, read_documents
from engine.jobs.runner import NoSink, run_job
from engine.jobs.services import NoCache, Services
from engine.settings import OPTIONS, Settings
from engine.telemetry import Log, Metrics, logger, metered
from engine.telemetry.bundle import Setting, write_bundle
from engine.telemetry.crash import LAST_NAME
from engine.telemetry.redaction import Redactor

CODES = wording.catalogue("en")
MARK = "quarzwind"
"""Stands in every text and every name of these tests, and nowhere in the program."""


def told_of(kept: Settings) -> list[Setting]:
    """The settings as a caller gives them."""
    return [(option.key, kept.get(option), option.choices) for option in OPTIONS]


def contents(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name).decode("utf-8") for name in bundle.namelist()}


def break_off(name: str) -> None:
    """An error whose message tells what it should not."""
    raise ValueError(f"could not convert '{MARK} 12,000 元' of {name}")


def work(folder: Path, logs: Path, metrics: Metrics) -> None:
    """A day's log: jobs that went well and badly, a library that talks, an error, a crash."""
    folder.mkdir()
    (folder / f"{MARK} lease.txt").write_text(
        f"1. Rent\nThe {MARK} Ltd. shall pay 4,200 a month. 甲方为{MARK}有限公司。\n",
        encoding="utf-8",
    )
    (folder / f"{MARK}.pdf").write_bytes(b"%PDF-1.7 not really")
    with Log(logs):
        control = JobControl()
        services = Services(None, PathSource(), NoCache())  # type: ignore[arg-type]
        job = read_documents(ReadRequest((str(folder),)), services, control)
        run_job(
            "0" * 32,
            metered("read_documents", job, metrics, control, reads=True),
            NoSink(),
            lambda event: None,
            control,
        )
        logging.getLogger("some.library").warning("cannot parse /home/%s/%s.pdf", MARK, MARK)
        logger("engine.test").info(f"opened {MARK}", file=f"{MARK}.pdf", counts={MARK: 3}, took=1.5)
        try:
            break_off(f"{MARK}.pdf")
        except ValueError:
            logger("gui.app").error("unexpected", exc_info=True)
    (logs / LAST_NAME).write_text(
        f'started 2026\nFatal Python error: Segmentation fault\n  File "/home/{MARK}/app/engine/jobs/'
        f'check.py", line 7 in _judge\n  File "/home/{MARK}/x.py", line 9 in run\n',
        encoding="utf-8",
    )


@pytest.mark.expects_error_log
def test_no_word_of_a_document_and_no_name_of_a_file_is_in_the_bundle(tmp_path: Path) -> None:
    logs, target, metrics = tmp_path / "logs", tmp_path / "support.zip", Metrics()
    logs.mkdir()
    work(tmp_path / "in", logs, metrics)
    kept = Settings()
    kept.set(options.EXTRACTOR, f"/home/{MARK}/model")
    kept.set(options.THEME, "dark")
    write_bundle(target, logs, told_of(kept), metrics.figures(), {"qt": "6.11.3"}, CODES)
    found = contents(target)
    raw = (logs / "clausedesk.log").read_text(encoding="utf-8")
    assert MARK in raw  # The log itself names files: without the bundle's care they would go out.
    for name, text in found.items():
        assert MARK not in text, name
        assert "元" not in text and "4,200" not in text, name
        assert "lease.txt" not in text and "home" not in text, name
    assert {"about.json", "settings.json", "metrics.txt", "log/clausedesk.log"} <= set(found)


@pytest.mark.expects_error_log
def test_what_helps_is_in_the_bundle(tmp_path: Path) -> None:
    logs, target, metrics = tmp_path / "logs", tmp_path / "support.zip", Metrics()
    logs.mkdir()
    work(tmp_path / "in", logs, metrics)
    kept = Settings()
    kept.set(options.THEME, "dark")
    facts = {"qt": "6.11.3", "runs": 2, "where": f"/home/{MARK}", "codes": {"disk_full": 1}}
    write_bundle(target, logs, told_of(kept), metrics.figures(), facts, CODES)
    found = contents(target)
    about = json.loads(found["about.json"])
    assert (about["qt"], about["runs"], about["codes"]) == ("6.11.3", 2, {"disk_full": 1})
    assert "where" not in about
    assert about["libraries"]["numpy"]
    told = json.loads(found["settings.json"])
    assert (told["theme"], told["ocr"], told["extractor"]) == ("dark", True, "")
    lines = [json.loads(line) for line in found["log/clausedesk.log"].splitlines()]
    events = [line["event"] for line in lines]
    assert events[:3] == ["job_started", "job_measured", "job_finished"]
    finished = lines[2]
    assert (finished["status"], finished["done"]) == ("done_with_failures", 1)
    assert list(finished["codes"].values()) == [1]
    broke = lines[-1]
    assert broke["event"] == "unexpected"
    assert broke["exception"][-1] == "ValueError"
    assert any(step.endswith(" break_off") for step in broke["exception"])
    assert 1.5 in lines[-2].values()
    assert found[f"log/{LAST_NAME}"].splitlines() == [
        "engine/jobs/check.py:7 _judge",
        "‹elsewhere›:9 run",
    ]
    assert 'clausedesk_items_total{job="read_documents"} 1' in found["metrics.txt"]


marked = st.text(max_size=20).map(lambda text: f"{text}{MARK}{text}")


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.one_of(
            marked,
            st.sampled_from(["event", "exception", "job", "code", "codes", "logger", "name"]),
        ),
        st.recursive(
            st.one_of(marked, st.integers(), st.booleans(), st.none()),
            lambda inner: st.one_of(st.lists(inner), st.dictionaries(marked, inner)),
            max_leaves=6,
        ),
    )
)
def test_no_text_that_was_not_foreseen_gets_through(entry: dict[str, object]) -> None:
    told = Redactor(CODES).line(json.dumps(entry, ensure_ascii=False))
    assert MARK not in told
    json.loads(told)


def test_a_text_that_comes_again_has_the_number_that_it_had() -> None:
    redact = Redactor()
    assert [redact.text(text) for text in ("a", "b", "a")] == ["‹text 1›", "‹text 2›", "‹text 1›"]


@pytest.mark.parametrize("job", ["adapt", "check", "compare", "dedupe", "extract", "score_pairs"])
def test_the_name_of_a_job_is_told(job: str) -> None:
    assert Redactor().value("job", job) == job


@given(marked)
def test_a_line_that_is_no_json_is_not_told(line: str) -> None:
    assert MARK not in Redactor().line(line)


def test_a_folder_that_cannot_be_written_is_a_coded_error(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_bundle(
            tmp_path / "nowhere" / "x.zip", tmp_path, told_of(Settings()), Metrics().figures(), {}
        )
    assert caught.value.code == "output_locked"
    assert not list(tmp_path.iterdir())
