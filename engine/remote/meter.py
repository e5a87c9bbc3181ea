"""What a server is doing, second by second, for whoever shows it."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

SECONDS_KEPT = 180


@dataclass(slots=True)
class Second:
    """One second: answers, failed attempts, the sum and the largest of the answers' seconds, and how
    many requests were under way of how many that might have been."""

    at: int
    answers: int = 0
    failures: int = 0
    spent: float = 0.0
    slowest: float = 0.0
    under_way: int = 0
    limit: int = 0

    @property
    def latency(self) -> float | None:
        """The mean seconds an answer took."""
        return self.spent / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A meter at one moment: the last seconds (the oldest first, none left out since the first), and
    everything since the start. ``codes`` counts failed attempts by code."""

    seconds: tuple[Second, ...]
    answers: int
    items: int
    failures: int
    retries: int
    codes: tuple[tuple[str, int], ...]
    under_way: int
    limit: int
    down: bool


class Meter:
    """Counts; of bounded size. Thread: any."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._seconds: deque[Second] = deque(maxlen=SECONDS_KEPT)
        self._codes: Counter[str] = Counter()
        self._answers = self._items = self._retries = 0
        self._under_way = self._limit = 0
        self._down = False

    def flow(self, under_way: int, limit: int) -> None:
        """How many requests are under way, of how many that may be."""
        with self._guard:
            self._under_way, self._limit = under_way, limit
            second = self._now()
            second.under_way, second.limit = max(second.under_way, under_way), limit

    def answered(self, seconds: float, items: int) -> None:
        """An answer for ``items`` came after ``seconds``."""
        with self._guard:
            self._answers += 1
            self._items += items
            self._down = False
            second = self._now()
            second.answers += 1
            second.spent += seconds
            second.slowest = max(second.slowest, seconds)

    def failed(self, code: str, again: bool, down: bool) -> None:
        """An attempt failed; ``again``: it is repeated; ``down``: the server counts as down."""
        with self._guard:
            self._codes[code] += 1
            self._retries += again
            self._down = down
            self._now().failures += 1

    def read(self) -> Reading:
        """How it stands."""
        with self._guard:
            self._now()
            return Reading(
                tuple(Second(*_values(second)) for second in self._seconds),
                self._answers,
                self._items,
                self._codes.total(),
                self._retries,
                tuple(self._codes.most_common()),
                self._under_way,
                self._limit,
                self._down,
            )

    def _now(self) -> Second:
        """The current second; those between it and the last stand empty."""
        now = int(self._clock())
        last = self._seconds[-1].at if self._seconds else now - 1
        for at in range(max(last + 1, now - SECONDS_KEPT + 1), now + 1):
            self._seconds.append(Second(at, under_way=self._under_way, limit=self._limit))
        return self._seconds[-1]


def _values(second: Second) -> tuple[int, int, int, float, float, int, int]:
    return (
        second.at,
        second.answers,
        second.failures,
        second.spent,
        second.slowest,
        second.under_way,
        second.limit,
    )
