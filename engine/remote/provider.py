"""Hands the jobs a server's model where the person wants one, and local ones everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from engine.control import JobControl
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.remote.book import ServerBook
from engine.remote.spec import PREFIX, Server, Task

if TYPE_CHECKING:
    # The window makes this long before anything connects: no HTTP client, no numpy until then.
    from engine.remote.pool import ServerPool


class LocalModels(Protocol):
    """The models of this machine."""

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        """The field extractor."""

    def embedder(self, name: str | None = None) -> Embedder:
        """The sentence encoder."""

    def classifier(
        self, task: Literal["nli", "similarity"], name: str | None = None
    ) -> PairClassifier:
        """The pair classifier for ``task``."""


class ServedModels:
    """Implements ``engine.jobs.services.ModelProvider``.

    ``chosen`` are the servers for the tasks of one invocation, whatever the name. Else a name like
    ``server:office`` is that server's model, and without one the first server that the book has for
    the task is used. A server
    that is down is said to be so: no local model quietly answers in its place.
    ``pool`` gives the program's pool, which is made when a server is first used. While ``offline``
    says so, the book's servers are left alone and the local models do the work.
    Thread: the engine thread.
    """

    def __init__(
        self,
        local: LocalModels,
        pool: Callable[[], ServerPool],
        book: ServerBook,
        chosen: Mapping[Task, Server] | None = None,
        offline: Callable[[], bool] = lambda: False,
    ) -> None:
        self._local = local
        self._pool = pool
        self._book = book
        self._chosen = dict(chosen or {})
        self._offline = offline

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        """The field extractor."""
        server = self._server("extraction", name)
        if server is None:
            return self._local.extractor(name, language)
        return self._pool().extractor(server, JobControl())

    def embedder(self, name: str | None = None) -> Embedder:
        """The sentence encoder."""
        server = self._server("embedding", name)
        if server is None:
            return self._local.embedder(name)
        return self._pool().embedder(server, JobControl())

    def classifier(
        self, task: Literal["nli", "similarity"], name: str | None = None
    ) -> PairClassifier:
        """The pair classifier for ``task``."""
        server = self._server(task, name)
        if server is None:
            return self._local.classifier(task, name)
        return self._pool().classifier(server, task, JobControl())

    def _server(self, task: Task, name: str | None) -> Server | None:
        if task in self._chosen:
            return self._chosen[task]
        if name is not None:
            named = name.startswith(PREFIX)
            return self._book.get(name.removeprefix(PREFIX)) if named else None
        return None if self._offline() else self._book.for_task(task)
