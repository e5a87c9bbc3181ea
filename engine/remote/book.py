"""The servers that a person has added, kept as JSON in the configuration folder. No key is in it."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path

from engine.errors import UserError
from engine.remote.spec import Server, Task, checked, from_json, to_json

FILE_NAME = "servers.json"
SCHEMA = 1


class ServerBook:
    """Reads and writes the list; a damaged entry is kept aside and told in ``refused``.

    ``path`` of ``None`` keeps the list in memory alone. Thread: any.
    """

    def __init__(self, path: Path | None = None, servers: Sequence[Server] = ()) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._servers = tuple(servers)
        self._unread: list[object] = []
        self.refused: tuple[UserError, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> ServerBook:
        """The list in ``folder``. What cannot be read is not lost: it is written back as it is, and
        a file that is no list at all is kept aside under another name."""
        book = cls(folder / FILE_NAME)
        try:
            data = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            entries = list(data["servers"])
        except FileNotFoundError:
            return book
        except (OSError, ValueError, KeyError, TypeError):
            path = folder / FILE_NAME
            kept = path.with_name("servers-damaged.json")
            with contextlib.suppress(OSError):
                path.replace(kept)
            book.refused = (UserError("servers_damaged", path=str(path), kept=str(kept)),)
            return book
        book._take(entries)
        return book

    def all(self) -> tuple[Server, ...]:
        """Every server, in the order in which they were added."""
        return self._servers

    def get(self, name: str) -> Server:
        """The server called ``name``. Raises ``UserError("server_unknown")``."""
        for server in self._servers:
            if server.name == name:
                return server
        known = ", ".join(server.name for server in self._servers)
        raise UserError("server_unknown", name=name, known=known)

    def for_task(self, task: Task) -> Server | None:
        """The first server that jobs take by themselves for ``task``."""
        return next((server for server in self._servers if task in server.uses), None)

    def put(self, servers: Sequence[Server]) -> None:
        """Replace the whole list and write it: whole, or not at all.

        Raises ``UserError``: as :func:`checked`, ``server_twice``, ``folder_read_only``.
        """
        made = tuple(checked(server) for server in servers)
        names = [server.name for server in made]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise UserError("server_twice", name=twice)
        with self._guard:
            self._write(made)
            self._servers = made

    def _take(self, entries: Sequence[object]) -> None:
        servers: list[Server] = []
        refused: list[UserError] = []
        for entry in entries:
            try:
                if not isinstance(entry, dict):
                    raise UserError("server_settings", name="", detail=str(entry)[:100])
                servers.append(from_json(entry))
            except UserError as error:
                refused.append(error)
                self._unread.append(entry)
        self._servers, self.refused = tuple(servers), tuple(refused)

    def _write(self, servers: Sequence[Server]) -> None:
        if self._path is None:
            return
        entries = [*map(to_json, servers), *self._unread]
        text = json.dumps({"schema": SCHEMA, "servers": entries}, indent=2, ensure_ascii=False)
        part = self._path.with_name(f"{self._path.name}.{uuid.uuid4().hex[:8]}.part")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self._path)
        except OSError as error:
            raise UserError("folder_read_only", path=str(self._path.parent)) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
