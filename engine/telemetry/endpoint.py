"""Figures for a monitoring program on this machine: Prometheus' text format at ``/metrics``.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from engine.errors import UserError
from engine.telemetry.metrics import Figures, Metrics

ADDRESS = "127.0.0.1"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PATIENCE = 5.0


def exposition(figures: Figures) -> str:
    """``figures`` in the text format. Times are seconds, memory is bytes."""
    return "\n".join([*_jobs(figures), *_program(figures), ""])


class MetricsServer:
    """Answers ``GET /metrics`` on 127.0.0.1 until it is closed; no other machine can ask.

    ``port`` 0 takes a free one. Raises ``UserError("port_taken")``. Thread: made and closed by
    one thread; answers in its own.
    """

    def __init__(self, metrics: Metrics, port: int) -> None:
        try:
            self._server = _Server(port, lambda: exposition(metrics.figures()))
        except OSError as error:
            raise UserError("port_taken", port=port, other=port + 1) from error
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.1},
            name="clausedesk-metrics",
            daemon=True,
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """What to give the monitoring program."""
        return f"http://{ADDRESS}:{self.port}/metrics"

    def close(self) -> None:
        """Stop answering; closing twice is harmless."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_PATIENCE)


class _Server(ThreadingHTTPServer):
    """The standard library's, bound to this machine alone."""

    daemon_threads = True
    # A second program on the port must fail, not share it, also on Windows.
    allow_reuse_address = False

    def __init__(self, port: int, answer: Callable[[], str]) -> None:
        self.answer = answer
        super().__init__((ADDRESS, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Someone who hangs up early is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: _Server
    server_version = "ClauseDesk"
    sys_version = ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Answer with the figures, or say why not."""
        # A web page that made its own name point here must not read them.
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in (ADDRESS, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path.split("?")[0] != "/metrics":
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            body = self.server.answer().encode("utf-8")
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged: they come every few seconds and say nothing."""


def _jobs(figures: Figures) -> Iterator[str]:
    counters = (
        ("runs_total", "Runs started.", [job.runs for job in figures.jobs]),
        ("items_total", "Items finished.", [job.done for job in figures.jobs]),
        ("failed_items_total", "Items that failed.", [job.failed for job in figures.jobs]),
    )
    for name, words, values in counters:
        yield from _head(name, words, "counter")
        for job, value in zip(figures.jobs, values, strict=True):
            yield f"clausedesk_{name}{_label(job.job)} {value}"
    yield from _head("item_seconds", "Seconds of computing an item.", "summary")
    for job in figures.jobs:
        for share, seconds in (("0.5", job.p50), ("0.95", job.p95)):
            if seconds is not None:
                label = f'{{job="{_escaped(job.job)}",quantile="{share}"}}'
                yield f"clausedesk_item_seconds{label} {seconds:.6g}"
        yield f"clausedesk_item_seconds_sum{_label(job.job)} {job.busy:.6g}"
        yield f"clausedesk_item_seconds_count{_label(job.job)} {job.done}"


def _program(figures: Figures) -> Iterator[str]:
    gauges = (
        ("items_per_second", "Items finished a second, lately.", f"{figures.rate:.6g}"),
        ("success_ratio", "Share of items that did not fail.", _optional(figures.success)),
        ("memory_bytes", "Resident memory of the program.", str(figures.memory)),
        ("uptime_seconds", "Since the program started.", f"{figures.uptime:.3f}"),
    )
    for name, words, value in gauges:
        yield from _head(name, words, "gauge")
        yield f"clausedesk_{name} {value}"


def _head(name: str, words: str, kind: str) -> Iterator[str]:
    yield f"# HELP clausedesk_{name} {words}"
    yield f"# TYPE clausedesk_{name} {kind}"


def _optional(value: float | None) -> str:
    return "NaN" if value is None else f"{value:.6g}"


def _label(job: str) -> str:
    return f'{{job="{_escaped(job)}"}}'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
