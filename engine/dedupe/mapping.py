"""Which columns of several tables hold the same thing, by name and by kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.types import Scalar

_ALIKE = 85.0
_BLANKS = re.compile(r"[\W_]+")

_SINGLE = frozenset({ColumnKind.PHONE, ColumnKind.EMAIL, ColumnKind.COMPANY, ColumnKind.ADDRESS})
"""Kinds of which two tables mean the same where each has one column of it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns, each with some of its values."""

    samples: Mapping[str, Sequence[Scalar]]

    def kinds(self) -> dict[str, ColumnKind]:
        """What each column holds."""
        return {name: detect_kind(name, values) for name, values in self.samples.items()}


def propose(tables: Sequence[Columns]) -> tuple[tuple[str, ...], ...]:
    """For each column of the first table, its name and then the names that it goes by in others.

    A column is the same under the same name (but for case, blanks and width), under a name that is
    nearly the same, or where it is the only one of its kind (company, address, telephone, e-mail) in
    both tables. No column stands for two. What comes of it is what ``DedupeRequest.aliases`` takes;
    columns that go by one name everywhere are left out.
    """
    if not tables:
        return ()
    first, *others = tables
    kinds = first.kinds()
    found: dict[str, list[str]] = {name: [name] for name in first.samples}
    for other in others:
        for name, match in _matched(kinds, other.kinds()).items():
            if match not in found[name]:
                found[name].append(match)
    return tuple(tuple(names) for names in found.values() if len(names) > 1)


def _matched(mine: Mapping[str, ColumnKind], other: Mapping[str, ColumnKind]) -> dict[str, str]:
    """The column of ``other`` for each of ``mine`` that has one."""
    found: dict[str, str] = {}
    free = list(other)

    def take(name: str, matches: Iterable[str]) -> None:
        match = next(iter(matches), None)
        if match is not None:
            found[name] = match
            free.remove(match)

    for name in mine:
        take(name, (one for one in free if _plain(one) == _plain(name)))
    for name in [name for name in mine if name not in found]:
        near = [
            one
            for one in free
            if mine[name] == other[one]
            and fuzz.token_sort_ratio(_plain(one), _plain(name)) > _ALIKE
        ]
        take(name, near)
    for name, kind in mine.items():
        if name in found or kind not in _SINGLE or list(mine.values()).count(kind) > 1:
            continue
        same = [one for one, other_kind in other.items() if other_kind is kind]
        take(name, (one for one in same if len(same) == 1 and one in free))
    return found


def _plain(name: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()
