"""The rows of one cluster as they are shown: a page at a time, however many they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.dedupe.survivorship import ColumnRule, Member, MergedCell, merge
from engine.store.query import Query
from engine.store.rows import ClusterRow
from engine.types import Address, Record
from gui.tables.marked import Marked
from gui.theme import Tone
from gui.workspaces.duplicates.groups import GroupBoard

Header = Callable[[Address], Sequence[str]]

MERGED_FROM = 50_000
"""Rows that the preview of the merged row is made from; an export merges all."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One line. ``record_id`` is ``None`` for the merged row; ``cells`` by column name."""

    record_id: str | None
    place: str
    role: str
    icon: str
    tone: Tone | None
    cells: Mapping[str, Marked]


@dataclass(frozen=True, slots=True)
class ClusterRows:
    """A cluster, the ids of its rows (the survivor first, the others in reading order), every column of
    their tables, and the row that they merge to."""

    cluster: ClusterRow
    ids: Sequence[str]
    names: Sequence[str]
    merged: Sequence[MergedCell]


def read_rows(
    board: GroupBoard, cluster: ClusterRow, header: Header, rules: Mapping[str, ColumnRule]
) -> ClusterRows:
    """All that is to be known of a cluster before its rows are shown. Thread: any; a large one takes
    long. Without rules nothing is merged: the row that stays is the row of the clean sheet."""
    ids = board.order(cluster)
    names = dict.fromkeys(name for one in board.homes(ids) for name in header(one))
    members = [_member(one, header) for one in board.read(ids[: MERGED_FROM if rules else 1])]
    return ClusterRows(cluster, ids, list(names), merge(members, cluster.survivor_id, rules))


class MemberSource:
    """Implements ``RowSource``: the merged row, then ``ids`` a page at a time. ``read`` gives records in the
    order of their ids, ``line`` makes a line of one."""

    def __init__(
        self,
        merged: Sequence[MemberLine] = (),
        ids: Sequence[str] = (),
        read: Callable[[Sequence[str]], Sequence[Record]] = lambda _ids: (),
        line: Callable[[Record], MemberLine] | None = None,
    ) -> None:
        self._merged = list(merged)
        self.ids = ids
        self._read = read
        self._line = line

    def count(self, _query: Query) -> int:
        """All of them."""
        return len(self._merged) + len(self.ids)

    def page(self, offset: int, limit: int, _query: Query) -> Sequence[MemberLine]:
        """Lines ``offset`` to ``offset + limit``."""
        above = len(self._merged)
        ids = self.ids[max(offset - above, 0) : max(offset + limit - above, 0)]
        rows = [] if self._line is None else [self._line(one) for one in self._read(ids)]
        return [*self._merged[offset : offset + limit], *rows]

    def id_at(self, number: int) -> str | None:
        """The id of the row in a line; ``None`` for the merged one."""
        place = number - len(self._merged)
        return self.ids[place] if 0 <= place < len(self.ids) else None


def _member(record: Record, header: Header) -> Member:
    values = dict(zip(header(record.address), record.values, strict=False))
    return Member(record.id, record.address.path, values)
