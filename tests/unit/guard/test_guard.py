"""The guard refuses what nobody switched on, whoever asks, and tells of each attempt."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from engine.errors import UserError
from engine.guard import ENVIRONMENT, Guard, NetworkRefused, stay_offline


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server on this machine that nobody switched on."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def test_everything_is_refused_by_default(port: int) -> None:
    with Guard() as guard:
        with pytest.raises(NetworkRefused) as caught:
            socket.create_connection(("127.0.0.1", port), timeout=2)
        with pytest.raises(NetworkRefused):
            socket.getaddrinfo("models.example", 443)
        with pytest.raises(NetworkRefused):
            socket.gethostbyname("models.example")
        for ask in (socket.gethostbyaddr, lambda host: socket.getnameinfo((host, 53), 0)):
            with pytest.raises(NetworkRefused):
                ask("192.0.2.1")
        assert socket.getfqdn("127.0.0.1")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, pytest.raises(NetworkRefused):
            udp.sendto(b"x", ("192.0.2.1", 53))
        with pytest.raises(httpx.ConnectError) as wrapped:
            httpx.get(f"http://127.0.0.1:{port}", trust_env=False)
        with pytest.raises(OSError, match="network_refused"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=2)
    assert isinstance(caught.value, UserError)
    assert caught.value.params == {"host": "127.0.0.1", "port": port}
    assert "network_refused" in str(wrapped.value)
    assert [attempt.allowed for attempt in guard.attempts()] == [False] * 8


def test_asyncio_is_refused_too(port: int) -> None:
    async def connect() -> None:
        await asyncio.open_connection("127.0.0.1", port)

    with Guard(), pytest.raises(NetworkRefused):
        asyncio.run(connect())


def test_a_permit_opens_one_host_and_port_and_is_told(port: int) -> None:
    told = []
    with Guard(told.append) as guard:
        with guard.allow("localhost", "server", port):
            assert httpx.get(f"http://localhost:{port}", trust_env=False).text == "ok"
            with pytest.raises(NetworkRefused):
                socket.create_connection(("127.0.0.1", port + 1 if port < 65535 else 1), timeout=2)
        with pytest.raises(NetworkRefused):
            socket.create_connection(("127.0.0.1", port), timeout=2)
    used = [attempt for attempt in told if attempt.allowed]
    assert {attempt.purpose for attempt in used} == {"server"}
    assert {(attempt.host, attempt.port) for attempt in used} == {("localhost", port)}
    # After its end the guard is in nobody's way.
    socket.create_connection(("127.0.0.1", port), timeout=2).close()


def test_what_stays_inside_the_machine_is_left_alone() -> None:
    with Guard() as guard:
        left, right = socket.socketpair()
        left.sendall(b"x")
        assert right.recv(1) == b"x"
        left.close()
        right.close()
        with socket.create_server(("127.0.0.1", 0)):
            pass
        assert socket.getaddrinfo("127.0.0.1", 80)
        asyncio.run(asyncio.sleep(0))
    assert guard.attempts() == ()


def test_libraries_are_told_to_stay_offline_before_they_are_imported() -> None:
    code = (
        "import os, engine.guard as g; g.stay_offline();"
        "import huggingface_hub.constants as c;"
        "assert c.HF_HUB_OFFLINE and c.HF_HUB_DISABLE_TELEMETRY and c.HF_HUB_DISABLE_XET"
    )
    bare = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
    subprocess.run([sys.executable, "-c", code], env=bare, check=True)
    environ: dict[str, str] = {"HF_HUB_OFFLINE": "0"}
    stay_offline(environ)
    assert environ == ENVIRONMENT
