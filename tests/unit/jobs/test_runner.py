"""run_job: stored before emitted, thinned, and exactly one Finished whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import pytest

from engine.control import JobControl
from engine.errors import UserError
from engine.events import Finished, ItemFailed, JobEvent, Payload, Progress, ResultItem, Results
from engine.jobs import runner
from engine.jobs.runner import NoSink, run_job
from engine.types import Extraction, ItemFailure, Mention, RunStatus, ScoredPair, Source
from tests.unit.store.records import document


def item(number: int) -> Extraction:
    """A small result."""
    return Extraction(str(number), (), 1.0)


class Memory:
    """A sink and a listener in one, which notes what came in which order."""

    def __init__(self) -> None:
        self.log: list[tuple[str, object]] = []
        self.batches: list[int] = []
        self.finished: list[Finished] = []

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        self.batches.append(len(items) + len(failures))
        self.log += [("stored", result) for result in items]
        self.log += [("stored", failure) for failure in failures]

    def finish(self, finished: Finished) -> None:
        self.finished.append(finished)

    def emit(self, event: JobEvent) -> None:
        assert event.job_id == "job"
        payload = event.payload
        if isinstance(payload, Results):
            self.log += [("emitted", result) for result in payload.items]
        elif isinstance(payload, ItemFailed):
            self.log.append(("emitted", payload.failure))
        else:
            self.log.append(("emitted", payload))

    def emitted(self, kind: type) -> list[object]:
        return [what for how, what in self.log if how == "emitted" and isinstance(what, kind)]


def run(generator: Iterator[Payload], control: JobControl | None = None) -> tuple[Memory, Finished]:
    """Run a generator; whatever happens there is one Finished, and it comes last."""
    memory = Memory()
    finished = run_job("job", generator, memory, memory.emit, control or JobControl())
    assert memory.emitted(Finished) == [finished]
    assert memory.log[-1] == ("emitted", finished)
    return memory, finished


def test_results_are_stored_before_anyone_hears_of_them() -> None:
    def job() -> Iterator[Payload]:
        for number in range(1200):
            yield Results((item(number),))
        yield ItemFailed(ItemFailure("x", "file_damaged"))

    memory, finished = run(job())
    assert finished.status is RunStatus.DONE_WITH_FAILURES
    assert (finished.done, finished.failed) == (1200, 1)
    assert memory.finished == [finished]
    stored: set[object] = set()
    for how, what in memory.log:
        if how == "stored":
            stored.add(what)
        elif isinstance(what, Extraction | ItemFailure):
            assert what in stored
    assert memory.emitted(Extraction) == [item(number) for number in range(1200)]


def test_batches_are_bounded_in_size() -> None:
    memory, _ = run(iter([Results(tuple(item(n) for n in range(1700)))]))
    assert memory.batches == [500, 500, 500, 200]


def test_heavy_results_make_short_batches() -> None:
    """A transaction is as long as its rows: an extraction counts with its mentions."""
    mentions = tuple(Mention(str(n), "d", "f", 0, 1, "x", 0.5, Source.MODEL) for n in range(199))
    heavy = tuple(Extraction(str(n), mentions, 1.0) for n in range(5))
    huge = Extraction("huge", mentions * 10, 1.0)
    memory, finished = run(iter([Results((*heavy, huge, item(1)))]))
    assert memory.batches == [2, 2, 1, 1, 1]
    assert finished.done == 7


def test_batches_are_bounded_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(runner.time, "monotonic", lambda: now[0])
    seen: list[int] = []
    memory = Memory()

    def job() -> Iterator[Payload]:
        for number in range(10):
            yield Results((item(number),))
            seen.append(len(memory.emitted(Extraction)))
            now[0] += 0.04

    run_job("job", job(), memory, memory.emit, JobControl())
    assert seen == [0, 0, 0, 4, 4, 4, 4, 8, 8, 8]


def test_progress_is_thinned_but_the_last_word_on_a_stage_is_kept() -> None:
    def job() -> Iterator[Payload]:
        for stage in ("reading", "scoring"):
            for done in range(5000):
                yield Progress(stage, done, 5000, "pairs")

    memory, _ = run(job())
    progress = [p for p in memory.emitted(Progress) if isinstance(p, Progress)]
    assert len(progress) < 200
    assert [p.done for p in progress if p.stage == "reading"][-1] == 4999
    assert progress[-1].done == 4999


def test_cancelling_keeps_what_was_finished() -> None:
    control = JobControl()
    closed = []

    def job() -> Iterator[Payload]:
        try:
            yield Results((item(1),))
            yield Results((item(2),))
            control.cancel()
            yield Results((item(3),))
            yield Results((item(4),))
        finally:
            closed.append(True)

    memory, finished = run(job(), control)
    assert finished.status is RunStatus.CANCELLED
    assert memory.emitted(Extraction) == [item(1), item(2), item(3)]
    assert closed == [True]


def test_a_job_cancelled_before_it_began_does_nothing() -> None:
    control = JobControl()
    control.cancel()
    memory, finished = run(iter([Results((item(1),))]), control)
    assert (finished.status, finished.done) == (RunStatus.CANCELLED, 0)
    assert memory.batches == []


def test_a_pause_holds_the_job_and_a_cancel_releases_it() -> None:
    import threading

    control = JobControl()
    control.pause()
    done: list[Finished] = []
    thread = threading.Thread(
        target=lambda: done.append(run(iter([Results((item(1),))]), control)[1])
    )
    thread.start()
    thread.join(0.05)
    assert thread.is_alive()
    control.cancel()
    thread.join(5)
    assert done[0].status is RunStatus.CANCELLED


def breaks(error: BaseException) -> Iterator[Payload]:
    """One result, then ``error``."""
    yield Results((item(1),))
    raise error


def test_a_coded_error_ends_the_job_with_its_code() -> None:
    memory, finished = run(breaks(UserError("model_missing", name="x")))
    assert finished.status is RunStatus.FAILED
    assert finished.failure == ItemFailure("job", "model_missing", (("name", "x"),))
    assert memory.emitted(Extraction) == [item(1)]


def test_out_of_memory_has_a_code_of_its_own() -> None:
    _, finished = run(breaks(MemoryError()))
    assert finished.failure is not None
    assert finished.failure.code == "out_of_memory"


@pytest.mark.expects_error_log
@pytest.mark.parametrize("error", [ValueError("odd"), SystemExit(1), RecursionError()])
def test_any_other_exception_is_internal_and_never_escapes(error: BaseException) -> None:
    memory, finished = run(breaks(error))
    assert finished.failure is not None
    assert finished.failure.code == "internal"
    assert memory.emitted(Extraction) == [item(1)]


def test_a_keyboard_interrupt_counts_as_cancelled() -> None:
    _, finished = run(breaks(KeyboardInterrupt()))
    assert finished.status is RunStatus.CANCELLED


def test_a_sink_that_is_full_ends_the_job() -> None:
    class Full(Memory):
        def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
            raise UserError("disk_full", path="p")

    memory = Full()
    events: list[JobEvent] = []
    finished = run_job(
        "job", breaks(ValueError("never reached")), memory, events.append, JobControl()
    )
    assert finished.failure is not None
    assert finished.failure.code == "disk_full"
    assert finished.done == 0
    assert [event.payload for event in events] == [finished]


def test_a_sink_that_cannot_close_the_run_still_gives_one_finished() -> None:
    class Stuck(Memory):
        def finish(self, finished: Finished) -> None:
            raise UserError("disk_full", path="p")

    memory = Stuck()
    finished = run_job("job", iter([]), memory, memory.emit, JobControl())
    assert finished.status is RunStatus.FAILED
    assert memory.emitted(Finished) == [finished]


def test_a_generator_that_refuses_to_close_does_no_harm() -> None:
    control = JobControl()

    def stubborn() -> Iterator[Payload]:
        while True:
            try:
                yield Results((item(1),))
                control.cancel()
            except GeneratorExit:
                yield Results((item(2),))

    _, finished = run(stubborn(), control)
    assert finished.status is RunStatus.CANCELLED


def test_failed_lines_count_as_failures() -> None:
    lines = (ScoredPair(1, ()), ScoredPair(2, (), failure=ItemFailure("2", "line_not_json")))
    _, finished = run(iter([Results(lines)]))
    assert (finished.status, finished.done, finished.failed) == (
        RunStatus.DONE_WITH_FAILURES,
        1,
        1,
    )


def test_what_was_read_is_not_counted_beside_what_came_of_it() -> None:
    _, finished = run(iter([Results((document(1), document(2))), Results((item(1),))]))
    assert finished.done == 1
    _, finished = run(iter([Results((document(1), document(2)))]))
    assert finished.done == 2


def test_seconds_are_measured_and_no_sink_is_needed() -> None:
    def job() -> Iterator[Payload]:
        time.sleep(0.02)
        yield Progress("reading", 1, 1, "documents")

    finished = run_job("job", job(), NoSink(), lambda event: None, JobControl())
    assert finished.seconds >= 0.02
    assert finished.status is RunStatus.DONE
