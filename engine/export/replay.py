"""Items that can be gone over more than once, also where they come from an iterator."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, TypeVar

Item = TypeVar("Item")
Again = Callable[[], Iterable[Item]]

_BATCH = 1000
_IN_MEMORY = 32 * 2**20
"""Bytes; what is more goes to a temporary file."""


@contextmanager
def replayed(items: Iterable[Item] | Again[Item]) -> Iterator[Again[Item]]:
    """What gives ``items`` each time it is called. Those of an iterator, which could be gone over
    once, are kept meanwhile: a million pairs do not fit the memory of every machine."""
    if callable(items):
        yield items
        return
    if not isinstance(items, Iterator):
        collected = items
        yield lambda: collected
        return
    with SpooledTemporaryFile(_IN_MEMORY) as spool:
        batches = 0
        while batch := list(islice(items, _BATCH)):
            pickle.dump(batch, spool, pickle.HIGHEST_PROTOCOL)
            batches += 1
        yield lambda: _read(spool, batches)


def _read(spool: Any, batches: int) -> Iterator[Any]:
    """What was kept; a reader does not mind another one in between."""
    place = 0
    for _ in range(batches):
        spool.seek(place)
        # Only what this process wrote itself a moment ago is read here.
        batch = pickle.load(spool)
        place = spool.tell()
        yield from batch
