"""Nearest neighbours among vectors: exact where few, nearly so where many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.control import JobControl, drained
from engine.dedupe.blocking import candidate_pairs
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.meaning import FLAT, nearest
from engine.jobs.dedupe_meaning import meant
from engine.models.library import Library
from engine.models.registry import ModelRegistry
from engine.paths import resource_path


def vectors(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Pairs of near vectors: row 2n and row 2n + 1, about two hundred topics."""
    draw = np.random.default_rng(seed)
    topics = draw.normal(size=(200, 32))
    firsts = topics[draw.integers(0, 200, count // 2)] + 0.7 * draw.normal(size=(count // 2, 32))
    both = np.repeat(firsts, 2, axis=0) + 0.05 * draw.normal(size=(count, 32))
    return (both / np.linalg.norm(both, axis=1, keepdims=True)).astype(np.float32)


def pairs(
    own: NDArray[np.float32], neighbours: int = 3, least: float = 0.9
) -> set[tuple[int, int]]:
    found = [part for part, _ in nearest(own, neighbours, least)]
    return {tuple(sorted(pair)) for part in found for pair in part.tolist()}


def test_few_are_compared_with_all() -> None:
    own = vectors(60)
    found = pairs(own)
    cosines = own @ own.T
    true = {(a, b) for a in range(60) for b in range(a + 1, 60) if cosines[a, b] >= 0.9}
    assert {(row, row + 1) for row in range(0, 60, 2)} <= found <= true


def test_many_are_found_in_the_nearest_cells() -> None:
    count = 2 * FLAT
    wanted = {(row, row + 1) for row in range(0, count, 2)}
    assert len(wanted & pairs(vectors(count))) > 0.98 * len(wanted)


def test_rows_without_a_vector_have_no_neighbour() -> None:
    own = vectors(10)
    own[[4, 7]] = 0
    assert not {4, 7} & {row for pair in pairs(own, least=-1.0) for row in pair}
    assert pairs(own[:1]) == set()


def test_it_can_be_broken_off() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(nearest(vectors(10), 3, 0.5, stop))


def test_texts_that_say_the_same_in_other_words_are_compared(tmp_path: Path) -> None:
    """The built-in embeddings pack finds what no shared n-gram tells."""
    same = ("Laptop battery charger", "Notebook power adapter")
    others = [
        "Garden hose, ten metres",
        "Wool blanket in dark blue",
        "Frozen peas, five kilograms",
        "Steel bolts for bridges",
        "Office chair on wheels",
        "Ceramic vase by hand",
    ]
    registry = ModelRegistry(
        Library(tmp_path / "models.json", tmp_path, resource_path("models")).folders(), threads=1
    )
    column = [same[0].lower(), *map(str.lower, others), same[1].lower()]
    kinds = [ColumnKind.TEXT]
    work = meant([column], kinds, registry.embedder(), JobControl())
    vectors = drained(work)
    assert vectors.shape[0] == len(column)
    found = drained(candidate_pairs([column], kinds, vectors=vectors))
    without = drained(candidate_pairs([column], kinds))
    assert [0, len(column) - 1] in found.tolist()
    assert [0, len(column) - 1] not in without.tolist()


def test_columns_of_names_have_no_meaning() -> None:
    nothing: Any = None
    assert drained(meant([["Ann", "Bo"]], [ColumnKind.NAME], nothing, JobControl())) is None
