"""What people decided, kept beside the results so that no run ever overwrites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.store.database import Database
from engine.types import Edit, Target


class Edits:
    """One edit a target; short writes, fit for the GUI thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, edit: Edit) -> Edit:
        """Write ``edit`` over what was there; returns what was there, so that undo is
        ``apply(previous)``. Where there was nothing, the previous is an edit in state PROPOSED
        without a value, and applying such an edit takes the row away. ``at`` 0 means now."""
        raise NotImplementedError

    def apply_many(self, edits: Iterable[Edit]) -> list[Edit]:
        """Several edits in one transaction; returns the previous ones, last edit first, so that
        ``apply_many(previous)`` undoes them all."""
        raise NotImplementedError

    def get(self, target: Target, target_id: str) -> Edit | None:
        """The edit that stands on a target."""
        raise NotImplementedError

    def all(self, target: Target | None = None) -> Iterator[Edit]:
        """Every edit, streamed, oldest first."""
        raise NotImplementedError
