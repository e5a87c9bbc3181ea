"""Cross-encoders: similarity (one or two logits) and natural language inference (three, by name).

A pair that does not fit the window is never cut. For NLI a long premise is read in overlapping
windows: the premise entails (or contradicts) a statement where some part of it does, so the window
that is least neutral speaks for the whole. For similarity no part can speak for the whole, and the
pair fails with ``pair_too_long``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from engine.ahead import ReadAhead
from engine.control import JobControl
from engine.errors import UserError
from engine.models import labels
from engine.models.batching import LOOKAHEAD, TokenBudget, run
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.packs import Pack
from engine.models.protocols import OnFailure
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.choose import sequence_model
from engine.models.runtimes.heads import SequenceModel
from engine.types import ItemFailure

Row = NDArray[np.float32]

_Encoded = tuple[int, int, list[TokenIds]]
"""A pair's index, its tokens, and its pieces: none where it does not fit."""

_CHUNK = 256
"""Pairs tokenised at a time."""


def load(pack: Pack, compute: Compute) -> SequencePairClassifier:
    """The pack's classifier. Raises ``UserError``: ``pack_labels``, ``pack_weights`` …"""
    return SequencePairClassifier(pack, sequence_model(pack, compute), pack.tokenizer(), compute)


class SequencePairClassifier:
    """Judges pairs of texts with a cross-encoder. Implements ``PairClassifier``.

    Thread: one at a time.
    """

    def __init__(
        self, pack: Pack, model: SequenceModel, tokenizer: Tokenizer, compute: Compute
    ) -> None:
        nli = pack.task == "nli"
        self._columns = (
            labels.nli_columns(pack.labels, pack.name)
            if nli
            else (labels.similar_column(pack.labels, pack.name),)
        )
        self._nli = nli
        names = labels.NLI if nli else (labels.SCORE,)
        self.info = describe(pack, compute, model.precision, names)
        self._model = model
        self._temperature = pack.temperature
        self._tokenizer = _Pairs(tokenizer, pack.max_tokens)
        most = 1 << (14 if compute.device == "cpu" else 17)
        self._budget = TokenBudget(most=most, padded=model.padded)

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, Row]]:
        """Yield ``(index, probabilities over info.labels)`` as batches finish, each index once.

        A pair that cannot be judged is told to ``failed`` (index, failure) and not yielded; without
        ``failed`` it raises ``UserError``: ``pair_too_long``, ``pair_not_number``, or
        ``out_of_memory``.
        """
        report = failed or _raise
        owners: list[int] = []
        windows: dict[int, int] = {}
        rows: dict[int, list[Row]] = {}
        with _ahead(lambda: self._encoded(pairs), len(pairs)) as encoded:
            pieces = _noted(encoded, owners, windows, report, self._tokenizer.limit)
            for outcome in run(pieces, len, self._probabilities, control, self._budget):
                owner = owners[outcome.index]
                if outcome.value is None:
                    if windows.pop(owner, 0) and outcome.failure is not None:
                        report(owner, outcome.failure)
                    continue
                finished = rows.setdefault(owner, [])
                finished.append(outcome.value)
                if len(finished) == windows.get(owner):
                    yield owner, _least_neutral(rows.pop(owner))

    def _encoded(self, pairs: Sequence[tuple[str, str]]) -> Iterator[_Encoded]:
        """The pairs as token ids, a long premise as several, in a thread beside the model's."""
        for first in range(0, len(pairs), _CHUNK):
            chunk = pairs[first : first + _CHUNK]
            for index, encoding in enumerate(self._tokenizer.encode(chunk), first):
                pieces = [encoding]
                if len(encoding.ids) > self._tokenizer.limit:
                    pieces = self._tokenizer.premise_windows(pairs[index]) if self._nli else []
                yield index, len(encoding.ids), [TokenIds.of(p.ids, p.type_ids) for p in pieces]

    def _probabilities(self, batch: Sequence[TokenIds]) -> list[Row]:
        logits = self._model.logits(batch) / self._temperature
        if not np.isfinite(logits).all():
            raise UserError("pair_not_number")
        if logits.shape[1] == 1:
            return list(1.0 / (1.0 + np.exp(-logits)))
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return list((powers / powers.sum(axis=1, keepdims=True))[:, self._columns])


def _ahead(
    make: Callable[[], Iterator[_Encoded]], pairs: int
) -> AbstractContextManager[Iterator[_Encoded]]:
    """``make``'s iterator, run in a thread of its own where there is more than one chunk of pairs."""
    return ReadAhead(make, LOOKAHEAD) if pairs > _CHUNK else nullcontext(make())


def _noted(
    encoded: Iterator[_Encoded],
    owners: list[int],
    windows: dict[int, int],
    report: OnFailure,
    limit: int,
) -> Iterator[TokenIds]:
    """The pieces one by one; notes which pair each belongs to, and tells the pairs that have none."""
    for index, size, pieces in encoded:
        if not pieces:
            error = UserError("pair_too_long", tokens=size, limit=limit)
            report(index, error.as_failure(str(index)))
            continue
        windows[index] = len(pieces)
        owners.extend([index] * len(pieces))
        yield from pieces


class _Pairs:
    """Tokenises pairs, whole or with the first text in windows."""

    def __init__(self, tokenizer: Tokenizer, limit: int) -> None:
        self.limit = limit
        self._tokenizer = tokenizer
        self._windowed = Tokenizer.from_str(tokenizer.to_str())

    def encode(self, pairs: Sequence[tuple[str, str]]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(pairs))

    def premise_windows(self, pair: tuple[str, str]) -> list[Encoding]:
        """The pair once per window of its first text; empty where the second leaves no room."""
        second = len(self._tokenizer.encode(pair[1], add_special_tokens=False).ids)
        room = self.limit - second - self._windowed.num_special_tokens_to_add(True)
        if room < self.limit // 4:
            return []
        self._windowed.enable_truncation(self.limit, stride=room // 4, strategy="only_first")
        encoding = self._windowed.encode(*pair)
        return [encoding, *encoding.overflowing]


def _least_neutral(rows: list[Row]) -> Row:
    """Of a premise's windows, the one that says most (NLI columns: neutral is the second)."""
    return rows[0] if len(rows) == 1 else min(rows, key=lambda row: float(row[1]))


def _raise(index: int, failure: ItemFailure) -> None:
    raise UserError(failure.code, **dict(failure.params))
