"""Holds a document against a playbook: each statement is supported, contradicted or not mentioned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.consistency import Known, Statement, conflict
from engine.consistency.against import Spoken, as_statement, by_rule, nearest, together
from engine.consistency.conflicts import plain
from engine.consistency.pairs import place_of
from engine.consistency.playbook import ANY, Playbook, PlaybookStatement, said
from engine.consistency.subject import Weights
from engine.control import JobControl
from engine.jobs.nli import Asker, Row, Texts
from engine.models.protocols import Embedder
from engine.types import (
    ClauseRef,
    Evidence,
    EvidenceRole,
    ItemFailure,
    Label,
    Reason,
    ReasonKind,
    Severity,
    Verdict,
    playbook_id,
    stable_id,
)

_SHOWN = 4
"""Evidence clauses with a verdict, at most."""

_WITHIN = 1.0
"""How much weaker than the best a clause may be to stand as evidence."""

_LEAD = 240
_ORDER = (Label.ENTAILMENT, Label.NEUTRAL, Label.CONTRADICTION)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement in the language of a document, and its opposite where the playbook gives one."""

    source: PlaybookStatement
    text: Statement
    opposite: Statement | None


class Reader:
    """A playbook and the models to read with; reads documents one after the other."""

    def __init__(
        self,
        playbook: Playbook,
        asker: Asker | None,
        embedder: Embedder | None,
        control: JobControl,
    ) -> None:
        self._playbook = playbook
        self._asker = asker
        self._embedder = embedder
        self._control = control
        self.statements = playbook.statements

    def verdicts(self, known: Known, failures: list[ItemFailure]) -> Iterator[Verdict]:
        """What the document says to each statement, in the playbook's order. Where no model reads the
        languages, words alone tell."""
        for wanted, spoken in self.spoken(known, failures):
            yield self._verdict(known, wanted, spoken)

    def spoken(
        self, known: Known, failures: list[ItemFailure]
    ) -> Iterator[tuple[Wanted, list[Spoken]]]:
        """The clauses near each statement, with what each says by itself."""
        language = known.document.language
        listed = [self._wanted(one, language) for one in self.statements]
        # What a term means is as telling as a duty: what counts as confidential is a definition.
        clauses = [*known.statements, *known.contract.meanings]
        weights = Weights([*clauses, *(one.text for one in listed)])
        vectors = self._vectors(clauses, listed)
        near = [
            nearest(
                clauses,
                one.text,
                _keywords(one.source, language),
                weights,
                None if vectors is None else (vectors[0] @ vectors[1][index].T).max(axis=1),
            )
            for index, one in enumerate(listed)
        ]
        rows = self._rows(known, clauses, listed, near, failures)
        for one, found in zip(listed, near, strict=True):
            self._control.checkpoint()
            yield one, [self._heard(known, clauses[i], n, one, weights, rows) for i, n in found]

    def _wanted(self, source: PlaybookStatement, language: str) -> Wanted:
        place = playbook_id(self._playbook.name)
        opposite = said(source.opposite, language)
        return Wanted(
            source,
            as_statement(said(source.statement, language), place),
            as_statement(opposite, place) if opposite else None,
        )

    def _vectors(
        self, clauses: Sequence[Statement], listed: Sequence[Wanted]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]] | None:
        """Vectors of the clauses, and of each statement with its opposite."""
        embedder = self._embedder
        languages = {one.language for one in clauses} | {one.text.language for one in listed}
        if embedder is None or not clauses or not languages <= set(embedder.info.languages):
            return None
        texts = [one.text for one in clauses]
        wanted = [h.text for one in listed for h in _hypotheses(one)]
        found = embedder.embed([*texts, *wanted], self._control)
        rest = iter(found[len(texts) :])
        return found[: len(texts)], [
            np.stack([next(rest) for _ in _hypotheses(one)]) for one in listed
        ]

    def _rows(
        self,
        known: Known,
        clauses: Sequence[Statement],
        listed: Sequence[Wanted],
        near: Sequence[Sequence[tuple[int, float]]],
        failures: list[ItemFailure],
    ) -> dict[Texts, Row]:
        """The model's word on every clause and statement that are near, in one go."""
        if self._asker is None:
            return {}
        asked: list[Texts] = []
        for one, found in zip(listed, near, strict=True):
            for index, _ in found:
                clause = clauses[index]
                if self._asker.reads(clause.language, one.text.language):
                    asked += [(self._premise(known, clause), h.text) for h in _hypotheses(one)]
        told: list[ItemFailure] = []
        rows = self._asker.ask(asked, told.append)
        codes = dict.fromkeys((one.code, one.params) for one in told)
        failures += [ItemFailure(known.document.path, *code) for code in codes]
        return rows

    def _premise(self, known: Known, clause: Statement) -> str:
        """A clause as the model should read it: with its heading, and with what a list item is one of."""
        lead = known.lead_of(clause)[-_LEAD:]
        heading = f"{clause.heading}: " if clause.heading and len(clause.heading) < 80 else ""
        return " ".join(f"{heading}{lead} {clause.text}".split())

    def _heard(
        self,
        known: Known,
        clause: Statement,
        nearness: float,
        wanted: Wanted,
        weights: Weights,
        rows: dict[Texts, Row],
    ) -> Spoken:
        found = conflict(clause, wanted.text, weights)
        found = found if found is not None and found.certain else None
        support, against = by_rule(clause, wanted.text, weights, found)
        premise = self._premise(known, clause)
        row = rows.get((premise, wanted.text.text))
        if row is not None:
            support, against = float(row[0]), max(float(row[2]), against if found else 0.0)
        other = rows.get((premise, wanted.opposite.text)) if wanted.opposite else None
        opposite = None if other is None else (float(other[0]), float(other[2]))
        return Spoken(clause, nearness, support, against, opposite, found, row is not None)

    def _verdict(self, known: Known, wanted: Wanted, spoken: Sequence[Spoken]) -> Verdict:
        document, source = known.document, wanted.source
        shares = together(spoken, usual=source.usual)
        label = _ORDER[int(np.argmax(shares))]
        evidence = evidence_for(label, spoken)
        best = max(spoken, key=lambda one: one.strength(label), default=None)
        text = wanted.text.text
        place = ClauseRef(playbook_id(self._playbook.name), source.id, 0, len(text), text)
        speaks = best is not None and label is not Label.NEUTRAL
        premise = place_of(best.statement) if best and speaks else _nowhere(document.id)
        severity = Severity.NONE if label in source.allowed else source.severity
        if label is Label.NEUTRAL and not any(one.judged for one in spoken):
            # Words alone do not tell that a matter is not mentioned.
            severity = min(severity, Severity.LOW)
        return Verdict(
            stable_id("playbook", document.id, self._playbook.name, source.id),
            premise,
            place,
            label,
            float(shares[0]),
            float(shares[1]),
            float(shares[2]),
            _reasons(best, wanted) if label is Label.CONTRADICTION else (),
            severity,
            evidence,
            identity=stable_id("playbook", self._playbook.name, source.id, *_words_of(best)),
            expectation=self._playbook.expectation(source, document.language),
        )


def evidence_for(label: Label, spoken: Sequence[Spoken]) -> tuple[Evidence, ...]:
    """The clauses that say what the document says as a whole, the surest first; the nearest clause
    where nothing is mentioned says nothing and is left out."""
    if label is Label.NEUTRAL:
        return ()
    strengths = [(one.strength(label), one) for one in spoken]
    best = max(strength for strength, _ in strengths)
    agreeing = [(strength, one) for strength, one in strengths if strength >= best - _WITHIN]
    agreeing.sort(key=lambda pair: -pair[0])
    return tuple(
        Evidence(EvidenceRole.CLAUSE, place_of(one.statement), label, round(_weight(one, label), 4))
        for _, one in agreeing[:_SHOWN]
    )


def _weight(one: Spoken, label: Label) -> float:
    return one.entailment if label is Label.ENTAILMENT else one.contradiction


def _hypotheses(wanted: Wanted) -> list[Statement]:
    return [wanted.text, wanted.opposite] if wanted.opposite else [wanted.text]


def _keywords(source: PlaybookStatement, language: str) -> tuple[str, ...]:
    return (*source.keywords.get(language, ()), *source.keywords.get(ANY, ()))


def _nowhere(document_id: str) -> ClauseRef:
    return ClauseRef(document_id, "", -1, -1, "")


def _words_of(best: Spoken | None) -> tuple[str, ...]:
    return (plain(best.statement),) if best is not None else ()


def _reasons(best: Spoken | None, wanted: Wanted) -> tuple[Reason, ...]:
    """The clashing words where a rule found some, and the whole clause where the model spoke."""
    if best is None:
        return ()
    clashes = best.found.clashes if best.found is not None else ()
    found = tuple(
        Reason(
            clash.kind,
            clash.left.text,
            clash.right.text,
            clash.left.start,
            clash.left.end,
            clash.right.start,
            clash.right.end,
        )
        for clash in clashes
    )
    if not best.judged:
        return found
    clause, text = best.statement, wanted.text.text
    whole = Reason(ReasonKind.MODEL, clause.text, text, clause.start, clause.end, 0, len(text))
    return (*found, whole)
