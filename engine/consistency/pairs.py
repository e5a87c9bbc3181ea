"""The pairs of statements that are judged, with what the rules say of each and what it rests on.

Three sources: candidates that are alike (:mod:`.candidates`), matters settled twice (:mod:`.matters`,
:mod:`.definitions`, :mod:`.precedence`), and flaws within one statement (:mod:`.inner`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.consistency import bilingual
from engine.consistency.conflicts import conflict
from engine.consistency.definitions import Definition, Definitions
from engine.consistency.inner import OPENING, flaws
from engine.consistency.matters import Settled, readings, settled_differently
from engine.consistency.precedence import (
    contradictory,
    kind_of_document,
    kind_of_part,
    precedences,
    which_prevails,
)
from engine.consistency.related import are_related, names_in
from engine.consistency.statements import Contract, read_contract
from engine.consistency.subject import Sameness, Weights, sameness
from engine.consistency.types import Conflict, Statement
from engine.types import ClauseRef, Document, Evidence, EvidenceRole, Side

_CONTEXT = 600
"""Characters of heading and definitions that go with a statement to the model, at most."""

_LONG_MEANING = 240


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements on one matter (one statement twice where it is flawed in itself), what the rules
    found, and what that rests on."""

    left: Statement
    right: Statement
    same: Sameness
    found: Conflict | None
    evidence: tuple[Evidence, ...] = ()
    prevails: Side | None = None

    @property
    def flaw(self) -> bool:
        """Whether it is one statement that is wrong in itself."""
        return self.left is self.right


class Known:
    """One contract with everything that is read from it once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.document = contract.document
        self.statements = contract.statements
        self.definitions = Definitions(contract.meanings, contract.statements)
        self.precedences = precedences(contract.statements)
        self.readings = list(readings(contract.statements))
        self.kind = kind_of_document(contract.document)
        self.names = names_in(contract)
        self._clauses = {clause.id: clause for clause in contract.clauses}

    @classmethod
    def read(cls, document: Document, checkpoint: Callable[[], None] = lambda: None) -> Known:
        """Read a document; ``checkpoint`` is called at each clause."""
        return cls(read_contract(document, checkpoint))

    def related(self, other: Known) -> bool:
        """Whether the two documents are about one deal."""
        names, kinds = (self.names, other.names), (self.kind, other.kind)
        return are_related(self.contract, other.contract, names, kinds)

    def place_of(self, statement: Statement) -> str:
        """What kind of document a statement stands in: an annex, an order, the agreement itself."""
        return kind_of_part(statement.part) if statement.part else self.kind

    def lead_of(self, statement: Statement) -> str:
        """The words that a list item follows on: the own text of the clause above its clause."""
        clause = self._clauses.get(statement.clause_id)
        parent = self._clauses.get(clause.parent_id or "") if clause is not None else None
        if parent is None:
            return ""
        words = self.document.text[parent.start : parent.end].rstrip()
        return words if words.endswith((":", "：", ",", "，", "-", "—", "–")) else ""

    def in_full(self, statement: Statement) -> str:
        """The statement as a model should read it: under its heading, with what its terms mean."""
        return in_full(statement, self.definitions.used_in(statement))


def in_full(statement: Statement, used: Sequence[Definition] = ()) -> str:
    """A statement with its heading before and the meanings of its terms behind it."""
    heading = statement.heading.strip()
    parts = [f"{heading}: " if heading and len(heading) < 80 else "", statement.text]
    room = _CONTEXT
    for definition in used:
        said = " ".join(definition.statement.text.split())
        if definition.whole and len(said) <= min(_LONG_MEANING, room):
            parts.append(f" ({said.rstrip('.;。；')})")
            room -= len(said)
    return "".join(parts)


def settled_inside(known: Known, weights: Weights) -> Iterator[Pair]:
    """What one contract settles twice in different ways, and what is wrong in one statement."""
    yield from _judged(settled_differently(known.readings), known, known, weights)
    yield from _judged(contradictory(known.precedences), known, known, weights, ranked=False)
    yield from _judged(known.definitions.clashes(weights), known, known, weights)
    yield from _judged(known.definitions.misused(known.statements), known, known, weights)
    opening = known.document.text[:OPENING]
    for flaw in flaws(known.statements, known.contract.clauses, opening):
        one = Sameness(1.0, 1.0, len(flaw.statement.content))
        yield Pair(flaw.statement, flaw.statement, one, flaw.conflict)


def settled_across(one: Known, two: Known, weights: Weights) -> Iterator[Pair]:
    """What two related documents settle in different ways, in whatever languages they are."""
    yield from _judged(settled_differently(one.readings, two.readings), one, two, weights)
    both = [*one.precedences, *two.precedences]
    crossing = (s for s in contradictory(both) if s.left.document_id != s.right.document_id)
    yield from _judged(crossing, one, two, weights, ranked=False)
    if one.document.language != two.document.language:
        found = bilingual.settled_differently(one.contract, two.contract)
        yield from _judged(found, one, two, weights)


def judged_pair(
    left: Statement, right: Statement, ours: Known, theirs: Known, weights: Weights
) -> Pair:
    """A candidate pair; terms are read for what they mean where that lets facts meet."""
    same = sameness(left, right, weights)
    found = conflict(left, right, weights)
    evidence: tuple[Evidence, ...] = ()
    days = ours.definitions.days_are_business or theirs.definitions.days_are_business
    if found is None or days:
        one, two = ours.definitions.read_out(left), theirs.definitions.read_out(right)
        if one is not None or two is not None:
            found = conflict(one or left, two or right, weights)
            used = [*ours.definitions.used_in(left), *theirs.definitions.used_in(right)]
            evidence = _meanings(used) if found is not None else ()
    return _ranked(Pair(left, right, same, found, evidence), ours, theirs)


def _judged(
    settled: Iterable[Settled], ours: Known, theirs: Known, weights: Weights, ranked: bool = True
) -> Iterator[Pair]:
    for one in settled:
        same = sameness(one.left, one.right, weights)
        pair = Pair(one.left, one.right, same, one.conflict)
        yield _ranked(pair, ours, theirs) if ranked else pair


def _ranked(pair: Pair, ours: Known, theirs: Known) -> Pair:
    """The pair with the side that an order-of-precedence clause gives the last word."""
    if pair.found is None:
        return pair
    listed = [*ours.precedences, *(theirs.precedences if theirs is not ours else ())]
    places = ours.place_of(pair.left), theirs.place_of(pair.right)
    last_word = which_prevails(listed, *places)
    if last_word is None:
        return pair
    side, clause = last_word
    said = Evidence(EvidenceRole.PRECEDENCE, place_of(clause.statement))
    return replace(pair, prevails=side, evidence=(*pair.evidence, said))


def _meanings(used: Iterable[Definition]) -> tuple[Evidence, ...]:
    listed = {d.statement.start: d for d in used if d.fact is not None or d.key in ("day", "日")}
    return tuple(Evidence(EvidenceRole.DEFINITION, place_of(d.statement)) for d in listed.values())


def place_of(statement: Statement) -> ClauseRef:
    """Where a statement stands."""
    return ClauseRef(
        statement.document_id, statement.clause, statement.start, statement.end, statement.text
    )
