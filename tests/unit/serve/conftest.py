"""Our own server over tiny real checkpoints, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
import torch

from engine.models.registry import ModelRegistry
from engine.serve.app import ServeLimits
from engine.serve.batches import Models
from engine.serve.models import open_models
from engine.serve.server import ModelServer, ServeOptions
from tests import tiny

TOKEN = "a-token-of-twenty-ch"


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> ModelRegistry:
    """A classifier of three labels, one of one label, and a sentence encoder."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("served")
    tiny.bert(folder / "nli")
    tiny.bert(folder / "similar", labels=("similar",))
    tiny.sentence_encoder(folder / "vectors")
    return ModelRegistry([folder], device="cpu", threads=1)


@contextmanager
def served(
    make: Callable[[], Models], limits: ServeLimits | None = None, token: str = ""
) -> Iterator[ModelServer]:
    """A server that runs until the block ends."""
    server = ModelServer(make, ServeOptions(port=0, limits=limits or ServeLimits(), token=token))
    ready = threading.Event()
    thread = threading.Thread(target=server.run, args=(ready.set,))
    thread.start()
    try:
        assert ready.wait(60)
        yield server
    finally:
        server.stop()
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def nli(registry: ModelRegistry) -> Iterator[ModelServer]:
    with served(lambda: open_models(registry, "nli", "nli")) as server:
        yield server


@pytest.fixture
def client(nli: ModelServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=nli.url, timeout=30, trust_env=False) as made:
        yield made
