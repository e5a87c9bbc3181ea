"""Clusters as people's decisions leave them: what was rejected comes apart, what was accepted joins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from engine.dedupe.survivorship import Fullness, fullness, survivor
from engine.types import Cluster, Pair, Record, ReviewState

JudgedPairs = Iterable[tuple[Pair, str]]
"""Pairs with what a person said of each: the values of :class:`ReviewState`."""

Ids = tuple[str, str]


def regroup(
    clusters: Iterable[Cluster],
    pairs: Callable[[], JudgedPairs],
    records: Callable[[], Iterable[Record]],
) -> list[Cluster]:
    """The ``clusters`` that a search found, rebuilt where a person decided otherwise.

    A cluster that holds a rejected pair is joined anew from its other pairs: accepted ones first,
    then those that the search joined, the most alike first. Rows of a rejected pair never end in
    one cluster, not even through a third row. An accepted pair joins its rows, whatever their
    score. Survivors are chosen anew; a rebuilt cluster keeps a number of those it comes from.

    ``pairs`` and ``records`` (in reading order) are gone over only as far as needed, ``pairs``
    twice. Clusters that were regrouped before must not be given again: a decision that was taken
    back would not be seen.
    """
    known = {cluster.number: cluster for cluster in clusters}
    home = {row: number for number, one in known.items() for row in one.record_ids}
    accepted, rejected = _decisions(pairs())
    loose = [ids for ids in accepted if not _together(ids, home)]
    touched = {home[ids[0]] for ids in rejected if _together(ids, home)}
    touched |= {home[row] for ids in loose for row in ids if row in home}
    rows = {row for number in touched for row in known[number].record_ids}
    rows.update(row for ids in loose for row in ids)
    if not rows:
        return list(known.values())
    groups = _groups(rows, _edges(pairs(), rows, home), rejected)
    whole = [cluster for number, cluster in known.items() if number not in touched]
    first_new = max(known, default=0) + 1
    rebuilt = _clusters(groups, _full(records(), rows), home, touched, first_new)
    return sorted([*whole, *rebuilt], key=lambda cluster: cluster.number)


def _decisions(pairs: JudgedPairs) -> tuple[list[Ids], list[Ids]]:
    """The accepted and the rejected pairs."""
    accepted: list[Ids] = []
    rejected: list[Ids] = []
    for pair, state in pairs:
        if state == ReviewState.ACCEPTED:
            accepted.append((pair.left_id, pair.right_id))
        elif state == ReviewState.REJECTED:
            rejected.append((pair.left_id, pair.right_id))
    return accepted, rejected


def _together(ids: Ids, home: Mapping[str, int]) -> bool:
    return ids[0] in home and home[ids[0]] == home.get(ids[1])


def _edges(pairs: JudgedPairs, rows: Collection[str], home: Mapping[str, int]) -> Iterator[Ids]:
    """What joins ``rows``, the surest first."""
    found: list[tuple[bool, float, Ids]] = []
    for pair, state in pairs:
        ids = (pair.left_id, pair.right_id)
        if ids[0] not in rows or ids[1] not in rows or state == ReviewState.REJECTED:
            continue
        accepted = state == ReviewState.ACCEPTED
        if accepted or (pair.cluster is not None and _together(ids, home)):
            found.append((not accepted, -pair.score, ids))
    found.sort(key=lambda edge: edge[:2])
    return (ids for *_, ids in found)


def _groups(rows: Iterable[str], edges: Iterable[Ids], apart: Iterable[Ids]) -> list[list[str]]:
    """``rows`` joined by ``edges``, one after the other, but for those that would bring rows together
    that are to stay ``apart``."""
    foes: dict[str, set[str]] = {}
    for one, two in apart:
        foes.setdefault(one, set()).add(two)
        foes.setdefault(two, set()).add(one)
    group_of = {row: [row] for row in rows}
    for one, two in edges:
        small, large = sorted((group_of[one], group_of[two]), key=len)
        met = (group_of.get(foe) for row in small for foe in foes.get(row, ()))
        if small is large or any(group is large for group in met):
            continue
        large += small
        group_of.update(dict.fromkeys(small, large))
    return list({id(group): group for group in group_of.values() if len(group) > 1}.values())


def _full(records: Iterable[Record], rows: Collection[str]) -> dict[str, Fullness]:
    """How full each of ``rows`` is, in reading order; rows that are no longer there come last."""
    full = {record.id: fullness(record.values) for record in records if record.id in rows}
    return {**full, **{row: Fullness(0, 0) for row in sorted(rows) if row not in full}}


def _clusters(
    groups: Iterable[Sequence[str]],
    full: Mapping[str, Fullness],
    home: Mapping[str, int],
    free: set[int],
    first_new: int,
) -> Iterator[Cluster]:
    """``groups`` as clusters; each takes a number that its rows had, while that is ``free``."""
    order = {row: place for place, row in enumerate(full)}
    unused = set(free)
    ordered = [sorted(group, key=order.__getitem__) for group in groups]
    for group in sorted(ordered, key=lambda group: order[group[0]]):
        number = next((home[row] for row in group if home.get(row) in unused), None)
        if number is None:
            number, first_new = first_new, first_new + 1
        unused.discard(number)
        stays = survivor(range(len(group)), [full[row] for row in group])
        yield Cluster(number, tuple(group), group[stays])
