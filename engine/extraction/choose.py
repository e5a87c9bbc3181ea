"""From the mentions of models and rules to a field's candidates, sorted, the winners marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.types import Field, FieldType, Mention, Source

DEFAULT_THRESHOLD = 0.5
"""The score below which nothing is chosen, for fields that name no threshold."""

MODEL_ANSWERS = 0.5
"""A model that is this sure of a value has answered for the field."""

RULE_SHARE = 0.25
"""What a rule's score counts for beside the model's in English contracts, where the model alone is the
better of the two; in Chinese announcements the rules are (``python -m benchmarks.rule_weight``)."""

OUTWEIGHED = "model_first"
"""Why a rule's score is lower than the rule gave it."""

_CEILING = 0.995
_FULLER = 3

MOST_CANDIDATES = 100
"""How many mentions of a field from one source are weighed; a long document can have thousands of
faint ones, which nobody could look through."""


def rule_share(language: str) -> float:
    """What a rule's score counts for beside the model's in documents of ``language``."""
    return RULE_SHARE if language == "en" else 1.0


def choose(
    fields: Sequence[Field],
    mentions: Iterable[Mention],
    threshold: float = DEFAULT_THRESHOLD,
    share: float = 1.0,
) -> tuple[Mention, ...]:
    """The candidates of every field, best first within a field, winners ``chosen``.

    A model and a rule that found the same value raise each other's score; where they mean the same
    words and draw other boundaries, the model's stand. A ``share`` below 1 (:func:`rule_share`) is
    what a rule's score counts for as support, and altogether where the model has answered; alone it
    counts whole. Of overlapping spans the better one stays. ``name*`` chooses each different value above the threshold. Where the best of
    the model and the best of the rules are both above it and differ, by the scores that they gave
    themselves, the winner carries the doubt ``sources_disagree``. A choice field never chooses what
    is not on its list.
    """
    by_field: dict[str, list[Mention]] = {field.name: [] for field in fields}
    for mention in mentions:
        if mention.field in by_field:
            by_field[mention.field].append(mention)
    chosen: list[Mention] = []
    for field in fields:
        limit = threshold if field.threshold is None else field.threshold
        strongest = _strongest(by_field[field.name])
        candidates = _apart(_weighed(field, _agreed(strongest, share), strongest, share))
        chosen.extend(_mark(field, candidates, limit))
    return tuple(chosen)


def _strongest(mentions: Sequence[Mention]) -> list[Mention]:
    """The best :data:`MOST_CANDIDATES` of each source."""
    kept: list[Mention] = []
    for source in Source:
        mine = [mention for mention in mentions if mention.source is source]
        kept += sorted(mine, key=lambda m: (-m.score, m.start))[:MOST_CANDIDATES]
    return kept


def _weighed(
    field: Field, mentions: Sequence[Mention], before: Sequence[Mention], share: float
) -> list[Mention]:
    """The mentions, those of rules outweighed where the model has answered; ``before`` are the same
    ones before any was raised."""
    answered = any(m.source is Source.MODEL and m.score >= MODEL_ANSWERS for m in before)
    if not answered or share == 1:
        return list(mentions)
    return [
        replace(
            mention,
            score=own.score * share,
            # Fields of many values know no disagreement, and each value keeps its own reason.
            why=own.why if field.many else OUTWEIGHED,
        )
        if mention.source is Source.RULE
        else mention
        for mention, own in zip(mentions, before, strict=True)
    ]


def _own_score(mention: Mention) -> float:
    """The score that the mention's source gave it, for fields of one value."""
    return mention.score / RULE_SHARE if mention.why == OUTWEIGHED else mention.score


def _agreed(mentions: Sequence[Mention], share: float) -> list[Mention]:
    """The mentions with their scores raised where the other source supports them; not those of a
    rule whose words a model bounds otherwise, so that the model's stay: of announcements on which
    both were right about the place, the model's boundaries were the right ones more often
    (``python -m benchmarks.quality extraction``)."""
    raised = []
    for mention in mentions:
        supporting = [
            other
            for other in mentions
            if other.source is not mention.source and _support(mention, other)
        ]
        score, why = mention.score, mention.why
        if supporting and not _bounded_otherwise(mention, supporting):
            support = max(other.score for other in supporting)
            if mention.source is Source.RULE:
                score *= share
            else:
                support *= share
            score = max(mention.score, 1 - (1 - score) * (1 - support))
            why = why or "sources_agree"
        raised.append(replace(mention, score=min(_CEILING, score), why=why))
    return raised


def _bounded_otherwise(mention: Mention, supporting: Sequence[Mention]) -> bool:
    """Whether ``mention`` is a rule's, and the model's that support it have other boundaries."""
    if mention.source is not Source.RULE:
        return False
    overlapping = [o for o in supporting if o.start < mention.end and mention.start < o.end]
    place = (mention.start, mention.end)
    return bool(overlapping) and all((o.start, o.end) != place for o in overlapping)


def _support(one: Mention, other: Mention) -> bool:
    """Whether two mentions overlap for the most part, or give the same normal form."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared > 0:
        lengths = one.end - one.start, other.end - other.start
        # One inside the other: the same thing, said more or less fully (England and Wales).
        nested = shared == min(lengths) and max(lengths) <= _FULLER * shared
        return nested or 2 * shared >= max(lengths)
    return same_value(one, other)


def same_value(one: Mention, other: Mention) -> bool:
    """Whether two mentions say the same, by normal form or, without one, by text."""
    if one.normalized and other.normalized:
        return _key(one.normalized) == _key(other.normalized)
    return _key(one.text) == _key(other.text)


def _key(text: str) -> str:
    return "".join(text.casefold().split()).strip(".,")


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions best first, without those that overlap a better one; of two equally good ones
    the fuller stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=_rank):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return kept


def _rank(mention: Mention) -> tuple[float, int, int, Source]:
    return (-round(mention.score, 6), mention.start, -mention.end, mention.source)


def rechoose(field: Field, candidates: Sequence[Mention], threshold: float) -> list[Mention]:
    """Stored candidates of one field with the winners that they have at another threshold, best
    first: what :func:`choose` would give, as their scores have been weighed and raised already."""
    own = {"sources_disagree"}
    plain = [replace(m, doubt=None) if m.doubt in own else m for m in candidates]
    return _mark(field, sorted(plain, key=_rank), threshold)


def _mark(field: Field, candidates: Sequence[Mention], limit: float) -> list[Mention]:
    winners: list[Mention] = []
    for mention in candidates:
        allowed = field.type is not FieldType.CHOICE or mention.normalized is not None
        if not allowed or mention.score < limit or (winners and not field.many):
            continue
        if not any(same_value(mention, winner) for winner in winners):
            winners.append(mention)
    disagree = not field.many and _disagree(candidates, limit)
    return [
        replace(
            mention,
            chosen=mention in winners,
            doubt=mention.doubt
            or ("sources_disagree" if disagree and mention in winners else None),
        )
        for mention in candidates
    ]


def _disagree(candidates: Sequence[Mention], limit: float) -> bool:
    """Whether the best of the model and the best of the rules are both good, and differ."""
    best = [
        next((m for m in candidates if m.source is source and _own_score(m) >= limit), None)
        for source in (Source.MODEL, Source.RULE)
    ]
    return best[0] is not None and best[1] is not None and not same_value(best[0], best[1])
