"""Progress of an export, and the point where it can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from engine.control import JobControl

T = TypeVar("T")
Tell = Callable[[int, int | None], None]
"""Hears how many items are written, of how many (``None``: not known)."""

_EVERY = 25


def _silent(_done: int, _total: int | None) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What an export tells and asks while it writes. Nothing is left behind by a cancelled one:
    the file appears whole or not at all."""

    control: JobControl | None = None
    tell: Tell = _silent

    def checkpoint(self) -> None:
        """Raise ``Cancelled`` once the person said so."""
        if self.control is not None:
            self.control.checkpoint()

    def over(self, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        """``items``, each one a point where the export can be cancelled."""
        done = 0
        for item in items:
            if done % _EVERY == 0:
                self.tell(done, total)
            self.checkpoint()
            yield item
            done += 1
        self.tell(done, total)


UNWATCHED = Watch()
"""Nobody listens, nobody cancels."""


class Rounds:
    """Progress of an export that goes over its things several times: told of as one. ``total`` counts the
    things of all rounds, as far as it is known beforehand; what comes beyond it is not told of."""

    def __init__(self, watch: Watch, total: int) -> None:
        self._watch = watch
        self._total = total
        self._done = 0

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """One round; each item is a point where the export can be cancelled."""
        for item in items:
            if self._done % _EVERY == 0:
                self._watch.tell(min(self._done, self._total), self._total)
            self._watch.checkpoint()
            yield item
            self._done += 1
