"""Reads a sentence into tokens with roles, and counts what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.consistency.lexicon import ROLES_EN, rules
from engine.consistency.types import Role, Token
from engine.facts import Fact, FactKind, find_facts

FACT_KINDS = frozenset(
    (FactKind.DATE, FactKind.AMOUNT, FactKind.NUMBER, FactKind.PERCENTAGE, FactKind.DURATION)
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_DEFINED = re.compile(
    r"[(（][^()（）]{0,60}?[\"“]\s?(?P<name>[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,2})\s?[,.]?[\"”]"
)
_ANYONE = re.compile(
    r"(?:(?:each|either|any|neither|other)\s+(?:of\s+the\s+)?)?part(?:y|ies)\b", re.IGNORECASE
)
_NO_PARTY = frozenset(
    [
        "Agreement",
        "Services",
        "Products",
        "Term",
        "Premises",
        "Property",
        "Territory",
        "Software",
        "Schedule",
        "Effective",
        "Date",
        "Work",
        "Project",
        "Party",
        "Parties",
        "Confidential",
        "Information",
        "Commencement",
        "Closing",
        "Contract",
        "Notice",
        "Order",
        "Fee",
        "Fees",
    ]
)
_WHERE_PARTIES_STAND = 8000


def language_of(text: str) -> str:
    """``zh`` where a tenth of the characters or more are Chinese, else ``en``."""
    return "zh" if len(_HAN.findall(text)) * 10 >= max(1, len(text)) else "en"


def party_pattern(text: str) -> re.Pattern[str]:
    """The parties of an English contract: usual roles and the names it defines that then act."""
    names = set(ROLES_EN)
    for match in _DEFINED.finditer(text, 0, _WHERE_PARTIES_STAND):
        name = match["name"]
        acts = re.search(rf"\b{name}\s+(?:shall|will|may|must|agrees|represents|hereby)\b", text)
        if acts and not set(name.split()) & _NO_PARTY:
            names.add(name)
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{listed})\b|{_ANYONE.pattern.replace('(?:each', '(?i:each')}")


def tokens_of(
    text: str, start: int, end: int, language: str, parties: re.Pattern[str]
) -> tuple[Token, ...]:
    """The tokens of ``text[start:end]`` in document offsets; facts first, then phrases, then words."""
    found: list[Token] = []
    position = start
    for fact in _facts(text, start, end):
        found += _words(text, position, fact.start, language, parties)
        found.append(Token(fact.start, fact.end, fact.text, Role.FACT, fact.kind, fact))
        position = fact.end
    found += _words(text, position, end, language, parties)
    return tuple(found)


def content_of(tokens: Sequence[Token], language: str) -> Counter[str]:
    """What a statement is about: stems, or in Chinese pairs of characters that stand side by side."""
    if language == "en":
        return Counter(token.key for token in tokens if token.role is Role.CONTENT)
    units: Counter[str] = Counter()
    runs: list[str] = [""]
    for token, following in pairwise([*tokens, None]):
        if token is None:
            continue
        if token.role is Role.CONTENT:
            runs[-1] += token.key
        if token.role is not Role.CONTENT or following is None or following.start != token.end:
            runs.append("")
    for run in filter(None, runs):
        units.update([run] if len(run) == 1 else [a + b for a, b in pairwise(run)])
    return units


def stem(word: str) -> str:
    """A word without the commonest English endings: enough to make forms of one verb equal."""
    lowered = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    for ending, instead, least in (
        ("ies", "y", 5), ("sses", "ss", 6), ("ments", "", 8), ("ment", "", 7), ("ings", "", 7),
        ("ing", "", 6), ("ed", "", 5), ("es", "", 5), ("s", "", 4), ("e", "", 4),
    ):  # fmt: skip
        if lowered.endswith(ending) and len(lowered) >= least and not lowered.endswith("ss"):
            return lowered[: -len(ending)] + instead
    return lowered


def _facts(text: str, start: int, end: int) -> Iterator[Fact]:
    for fact in find_facts(text[start:end], FACT_KINDS):
        yield Fact(
            fact.kind,
            start + fact.start,
            start + fact.end,
            fact.text,
            fact.value,
            fact.unit,
            fact.doubt,
        )


def _words(
    text: str, start: int, end: int, language: str, parties: re.Pattern[str]
) -> Iterator[Token]:
    if language == "en":
        position = start
        for match in parties.finditer(text, start, end):
            yield from _phrases(text, position, match.start(), language)
            word = match.group()
            anyone = _ANYONE.fullmatch(word) is not None
            key = "any" if anyone else word.lower()
            yield Token(match.start(), match.end(), word, Role.PARTY, key)
            position = match.end()
        start = position
    yield from _phrases(text, start, end, language)


def _phrases(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    table, expression = rules(language)
    for match in expression.finditer(text, start, end):
        _, role, key = table[(match.lastindex or 1) - 1]
        word = match.group()
        if role is not Role.STOP:
            yield Token(match.start(), match.end(), word, role, key or _own_key(word, language))


def _own_key(word: str, language: str) -> str:
    return stem(word) if language == "en" else word
