"""Writers take turns in the order in which they asked."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from engine.store import Project
from engine.store.turns import Turns
from engine.types import Edit, ReviewState, Target
from tests.unit.store.records import pair


def test_the_lock_goes_round_in_order() -> None:
    turns, order = Turns(), list[int]()
    threads = []

    def work(number: int) -> None:
        with turns:
            order.append(number)

    with turns:
        for number in range(8):
            threads.append(threading.Thread(target=work, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_an_error_hands_the_lock_on() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    with turns:
        pass


def test_an_edit_waits_for_one_batch_of_a_run_and_no_more(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.cdesk") as project:
        stop = threading.Event()
        batches = [0]

        def write_on() -> None:
            while not stop.is_set():
                start = batches[0] * 200
                project.pairs.append(pair(n, n + 1, 0.5) for n in range(start, start + 200))
                batches[0] += 1

        writer = threading.Thread(target=write_on)
        writer.start()
        try:
            for number in range(20):
                before = batches[0]
                edit = Edit(Target.PAIR, str(number), ReviewState.ACCEPTED)
                project.edits.apply(edit)
                assert batches[0] - before <= 2
        finally:
            stop.set()
            writer.join()
