"""Set phrases that give one thing away: the law that governs, the date of signing, the title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from engine.extraction.rules.labels import date_span, trim
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.synonyms import concept_of
from engine.facts import FactKind
from engine.types import Field

_Found = Iterator[tuple[int, int, float]]
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
    r"(?:向|由|提交|提请|交)(?:[甲乙]方)?(?P<v>[^,，。;；\n向由]{0,25}?(?:人民法院|法院|仲裁委员会|仲裁院|仲裁机构))"
)
_COURT_EN = re.compile(
    r"(?:courts?\s+(?:of|in|located\s+in|sitting\s+in)|jurisdiction\s+(?:of|in)|venue\s+(?:shall\s+be|in))\s+(?:the\s+)?"
    r"(?P<v>(?:State\s+of\s+|City\s+of\s+|County\s+of\s+)?[A-Z][a-zA-Z]+(?:[\s,]+(?:County|and|of|[A-Z][a-zA-Z]+)){0,5})"
)
_EFFECTIVE_EN = re.compile(
    r"(?:effective\s+(?:as\s+of|date|on|from)|(?:made|entered)[^.]{0,40}(?:as\s+of|on|this|effective)|dated(?:\s+as\s+of)?|as\s+of|is\s+made)"
    r"[\s:,]{0,3}(?:(?:the|this|is)\s+)?(?:[\"“(][^)\n]{0,40}\)\s*)?\Z",
    re.IGNORECASE,
)
_DEFINED_EFFECTIVE = re.compile(
    r"[\s,]{0,3}\(?[^.()]{0,25}[\"“](?:the )?effective date", re.IGNORECASE
)
_ON_DATE_ZH = re.compile(r"[^,，。;\n]{0,16}(?:签订|签署|订立|签定|共同签)|起生效|生效")
_SENTENCES = re.compile(r"[.;](?:\s|$)|[。；]")
_NOTICE = re.compile(r"notice|within\b|prior to|at least|no(?:t)? less than|thirty days|cure|逾期")
_TERM_STRONG = re.compile(
    r"(?:term|duration) of (?:this|the) (?:agreement|contract|lease|license|letter)|(?:initial|lease|loan) term|"
    r"this (?:letter |lease |nda |confidentiality |non-disclosure )?(?:agreement|contract|lease|letter|nda)\b[^.;]{0,120}"
    r"(?:terminat|expir|remain|continue|in (?:full )?(?:force|effect)|effective|cease|valid|term)|"
    r"(?:obligations?|restrictions)\b[^.;]{0,100}(?:expire|terminate|cease|continue|survive|remain|last)"
)
_TERM_WEAK = re.compile(
    r"for a (?:term|period) of|period of|in (?:full )?(?:force|effect)|expire|terminat|surviv|continue"
)
_TITLE_EN = re.compile(
    r"\b(?:AGREEMENT|CONTRACT|LEASE|NOTE|AMENDMENT|ADDENDUM|PLAN|COVENANT|LETTER|GUARANTY|DEED)\b",
    re.IGNORECASE,
)
_TITLE_ZH = re.compile(
    r"(?P<v>[\u4e00-\u9fffA-Za-z0-9()《》·\-]{2,40}(?:合同|协议|协议书|合同书|意向书|备忘录|契约|订单))(?:书)?\Z"
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


def _groups(reading: Reading, pattern: re.Pattern[str], score: float, most: int = 5) -> _Found:
    for match, _ in zip(pattern.finditer(reading.folded), range(most), strict=False):
        start, end = trim(reading.text, *match.span("v"))
        if end > start:
            yield start, end, score


def _governing_law(reading: Reading) -> _Found:
    for pattern, score in _LAW_EN:
        for start, end, found in _groups(reading, pattern, score):
            lead = re.match(r"the\s+", reading.text[start:end], re.IGNORECASE)
            yield start + (lead.end() if lead else 0), end, found
    for match in _LAW_ZH.finditer(reading.folded):
        named = "管辖" in match["g"] or "解释" in match["g"] or match[0][:2] == "适用"
        yield *match.span("v"), 0.85 if named else 0.6


def _jurisdiction(reading: Reading) -> _Found:
    yield from _groups(reading, _COURT_ZH, 0.75)
    yield from _groups(reading, _COURT_EN, 0.6)


def _effective_date(reading: Reading) -> _Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:200]:
        before = reading.folded[max(0, fact.start - 90) : fact.start]
        cue = _EFFECTIVE_EN.search(before)
        after = reading.folded[fact.end : fact.end + 60]
        if _DEFINED_EFFECTIVE.match(after):
            yield fact.start, fact.end, 0.92
        elif cue:
            yield fact.start, fact.end, _cue_score(cue[0].lower(), fact.start)
        elif re.match(r"起?生效", after):
            yield fact.start, fact.end, 0.8
        elif _signature(reading, fact.start) or _letterhead(reading, fact.start, fact.end):
            yield fact.start, fact.end, 0.55


def _cue_score(cue: str, start: int) -> float:
    """How sure ``as of``, ``dated`` and the like make a date; later in the text they tell of others."""
    if start >= 3000:
        return 0.45
    if "effective" in cue:
        return 0.85
    return 0.77 if "as of" in cue or "this" in cue or "made" in cue or "entered" in cue else 0.6


def _letterhead(reading: Reading, start: int, end: int) -> bool:
    """Whether a date stands alone on a line near the beginning, as in a letter."""
    if start > 1500:
        return False
    line_start = reading.folded.rfind("\n", 0, start) + 1
    line_end = reading.folded.find("\n", end)
    rest = (
        reading.folded[line_start:start] + reading.folded[end : line_end if line_end >= 0 else None]
    )
    return not rest.strip(" .,:")


def _sign_date(reading: Reading) -> _Found:
    dates = reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]
    for fact in dates:
        before = reading.folded[max(0, fact.start - 90) : fact.start]
        cue = _EFFECTIVE_EN.search(before)
        after = _ON_DATE_ZH.match(reading.folded, fact.end)
        if cue:
            yield fact.start, fact.end, (0.8 if fact.start < 3000 else 0.45)
        elif after and "生效" not in after[0]:
            yield fact.start, fact.end, 0.68
        elif _signature(reading, fact.start):
            yield fact.start, fact.end, 0.6


def _signature(reading: Reading, start: int) -> bool:
    """Whether a date stands at the end, after ``日期`` or ``Date``, or alone on its line."""
    if start < len(reading.text) - 500:
        return False
    line = reading.folded[reading.folded.rfind("\n", 0, start) + 1 : start].strip().lower()
    return not line or line.rstrip(" :").endswith(("日期", "date", "dated"))


def _expiry(reading: Reading) -> _Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]:
        before = reading.folded[max(0, fact.start - 40) : fact.start].lower()
        after = reading.folded[fact.end : fact.end + 6]
        if re.match(r"(?:止|到期|届满|终止)", after) or re.search(
            r"(?:expir|terminat|through|until|ending)[a-z]*\s[^.]{0,20}$", before
        ):
            yield fact.start, fact.end, 0.7


def _delivery(reading: Reading) -> _Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]:
        if re.match(
            r"(?:之?前|以前)?(?:向[^,，。;]{1,12})?(?:交货|交付|供货|送达)",
            reading.folded[fact.end : fact.end + 24],
        ):
            yield fact.start, fact.end, 0.7


def _start(reading: Reading) -> _Found:
    yield from _effective_date(reading)
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]:
        if reading.folded[max(0, fact.start - 1) : fact.start] in ("自", "从") and reading.folded[
            fact.end : fact.end + 1
        ] in ("起", "至"):
            yield fact.start, fact.end, 0.6


def _term(reading: Reading) -> _Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.DURATION)[:400]:
        before = " ".join(reading.folded[max(0, fact.start - 160) : fact.start].lower().split())
        before = _SENTENCES.split(before)[-1]
        if _NOTICE.search(before):
            continue
        if _TERM_STRONG.search(before):
            yield fact.start, fact.end, 0.66
        elif _TERM_WEAK.search(before):
            yield fact.start, fact.end, 0.45
    for match in re.finditer(r"自", reading.folded):
        span = date_span(reading, match.end(), match.end() + 40)
        if span and span[0] - match.end() <= 2:
            yield *span, 0.6


def _title(reading: Reading) -> _Found:
    seen = 0
    for line in re.finditer(r"[^\n]+", reading.folded[:3000]):
        written = line[0].strip()
        if not written:
            continue
        seen += 1
        found = _TITLE_ZH.match(written)
        if found and seen <= 6:
            start = line.start() + line[0].index(written)
            yield start + found.start("v"), start + found.end(), 0.9 if seen < 3 else 0.75
            return
        if (
            len(written) <= 110
            and _TITLE_EN.search(written)
            and written.upper() == written
            and seen <= 25
        ):
            yield *trim(reading.text, line.start(), line.end()), 0.85
            return
    for match, _ in zip(_QUOTED_ZH.finditer(reading.folded), range(6), strict=False):
        before = reading.folded[max(0, match.start() - 24) : match.start()]
        signed = re.search(r"签订|签署|签定|订立", before)
        yield *match.span("v"), 0.7 if signed else 0.5
    yield from _groups(reading, _SIGNED_ZH, 0.48, 3)


def _project(reading: Reading) -> _Found:
    for pattern, score in _PROJECT_ZH:
        yield from _groups(reading, pattern, score, 3)


_FINDERS: dict[str, Callable[[Reading], _Found]] = {
    "governing_law": _governing_law,
    "jurisdiction": _jurisdiction,
    "effective_date": _start,
    "sign_date": _sign_date,
    "expiry_date": _expiry,
    "delivery_date": _delivery,
    "term": _term,
    "lease_term": _term,
    "loan_term": _term,
    "contract_name": _title,
    "project_name": _project,
}
