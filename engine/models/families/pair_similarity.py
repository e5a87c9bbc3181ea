"""The built-in pair scorer: a calibrated probability that two texts say or name the same.

Logistic models over what the texts have in common (:mod:`engine.models.families.pair_features`), the cosine
of their embeddings among it: one for names, addresses and products, one for sentences, of which the same
letters say less. Its folder holds ``scorer.json``; the encoder is another pack, a folder beside::

    {"encoder": "clausedesk-embeddings", "encoder_sha256": "…", "features": ["cosine", …],
     "things": {"mean": […], "scale": […], "weights": […], "bias": -0.5}, "sentences": {…}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.normalizers import Normalizer

from engine.control import JobControl
from engine.errors import UserError
from engine.models import labels
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.families import sentence_encoder
from engine.models.families.embedding_similarity import CHUNK, cosines
from engine.models.families.pair_features import Evidence, evidence
from engine.models.packs import Pack, load_pack, read_json
from engine.models.protocols import Embedder, OnFailure

SCORER = "scorer.json"
WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Head:
    """``sigmoid(weights · (evidence - mean) / scale + bias)``; each shape (features,)."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def logits(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (n, features) → (n,)."""
        return np.asarray(((rows - self.mean) / self.scale) @ self.weights + self.bias)


def are_sentences(rows: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which rows of evidence are of sentences; the others are of things with names. Shape (n,)."""
    return np.asarray(rows[:, Evidence._fields.index("sentences")] > 0)


@dataclass(frozen=True, slots=True)
class Scorer:
    """What the evidence says of two things with names, and of two sentences."""

    things: Head
    sentences: Head

    def probability(self, rows: NDArray[np.float64]) -> NDArray[np.float32]:
        """Shape (n, features) → (n,)."""
        logits = np.where(
            are_sentences(rows), self.sentences.logits(rows), self.things.logits(rows)
        )
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def load(pack: Pack, compute: Compute) -> PairSimilarity:
    """The pack's scorer with its encoder. Raises ``UserError``: ``pack_manifest``, ``pack_checksum`` and
    what the encoder's pack says."""
    entries = read_json(pack.folder / SCORER)
    scorer, name, digest = _read(pack, entries)
    encoder = load_pack(pack.folder.parent / name)
    if encoder.hashes.get(WEIGHTS) != digest:
        raise UserError("pack_checksum", path=str(encoder.folder / WEIGHTS))
    embedder = sentence_encoder.load(encoder, compute)
    return PairSimilarity(pack, compute, embedder, encoder.tokenizer(), scorer)


def _read(pack: Pack, entries: Mapping[str, Any]) -> tuple[Scorer, str, str]:
    try:
        if tuple(entries["features"]) != Evidence._fields:
            raise ValueError("features")
        name = str(entries["encoder"])
        if not name or name != name.strip("./\\") or "/" in name or "\\" in name:
            raise ValueError("encoder")
        scorer = Scorer(_head(entries["things"]), _head(entries["sentences"]))
    except (KeyError, TypeError, ValueError) as error:
        path = str(pack.folder / SCORER)
        raise UserError("pack_manifest", path=path, detail=str(error)) from error
    return scorer, name, str(entries.get("encoder_sha256", ""))


def _head(entries: Mapping[str, Any]) -> Head:
    mean, scale, weights = (
        np.array(entries[key], dtype=float) for key in ("mean", "scale", "weights")
    )
    if any(array.shape != (len(Evidence._fields),) for array in (mean, scale, weights)):
        raise ValueError("weights")
    return Head(mean, scale, weights, float(entries["bias"]))


class PairSimilarity:
    """Implements ``PairClassifier`` (similarity). Each text is embedded once per chunk of pairs, however
    many of them it is in; no pair is too long. Thread: one at a time."""

    def __init__(
        self,
        pack: Pack,
        compute: Compute,
        embedder: Embedder,
        tokenizer: Tokenizer,
        scorer: Scorer,
    ) -> None:
        self.info = describe(pack, compute, embedder.info.precision, (labels.SCORE,))
        self._embedder = embedder
        self._normaliser = tokenizer.normalizer
        self._scorer = scorer

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield ``(index, [probability])`` in the order of the pairs; ``failed`` hears nothing.
        Raises ``UserError`` as ``embed``."""
        for start in range(0, len(pairs), CHUNK):
            chunk = pairs[start : start + CHUNK]
            rows = evidence_of(chunk, self._embedder, self._normaliser, control)
            for index, score in enumerate(self._scorer.probability(rows), start):
                yield index, np.array([score], dtype=np.float32)


def evidence_of(
    pairs: Sequence[tuple[str, str]],
    embedder: Embedder,
    normaliser: Normalizer | None,
    control: JobControl,
) -> NDArray[np.float64]:
    """The evidence for each pair, shape (n, features), in the order of :class:`Evidence`.

    ``normaliser`` is the encoder's own: one width, one case, simplified characters. Fitting and scoring
    both read their evidence here.
    """

    @cache
    def plain(text: str) -> str:
        return str(normaliser.normalize_str(text)) if normaliser else text.casefold()

    near = cosines(embedder, pairs, control).tolist()
    rows = [evidence(plain(a), plain(b), c) for (a, b), c in zip(pairs, near, strict=True)]
    return np.array(rows, dtype=float).reshape(len(pairs), len(Evidence._fields))
