"""One server's client: turns, attempts, waiting, and when to give up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar

from engine.errors import UserError
from engine.remote.meter import Meter
from engine.remote.pace import Aimd, Breaker, Gate, Priority, TokenBucket
from engine.remote.retry import Remedy, Trouble, backoff
from engine.remote.spec import Server
from engine.remote.transport import Transport
from engine.telemetry import logger

T = TypeVar("T")
_log = logger(__name__)


class Client:
    """Sends requests to one server under its limits, and tries again what may pass.

    Thread: the loop's; :attr:`meter` from any.
    """

    def __init__(
        self,
        server: Server,
        key: str | None = None,
        meter: Meter | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self.server = server
        self.meter = meter or Meter()
        self._transport = Transport(server, key)
        self._gate = Gate(Aimd(server.limits.concurrency), TokenBucket(server.limits.per_second))
        self._breaker = breaker or Breaker()

    async def call(
        self,
        path: str,
        body: Any,
        decode: Callable[[Any], T],
        priority: Priority = Priority.BULK,
        items: int = 1,
        method: str = "POST",
        attempts: int | None = None,
    ) -> T:
        """What ``decode`` makes of the answer. ``decode`` raises :class:`Trouble` or ``ValueError``
        for an answer that is none; that is tried again like any other fault.

        Raises :class:`Trouble` when it will not succeed; ``UserError("server_down")``.
        """
        limits = self.server.limits
        most = attempts or limits.attempts
        end = time.monotonic() + limits.item_seconds
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._attempt(path, body, decode, priority, items, method)
            except Trouble as trouble:
                wait = backoff(attempt, trouble.asked)
                again = trouble.passing and attempt < most and time.monotonic() + wait < end
                self._note(trouble, again)
                if not again:
                    raise
            await asyncio.sleep(wait)

    async def bare(self, path: str, body: Any, decode: Callable[[Any], T]) -> T:
        """One attempt beside all limits, as a client sends it that has none: for comparison only.

        Raises :class:`Trouble`.
        """
        return self._decoded(decode, await self._transport.send(path, body))

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.close()

    async def _attempt(
        self,
        path: str,
        body: Any,
        decode: Callable[[Any], T],
        priority: Priority,
        items: int,
        method: str,
    ) -> T:
        if not self._breaker.may_try():
            raise self._down()
        gate = self._gate
        await gate.enter(priority)
        try:
            self.meter.flow(gate.inside, gate.pace.limit)
            busy = gate.busy
            started = time.monotonic()
            answer = await self._transport.send(path, body, method)
            value = self._decoded(decode, answer)
            seconds = time.monotonic() - started
            self._breaker.succeeded()
            gate.pace.answered(seconds, busy, path, items)
            self.meter.answered(seconds, items)
            return value
        except Trouble as trouble:
            # 413 and 422 speak of the request, not of the server.
            if trouble.remedy in (Remedy.HALVE, Remedy.GIVE_UP):
                self._breaker.succeeded()
            else:
                gate.pace.failed(trouble.remedy is Remedy.SLOWER)
            raise
        finally:
            gate.leave()
            self.meter.flow(gate.inside, gate.pace.limit)

    def _decoded(self, decode: Callable[[Any], T], answer: Any) -> T:
        try:
            return decode(answer)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            detail = f"{type(error).__name__}: {error}"[:100]
            host = f"{self.server.host}:{self.server.port}"
            raise Trouble(Remedy.RETRY, "server_answer", host=host, detail=detail) from error

    def _note(self, trouble: Trouble, again: bool) -> None:
        if trouble.passing:
            was = self._breaker.open
            self._breaker.failed()
            if self._breaker.open and not was:
                _log.warning("server_down", server=self.server.name, code=trouble.code)
        self.meter.failed(trouble.code, again, self._breaker.open)

    def _down(self) -> UserError:
        return UserError(
            "server_down", name=self.server.name, host=f"{self.server.host}:{self.server.port}"
        )
