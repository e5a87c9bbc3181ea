"""How many at a time, whose turn, when again, when not at all."""

from __future__ import annotations

import asyncio
import datetime as dt
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.remote.meter import Meter
from engine.remote.pace import Aimd, Breaker, Gate, Priority, TokenBucket
from engine.remote.retry import (
    LONGEST_WAIT,
    Remedy,
    backoff,
    retry_after,
    trouble_of_status,
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def grown(most: int = 64) -> tuple[Aimd, Clock]:
    """A pace that has seen three hundred quick answers."""
    clock = Clock()
    pace = Aimd(most, clock)
    for _ in range(300):
        clock.now += 0.01
        pace.answered(0.1, busy=True)
    return pace, clock


def test_it_grows_while_nothing_speaks_against_it() -> None:
    pace, _ = grown()
    assert pace.limit == 64
    idle = Aimd(64)
    for _ in range(300):
        idle.answered(0.1, busy=False)
    assert idle.limit == 4


def test_it_is_cut_once_a_round_trip_however_many_fail() -> None:
    pace, clock = grown()
    for _ in range(30):
        pace.failed(overload=True)
    assert pace.limit == 38
    clock.now += 1
    for _ in range(30):
        pace.failed(overload=True)
    assert pace.limit == 23


def test_requests_of_other_kinds_and_sizes_are_not_compared() -> None:
    pace = Aimd(64)
    for _ in range(20):
        pace.answered(0.001, busy=False, kind="/info")
        pace.answered(0.01, busy=False, kind="/predict", items=1)
    for _ in range(300):
        pace.answered(0.2, busy=True, kind="/predict", items=32)
        pace.answered(0.01, busy=True, kind="/predict", items=1)
    assert pace.limit == 64


def test_a_server_that_has_become_slow_is_not_starved() -> None:
    pace, clock = grown()
    for _ in range(3000):
        clock.now += 0.1
        pace.answered(1.0, busy=True)
    assert pace.limit >= 16


def test_a_few_failures_in_a_hundred_cut_nothing() -> None:
    pace, clock = grown()
    for turn in range(400):
        clock.now += 0.01
        if turn % 20 == 0:
            pace.failed(overload=False)
        else:
            pace.answered(0.1, busy=True)
    assert pace.limit == 64


def test_answers_that_slow_down_cut_it_and_it_grows_back_by_ones() -> None:
    pace, clock = grown()
    for _ in range(40):
        clock.now += 0.05
        pace.answered(0.4, busy=True)
    slow = pace.limit
    assert slow < 64
    for _ in range(slow * 4):
        clock.now += 0.01
        pace.answered(0.1, busy=True)
    assert slow < pace.limit <= slow + 6


@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 100.0), st.booleans()), max_size=200))
def test_it_stays_between_one_and_the_most(events: list[tuple[bool, float, bool]]) -> None:
    clock = Clock()
    pace = Aimd(16, clock)
    for good, seconds, flag in events:
        clock.now += seconds
        pace.answered(seconds, flag) if good else pace.failed(flag)
        assert 1 <= pace.limit <= 16


def test_the_bucket_holds_the_rate() -> None:
    clock = Clock()
    bucket = TokenBucket(10, clock)
    waits = [bucket.wait() for _ in range(21)]
    assert waits[0] == 0
    assert waits[-1] == pytest.approx(2.0)
    clock.now += 100
    assert bucket.wait() == 0
    assert all(TokenBucket(0, clock).wait() == 0 for _ in range(1000))


def test_interactive_requests_go_first_and_a_cancelled_one_takes_no_turn() -> None:
    async def scene() -> list[str]:
        gate = Gate(Aimd(1), TokenBucket(0))
        order: list[str] = []

        async def ask(name: str, priority: Priority) -> None:
            await gate.enter(priority)
            order.append(name)
            await asyncio.sleep(0)
            gate.leave()

        await gate.enter(Priority.BULK)
        asked = [
            asyncio.create_task(ask(name, priority))
            for name, priority in (
                ("bulk 1", Priority.BULK),
                ("bulk 2", Priority.BULK),
                ("gone", Priority.INTERACTIVE),
                ("person", Priority.INTERACTIVE),
            )
        ]
        await asyncio.sleep(0)
        asked[2].cancel()
        gate.leave()
        await asyncio.gather(*asked, return_exceptions=True)
        assert gate.inside == 0
        return order

    assert asyncio.run(scene()) == ["person", "bulk 1", "bulk 2"]


def test_the_breaker_opens_after_patience_and_looks_now_and_then() -> None:
    clock = Clock()
    breaker = Breaker(patience=15, pause=3, least=5, clock=clock)
    for _ in range(10):
        breaker.failed()
    assert breaker.may_try()
    clock.now += 16
    breaker.failed()
    assert not breaker.may_try()
    clock.now += 3
    assert [breaker.may_try(), breaker.may_try()] == [True, False]
    breaker.succeeded()
    assert breaker.may_try()


NOW = dt.datetime(2026, 3, 5, 12, 0, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3", 3.0),
        (" 0.5 ", 0.5),
        ("-4", 0.0),
        ("Thu, 05 Mar 2026 12:00:30 GMT", 30.0),
        (format_datetime(NOW - dt.timedelta(hours=1)), 0.0),
        ("", None),
        (None, None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("Thu, 99 Mar 2026", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(text: str | None, seconds: float | None) -> None:
    assert retry_after(text, NOW) == seconds


@given(st.text(max_size=40))
def test_whatever_a_server_asks_for_is_a_wait_or_nothing(text: str) -> None:
    found = retry_after(text, NOW)
    assert found is None or found >= 0


@given(st.integers(1, 100), st.floats(0, 1), st.none() | st.floats(0, 1e8))
def test_waits_are_bounded_and_no_shorter_than_asked(
    attempt: int, draw: float, asked: float | None
) -> None:
    wait = backoff(attempt, asked, lambda low, high: low + (high - low) * draw)
    if asked is None:
        assert 0 <= wait <= min(0.25 * 2 ** (attempt - 1), LONGEST_WAIT)
    else:
        assert min(asked, 300.0) <= wait <= 300.0 + LONGEST_WAIT


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (429, Remedy.SLOWER),
        (503, Remedy.SLOWER),
        (500, Remedy.RETRY),
        (504, Remedy.RETRY),
        (413, Remedy.HALVE),
        (422, Remedy.HALVE),
        (400, Remedy.GIVE_UP),
        (408, Remedy.GIVE_UP),
        (424, Remedy.GIVE_UP),
        (401, Remedy.STOP),
        (404, Remedy.STOP),
        (302, Remedy.STOP),
    ],
)
def test_each_status_has_its_remedy(status: int, remedy: Remedy) -> None:
    assert trouble_of_status(status, None, "", "host").remedy is remedy


def test_a_meter_keeps_three_minutes_and_every_total() -> None:
    clock = Clock()
    meter = Meter(clock)
    for _ in range(1000):
        clock.now += 1
        meter.flow(3, 8)
        meter.answered(0.25, items=32)
        meter.failed("server_timeout", again=True, down=False)
    reading = meter.read()
    assert len(reading.seconds) == 180
    assert (reading.answers, reading.items, reading.retries) == (1000, 32000, 1000)
    assert reading.seconds[-1].latency == 0.25
    clock.now += 10_000
    assert len(meter.read().seconds) == 180
    assert meter.read().seconds[-1].answers == 0
