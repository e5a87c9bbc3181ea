"""What an edit means: stricter, looser, contradicting or the same, for whom, and by which words.

Rules read both sides sentence by sentence (typed facts, modality, negation, opposites, parties,
qualifiers); a model judges the same sentences both ways. Rules lead, because they name words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.compare import qualifiers
from engine.compare.findings import Finding, alone, compare_sentences
from engine.compare.parts import plain
from engine.compare.quantities import Sentence
from engine.consistency.reading import language_of, tokens_of
from engine.consistency.types import Force, Role
from engine.documents import sentences
from engine.types import Basis, Bearing, Meaning, Reason

Rows = Mapping[tuple[str, str], tuple[float, ...]]
"""Ordered pairs of texts → (entailment, neutral, contradiction)."""

MOST_QUESTIONS = 4
"""Sentence pairs of one clause that a model is asked about, both ways."""

_ENTAILS = 0.6
_CONTRADICTS = 0.8
_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules make of an edit, and the sentence pairs worth asking a model about."""

    findings: tuple[Finding, ...]
    questions: tuple[tuple[str, str], ...]
    same: bool
    force: Force | None = None
    party: str = ""


def read(
    old: str, new: str, parties: re.Pattern[str], renumbered: Mapping[str, str] | None = None
) -> Reading:
    """Read an edit of ``old`` into ``new``. ``renumbered`` maps old clause numbers to new ones: a
    reference that merely follows its clause is no change of meaning."""
    if plain(renumber(old, renumbered or {})) == plain(new):
        return Reading((), (), True)
    left, right = _sentences(old, parties), _sentences(new, parties)
    pairs, gone, come = _matched(left, right)
    findings: list[Finding] = []
    same = True
    for one, two in pairs:
        found = compare_sentences(one, two)
        findings += found
        same = same and not found and _says_the_same(one, two)
    findings += [alone(one, gone=True) for one in gone]
    findings += [alone(one, gone=False) for one in come]
    asked = tuple((one.text, two.text) for one, two in pairs[:MOST_QUESTIONS])
    first = pairs[0][1] if pairs else None
    return Reading(
        tuple(findings),
        () if same and not (gone or come) else asked,
        same and not gone and not come,
        first.force() if first else None,
        first.subject() if first else "",
    )


def conclude(reading: Reading, rows: Rows) -> Meaning:
    """One meaning out of what the rules found and what the model says of the questions.

    Without findings the model speaks alone: the same where each side follows from the other,
    contradicting where it is sure both ways, stricter or looser where only one side follows.
    """
    forward, backward = _judged(reading, rows)
    if reading.same:
        return Meaning(Bearing.SAME_MEANING)
    findings = [f for f in reading.findings if f.bearing is not Bearing.UNCLEAR]
    reasons = tuple(_reason(finding) for finding in findings)
    if findings:
        bearing, party = _together(findings)
        agrees = bool(forward) and min(forward[0], backward[0]) < _ENTAILS
        return Meaning(
            bearing, party, Basis.BOTH if agrees else Basis.RULE, reasons, forward, backward
        )
    if not forward or reading.findings:
        return Meaning(Bearing.UNCLEAR, "", None, (), forward, backward)
    bearing = _by_model(forward, backward, reading.force)
    basis = Basis.MODEL if bearing is not Bearing.UNCLEAR else None
    party = reading.party if bearing in (Bearing.STRICTER, Bearing.LOOSER) else ""
    return Meaning(bearing, party, basis, (), forward, backward)


def renumber(text: str, renumbered: Mapping[str, str]) -> str:
    """``text`` with its references to clauses as they are numbered in the new version."""
    if not renumbered:
        return text

    def follow(match: re.Match[str]) -> str:
        if match["zh"]:
            return renumbered.get(match["zh"], match["zh"])
        return match["word"] + renumbered.get(match["number"], match["number"])

    return qualifiers.REFERENCE.sub(follow, text)


def _sentences(text: str, parties: re.Pattern[str]) -> list[Sentence]:
    found = []
    for start, end in sentences(text):
        language = language_of(text[start:end])
        read_in = tokens_of(text, start, end, language, parties)
        found.append(Sentence(text[start:end], language, read_in, start))
    return found


def _matched(
    left: Sequence[Sentence], right: Sequence[Sentence]
) -> tuple[list[tuple[Sentence, Sentence]], list[Sentence], list[Sentence]]:
    """The sentences that differ, in pairs, and those that only one side has."""
    equal = Counter(plain(s.text) for s in left) & Counter(plain(s.text) for s in right)
    gone, come = _spare(left, Counter(equal)), _spare(right, Counter(equal))
    if len(gone) == len(come) == 1:
        return [(gone[0], come[0])], [], []
    scored = sorted(
        ((_likeness(a, b), i, j) for i, a in enumerate(gone) for j, b in enumerate(come)),
        key=lambda found: (-found[0], abs(found[1] - found[2]), found[1]),
    )
    partner: dict[int, int] = {}
    for score, i, j in scored:
        if score >= _ALIKE and i not in partner and j not in partner.values():
            partner[i] = j
    pairs = [(gone[i], come[j]) for i, j in sorted(partner.items())]
    taken = set(partner.values())
    return (
        pairs,
        [s for i, s in enumerate(gone) if i not in partner],
        [s for j, s in enumerate(come) if j not in taken],
    )


def _spare(found: Sequence[Sentence], equal: Counter[str]) -> list[Sentence]:
    spare = []
    for sentence in found:
        key = plain(sentence.text)
        if equal[key]:
            equal[key] -= 1
        else:
            spare.append(sentence)
    return spare


def _likeness(one: Sentence, two: Sentence) -> float:
    ours, theirs = (Counter(t.key for t in s.tokens) for s in (one, two))
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * sum((ours & theirs).values()) / total if total else 0.0


def _says_the_same(one: Sentence, two: Sentence) -> bool:
    """Whether nothing differs but the form of words: synonyms, endings, articles, signs."""
    ours, theirs = ([t for t in s.tokens if t.role is not Role.FACT] for s in (one, two))
    return [t.key for t in ours] == [t.key for t in theirs] and [
        t.text.lower() for t in ours if t.role in (Role.OPPOSITE, Role.CONDITION)
    ] == [t.text.lower() for t in theirs if t.role in (Role.OPPOSITE, Role.CONDITION)]


# --- Together -------------------------------------------------------------------------


def _together(findings: Sequence[Finding]) -> tuple[Bearing, str]:
    """The bearing of several findings: one way only where all go that way."""
    found = {finding.bearing for finding in findings}
    parties = {finding.party for finding in findings if finding.party}
    party = parties.pop() if len(parties) == 1 else ""
    if len(found) == 1:
        bearing = found.pop()
        return bearing, "" if bearing is Bearing.CONTRADICTS else party
    return (Bearing.CONTRADICTS if Bearing.CONTRADICTS in found else Bearing.UNCLEAR), ""


def _judged(reading: Reading, rows: Rows) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The least agreeing of the judged sentence pairs, both ways."""
    judged = [
        (rows[pair], rows[pair[::-1]])
        for pair in reading.questions
        if pair in rows and pair[::-1] in rows
    ]
    return min(judged, key=lambda both: both[0][0] + both[1][0], default=((), ()))


def _by_model(
    forward: tuple[float, ...], backward: tuple[float, ...], force: Force | None
) -> Bearing:
    follows, precedes = forward[0] >= _ENTAILS, backward[0] >= _ENTAILS
    if follows and precedes:
        return Bearing.SAME_MEANING
    if min(forward[2], backward[2]) >= _CONTRADICTS:
        return Bearing.CONTRADICTS
    if follows != precedes and force in (Force.OBLIGE, Force.FORBID):
        return Bearing.LOOSER if follows else Bearing.STRICTER
    return Bearing.UNCLEAR


def _reason(finding: Finding) -> Reason:
    return Reason(
        finding.kind,
        finding.left,
        finding.right,
        finding.left_start,
        finding.left_start + len(finding.left) if finding.left_start >= 0 else -1,
        finding.right_start,
        finding.right_start + len(finding.right) if finding.right_start >= 0 else -1,
    )
