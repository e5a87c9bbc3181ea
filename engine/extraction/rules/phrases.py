"""Set phrases that give one thing away: the law that governs, the court, the title, the post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from engine.extraction.rules.reading import Found, Hit, Reading
from engine.extraction.rules.times import TIME_FINDERS
from engine.extraction.rules.values import trim
from engine.extraction.synonyms import concept_of
from engine.facts import FactKind
from engine.types import Field

_PLACE = (
    r"(?P<v>(?:(?i:the)\s+)?(?i:State|Commonwealth|Province|Republic|Kingdom|District|People[’']s\s+Republic|Grand\s+Duchy|"
    r"Special\s+Administrative\s+Region)\s+(?i:of)\s+(?:(?i:the)\s+)?[A-Z][a-zA-Z]+(?:\s+(?:of\s+)?[A-Z][a-zA-Z]+){0,3}|"
    r"(?i:England\s+(?:and|&)\s+Wales)|(?!(?i:the|this|such|any)\b)[A-Z][a-zA-Z]+(?:\s+[A-Z][a-zA-Z]+){0,2})"
)
_LAW_EN = (
    (re.compile(rf"(?i:govern|constru|interpret|enforce)[^.;]{{0,160}}?(?i:laws?\s+(?:\([^)]{{0,60}}\)\s*)?(?:of|in\s+effect\s+in|in\s+force\s+in|applicable\s+in))\s+{_PLACE}"), 0.9),
    (re.compile(rf"(?i:govern|constru|interpret)[^.;]{{0,120}}?(?i:by|under|with)\s+{_PLACE}(?:\s+(?:state\s+)?(?i:law))"), 0.85),
    (re.compile(rf"(?i:laws?\s+of)\s+{_PLACE}[^.;]{{0,60}}?(?i:\bgovern|\bappl(?:y|ies)|\bcontrol)"), 0.85),
    (re.compile(rf"(?i:under\s+the\s+(?:internal\s+)?laws?\s+of)\s+{_PLACE}"), 0.35),
)  # fmt: skip
_LAW_ZH = re.compile(
    r"(?:适用|受|依据|依照|按照|遵守|服从)(?P<v>中华人民共和国(?:香港特别行政区|澳门特别行政区|台湾地区)?|中国(?:香港|澳门|大陆)?|香港|"
    r"[\u4e00-\u9fff]{2,6}?[国邦州])(?:的)?(?:现行|有关|相关)?(?:有效)?(?:的)?法律(?P<g>[^。\n]{0,12})"
)
_COURT_ZH = re.compile(
    r"(?:向|由|提交|提请|交)(?P<v>[^,，。;；\n向由]{0,25}?(?:人民法院|法院|仲裁委员会|仲裁院|仲裁机构))"
)
_COURT_EN = re.compile(
    r"(?:courts?\s+(?:of|in|located\s+in|sitting\s+in)|jurisdiction\s+(?:of|in)|venue\s+(?:shall\s+be|in))\s+(?:the\s+)?"
    r"(?P<v>(?:State\s+of\s+|City\s+of\s+|County\s+of\s+)?[A-Z][a-zA-Z]+(?:[\s,]+(?:County|and|of|[A-Z][a-zA-Z]+)){0,5})"
)
_SERVES = re.compile(
    r"(?:serve|employed|employment)\s+as\s+(?:the\s+|an?\s+)?(?:Company[’']s\s+)?(?P<v>[A-Z][\w&]*(?:,?\s+(?:of|and|[A-Z][\w&]*)){0,8})"
)
_TITLE_EN = re.compile(
    r"\b(?:AGREEMENT|CONTRACT|LEASE|NOTE|AMENDMENT|ADDENDUM|PLAN|COVENANT|LETTER|GUARANTY|DEED)\b",
    re.IGNORECASE,
)
_TITLE_ZH = re.compile(
    r"(?P<v>[\u4e00-\u9fffA-Za-z0-9()《》·\-]{2,40}(?:合同|协议|协议书|合同书|意向书|备忘录|契约|订单))(?:书)?\Z"
)
_SPACED = re.compile(r"(?:[一-鿿]\s+){1,20}(?:合\s*同|协\s*议)(?:\s*书)?")
_CAPITALISED = re.compile(
    r"(?:(?:[A-Z][\w’'./&-]*+|and|of|for|the|to|in|on|with|by|&|[-–—])(?:\s++|\Z)){2,14}"
)
_QUOTED_ZH = re.compile(
    r"《(?P<v>[^《》\n]{2,70}(?:合同|协议|协议书|合同书|订单|意向书|备忘录|契约)(?:书)?)》"
)
_SIGNED_ZH = re.compile(
    r"(?:签[订署定属])(?:了|的)?(?P<v>(?!的)[^,，。;:《》\"“”\n]{4,60}?(?:合同|协议)(?:书)?)(?=[,，。;(\n])"
)
_PROJECT_ZH = (
    (re.compile(r"[\"“「](?P<v>[^\"”“」\n]{4,80}(?:项目|工程|标段?|采购|施工|服务))[\"”」]"), 0.55),
    (re.compile(r"(?:被?确定|确认|通知|公司)(?:我?公司|本公司)?(?:为|成为)(?P<v>[^,，。;\n]{4,70}?(?:项目|工程|采购|标段?|施工))的?(?:第一)?(?:中标|预中标|候选)"), 0.6),
    (re.compile(r"(?:中标|承建|承接|参与|关于)(?:了)?(?P<v>[^,，。;:\n\"“《]{4,60}?(?:项目|工程|采购|标段))(?:的|投标|中标|合同|施工|EPC)"), 0.4),
)  # fmt: skip


def phrase_hits(reading: Reading, fields: Sequence[Field]) -> Iterator[Hit]:
    """The hits of the set phrases that belong to each field's concept."""
    for number, field in enumerate(fields):
        concept = concept_of(field.name)
        finder = _FINDERS.get(concept.key) if concept else None
        if finder:
            yield from (Hit(number, start, end, score) for start, end, score in finder(reading))


def _groups(reading: Reading, pattern: re.Pattern[str], score: float, most: int = 5) -> Found:
    for match, _ in zip(pattern.finditer(reading.folded), range(most), strict=False):
        start, end = trim(reading.text, *match.span("v"))
        if end > start:
            yield start, end, score


def _governing_law(reading: Reading) -> Found:
    for pattern, score in _LAW_EN:
        for start, end, found in _groups(reading, pattern, score):
            lead = re.match(r"the\s+", reading.text[start:end], re.IGNORECASE)
            yield start + (lead.end() if lead else 0), end, found
    for match in _LAW_ZH.finditer(reading.folded):
        named = "管辖" in match["g"] or "解释" in match["g"] or match[0][:2] == "适用"
        yield *match.span("v"), 0.85 if named else 0.6


def _jurisdiction(reading: Reading) -> Found:
    yield from _groups(reading, _COURT_ZH, 0.75)
    yield from _groups(reading, _COURT_EN, 0.6)


def _copies(reading: Reading) -> Found:
    for match in re.finditer(r"一式", reading.folded):
        for fact in reading.facts_in(match.end(), match.end() + 8, FactKind.NUMBER)[:1]:
            yield fact.start, fact.end, 0.8


def _position(reading: Reading) -> Found:
    yield from _groups(reading, _SERVES, 0.65, 2)


def _title(reading: Reading) -> Found:
    yield from _title_line(reading)
    for match, _ in zip(_QUOTED_ZH.finditer(reading.folded), range(6), strict=False):
        before = reading.folded[max(0, match.start() - 24) : match.start()]
        signed = re.search(r"签订|签署|签定|订立", before)
        yield *match.span("v"), 0.75 if signed else 0.4
    yield from _groups(reading, _SIGNED_ZH, 0.35, 3)


def _title_line(reading: Reading) -> Found:
    """The first line near the beginning that looks like a title."""
    seen = 0
    for line in re.finditer(r"[^\n]+", reading.folded[:3000]):
        written = line[0].strip()
        if not written:
            continue
        seen += 1
        span = trim(reading.text, line.start(), line.end())
        found = _TITLE_ZH.match(written)
        if seen <= 6 and (found or _SPACED.fullmatch(written)):
            start = line.start() + line[0].index(written)
            yield *((start, start + found.end()) if found else span), 0.9 if seen < 3 else 0.75
            return
        if len(written) <= 110 and seen <= 25 and _TITLE_EN.search(written):
            if written.upper() == written:
                yield *span, 0.85
                return
            if written[-1] not in ".,;:" and _CAPITALISED.fullmatch(written):
                yield *span, 0.75
                return


def _project(reading: Reading) -> Found:
    for pattern, score in _PROJECT_ZH:
        yield from _groups(reading, pattern, score, 3)


_FINDERS: dict[str, Callable[[Reading], Found]] = {
    **TIME_FINDERS,
    "governing_law": _governing_law,
    "jurisdiction": _jurisdiction,
    "copies": _copies,
    "position": _position,
    "contract_name": _title,
    "project_name": _project,
}
