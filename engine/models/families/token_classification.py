"""Token classifiers: a fixed set of entity types, offered for the fields that ask for them.

A type fills the fields that a person has said it fills (:mod:`engine.models.label_maps`); where
nothing was said of it, a field asks for it by its name (``Contract date`` for ``CONTRACT_DATE``), or by
what kind of thing it is (a person field for ``PER``). Schemes: BIO, BIOES (or BILOU), and bare types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from engine.control import JobControl
from engine.errors import UserError
from engine.models.batching import TokenBudget, run
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.label_maps import checked
from engine.models.packs import Pack
from engine.models.personal import FIELDS
from engine.models.protocols import SpanScore
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.choose import token_model
from engine.models.runtimes.heads import TokenModel
from engine.types import Field, FieldType

_NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})
_KINDS: dict[FieldType, frozenset[str]] = {
    FieldType.PERSON: frozenset(("per", "person", "name", "人名", "姓名")),
    FieldType.PARTY: frozenset(("org", "organization", "organisation", "company", "party", "机构")),
    FieldType.ADDRESS: frozenset(("address", "loc", "location", "gpe", "地址")),
    FieldType.DATE: frozenset(("date", "日期")),
    FieldType.AMOUNT: frozenset(("money", "amount", "金额")),
    FieldType.PERCENTAGE: frozenset(("percent", "percentage")),
}


def load(pack: Pack, compute: Compute) -> TokenClassifier:
    """The pack's extractor. Raises ``UserError``: ``pack_weights`` …"""
    return TokenClassifier(pack, token_model(pack, compute), pack.tokenizer(), compute)


class TokenClassifier:
    """Finds spans of a fixed set of types. Implements ``Extractor``. Thread: one at a time."""

    def __init__(
        self, pack: Pack, model: TokenModel, tokenizer: Tokenizer, compute: Compute
    ) -> None:
        parts = [_split(label) for label in pack.labels]
        self._edges = [edge for edge, _ in parts]
        self._types = [name for _, name in parts]
        named = sorted({name for name in self._types if name})
        self.info = describe(pack, compute, model.precision, named)
        said = pack.calibration.get(FIELDS)
        mapping = {str(k): tuple(map(str, v)) for k, v in said.items()} if said else {}
        self._said = checked(mapping, named, pack.name)
        self._model = model
        self._tokenizer = tokenizer
        self._temperature = pack.temperature
        self._limit = pack.max_tokens
        most = 1 << (14 if compute.device == "cpu" else 17)
        self._budget = TokenBudget(most=most, padded=model.padded)

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one pass; the fields take no room."""
        return self._limit - self._tokenizer.num_special_tokens_to_add(False)

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Character offsets ``[start, end)`` of each token of ``text``."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans)`` as batches finish, each index once.

        Raises ``UserError("text_too_long")`` before any batch runs.
        """
        asked = {name: _asking(name, fields, self._said) for name in self.info.labels}
        encodings = self._tokenizer.encode_batch(list(texts))
        for encoding in encodings:
            if len(encoding.ids) > self._limit:
                raise UserError("text_too_long", tokens=len(encoding.ids), limit=self._limit)
        inputs = [TokenIds.of(encoding.ids, encoding.type_ids) for encoding in encodings]
        for outcome in run(inputs, len, self._model.logits, control, self._budget):
            if outcome.value is None:
                failure = outcome.failure
                raise UserError(failure.code, **dict(failure.params)) if failure else ValueError
            encoding, text = encodings[outcome.index], texts[outcome.index]
            yield outcome.index, self._spans(encoding, outcome.value, text, asked)

    def _spans(
        self,
        encoding: Encoding,
        logits: NDArray[np.float32],
        text: str,
        asked: dict[str, list[int]],
    ) -> list[SpanScore]:
        words = _words(encoding)
        if not words:
            return []
        rows = _softmax(logits[[first for first, _, _ in words]] / self._temperature)
        best = rows.argmax(axis=1)
        tags = [(self._edges[place], self._types[place]) for place in best]
        spans = []
        for name, first, last in entities(tags):
            same = [place for place, kind in enumerate(self._types) if kind == name]
            score = float(rows[first : last + 1][:, same].sum(axis=1).mean())
            start, end = trimmed(text, words[first][1], words[last][2])
            if start < end:
                spans += [
                    SpanScore(field, start, end, min(score, 1 - 1e-6)) for field in asked[name]
                ]
        return spans


def entities(tags: Sequence[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """``(type, first word, last word)`` from ``(edge, type)`` tags, edges ``B I E S O``.

    An ``I`` or ``E`` that continues nothing begins an entity: models leave out a ``B`` now and then.
    """
    found: list[tuple[str, int, int]] = []
    open_type = ""
    for place, (edge, name) in enumerate(tags):
        if edge == "O":
            open_type = ""
            continue
        if edge in "IE" and open_type == name:
            found[-1] = (name, found[-1][1], place)
        else:
            found.append((name, place, place))
        open_type = "" if edge in "ES" else name
    return found


def _split(label: str) -> tuple[str, str]:
    """``B-PER`` → ``("B", "PER")``; ``O`` → ``("O", "")``; a bare type continues its like."""
    if label.upper() in ("O", "NONE", "OUTSIDE"):
        return "O", ""
    edge, mark, name = label.partition("-")
    if not mark:
        edge, mark, name = label.partition("_")
    edges = {"B": "B", "I": "I", "M": "I", "E": "E", "L": "E", "S": "S", "U": "S"}
    if mark and edge.upper() in edges:
        return edges[edge.upper()], name
    return "I", label


def _asking(
    name: str, fields: Sequence[Field], said: Mapping[str, Sequence[str]] = _NOTHING
) -> list[int]:
    """The fields that the entity type ``name`` fills: as a person said; else by name, and by kind
    where none is called so. A field that another type was given to waits for that one alone."""
    if name in said:
        wanted = {_plain(field) for field in said[name]}
        return [place for place, field in enumerate(fields) if _plain(field.name) in wanted]
    given = {_plain(field) for names in said.values() for field in names}
    free = [(n, field) for n, field in enumerate(fields) if _plain(field.name) not in given]
    plain = _plain(name)
    by_name = [place for place, field in free if _plain(field.name) == plain]
    return by_name or [
        place for place, field in free if plain in _KINDS.get(field.type, frozenset())
    ]


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


def _words(encoding: Encoding) -> list[tuple[int, int, int]]:
    """``(first token, start, end)`` of each word: a word's label is that of its first token."""
    words: list[tuple[int, int, int]] = []
    previous: int | None = None
    for token, word in enumerate(encoding.word_ids):
        if word is None:
            continue
        start, end = encoding.offsets[token]
        if words and word == previous:
            words[-1] = (words[-1][0], words[-1][1], end)
        else:
            words.append((token, start, end))
        previous = word
    return words


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends (byte-level tokens carry the space before)."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
