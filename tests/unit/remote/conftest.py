"""A misbehaving server in a process of its own, and clients for it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.faulty_server import running
from engine.remote.keys import Keys
from engine.remote.pool import ServerPool
from engine.remote.spec import Limits, Server, ServerKind

FAST = Limits(concurrency=16, answer_seconds=1.0, connect_seconds=1.0, item_seconds=30.0)


class MemoryChain:
    """A keychain for tests: the system's own is nobody's to write to."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Leave:
    """What a guard would give."""

    def __init__(self, given: list[tuple[str, int]], where: tuple[str, int]) -> None:
        given.append(where)
        self.revoked = False

    def revoke(self) -> None:
        self.revoked = True


class Faulty:
    """The running server, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def behave(self, **values: Any) -> None:
        """Behave so from now on, with all counts at nothing."""
        data = json.dumps(values).encode()
        urllib.request.urlopen(f"{self.url}/control", data, timeout=5).close()

    def seen(self) -> dict[str, int]:
        """What it has counted."""
        with urllib.request.urlopen(f"{self.url}/control", timeout=5) as answer:
            return dict(json.load(answer))

    def server(self, kind: ServerKind = ServerKind.TEI, **values: Any) -> Server:
        """How a person would describe it."""
        limits = replace(FAST, **values.pop("limits", {}))
        return Server("office", kind, self.url, limits=limits, **values)


@pytest.fixture(scope="session")
def _process() -> Iterator[int]:
    with running() as port:
        yield port


@pytest.fixture
def faulty(_process: int) -> Faulty:
    made = Faulty(_process)
    made.behave()
    return made


@pytest.fixture
def allowed() -> list[tuple[str, int]]:
    """What the offline guard was told."""
    return []


@pytest.fixture
def keys() -> Keys:
    return Keys(MemoryChain())


@pytest.fixture
def pool(allowed: list[tuple[str, int]], keys: Keys) -> Iterator[ServerPool]:
    made = ServerPool(keys, lambda host, _purpose, port: Leave(allowed, (host, port)))
    yield made
    made.close()
