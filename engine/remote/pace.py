"""How many requests at a time, how many a second, and in whose turn.

The number at a time follows the server: it doubles while nothing speaks against it, then grows by
one a round (additive increase), and is cut by a share (multiplicative decrease) when the server says
that it is overloaded, when more than a few answers fail, or when answers take much longer than they
did with less at a time. A few failures in a hundred are the network's, not the load's, and cut
nothing: cutting at each would keep the number near one.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from enum import IntEnum

Clock = Callable[[], float]

START = 4
WINDOW = 40
"""Answers over which the share of failures is taken."""
FAILED_SHARE = 0.15
MANY_OVERLOADS = 3
"""Refusals for overload, of the last ``WINDOW`` answers, that are no accident."""
SLOW = 2.0
"""Answers this many times slower than the best mean a queue at the server."""
CUT_OVERLOAD, CUT_SLOW = 0.6, 0.85


class Priority(IntEnum):
    """Whose turn it is first."""

    INTERACTIVE = 0
    BULK = 1


class _Times:
    """How long answers to one kind of request take. Only full-sized requests count: a small one is
    quick whatever the load, and would make every other look slow."""

    def __init__(self) -> None:
        self._largest = 0
        self._short: float | None = None
        self._best: float | None = None

    def add(self, seconds: float, items: int) -> bool:
        """Take an answer in; whether it counts."""
        if items > self._largest * 2:
            self._short = self._best = None
        self._largest = max(self._largest, items)
        if items * 2 < self._largest:
            return False
        self._short = seconds if self._short is None else self._short + (seconds - self._short) / 8
        # The best creeps up, so that one lucky answer is not the measure for ever.
        best = self._short if self._best is None else self._best * 1.0005
        self._best = min(self._short, best)
        return True

    @property
    def slowness(self) -> float:
        """How many times as long as at best answers take now; 1 before the first."""
        return self._short / max(self._best, 1e-9) if self._short and self._best else 1.0

    def rebase(self) -> None:
        """What they take now is the best from now on."""
        self._best = self._short


class Aimd:
    """The number of requests at a time. Pure policy: no waiting here. Thread: one."""

    def __init__(self, most: int, clock: Clock = time.monotonic) -> None:
        self.most = most
        self._least_for_time = min(START, most)
        self._limit = float(self._least_for_time)
        self._clock = clock
        self._doubling = True
        self._recent: deque[str] = deque(maxlen=WINDOW)
        self._times: dict[str, _Times] = {}
        self._last = 0.0
        self._cut_at = -1e9

    @property
    def limit(self) -> int:
        """Requests at a time, now."""
        return max(1, int(self._limit))

    def answered(self, seconds: float, busy: bool, kind: str = "", items: int = 1) -> None:
        """An answer to a request of ``kind`` for ``items`` came after ``seconds``; ``busy``: as many
        were under way as may be."""
        self._recent.append("")
        self._last = seconds
        times = self._times.setdefault(kind, _Times())
        if not times.add(seconds, items):
            return
        if times.slowness > SLOW:
            if self._limit * CUT_SLOW >= self._least_for_time:
                self._cut(CUT_SLOW)
            else:
                # With so few at a time it is not our load that makes it slow.
                times.rebase()
        elif busy and times.slowness < 1.5:
            self._limit += 1.0 if self._doubling else 1.0 / self._limit
            self._limit = min(self._limit, float(self.most))

    def failed(self, overload: bool) -> None:
        """A request failed; ``overload``: the server said that it has too much to do."""
        self._recent.append("overload" if overload else "failure")
        overloads = self._recent.count("overload")
        failures = overloads + self._recent.count("failure")
        if (overloads >= MANY_OVERLOADS and overload) or failures > FAILED_SHARE * WINDOW:
            self._cut(CUT_OVERLOAD)

    def _cut(self, share: float) -> None:
        """At most once a round trip: what is under way now was sent before the last cut was felt."""
        now = self._clock()
        if now - self._cut_at < max(self._last * 2, 0.05):
            return
        self._cut_at = now
        self._doubling = False
        self._limit = max(1.0, self._limit * share)
        # What was refused before the cut says nothing of the new number.
        self._recent.clear()


class TokenBucket:
    """At most ``per_second`` requests a second, with a burst of a tenth of a second's worth."""

    def __init__(self, per_second: float, clock: Clock = time.monotonic) -> None:
        self._rate = per_second
        self._size = max(1.0, per_second / 10)
        self._tokens = self._size
        self._clock = clock
        self._at = clock()

    def wait(self) -> float:
        """Take a token; the seconds to wait before it may be used."""
        if self._rate <= 0:
            return 0.0
        now = self._clock()
        self._tokens = min(self._size, self._tokens + (now - self._at) * self._rate)
        self._at = now
        self._tokens -= 1
        return max(0.0, -self._tokens / self._rate)


class Gate:
    """Lets requests through: as many at a time as :class:`Aimd` says, interactive ones first, in the
    order in which they came. Thread: the loop's."""

    def __init__(self, pace: Aimd, bucket: TokenBucket) -> None:
        self.pace = pace
        self.inside = 0
        self._bucket = bucket
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    async def enter(self, priority: Priority) -> None:
        """Wait for a turn; :meth:`leave` gives it back."""
        if self._waiting or self.inside >= self.pace.limit:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (priority, next(self._order), turn))
            self.admit()
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self.leave()
                raise
        else:
            self.inside += 1
        try:
            wait = self._bucket.wait()
            if wait:
                await asyncio.sleep(wait)
        except asyncio.CancelledError:
            self.leave()
            raise

    def leave(self) -> None:
        """The request is over."""
        self.inside -= 1
        self.admit()

    def admit(self) -> None:
        """Let in whoever may; called whenever the number has changed."""
        while self._waiting and self.inside < self.pace.limit:
            _priority, _order, turn = heapq.heappop(self._waiting)
            if not turn.done():
                self.inside += 1
                turn.set_result(None)

    @property
    def busy(self) -> bool:
        """Whether as many are inside as may be."""
        return self.inside >= self.pace.limit


class Breaker:
    """Says when a server is down: nothing but failures for ``patience`` seconds, and at least
    ``least`` of them. Then requests fail at once, but for one every ``pause`` seconds that looks
    whether it is back. Thread: the loop's."""

    def __init__(
        self,
        patience: float = 15.0,
        pause: float = 3.0,
        least: int = 5,
        clock: Clock = time.monotonic,
    ) -> None:
        self._patience, self._pause, self._least = patience, pause, least
        self._clock = clock
        self._failures = 0
        self._since = 0.0
        self._next_look = 0.0
        self.open = False

    def may_try(self) -> bool:
        """Whether a request may be sent now; while open, one a ``pause``."""
        if not self.open:
            return True
        now = self._clock()
        if now < self._next_look:
            return False
        self._next_look = now + self._pause
        return True

    def succeeded(self) -> None:
        """The server answered, whatever it said."""
        self._failures, self.open = 0, False

    def failed(self) -> None:
        """Nothing useful came."""
        now = self._clock()
        if self._failures == 0:
            self._since = now
        self._failures += 1
        if self._failures >= self._least and now - self._since >= self._patience:
            if not self.open:
                self._next_look = now + self._pause
            self.open = True
