"""The offline guard: no connection leaves this process unless the user switched it on.

It stands below every library: Python reports each use of a socket to audit hooks (PEP 578) before the
system hears of it, whoever asks, and what a hook raises ends the call. So a library that looks for a
newer file, counts its users or takes a proxy from the environment is refused like anything else, and
so is a question for the address of a host. Loopback is refused too: a proxy that listens on this
machine would carry things out of it. Sockets that stay inside the system (pipes between processes, the
display) and sockets that only listen are none of its business.

What it allows or refuses is told to ``record``, for the log and for the window.
"""

from __future__ import annotations

import contextlib
import importlib
import ipaddress
import os
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from engine.errors import UserError
from engine.telemetry import logger

REMEMBERED = 500
"""Attempts that are kept for the window."""

ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "DO_NOT_TRACK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "TOKENIZERS_PARALLELISM": "false",
}
"""What tells the libraries for models to stay off the network; read when they are imported."""

_INSIDE = frozenset(
    getattr(socket, name) for name in ("AF_UNIX", "AF_VSOCK", "AF_NETLINK") if hasattr(socket, name)
)
_ASKS_FOR_HOST = ("socket.getaddrinfo", "socket.gethostbyname")
_ASKS_FOR_NAME = ("socket.gethostbyaddr", "socket.getnameinfo")
_ASKS_FOR_ADDRESS = ("socket.connect", "socket.sendto", "socket.sendmsg")


class NetworkRefused(UserError, PermissionError):
    """A connection that the user did not switch on. For a library it is an ``OSError`` like any
    failed connection; for a face it has a sentence (``network_refused``)."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One connection, or one question for a host's address (then ``port`` is 0).

    ``purpose`` is what the user switched on; empty where the attempt was refused. ``when`` is in
    seconds since 1970.
    """

    host: str
    port: int
    allowed: bool
    purpose: str
    when: float


class Permit:
    """The user's leave to reach one host; ends with :meth:`revoke` or at the end of ``with``."""

    def __init__(self, guard: Guard, key: tuple[str, int | None]) -> None:
        self._guard = guard
        self._key = key

    def revoke(self) -> None:
        """From now on new connections to the host are refused; calling it twice does no harm."""
        self._guard._forget(self)

    def __enter__(self) -> Permit:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.revoke()


class Guard:
    """Refuses connections in this process from :meth:`install` to :meth:`close`; a context manager.

    >>> with Guard() as guard, guard.allow("models.example", "download", 443):
    ...     ...

    Thread: any.
    """

    def __init__(self, record: Callable[[Attempt], None] | None = None) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._permits: dict[Permit, tuple[str, int | None, str]] = {}
        self._hosts_of: dict[str, set[str]] = {}
        self._attempts: deque[Attempt] = deque(maxlen=REMEMBERED)
        self._sealed = False

    def install(self) -> None:
        """Begin to guard."""
        _watch()
        if self not in _ACTIVE:
            _ACTIVE.append(self)

    def close(self) -> None:
        """Guard no more; for tests and for the end of the program."""
        if self in _ACTIVE:
            _ACTIVE.remove(self)

    def __enter__(self) -> Guard:
        self.install()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def allow(self, host: str, purpose: str, port: int | None = None) -> Permit:
        """Leave to look up and reach ``host`` (a name or an address), on ``port`` or on any."""
        permit = Permit(self, (_plain(host), port))
        with self._lock:
            self._permits[permit] = (_plain(host), port, purpose)
        return permit

    def seal(self, sealed: bool = True) -> None:
        """Refuse everything, whatever is permitted, for as long as the user wants to stay offline."""
        self._sealed = sealed

    def attempts(self) -> tuple[Attempt, ...]:
        """The last attempts, oldest first."""
        return tuple(self._attempts)

    def _forget(self, permit: Permit) -> None:
        with self._lock:
            self._permits.pop(permit, None)

    def _learn(self, host: str, found: list[Any]) -> None:
        """A permitted host's addresses: connections to them are connections to it."""
        with self._lock:
            for entry in found:
                self._hosts_of.setdefault(_plain(str(entry[4][0])), set()).add(_plain(host))

    def _hear(self, event: str, details: tuple[Any, ...]) -> None:
        """Raises :class:`NetworkRefused` for what is not permitted."""
        if event in _ASKS_FOR_HOST:
            host = _plain(_text(details[0]))
            if not _needs_no_network(host):
                self._judge(host, 0)
        elif event in _ASKS_FOR_NAME:
            named = details[0][0] if isinstance(details[0], tuple) else details[0]
            host = _plain(_text(named))
            if not _is_own(host):
                self._judge(host, 0)
        elif event in _ASKS_FOR_ADDRESS:
            address = details[1]
            if details[0].family in _INSIDE or not isinstance(address, tuple) or _own_pair():
                return
            self._judge(_plain(_text(address[0])), int(address[1]))

    def _judge(self, host: str, port: int) -> None:
        with self._lock:
            names = {host} | self._hosts_of.get(host, set())
            purposes = [
                purpose
                for name, only, purpose in self._permits.values()
                if name in names and (only is None or not port or only == port)
            ]
        known = sorted(names - {host})
        shown = known[0] if known else host
        if self._sealed:
            purposes = []
        attempt = Attempt(shown, port, bool(purposes), purposes[0] if purposes else "", time.time())
        self._attempts.append(attempt)
        if self._record is not None:
            self._record(attempt)
        if not purposes:
            code = "offline_chosen" if self._sealed else "network_refused"
            raise NetworkRefused(code, host=shown, port=port)


def stay_offline(environ: MutableMapping[str, str] = os.environ) -> None:
    """Tell the libraries for models to stay off the network; before any of them is imported."""
    environ.update(ENVIRONMENT)


def log_attempt(attempt: Attempt) -> None:
    """A line in the log for each attempt: for :class:`Guard`'s ``record``."""
    logger(__name__).info(
        "connection" if attempt.allowed else "connection_refused",
        host=attempt.host,
        port=attempt.port,
        purpose=attempt.purpose,
    )


# Audit hooks and the name of getaddrinfo belong to the process and cannot be handed around or taken
# off again: one hook stands for all guards, and does nothing while none is installed.
_ACTIVE: list[Guard] = []
_WATCHING = threading.Event()


def _watch() -> None:
    if _WATCHING.is_set():
        return
    _WATCHING.set()
    sys.addaudithook(_on_event)
    ask = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        found = ask(host, *rest, **named)
        for guard in _ACTIVE:
            guard._learn(_text(host), found)
        return found

    socket.getaddrinfo = getaddrinfo
    _watch_proactor()


def _watch_proactor(system: str = sys.platform) -> None:
    """On Windows asyncio connects below the hooks of ``socket``: stand in its way as well."""
    if system != "win32":
        return
    proactor: Any = importlib.import_module("asyncio.windows_events").IocpProactor
    connect = proactor.connect

    def guarded(self: Any, conn: Any, address: Any) -> Any:
        _on_event("socket.connect", (conn, address))
        return connect(self, conn, address)

    proactor.connect = guarded


def _on_event(event: str, details: tuple[Any, ...]) -> None:
    if event.startswith("socket."):
        for guard in tuple(_ACTIVE):
            guard._hear(event, details)


def _own_pair() -> bool:
    """True inside ``socket.socketpair``, which on Windows connects two ends of one process."""
    frames = _frames()
    return any(
        frame.f_code.co_name in ("socketpair", "_fallback_socketpair")
        and frame.f_globals.get("__name__") == "socket"
        for frame in frames
    )


def _frames(most: int = 8) -> Iterator[Any]:
    with contextlib.suppress(ValueError):
        for depth in range(2, most):
            yield sys._getframe(depth)


def _needs_no_network(host: str) -> bool:
    """Numbers, nothing, and this machine's own names are not asked of anybody."""
    if _is_own(host):
        return True
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(host)
        return True
    return False


def _is_own(host: str) -> bool:
    """This machine, by name or number: the name of any other number is asked of the network."""
    if not host or host in ("localhost", socket.gethostname().lower()):
        return True
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_loopback or address.is_unspecified
    return False


def _plain(host: str) -> str:
    return host.strip().strip("[]").rstrip(".").lower().partition("%")[0]


def _text(host: Any) -> str:
    if isinstance(host, bytes | bytearray):
        return bytes(host).decode("ascii", "replace")
    return "" if host is None else str(host)
