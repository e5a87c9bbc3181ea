"""What an answer that is not a result means: try again, ask for less, give the item up, or stop."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from enum import Enum

from engine.errors import UserError
from engine.types import Scalar

FIRST_WAIT = 0.25
LONGEST_WAIT = 20.0
LONGEST_ASKED = 300.0
"""The longest ``Retry-After`` that is obeyed; beyond it an item's own time has long run out."""


class Remedy(Enum):
    """What to do about a trouble."""

    RETRY = "retry"
    """It may pass: a timeout, a connection that broke, a 5xx, half an answer."""
    SLOWER = "slower"
    """The server is overloaded (429, 503): try again later, and ask less at a time."""
    HALVE = "halve"
    """The request is too large (413, 422): ask for half of it."""
    GIVE_UP = "give_up"
    """This request will never succeed."""
    STOP = "stop"
    """No request will: a wrong key, a wrong address, a certificate that does not fit."""


class Trouble(Exception):
    """A request that failed. ``code`` and ``params`` are its sentence; ``asked`` the seconds that
    the server asked to be left alone for."""

    def __init__(
        self, remedy: Remedy, code: str, asked: float | None = None, **params: Scalar
    ) -> None:
        super().__init__(code)
        self.remedy = remedy
        self.code = code
        self.asked = asked
        self.params = params

    @property
    def passing(self) -> bool:
        """Whether trying again makes sense."""
        return self.remedy in (Remedy.RETRY, Remedy.SLOWER)

    def error(self) -> UserError:
        """The same for a person."""
        return UserError(self.code, **self.params)


def backoff(
    attempt: int,
    asked: float | None = None,
    chance: Callable[[float, float], float] = random.uniform,
) -> float:
    """Seconds to wait after failed ``attempt`` (from 1): exponential with full jitter, and never
    less than the server asked for."""
    most = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    wait = chance(0.0, most)
    if asked is None:
        return wait
    # A little more than asked, each its own: not all waiters come back in the same moment.
    return min(asked, LONGEST_ASKED) + wait * 0.25


def retry_after(text: str | None, now: dt.datetime | None = None) -> float | None:
    """``Retry-After`` in seconds: a number or a date (RFC 9110, 10.2.3); ``None`` if it is neither."""
    text = (text or "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        seconds = (moment - (now or dt.datetime.now(dt.UTC))).total_seconds()
    # NaN and infinity are no numbers of seconds.
    return max(seconds, 0.0) if abs(seconds) < 10**9 else None


def trouble_of_status(status: int, asked: str | None, detail: str, host: str) -> Trouble:
    """What an HTTP status other than 2xx means; ``detail`` is what the server said of it."""

    def trouble(remedy: Remedy, code: str, wait: float | None = None) -> Trouble:
        return Trouble(remedy, code, wait, host=host, status=status, detail=detail)

    if status in (429, 503):
        return trouble(Remedy.SLOWER, "server_overloaded", retry_after(asked))
    if status >= 500:
        return trouble(Remedy.RETRY, "server_failing", retry_after(asked))
    if status in (413, 422):
        return trouble(Remedy.HALVE, "server_refused_item")
    if status in (401, 403):
        return Trouble(Remedy.STOP, "server_key", host=host, status=status)
    if status in (404, 405) or 300 <= status < 400:
        return Trouble(Remedy.STOP, "server_path", host=host, status=status)
    return trouble(Remedy.GIVE_UP, "server_refused_item")
