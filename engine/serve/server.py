"""Runs the application: on this machine alone, or with a token on any address; ends in good order."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from engine.errors import UserError
from engine.remote.spec import is_loopback
from engine.serve.app import ServeLimits, Service, make_app
from engine.serve.batches import BatchWorker, Models
from engine.serve.figures import Figures
from engine.telemetry import logger

SHORTEST_TOKEN = 16
GRACE = 20.0
"""Seconds that requests under way have to end once the server is to stop."""

SWITCH_SECONDS = 0.0005
"""How long the models' thread may hold the interpreter while a request waits to be read. Python's own
5 ms would be paid several times a request while a batch computes."""

_LAST_PORT = 65535
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """``port`` 0 takes a free one. ``certificate`` and ``private_key`` (PEM files) turn on TLS."""

    host: str = "127.0.0.1"
    port: int = 8080
    token: str = field(default="", repr=False)
    certificate: str = ""
    private_key: str = ""
    limits: ServeLimits = field(default_factory=ServeLimits)


class ModelServer:
    """Serves what ``open_models`` opens, until :meth:`stop` or a signal.

    Raises ``UserError``: ``serve_token`` (another address than loopback needs one),
    ``serve_certificate``, ``port_taken``, ``serve_address``. Thread: :meth:`run` blocks its thread; :meth:`stop` from any.
    """

    def __init__(self, open_models: Callable[[], Models], options: ServeOptions) -> None:
        if not is_loopback(options.host) and len(options.token) < SHORTEST_TOKEN:
            raise UserError("serve_token", host=options.host, least=SHORTEST_TOKEN)
        _check_certificate(options)
        self._options = options
        figures = Figures()
        limits = options.limits
        self.worker = BatchWorker(open_models, figures, limits.batch_tokens, limits.wait_seconds)
        service = Service(self.worker, figures, limits, options.token)
        self._socket = _bound(options)
        self._server = _Quiet(
            uvicorn.Config(
                make_app(service),
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_keep_alive=75,
                timeout_graceful_shutdown=round(GRACE),
                server_header=False,
                ssl_certfile=options.certificate or None,
                ssl_keyfile=options.private_key or None,
                h11_max_incomplete_event_size=2**16,
            )
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1])

    @property
    def url(self) -> str:
        """What clients are given."""
        scheme = "https" if self._options.certificate else "http"
        host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
        return f"{scheme}://{host}:{self.port}"

    def run(self, ready: Callable[[], Any] = lambda: None) -> None:
        """Load the models, tell ``ready``, serve until stopped; requests under way are answered.

        Raises what loading the models raises.
        """
        before = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_SECONDS)
        self.worker.start()
        try:
            self._wait_for_models()
            if self.worker.failed is not None:
                raise self.worker.failed
            if not self._server.should_exit:
                ready()
                _log.info("serving", host=self._options.host, port=self.port)
                asyncio.run(self._server.serve([self._socket]))
        finally:
            self.worker.close(GRACE)
            self._socket.close()
            sys.setswitchinterval(before)

    def stop(self) -> None:
        """Take no more requests, answer those under way, and let :meth:`run` return."""
        self._server.should_exit = True

    def _wait_for_models(self) -> None:
        while not self.worker.ready.wait(0.2):
            if self._server.should_exit:
                return


class _Quiet(uvicorn.Server):
    """Leaves signals to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _bound(options: ServeOptions) -> socket.socket:
    """A listening socket: a port that is taken is said before the models are loaded."""
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise UserError("serve_address", host=options.host) from error
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows two programs could share a port otherwise.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((options.host, options.port))
        made.listen(1024)
        made.setblocking(False)
    except OSError as error:
        made.close()
        # WSAEADDRNOTAVAIL is what Windows says.
        elsewhere = error.errno in (errno.EADDRNOTAVAIL, getattr(errno, "WSAEADDRNOTAVAIL", -1))
        if isinstance(error, socket.gaierror) or elsewhere:
            raise UserError("serve_address", host=options.host) from error
        other = options.port + 1 if options.port < _LAST_PORT else 8080
        raise UserError("port_taken", port=options.port, other=other) from error
    return made


def _check_certificate(options: ServeOptions) -> None:
    """Files that are no certificate and key are said before the models are loaded."""
    if not options.certificate and not options.private_key:
        return
    try:
        # A key may ask for a password on the terminal: here nobody would answer.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.private_key or None, lambda: b"")
    except (OSError, ValueError) as error:
        raise UserError(
            "serve_certificate", certificate=options.certificate, key=options.private_key
        ) from error
