"""A SQLite file with one connection a thread, and SQLite's errors as codes."""

from __future__ import annotations

from pathlib import Path


class Database:
    """Connections to one file.

    Thread: any; a connection never leaves the thread that asked for it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
