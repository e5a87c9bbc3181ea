"""Defined terms: what they mean, where two meanings clash, and what a statement says once they are read
for what they mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from engine.consistency.clashes import equal_facts, fact_clashes
from engine.consistency.matters import Settled
from engine.consistency.reading import content_of
from engine.consistency.subject import Weights, sameness
from engine.consistency.types import Clash, Conflict, Role, Statement, Token
from engine.facts import Fact, FactKind
from engine.types import ReasonKind

_MEANS_EN = re.compile(
    r"(?:[\"“](?P<quoted>[^\"“”]{1,60}?)[,.]?[\"”]|(?:^|(?<=\bterm\s)|(?<=\bThe\s))(?P<bare>[A-Z][A-Za-z]+(?:[ -][A-Z][A-Za-z]+){0,4}))"
    r"[\s,]*(?:\([^)]{0,80}\)\s*)?(?:as\s+used\s+(?:herein|in\s+this\s+\w+),?\s*)?(?:shall\s+)?(?:means?|refers?\s+to|is\s+defined\s+as)\b\s*[:,]?\s*"
)
_MEANS_ZH = re.compile(
    r"(?:^|(?<=[：:，,。；]))(?:本(?:合同|协议|条款)(?:中|项下|内)?(?:所称|所指|所述)?(?:的|之)?)?"
    r"(?:[\"“「『](?P<quoted>[^\"“”「」『』]{1,24})[\"”」』]|(?P<bare>[\u4e00-\u9fffA-Za-z]{2,12}?))"
    r"(?:一词)?[，,]?(?:均|系|是|仅)?指(?:的是)?(?!定|示|派|导|令)[：:，,]?\s*"
)
_ELSEWHERE = re.compile(
    r"\b(?:set\s+forth|given|ascribed|assigned|defined|specified|provided|described)\s+(?:to\s+\w+\s+)*(?:in|on|by|under)\b"
    r"|具有.{0,20}含义|见(?:第|附)|详见|附件",
    re.IGNORECASE,
)  # fmt: skip
_NAMED_EN = re.compile(
    r"\(\s*(?:the|such\s+\w+(?:\s\w+)?,?\s+the|each,?\s+an?)?\s*[\"“](?P<term>[A-Z][\w]*(?: [A-Z]\w*){0,3}),?[\"”]\s*\)"
)
_QUANTITY = re.compile(
    r"(?:Period|Term|Date|Cap|Fee|Price|Amount|Rate|Deadline|Limit|Percentage|Rent|Deposit|期限?|期间|日期?|价款?|额|费|率|上限)$"
)
_COPULA = {
    "en": re.compile(r"(?:\s+(?:of|under)\s+this\s+\w+)?\s+(?:shall\s+be|will\s+be|is|are|equals)\s+(?:for\s+)?(?:a\s+period\s+of\s+)?$"),
    "zh": re.compile("(?:应?为|是|共计?|应当为)$"),
}  # fmt: skip
_QUALIFIED = re.compile(
    r"\b(?:initial|renewal|extended|first|second|additional|new|such|each|any|original)\s+$",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:this|such)\s+(?:section|article|paragraph|clause|exhibit|schedule)\b|本[条款节章]",
    re.IGNORECASE,
)
"""A meaning for one clause alone may differ from the next clause's."""

_BUSINESS = re.compile(r"(?:an?\s+)?(?:business|working)|工作日", re.IGNORECASE)
_DIFFERENT = 0.45
"""Sameness under which two meanings of one term are two different things."""

_STRENGTH = 0.8
_BEFORE = 90


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means. ``fact`` is set where the meaning is one quantity; ``key`` is the term
    without case and plural. ``statement`` is the sentence, ``start`` where the meaning begins in it
    (in the document)."""

    term: str
    key: str
    statement: Statement
    start: int
    fact: Fact | None = None
    whole: bool = True

    @property
    def meaning(self) -> str:
        """The words of the meaning."""
        return self.statement.text[self.start - self.statement.start :]


class Definitions:
    """The defined terms of one contract."""

    def __init__(self, meanings: Sequence[Statement], statements: Sequence[Statement]) -> None:
        found = [d for one in meanings if (d := _defined(one)) is not None]
        found += [d for one in statements for d in _named(one)]
        self._by_key: dict[str, list[Definition]] = defaultdict(list)
        for definition in found:
            self._by_key[definition.key].append(definition)
        self._first = {key: listed[0] for key, listed in self._by_key.items()}
        self._pattern = _any_of([d.term for d in self._first.values()])
        self.days_are_business = self._business_days()
        """Whether a plain day is a business day by definition."""
        self._read_out: dict[int, Statement | None] = {}

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def used_in(self, statement: Statement) -> list[Definition]:
        """The terms that stand in ``statement``, each once, in order."""
        return list({d.key: d for _, _, d in self._uses(statement)}.values())

    def clashes(self, weights: Weights) -> Iterator[Settled]:
        """Two meanings of one term that are not one."""
        for listed in self._by_key.values():
            whole = [d for d in listed if d.whole and not d.statement.part]
            for one, two in combinations(whole, 2):
                clash = _meanings_clash(one, two, weights)
                if clash is not None:
                    conflict = Conflict((clash,), _STRENGTH)
                    yield Settled(one.statement, two.statement, conflict)

    def misused(self, statements: Iterable[Statement]) -> Iterator[Settled]:
        """Statements that say of a term that it is something else than what it means."""
        for statement in statements:
            for start, end, definition in self._uses(statement):
                fact = definition.fact
                if fact is None or statement.start == definition.statement.start:
                    continue
                said = _said_of(statement, start, end, fact.kind)
                if said is None or said.fact is None or equal_facts(said.fact, fact):
                    continue
                meant = Token(fact.start, fact.end, fact.text, Role.FACT, fact.kind, fact)
                clash = Clash(ReasonKind.DEFINITION, meant, said)
                yield Settled(definition.statement, statement, Conflict((clash,), _STRENGTH))

    def read_out(self, statement: Statement) -> Statement | None:
        """``statement`` with its terms for quantities replaced by what they mean (the token keeps the
        place of the term and the words of the meaning's fact); ``None`` where nothing changes. Each
        statement is read once."""
        if statement.start not in self._read_out:
            self._read_out[statement.start] = self._as_meant(statement)
        return self._read_out[statement.start]

    def _as_meant(self, statement: Statement) -> Statement | None:
        uses = [(s, e, d.fact) for s, e, d in self._uses(statement) if d.fact is not None]
        days = self.days_are_business and any(_in_days(t) for t in statement.tokens)
        if not uses and not days:
            return None
        tokens = [_as_business_days(t) if days else t for t in statement.tokens]
        for start, end, fact in uses:
            inside = [t for t in tokens if start <= t.start and t.end <= end]
            if not inside:
                continue
            at = tokens.index(inside[0])
            words = statement.text[start - statement.start : end - statement.start]
            tokens = [t for t in tokens if t not in inside]
            tokens.insert(at, Token(start, end, words, Role.FACT, fact.kind, fact))
        return replace(
            statement, tokens=tuple(tokens), content=content_of(tokens, statement.language)
        )

    def _uses(self, statement: Statement) -> Iterator[tuple[int, int, Definition]]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(statement.text):
            definition = self._first.get(_key(match.group(), statement.language))
            if definition is not None and definition.statement.start != statement.start:
                yield statement.start + match.start(), statement.start + match.end(), definition

    def _business_days(self) -> bool:
        for key in ("day", "日", "天"):
            definition = self._first.get(key)
            if definition is not None and _BUSINESS.match(definition.meaning):
                return True
        return False


def _any_of(terms: Sequence[str]) -> re.Pattern[str] | None:
    if not terms:
        return None
    longest = sorted({re.escape(term) for term in terms}, key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(longest)})(?:e?s)?(?![A-Za-z])")


def _key(term: str, language: str) -> str:
    lowered = " ".join(term.lower().split())
    return lowered.removesuffix("s") if language == "en" and len(lowered) > 3 else lowered


def _defined(statement: Statement) -> Definition | None:
    """The definition that a sentence gives as a whole."""
    english = statement.language == "en"
    match = (_MEANS_EN if english else _MEANS_ZH).search(statement.text)
    if match is None or match.start() > 60 or _LOCAL.search(statement.text[: match.end()]):
        return None
    term = (match["quoted"] or match["bare"] or "").strip()
    meaning = statement.text[match.end() :]
    if not term or len(meaning) < 3 or _ELSEWHERE.search(meaning[:120]):
        return None
    start = statement.start + match.end()
    facts = [t.fact for t in statement.having(Role.FACT) if t.start >= start and t.fact]
    # One quantity at the head of the meaning is the meaning; further on it is a detail.
    leads = len(facts) == 1 and facts[0].start - start <= 40 and facts[0].value is not None
    fact = facts[0] if leads and _QUANTITY.search(term) else None
    return Definition(term, _key(term, statement.language), statement, start, fact)


def _named(statement: Statement) -> Iterator[Definition]:
    """Quantities that a sentence names in passing: thirty (30) days (the "Cure Period")."""
    for match in _NAMED_EN.finditer(statement.text):
        term = match["term"]
        if not _QUANTITY.search(term):
            continue
        place = statement.start + match.start()
        before = [
            t.fact
            for t in statement.having(Role.FACT)
            if t.fact and t.fact.value and 0 <= place - t.end <= _BEFORE
        ]
        if len(before) == 1:
            key = _key(term, "en")
            yield Definition(term, key, statement, before[0].start, before[0], whole=False)


def _meanings_clash(one: Definition, two: Definition, weights: Weights) -> Clash | None:
    left, right = _meant(one), _meant(two)
    if left.language != right.language or "".join(left.text.split()) == "".join(right.text.split()):
        return None
    facts = fact_clashes(left, right)
    if facts:
        return replace(facts[0], kind=ReasonKind.DEFINITION)
    same = sameness(left, right, weights)
    if same.containment >= _DIFFERENT or not left.content or not right.content:
        return None
    return Clash(ReasonKind.DEFINITION, _words(left), _words(right))


def _meant(definition: Definition) -> Statement:
    """The meaning alone, as a statement."""
    whole = definition.statement
    tokens = tuple(t for t in whole.tokens if t.start >= definition.start)
    content = content_of(tokens, whole.language)
    return replace(
        whole, start=definition.start, text=definition.meaning, tokens=tokens, content=content
    )


def _words(meaning: Statement) -> Token:
    return Token(meaning.start, meaning.end, meaning.text, Role.CONTENT, "meaning")


def _said_of(statement: Statement, start: int, end: int, kind: FactKind) -> Token | None:
    """The fact that the statement gives as the term's value: The Cure Period shall be 10 days."""
    if _QUALIFIED.search(statement.text, 0, start - statement.start):
        return None
    for token in statement.having(Role.FACT):
        if token.start < end or token.key != kind or token.fact is None or not token.fact.value:
            continue
        between = statement.text[end - statement.start : token.start - statement.start]
        return token if _COPULA[statement.language].fullmatch(between) else None
    return None


def _in_days(token: Token) -> bool:
    return token.fact is not None and token.fact.unit == "day"


def _as_business_days(token: Token) -> Token:
    if token.fact is None or not _in_days(token):
        return token
    return replace(token, fact=replace(token.fact, unit="business_day"))
