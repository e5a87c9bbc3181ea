"""What a person sees on stderr while a job runs."""

from __future__ import annotations

import io

import pytest

from cli import progress as module
from cli.progress import ProgressReporter
from engine.events import Progress


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_a_terminal_gets_a_bar_with_rate_and_time_left(clock: Clock) -> None:
    stream = Terminal()
    reporter = ProgressReporter(stream, "en")
    reporter.show(Progress("read", 0, 100, "documents"))
    clock.now += 10
    reporter.show(Progress("read", 25, 100, "documents"))
    last = stream.getvalue().rsplit("\r", 1)[1]
    assert "25/100" in last
    assert "2.5/s" in last
    assert "0:30" in last
    reporter.clear()
    assert stream.getvalue().endswith("\x1b[K")


def test_a_file_gets_a_line_every_ten_seconds(clock: Clock) -> None:
    stream = io.StringIO()
    reporter = ProgressReporter(stream, "en")
    for _ in range(50):
        clock.now += 0.5
        reporter.show(Progress("read", 1, None, "rows"))
    assert len(stream.getvalue().splitlines()) == 2


def test_quiet_is_quiet(clock: Clock) -> None:
    stream = Terminal()
    ProgressReporter(stream, "en", quiet=True).show(Progress("read", 1, 2, "rows"))
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("seconds", "shown"), [(7, "0:07"), (750, "12:30"), (11100, "3:05:00")])
def test_time_left_reads_like_a_clock(seconds: float, shown: str) -> None:
    assert module.clock(seconds) == shown
