"""Reads the pairs of a project into columns of figures, and what people have said of them since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.board import COLUMNS, DIFFERENT, SCALE, Answer, PairBoard, PairColumns
from engine.store import codec
from engine.store.database import Database, Row
from engine.store.paging import like
from engine.types import ReviewState

SLICE = 4000
"""Pairs that are read at a time: a window beside it is never held up for long."""

UNSURE = "unsure"
"""The reason of an edit that leaves a pair open: somebody looked, and could not tell."""

_ANSWERS = {ReviewState.ACCEPTED.value: Answer.YES, ReviewState.REJECTED.value: Answer.NO}


class Boards:
    """Makes boards. Thread: any; reading a million pairs takes some seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, told: Callable[[int], object] = lambda _count: None) -> PairBoard:
        """All pairs as they stand now; ``told`` hears how many were read."""
        rows: list[Row] = []
        names: dict[str, int] = {}
        tables: dict[str, int] = {}
        parts: list[Sequence[NDArray[Any]]] = []
        last = -1
        while rows := self._slice(last):
            last = rows[-1][0]
            parts.append(_columns(rows, names, tables))
            told(sum(len(part[0]) for part in parts))
        board = _joined(parts, tuple(names), tuple(tables))
        board.set_answers(self.answers())
        return board

    def answers(self) -> dict[int, int]:
        """What people said, by the pair's position: values of :class:`Answer`."""
        found = self._database.read(
            """SELECT p.position, e.state, e.reason FROM edits e JOIN pairs p ON p.id = e.target_id
            WHERE e.target = 'pair' ORDER BY p.position"""
        )
        return {
            position: _ANSWERS.get(state, Answer.UNSURE if reason == UNSURE else Answer.OPEN)
            for position, state, reason in found
        }

    def answers_count(self) -> int:
        """How many pairs somebody has said something of."""
        found = self._database.one("SELECT COUNT(*) FROM edits WHERE target = 'pair'")
        return int(found[0]) if found else 0

    def holding(self, words: str, board: PairBoard) -> NDArray[np.bool_]:
        """Which of the board's rows hold ``words``."""
        mask = np.zeros(max(board.rows, 1), dtype=bool)
        for number, table in enumerate(board.tables):
            found = self._database.read(
                """SELECT "row" FROM records WHERE table_id = ? AND data LIKE ? ESCAPE '\\'""",
                (table, like(words)),
            )
            rows = (
                np.fromiter(chain.from_iterable(found), np.int64, len(found)) + board.bases[number]
            )
            mask[rows[rows < board.bases[number + 1]]] = True
        return mask

    def _slice(self, last: int) -> list[Row]:
        return self._database.read(
            """SELECT position, score, cluster, left_table, left_row, right_table, right_row, why
            FROM pairs WHERE position > ? ORDER BY position LIMIT ?""",
            (last, SLICE),
        )


def _columns(
    rows: Sequence[Row], names: dict[str, int], tables: dict[str, int]
) -> Sequence[NDArray[Any]]:
    """One slice as arrays; ``names`` and ``tables`` learn what is new in it."""
    position, score, cluster, left_table, left_row, right_table, right_row, why = zip(
        *rows, strict=True
    )
    return (
        np.array(position, np.int64),
        np.rint(np.array(score) * SCALE).astype(np.uint16),
        np.array([number or 0 for number in cluster], np.int32),
        np.array([tables.setdefault(one, len(tables)) for one in left_table], np.int16),
        np.array(left_row, np.int64),
        np.array([tables.setdefault(one, len(tables)) for one in right_table], np.int16),
        np.array(right_row, np.int64),
        np.array(_differing(why, names), np.uint64),
    )


def _differing(why: Sequence[str], names: dict[str, int]) -> list[int]:
    """A bit for each column that differs."""
    found = []
    for parts in codec.load(f"[{','.join(why)}]"):
        bits = 0
        for name, alike in parts:
            number = names.setdefault(name, len(names))
            if alike < DIFFERENT and number < COLUMNS:
                bits |= 1 << number
        found.append(bits)
    return found


def _joined(
    parts: Sequence[Sequence[NDArray[Any]]], names: tuple[str, ...], tables: tuple[str, ...]
) -> PairBoard:
    if not parts:
        return PairBoard()
    position, score, cluster, left_table, left, right_table, right, differs = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    unanswered = np.zeros(len(position), np.int8)
    highest = np.zeros(len(tables), np.int64)
    np.maximum.at(highest, left_table, left)
    np.maximum.at(highest, right_table, right)
    bases = np.concatenate([[0], np.cumsum(highest + 1)])
    columns = PairColumns(
        position,
        score,
        unanswered,
        left + bases[left_table],
        right + bases[right_table],
        left_table,
        right_table,
        cluster,
        differs,
    )
    return PairBoard(columns, names, tables, bases)
