"""A fresh project for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project, closed at the end."""
    with Project.create(tmp_path / "合同 project.cdesk") as opened:
        yield opened
