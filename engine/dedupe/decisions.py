"""Clusters as people's decisions leave them: what was rejected comes apart, what was accepted joins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.dedupe.survivorship import Fullness, fullness, survivor
from engine.errors import UserError
from engine.types import Cluster, Edit, Pair, Record, ReviewState, Target, stable_id

JudgedPairs = Iterable[tuple[Pair, str]]
"""Pairs with what a person said of each: the values of :class:`ReviewState`."""

Ids = tuple[str, str]

EXCLUDED, SURVIVOR = "excluded", "survivor"
"""The values of edits on records."""

SPLIT_LIMIT = 10_000
"""Pairs that one split may reject."""


def pair_id(one: str, two: str) -> str:
    """The id of the pair of two records, whichever comes first."""
    return stable_id("pair", *sorted((one, two)))


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided on rows and clusters; ids of records throughout.

    ``together`` and ``apart`` hold whatever any search finds. A row that is ``excluded`` belongs to no
    cluster. Of ``survivors`` in one cluster the last one that was pinned stays.
    """

    together: tuple[Ids, ...] = ()
    apart: tuple[Ids, ...] = ()
    excluded: frozenset[str] = frozenset()
    survivors: tuple[str, ...] = ()


UNDECIDED = Decisions()


def decisions_of(edits: Iterable[Edit]) -> Decisions:
    """The decisions that stand among ``edits`` (oldest first, as ``project.edits.all()`` gives them):
    what :func:`merge`, :func:`split`, :func:`exclude` and :func:`pin` made."""
    together: list[Ids] = []
    apart: list[Ids] = []
    excluded: set[str] = set()
    survivors: list[str] = []
    for edit in edits:
        if edit.target is Target.PAIR and edit.value:
            left, _, right = edit.value.partition(" ")
            if edit.state is ReviewState.ACCEPTED:
                together.append((left, right))
            elif edit.state is ReviewState.REJECTED:
                apart.append((left, right))
        elif edit.target is Target.RECORD and edit.value == EXCLUDED:
            excluded.add(edit.target_id)
        elif edit.target is Target.RECORD and edit.value == SURVIVOR:
            survivors.append(edit.target_id)
    return Decisions(tuple(together), tuple(apart), frozenset(excluded), tuple(survivors))


def merge(first: Sequence[str], second: Sequence[str], standing: Iterable[Edit] = ()) -> list[Edit]:
    """The edits that join two clusters (or a row and a cluster) for good; undone like all edits.

    ``standing`` are the edits on the pairs between them (:func:`crossing`) and on their rows: those
    that kept them apart are taken back."""
    rows = list(dict.fromkeys([*first, *second]))
    joined = {pair_id(first[0], row): (first[0], row) for row in rows if row != first[0]}
    freed = [
        Edit(edit.target, edit.target_id, ReviewState.PROPOSED)
        for edit in standing
        if edit.state is ReviewState.REJECTED and edit.target_id not in joined
    ]
    return [*freed, *(_link(ids, ReviewState.ACCEPTED) for ids in joined.values())]


def split(part: Sequence[str], rest: Sequence[str]) -> list[Edit]:
    """The edits that keep the rows of ``part`` and those of ``rest`` apart for good.

    Raises ``UserError("split_too_large")`` where that would be more than ``SPLIT_LIMIT`` pairs: a row
    that belongs to none of a very large cluster is rather to be excluded."""
    if len(part) * len(rest) > SPLIT_LIMIT:
        raise UserError("split_too_large", rows=len(part) + len(rest))
    return [_link(ids, ReviewState.REJECTED) for ids in crossing(part, rest).values()]


def crossing(first: Sequence[str], second: Sequence[str]) -> dict[str, Ids]:
    """Every pair of a row of ``first`` and a row of ``second``, by the pair's id."""
    return {pair_id(one, two): (one, two) for one in first for two in second}


def exclude(record_id: str) -> Edit:
    """The edit that takes a row out of all clusters, whatever a search finds."""
    return Edit(Target.RECORD, record_id, ReviewState.REJECTED, EXCLUDED)


def pin(record_id: str) -> Edit:
    """The edit that makes a row the survivor of whichever cluster it is in."""
    return Edit(Target.RECORD, record_id, ReviewState.ACCEPTED, SURVIVOR)


def _link(ids: Ids, state: ReviewState) -> Edit:
    """A judgement that names its rows: no search need have found the pair."""
    return Edit(Target.PAIR, pair_id(*ids), state, " ".join(sorted(ids)))


def regroup(
    clusters: Iterable[Cluster],
    pairs: Callable[[], JudgedPairs],
    records: Callable[[], Iterable[Record]],
    decisions: Decisions = UNDECIDED,
) -> list[Cluster]:
    """The ``clusters`` that a search found, rebuilt where a person decided otherwise.

    A cluster that holds a rejected pair is joined anew from its other pairs: accepted ones first,
    then those that the search joined, the most alike first. Rows of a rejected pair never end in
    one cluster, not even through a third row. An accepted pair joins its rows, whatever their
    score; a row that was excluded is in no cluster. Survivors of rebuilt clusters are chosen anew,
    pinned ones stay; a rebuilt cluster keeps a number of those it comes from, and no doubt: a person
    has looked at it.

    ``pairs`` and ``records`` (in reading order) are gone over only as far as needed, ``pairs``
    twice. Clusters that were regrouped before must not be given again: a decision that was taken
    back would not be seen.
    """
    known = {cluster.number: cluster for cluster in clusters}
    home = {row: number for number, one in known.items() for row in one.record_ids}
    accepted, rejected = _decisions(pairs())
    accepted += decisions.together
    rejected += decisions.apart
    loose = [
        ids for ids in accepted if not _together(ids, home) and decisions.excluded.isdisjoint(ids)
    ]
    touched = {home[ids[0]] for ids in rejected if _together(ids, home)}
    touched |= {home[row] for ids in loose for row in ids if row in home}
    touched |= {home[row] for row in decisions.excluded if row in home}
    rows = {row for number in touched for row in known[number].record_ids}
    rows.update(row for ids in loose for row in ids)
    rows -= decisions.excluded
    found = list(known.values())
    if touched or loose:
        edges = _edges(pairs(), rows, home, decisions.together)
        groups = _groups(rows, edges, rejected)
        first_new = max(known, default=0) + 1
        rebuilt = _clusters(groups, _full(records(), rows), home, touched, first_new)
        found = [*(one for number, one in known.items() if number not in touched), *rebuilt]
    found = _pinned(found, decisions.survivors)
    return sorted(found, key=lambda cluster: cluster.number)


def _pinned(clusters: Iterable[Cluster], survivors: Sequence[str]) -> list[Cluster]:
    """``clusters`` with the survivors that people pinned; the latest word counts."""
    turn = {row: place for place, row in enumerate(survivors)}

    def kept(cluster: Cluster) -> Cluster:
        pinned = [row for row in cluster.record_ids if row in turn]
        return (
            replace(cluster, survivor_id=max(pinned, key=turn.__getitem__)) if pinned else cluster
        )

    return [kept(cluster) for cluster in clusters] if turn else list(clusters)


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


def _edges(
    pairs: JudgedPairs, rows: Collection[str], home: Mapping[str, int], together: Iterable[Ids]
) -> Iterator[Ids]:
    """What joins ``rows``, the surest first."""
    found: list[tuple[bool, float, Ids]] = [
        (False, -1.0, ids) for ids in together if ids[0] in rows and ids[1] in rows
    ]
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
