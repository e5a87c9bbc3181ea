"""The rows of a search: what is kept of each, and the chosen columns in comparable form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.kinds import SAMPLE, ColumnKind, detect_kind
from engine.dedupe.normalise import normalise
from engine.dedupe.survivorship import Fullness, fullness
from engine.types import Address, Record, Scalar


@dataclass(slots=True)
class Rows:
    """Rows of one or several tables in reading order; ``columns`` are the chosen ones.

    Of a record only what the search needs is kept: its id, its place and its chosen values.
    """

    columns: tuple[str, ...]
    ids: list[str] = field(default_factory=list)
    places: list[Address] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    full: list[Fullness] = field(default_factory=list)
    values: list[list[Scalar]] = field(init=False)

    def __post_init__(self) -> None:
        self.values = [[] for _ in self.columns]

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, records: Iterable[Record], table: int, where: Sequence[int | None]) -> None:
        """Keep ``records`` of the table number ``table``; ``where`` tells the place of each chosen
        column in it, ``None`` where the table lacks it."""
        for record in records:
            self.ids.append(record.id)
            self.places.append(record.address)
            self.tables.append(table)
            self.full.append(fullness(record.values))
            for values, place in zip(self.values, where, strict=True):
                values.append(None if place is None else record.values[place])

    def kinds(self, chosen: Mapping[str, str] | None = None) -> tuple[ColumnKind, ...]:
        """What each chosen column holds: as a person has ``chosen`` by its name, or by its values."""
        asked = chosen or {}
        return tuple(
            ColumnKind(asked[name]) if name in asked else detect_kind(name, sample(values))
            for name, values in zip(self.columns, self.values, strict=True)
        )

    def table_numbers(self) -> NDArray[np.int64]:
        """The number of each row's table."""
        return np.array(self.tables, dtype=np.int64)


def comparable(
    values: Sequence[Scalar],
    kind: ColumnKind,
    normalise: Callable[[Scalar, ColumnKind], str] = normalise,
) -> list[str]:
    """A column in comparable form; each distinct value is worked out once. ``normalise``: by other
    tables of synonyms than the program's own."""
    known: dict[tuple[type, Scalar], str] = {}
    forms: list[str] = []
    for value in values:
        key = (type(value), value)
        form = known.get(key)
        if form is None:
            form = known.setdefault(key, normalise(value, kind))
        forms.append(form)
    return forms


def sample(values: Sequence[Scalar]) -> list[Scalar]:
    """Values from all over the column, blanks left out."""
    filled: list[Scalar] = [value for value in values if value is not None and value != ""]
    return filled[:: max(1, len(filled) // SAMPLE)]
