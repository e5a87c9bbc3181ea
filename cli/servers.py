"""The servers of one invocation: the kept ones, and the one that ``--server`` names."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from cli.output import UsageError
from engine.control import JobControl
from engine.errors import UserError
from engine.guard import Guard
from engine.jobs.services import ModelProvider
from engine.models import labels
from engine.paths import config_dir
from engine.remote.book import ServerBook
from engine.remote.detect import detected, server_at
from engine.remote.keys import Keys
from engine.remote.pool import ServerPool
from engine.remote.provider import ServedModels
from engine.remote.spec import Server, ServerKind, Task, checked

KEY = "CLAUSEDESK_SERVER_KEY"


class Servers:
    """Opens the book and the pool; close it at the end."""

    def __init__(
        self,
        options: argparse.Namespace,
        guard: Guard,
        control: JobControl,
        offline: bool = False,
    ) -> None:
        self._options = options
        self._control = control
        self._offline = offline
        self._book = ServerBook.load(config_dir())
        self._keys = Keys()
        self._pool = ServerPool(self._keys, guard.allow)

    @property
    def refused(self) -> Sequence[UserError]:
        """What of the list of servers cannot be read: jobs go on without."""
        return self._book.refused

    def models(self, local: ModelProvider) -> ModelProvider:
        """The local models, and servers where the person wants them.

        Raises ``UserError`` where the named server does not answer; ``UsageError``.
        """
        named = getattr(self._options, "server", None)
        if not named:
            return ServedModels(
                local, lambda: self._pool, self._book, offline=lambda: self._offline
            )
        server = self._named(named)
        tasks = cast(tuple[Task, ...], self._options.server_tasks)
        return ServedModels(local, lambda: self._pool, self._book, dict.fromkeys(tasks, server))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _named(self, named: str) -> Server:
        """The server that ``--server`` means, as the other options change it; kept if asked."""
        options = self._options
        known = {server.name: server for server in self._book.all()}
        kind = ServerKind(options.server_kind) if options.server_kind else None
        server = known[named] if named in known else self._at(named, kind)
        changes = {"model": options.model, "labels": _bindings(options.server_labels)}
        changes |= {"ca_file": options.server_ca_file, "name": options.save_server}
        server = checked(replace(server, **{key: v for key, v in changes.items() if v}))
        key = os.environ.get(KEY, "").strip()
        if key:
            self._keys.lend(server.origin, key)
        if named not in known and kind is None and server.kind is not ServerKind.PLAIN:
            server = detected(server, self._pool, self._control)
        if options.save_server:
            others = [one for one in self._book.all() if one.name != server.name]
            self._book.put([*others, server])
        return server

    def _at(self, address: str, kind: ServerKind | None) -> Server:
        if "." not in address and ":" not in address:
            # Raises: it is neither a known name nor an address.
            return self._book.get(address)
        return server_at(address, kind)


def _bindings(text: str | None) -> tuple[tuple[str, str], ...]:
    """``LABEL_0=contradiction,…`` as pairs of their label and ours. Raises ``UsageError``."""
    made = []
    for part in (text or "").split(",") if text else ():
        theirs, _, ours = (word.strip() for word in part.partition("="))
        if not theirs or ours not in (*labels.NLI, labels.SCORE):
            allowed = ", ".join((*labels.NLI, labels.SCORE))
            raise UsageError(f"--server-labels {text}: write THEIRS=OURS, OURS one of {allowed}")
        made.append((theirs, ours))
    return tuple(made)
