"""Servers' keys, in the system's keychain. Never in a file, a project or a log of ours.

A key belongs to scheme, host and port: it is sent nowhere else, also when a server's address is
changed.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Protocol

from engine.telemetry import logger

SERVICE = "ClauseDesk"

_log = logger(__name__)


class Keychain(Protocol):
    """What is needed of a ``keyring`` backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, if there is one."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""


class Keys:
    """Keys by a server's origin. Where the system has no keychain they live until the program ends,
    and :attr:`lasting` is false, so that the person can be told.

    A keychain may ask the person and so take long: call from no thread that must not wait.
    Thread: any.
    """

    def __init__(self, keychain: Keychain | None = None) -> None:
        self._given = keychain
        self._found: Keychain | None = None
        self._looked = False
        self._memory: dict[str, str] = {}
        self._guard = threading.RLock()

    @property
    def lasting(self) -> bool:
        """Whether keys outlive the program."""
        return self._chain() is not None

    def get(self, origin: str) -> str | None:
        """The key for ``origin``."""
        with self._guard:
            if origin in self._memory:
                return self._memory[origin] or None
            chain = self._chain()
            if chain is None:
                return None
            try:
                return chain.get_password(SERVICE, origin)
            except Exception as error:
                # A locked or broken keychain raises errors of its backend's own kinds.
                _log.warning("keychain_unreadable", kind=type(error).__name__)
                return None

    def put(self, origin: str, key: str) -> bool:
        """Keep ``key`` (empty: forget it); whether it outlives the program."""
        with self._guard:
            self._memory[origin] = key
            chain = self._chain()
            if chain is None:
                return False
            try:
                if key:
                    chain.set_password(SERVICE, origin, key)
                else:
                    with contextlib.suppress(Exception):
                        chain.delete_password(SERVICE, origin)
            except Exception as error:
                _log.warning("keychain_unwritable", kind=type(error).__name__)
                return False
            del self._memory[origin]
            return True

    def lend(self, origin: str, key: str) -> None:
        """Use ``key`` until the program ends; the keychain is not asked and not changed."""
        with self._guard:
            self._memory[origin] = key

    def _chain(self) -> Keychain | None:
        with self._guard:
            if not self._looked:
                self._looked = True
                self._found = self._given or _system_keychain()
            return self._found


def _system_keychain() -> Keychain | None:
    """The system's keychain; ``None`` where there is none that keeps secrets."""
    try:
        import keyring
        from keyring.backends import fail, null

        backend: Any = keyring.get_keyring()
    except Exception as error:
        _log.warning("keychain_missing", kind=type(error).__name__)
        return None
    if isinstance(backend, fail.Keyring | null.Keyring) or backend.priority <= 0:
        return None
    # A chain of no backends keeps nothing.
    chained = getattr(backend, "backends", None)
    return None if chained is not None and not chained else backend
