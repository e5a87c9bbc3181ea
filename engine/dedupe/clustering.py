"""Pairs to clusters, so that one weak pair does not chain two groups of rows into one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from engine.dedupe.correlation import moved
from engine.dedupe.linkage import linked
from engine.dedupe.ngrams import nothing

Pairs = NDArray[np.int64]

LARGEST_WHOLE = 30
"""In groups up to this size every pair is compared before they are clustered."""

CUT, LOOSE, LARGE = "cluster_cut", "cluster_loose", "cluster_large"
"""Why a person should look at a cluster: a pair that was alike enough leads out of it; most of its
pairs are not alike; it is so large that not all of its rows were compared with each other."""

_LOOSE = 0.5
_OFTEN = 500


@dataclass(frozen=True, slots=True)
class Clustered:
    """Clusters of two and more rows, each sorted, in the order of their first rows; and what speaks
    against some of them, by the cluster's first row."""

    groups: list[list[int]]
    doubts: dict[int, str]


def components(rows: int, pairs: Pairs) -> list[list[int]]:
    """The rows that ``pairs`` join, directly or through others; groups of two and more."""
    return sorted(group.tolist() for group in _components(rows, pairs))


def missing_pairs(groups: Sequence[Sequence[int]], known: Pairs) -> Pairs:
    """The pairs within ``groups`` that are not yet ``known``; groups that are too large are left."""
    by_size: dict[int, list[Sequence[int]]] = {}
    for group in groups:
        if 2 < len(group) <= LARGEST_WHOLE:
            by_size.setdefault(len(group), []).append(group)
    wanted = [np.empty((0, 2), dtype=np.int64)]
    for size, own in by_size.items():
        one, two = np.triu_indices(size, 1)
        members = np.array(own, dtype=np.int64)
        wanted.append(np.stack([members[:, one].ravel(), members[:, two].ravel()], axis=1))
    pairs = np.concatenate(wanted)
    if not len(pairs) or not len(known):
        return pairs
    width = int(max(pairs.max(), known.max())) + 1
    codes, have = (both[:, 0] * width + both[:, 1] for both in (pairs, known))
    have = np.sort(have)
    place = np.minimum(np.searchsorted(have, codes), len(have) - 1)
    missing: Pairs = pairs[have[place] != codes]
    return missing


def cluster(
    rows: int,
    pairs: Pairs,
    scores: NDArray[np.float64],
    threshold: float,
    between: Callable[[], None] = nothing,
) -> Clustered:
    """Cluster by ``pairs``, which include those below ``threshold``: they keep groups apart.

    Rows that pairs above it join are one cluster where all their pairs are. Elsewhere the strongest
    pairs join first (:mod:`engine.dedupe.linkage`), and then rows change sides as long as more
    evidence is heeded by it (:mod:`engine.dedupe.correlation`).
    """
    found: list[list[int]] = []
    accepted = scores >= threshold
    groups = list(_components(rows, pairs[accepted]))
    label = np.full(rows, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        if not number % _OFTEN:
            between()
        if len(group) > 2:
            label[group] = number
        else:
            found.append(group.tolist())
    for number, inside in _inside(label, pairs):
        between()
        group = groups[number]
        if accepted[inside].sum() * 2 == len(group) * (len(group) - 1):
            found.append(group.tolist())
        else:
            found += _apart(group, pairs[inside], scores[inside], threshold)
    found.sort()
    return Clustered(found, _doubts(rows, found, pairs, accepted))


def _components(rows: int, pairs: Pairs) -> Iterator[NDArray[np.int64]]:
    if not len(pairs):
        return
    ones = np.ones(len(pairs), dtype=np.int8)
    graph = sparse.coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(rows, rows))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1, append=labels.max() + 1))
    yield from (order[a:b] for a, b in pairwise(starts) if b - a > 1)


def _inside(label: NDArray[np.int64], pairs: Pairs) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each group of the ``label`` of rows, with the places of the pairs inside it."""
    own = label[pairs[:, 0]]
    places = np.flatnonzero((own >= 0) & (own == label[pairs[:, 1]]))
    places = places[np.argsort(own[places], kind="stable")]
    starts = np.flatnonzero(np.diff(own[places], prepend=-1))
    for first, last in pairwise([*starts.tolist(), len(places)]):
        yield int(own[places[first]]), places[first:last]


def _apart(
    group: NDArray[np.int64], pairs: Pairs, scores: NDArray[np.float64], threshold: float
) -> list[list[int]]:
    """The clusters within a group whose rows are not all alike."""
    local = np.searchsorted(group, pairs)
    edges = list(zip(scores.tolist(), *local.T.tolist(), strict=True))
    parts = linked(edges, threshold)
    if len(group) <= LARGEST_WHOLE:
        parts = moved(parts, len(group), local, scores, threshold)
    part_of = np.zeros(len(group), dtype=np.int64)
    for number, part in enumerate(parts):
        part_of[part] = number
    # What is left in a cluster when others have gone may hang together no more.
    holds = (scores >= threshold) & (part_of[local[:, 0]] == part_of[local[:, 1]])
    return [group[part].tolist() for part in _components(len(group), local[holds])]


def _doubts(
    rows: int, groups: Sequence[Sequence[int]], pairs: Pairs, accepted: NDArray[np.bool_]
) -> dict[int, str]:
    if not groups or not len(pairs):
        return {}
    label = np.full(rows, -1, dtype=np.int64)
    sizes = np.array([len(group) for group in groups])
    label[[row for group in groups for row in group]] = np.repeat(np.arange(len(groups)), sizes)
    left, right = label[pairs[:, 0]], label[pairs[:, 1]]
    inside = (left >= 0) & (left == right)
    known = np.bincount(left[inside], minlength=len(groups))
    alike = np.bincount(left[inside & accepted], minlength=len(groups))
    doubtful = np.full(len(groups), "", dtype=object)
    doubtful[sizes > LARGEST_WHOLE] = LARGE
    doubtful[alike < _LOOSE * known] = LOOSE
    out = accepted & (left != right)
    for side in (left[out], right[out]):
        doubtful[side[side >= 0]] = CUT
    return {groups[n][0]: doubtful[n] for n in np.flatnonzero(doubtful != "").tolist()}
