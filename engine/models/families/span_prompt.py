"""How fields and a text become one input of the span extractor.

``[CLS] [F] name: description [F] name … [SEP] text [SEP]``: every field is asked in the same pass;
its vector is the hidden state at its marker ``[F]`` (an unused token of the vocabulary), as in
GLiNER's uni-encoder (Zaratiana et al., 2023). The backbone's vocabulary is lower case, so the case
of the text, and where its lines break, come back in as token types.

Training and inference both build their inputs here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from engine.types import Field

MARKER = "[unused1]"
"""The token that stands before each field's name."""

TOKEN_TYPES = 7
"""0: prompt. 1 to 3: text in lower case, Capitalised, UPPER CASE; 4 to 6: the same at a line's start."""

FIELD_TOKENS = 48
"""The most tokens that one field's name and description take; a longer description is shortened."""

PROMPT_TOKENS = 144
"""The most tokens of fields in one pass; more fields are asked in several passes."""


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text's tokens: ids, token types, and character offsets ``[start, end)``; all shape (n,).

    ``cells`` are the tokens that begin a cell of a table (a tab stands before them).
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    offsets: tuple[tuple[int, int], ...]
    cells: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """The fields of one pass. ``fields`` index the caller's fields; ``markers`` are the positions
    of their ``[F]`` tokens in ``ids``, which run from ``[CLS]`` to the first ``[SEP]``."""

    ids: tuple[int, ...]
    fields: tuple[int, ...]
    markers: tuple[int, ...]


class SpanPrompter:
    """Turns fields and texts into token ids with one tokenizer (a BERT-like fast tokenizer)."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._cls = _token_id(tokenizer, "[CLS]")
        self.sep = _token_id(tokenizer, "[SEP]")
        self._marker = _token_id(tokenizer, MARKER)

    def prompts(self, fields: Sequence[Field], limit: int = PROMPT_TOKENS) -> tuple[Prompt, ...]:
        """The passes that ask for ``fields``, in their order, each within ``limit`` tokens
        (a pass always holds at least one field)."""
        passes: list[Prompt] = []
        ids: list[int] = [self._cls]
        members: list[int] = []
        markers: list[int] = []
        for index, field in enumerate(fields):
            tokens = self._field_tokens(field)
            if members and len(ids) + len(tokens) + 1 > limit:
                passes.append(Prompt((*ids, self.sep), tuple(members), tuple(markers)))
                ids, members, markers = [self._cls], [], []
            markers.append(len(ids))
            members.append(index)
            ids.extend(tokens)
        if members:
            passes.append(Prompt((*ids, self.sep), tuple(members), tuple(markers)))
        return tuple(passes)

    def encode_text(self, text: str) -> EncodedText:
        """The tokens of ``text`` without special tokens."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = tuple(encoding.offsets)
        ids = np.asarray(encoding.ids, dtype=np.int64)
        return EncodedText(ids, token_types(text, offsets), offsets, cells(text, offsets))

    def join(
        self, prompt: Prompt, text: EncodedText
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """``(ids, token types)`` of the whole input; the text starts at ``len(prompt.ids)``."""
        head = np.asarray(prompt.ids, dtype=np.int64)
        ids = np.concatenate([head, text.ids, [self.sep]])
        types = np.concatenate([np.zeros_like(head), text.types, [0]])
        return ids, types

    def _field_tokens(self, field: Field) -> list[int]:
        words = f"{field.name}: {field.description}" if field.description else field.name
        tokens = self._tokenizer.encode(words, add_special_tokens=False).ids
        return [self._marker, *tokens[: FIELD_TOKENS - 1]]


def token_types(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """The token type (1 to 6) of each token of ``text``; see :data:`TOKEN_TYPES`."""
    types = np.empty(len(offsets), dtype=np.int64)
    previous = 0
    for index, (start, end) in enumerate(offsets):
        piece = text[start:end]
        case = 0
        if piece[:1].isupper():
            case = 2 if len(piece) > 1 and piece.isupper() else 1
        new_line = index == 0 or "\n" in text[previous:start]
        types[index] = 1 + case + (3 if new_line else 0)
        previous = end
    return types


def cells(text: str, offsets: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The tokens with a tab between them and the token before."""
    if "\t" not in text:
        return ()
    ends = [0, *(end for _, end in offsets)]
    return tuple(
        index
        for index, (start, _) in enumerate(offsets)
        if index and "\t" in text[ends[index] : start]
    )


def _token_id(tokenizer: Tokenizer, token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ValueError(f"the tokenizer has no {token}")
    return int(found)
