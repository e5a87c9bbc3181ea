"""The job that compares two documents: what became of each clause, in words and in meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.compare.changes import Edit, change_of, edit_of
from engine.compare.languages import compare_languages
from engine.compare.meaning import conclude
from engine.compare.parts import Part, parts_of
from engine.compare.tokens import Terms
from engine.compare.versions import compare_parts, new_numbers
from engine.consistency.reading import party_pattern
from engine.control import JobControl
from engine.documents import ReadOptions, read_document
from engine.errors import UserError
from engine.events import Payload, Progress, Results
from engine.jobs.judging import Rows, judge_pairs
from engine.jobs.services import Services
from engine.models.protocols import Embedder, PairClassifier
from engine.types import (
    ClauseChange,
    Comparison,
    ComparisonMode,
    Document,
    DocumentKind,
    Meaning,
    comparison_id,
)

READING, ALIGNING, JUDGING = "reading_documents", "aligning_clauses", "judging_changes"
_CLAUSES_AT_ONCE = 32
"""Clauses between two results: few enough that a cancel is felt at once."""

_ALIKE = 0.72
"""Cosine from which two clauses that share hardly any word are one, reworded."""


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What to compare: references for ``services.documents``.

    ``new`` ``None``: the two states of ``old``, a Word file with tracked changes, before and after
    they are accepted. ``model`` names an NLI pack (``None``: the best installed one, and rules
    alone without one).
    """

    old: str
    new: str | None = None
    model: str | None = None


def compare(request: CompareRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Both documents, the comparison, then its changes in reading order, batch by batch.

    A Chinese and an English document are compared as one contract in two languages. Where no
    model can be used, or it does not know the language, rules work alone. What the model said of
    two sentences is cached. Thread: the engine thread. Raises ``Cancelled``; ``UserError`` for a
    document that cannot be read (a comparison needs both), ``no_tracked_changes``, or a named
    model that is missing.
    """
    yield Progress(READING, 0, 2, "documents", request.old)
    control.checkpoint()
    new = services.documents.load(request.new or request.old, control)
    old = services.documents.load(request.old, control) if request.new else _original(new, control)
    yield Results((old,) if old.id == new.id else (old, new))
    yield Progress(READING, 2, 2, "documents")
    yield from _Job(request, services, control).run(old, new)


def _original(document: Document, control: JobControl) -> Document:
    """The state of a Word file before its tracked changes."""
    tracked = any(notice.code == "tracked_changes" for notice in document.notices)
    if document.kind is not DocumentKind.DOCX or not tracked:
        raise UserError("no_tracked_changes", name=document.name)
    options = ReadOptions(tracked_changes="original")
    return read_document(Path(document.path), control, options)


class _Job:
    """One run: its models, and how pairs of clauses become changes."""

    def __init__(self, request: CompareRequest, services: Services, control: JobControl) -> None:
        self._request = request
        self._services = services
        self._control = control
        self._looked = False
        self._model: PairClassifier | None = None

    def run(self, old: Document, new: Document) -> Iterator[Payload]:
        """The comparison and its changes."""
        yield Progress(ALIGNING, 0, None, "clauses", new.name)
        left = parts_of(old, self._control.checkpoint)
        right = parts_of(new, self._control.checkpoint)
        mode = _mode(self._request, old, new)
        comparison = Comparison(
            comparison_id(old.id, new.id), old.id, new.id, mode, len(left), len(right)
        )
        yield Results((comparison,))
        if mode is ComparisonMode.LANGUAGES:
            yield from self._languages(comparison, old, new, left, right)
        else:
            yield from self._versions(comparison, old, new, left, right)

    def _versions(
        self,
        comparison: Comparison,
        old: Document,
        new: Document,
        left: Sequence[Part],
        right: Sequence[Part],
    ) -> Iterator[Payload]:
        languages = {old.language, new.language}

        def meet(ours: Sequence[int], theirs: Sequence[int]) -> Sequence[tuple[int, int, float]]:
            # A model is loaded when there is something to ask it, and not before.
            embedder = self._embedder(languages)
            if embedder is None:
                return ()
            return self._meet(embedder, left, right, ours, theirs)

        pairs = compare_parts(left, right, self._control.checkpoint, meet)
        terms = Terms((old.text, new.text))
        parties = party_pattern(f"{old.text[:8000]}\n{new.text[:8000]}")
        numbers = new_numbers(pairs)
        for first in range(0, len(pairs), _CLAUSES_AT_ONCE):
            yield Progress(JUDGING, first, len(pairs), "clauses", new.name)
            self._control.checkpoint()
            batch = pairs[first : first + _CLAUSES_AT_ONCE]
            edits = [edit_of(pair, parties, numbers) if pair.edited else None for pair in batch]
            rows = self._judge(languages, [edit for edit in edits if edit is not None])
            yield Results(
                tuple(
                    change_of(comparison.id, first + place, pair, terms, _meaning(edit, rows))
                    for place, (pair, edit) in enumerate(zip(batch, edits, strict=True))
                )
            )
        yield Progress(JUDGING, len(pairs), len(pairs), "clauses", new.name)

    def _languages(
        self,
        comparison: Comparison,
        old: Document,
        new: Document,
        left: Sequence[Part],
        right: Sequence[Part],
    ) -> Iterator[Payload]:
        embedder = self._embedder({old.language, new.language})
        english = old.text if old.language == "en" else new.text
        found = compare_languages(
            left,
            right,
            party_pattern(english),
            self._control.checkpoint,
            (lambda texts: self._embed(embedder, texts)) if embedder else None,
        )
        changes: list[ClauseChange] = []
        for position, (pair, meaning) in enumerate(found):
            changes.append(change_of(comparison.id, position, pair, None, meaning))
        for first in range(0, len(changes), _CLAUSES_AT_ONCE):
            self._control.checkpoint()
            yield Results(tuple(changes[first : first + _CLAUSES_AT_ONCE]))
        yield Progress(JUDGING, len(found), len(found), "clauses", new.name)

    def _judge(self, languages: set[str], edits: Sequence[Edit]) -> Rows:
        asked = [pair for edit in edits for pair in edit.reading.questions]
        model = self._classifier(languages) if asked else None
        if model is None:
            return {}
        both = [directed for pair in asked for directed in (pair, pair[::-1])]
        return judge_pairs(model, both, self._services.cache, self._control)

    def _meet(
        self,
        embedder: Embedder,
        left: Sequence[Part],
        right: Sequence[Part],
        ours: Sequence[int],
        theirs: Sequence[int],
    ) -> Sequence[tuple[int, int, float]]:
        """Free parts that mean the same in other words, the likest first."""
        angles = (
            self._embed(embedder, [left[i].words for i in ours])
            @ self._embed(embedder, [right[j].words for j in theirs]).T
        )
        rows, columns = np.nonzero(angles >= _ALIKE)
        found = [
            (ours[i], theirs[j], float(angles[i, j]))
            for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        ]
        return sorted(found, key=lambda one: (-one[2], one[0], one[1]))

    def _embed(self, embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
        return embedder.embed([text[:_EMBEDDED] for text in texts], self._control)

    def _classifier(self, languages: set[str]) -> PairClassifier | None:
        if not self._looked:
            self._looked = True
            self._model = self._find_classifier()
        model = self._model
        return model if model is not None and languages <= set(model.info.languages) else None

    def _find_classifier(self) -> PairClassifier | None:
        named = self._request.model
        try:
            return self._services.models.classifier("nli", named)
        except UserError:
            if named is not None:
                raise
            return None

    def _embedder(self, languages: set[str]) -> Embedder | None:
        try:
            embedder = self._services.models.embedder()
        except UserError:
            return None
        return embedder if languages <= set(embedder.info.languages) else None


_EMBEDDED = 400
"""Characters of a clause that its embedding is made of: how it begins says what it is about."""


def _mode(request: CompareRequest, old: Document, new: Document) -> ComparisonMode:
    if request.new is None:
        return ComparisonMode.TRACKED
    if {old.language, new.language} == {"zh", "en"}:
        return ComparisonMode.LANGUAGES
    return ComparisonMode.VERSIONS


def _meaning(edit: Edit | None, rows: Rows) -> Meaning | None:
    return edit.placed(conclude(edit.reading, rows)) if edit is not None else None
