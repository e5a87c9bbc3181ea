"""GLiNER (Zaratiana et al., 2023): open field names over any folder that its library can run.

The library builds the network and decodes its spans; files, words and windows are ours. Weights are
read as every pack's are (a pickle holds nothing but tensors, and is converted once), words are cut so
that Chinese works (:mod:`engine.models.families.gliner_words`), and a text that the network would cut
is refused, so that callers window it.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.control import JobControl
from engine.errors import UserError
from engine.models.batching import TokenBudget, run
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.families.gathering import gathered
from engine.models.families.gliner_words import WordSplitter
from engine.models.lazy import lazy
from engine.models.packs import CONFIG, Pack
from engine.models.protocols import SpanScore
from engine.types import Field

if TYPE_CHECKING:
    import torch
else:
    torch = lazy("torch")

BACKBONE = "backbone"
"""Where in the model's folder its encoder's ``config.json`` and tokenizer are looked for, if the
folder has none of its own."""

LEAST_SCORE = 0.1
"""Spans that the network is less sure of are not offered."""

_LABELS = 24
"""Field names a pass: the networks were trained with at most 25."""


def load(pack: Pack, compute: Compute) -> Gliner:
    """The pack's extractor.

    Raises ``UserError``: ``gliner_not_installed``, ``gliner_backbone`` (the encoder's configuration
    or tokenizer is missing), ``pack_weights``, ``pack_architecture``.
    """
    config = {**pack.config, **_local_names(pack)}
    with warnings.catch_warnings():
        # The library tells of its own defaults; what matters to a user is said by our errors.
        warnings.simplefilter("ignore")
        library = _library()
        try:
            model = library.GLiNER.from_config(
                config, backbone_from_pretrained=False, local_files_only=True
            )
        except (
            ValueError,
            TypeError,
            KeyError,
            OSError,
            ImportError,
            NotImplementedError,
        ) as error:
            detail = f"GLiNER ({str(error).splitlines()[0][:120]})" if str(error) else "GLiNER"
            raise UserError("pack_architecture", name=pack.name, architecture=detail) from error
    _fill(model, pack)
    return Gliner(pack, model, compute)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One text with one pass's labels; ``size`` is what it takes of the encoder."""

    index: int
    text: str
    fields: tuple[int, ...]
    labels: tuple[str, ...]
    size: int


class Gliner:
    """Finds spans for fields whose names the user typed. Implements ``Extractor``. Thread: one at a
    time.

    Where the network scores whole spans (``markerV0``), values of more than its ``max_width`` words
    cannot be found; ``token_level`` networks have no such limit.
    """

    def __init__(self, pack: Pack, model: Any, compute: Compute) -> None:
        self.info = describe(pack, compute, "fp32")
        self._model = model.to(compute.device).eval()
        self._splitter = WordSplitter()
        self._model.data_processor.words_splitter = self._splitter
        self._tokenizer = self._model.data_processor.transformer_tokenizer
        self._words = int(self._model.config.max_len)
        self._limit = _positions(self._model)
        most = 1 << (13 if compute.device == "cpu" else 16)
        self._budget = TokenBudget(most=most, padded=True)

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one pass beside the labels of the largest one."""
        longest = max((self._prompt_size(labels) for _, labels in _passes(fields)), default=0)
        return max(1, min(self._words, self._limit - longest))

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Character offsets of the encoder's tokens, those of a word all with the word's: a word is
        never torn apart."""
        words = list(self._splitter(text))
        sizes = self._sizes([word for word, _, _ in words])
        return [
            (start, end)
            for (_, start, end), size in zip(words, sizes, strict=True)
            for _ in range(size)
        ]

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans best first)`` as batches finish, each index once.

        Raises ``UserError("text_too_long")`` before the batch that would hold the text.
        """
        passes = _passes(fields)
        if not passes:
            yield from ((index, []) for index in range(len(texts)))
            return
        owners: list[int] = []
        pieces = self._pieces(texts, passes, owners)
        outcomes = run(pieces, lambda piece: piece.size, self._spans, control, self._budget)
        yield from gathered(outcomes, owners, len(passes))

    def _pieces(
        self, texts: Sequence[str], passes: Sequence[Pass], owners: list[int]
    ) -> Iterator[_Piece]:
        for index, text in enumerate(texts):
            own = len(self.count_tokens(text))
            for fields, labels in passes:
                size = own + self._prompt_size(labels)
                if own > self._words or size > self._limit:
                    limit = min(self._words, self._limit - self._prompt_size(labels))
                    raise UserError("text_too_long", tokens=own, limit=limit)
                owners.append(index)
                yield _Piece(index, text, fields, labels, size)

    def _spans(self, batch: Sequence[_Piece]) -> list[list[SpanScore]]:
        found: list[list[SpanScore]] = [[] for _ in batch]
        by_labels: dict[tuple[str, ...], list[int]] = {}
        for place, piece in enumerate(batch):
            by_labels.setdefault(piece.labels, []).append(place)
        for labels, places in by_labels.items():
            answers = self._model.inference(
                [batch[place].text for place in places],
                list(labels),
                flat_ner=False,
                multi_label=True,
                threshold=LEAST_SCORE,
                batch_size=len(places),
            )
            for place, answer in zip(places, answers, strict=True):
                fields = dict(zip(labels, batch[place].fields, strict=True))
                found[place] = [
                    SpanScore(
                        fields[entity["label"]],
                        int(entity["start"]),
                        int(entity["end"]),
                        min(max(float(entity["score"]), 1e-6), 1 - 1e-6),
                    )
                    for entity in answer
                ]
        return found

    def _sizes(self, words: Sequence[str]) -> list[int]:
        """Encoder tokens of each word, at least one."""
        if not words:
            return []
        encoded = self._tokenizer(list(words), add_special_tokens=False)["input_ids"]
        return [max(1, len(ids)) for ids in encoded]

    def _prompt_size(self, labels: Sequence[str]) -> int:
        """Labels with their marks, the separator, and the encoder's own marks."""
        return sum(self._sizes(labels)) + len(labels) + 4


Pass = tuple[tuple[int, ...], tuple[str, ...]]
"""The fields of one pass, and their labels."""


def _passes(fields: Sequence[Field]) -> list[Pass]:
    numbers = range(len(fields))
    return [
        (tuple(part), tuple(fields[n].name for n in part))
        for part in (numbers[first : first + _LABELS] for first in numbers[::_LABELS])
    ]


def _library() -> Any:
    try:
        return importlib.import_module("gliner")
    except ImportError as error:
        raise UserError("gliner_not_installed") from error


def _local_names(pack: Pack) -> Mapping[str, str | int]:
    """The encoder's name as a folder on this machine: nothing is fetched.

    A folder whose configuration describes the encoder and that has a tokenizer needs no other.
    """
    if "auto_map" in str(pack.config):
        raise UserError("pack_architecture", name=pack.name, architecture="auto_map")
    if pack.config.get("labels_encoder"):
        raise UserError("pack_architecture", name=pack.name, architecture="GLiNER bi-encoder")
    if pack.config.get("encoder_config") and _has_tokenizer(pack.folder):
        return {"model_name": str(pack.folder)}
    wanted = str(pack.config.get("model_name") or "")
    for place in (pack.folder / BACKBONE, pack.folder.parent / Path(wanted).name):
        if (place / CONFIG).is_file() and _has_tokenizer(place):
            # This tokenizer does not know the marks of labels: the library adds them again.
            marks = (
                {} if _has_tokenizer(pack.folder) else {"class_token_index": -1, "vocab_size": -1}
            )
            return {"model_name": str(place), **marks}
    if (pack.folder / CONFIG).is_file() and _has_tokenizer(pack.folder):
        return {"model_name": str(pack.folder)}
    raise UserError(
        "gliner_backbone", name=pack.name, backbone=wanted, path=str(pack.folder / BACKBONE)
    )


def _has_tokenizer(folder: Path) -> bool:
    return (folder / "tokenizer_config.json").is_file()


def _fill(model: Any, pack: Pack) -> None:
    """Put the pack's tensors in; buffers that are worked out anew may be missing."""
    state = pack.state_dict()
    try:
        missing = model.model.load_state_dict(state, strict=False).missing_keys
    except RuntimeError as error:
        detail = str(error).splitlines()[-1].strip()[:160]
        raise UserError("pack_weights", missing=detail) from error
    learned = {name for name, _ in model.model.named_parameters()}
    lost = [name for name in missing if name in learned]
    if lost:
        raise UserError("pack_weights", missing=lost[0])


def _positions(model: Any) -> int:
    """The longest input of the encoder in tokens; huge where positions are relative."""
    config = model.config.encoder_config
    if getattr(config, "relative_attention", False):
        return 1 << 12
    return int(getattr(config, "max_position_embeddings", 512) or 512)
