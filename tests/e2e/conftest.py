"""The whole program as a user runs it: a process of its own, the samples, a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """What the program's process sees."""
    return {
        **os.environ,
        "CLAUSEDESK_HOME": str(home),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.fixture
def program(root: Path, environment: dict[str, str]) -> Program:
    """Runs ``main.py`` with arguments and returns the finished process."""

    def run(*arguments: object, timeout: float = 240) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(root / "main.py"), *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=root,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def samples(root: Path) -> Path:
    """The contracts and the table that ship with the program."""
    return root / "resources" / "samples"


@pytest.fixture(scope="session")
def answers(samples: Path) -> dict[str, Any]:
    """What is in the sample contracts."""
    key: dict[str, Any] = json.loads(
        (samples / "contracts.answers.json").read_text(encoding="utf-8")
    )
    return key


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Every line of a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
