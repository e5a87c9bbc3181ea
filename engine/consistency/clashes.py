"""The places where two statements differ in what can clash, each kind by its own reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from engine.consistency.lexicon import (
    ALLOCATING_EN,
    ALLOCATING_ZH,
    MIRRORED_EN,
    MIRRORED_NEAR_EN,
    MIRRORED_ZH,
)
from engine.consistency.types import Clash, Force, Role, Statement, Token
from engine.facts import Fact, FactKind
from engine.types import ReasonKind

KINDS = {
    FactKind.AMOUNT: ReasonKind.AMOUNT,
    FactKind.DATE: ReasonKind.DATE,
    FactKind.NUMBER: ReasonKind.NUMBER,
    FactKind.PERCENTAGE: ReasonKind.NUMBER,
    FactKind.DURATION: ReasonKind.NUMBER,
}
"""The kinds of fact that can clash, and what a clash of each is called."""

_AXES = {"exclusive": ReasonKind.EXCLUSIVITY, "独家": ReasonKind.EXCLUSIVITY}
_OPPOSED = frozenset(
    {
        frozenset({Force.OBLIGE, Force.FORBID}),
        frozenset({Force.OBLIGE, Force.EXEMPT}),
        frozenset({Force.PERMIT, Force.FORBID}),
    }
)
_LAID_ON = re.compile(
    r"(?:[由归]|\b(?:by|belongs?\s+to|vests?\s+in|borne\s+by|owned\s+by)(?:\s+the)?\s*)$"
)
_DOES = re.compile(
    r"\s*(?:shall|will|must|agrees|is\s+(?:solely\s+)?responsible|bears|pays|owns)\b"
    "|应|须|必须|负责|承担|提供|支付|负担|办理|缴纳|交付|购买|所有"
)
_NOBODY = re.compile(
    r"\b(?:neither|nor|nothing|no\s+(?:\w+\s+){1,3}(?:shall|will|may|must))\b", re.IGNORECASE
)
_CASE_EN = re.compile(
    r"\b(?:if|whether|where|when|unless|in\s+the\s+event|in\s+case)\b[^,;]*$", re.IGNORECASE
)
_CASE_ZH = re.compile("(?:如果|如|若|倘若)[^，,；;]*$")
_CASE_ENDS = re.compile("[^，,；;。]*(?:的|时|者|情况下)[，,]")
_DAYS = frozenset(("day", "week"))
_TOGETHER = 12
"""Statements within which clauses on one duty of each side in turn stand together."""

_MONTHS = frozenset(("month", "quarter", "year"))


def fact_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    """The facts that differ, kind by kind; ``None`` where more than one could match.

    Facts that stand on both sides cancel out. One left over on each side clash; one left over on
    one side alone is merely more said.
    """
    clashes: list[Clash] = []
    more = False
    groups = {_group(token) for token in (*left.having(Role.FACT), *right.having(Role.FACT))}
    for group in sorted(groups):
        ours = [t for t in left.having(Role.FACT) if _group(t) == group]
        theirs = [t for t in right.having(Role.FACT) if _group(t) == group]
        _cancel(ours, theirs)
        if not ours or not theirs:
            more = more or bool(ours or theirs)
            continue
        if len(ours) > 1 or len(theirs) > 1:
            return None
        if ours[0].fact is None or theirs[0].fact is None:
            continue
        if not _is_quantity(ours[0].fact) or not _is_quantity(theirs[0].fact):
            return None
        clashes.append(Clash(KINDS[FactKind(ours[0].key)], ours[0], theirs[0]))
    if clashes and more and (left.having(Role.CONDITION) or right.having(Role.CONDITION)):
        # One side's condition has a date or a limit that the other's has not: another case.
        return None
    return clashes


def _is_quantity(fact: Fact) -> bool:
    """Whether the fact can be compared: a bare number is as often a name (Lot 14, stage 2)."""
    return fact.value is not None and (fact.kind is not FactKind.NUMBER or fact.unit is not None)


def word_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    """Modality, negation and opposites that differ; ``None`` where more than one could match."""
    modal = _modal_clashes(left, right)
    opposite = _opposite_clashes(left, right)
    negation = _negation_clashes(left, right)
    if modal is None or opposite is None or negation is None:
        return None
    return [*modal, *opposite, *negation]


def parties_agree(left: Statement, right: Statement) -> bool:
    """Whether the parties are the same, as far as both sides name any."""
    ours, theirs = _parties(left), _parties(right)
    if ours == theirs:
        return True
    # A passive sentence often leaves one party out: being named less is no difference.
    return set(ours) != set(theirs) and (set(ours) <= set(theirs) or set(theirs) <= set(ours))


def party_clashes(left: Statement, right: Statement) -> list[Clash]:
    """The first party that differs, where the matter can be only one party's.

    Costs, ownership, supply and payment are allocated to one side; duties that contracts lay on
    both in turn (to keep secret, to indemnify) are no conflict, and others (to notify, to ask)
    are none where the two stand together.
    """
    if _together(left, right) and any(_mirrored_near(one) for one in (left, right)):
        return []
    ours, theirs = left.having(Role.PARTY), right.having(Role.PARTY)
    if len(ours) != len(theirs):
        return []
    pairs = zip(ours, theirs, strict=True)
    differing = next(((a, b) for a, b in pairs if a.key != b.key), None)
    if differing is None or any(token.key == "any" for token in differing):
        return []
    sides = zip((left, right), differing, strict=True)
    if not all(_is_allocated(statement, party) for statement, party in sides):
        return []
    return [Clash(ReasonKind.PARTY, *differing)]


def _together(left: Statement, right: Statement) -> bool:
    same = left.document_id == right.document_id
    return same and abs(left.position - right.position) <= _TOGETHER


def _mirrored_near(statement: Statement) -> bool:
    return statement.language == "en" and MIRRORED_NEAR_EN.search(statement.text) is not None


def _is_allocated(statement: Statement, party: Token) -> bool:
    english = statement.language == "en"
    if (MIRRORED_EN if english else MIRRORED_ZH).search(statement.text):
        return False
    before = statement.text[: party.start - statement.start]
    if _LAID_ON.search(before) is not None:
        return True
    allocating = ALLOCATING_EN if english else ALLOCATING_ZH
    after = statement.text[party.end - statement.start :]
    return allocating.search(statement.text) is not None and _DOES.match(after) is not None


def _parties(statement: Statement) -> list[str]:
    return [token.key for token in statement.having(Role.PARTY) if token.key != "any"]


def _group(token: Token) -> str:
    """Facts that can be compared: one kind, and for amounts and numbers one unit."""
    fact = token.fact
    if fact is None or fact.kind in (FactKind.DATE, FactKind.DURATION, FactKind.PERCENTAGE):
        return token.key
    unit = (fact.unit or "").lower()
    return f"{token.key} {unit.removesuffix('s')}"


def _cancel(ours: list[Token], theirs: list[Token]) -> None:
    for token in list(ours):
        equal = next((other for other in theirs if equal_facts(token.fact, other.fact)), None)
        if equal is not None:
            ours.remove(token)
            theirs.remove(equal)


def equal_facts(one: Fact | None, two: Fact | None) -> bool:
    """Whether two facts of one kind say the same; a coarser date equals a finer one within it."""
    if one is None or two is None:
        return False
    if one.value is None or two.value is None:
        return one.text == two.text
    if one.kind is FactKind.DATE:
        shorter = min(len(one.value), len(two.value))
        return one.value[:shorter] == two.value[:shorter]
    if one.kind is FactKind.DURATION:
        return _length(one) == _length(two)
    return Decimal(one.value) == Decimal(two.value)


def _length(fact: Fact) -> tuple[str, Decimal | str]:
    """A duration in days, 30 of which count as a month; business days are days of another kind."""
    value = fact.value or ""
    digits = "".join(c for c in value if c.isdigit() or c == ".")
    if not digits or fact.unit is None:
        return "", value
    number = Decimal(digits)
    if fact.unit in _MONTHS:
        # The normal form already counts in months or years: P6M is half a year.
        scale = 12 if value.endswith("Y") else 1
        return "day", number * scale * 30
    if fact.unit in _DAYS:
        return "day", number * (7 if value.endswith("W") else 1)
    return fact.unit, number


_SPOKEN = (Role.CONTENT, Role.OPPOSITE)


def _head(statement: Statement, token: Token) -> str:
    """What follows a modal or a "not": the next word, or in Chinese the next two characters."""
    index = statement.tokens.index(token)
    wanted = 1 if statement.language == "en" else 2
    words: list[str] = []
    for following in statement.tokens[index + 1 :]:
        if following.role in _SPOKEN and not following.key.endswith("ly"):
            words.append(_said(following))
        elif words:
            break
        if len(words) == wanted:
            break
    return "".join(words)


def _said(token: Token) -> str:
    return token.text.lower() if token.role is Role.OPPOSITE else token.key


def _modal_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    if _denied_subject(left) != _denied_subject(right):
        return None
    ours = [(_head(left, t), t) for t in left.having(Role.MODAL)]
    theirs = [(_head(right, t), t) for t in right.having(Role.MODAL)]
    clashes = []
    for head, token in ours:
        same = [other for key, other in theirs if key == head and key]
        if not same or any(other.key == token.key for other in same):
            continue
        opposed = [o for o in same if frozenset({Force(token.key), Force(o.key)}) in _OPPOSED]
        if opposed:
            clashes.append(Clash(ReasonKind.MODALITY, token, opposed[0]))
    return clashes if len(clashes) < 2 else None


def _denied_subject(statement: Statement) -> bool:
    """Whether nobody does what is said: "Neither party shall" forbids without a "not"."""
    return statement.language == "en" and _NOBODY.search(statement.text) is not None


def _opposite_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    ours, theirs = left.having(Role.OPPOSITE), right.having(Role.OPPOSITE)
    clashes = [
        Clash(_AXES.get(one.key[:-1], ReasonKind.NEGATION), one, two)
        for one in ours
        for two in theirs
        if one.key[:-1] == two.key[:-1]
        and one.key != two.key
        and one.key not in {t.key for t in theirs}
        and two.key not in {t.key for t in ours}
    ]
    return clashes if len(clashes) < 2 else None


def _negation_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    """One side says "not" of a word that the other side affirms."""
    one = _denied(left, right)
    two = [(affirmed, denied) for denied, affirmed in _denied(right, left)]
    found = [*one, *two]
    if len(found) > 1 or _spare(left, right) != len(found):
        return None
    return [Clash(ReasonKind.NEGATION, a, b) for a, b in found]


def _spare(left: Statement, right: Statement) -> int:
    return abs(len(left.having(Role.NEGATION)) - len(right.having(Role.NEGATION)))


def _denied(left: Statement, right: Statement) -> list[tuple[Token, Token]]:
    theirs = _heads(right)
    found = []
    for token in left.having(Role.NEGATION):
        head = _head(left, token)
        if _is_case(left, token) or _is_choice(left, token):
            continue
        if head and head not in theirs:
            affirmed = _word(right.tokens, head, right.language)
            if affirmed is not None and left.content.get(head) == right.content.get(head):
                found.append((token, affirmed))
    return found


def _is_case(statement: Statement, token: Token) -> bool:
    """Whether the "not" stands in a condition: a case beside another case contradicts nothing."""
    before = statement.text[: token.start - statement.start]
    after = statement.text[token.end - statement.start :]
    if statement.language == "zh":
        return _CASE_ENDS.match(after) is not None or _CASE_ZH.search(before) is not None
    return _CASE_EN.search(before) is not None


def _is_choice(statement: Statement, token: Token) -> bool:
    """Whether the "not" is permitted: being free to do a thing is being free not to do it."""
    return any(t.key == Force.PERMIT and t.end < token.start for t in statement.having(Role.MODAL))


def _heads(statement: Statement) -> set[str]:
    """What a statement denies, by a plain "not" or by a modal that forbids or frees."""
    denying = [
        *statement.having(Role.NEGATION),
        *(t for t in statement.having(Role.MODAL) if t.key in (Force.FORBID, Force.EXEMPT)),
    ]
    return {_head(statement, token) for token in denying}


def _word(tokens: Iterable[Token], head: str, language: str) -> Token | None:
    listed = list(tokens)
    for index, token in enumerate(listed):
        if token.role not in _SPOKEN:
            continue
        key = _said(token)
        if language == "zh" and index + 1 < len(listed) and listed[index + 1].role in _SPOKEN:
            key += _said(listed[index + 1])
        if key == head:
            return token
    return None
