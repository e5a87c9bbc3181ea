"""A fresh project for each test."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.store import Project
from engine.types import Edit, ReviewState, Target
from tests.unit.store.records import pair


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project, closed at the end."""
    with Project.create(tmp_path / "合同 project.cdesk") as opened:
        yield opened


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project with 5,000 pairs."""
    with Project.create(tmp_path_factory.mktemp("many") / "many.cdesk") as opened:
        yield _make_many(opened)


def _make_many(project: Project) -> Project:
    """5,000 pairs, many of them equal in score, in an order that says nothing."""
    chance = random.Random(7)
    rows = [(chance.randrange(99), 100 + n) for n in range(5000)]
    project.pairs.append(
        replace(pair(left, right, chance.randrange(20) / 20), cluster=left % 5)
        for left, right in rows
    )
    edits = [
        Edit(Target.PAIR, pair(left, right, 0).id, ReviewState.ACCEPTED)
        for left, right in rows[::9]
    ]
    project.edits.apply_many(edits)
    return project
