"""Clauses that say which document has the last word, and what that does to a contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from engine.consistency.matters import Settled
from engine.consistency.types import Clash, Conflict, Role, Statement, Token
from engine.types import Document, ReasonKind, Side

_NAMES = {
    "amendment": r"\bamendments?\b|\baddend(?:um|a)\b|\bsupplement(?:al|ary)?\s+agreement\b|补充(?:协议|合同)|变更协议",
    "annex": r"\b(?:annex(?:es|ure)?|appendi(?:x|ces)|schedules?|exhibits?|attachments?)\b|附[件录表]",
    "order": r"\b(?:purchase\s+orders?|order\s+forms?|statements?\s+of\s+work|SOWs?|work\s+orders?|task\s+orders?)\b|订单|工作说明书",
    "special": r"\bspecial\s+(?:terms|conditions|provisions)\b|专用(?:合同)?条款|特别约定",
    "general": r"\b(?:general|standard)\s+(?:terms(?:\s+and\s+conditions)?|conditions)\b|通用(?:合同)?条款|格式条款",
    "english": r"\benglish\b|英文",
    "chinese": r"\bchinese\b|中文",
    "agreement": r"\b(?:this|the|master|main|such)\s+(?:\w+\s+){0,2}(?:agreement|contract)\b|\bbody\s+of\b|本(?:合同|协议)(?!附)|主合同|合同正文|正文",
}  # fmt: skip
_NAME = re.compile("|".join(f"(?P<{key}>{one})" for key, one in _NAMES.items()), re.IGNORECASE)
_CONFLICT_EN = re.compile(
    r"\b(?:conflict|inconsisten\w+|discrepanc\w+|ambiguit\w+|differ\w*|contradict\w*)\b",
    re.IGNORECASE,
)
_PREVAILS_EN = re.compile(
    r"(?P<first>[^,;:.]{2,140}?)\s+(?:shall|will|must|do|does)?\s*(?:prevails?|controls?|governs?|takes?\s+precedence|supersedes?)\b"
    r"(?:\s+over\s+(?P<over>[^,;.]{2,120}))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|among)\b(?P<names>[^;.]{2,200})", re.IGNORECASE)
_WITH = re.compile(
    r"\b(?:conflicts?|inconsistent|inconsistency)\s+with\b(?P<names>[^,;.]{2,120})", re.IGNORECASE
)
_ORDER = re.compile(
    r"(?:order\s+of\s+(?:precedence|priority)|(?:in\s+)?descending\s+order|优先(?:解释)?(?:的)?顺序|解释(?:的)?(?:优先)?顺序)",
    re.IGNORECASE,
)
_CONFLICT_ZH = re.compile("不一致|冲突|歧义|矛盾|抵触|不符|差异")
_PREVAILS_ZH = re.compile("以(?P<first>[^，。；]{1,24}?)(?:的约定|的规定|规定|约定|内容)?为准")
_OVER_ZH = re.compile("(?P<first>[^，。；]{1,20}?)(?:的效力)?优先于(?P<over>[^，。；]{1,20})")
_BEFORE_ZH = re.compile("(?P<names>[^。；]{2,60})$")
_STRENGTH = 0.85
_PARTS = 8


@dataclass(frozen=True, slots=True)
class Precedence:
    """What a statement says of rank: the first of ``ranking`` has the last word; ``token`` is where it
    says so."""

    statement: Statement
    ranking: tuple[str, ...]
    token: Token

    def over(self, one: str, two: str) -> bool:
        """Whether ``one`` prevails over ``two``."""
        ranks = self.ranking
        return one in ranks and two in ranks and ranks.index(one) < ranks.index(two)


def precedences(statements: Iterable[Statement]) -> list[Precedence]:
    """The order-of-precedence clauses, in order."""
    return [found for one in statements if (found := _read(one)) is not None]


def contradictory(listed: Sequence[Precedence]) -> Iterator[Settled]:
    """Clauses that give different documents the last word."""
    for one, two in combinations(listed, 2):
        if one.statement.start == two.statement.start:
            continue
        names = set(one.ranking) & set(two.ranking)
        if any(one.over(a, b) and two.over(b, a) for a, b in _ordered_pairs(names)):
            clash = Clash(ReasonKind.PRECEDENCE, one.token, two.token)
            yield Settled(one.statement, two.statement, Conflict((clash,), _STRENGTH))


def which_prevails(
    listed: Iterable[Precedence], left: str, right: str
) -> tuple[Side, Precedence] | None:
    """The side that has the last word by the first clause that ranks both kinds of document."""
    for one in listed:
        if one.over(left, right):
            return Side.PREMISE, one
        if one.over(right, left):
            return Side.HYPOTHESIS, one
    return None


def kind_of_part(part: str) -> str:
    """What kind of document an annex is by its number: ``annex``, ``order``, ``amendment`` …"""
    return _first_name(part) or "annex"


def kind_of_document(document: Document) -> str:
    """What kind of document a file is, by its name and its first words; else ``agreement``."""
    stem = document.name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    title = next((line for line in document.text.splitlines() if line.strip()), "")[:80]
    for said in (stem, title):
        name = _first_name(said)
        if name not in ("", "agreement", "english", "chinese"):
            return name
    return "agreement"


def _first_name(text: str) -> str:
    match = _NAME.search(text)
    return match.lastgroup or "" if match else ""


def _ordered_pairs(names: set[str]) -> Iterator[tuple[str, str]]:
    for one in sorted(names):
        for two in sorted(names):
            if one != two:
                yield one, two


def _read(statement: Statement) -> Precedence | None:
    text = statement.text
    order = _ORDER.search(text)
    if order is not None:
        listed = _names(text[order.end() :])[:_PARTS]
        if len(listed) > 1:
            return _precedence(statement, listed, order.start(), len(text))
    return _read_en(statement) if statement.language == "en" else _read_zh(statement)


def _read_en(statement: Statement) -> Precedence | None:
    text = statement.text
    if _CONFLICT_EN.search(text) is None and " over " not in text:
        return None
    for match in _PREVAILS_EN.finditer(text):
        first = _names(match["first"])
        if not first:
            continue
        rest = match["over"] or ""
        if not rest:
            against = _BETWEEN.search(text) or _WITH.search(text)
            rest = against["names"] if against else text[: match.start()]
        second = [name for name in _names(rest) if name != first[-1]]
        if second:
            start = match.end("first") - len(match["first"].lstrip())
            return _precedence(statement, [first[-1], *second], start, match.end())
    return None


def _read_zh(statement: Statement) -> Precedence | None:
    text = statement.text
    over = _OVER_ZH.search(text)
    if over is not None:
        first, second = _names(over["first"]), _names(over["over"])
        if first and second and first[-1] != second[0]:
            return _precedence(statement, [first[-1], second[0]], *over.span())
    match = _PREVAILS_ZH.search(text)
    if match is None or _CONFLICT_ZH.search(text) is None:
        return None
    first = _names(match["first"])
    others = [n for n in _names(text[: match.start()]) if first and n != first[-1]]
    if first and others:
        return _precedence(statement, [first[-1], *others], *match.span())
    return None


def _names(text: str) -> list[str]:
    """The kinds of document that are named, each once, in order."""
    return list(dict.fromkeys(m.lastgroup or "" for m in _NAME.finditer(text)))


def _precedence(statement: Statement, ranking: Sequence[str], start: int, end: int) -> Precedence:
    first = statement.start + start
    words = statement.text[start:end]
    token = Token(first, first + len(words), words, Role.CONTENT, ranking[0])
    return Precedence(statement, tuple(ranking), token)
