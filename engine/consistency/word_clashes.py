"""Words that cannot both hold: shall and may not, exclusive and non-exclusive, a "not" on one side."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.consistency.types import Clash, Force, Role, Statement, Token
from engine.types import ReasonKind

_AXES = {"exclusive": ReasonKind.EXCLUSIVITY, "独家": ReasonKind.EXCLUSIVITY}
_OPPOSED = frozenset(
    {
        frozenset({Force.OBLIGE, Force.FORBID}),
        frozenset({Force.OBLIGE, Force.EXEMPT}),
        frozenset({Force.PERMIT, Force.FORBID}),
    }
)
_NOBODY = re.compile(
    r"\b(?:neither|nor|nothing|no\s+(?:\w+\s+){1,3}(?:shall|will|may|must))\b", re.IGNORECASE
)
_CASE_EN = re.compile(
    r"\b(?:if|whether|where|when|unless|in\s+the\s+event|in\s+case)\b[^,;]*$", re.IGNORECASE
)
_CASE_ZH = re.compile("(?:如果|如|若|倘若)[^，,；;]*$")
_CASE_ENDS = re.compile("[^，,；;。]*(?:的|时|者|情况下)[，,]")
_SPOKEN = (Role.CONTENT, Role.OPPOSITE)


def word_clashes(left: Statement, right: Statement) -> list[Clash] | None:
    """Modality, negation and opposites that differ; ``None`` where more than one could match."""
    modal = _modal_clashes(left, right)
    opposite = _opposite_clashes(left, right)
    negation = _negation_clashes(left, right)
    if modal is None or opposite is None or negation is None:
        return None
    return [*modal, *opposite, *negation]


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
