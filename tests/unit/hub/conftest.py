"""Hubs in processes of their own, and tasks that ask them."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.hub.messages import Message
from engine.hub.task import HUGGINGFACE, Pace, Task
from tests import published, tiny

PACE = Pace(connect=2, silence=2, first_wait=0.01, longest_wait=0.05, tries=4)


@dataclass(frozen=True)
class Hub:
    """A running hub: ``good/nli`` is a model of some 240 kB, ``good/pickled`` one with a pickle."""

    address: str

    def log(self) -> list[list[str]]:
        """Path and range of each request so far."""
        with urllib.request.urlopen(f"{self.address}/_log") as answer:
            found: list[list[str]] = json.load(answer)
        return found


@contextmanager
def running(folder: Path, *options: str) -> Iterator[int]:
    """The server's port."""
    command = [sys.executable, "-m", "tests.hub_server", str(folder), *options]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=published_root()
    )
    assert process.stdin and process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def published_root() -> Path:
    """The project's root."""
    return Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models that the hubs offer."""
    folder = tmp_path_factory.mktemp("served")
    tiny.bert(folder / "nli")
    (folder / "nli" / "onnx").mkdir()
    (folder / "nli" / "onnx" / "model.onnx").write_bytes(b"not needed")
    published.nli_distilroberta(folder / "pickled")
    tiny.sentence_encoder(folder / "sentences")
    tiny.bert(folder / "masked")
    published.edit_json(folder / "masked" / "config.json", architectures=["BertForMaskedLM"])
    return folder


@pytest.fixture(scope="session")
def hub(served: Path) -> Iterator[Hub]:
    with running(served) as port:
        yield Hub(f"http://127.0.0.1:{port}")


@pytest.fixture
def task(hub: Hub, tmp_path: Path) -> Callable[..., Task]:
    """Makes a task of a model's id at the hub."""

    def make(reference: str, **changes: Any) -> Task:
        given = {
            "source": HUGGINGFACE,
            "reference": reference,
            "models": tmp_path / "models",
            "name": reference.rpartition("/")[2],
            "endpoint": hub.address,
            "pace": PACE,
        }
        return Task(**{**given, **changes})

    return make


@pytest.fixture
def told() -> list[Message]:
    """What a worker told."""
    return []
