"""The job that looks for contradictions: documents in, pairs of clauses that cannot both hold out;
and what each document says to the statements of a playbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from engine.consistency import (
    Candidate,
    Judgement,
    Known,
    Matcher,
    Pair,
    Statement,
    combine,
    judged_pair,
    settled_across,
    settled_inside,
)
from engine.consistency.judge import verdict_id, worth_asking
from engine.consistency.playbook import Playbook
from engine.consistency.subject import Weights
from engine.control import JobControl
from engine.errors import Cancelled, UserError, failure_of
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.against_playbook import Reader
from engine.jobs.nli import DEFAULT_PATIENCE, Asker
from engine.jobs.remembered import Remembered
from engine.jobs.services import Services
from engine.types import Document, ItemFailure, Label, Verdict

READING, WITH_MODEL, BY_RULES = "finding_statements", "checking_pairs", "checking_pairs_by_rules"
ACROSS, PLAYBOOK = "checking_across", "checking_playbook"
DEFAULT_THRESHOLD = 0.5

_PAIRS_AT_ONCE = 64
"""Pairs between two results: few enough that a cancel is felt at once."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What to check. ``documents`` are references for ``services.documents``.

    ``model`` names an NLI pack (``None``: the best installed one, and rules alone without one).
    A pair is a contradiction from ``threshold`` on. ``all_pairs`` yields the verdict of every
    candidate pair, not of contradictions alone. ``inside``: within each document; ``across``:
    between the documents; ``playbook``: its statements against each document. ``patience``:
    seconds without an answer after which the model is given up for a batch.
    """

    documents: tuple[str, ...]
    model: str | None = None
    threshold: float = DEFAULT_THRESHOLD
    all_pairs: bool = False
    inside: bool = True
    across: bool = False
    playbook: Playbook | None = None
    patience: float = DEFAULT_PATIENCE


def check(request: CheckRequest, services: Services, control: JobControl) -> Iterator[Payload]:
    """Each document as it is read, then the verdicts on its pairs, batch by batch; at last the pairs
    between documents.

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
            yield from job.document(document, reference)
        except Cancelled:
            raise
        except Exception as error:
            yield ItemFailed(failure_of(error, reference))
    yield Progress(READING, total, total, "documents")
    if request.across:
        yield from job.across()


class _Job:
    """One run: its models, and how pairs become verdicts."""

    def __init__(self, request: CheckRequest, services: Services, control: JobControl) -> None:
        self._request = request
        self._services = services
        self._control = control
        self._asker = self._find_asker()
        self._embedder = self._find_embedder()
        self._read: dict[str, Known] = {}
        self._references: dict[str, str] = {}
        playbook = request.playbook
        self._playbook = (
            Reader(playbook, self._asker, self._embedder, control) if playbook else None
        )

    def document(self, document: Document, reference: str) -> Iterator[Payload]:
        """The verdicts inside one document, and what it says to the playbook. ``reference`` is what
        the request calls it: that is what can be tried again."""
        known = Known.read(document, self._control.checkpoint)
        if not self._request.across:
            self._read.clear()
            self._references.clear()
            if self._embedder is not None:
                self._embedder.forget()
        self._read[document.id] = known
        self._references[document.id] = reference
        if self._playbook is not None:
            failures: list[ItemFailure] = []
            yield Progress(PLAYBOOK, 0, len(self._playbook.statements), "clauses", document.name)
            yield Results(tuple(self._playbook.verdicts(known, failures)))
            yield from (ItemFailed(replace(failure, item=reference)) for failure in failures)
        if self._request.inside:
            yield from self._inside(known)

    def across(self) -> Iterator[Payload]:
        """The verdicts between the documents of the run that are about one deal."""
        everything = list(self._read.values())
        related = [(a, b) for a, b in combinations(everything, 2) if a.related(b)]
        together = {frozenset((a.document.id, b.document.id)) for a, b in related}
        statements = [one for known in everything for one in known.statements]
        weights = Weights(statements)
        settled = [pair for one, two in related for pair in settled_across(one, two, weights)]
        candidates = [
            one
            for one in self._candidates(statements, weights, across=True)
            if _documents(statements, one) in together
        ]
        yield from self._judged(ACROSS, "", settled, statements, candidates, weights)

    def _inside(self, known: Known) -> Iterator[Payload]:
        weights = Weights(known.statements)
        settled = list(settled_inside(known, weights))
        candidates = self._candidates(known.statements, weights)
        asks = self._asker is not None and self._asker.reads(known.document.language)
        stage = WITH_MODEL if asks else BY_RULES
        name = known.document.name
        yield from self._judged(stage, name, settled, known.statements, candidates, weights)

    def _candidates(
        self, statements: Sequence[Statement], weights: Weights, across: bool = False
    ) -> list[Candidate]:
        """The candidates, language by language: only one language is compared word by word."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, statement in enumerate(statements):
            places[statement.language].append(index)
        found: list[Candidate] = []
        for language, listed in places.items():
            matcher = self._matcher(language)
            own = [statements[i] for i in listed]
            pairs = matcher.across(own, weights) if across else matcher.pairs(own, weights)
            found += [one.of(listed) for one in pairs]
        return found

    def _matcher(self, language: str) -> Matcher:
        embedder = self._embedder
        if embedder is None or language not in embedder.info.languages:
            return Matcher()
        return Matcher(lambda texts: embedder.embed(texts, self._control))

    def _judged(
        self,
        stage: str,
        name: str,
        settled: Sequence[Pair],
        statements: Sequence[Statement],
        candidates: Sequence[Candidate],
        weights: Weights,
    ) -> Iterator[Payload]:
        """Verdicts on what is settled in two ways, then on the candidates; each pair once."""
        seen: set[str] = set()
        total = len(settled) + len(candidates)
        done = 0
        read = (self._pair(statements, one, weights) for one in candidates)
        for batch in _batches(settled):
            yield from self._results(batch, seen)
            done += len(batch)
        for batch in _batches(read):
            yield Progress(stage, done, total, "pairs", name)
            self._control.checkpoint()
            yield from self._results(batch, seen)
            done += len(batch)
        yield Progress(stage, total, total, "pairs", name)

    def _pair(
        self, statements: Sequence[Statement], candidate: Candidate, weights: Weights
    ) -> Pair:
        left, right = statements[candidate.left], statements[candidate.right]
        ours, theirs = self._read[left.document_id], self._read[right.document_id]
        return judged_pair(left, right, ours, theirs, weights)

    def _results(self, batch: Iterable[Pair], seen: set[str]) -> Iterator[Payload]:
        fresh = {verdict_id(pair): pair for pair in batch}
        pairs = [pair for key, pair in fresh.items() if key not in seen]
        seen.update(fresh)
        failures: list[ItemFailure] = []
        verdicts = self._verdicts(pairs, failures)
        if verdicts:
            yield Results(verdicts)
        yield from map(ItemFailed, failures)

    def _verdicts(self, pairs: Sequence[Pair], failures: list[ItemFailure]) -> tuple[Verdict, ...]:
        every = self._request.all_pairs
        judged = self._ask(pairs, failures)
        threshold = self._request.threshold
        verdicts = [combine(pair, judged.get(i), threshold) for i, pair in enumerate(pairs)]
        return tuple(v for v in verdicts if every or v.label is Label.CONTRADICTION)

    def _ask(self, pairs: Sequence[Pair], failures: list[ItemFailure]) -> dict[int, Judgement]:
        """The model's word on the pairs where it can change the verdict, by index."""
        asker = self._asker
        if asker is None:
            return {}
        chosen = [
            index
            for index, pair in enumerate(pairs)
            if asker.reads(pair.left.language, pair.right.language)
            and not pair.flaw
            and (self._request.all_pairs or worth_asking(pair))
        ]
        full = [(self._in_full(pairs[i].left), self._in_full(pairs[i].right)) for i in chosen]
        bare = [(pairs[i].left.text, pairs[i].right.text) for i in chosen]
        failed: list[ItemFailure] = []
        judged = asker.both_ways(full, failed.append, bare)
        for failure in dict.fromkeys((one.code, one.params) for one in failed):
            reference = self._references[pairs[0].left.document_id]
            failures.append(ItemFailure(reference, *failure))
        return {chosen[i]: judgement for i, judgement in judged.items()}

    def _in_full(self, statement: Statement) -> str:
        return self._read[statement.document_id].in_full(statement)

    def _find_asker(self) -> Asker | None:
        named = self._request.model
        try:
            model = self._services.models.classifier("nli", named)
        except UserError:
            if named is not None:
                raise
            return None
        return Asker(model, self._services, self._control, self._request.patience)

    def _find_embedder(self) -> Remembered | None:
        try:
            return Remembered(self._services.models.embedder())
        except UserError:
            return None


def _documents(statements: Sequence[Statement], candidate: Candidate) -> frozenset[str]:
    """The two documents that a candidate's sides stand in."""
    sides = statements[candidate.left], statements[candidate.right]
    return frozenset(side.document_id for side in sides)


def _batches(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """``pairs`` in lists of at most ``_PAIRS_AT_ONCE``."""
    remaining = iter(pairs)
    while batch := list(islice(remaining, _PAIRS_AT_ONCE)):
        yield batch
