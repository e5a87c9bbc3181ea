"""All pairs of a project as columns of figures: a million of them are filtered, sorted and counted in
a few milliseconds, where a database takes seconds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

SCALE = 10_000
"""Scores are kept in ten-thousandths, as the search gives them."""

DIFFERENT = 0.85
"""A column that is less alike than this differs."""

COLUMNS = 64
"""Compared columns beyond these are not told apart by the filter on what differs."""

Indices = NDArray[np.int64]
Kind = TypeVar("Kind", bound=np.generic)


class Answer(IntEnum):
    """What a person said of a pair; ``UNSURE`` was looked at and left open."""

    OPEN = 0
    YES = 1
    NO = 2
    UNSURE = 3


class Band(IntEnum):
    """Where a score stands beside the two thresholds."""

    SURE = 2
    DOUBTFUL = 1
    UNLIKE = 0


@dataclass(frozen=True, slots=True)
class Bands:
    """From ``sure`` on two rows are taken for the same, below ``doubtful`` for different."""

    sure: float = 0.5
    doubtful: float = 0.1

    def edges(self) -> NDArray[np.int64]:
        """Both thresholds in ten-thousandths, the lower first."""
        found: NDArray[np.int64] = np.array(
            [round(self.doubtful * SCALE), round(self.sure * SCALE)], dtype=np.int64
        )
        return found


@dataclass(frozen=True, slots=True)
class PairColumns:
    """One entry a pair in each column, in the order of the pairs' ``positions``.

    ``scores`` in ten-thousandths, ``answers`` values of :class:`Answer`, ``lefts`` and ``rights``
    numbers of rows, ``left_tables`` and ``right_tables`` numbers of tables, ``clusters`` 0 for none,
    ``differs`` a bit for each compared column that differs.
    """

    positions: NDArray[np.int64]
    scores: NDArray[np.uint16]
    answers: NDArray[np.int8]
    lefts: NDArray[np.int64]
    rights: NDArray[np.int64]
    left_tables: NDArray[np.int16]
    right_tables: NDArray[np.int16]
    clusters: NDArray[np.int32]
    differs: NDArray[np.uint64]


def no_pairs() -> PairColumns:
    """Columns without an entry."""
    return PairColumns(
        np.empty(0, np.int64),
        np.empty(0, np.uint16),
        np.empty(0, np.int8),
        np.empty(0, np.int64),
        np.empty(0, np.int64),
        np.empty(0, np.int16),
        np.empty(0, np.int16),
        np.empty(0, np.int32),
        np.empty(0, np.uint64),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs, and in which order. Nothing chosen means all of them.

    ``rows`` are the rows that hold some words, ``None`` where no words are looked for.
    """

    answers: tuple[int, ...] = ()
    bands: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    rows: NDArray[np.bool_] | None = None
    sort: str = "score"
    descending: bool = True


@dataclass(slots=True)
class PairBoard:
    """``names`` are the compared columns and ``tables`` the ids of the tables, by their numbers.

    Row ``r`` of table ``t`` has the number ``bases[t] + r``; the last of ``bases`` is one more than the
    highest row number. Thread: any, one at a time.
    """

    columns: PairColumns = field(default_factory=no_pairs)
    names: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    bases: Indices = field(default_factory=lambda: np.zeros(1, np.int64))
    _orders: dict[str, Indices] = field(default_factory=dict)
    _answered: Indices | None = None
    _below: Indices | None = None

    def __len__(self) -> int:
        return len(self.columns.positions)

    @property
    def rows(self) -> int:
        """One more than the highest row number."""
        return int(self.bases[-1])

    def listing(self, wanted: Wanted, bands: Bands) -> Indices:
        """The positions of the pairs that are wanted, in order; equal ones as they came."""
        order = self._order(wanted.sort)
        if wanted.descending != (wanted.sort == "score"):
            order = order[::-1]
        chosen = self.mask(wanted, bands)
        if chosen is not None:
            order = order[chosen[order]]
        found: Indices = self.columns.positions[order]
        return found

    def mask(self, wanted: Wanted, bands: Bands, but: str = "") -> NDArray[np.bool_] | None:
        """Which pairs are wanted, whatever is asked of ``but``; ``None``: all of them."""
        parts = [
            part
            for name, part in (
                ("answers", _among(self.columns.answers, wanted.answers)),
                ("bands", self._banded(wanted.bands, bands)),
                ("tables", self._in_tables(wanted.tables)),
                ("columns", self._differing(wanted.columns)),
                ("rows", self._with_rows(wanted.rows)),
            )
            if part is not None and name != but
        ]
        return None if not parts else np.logical_and.reduce(parts)

    def facets(self, wanted: Wanted, bands: Bands) -> dict[str, dict[int, int]]:
        """How many pairs each choice would show, under the other conditions alone."""
        masks = {name: self.mask(wanted, bands, name) for name in ("answers", "bands", "tables")}
        masks["columns"] = self.mask(wanted, bands, "columns")
        answers = _counted(_kept(self.columns.answers, masks["answers"]))
        band = np.searchsorted(bands.edges(), _kept(self.columns.scores, masks["bands"]), "right")
        left = _kept(self.columns.left_tables, masks["tables"])
        right = _kept(self.columns.right_tables, masks["tables"])
        tables = _counted(left)
        for table, count in _counted(right[left != right]).items():
            tables[table] = tables.get(table, 0) + count
        bits = _kept(self.columns.differs, masks["columns"])
        columns = {
            number: int(np.count_nonzero(bits & np.uint64(1 << number)))
            for number in range(min(len(self.names), COLUMNS))
        }
        return {"answers": answers, "bands": _counted(band), "tables": tables, "columns": columns}

    def histogram(self, bins: int) -> list[int]:
        """How many pairs score in each of ``bins`` equal parts of [0, 1]."""
        places = np.minimum(self.columns.scores.astype(np.int64) * bins // SCALE, bins - 1)
        return [int(count) for count in np.bincount(places, minlength=bins)]

    def answered(self) -> dict[int, int]:
        """How many pairs have each answer."""
        return _counted(self.columns.answers)

    def set_answers(self, answers: Mapping[int, int]) -> None:
        """What stands on pairs now, by position; on all others nothing does."""
        self.columns.answers[self._with_answers()] = Answer.OPEN
        places = self.places(answers)
        known = places >= 0
        values = np.fromiter(answers.values(), np.int8, len(answers))
        self._answered = places[known]
        self.columns.answers[self._answered] = values[known]
        self._orders.pop("state", None)

    def doubtful(self, bands: Bands) -> tuple[int, int]:
        """How many pairs stand between the thresholds, and how many of them have an answer."""
        if self._below is None:
            counts = np.bincount(self.columns.scores, minlength=SCALE + 1)
            self._below = np.concatenate([[0], np.cumsum(counts)])
        low, high = bands.edges()
        answered = self._with_answers()
        scores = self.columns.scores[answered]
        given = self.columns.answers[answered] != Answer.OPEN
        between = np.count_nonzero((scores >= low) & (scores < high) & given)
        return max(int(self._below[high] - self._below[low]), 0), int(between)

    def _with_answers(self) -> Indices:
        """Where answers stand: to go over these alone is what a window has the time for."""
        if self._answered is None:
            self._answered = np.flatnonzero(self.columns.answers != Answer.OPEN)
        return self._answered

    def places(self, positions: Collection[int]) -> Indices:
        """Where pairs stand in the columns, by position; -1 for unknown ones."""
        asked = np.fromiter(positions, np.int64, len(positions))
        if not len(self):
            return np.full(len(asked), -1, np.int64)
        found = np.minimum(np.searchsorted(self.columns.positions, asked), len(self) - 1)
        return np.where(self.columns.positions[found] == asked, found, -1)

    def effective(self) -> NDArray[np.int64]:
        """The scores as the answers have them: a yes is certain, a no impossible (-1)."""
        scores = self.columns.scores.astype(np.int64)
        scores[self.columns.answers == Answer.YES] = SCALE
        scores[self.columns.answers == Answer.NO] = -1
        return scores

    def _order(self, name: str) -> Indices:
        if name not in self._orders:
            self._orders[name] = np.argsort(self._keys(name), kind="stable")
        return self._orders[name]

    def _keys(self, name: str) -> NDArray[np.int64] | NDArray[np.uint16]:
        columns = self.columns
        if name == "left_row":
            return columns.lefts
        if name == "right_row":
            return columns.rights
        if name == "cluster":
            return columns.clusters.astype(np.int64)
        best_first = (SCALE - columns.scores.astype(np.int64)).astype(np.uint16)
        if name == "state":
            return columns.answers.astype(np.int64) * (SCALE + 1) + best_first
        return best_first

    def _banded(self, chosen: Sequence[int], bands: Bands) -> NDArray[np.bool_] | None:
        if not chosen:
            return None
        return _among(np.searchsorted(bands.edges(), self.columns.scores, "right"), chosen)

    def _in_tables(self, chosen: Sequence[int]) -> NDArray[np.bool_] | None:
        left = _among(self.columns.left_tables, chosen)
        right = _among(self.columns.right_tables, chosen)
        return None if left is None or right is None else left | right

    def _differing(self, chosen: Sequence[int]) -> NDArray[np.bool_] | None:
        if not chosen:
            return None
        bits = np.uint64(sum(1 << number for number in chosen if number < COLUMNS))
        differing: NDArray[np.bool_] = (self.columns.differs & bits) != 0
        return differing

    def _with_rows(self, rows: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
        if rows is None:
            return None
        found: NDArray[np.bool_] = rows[self.columns.lefts] | rows[self.columns.rights]
        return found


def _among(values: NDArray[np.integer[Any]], chosen: Sequence[int]) -> NDArray[np.bool_] | None:
    """Which values are ``chosen``; ``None`` where nothing is."""
    if not chosen:
        return None
    parts = [values == one for one in chosen]
    found: NDArray[np.bool_] = parts[0] if len(parts) == 1 else np.logical_or.reduce(parts)
    return found


def _kept(values: NDArray[Kind], mask: NDArray[np.bool_] | None) -> NDArray[Kind]:
    return values if mask is None else values[mask]


def _counted(values: NDArray[np.integer[Any]]) -> dict[int, int]:
    counts = np.bincount(values.astype(np.int64))
    return {number: int(count) for number, count in enumerate(counts) if count}
