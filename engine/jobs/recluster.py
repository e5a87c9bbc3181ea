"""Clusters made anew from the pairs that there are, for another threshold or for other scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.dedupe.board import SCALE, PairBoard
from engine.dedupe.clustering import cluster
from engine.dedupe.survivorship import fullness, survivor
from engine.store import Project
from engine.store.board import Boards
from engine.types import Cluster

SLICE = 1000
"""Clusters or pairs that are written in one transaction: a window's edit waits for no more."""

Checkpoint = Callable[[], object]
"""Called before each transaction; raises ``Cancelled`` once the work is to be broken off."""


def _go_on() -> None:
    """Nobody breaks it off."""


def recluster(project: Project, threshold: float, checkpoint: Checkpoint = _go_on) -> int:
    """Join the pairs that score ``threshold`` and more; returns how many clusters there are then.

    Clusters that stay as they were keep number and survivor; what people decided is laid over them as
    before. Broken off, it leaves some clusters of either threshold; done again, it sets them right:
    :mod:`engine.jobs.rescore` sees to that.
    Thread: not the GUI's.
    """
    board = Boards(project.database).read(lambda _count: checkpoint())
    columns = board.columns
    pairs = np.stack([columns.lefts, columns.rights], axis=1)
    scores = columns.scores / SCALE
    # Scores are kept in ten-thousandths, and a threshold of 0.9 means 0.9 exactly.
    checkpoint()
    made = cluster(board.rows, pairs, scores, round(threshold * SCALE) / SCALE)
    groups = made.groups
    ids = _record_ids(project, board, {row for group in groups for row in group})
    known = [[ids[row] for row in group if row in ids] for group in groups]
    numbers = _keep_or_write(project, [group for group in known if len(group) > 1], checkpoint)
    doubts = {numbers.get(ids.get(row, "")): doubt for row, doubt in made.doubts.items()}
    _doubt(project, {number: doubt for number, doubt in doubts.items() if number is not None})
    now = _labels(board, groups, ids, numbers, threshold)
    _relabel(project, board, now, checkpoint)
    return len(set(numbers.values()))


def _record_ids(project: Project, board: PairBoard, rows: set[int]) -> dict[int, str]:
    """The ids of some of the board's rows."""
    found = {}
    for number, table in enumerate(board.tables):
        base = int(board.bases[number])
        for row, key in project.database.stream(
            'SELECT "row", id FROM records WHERE table_id = ?', (table,)
        ):
            if base + row in rows:
                found[base + row] = key
    return found


def _keep_or_write(
    project: Project, groups: Sequence[Sequence[str]], checkpoint: Checkpoint
) -> dict[str, int]:
    """Write the clusters that are new and drop those that are no more; the number of each row."""
    home: dict[str, int] = dict(project.database.stream("SELECT record_id, number FROM members"))
    sizes: dict[int, int] = {}
    for number in home.values():
        sizes[number] = sizes.get(number, 0) + 1
    numbers: dict[str, int] = {}
    fresh: list[Sequence[str]] = []
    kept: set[int] = set()
    for group in groups:
        known = home.get(group[0], 0)
        same = sizes.get(known) == len(group) and all(home.get(one) == known for one in group)
        if same:
            kept.add(known)
            numbers.update(dict.fromkeys(group, known))
        else:
            fresh.append(group)
    _drop(project, sorted(sizes.keys() - kept), checkpoint)
    last = max(sizes, default=0)
    for start in range(0, len(fresh), SLICE):
        checkpoint()
        part = fresh[start : start + SLICE]
        made = list(_clusters(project, part, last + start))
        project.clusters.append(made)
        numbers.update({one: made_one.number for made_one in made for one in made_one.record_ids})
    return numbers


def _clusters(project: Project, groups: Sequence[Sequence[str]], last: int) -> Iterator[Cluster]:
    """``groups`` as clusters numbered after ``last``, each with the fullest row as its survivor."""
    records = project.tables.some([one for group in groups for one in group])
    full = {record.id: fullness(record.values) for record in records}
    order = {record.id: place for place, record in enumerate(records)}
    for number, group in enumerate(groups, last + 1):
        rows = sorted(group, key=lambda one: order.get(one, len(order)))
        rows = [one for one in rows if one in full]
        stays = survivor(range(len(rows)), [full[one] for one in rows])
        yield Cluster(number, tuple(rows), rows[stays])


def _drop(project: Project, numbers: Sequence[int], checkpoint: Checkpoint) -> None:
    for start in range(0, len(numbers), SLICE):
        checkpoint()
        gone = [(number,) for number in numbers[start : start + SLICE]]
        with project.database.write(bulk=True) as connection:
            connection.executemany("DELETE FROM members WHERE number = ?", gone)
            connection.executemany("DELETE FROM clusters WHERE number = ?", gone)


def _doubt(project: Project, doubts: Mapping[int, str]) -> None:
    """Say of each cluster why a person should look at it, or that nothing speaks against it."""
    rows = project.database.read("SELECT number, doubt FROM clusters")
    changed = [(doubts.get(n, ""), n) for n, doubt in rows if doubts.get(n, "") != doubt]
    for start in range(0, len(changed), SLICE):
        with project.database.write(bulk=True) as connection:
            connection.executemany(
                "UPDATE clusters SET doubt = ? WHERE number = ?", changed[start : start + SLICE]
            )


def _labels(
    board: PairBoard,
    groups: Iterable[Sequence[int]],
    ids: Mapping[int, str],
    numbers: Mapping[str, int],
    threshold: float,
) -> NDArray[np.int64]:
    """The cluster that each pair helps to hold together; 0 for none."""
    columns = board.columns
    label = np.zeros(max(board.rows, 1), np.int64)
    for group in groups:
        label[list(group)] = [numbers.get(ids.get(row, ""), 0) for row in group]
    joined = (label[columns.lefts] == label[columns.rights]) & (
        columns.scores >= round(threshold * SCALE)
    )
    found: NDArray[np.int64] = np.where(joined, label[columns.lefts], 0)
    return found


def _relabel(
    project: Project, board: PairBoard, now: NDArray[np.int64], checkpoint: Checkpoint
) -> None:
    """Say of each pair which cluster it helps to hold together."""
    columns = board.columns
    changed = np.flatnonzero(now != columns.clusters)
    for start in range(0, len(changed), SLICE):
        checkpoint()
        part = changed[start : start + SLICE]
        lines = zip(now[part].tolist(), columns.positions[part].tolist(), strict=True)
        with project.database.write(bulk=True) as connection:
            connection.executemany(
                "UPDATE pairs SET cluster = NULLIF(?, 0) WHERE position = ?", list(lines)
            )
