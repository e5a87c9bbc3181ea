"""Pair similarity by a sentence encoder: the cosine of two embeddings, for when no cross-encoder is
installed. Each text is embedded once per call however many pairs it is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.models import labels
from engine.models.protocols import Embedder, OnFailure

CHUNK = 512
"""Pairs embedded at a time: enough for good batches, few enough to answer often."""


def cosines(
    embedder: Embedder, pairs: Sequence[tuple[str, str]], control: JobControl
) -> NDArray[np.float32]:
    """The cosine of each pair, shape (n,), 0 where a vector is no number; each text is embedded once,
    however many pairs it is in."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    place = {text: row for row, text in enumerate(texts)}
    vectors = embedder.embed(texts, control)
    found = [float(vectors[place[left]] @ vectors[place[right]]) for left, right in pairs]
    return np.nan_to_num(np.array(found, dtype=np.float32), posinf=0.0, neginf=0.0)


class EmbeddingSimilarity:
    """Implements ``PairClassifier`` (similarity) over an ``Embedder``.

    The score is the cosine, negative ones as 0: it orders pairs well, but is not a calibrated
    probability. Thread: one at a time.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        # Another answer than the embedder's own needs a digest of its own in the cache.
        self.info = replace(
            embedder.info,
            task="similarity",
            labels=(labels.SCORE,),
            digest=f"{embedder.info.digest}-cosine",
        )

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield ``(index, [score])`` in the order of the pairs; no pair is too long, so
        ``failed`` hears nothing. Raises ``UserError`` as ``embed``."""
        for start in range(0, len(pairs), CHUNK):
            scores = np.clip(cosines(self._embedder, pairs[start : start + CHUNK], control), 0, 1)
            for index, score in enumerate(scores, start):
                yield index, np.array([score], dtype=np.float32)
