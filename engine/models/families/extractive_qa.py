"""Extractive question answering: each field becomes a question, its answers are spans of the text.

Any ``*ForQuestionAnswering`` checkpoint. The question is the field's name and description. What the
model gives for "no answer" (its score at the first token, as SQuAD 2.0 has it: Rajpurkar et al.,
2018) is the threshold that a span has to pass; further mentions are the next best spans that do not
overlap a better one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from engine.control import JobControl
from engine.errors import UserError
from engine.models.batching import TokenBudget, run
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.families.gathering import gathered
from engine.models.families.token_classification import trimmed
from engine.models.packs import Pack
from engine.models.protocols import SpanScore
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.choose import answer_model
from engine.models.runtimes.heads import TokenModel
from engine.types import Field

QUESTION_TOKENS = 64
"""The most tokens of a question; a longer description is shortened."""

ANSWERS = 5
"""Mentions of a field that are offered in one text."""

LONGEST = 64
"""Tokens of the longest answer."""

_EDGES = 24
"""Starts and ends that are tried, the best ones."""


def load(pack: Pack, compute: Compute) -> QuestionAnswerer:
    """The pack's extractor. Raises ``UserError``: ``pack_weights`` …"""
    return QuestionAnswerer(pack, answer_model(pack, compute), pack.tokenizer(), compute)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One question on one text."""

    index: int
    field: int
    text: str
    ids: TokenIds
    encoding: Encoding

    def __len__(self) -> int:
        return len(self.ids)


class QuestionAnswerer:
    """Finds spans by asking a question a field. Implements ``Extractor``. Thread: one at a time."""

    def __init__(
        self, pack: Pack, model: TokenModel, tokenizer: Tokenizer, compute: Compute
    ) -> None:
        self.info = describe(pack, compute, model.precision)
        self._model = model
        self._tokenizer = tokenizer
        self._limit = pack.max_tokens
        self._temperature = pack.temperature
        threshold = pack.calibration.get("null_threshold", 0.0)
        self._null = float(threshold) if isinstance(threshold, int | float) else 0.0
        most = 1 << (14 if compute.device == "cpu" else 17)
        self._budget = TokenBudget(most=most, padded=model.padded)

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one pass beside the longest question."""
        sizes = [len(self._encoded(question).ids) for question in self._questions(fields)]
        special = self._tokenizer.num_special_tokens_to_add(True)
        return max(1, self._limit - max(sizes, default=0) - special)

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Character offsets ``[start, end)`` of each token of ``text``."""
        return list(self._encoded(text).offsets)

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans best first)`` as batches finish, each index once.

        Raises ``UserError("text_too_long")`` before the batch that would hold the text.
        """
        if not fields:
            yield from ((index, []) for index in range(len(texts)))
            return
        owners: list[int] = []
        pieces = self._pieces(texts, self._questions(fields), owners)
        outcomes = run(pieces, len, self._spans, control, self._budget)
        yield from gathered(outcomes, owners, len(fields))

    def _questions(self, fields: Sequence[Field]) -> list[str]:
        """Each field's question, short enough to leave room for a text."""
        most = min(QUESTION_TOKENS, self._limit // 2)
        questions = []
        for field in fields:
            words = question(field)
            offsets = self._encoded(words).offsets
            questions.append(words if len(offsets) <= most else words[: offsets[most - 1][1]])
        return questions

    def _pieces(
        self, texts: Sequence[str], questions: Sequence[str], owners: list[int]
    ) -> Iterator[_Piece]:
        for index, text in enumerate(texts):
            for number, words in enumerate(questions):
                encoding = self._tokenizer.encode(words, text)
                if len(encoding.ids) > self._limit:
                    raise UserError("text_too_long", tokens=len(encoding.ids), limit=self._limit)
                owners.append(index)
                ids = TokenIds.of(encoding.ids, encoding.type_ids)
                yield _Piece(index, number, text, ids, encoding)

    def _spans(self, batch: Sequence[_Piece]) -> list[list[SpanScore]]:
        logits = self._model.logits([piece.ids for piece in batch])
        return [self._answers(piece, rows) for piece, rows in zip(batch, logits, strict=True)]

    def _answers(self, piece: _Piece, logits: NDArray[np.float32]) -> list[SpanScore]:
        tokens = np.asarray(
            [
                place
                for place, (sequence, (start, end)) in enumerate(
                    zip(piece.encoding.sequence_ids, piece.encoding.offsets, strict=True)
                )
                if sequence == 1 and start < end
            ],
            dtype=np.int64,
        )
        if not tokens.size:
            return []
        scaled = logits.astype(np.float64) / self._temperature
        null = float(scaled[0].sum())
        best = n_best(scaled[tokens, 0], scaled[tokens, 1])
        spans = []
        for first, last, score in best:
            start = piece.encoding.offsets[tokens[first]][0]
            end = piece.encoding.offsets[tokens[last]][1]
            # Against no answer at all; a further mention also against the best one.
            probability = _sigmoid(best[0][2] - null - self._null) * math.exp(score - best[0][2])
            start, end = trimmed(piece.text, start, end)
            if start < end:
                bounded = min(max(probability, 1e-6), 1 - 1e-6)
                spans.append(SpanScore(piece.field, start, end, bounded))
        return spans

    def _encoded(self, text: str) -> Encoding:
        return self._tokenizer.encode(text, add_special_tokens=False)


def question(field: Field) -> str:
    """The field as a question: as it is typed where it is one, else in the language of its name."""
    name = field.name.strip()
    if name.endswith(("?", "？")):
        return name
    chinese = any("\u4e00" <= character <= "\u9fff" for character in name)
    if field.description:
        return f"{name}：{field.description}" if chinese else f"{name}: {field.description}"
    return f"{name}是什么？" if chinese else f"What is the {name}?"


def n_best(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    """``(first, last, score)`` of up to :data:`ANSWERS` spans, best first, none overlapping a
    better one, none longer than :data:`LONGEST` tokens. Scores are sums of two logits."""
    firsts = np.argsort(-starts, kind="stable")[:_EDGES]
    lasts = np.argsort(-ends, kind="stable")[:_EDGES]
    pairs = [
        (int(first), int(last), float(starts[first] + ends[last]))
        for first in firsts
        for last in lasts
        if 0 <= last - first < LONGEST
    ]
    pairs.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    kept: list[tuple[int, int, float]] = []
    for first, last, score in pairs:
        if all(last < other[0] or first > other[1] for other in kept):
            kept.append((first, last, score))
            if len(kept) == ANSWERS:
                break
    return kept


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0
