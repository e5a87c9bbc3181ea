"""What a job needs from outside, as Protocols: the composition root hands in the real things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from engine.control import JobControl
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.types import Document

if TYPE_CHECKING:
    from engine.models.adapters.teacher import Teacher


class ModelProvider(Protocol):
    """Loads models on first use and keeps them; ``None`` as a name means the best installed one.

    Raises ``UserError`` (``model_missing``, ``model_refused`` …). Thread: engine thread only.
    """

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        """The field extractor, the best one for ``language`` where no name is given."""

    def embedder(self, name: str | None = None) -> Embedder:
        """The sentence encoder."""

    def classifier(
        self, task: Literal["nli", "similarity"], name: str | None = None
    ) -> PairClassifier:
        """The pair classifier for ``task``."""


class ModelKeeper(Protocol):
    """Checks models. Thread: engine thread only."""

    def verify(self, name: str) -> None:
        """Check the files and the known answers of a model, anew. Raises ``UserError``."""


class DocumentSource(Protocol):
    """Turns what a request names into documents."""

    def load(self, reference: str, control: JobControl) -> Document:
        """``reference`` is a path, or the id of a document in the project. Raises ``UserError``."""

    def kept_at(self, document_id: str) -> str | None:
        """Where the file of a document in the project is; ``None`` where it holds no such document."""


class Cache(Protocol):
    """Results by content, so that a re-run computes only what is missing. Values are JSON bytes."""

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The entries that exist."""

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Keep ``entries``; an existing key is left as it is."""


class NoCache:
    """A cache that keeps nothing: for headless runs without a project."""

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Nothing is known."""
        return {}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Nothing is kept."""


class TeacherProvider(Protocol):
    """Hands out who teaches an extractor. Thread: engine thread only."""

    def teacher(self, name: str | None = None, language: str | None = None) -> Teacher:
        """For the extractor that would be used.

        Raises ``UserError``: ``adapter_family`` and what ``ModelProvider.extractor`` raises.
        """


@dataclass(frozen=True, slots=True)
class Services:
    """The outside of every job; ``teachers`` only where a job teaches a model, ``keeper`` where it
    tries one."""

    models: ModelProvider
    documents: DocumentSource
    cache: Cache
    teachers: TeacherProvider | None = None
    keeper: ModelKeeper | None = None
