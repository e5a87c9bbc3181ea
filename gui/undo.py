"""What a person can take back: decisions on cells, pairs and verdicts, and removed documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtGui import QUndoCommand

from engine.errors import UserError
from engine.types import Edit, Target


class EditStore(Protocol):
    """The part of the project's edits that undo needs."""

    def apply_many(self, edits: Sequence[Edit]) -> list[Edit]:
        """Write edits; returns the previous ones, last first."""


class DocumentStore(Protocol):
    """The part of the project's documents that undo needs."""

    def remove(self, ids: Sequence[str]) -> None:
        """Take documents out."""

    def restore(self, ids: Sequence[str]) -> None:
        """Bring them back."""


class RecordStore(Protocol):
    """The part of the project's records that undo needs."""

    def add(self, document_id: str, group: str, key: str = "") -> str:
        """Add an empty record, or bring back the one called ``key``; returns its key."""

    def remove(self, document_id: str, group: str, key: str) -> None:
        """Take a record out."""


Changed = Callable[[Target], object]
Failed = Callable[[UserError], object]


class _Command(QUndoCommand):
    """A change that has been made already when it is pushed, so that one that cannot be made never
    stands in the undo list; one that cannot be repeated or taken back leaves the list."""

    def __init__(self, text: str, failed: Failed) -> None:
        super().__init__(text)
        self._failed = failed
        self._fresh = True

    def redo(self) -> None:
        if self._fresh:
            self._fresh = False
        else:
            self._try(self._do)

    def undo(self) -> None:
        self._try(self._undo)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except UserError as error:
            self.setObsolete(True)
            self._failed(error)

    def _do(self) -> None:
        raise NotImplementedError

    def _undo(self) -> None:
        raise NotImplementedError


def outlives_window(command: QUndoCommand) -> bool:
    """Whether a command touches the project alone, and nothing of the window that it was made in."""
    return isinstance(command, (EditCommand, RecordCommand, RemoveCommand))


class EditCommand(_Command):
    """Decisions of one kind. Making it applies them: raises ``UserError`` where that fails.

    ``text`` names what it is about: ``Accept "Effective date" of lease.pdf``.
    """

    def __init__(
        self, text: str, edits: Sequence[Edit], store: EditStore, changed: Changed, failed: Failed
    ) -> None:
        super().__init__(text, failed)
        self._store = store
        self._edits = list(edits)
        self._changed = changed
        self._previous: list[Edit] = []
        self._do()

    def _do(self) -> None:
        self._previous = self._store.apply_many(self._edits)
        self._tell()

    def _undo(self) -> None:
        self._store.apply_many(self._previous)
        self._tell()

    def _tell(self) -> None:
        for target in dict.fromkeys(edit.target for edit in self._edits):
            self._changed(target)


class RecordCommand(_Command):
    """A record that a person adds to a document; :attr:`key` names it. Making it adds it."""

    def __init__(
        self,
        text: str,
        place: tuple[str, str],
        store: RecordStore,
        changed: Callable[[], object],
        failed: Failed,
    ) -> None:
        super().__init__(text, failed)
        self._place = place
        self._store = store
        self._changed = changed
        self.key = ""
        self._do()

    def _do(self) -> None:
        self.key = self._store.add(*self._place, self.key)
        self._changed()

    def _undo(self) -> None:
        self._store.remove(*self._place, self.key)
        self._changed()


class RemoveCommand(_Command):
    """Documents taken out of the project. Making it removes them."""

    def __init__(
        self,
        text: str,
        ids: Sequence[str],
        store: DocumentStore,
        changed: Callable[[], object],
        failed: Failed,
    ) -> None:
        super().__init__(text, failed)
        self._ids = list(ids)
        self._store = store
        self._changed = changed
        self._do()

    def _do(self) -> None:
        self._store.remove(self._ids)
        self._changed()

    def _undo(self) -> None:
        self._store.restore(self._ids)
        self._changed()


class ListCommand(_Command):
    """A list that a person keeps (the servers), replaced by another. Making it does so: raises
    ``UserError`` where that fails. ``put`` writes a list; ``done`` and ``undone`` follow."""

    def __init__(
        self,
        text: str,
        before: Sequence[object],
        after: Sequence[object],
        put: Callable[[Sequence[Any]], None],
        failed: Failed,
        done: Callable[[], object] = lambda: None,
        undone: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(text, failed)
        self._before, self._after = list(before), list(after)
        self._put = put
        self._done, self._undone = done, undone
        self._do()

    def _do(self) -> None:
        self._put(self._after)
        self._done()

    def _undo(self) -> None:
        self._put(self._before)
        self._undone()
