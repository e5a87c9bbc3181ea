"""One thread that owns the models, and the queue that feeds it: batches across requests.

Items of several requests that wait at the same time go to the model together, up to a budget of tokens;
the first waits a few milliseconds for company. The model itself sorts them by length and cuts them
into its own batches, as for any job. Requests with few items, somebody who waits, go before those with
many, a file being worked through; these fill up what is left of a batch, so that none waits for ever.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Literal

from engine.control import JobControl
from engine.errors import Cancelled, failure_of
from engine.models.protocols import Embedder, PairClassifier
from engine.serve.figures import Figures
from engine.serve.requests import estimated_tokens
from engine.telemetry import logger
from engine.types import ItemFailure

Kind = Literal["predict", "embed"]
Answer = list[float] | ItemFailure
_log = logger(__name__)

FEW = 8
"""So few items are somebody waiting, as for this program's own clients."""


@dataclass(frozen=True, slots=True)
class Models:
    """What is served; ``None`` where there is no model for it. ``max_tokens``: the longest input
    that the model reads at a time; 0 where it does not say."""

    classifier: PairClassifier | None
    embedder: Embedder | None
    max_tokens: int = 0


@dataclass(eq=False, slots=True)
class Ticket:
    """One request's items on their way. Answers come to ``done`` in the thread of ``loop``."""

    kind: Kind
    items: Sequence[Any]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[list[Answer]]
    answers: list[Answer | None]
    since: float
    abandoned: bool = False
    left: int = field(default=0)


class BatchWorker:
    """Owns the models' thread. ``open_models`` is called once in it.

    Thread: :meth:`submit` from the web server's loop; the models are touched by one thread alone.
    """

    def __init__(
        self,
        open_models: Callable[[], Models],
        figures: Figures,
        batch_tokens: int = 16384,
        wait_seconds: float = 0.004,
    ) -> None:
        self.models: Models | None = None
        self.failed: BaseException | None = None
        self.ready = threading.Event()
        self._open = open_models
        self._figures = figures
        self._budget = batch_tokens
        self._wait = wait_seconds
        self._news = threading.Condition()
        self._waiting: deque[tuple[Ticket, int]] = deque()
        self._closing = False
        self._control = JobControl()
        self._thread = threading.Thread(target=self._run, name="clausedesk-models", daemon=True)

    def start(self) -> None:
        """Load the models; :attr:`ready` is set once that is done or has failed."""
        self._thread.start()

    @property
    def healthy(self) -> bool:
        """Whether requests can be answered."""
        return self.models is not None and self._thread.is_alive() and not self._closing

    def submit(self, kind: Kind, items: Sequence[Any]) -> Ticket:
        """Queue a request's items; await ``ticket.done``."""
        loop = asyncio.get_running_loop()
        empty: list[Answer | None] = [None] * len(items)
        ticket = Ticket(kind, items, loop, loop.create_future(), empty, time.monotonic())
        ticket.left = len(items)
        with self._news:
            self._queue(ticket)
            self._figures.queued(len(self._waiting))
            self._news.notify()
        return ticket

    def _queue(self, ticket: Ticket) -> None:
        """At the end; few items behind the last of those that are few, too."""
        items = [(ticket, place) for place in range(len(ticket.items))]
        if len(items) > FEW:
            self._waiting.extend(items)
            return
        ahead = list(takewhile(lambda waiting: len(waiting[0].items) <= FEW, self._waiting))
        for _ in ahead:
            self._waiting.popleft()
        self._waiting.extendleft(reversed([*ahead, *items]))

    def abandon(self, ticket: Ticket) -> None:
        """Nobody waits for the answer any more: what has not begun is not done."""
        ticket.abandoned = True

    def close(self, timeout: float) -> bool:
        """Answer what waits, then end; ``False`` where that took longer than ``timeout`` seconds."""
        with self._news:
            self._closing = True
            self._news.notify()
        self._thread.join(timeout)
        self._control.cancel()
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.models = self._open()
        except BaseException as error:
            self.failed = error
            return
        finally:
            self.ready.set()
        while batch := self._next():
            started = time.monotonic()
            items = [ticket.items[place] for ticket, place in batch]
            answers = self._compute(batch[0][0].kind, items)
            self._figures.batch(len(batch), time.monotonic() - started)
            for (ticket, place), answer in zip(batch, answers, strict=True):
                ticket.answers[place] = answer
                ticket.left -= 1
                if not ticket.left:
                    _tell(ticket)

    def _next(self) -> list[tuple[Ticket, int]]:
        """The next batch: items of the kind that has waited longest; empty at the end."""
        with self._news:
            while not (batch := self._take()):
                if self._closing:
                    return []
                self._news.wait()
            first = batch[0][0]
            # A little company is worth a little waiting, unless the batch is full or old already.
            rest = self._wait - (time.monotonic() - first.since)
            tokens = self._tokens(batch)
            if rest > 0 and tokens < self._budget and not self._closing:
                self._news.wait_for(lambda: len(self._waiting) >= 64 or self._closing, rest)
                batch += self._take(first.kind, self._budget - tokens)
            self._figures.queued(len(self._waiting))
            return batch

    def _take(
        self, kind: Kind | None = None, budget: int | None = None
    ) -> list[tuple[Ticket, int]]:
        """Items from the front, of one kind, within the budget; the others keep their order."""
        room = self._budget if budget is None else budget
        taken: list[tuple[Ticket, int]] = []
        kept: list[tuple[Ticket, int]] = []
        while self._waiting:
            ticket, place = self._waiting[0]
            if ticket.abandoned:
                self._waiting.popleft()
                continue
            kind = kind or ticket.kind
            size = estimated_tokens(ticket.items[place])
            if ticket.kind != kind:
                kept.append(self._waiting.popleft())
                continue
            if (taken or budget is not None) and size > room:
                break
            room -= size
            taken.append(self._waiting.popleft())
        self._waiting.extendleft(reversed(kept))
        return taken

    def _tokens(self, batch: Sequence[tuple[Ticket, int]]) -> int:
        return sum(estimated_tokens(ticket.items[place]) for ticket, place in batch)

    def _compute(self, kind: Kind, items: list[Any]) -> list[Answer]:
        """An answer an item. What fails as a whole is tried one by one, so that no request pays for
        another's text."""
        try:
            return self._embed(items) if kind == "embed" else self._predict(items)
        except Cancelled:
            return [ItemFailure(str(place), "internal") for place in range(len(items))]
        except Exception as error:
            _log.warning("serving_failed", kind=kind, items=len(items), exc_info=error)
            if len(items) == 1:
                return [failure_of(error, "0")]
            return [self._compute(kind, [item])[0] for item in items]

    def _predict(self, pairs: list[Any]) -> list[Answer]:
        assert self.models is not None and self.models.classifier is not None
        answers: list[Answer | None] = [None] * len(pairs)
        judged = self.models.classifier.classify(pairs, self._control, answers.__setitem__)
        for index, row in judged:
            answers[index] = [float(value) for value in row]
        return [
            answer or ItemFailure(str(place), "internal") for place, answer in enumerate(answers)
        ]

    def _embed(self, texts: list[Any]) -> list[Answer]:
        assert self.models is not None and self.models.embedder is not None
        vectors = self.models.embedder.embed(texts, self._control)
        return [[float(value) for value in vector] for vector in vectors]


def _tell(ticket: Ticket) -> None:
    def settle() -> None:
        if not ticket.done.done():
            ticket.done.set_result([answer for answer in ticket.answers if answer is not None])

    try:
        ticket.loop.call_soon_threadsafe(settle)
    except RuntimeError:
        _log.info("answer_without_listener")
