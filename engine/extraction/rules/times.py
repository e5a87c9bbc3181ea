"""When: the dates of signing, beginning and end, and how long a contract, a notice or a loan runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from engine.extraction.rules.reading import Found, Reading
from engine.extraction.rules.values import date_span
from engine.facts import Fact, FactKind

_EFFECTIVE_EN = re.compile(
    r"(?:effective\s+(?:as\s+of|date|on|from)|commenc\w*\s+on|(?:made|entered)[^.]{0,40}(?:as\s+of|on|this|effective)|dated(?:\s+as\s+of)?|as\s+of|is\s+made)"
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
_UNTIL = re.compile(r"[ ]?起?[ ]?(?:至|到|-|~|to|until|through)[ ]?")


def _effective_date(reading: Reading) -> Found:
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
    if "commenc" in cue:
        return 0.79
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


def _sign_date(reading: Reading) -> Found:
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


def _expiry(reading: Reading) -> Found:
    for _, last in _pairs(reading)[:1]:
        yield last.start, last.end, 0.68
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]:
        before = reading.folded[max(0, fact.start - 40) : fact.start].lower()
        after = reading.folded[fact.end : fact.end + 6]
        if re.match(r"(?:止|到期|届满|终止)", after) or re.search(
            r"(?:expir|terminat|through|until|ending)[a-z]*\s[^.]{0,20}$", before
        ):
            yield fact.start, fact.end, 0.7


def _pairs(reading: Reading) -> list[tuple[Fact, Fact]]:
    """Dates that stand as ``…日起至…日``."""
    dates = reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]
    return [
        (first, second)
        for first, second in pairwise(dates)
        if _UNTIL.fullmatch(reading.folded, first.end, second.start)
    ]


def _notice(reading: Reading) -> Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.DURATION)[:400]:
        after = reading.folded[fact.end : fact.end + 40].lower()
        before = reading.folded[max(0, fact.start - 6) : fact.start]
        if re.match(
            r"[’']?s?\s+(?:prior\s+|advance\s+)?(?:written\s+)?(?:prior\s+|advance\s+)?notice",
            after,
        ) or (re.search(r"提前[ ]?\Z", before) and "通知" in after):
            yield fact.start, fact.end, 0.65


def _delivery(reading: Reading) -> Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]:
        if re.match(
            r"(?:之?前|以前)?(?:向[^,，。;]{1,12})?(?:交货|交付|供货|送达)",
            reading.folded[fact.end : fact.end + 24],
        ):
            yield fact.start, fact.end, 0.7


def _start(reading: Reading) -> Found:
    yield from _effective_date(reading)
    for first, _ in _pairs(reading)[:1]:
        yield first.start, first.end, 0.62
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE)[:300]:
        if reading.folded[max(0, fact.start - 1) : fact.start] in ("自", "从") and reading.folded[
            fact.end : fact.end + 1
        ] in ("起", "至"):
            yield fact.start, fact.end, 0.6


def _term(reading: Reading) -> Found:
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


TIME_FINDERS: Mapping[str, Callable[[Reading], Found]] = {
    "effective_date": _start,
    "sign_date": _sign_date,
    "expiry_date": _expiry,
    "delivery_date": _delivery,
    "term": _term,
    "lease_term": _term,
    "loan_term": _term,
    "notice_period": _notice,
}
"""The finder of each concept that is a date or a length of time."""
