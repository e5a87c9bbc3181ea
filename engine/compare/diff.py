"""What differs between two texts, in stretches that a person can read.

The longest common stretches come first (Ratcliff and Obershelp, as in difflib, over tokens); then
a semantic clean-up after Neil Fraser (diff-match-patch): a stretch that both have but that is
shorter than what changed on both sides of it is no anchor for the eye, and a change may slide to
the end of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq

from engine.compare.tokens import Terms, Token, tail, tokens
from engine.types import DiffOp, DiffPart

_NO_TERMS = Terms()
_LARGE = 4_000_000
"""Token pairs from which the bit-parallel search is used instead of the more legible one."""

_LEAST_COMMON = 0.12
"""Share of weight in common below which a text is replaced as a whole."""

_SENTENCE_ENDS = frozenset(".。;；!！?？")
_PAUSES = frozenset(',，、:：)）]】"”’')


@dataclass(slots=True)
class _Run:
    """Tokens ``[a, b)`` of the old text and ``[c, d)`` of the new one; equal or replaced."""

    equal: bool
    a: int
    b: int
    c: int
    d: int


def diff(old: str, new: str, terms: Terms = _NO_TERMS) -> tuple[DiffPart, ...]:
    """The stretches of ``old`` and ``new``, deletions before insertions.

    The parts without the insertions are ``old`` and those without the deletions ``new``, exactly.
    """
    if old == new:
        return (DiffPart(DiffOp.EQUAL, old),) if old else ()
    left, right = tokens(old, terms), tokens(new, terms)
    runs = differing(left, right)
    return tuple(_joined([*_parts(runs, left, right), *_changed(tail(old), tail(new))]))


def similarity(parts: Sequence[DiffPart]) -> float:
    """The share of both texts that they have in common, in [0, 1], blanks left out."""
    weights = dict.fromkeys(DiffOp, 0)
    for part in parts:
        weights[part.op] += sum(not character.isspace() for character in part.text)
    total = 2 * weights[DiffOp.EQUAL] + weights[DiffOp.DELETE] + weights[DiffOp.INSERT]
    return 2 * weights[DiffOp.EQUAL] / total if total else 1.0


def differing(left: Sequence[Token], right: Sequence[Token]) -> list[_Run]:
    """Runs of equal and of replaced tokens, cleaned up, over both sequences."""
    ours, theirs = [t.text for t in left], [t.text for t in right]
    runs = _merged(_runs(ours, theirs))
    weights = [_weight(t) for t in ours]
    new_weights = [_weight(t) for t in theirs]
    runs = _cleaned(runs, weights, new_weights)
    return [_slid(runs, index, ours, theirs) for index in range(len(runs))]


def _runs(ours: list[str], theirs: list[str]) -> Iterator[_Run]:
    head = _common(ours, theirs)
    back = _common(ours[head:][::-1], theirs[head:][::-1])
    if head:
        yield _Run(True, 0, head, 0, head)
    ends = len(ours) - back, len(theirs) - back
    middle, other = ours[head : ends[0]], theirs[head : ends[1]]
    for tag, a, b, c, d in _opcodes(middle, other):
        yield _Run(tag == "equal", head + a, head + b, head + c, head + d)
    if back:
        yield _Run(True, ends[0], len(ours), ends[1], len(theirs))


def _opcodes(ours: list[str], theirs: list[str]) -> list[tuple[str, int, int, int, int]]:
    if len(ours) * len(theirs) > _LARGE:
        return [
            (op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in LCSseq.opcodes(ours, theirs)
        ]
    return list(SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes())


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    count = 0
    for one, two in zip(ours, theirs, strict=False):
        if one != two:
            break
        count += 1
    return count


def _merged(runs: Iterator[_Run] | Sequence[_Run]) -> list[_Run]:
    """Neighbours of one kind as one."""
    merged: list[_Run] = []
    for run in runs:
        if merged and merged[-1].equal == run.equal:
            merged[-1].b, merged[-1].d = run.b, run.d
        else:
            merged.append(run)
    return merged


def _cleaned(runs: list[_Run], weights: list[int], new_weights: list[int]) -> list[_Run]:
    """Without equal runs that are lighter than what changed on either side of them."""
    total = sum(weights) + sum(new_weights)
    common = sum(2 * sum(weights[run.a : run.b]) for run in runs if run.equal)
    if total and common / total < _LEAST_COMMON:
        return [_Run(False, 0, len(weights), 0, len(new_weights))]

    def changed(run: _Run) -> int:
        return max(sum(weights[run.a : run.b]), sum(new_weights[run.c : run.d]))

    while True:
        for index in range(1, len(runs) - 1):
            run = runs[index]
            if not run.equal:
                continue
            weight = sum(weights[run.a : run.b])
            around = min(changed(runs[index - 1]), changed(runs[index + 1]))
            if weight <= 3 or (weight <= around and run.b - run.a <= 3) or 3 * weight <= around:
                run.equal = False
                break
        else:
            return runs
        runs = _merged(runs)


def _slid(runs: list[_Run], index: int, ours: list[str], theirs: list[str]) -> _Run:
    """A pure insertion or deletion, moved along equal tokens to where it reads best."""
    run = runs[index]
    if run.equal or not (0 < index < len(runs) - 1) or (run.b > run.a) == (run.d > run.c):
        return run
    before, after = runs[index - 1], runs[index + 1]
    words, first, last = (ours, run.a, run.b) if run.b > run.a else (theirs, run.c, run.d)
    room_left, room_right = before.b - before.a, after.b - after.a
    best, shift = _score(words, first, last), 0
    steps = range(1, min(room_left, 200) + 1)
    for step in steps:
        if words[first - step] != words[last - step]:
            break
        score = _score(words, first - step, last - step)
        if score > best:
            best, shift = score, -step
    for step in range(1, min(room_right, 200) + 1):
        if words[first + step - 1] != words[last + step - 1]:
            break
        score = _score(words, first + step, last + step)
        if score > best:
            best, shift = score, step
    if shift == -room_left or shift == room_right:
        return run  # An empty neighbour would leave two changes side by side.
    before.b, before.d = before.b + shift, before.d + shift
    after.a, after.c = after.a + shift, after.c + shift
    run.a, run.b, run.c, run.d = (place + shift for place in (run.a, run.b, run.c, run.d))
    return run


def _score(words: list[str], first: int, last: int) -> int:
    """How well a stretch reads: best where it starts after a sentence and ends one."""
    end = words[last - 1][-1] if last else ""
    before = words[first - 1][-1] if first else "."
    score = 0
    for sign in (before, end):
        score += 3 if sign in _SENTENCE_ENDS else 1 if sign in _PAUSES else 0
    return score


def _weight(token: str) -> int:
    """What a token counts for the eye: letters, a Chinese character for two, signs for nothing."""
    return sum(
        2 if "\u3400" <= character <= "\u9fff" else 1 for character in token if character.isalnum()
    )


def _parts(
    runs: Sequence[_Run], left: Sequence[Token], right: Sequence[Token]
) -> Iterator[DiffPart]:
    for run in runs:
        if run.equal:
            for one, two in zip(left[run.a : run.b], right[run.c : run.d], strict=True):
                yield from _changed(one.before, two.before)
                yield DiffPart(DiffOp.EQUAL, one.text)
            continue
        gone = "".join(t.before + t.text for t in left[run.a : run.b])
        come = "".join(t.before + t.text for t in right[run.c : run.d])
        yield from _changed(gone, come)


def _changed(gone: str, come: str) -> Iterator[DiffPart]:
    """A replacement; the blank in front of both sides is not part of it."""
    lead = 0
    while lead < min(len(gone), len(come)) and gone[lead] == come[lead] and gone[lead].isspace():
        lead += 1
    if lead:
        yield DiffPart(DiffOp.EQUAL, gone[:lead])
    if gone[lead:]:
        yield DiffPart(DiffOp.DELETE, gone[lead:])
    if come[lead:]:
        yield DiffPart(DiffOp.INSERT, come[lead:])


def _joined(parts: Sequence[DiffPart]) -> Iterator[DiffPart]:
    """Neighbours of one kind as one; within a change, what was deleted stands first."""
    gone = come = same = ""
    for part in parts:
        if part.op is DiffOp.EQUAL:
            yield from _pending(gone, come)
            gone = come = ""
            same += part.text
            continue
        if same:
            yield DiffPart(DiffOp.EQUAL, same)
            same = ""
        if part.op is DiffOp.DELETE:
            gone += part.text
        else:
            come += part.text
    if same:
        yield DiffPart(DiffOp.EQUAL, same)
    yield from _pending(gone, come)


def _pending(gone: str, come: str) -> Iterator[DiffPart]:
    if gone:
        yield DiffPart(DiffOp.DELETE, gone)
    if come:
        yield DiffPart(DiffOp.INSERT, come)
