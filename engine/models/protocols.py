"""The three shapes a model can have. A job knows these, never a family.

Every implementation batches by length with a token budget, calls ``control.checkpoint()`` between
batches, and raises ``UserError("text_too_long")`` for a text that does not fit its window: nothing
is ever cut, so callers window first.
Thread: a model is used by one thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    # The window and the command line import these shapes long before a model needs numpy.
    import numpy as np
    from numpy.typing import NDArray

from engine.control import JobControl
from engine.types import Field, ItemFailure

OnFailure = Callable[[int, ItemFailure], None]
"""Hears of an item that could not be processed: its index and why."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a run records of a model. ``digest`` is the SHA-256 over its files and its runtime's
    precision: results are cached under it. ``languages`` are ISO 639-1 codes. ``remarks`` say why a faster
    precision is not used."""

    name: str
    task: str
    family: str
    digest: str
    languages: tuple[str, ...]
    labels: tuple[str, ...] = ()
    device: str = "cpu"
    precision: str = "fp32"
    remarks: tuple[ItemFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class SpanScore:
    """A span of one input text for one field: ``[start, end)`` in characters of that text.

    A generating model's value that stands nowhere in the text has ``start == end == -1`` and
    ``text``; it goes to the unlocated lane, never into a cell (see ``engine.extraction.locate``).
    """

    field: int
    start: int
    end: int
    score: float
    text: str = ""


@runtime_checkable
class Extractor(Protocol):
    """Finds spans for fields whose names the user typed."""

    info: ModelInfo

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one pass beside these fields."""

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Character offsets ``[start, end)`` of each token of ``text``, for windowing."""

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans)`` as batches finish, in any order, each index once.

        ``SpanScore.field`` indexes ``fields``. Scores are calibrated probabilities in (0, 1).
        """


@runtime_checkable
class Embedder(Protocol):
    """Maps texts to unit vectors."""

    info: ModelInfo
    dimension: int

    def embed(self, texts: Sequence[str], control: JobControl) -> NDArray[np.float32]:
        """Shape ``(len(texts), dimension)``, rows of length 1, in the caller's order."""


@runtime_checkable
class PairClassifier(Protocol):
    """Judges ordered pairs of texts: similarity (one label, ``"score"``) or NLI (three labels)."""

    info: ModelInfo

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield ``(index into pairs, probabilities over info.labels)`` as batches finish, each index once.

        A pair that cannot be judged (``pair_too_long`` …) is told to ``failed`` and not yielded;
        without ``failed`` it raises.
        """
