"""A Chinese and an English version of one contract, aligned by what has no language.

Numbers of clauses, the order, amounts, dates, periods and percentages; embeddings where a model
reads both languages. What differs in a clause is then told by the same facts, by the parties'
roles and by what it obliges to.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from engine.compare.align import Candidate, heaviest_chain
from engine.compare.parts import Part
from engine.compare.quantities import KINDS, size
from engine.compare.versions import Paired
from engine.consistency.reading import language_of, tokens_of
from engine.consistency.types import Force, Role, Token
from engine.documents.markers import readings
from engine.documents.segment import PATH_SEPARATOR
from engine.facts import FactKind
from engine.types import Basis, Bearing, Change, Meaning, Reason, ReasonKind

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

_LEAST = 0.45
_NEAR = 3
_ROLES = (
    ("甲方", "party a"),
    ("乙方", "party b"),
    ("丙方", "party c"),
    ("丁方", "party d"),
    ("买方 采购方 需方 买受人", "buyer purchaser"),
    ("卖方 供方 供货方 出卖人", "seller supplier vendor"),
    ("出租方 出租人", "landlord lessor"),
    ("承租方 承租人", "tenant lessee"),
    ("许可方", "licensor"),
    ("被许可方", "licensee"),
    ("贷款人 贷款方", "lender"),
    ("借款人 借款方", "borrower"),
    ("用人单位", "employer"),
    ("劳动者", "employee"),
    ("委托方 委托人", "client principal"),
    ("受托方 受托人", "agent"),
    ("承包方 承包人", "contractor"),
    ("转让方", "transferor"),
    ("受让方", "transferee"),
    ("保证人", "guarantor"),
)
_CANON = {
    name: number
    for number, (chinese, english) in enumerate(_ROLES)
    for name in (*chinese.split(), *([english] if number < 4 else english.split()))
}
_OPPOSED = {
    frozenset((Force.OBLIGE, Force.FORBID)),
    frozenset((Force.PERMIT, Force.FORBID)),
    frozenset((Force.OBLIGE, Force.EXEMPT)),
}


@dataclass(frozen=True, slots=True)
class _Read:
    """What of a part has no language."""

    number: tuple[int, ...]
    facts: dict[tuple[str, str], Token]
    parties: tuple[Token, ...]
    modals: tuple[Token, ...]


def compare_languages(
    old: Sequence[Part],
    new: Sequence[Part],
    parties: re.Pattern[str],
    checkpoint: Callable[[], None] = lambda: None,
    embed: Embed | None = None,
) -> list[tuple[Paired, Meaning | None]]:
    """Every part of both, in the order of the new document, with what contradicts in it."""
    left = [_read(part, parties) for part in old]
    checkpoint()
    right = [_read(part, parties) for part in new]
    checkpoint()
    angles = _angles(old, new, embed)
    chain = heaviest_chain(_candidates(left, right, angles), len(new))
    linked = {one.new: one for one in chain if one.score >= _LEAST}
    taken = {one.old for one in linked.values()}
    found: list[tuple[Paired, Meaning | None]] = []
    waiting = [i for i in range(len(old)) if i not in taken]
    for j, part in enumerate(new):
        one = linked.get(j)
        if one is None:
            found.append((_alone((), (part,)), None))
            continue
        while waiting and waiting[0] < one.old:
            found.append((_alone((old[waiting.pop(0)],), ()), None))
        meaning = _differences(left[one.old], right[j])
        kind = Change.EDITED if meaning else Change.SAME
        pair = (old[one.old],), (part,)
        found.append(
            (Paired(kind, *pair, min(1.0, one.score), meaning is not None, False, False), meaning)
        )
    return found + [(_alone((old[i],), ()), None) for i in waiting]


def _alone(old: tuple[Part, ...], new: tuple[Part, ...]) -> Paired:
    kind = Change.REMOVED if old else Change.ADDED
    return Paired(kind, old, new, 0.0, False, False, False)


def _read(part: Part, parties: re.Pattern[str]) -> _Read:
    language = language_of(part.text)
    begin = part.start
    found = tokens_of(part.text, 0, len(part.text), language, parties)
    skip = len(part.number)
    placed = [
        Token(t.start + begin, t.end + begin, t.text, t.role, t.key, t.fact)
        for t in found
        if t.start >= skip
    ]
    facts = {_value(t): t for t in reversed(placed) if t.role is Role.FACT}
    facts.pop(("", ""), None)
    return _Read(
        _number(part.path),
        facts,
        tuple(t for t in placed if t.role is Role.PARTY and t.key != "any"),
        tuple(t for t in placed if t.role is Role.MODAL),
    )


def _value(token: Token) -> tuple[str, str]:
    """A fact by kind and value; nothing for one that cannot be compared over languages."""
    fact = token.fact
    if fact is None or fact.value is None or (fact.kind is FactKind.NUMBER and fact.unit is None):
        return "", ""
    if fact.kind is FactKind.DATE:
        return fact.kind.value, fact.value
    number = size(fact)
    unit = fact.unit or "" if fact.kind is FactKind.AMOUNT else ""
    return fact.kind.value, f"{unit}{number:.4f}" if number is not None else fact.value


def _number(path: str) -> tuple[int, ...]:
    """A clause's numbers from the root: 第二条 › 2.1 and Article 2 › 2.1 are both (2, 1)."""
    numbers: tuple[int, ...] = ()
    for piece in filter(None, path.split(PATH_SEPARATOR)):
        marks = readings(f"{piece} ", computed=True)
        if not marks:
            continue
        mark = marks[0]
        numbers = mark.parts if len(mark.parts) > 1 else (*numbers, mark.value)
    return numbers


def _angles(
    old: Sequence[Part], new: Sequence[Part], embed: Embed | None
) -> NDArray[np.float32] | None:
    if embed is None or not old or not new:
        return None
    return np.asarray(embed([p.words for p in old]) @ embed([p.words for p in new]).T, np.float32)


def _candidates(
    left: Sequence[_Read], right: Sequence[_Read], angles: NDArray[np.float32] | None
) -> list[Candidate]:
    pairs: set[tuple[int, int]] = set()
    by_number: dict[tuple[int, ...], list[int]] = defaultdict(list)
    by_fact: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, part in enumerate(right):
        by_number[part.number].append(j)
        for fact in part.facts:
            by_fact[fact].append(j)
    for i, part in enumerate(left):
        centre = round(i * len(right) / len(left))
        near = range(max(0, centre - _NEAR), min(len(right), centre + _NEAR + 1))
        pairs.update((i, j) for j in near)
        if part.number:
            pairs.update((i, j) for j in by_number[part.number][:4])
        for fact in part.facts:
            if len(by_fact[fact]) <= 6:
                pairs.update((i, j) for j in by_fact[fact])
        if angles is not None:
            best = np.argsort(-angles[i])[:4]
            pairs.update((i, int(j)) for j in best)
    rarity = Counter(fact for part in (*left, *right) for fact in part.facts)
    found = []
    for i, j in sorted(pairs):
        score = _score(left[i], right[j], rarity)
        score += 0.15 * (1 - min(1.0, 4 * abs(i / len(left) - j / len(right))))
        if angles is not None:
            score += 0.6 * max(0.0, float(angles[i, j]) - 0.3)
        found.append(Candidate(i, j, score, score))
    return found


def _score(one: _Read, two: _Read, rarity: Counter[tuple[str, str]]) -> float:
    score = 0.0
    if one.number and two.number:
        score += 0.5 if one.number == two.number else -0.1
    elif not one.number and not two.number:
        score += 0.3
    shared = sum(1 / rarity[fact] for fact in one.facts.keys() & two.facts.keys())
    total = sum(1 / rarity[fact] for fact in one.facts.keys() | two.facts.keys())
    if total:
        score += 0.5 * shared / total
    return score


def _differences(one: _Read, two: _Read) -> Meaning | None:
    reasons = [*_fact_reasons(one, two), *_party_reasons(one, two), *_modal_reasons(one, two)]
    return Meaning(Bearing.CONTRADICTS, "", Basis.RULE, tuple(reasons)) if reasons else None


def _fact_reasons(one: _Read, two: _Read) -> list[Reason]:
    reasons = []
    kinds = {kind for kind, _ in (*one.facts, *two.facts)}
    for kind in sorted(kinds):
        ours = [t for key, t in one.facts.items() if key[0] == kind and key not in two.facts]
        theirs = [t for key, t in two.facts.items() if key[0] == kind and key not in one.facts]
        ours.sort(key=lambda t: t.start)
        theirs.sort(key=lambda t: t.start)
        if kind == FactKind.NUMBER and not (ours and theirs):
            continue  # A unit that one language writes and the other does not is no difference.
        for left, right in zip_longest(ours, theirs):
            reasons.append(_reason(KINDS[FactKind(kind)], left, right))
    return reasons


def _party_reasons(one: _Read, two: _Read) -> list[Reason]:
    """Each side names one party, and it is not the same one."""
    ours, theirs = ({_CANON.get(t.key, -1): t for t in s.parties} for s in (one, two))
    if len(ours) != 1 or len(theirs) != 1 or ours.keys() == theirs.keys():
        return []
    (left,), (right,) = ours.keys(), theirs.keys()
    if left < 0 or right < 0 or (left < 4) != (right < 4):
        return []  # Party A may be the buyer: only names of one system can differ.
    return [_reason(ReasonKind.PARTY, ours[left], theirs[right])]


def _modal_reasons(one: _Read, two: _Read) -> list[Reason]:
    if len(one.modals) != 1 or len(two.modals) != 1:
        return []
    left, right = one.modals[0], two.modals[0]
    if frozenset((Force(left.key), Force(right.key))) not in _OPPOSED:
        return []
    return [_reason(ReasonKind.MODALITY, left, right)]


def _reason(kind: ReasonKind, left: Token | None, right: Token | None) -> Reason:
    return Reason(
        kind,
        left.text if left else "",
        right.text if right else "",
        left.start if left else -1,
        left.end if left else -1,
        right.start if right else -1,
        right.end if right else -1,
    )
