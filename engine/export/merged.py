"""The rows of the clean sheet as rules merge them from their clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.dedupe.survivorship import ColumnRule, Member, merge
from engine.types import Cluster, Record, Scalar

NO_RULES: Mapping[str, ColumnRule] = {}
"""Nothing is merged."""

Source = tuple[str, Sequence[str], Callable[[], Iterator[Record]]]
"""A sheet's path, its columns and its records."""


class MergedRows:
    """What each row that stays says, once its cluster is merged by ``rules``. Without rules, rows stay
    as they are and nothing is read."""

    def __init__(
        self,
        clusters: Iterable[Cluster],
        sheets: Sequence[Source],
        rules: Mapping[str, ColumnRule],
    ) -> None:
        self._values: dict[str, dict[str, Scalar]] = {}
        if not rules:
            return
        whole = {one.number: one for one in clusters}
        home = {row: number for number, one in whole.items() for row in one.record_ids}
        members: dict[int, list[Member]] = {}
        for path, header, records in sheets:
            for record in records():
                number = home.get(record.id)
                if number is not None:
                    values = dict(zip(header, record.values, strict=False))
                    members.setdefault(number, []).append(Member(record.id, path, values))
        for number, rows in members.items():
            stays = whole[number].survivor_id
            cells = merge(rows, stays, rules)
            self._values[stays] = {cell.column: cell.value for cell in cells}

    def of(self, record: Record, header: Sequence[str], values: Sequence[Any]) -> list[Any]:
        """``values`` of a row that stays, as they are written, with those that its cluster gives
        instead; values of its own stay as they are written."""
        merged = self._values.get(record.id)
        if merged is None:
            return list(values)
        own = dict(zip(header, record.values, strict=False))
        return [
            merged[name] if name in merged and merged[name] != own.get(name) else value
            for name, value in zip(header, values, strict=False)
        ] + list(values[len(header) :])
