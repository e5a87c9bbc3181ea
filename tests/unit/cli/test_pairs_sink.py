"""How a run of ``pairs`` ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cli.commands.pairs import WritingSink
from engine.events import Finished
from engine.types import RunStatus


class Heard:
    """Notes who was told of the end, in order."""

    ledger = None
    already = 0

    def __init__(self, told: list[str], name: str) -> None:
        self._told, self._name = told, name

    def write(self, items: Sequence[Any]) -> None: ...

    def store(self, items: Sequence[Any], failures: Sequence[Any]) -> None: ...

    def finish(self, finished: Finished) -> None:
        self._told.append(self._name)


def test_the_run_is_closed_before_the_file_tells_of_it() -> None:
    """The workbook has a sheet about the run, which is to say that it is done."""
    told: list[str] = []
    sink = WritingSink(Heard(told, "file"), Heard(told, "project"))
    sink.finish(Finished(RunStatus.DONE, 1, 0, 0.1))
    assert told == ["project", "file"]
