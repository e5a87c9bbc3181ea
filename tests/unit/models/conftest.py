"""Tiny checkpoints, made once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from tests import tiny

MAKERS: dict[str, Callable[[Path], Path]] = {
    "bert": tiny.bert,
    "roberta": tiny.roberta,
    "xlm_roberta": tiny.xlm_roberta,
    "distilbert": tiny.distilbert,
    "electra": tiny.electra,
}


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Tiny matrices gain nothing from threads, and neighbours need the cores."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sequence classifier of each architecture; nobody writes to it."""
    folder = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(folder / name)
    return folder
