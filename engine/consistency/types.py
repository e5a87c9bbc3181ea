"""What a statement is made of, and what clashes between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.facts import Fact
from engine.types import ReasonKind


class Role(StrEnum):
    """What a word does in a statement.

    Only content words say what a statement is about; the others are what may clash (facts,
    modality, negation, opposites, parties), what limits it (conditions), or nothing (stop words).
    """

    CONTENT = "content"
    FACT = "fact"
    MODAL = "modal"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    PARTY = "party"
    CONDITION = "condition"
    STOP = "stop"


class Force(StrEnum):
    """What a modal does: it obliges, permits, forbids, or frees from a duty."""

    OBLIGE = "oblige"
    PERMIT = "permit"
    FORBID = "forbid"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase of a statement, ``[start, end)`` in the document.

    ``key`` is what is compared: a stem, a :class:`Force`, a party's name, ``axis+``/``axis-`` for
    an opposite, the kind for a fact.
    """

    start: int
    end: int
    text: str
    role: Role
    key: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that says or obliges something; ``text == document.text[start:end]``.

    ``position`` counts the document's statements from 0. ``content`` holds how often each content
    unit occurs: stems in English, pairs of neighbouring characters in Chinese. ``part`` is the
    annex it stands in (``Schedule 1``, ``附件一``), empty in the contract's own body.
    """

    document_id: str
    position: int
    clause_id: str
    clause: str
    heading: str
    start: int
    end: int
    text: str
    language: str
    tokens: tuple[Token, ...]
    content: Mapping[str, int]
    part: str = ""

    def having(self, role: Role) -> list[Token]:
        """The tokens of one role, in order."""
        return [token for token in self.tokens if token.role is role]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two words that cannot both hold; ``left`` and ``right`` are tokens of the two statements."""

    kind: ReasonKind
    left: Token
    right: Token


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the rules found between two statements; ``strength`` is a probability.

    ``certain``: the two are on one matter by the rules alone. Else a model has to agree.
    """

    clashes: tuple[Clash, ...]
    strength: float
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement says of a well-known matter: ``value`` is the normal form that is compared,
    ``token`` the words. ``partly``: a value that merely says more contradicts nothing."""

    kind: ReasonKind
    matter: str
    value: str
    statement: Statement
    token: Token
    partly: bool = False
