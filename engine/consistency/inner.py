"""What is wrong within one statement: words and figures that differ, clauses cited that do not exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.consistency.types import Clash, Conflict, Role, Statement, Token
from engine.documents.numerals import from_chinese
from engine.types import Clause, ReasonKind

_DIFFER = "words_and_figures_differ"
_FIGURES_STRENGTH = 0.95
_MISSING_STRENGTH = 0.7
_SECOND = re.compile(r"[（(][^（()）]*[)）]?")
_CITES_EN = re.compile(
    r"\b(?:Section|Clause|Article|Paragraph)s?\s+(?P<number>\d{1,2}(?:\.\d{1,3}){0,3})(?![\d%A-Za-z]|\.\d)(?=(?P<after>[^.;]{0,60}))"
)
_CITES_ZH = re.compile(
    "(?P<before>[^，。；]{0,10})第(?P<number>[〇零一二三四五六七八九十百\\d]{1,5})条(?=(?P<after>[^，。；]{0,8}))"
)
_ELSEWHERE_EN = re.compile(
    r"^\(?(?:\w\)?,?\s*)*\s*(?:of|under|in|to)\s+(?!this\b|the\s+Agreement\b|hereof)(?:the\s+|such\s+|its\s+|any\s+|that\s+|[A-Z\"“])|\b(?:Act|Code|Rules?|Regulations?|Law|Statute|"
    r"Treas|U\.S\.C|Plan|Attached|Terms\s+and\s+Conditions|Indenture|Bylaws|Lease|Exhibit|Schedule|Amendment|Annex|Credit|Purchase|Master)\b"
)
_CODE_EN = re.compile(
    r"\b(?:Code|Act|Rules?|Regulations?|Law|Statute|Exchange|Securities|Bankruptcy|Internal\s+Revenue|Plan|Indenture|Treasury|C\.?F\.?R|U\.?S\.?C|§|"
    r"[Aa]mended|[Aa]ttached|[Aa]mendment|[Dd]elet\w+|[Rr]eplac\w+)\b"
)
# An amendment cites the clauses of what it amends.
_AMENDS_EN = re.compile(r"\bamend(?:ment|s|ing)?\b", re.IGNORECASE)
OPENING = 600
"""Characters in which a contract says what it is."""
_LAW_ZH = re.compile("法|条例|规定|办法|》|细则|规则|章程|附件|协议|解释")
_OWN_ZH = re.compile("本(?:合同|协议)?$|按照?$|依据?$|根据$|违反$|上述$|前述$|^$|[的与和及、]$")
_JOINED_ZH = re.compile("[、和及与或至到]")
_LEAST_CLAUSES = 8
_FAR, _MOST_CLAUSES = 40, 400
_LEADING = re.compile(
    r"\W{0,4}(?:第|Section|Clause|Article|Paragraph|No\.)?\s{0,2}(\d{1,3}|[〇零一二三四五六七八九十百]{1,5})(?![\d年月日%])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong within one statement; both tokens of the clash stand in it."""

    statement: Statement
    conflict: Conflict


def flaws(
    statements: Sequence[Statement], clauses: Sequence[Clause], opening: str = ""
) -> Iterator[Flaw]:
    """Every flaw, in order. ``opening`` are the first :data:`OPENING` characters of the contract: an
    amendment says there what it is."""
    known = _Numbers(clauses, statements, opening)
    for statement in statements:
        yield from _figures(statement)
        if not statement.part:
            yield from known.missing(statement)


def _figures(statement: Statement) -> Iterator[Flaw]:
    for token in statement.having(Role.FACT):
        if token.fact is None or token.fact.doubt != _DIFFER:
            continue
        second = _SECOND.search(token.text)
        before = statement.text[: token.start - statement.start].rstrip()
        if second is None or before.endswith(("-", "‑", "–")):
            # "twenty- four (24)" was broken at the end of a line.
            continue
        words = Token(
            token.start,
            token.start + len(token.text[: second.start()].rstrip()),
            token.text[: second.start()].rstrip(),
            Role.FACT,
            token.key,
        )
        figures = Token(
            token.start + second.start(),
            token.start + second.end(),
            second.group(),
            Role.FACT,
            token.key,
        )
        clash = Clash(ReasonKind.FIGURES, words, figures)
        yield Flaw(statement, Conflict((clash,), _FIGURES_STRENGTH))


class _Numbers:
    """The clause numbers of a contract, for telling which citations lead nowhere.

    Where the numbering is not plain (consecutive from 1, each once), only what is far beyond it: else a
    number that was not read as a clause would look like one that is missing.
    """

    def __init__(
        self, clauses: Sequence[Clause], statements: Sequence[Statement], opening: str
    ) -> None:
        own = [clause.number for clause in clauses if clause.number]
        self._amends = _AMENDS_EN.search(opening) is not None
        far = _far([*own, *(statement.text for statement in statements)])
        self._english = _last_top([_decimal(number) for number in own]) or far
        self._chinese = _last_top([_article(number) for number in own]) or far
        self._known = {".".join(map(str, parts)) for n in own if (parts := _decimal(n))}
        self._children = Counter(number.rpartition(".")[0] for number in self._known)

    def missing(self, statement: Statement) -> Iterator[Flaw]:
        """The citations of ``statement`` that lead nowhere."""
        if statement.language == "zh":
            yield from self._missing_zh(statement)
            return
        if self._amends or _CODE_EN.search(statement.text):
            return
        for match in _CITES_EN.finditer(statement.text):
            number, after = match["number"], match["after"]
            if (
                number in self._known
                or after.lstrip().startswith("(")
                or _ELSEWHERE_EN.search(after)
            ):
                continue
            top, _, rest = number.partition(".")
            parent = number.rpartition(".")[0]
            gone = int(top) > self._english if not rest else self._lacks(parent, number)
            if gone:
                yield _cited(statement, match.start(), match.end("number"))

    def _lacks(self, parent: str, number: str) -> bool:
        """Whether the parent's children are numbered, and this one is beyond them."""
        if int(number.split(".")[0]) > self._english:
            return True
        count = self._children[parent]
        return count >= 2 and int(number.rpartition(".")[2]) > count + 1

    def _missing_zh(self, statement: Statement) -> Iterator[Flaw]:
        law_until = -1
        for match in _CITES_ZH.finditer(statement.text):
            number = (
                from_chinese(match["number"])
                if not match["number"].isdigit()
                else int(match["number"])
            )
            joined = match.start() == law_until and _JOINED_ZH.fullmatch(match["before"])
            if joined or _LAW_ZH.search(match["before"]):
                law_until = match.end()
            elif number and number > self._chinese and _OWN_ZH.search(match["before"]):
                yield _cited(statement, match.start("number") - 1, match.end("number") + 1)


def _cited(statement: Statement, start: int, end: int) -> Flaw:
    first = statement.start + start
    words = statement.text[start:end]
    cited = Token(first, statement.start + end, words, Role.CONTENT, "reference")
    nowhere = Token(-1, -1, "", Role.CONTENT, "reference")
    return Flaw(
        statement, Conflict((Clash(ReasonKind.REFERENCE, cited, nowhere),), _MISSING_STRENGTH)
    )


def _decimal(number: str) -> tuple[int, ...]:
    match = (
        re.search(r"\d{1,3}(?:\.\d{1,3})*", number)
        if "(" not in number and "第" not in number
        else None
    )
    return tuple(int(part) for part in match.group().split(".")) if match else ()


def _article(number: str) -> tuple[int, ...]:
    match = re.fullmatch("第\\s*([〇零一二三四五六七八九十百\\d]{1,5})\\s*条", number)
    if match is None:
        return ()
    value = int(match[1]) if match[1].isdigit() else from_chinese(match[1])
    return (value,) if value else ()


def _far(beginnings: Iterable[str]) -> int:
    """The number beyond which no clause can be expected where the numbering tells too little: far
    beyond every number that stands where a clause, a line or a sentence begins, in any form."""
    highest = 0
    for text in beginnings:
        match = _LEADING.match(text)
        if match:
            number = int(match[1]) if match[1].isdigit() else from_chinese(match[1]) or 0
            highest = max(highest, number if number < _MOST_CLAUSES else 0)
    return max(_FAR, 2 * highest + _LEAST_CLAUSES)


def _last_top(numbers: Sequence[tuple[int, ...]]) -> int:
    """The number beyond which a top clause does not exist: the last one where they run from 1 without
    a gap or a second start, far beyond the highest where they do not; 0 where there are too few."""
    tops: list[int] = []
    for parts in numbers:
        if parts and (not tops or parts[0] != tops[-1]):
            tops.append(parts[0])
    if len(set(tops)) < _LEAST_CLAUSES:
        return 0
    plain = tops == list(range(1, len(tops) + 1))
    return tops[-1] if plain else 2 * max(tops) + _LEAST_CLAUSES
