"""The window's hold on the user's servers: the list, their keys, their tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.control import JobControl
from engine.errors import UserError
from engine.guard import Guard
from engine.remote.book import ServerBook
from engine.remote.keys import Keys
from engine.remote.spec import Server
from gui.background import Background

if TYPE_CHECKING:
    from engine.remote.meter import Reading
    from engine.remote.pool import Probe, ServerPool


@dataclass(frozen=True, slots=True)
class Tested:
    """What the last test of a server said; both ``None`` while it goes on."""

    probe: Probe | None = None
    error: UserError | None = None


class Serving(QObject):
    """``changed`` says that the list or a test is another; ``key_fleeting`` that the system has no
    keychain, so that a key is forgotten when the program ends. Thread: GUI; whatever may take long
    goes to the background."""

    changed = Signal()
    key_fleeting = Signal(str)

    def __init__(
        self,
        folder: Path,
        guard: Guard,
        background: Background,
        keys: Keys | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.book = ServerBook.load(folder)
        self.keys = keys or Keys()
        self._guard = guard
        self._pool: ServerPool | None = None
        self._making = threading.Lock()
        self.tests: dict[str, Tested] = {}
        self._background = background
        self._withdrawn: dict[str, str] = {}
        self._control = JobControl()

    def pool(self) -> ServerPool:
        """The one pool of connections, made at its first use. Thread: any."""
        with self._making:
            if self._pool is None:
                from engine.remote.pool import ServerPool

                self._pool = ServerPool(self.keys, self._guard.allow)
            return self._pool

    def reading(self, name: str) -> Reading | None:
        """How the server called ``name`` stands; ``None`` where it was not used yet."""
        return self._pool.reading(name) if self._pool is not None else None

    def put(self, servers: Sequence[Server]) -> None:
        """Another list. Raises ``UserError``."""
        before = set(self.book.all())
        self.book.put(servers)
        gone = before - set(self.book.all())
        for server in gone:
            self.tests.pop(server.name, None)
        if gone:
            self._background.run(lambda: self._dismiss(gone), _ignore)
        self.changed.emit()

    def keep_key(self, server: Server, key: str) -> None:
        """Keep the key of a server, in the system's keychain where there is one."""
        self.keep_for(server.origin, key, server.name)

    def keep_for(self, origin: str, key: str, name: str) -> None:
        """Keep the key of what answers at ``origin`` (a server, a hub); empty forgets it."""

        def kept(lasting: bool) -> None:
            if key and not lasting:
                self.key_fleeting.emit(name)

        def keep() -> bool:
            lasting = self.keys.put(origin, key)
            # The next request carries the new key.
            self._forget([one for one in self.book.all() if one.origin == origin])
            return lasting

        self._background.run(keep, kept)

    def withdraw_key(self, server: Server) -> None:
        """Take a removed server's key out of the keychain, unless another server shares it; kept in
        memory, so that the removal can be taken back."""
        origin = server.origin
        if any(one.origin == origin for one in self.book.all()):
            return

        def take() -> None:
            key = self.keys.get(origin)
            if key:
                self._withdrawn[origin] = key
                self.keys.put(origin, "")

        self._background.run(take, _ignore)

    def restore_key(self, server: Server) -> None:
        """Put a withdrawn key back."""
        key = self._withdrawn.pop(server.origin, "")
        if key:
            self.keep_key(server, key)

    def test(
        self, server: Server, then: Callable[[Tested], object], key: str | None = None
    ) -> None:
        """Reach the server and judge one pair; ``key`` is tried without being kept."""

        def probe() -> Tested:
            pool = self.pool() if key is None else self._lent(server, key)
            try:
                return Tested(pool.probe(server, self._control))
            except UserError as error:
                return Tested(error=error)
            finally:
                if pool is not self._pool:
                    pool.close()

        self._background.run(probe, then)

    def test_kept(self, server: Server) -> None:
        """Test a server of the list and remember what came of it."""

        def told(tested: Tested) -> None:
            self.tests[server.name] = tested
            self.changed.emit()

        self.tests[server.name] = Tested()
        self.changed.emit()
        self.test(server, told)

    def stop(self) -> None:
        """Break off what is being tested: the program ends."""
        self._control.cancel()

    def close(self) -> None:
        """Close every connection; after the engine has ended."""
        if self._pool is not None:
            self._pool.close()

    def _forget(self, servers: Iterable[Server]) -> None:
        if self._pool is not None:
            for server in servers:
                self._pool.forget(server)

    def _dismiss(self, servers: Iterable[Server]) -> None:
        if self._pool is not None:
            for server in servers:
                self._pool.dismiss(server)

    def _lent(self, server: Server, key: str) -> ServerPool:
        from engine.remote.pool import ServerPool

        keys = Keys()
        keys.lend(server.origin, key)
        return ServerPool(keys, self._guard.allow)


def _ignore(_result: object) -> None:
    """Nobody waits for this."""
