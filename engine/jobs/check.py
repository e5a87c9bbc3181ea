"""The job that looks for contradictions: documents in, pairs of clauses that cannot both hold out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.consistency import Candidate, Judgement, Matcher, Statement, combine, conflict
from engine.consistency.judge import worth_asking
from engine.consistency.statements import statements
from engine.consistency.subject import Sameness, Weights, sameness
from engine.consistency.types import Conflict
from engine.control import JobControl
from engine.errors import Cancelled, UserError, failure_of
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.services import Services
from engine.models.protocols import Embedder, PairClassifier
from engine.types import Document, ItemFailure, Label, Verdict, stable_id

READING, WITH_MODEL, BY_RULES = "finding_statements", "checking_pairs", "checking_pairs_by_rules"
DEFAULT_THRESHOLD = 0.5

_PAIRS_AT_ONCE = 64
"""Pairs between two results: few enough that a cancel is felt at once."""

_CACHE_VERSION = 1
_ORDER = (Label.ENTAILMENT, Label.NEUTRAL, Label.CONTRADICTION)


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What to check. ``documents`` are references for ``services.documents``.

    ``model`` names an NLI pack (``None``: the best installed one, and rules alone without one).
    A pair is a contradiction from ``threshold`` on. ``all_pairs`` yields the verdict of every
    candidate pair, not of contradictions alone.
    """

    documents: tuple[str, ...]
    model: str | None = None
    threshold: float = DEFAULT_THRESHOLD
    all_pairs: bool = False


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two statements on one matter, and what the rules say of them."""

    left: Statement
    right: Statement
    same: Sameness
    found: Conflict | None


def check(request: CheckRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Each document as it is read, then the verdicts on its pairs, batch by batch.

    A document that cannot be read, or a pair that the model cannot judge, fails alone; the rules
    still speak for such a pair. Where no model for contradictions can be used, or it does not know
    the language, rules work alone (stage ``checking_pairs_by_rules``). What the model said of two
    texts is cached. Thread: the engine thread. Raises ``Cancelled``; ``UserError`` for a named
    model that is missing.
    """
    job = _Job(request, services, control)
    total = len(request.documents)
    for done, reference in enumerate(request.documents):
        yield Progress(READING, done, total, "documents", reference)
        control.checkpoint()
        try:
            document = services.documents.load(reference, control)
            yield Results((document,))
            yield from job.document(document)
        except Cancelled:
            raise
        except Exception as error:
            yield ItemFailed(failure_of(error, reference))
    yield Progress(READING, total, total, "documents")


class _Job:
    """One run: its models, and how pairs become verdicts."""

    def __init__(self, request: CheckRequest, services: Services, control: JobControl) -> None:
        self._request = request
        self._services = services
        self._control = control
        self._model = self._classifier()
        self._embedder = self._find_embedder()

    def document(self, document: Document) -> Iterator[Payload]:
        """The verdicts inside one document."""
        found = statements(document, self._control.checkpoint)
        weights = Weights(found)
        candidates = self._candidates(document, found, weights)
        asks = self._model is not None and document.language in self._model.info.languages
        stage = WITH_MODEL if asks else BY_RULES
        for first in range(0, len(candidates), _PAIRS_AT_ONCE):
            yield Progress(stage, first, len(candidates), "pairs", document.name)
            self._control.checkpoint()
            batch = candidates[first : first + _PAIRS_AT_ONCE]
            pairs = [_pair(found, candidate, weights) for candidate in batch]
            failures: list[ItemFailure] = []
            verdicts = self._verdicts(document, pairs, asks, failures)
            if verdicts:
                yield Results(verdicts)
            yield from map(ItemFailed, failures)
        yield Progress(stage, len(candidates), len(candidates), "pairs", document.name)

    def _candidates(
        self, document: Document, found: Sequence[Statement], weights: Weights
    ) -> list[Candidate]:
        embedder = self._embedder
        if embedder is None or document.language not in embedder.info.languages:
            return Matcher().pairs(found, weights)
        control = self._control
        return Matcher(lambda texts: embedder.embed(texts, control)).pairs(found, weights)

    def _verdicts(
        self, document: Document, pairs: Sequence[_Pair], asks: bool, failures: list[ItemFailure]
    ) -> tuple[Verdict, ...]:
        every = self._request.all_pairs
        judged: dict[int, Judgement] = {}
        if asks and self._model is not None:
            chosen = [
                index
                for index, pair in enumerate(pairs)
                if every or worth_asking(pair.same, pair.found)
            ]
            judged = self._judge(self._model, document, pairs, chosen, failures)
        verdicts = [
            combine(p.left, p.right, p.same, p.found, judged.get(i), self._request.threshold)
            for i, p in enumerate(pairs)
        ]
        return tuple(v for v in verdicts if every or v.label is Label.CONTRADICTION)

    def _judge(
        self,
        model: PairClassifier,
        document: Document,
        pairs: Sequence[_Pair],
        chosen: Sequence[int],
        failures: list[ItemFailure],
    ) -> dict[int, Judgement]:
        """Both directions of the chosen pairs, from the cache or from the model."""
        texts = {index: (pairs[index].left.text, pairs[index].right.text) for index in chosen}
        directed = [pair for index in chosen for pair in (texts[index], texts[index][::-1])]
        rows = self._ask(model, document, list(dict.fromkeys(directed)), failures)
        return {
            index: Judgement(rows[both], rows[both[::-1]])
            for index, both in texts.items()
            if both in rows and both[::-1] in rows
        }

    def _ask(
        self,
        model: PairClassifier,
        document: Document,
        pairs: Sequence[tuple[str, str]],
        failures: list[ItemFailure],
    ) -> dict[tuple[str, str], NDArray[np.float32]]:
        keys = {pair: stable_id("nli", _CACHE_VERSION, model.info.digest, *pair) for pair in pairs}
        known = self._services.cache.get_many(keys.values())
        rows = {
            pair: np.array(json.loads(known[key]), np.float32)
            for pair, key in keys.items()
            if key in known
        }
        missing = [pair for pair in pairs if pair not in rows]
        columns = [model.info.labels.index(label) for label in _ORDER]

        def failed(_: int, failure: ItemFailure) -> None:
            failures.append(ItemFailure(document.path, failure.code, failure.params))

        fresh = {}
        for index, row in model.classify(missing, self._control, failed):
            pair = missing[index]
            rows[pair] = row[columns]
            listed = [round(float(value), 6) for value in rows[pair]]
            fresh[keys[pair]] = json.dumps(listed).encode("ascii")
        self._services.cache.put_many(fresh)
        return rows

    def _classifier(self) -> PairClassifier | None:
        named = self._request.model
        try:
            return self._services.models.classifier("nli", named)
        except UserError:
            if named is not None:
                raise
            return None

    def _find_embedder(self) -> Embedder | None:
        try:
            return self._services.models.embedder()
        except UserError:
            return None


def _pair(found: Sequence[Statement], candidate: Candidate, weights: Weights) -> _Pair:
    left, right = found[candidate.left], found[candidate.right]
    return _Pair(left, right, sameness(left, right, weights), conflict(left, right, weights))
