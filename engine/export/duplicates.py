"""Duplicate rows to xlsx, csv and jsonl."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.export.about import About
from engine.export.files import Target
from engine.types import Cluster, Pair, Record

DUPLICATE_FORMATS = ("xlsx", "jsonl", "csv")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet of the input: ``records`` gives all its rows in order, and may be called more
    than once."""

    path: str
    sheet: str
    header: Sequence[str]
    records: Callable[[], Iterator[Record]]


def write_duplicates(
    target: Target,
    sheets: Sequence[SheetRows],
    pairs: Iterable[tuple[Pair, str]],
    clusters: Iterable[Cluster],
    about: About,
    kind: str = "",
) -> None:
    """xlsx: every original row with cluster, role, score and decision, the clean sheet, the pairs
    and the run; csv: every original row with the same columns; jsonl: a line a pair.

    ``pairs`` come with their review states (``proposed`` where nobody looked)."""
    raise NotImplementedError
