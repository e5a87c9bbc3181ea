"""What the child process tells of its work. Plain data that crosses processes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.guard import Attempt
from engine.types import Scalar


@dataclass(frozen=True, slots=True)
class Planned:
    """The size is known: ``total`` bytes in ``files`` files, of which ``have`` are there already."""

    total: int
    have: int
    files: int


@dataclass(frozen=True, slots=True)
class Moved:
    """``done`` bytes are on disk; ``file`` is the one that is being written."""

    done: int
    file: str


@dataclass(frozen=True, slots=True)
class Phase:
    """What is being done now: ``download_asking``, ``download_fetching``, ``download_converting``
    or ``download_checking``."""

    code: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next try comes in ``seconds``; ``code`` says why the last one failed."""

    code: str
    params: tuple[tuple[str, Scalar], ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Connection:
    """Something connected, or wanted to."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Done:
    """The model is in its place; ``questions`` says how many things a person must still answer."""

    folder: str
    questions: int


@dataclass(frozen=True, slots=True)
class Failed:
    """It cannot be done."""

    code: str
    params: tuple[tuple[str, Scalar], ...]


Message = Planned | Moved | Phase | Waiting | Connection | Done | Failed
