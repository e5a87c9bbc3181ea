"""A similarity model's word on pairs of rows, for a search for duplicates."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.dedupe.rows import Rows
from engine.dedupe.search import Judge, Pairs, Step
from engine.models.protocols import PairClassifier
from engine.types import cell_text

STAGE = "judging_pairs"
_BATCH = 512


def judged_rows(rows: Rows, model: PairClassifier, control: JobControl) -> Judge:
    """A judge that lets ``model`` read both rows of each pair, their compared columns joined.

    A pair that the model cannot read has no opinion. Raises what the model raises, and ``Cancelled``.
    """

    def judge(pairs: Pairs) -> Generator[Step, None, NDArray[np.float32]]:
        said = np.full(len(pairs), np.nan, dtype=np.float32)
        for start in range(0, len(pairs), _BATCH):
            yield STAGE, start, len(pairs)
            part = pairs[start : start + _BATCH].tolist()
            texts = [(_text(rows, left), _text(rows, right)) for left, right in part]
            for index, row in model.classify(texts, control, lambda index, failure: None):
                said[start + index] = float(row[-1])
        return said

    return judge


def _text(rows: Rows, row: int) -> str:
    cells = (cell_text(column[row]).strip() for column in rows.values)
    return ", ".join(cell for cell in cells if cell)
