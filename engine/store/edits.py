"""What people decided, kept beside the results so that no run ever overwrites it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from engine.store import codec
from engine.store.database import Database, Row
from engine.types import Edit, ReviewState, Target

_COLUMNS = 'target, target_id, state, value, "start", "end", reason, at, reviewer'

_WRITE = f"""INSERT INTO edits ({_COLUMNS}, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (target, target_id) DO UPDATE SET state = excluded.state, value = excluded.value,
    "start" = excluded."start", "end" = excluded."end", reason = excluded.reason,
    at = excluded.at, reviewer = excluded.reviewer, kept = excluded.kept"""

_EMPTY_CELL = ("", "", None, None, None, -1, -1, None, None)
_CELL = """SELECT value, raw, normalized, score, source, "start", "end", page, doubt FROM cells
    WHERE id = ?"""


class Edits:
    """One edit a target; short writes, fit for the GUI thread.

    With an edit goes what the person saw when judging (the cell's value, the verdict's label), so
    that an accepted value stays the accepted value whatever a later run finds. An edit that was
    undone and is done again (known by its time) brings back what was seen then.
    """

    def __init__(
        self, database: Database, changed: Callable[[Sequence[str]], None] = lambda _ids: None
    ) -> None:
        """``changed`` hears, in the same transaction, of the cells whose value is another now."""
        self._database = database
        self._changed = changed
        self._seen_then: dict[tuple[str, str, float], str | None] = {}
        self.reviewer: Callable[[], str] = str
        """Gives the name of whoever decides now."""

    def apply(self, edit: Edit) -> Edit:
        """Write ``edit`` over what was there; returns what was there, so that undo is
        ``apply(previous)``. Where there was nothing, the previous is an edit in state PROPOSED
        without a value, and applying such an edit takes the row away. ``at`` 0 means now."""
        return self.apply_many([edit])[0]

    def apply_many(self, edits: Iterable[Edit]) -> list[Edit]:
        """Several edits in one transaction; returns the previous ones, last edit first, so that
        ``apply_many(previous)`` undoes them all."""
        with self._database.write() as connection:
            applied = list(edits)
            previous = [self._apply(connection, edit) for edit in applied]
            changed = [
                new.target_id
                for new, old in zip(applied, previous, strict=True)
                if new.target is Target.CELL and _shows_another(new, old)
            ]
            if changed:
                self._changed(changed)
        return previous[::-1]

    def get(self, target: Target, target_id: str) -> Edit | None:
        """The edit that stands on a target."""
        row = self._database.one(
            f"SELECT {_COLUMNS} FROM edits WHERE target = ? AND target_id = ?",
            (target.value, target_id),
        )
        return None if row is None else _edit(row)

    def get_many(self, target: Target, target_ids: Iterable[str]) -> dict[str, Edit]:
        """The edits that stand on some targets, by the target's id."""
        rows = self._database.read(
            f"""SELECT {_COLUMNS} FROM edits WHERE target = ?
            AND target_id IN (SELECT value FROM json_each(?))""",
            (target.value, codec.dump(list(target_ids))),
        )
        return {row[1]: _edit(row) for row in rows}

    def history(self, target: Target, target_id: str) -> list[Edit]:
        """Every decision that ever stood on a cell, oldest first; each can be applied again, and
        brings back what was seen then. Other targets have none."""
        rows = self._database.read(
            f"SELECT {_COLUMNS} FROM history WHERE target = ? AND target_id = ? ORDER BY at",
            (target.value, target_id),
        )
        return [_edit(row) for row in rows]

    def all(self, target: Target | None = None) -> Iterator[Edit]:
        """Every edit, streamed, oldest first."""
        rows = self._database.stream(
            f"SELECT {_COLUMNS} FROM edits WHERE ? IN ('', target) ORDER BY at, target_id",
            (target.value if target else "",),
        )
        return (_edit(row) for row in rows)

    def _apply(self, connection: sqlite3.Connection, edit: Edit) -> Edit:
        key = (edit.target.value, edit.target_id)
        row = connection.execute(
            f"SELECT {_COLUMNS}, kept FROM edits WHERE target = ? AND target_id = ?", key
        ).fetchone()
        previous = Edit(edit.target, edit.target_id, ReviewState.PROPOSED)
        if row is not None:
            previous = _edit(row[:-1])
            self._seen_then[(*key, previous.at)] = row[-1]
        if edit.state is ReviewState.PROPOSED and edit.value is None and not edit.reason:
            connection.execute("DELETE FROM edits WHERE target = ? AND target_id = ?", key)
            return previous
        kept = row[-1] if row is not None else _seen(connection, edit.target, edit.target_id)
        kept = self._seen_before(connection, edit, kept)
        connection.execute(
            _WRITE,
            (
                *key,
                edit.state.value,
                codec.pack_optional(edit.value),
                edit.start,
                edit.end,
                codec.pack_text(edit.reason),
                # Two decisions on one thing never share a moment, however coarse the clock is.
                edit.at or max(time.time(), previous.at + 1e-5),
                codec.pack_text(edit.reviewer if edit.at else edit.reviewer or self.reviewer()),
                kept,
            ),
        )
        return previous

    def _seen_before(
        self, connection: sqlite3.Connection, edit: Edit, otherwise: str | None
    ) -> str | None:
        """What was seen when ``edit`` was first made, if it was made before."""
        key = (edit.target.value, edit.target_id, edit.at)
        if key in self._seen_then or not edit.at:
            return self._seen_then.get(key, otherwise)
        row = connection.execute(
            "SELECT kept FROM history WHERE target = ? AND target_id = ? AND at = ?", key
        ).fetchone()
        return otherwise if row is None else row[0]


def _shows_another(new: Edit, old: Edit) -> bool:
    """Whether the cell may show something else now than before: not where what was found is accepted
    for the first time. An accepted value stays whatever a later run finds, so that taking the
    decision back, or making it again, changes the cell."""
    first = not new.at and old.state is ReviewState.PROPOSED and old.value is None
    return not first or new.value is not None or new.state is ReviewState.REJECTED


def _seen(connection: sqlite3.Connection, target: Target, target_id: str) -> str | None:
    """What stands at the target now, as JSON."""
    if target is Target.CELL:
        # An empty cell can be judged too, before any run has looked at it.
        row = connection.execute(_CELL, (target_id,)).fetchone() or _EMPTY_CELL
    elif target is Target.VERDICT:
        row = connection.execute("SELECT label FROM verdicts WHERE id = ?", (target_id,)).fetchone()
    else:
        row = None
    return None if row is None else codec.dump(list(row))


def _edit(row: Row) -> Edit:
    target, target_id, state, value, start, end, reason, at, reviewer = row
    return Edit(
        Target(target),
        target_id,
        ReviewState(state),
        codec.unpack_optional(value),
        start,
        end,
        codec.unpack_text(reason),
        at,
        codec.unpack_text(reviewer),
    )
