"""Counts, times and quantiles; what a job is measured by; lights; what a monitoring program reads."""

from __future__ import annotations

import http.client
import json
import math
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.runner import NoSink, run_job
from engine.telemetry import Light, Limits, Log, Metrics, health, metered
from engine.telemetry.endpoint import MetricsServer, exposition
from engine.telemetry.log import FILE_NAME
from engine.telemetry.memory import machine_bytes, memory_bytes
from engine.telemetry.metrics import Latencies
from engine.types import (
    Document,
    DocumentKind,
    Extraction,
    ItemFailure,
    RunStatus,
    ScoredPair,
)

DOCUMENT = Document("d", "/in/lease.txt", "lease.txt", "ab", DocumentKind.TEXT, "The rent is due.")
EXTRACTION = Extraction("d", (), 1.0)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def metrics(clock: Clock) -> Metrics:
    return Metrics(clock, lambda: 7 * 2**20)


@given(st.lists(st.floats(1e-5, 1e4), min_size=1, max_size=200), st.floats(0.01, 1.0))
def test_quantiles_are_exact_to_a_bucket(times: list[float], share: float) -> None:
    latencies = Latencies()
    for seconds in times:
        latencies.add(seconds)
    exact = sorted(times)[math.ceil(share * len(times) - 1e-9) - 1]
    found = latencies.quantile(share)
    assert found is not None
    assert found == pytest.approx(exact, rel=0.026)
    assert latencies.mean == pytest.approx(sum(times) / len(times))


def test_nothing_is_claimed_before_the_first_item(metrics: Metrics) -> None:
    metrics.begin("check")
    [job] = metrics.figures().jobs
    assert (job.runs, job.done, job.mean, job.p95, job.success) == (1, 0, None, None, None)
    assert metrics.figures().success is None
    assert [check.light for check in health(metrics.figures(), Limits())] == [
        Light.IDLE,
        Light.IDLE,
        Light.GOOD,
    ]


def test_a_batch_shares_its_time_and_the_rate_looks_back_ten_seconds(
    metrics: Metrics, clock: Clock
) -> None:
    metrics.done("dedupe", 100, 2.0)
    clock.now += 4
    metrics.done("dedupe", 20, 2.0)
    metrics.failed("dedupe", 30)
    figures = metrics.figures()
    [job] = figures.jobs
    assert job.mean == pytest.approx(4.0 / 120)
    assert job.p50 == pytest.approx(0.02, rel=0.03)
    assert job.p95 == pytest.approx(0.1, rel=0.03)
    assert job.success == pytest.approx(0.8)
    assert figures.rate == pytest.approx(120 / 4)
    clock.now += 7
    assert metrics.figures().rate == pytest.approx(20 / 7)
    clock.now += 30
    assert metrics.figures().rate == 0


def test_moments_are_kept_for_the_plots(metrics: Metrics, clock: Clock) -> None:
    for number in range(400):
        if number == 399:
            metrics.done("extract", 4, 2.0)
        clock.now += 1
        metrics.sample()
    moments = metrics.history()
    assert len(moments) == 300
    assert moments[-1].latency == pytest.approx(0.5)
    assert moments[-2].latency is None
    assert moments[-1].memory == 7 * 2**20


def job(*payloads: Payload, seconds: float = 0.0) -> Iterator[Payload]:
    for payload in payloads:
        time.sleep(seconds)
        yield payload


def test_a_job_is_counted_by_its_results_not_by_what_it_read(
    metrics: Metrics, tmp_path: Path
) -> None:
    failure = ItemFailure("lease.txt", "file_empty")
    payloads = (
        Results((DOCUMENT,)),
        Progress("reading", 1, 2, "documents", "lease.txt"),
        Results((EXTRACTION, EXTRACTION)),
        ItemFailed(failure),
        Results((ScoredPair(1, (), failure=failure), ScoredPair(2, ()))),
    )
    control = JobControl()
    with Log(tmp_path):
        passed = list(metered("extract", job(*payloads), metrics, control))
    assert passed == list(payloads)
    [found] = metrics.figures().jobs
    assert (found.runs, found.done, found.failed) == (1, 3, 2)
    [line] = (tmp_path / FILE_NAME).read_text(encoding="utf-8").splitlines()
    logged = json.loads(line)
    assert (logged["event"], logged["done"], logged["memory_mb"]) == ("job_measured", 3, 7)
    assert "lease" not in line


def test_documents_count_where_reading_is_the_job(metrics: Metrics) -> None:
    list(metered("read_documents", job(Results((DOCUMENT,))), metrics, JobControl(), reads=True))
    assert metrics.figures().done == 1


def test_a_pause_and_the_storing_of_results_do_not_count_as_time(metrics: Metrics) -> None:
    control = JobControl()

    def held() -> Iterator[Payload]:
        control.pause()
        threading.Timer(0.3, control.resume).start()
        control.checkpoint()
        yield Results((EXTRACTION,))
        yield Results((EXTRACTION,))

    for _ in metered("extract", held(), metrics, control):
        time.sleep(0.1)
    [found] = metrics.figures().jobs
    assert control.held > 0.25
    assert found.busy < 0.1


def test_a_cancelled_job_is_still_reported_and_its_generator_closed(metrics: Metrics) -> None:
    closed = []

    def endless() -> Iterator[Payload]:
        try:
            while True:
                yield Results((EXTRACTION,))
        finally:
            closed.append(True)

    control = JobControl()

    def stop(_event: object) -> None:
        if metrics.figures().done > 3:
            control.cancel()

    watched = metered("extract", endless(), metrics, control)
    finished = run_job("j", watched, NoSink(), stop, control)
    assert finished.status is RunStatus.CANCELLED
    assert closed == [True]
    with pytest.raises(Cancelled):
        control.checkpoint()


def test_the_lights_follow_the_limits_of_the_worst_job(metrics: Metrics) -> None:
    metrics.done("extract", 99, 99 * 0.1)
    metrics.failed("extract")
    metrics.done("check", 10, 10 * 4.5)
    success, latency, memory = health(metrics.figures(), Limits(memory=8 * 2**20))
    assert (success.light, success.value, success.job) == (Light.GOOD, 0.99, "extract")
    assert (latency.light, latency.job) == (Light.WATCH, "check")
    assert memory.light is Light.WATCH
    metrics.failed("extract")
    success, latency, _ = health(metrics.figures(), Limits(seconds=4.0))
    assert (success.light, latency.light) == (Light.BAD, Light.BAD)
    assert success.value == pytest.approx(99 / 101)


def test_memory_is_that_of_this_process() -> None:
    assert 10 * 2**20 < memory_bytes() < machine_bytes()


def ask(server: MetricsServer, path: str, host: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{server.port}"})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, body


def test_a_monitoring_program_reads_the_figures(metrics: Metrics) -> None:
    metrics.begin("extract")
    metrics.done("extract", 4, 2.0)
    server = MetricsServer(metrics, 0)
    try:
        status, body = ask(server, "/metrics")
        assert status == 200
        assert 'clausedesk_items_total{job="extract"} 4' in body.splitlines()
        assert 'clausedesk_item_seconds_sum{job="extract"} 2' in body.splitlines()
        assert "clausedesk_memory_bytes 7340032" in body.splitlines()
        assert ask(server, "/")[0] == 404
        assert ask(server, "/metrics", "evil.example:80")[0] == 403
        with pytest.raises(UserError) as caught:
            MetricsServer(metrics, server.port)
        assert caught.value.code == "port_taken"
    finally:
        server.close()
    server.close()
    with pytest.raises(OSError):
        ask(server, "/metrics")


def test_every_line_of_the_exposition_is_well_formed(metrics: Metrics) -> None:
    metrics.done('odd "job"\\\n', 1, 0.5)
    metrics.begin("check")
    figures = replace(metrics.figures(), rate=0.25)
    lines = exposition(figures).splitlines()
    seen: set[str] = set()
    for line in lines:
        if line.startswith("# TYPE "):
            name = line.split()[2]
            assert name not in seen
            seen.add(name)
        elif not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            float(value)
            assert name.split("{")[0].removesuffix("_sum").removesuffix("_count") in seen
    assert 'clausedesk_items_total{job="odd \\"job\\"\\\\\\n"} 1' in lines
