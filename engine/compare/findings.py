"""What turning one sentence into another does: facts, modality, negation, opposites, parties,
qualifiers, each with the words that do it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.compare import qualifiers
from engine.compare.quantities import KINDS, Sentence, direction, unequal
from engine.consistency.types import Force, Role, Token
from engine.facts import FactKind
from engine.types import Bearing, ReasonKind

_BINDING = {Force.EXEMPT: 0, Force.PERMIT: 1, Force.OBLIGE: 2, Force.FORBID: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an edit does; spans are in the texts of the two sides, -1 where one has none."""

    bearing: Bearing
    party: str
    kind: ReasonKind
    left: str = ""
    right: str = ""
    left_start: int = -1
    right_start: int = -1


def compare_sentences(left: Sentence, right: Sentence) -> list[Finding]:
    """What turning ``left`` into ``right`` does, place by place."""
    return [
        *_facts(left, right),
        *_modals(left, right),
        *_words(left, right),
        *_parties(left, right),
        *_qualified(left, right),
    ]


def _facts(left: Sentence, right: Sentence) -> list[Finding]:
    ours, theirs = unequal(left, right)
    findings = []
    for token in ours:
        other = next((t for t in theirs if t.key == token.key), None)
        if other is None:
            continue
        theirs.remove(other)
        bearing = direction(right, token, other, other)
        party = right.subject()
        if bearing is Bearing.CONTRADICTS:
            party = ""
        findings.append(_finding(bearing, party, KINDS[FactKind(token.key)], token, other))
    return findings


def _modals(left: Sentence, right: Sentence) -> list[Finding]:
    ours, theirs = left.having(Role.MODAL), right.having(Role.MODAL)
    if len(ours) != len(theirs):
        return []
    findings = []
    for one, two in zip(ours, theirs, strict=True):
        if one.key == two.key:
            continue
        before, after = _BINDING[Force(one.key)], _BINDING[Force(two.key)]
        bearing = Bearing.STRICTER if after > before else Bearing.LOOSER
        if after == before:
            bearing = Bearing.CONTRADICTS
        party = right.subject(two.start)
        findings.append(_finding(bearing, party, ReasonKind.MODALITY, one, two))
    return findings


def _words(left: Sentence, right: Sentence) -> list[Finding]:
    """Opposites that changed sides, and a "not" that came or went."""
    findings = []
    ours, theirs = left.having(Role.OPPOSITE), right.having(Role.OPPOSITE)
    for one in ours:
        other = next((t for t in theirs if t.key[:-1] == one.key[:-1]), None)
        if other is not None and other.key != one.key:
            findings.append(_finding(Bearing.CONTRADICTS, "", ReasonKind.NEGATION, one, other))
    fewer, more = left.having(Role.NEGATION), right.having(Role.NEGATION)
    if abs(len(fewer) - len(more)) == 1 and not findings:
        gone = fewer[-1] if len(fewer) > len(more) else None
        come = more[-1] if gone is None else None
        findings.append(_finding(Bearing.CONTRADICTS, "", ReasonKind.NEGATION, gone, come))
    return findings


def _parties(left: Sentence, right: Sentence) -> list[Finding]:
    ours = [t for t in left.having(Role.PARTY) if t.key != "any"]
    theirs = [t for t in right.having(Role.PARTY) if t.key != "any"]
    if len(ours) != len(theirs):
        return []
    differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.key != b.key]
    if not differing:
        return []
    return [_finding(Bearing.CONTRADICTS, "", ReasonKind.PARTY, *differing[0])]


def _qualified(left: Sentence, right: Sentence) -> list[Finding]:
    """Words that soften or tighten what is said, on one side alone."""
    findings = []
    language = right.language if right.language in qualifiers.SOFTENS else "en"
    force = right.force() or left.force()
    for table, tightens in ((qualifiers.SOFTENS, False), (qualifiers.TIGHTENS, True)):
        before, after = _marks(table[language], left), _marks(table[language], right)
        for sentence, marks, others, came in (
            (right, after, before, True),
            (left, before, after, False),
        ):
            for word, start in marks:
                if word in [other for other, _ in others]:
                    continue
                stricter = tightens is came
                if force is Force.PERMIT and not tightens:
                    stricter = not stricter
                bearing = Bearing.STRICTER if stricter else Bearing.LOOSER
                party = sentence.subject()
                text = sentence.text[start : start + len(word)]
                place = sentence.start + start
                findings.append(
                    Finding(bearing, party, ReasonKind.MODALITY, "", text, -1, place)
                    if came
                    else Finding(bearing, party, ReasonKind.MODALITY, text, "", place, -1)
                )
    return findings


def _marks(pattern: re.Pattern[str], sentence: Sentence) -> list[tuple[str, int]]:
    return [(m.group().lower(), m.start()) for m in pattern.finditer(sentence.text)]


def alone(sentence: Sentence, gone: bool) -> Finding:
    """A sentence that was taken out or put in: a duty more or less, a right more or less."""
    force = sentence.force()
    bearing = Bearing.UNCLEAR
    if force in (Force.OBLIGE, Force.FORBID):
        bearing = Bearing.LOOSER if gone else Bearing.STRICTER
    elif force in (Force.PERMIT, Force.EXEMPT):
        bearing = Bearing.STRICTER if gone else Bearing.LOOSER
    party = sentence.subject() if force else ""
    side = (
        (sentence.text, "", sentence.start, -1) if gone else ("", sentence.text, -1, sentence.start)
    )
    return Finding(bearing, party, ReasonKind.MODALITY, *side)


def _finding(
    bearing: Bearing, party: str, kind: ReasonKind, left: Token | None, right: Token | None
) -> Finding:
    return Finding(
        bearing,
        party,
        kind,
        left.text if left else "",
        right.text if right else "",
        left.start if left else -1,
        right.start if right else -1,
    )
