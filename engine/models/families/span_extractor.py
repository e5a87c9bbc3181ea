"""The built-in span extractor: spans for fields with any name, of any width, many fields a pass.

See :mod:`engine.models.families.span_prompt` for the input, ``span_head`` for the scores and
``span_decoding`` for spans and probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from engine.control import JobControl
from engine.errors import UserError
from engine.models.batching import TokenBudget, run
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.families.span_decoding import SpanCalibration, decode_field
from engine.models.families.span_head import head_tensors, span_scores
from engine.models.families.span_prompt import PROMPT_TOKENS, EncodedText, Prompt, SpanPrompter
from engine.models.lazy import lazy
from engine.models.packs import Pack
from engine.models.protocols import SpanScore
from engine.models.runtimes.base import Encoder, TokenIds
from engine.models.runtimes.choose import encoder_for
from engine.types import Field

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy("torch")

Scores = NDArray[np.float32]


def load(pack: Pack, compute: Compute) -> SpanExtractor:
    """The pack's extractor. Raises ``UserError``: ``pack_weights``, ``pack_manifest`` …"""
    state = pack.state_dict()
    return SpanExtractor(pack, encoder_for(pack, compute, state), head_tensors(state), compute)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One forward pass: text ``index`` with the fields of one prompt."""

    index: int
    prompt: Prompt
    text: EncodedText

    def __len__(self) -> int:
        return len(self.prompt.ids) + len(self.text.ids) + 1


class SpanExtractor:
    """Finds spans for fields whose names the user typed. Implements ``Extractor``.

    Fields that do not fit one prompt are asked in several passes over the same text. Thread: one
    at a time.
    """

    def __init__(
        self, pack: Pack, encoder: Encoder, head: Mapping[str, Tensor], compute: Compute
    ) -> None:
        tokenizer = pack.tokenizer()
        self.info = describe(pack, compute, encoder.precision)
        self.calibration = _calibration(pack)
        self._limit = pack.max_tokens
        self._tokenizer: Tokenizer = tokenizer
        self._prompter = SpanPrompter(tokenizer)
        self._encoder = encoder
        self._head = head
        most = 1 << (14 if compute.device == "cpu" else 17)
        self._budget = TokenBudget(most=most, padded=encoder.padded)

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one pass beside the largest of the prompts."""
        longest = max((len(prompt.ids) for prompt in self._prompts(fields)), default=1)
        return self._limit - longest - 1

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Character offsets ``[start, end)`` of each token of ``text``."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans best first)`` as batches finish, each index once.

        Raises ``UserError("text_too_long")`` before the batch that would hold the text.
        """
        prompts = self._prompts(fields)
        if not prompts:
            yield from ((index, []) for index in range(len(texts)))
            return
        owners: list[int] = []
        waiting: dict[int, list[list[SpanScore]]] = {}
        pieces = self._pieces(texts, prompts, owners)
        for outcome in run(pieces, len, self._spans, control, self._budget):
            if outcome.value is None:
                failure = outcome.failure
                raise UserError(failure.code, **dict(failure.params)) if failure else ValueError
            index = owners[outcome.index]
            found = waiting.setdefault(index, [])
            found.append(outcome.value)
            if len(found) == len(prompts):
                spans = [span for part in waiting.pop(index) for span in part]
                yield index, sorted(spans, key=lambda span: (-span.score, span.start, span.field))

    def _prompts(self, fields: Sequence[Field]) -> tuple[Prompt, ...]:
        return self._prompter.prompts(fields, min(PROMPT_TOKENS, self._limit // 2))

    def _pieces(
        self, texts: Sequence[str], prompts: Sequence[Prompt], owners: list[int]
    ) -> Iterator[_Piece]:
        for index, text in enumerate(texts):
            encoded = self._prompter.encode_text(text)
            for prompt in prompts:
                piece = _Piece(index, prompt, encoded)
                if len(piece) > self._limit:
                    raise UserError("text_too_long", tokens=len(piece), limit=self._limit)
                owners.append(index)
                yield piece

    def _spans(self, batch: Sequence[_Piece]) -> list[list[SpanScore]]:
        inputs = [TokenIds(*self._prompter.join(piece.prompt, piece.text)) for piece in batch]
        found: list[list[SpanScore]] = []
        with torch.inference_mode():
            for piece, states in zip(batch, self._encoder.tokens(inputs), strict=True):
                found.append(self._decode(piece, states.cpu()))
        return found

    def _decode(self, piece: _Piece, states: Tensor) -> list[SpanScore]:
        if not len(piece.text.ids):
            return []
        first = len(piece.prompt.ids)
        tokens = states[first : first + len(piece.text.ids)]
        fields = states[list(piece.prompt.markers)]
        start, end, inside = np.asarray(span_scores(self._head, tokens, fields).numpy())
        offsets = piece.text.offsets
        return [
            SpanScore(field, offsets[span.first][0], offsets[span.last][1], probability)
            for place, field in enumerate(piece.prompt.fields)
            for span, probability in decode_field(
                start[place], end[place], inside[place], self.calibration, piece.text.cells
            )
        ]


def _calibration(pack: Pack) -> SpanCalibration:
    try:
        return SpanCalibration.from_pack(pack.calibration)
    except (TypeError, ValueError) as error:
        raise UserError(
            "pack_manifest", path=str(pack.folder / "pack.json"), detail=str(error)
        ) from error
