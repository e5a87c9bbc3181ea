"""Sentence encoders: a transformer, a pooling and a normalisation, as its own files say.

A text longer than the window is read in overlapping windows and its vector is the mean of theirs,
weighted by their tokens: nothing is cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from engine.control import JobControl
from engine.errors import UserError
from engine.models.batching import TokenBudget, run
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.packs import Pack
from engine.models.runtimes.base import Encoder, TokenIds
from engine.models.runtimes.choose import encoder_for

_CHUNK = 512
"""Texts tokenised at a time."""

_KNOWN_MODULES = ("Transformer", "Pooling", "Normalize")


def load(pack: Pack, compute: Compute) -> SentenceEncoder:
    """The pack's embedder. Raises ``UserError``: ``pack_architecture``, ``pack_weights`` …"""
    pooling = _pooling(pack)
    return SentenceEncoder(pack, encoder_for(pack, compute), pack.tokenizer(), pooling, compute)


class SentenceEncoder:
    """Maps texts to unit vectors. Implements ``Embedder``. Thread: one at a time.

    ``pooling`` is ``mean`` (over all tokens, special ones too) or ``first`` (the first token).
    """

    def __init__(
        self, pack: Pack, encoder: Encoder, tokenizer: Tokenizer, pooling: str, compute: Compute
    ) -> None:
        self.info = describe(pack, compute, encoder.precision)
        self.dimension = encoder.hidden_size
        self._pool = encoder.first if pooling == "first" else encoder.mean
        limit = pack.max_tokens
        tokenizer.enable_truncation(limit, stride=limit // 8)
        self._tokenizer = tokenizer
        most = 1 << (14 if compute.device == "cpu" else 17)
        self._budget = TokenBudget(most=most, padded=encoder.padded)

    def embed(self, texts: Sequence[str], control: JobControl) -> NDArray[np.float32]:
        """Shape ``(len(texts), dimension)``, rows of length 1, in the caller's order."""
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        owners: list[int] = []
        sizes: list[int] = []
        pieces = self._pieces(texts, owners, sizes)
        for outcome in run(pieces, len, self._vectors, control, self._budget):
            if outcome.value is None:
                failure = outcome.failure
                raise UserError(failure.code, **dict(failure.params)) if failure else ValueError
            sums[owners[outcome.index]] += outcome.value * sizes[outcome.index]
        return _unit(sums)

    def _pieces(
        self, texts: Sequence[str], owners: list[int], sizes: list[int]
    ) -> Iterator[TokenIds]:
        for first in range(0, len(texts), _CHUNK):
            chunk = list(texts[first : first + _CHUNK])
            for index, encoding in enumerate(self._tokenizer.encode_batch(chunk), first):
                for piece in (encoding, *encoding.overflowing):
                    owners.append(index)
                    sizes.append(len(piece.ids))
                    yield TokenIds.of(piece.ids, piece.type_ids)

    def _vectors(self, batch: Sequence[TokenIds]) -> list[NDArray[np.float32]]:
        rows = np.asarray(self._pool(batch).cpu().numpy(), dtype=np.float32)
        return list(_unit(rows))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return np.asarray(rows / norms, dtype=np.float32)


def _pooling(pack: Pack) -> str:
    """``mean`` or ``first``, from the pack's calibration or from sentence-transformers' files."""
    said = pack.calibration.get("pooling")
    if said is not None:
        return _checked(pack, {"mean": "mean", "first": "first", "cls": "first"}.get(str(said)))
    modules = _read(pack.folder / "modules.json")
    kinds = {str(module.get("type", "")).rsplit(".", 1)[-1]: module for module in modules or ()}
    unknown = [kind for kind in kinds if kind not in _KNOWN_MODULES]
    if unknown:
        raise UserError("pack_architecture", name=pack.name, architecture=unknown[0])
    if "Pooling" not in kinds:
        return "mean"
    settings = _read(pack.folder / str(kinds["Pooling"].get("path", "")) / "config.json") or {}
    return _checked(pack, _mode(settings))


def _mode(settings: Mapping[str, Any]) -> str | None:
    """sentence-transformers' pooling settings, in their older and newer form."""
    if "pooling_mode" in settings:
        return {"mean": "mean", "cls": "first"}.get(str(settings["pooling_mode"]))
    chosen = [
        name for name, value in settings.items() if name.startswith("pooling_mode_") and value
    ]
    known = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "first"}
    return known.get(chosen[0]) if len(chosen) == 1 else None


def _checked(pack: Pack, mode: str | None) -> str:
    if mode is None:
        raise UserError("pack_architecture", name=pack.name, architecture="pooling")
    return mode


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    except ValueError as error:
        raise UserError("pack_manifest", path=str(file), detail=str(error)[:200]) from error
