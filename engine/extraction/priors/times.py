"""Which dates and lengths of time are the contract's own: an expiry is said to end it, a period of notice
to let someone out of it, and the date of another agreement is not this one's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.extraction.priors.zones import Zones
from engine.extraction.rules.reading import Reading
from engine.types import Mention

_LOWER, _LITTLE, _RAISE = 0.45, 0.8, 0.75
_REACH, _WIDE = 160, 320

_SENTENCE_END = re.compile(r"[。；;!?]|\.\s+(?=[A-Z(])|\n\s*\n")
_ENDS = re.compile(
    r"expir|terminat|\buntil\b|\bthrough\b|\bend(?:s|ing)?\s+(?:on|as of|at)\b|extended\s+(?:to|until|through)|\bmatur|continue|in (?:full )?force|\bend date\b"
    r"|到期|届满|终止|截止|有效期|止日|期限|结束",
    re.IGNORECASE,
)
_ENDS_AFTER = re.compile(
    r"[\s,]{0,3}(?:止|到期|届满|终止|\(?(?:the )?[\"“]?(?:term|expir|end date|termination date))",
    re.IGNORECASE,
)
_OTHER_YEAR = re.compile(
    r"(?:taxable|fiscal|calendar|financial)?\s*(?:year|quarter|period|month)s?\s+end(?:ed|ing)\s+\Z",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"notice|notif|written|通知", re.IGNORECASE)
_LEAVES = re.compile(
    r"terminat|renew|cancel|expir|withdraw|end of (?:the|its)|解除|终止|续[约签期]|不再|退[租出]|到期",
    re.IGNORECASE,
)
_FREELY = re.compile(
    r"without cause|for convenience|any reason|any time|not to renew|non-?renew|automatic|expiration of the|end of the (?:then|initial|term)|无需理由|任何一方|单方",
    re.IGNORECASE,
)
_FOR_BREACH = re.compile(
    r"breach|default|cure|remed|fail|insolven|bankrupt|inspect|insurance|审计|违约|逾期|未能",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"(?:agreement|contract|note|lease|plan|letter|amendment|undertaking|warrant|code|act|order)s?[\"”’)]*(?:\s*\([^()]{0,60}\))?\s*,?\s*(?:made\s+|entered into\s+)?dated(?:\s+as\s+of|\s+on)?\s*\Z",
    re.IGNORECASE,
)
_THIS = re.compile(r"\bth(?:is|e\s+following)\b[^.;]{0,80}\Z", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"[\s,]{0,3}\((?:the\s+)?[\"“](?:original|prior|existing|first|initial)\b", re.IGNORECASE
)


def weigh_expiry(reading: Reading, _zones: Zones, mentions: Sequence[Mention]) -> list[Mention]:
    """Dates that nothing says anything ends on are lowered (``no_cue``), ends of fiscal years more."""

    def judge(mention: Mention) -> tuple[float, str] | None:
        before, after = _around(reading, mention, _REACH)
        if _OTHER_YEAR.search(before):
            return _LOWER * _LOWER, "of_a_year"
        if _ENDS.search(before) or _ENDS_AFTER.match(after):
            return None
        return _LOWER, "no_cue"

    return [_judged(mention, judge) for mention in mentions]


def weigh_notice(reading: Reading, _zones: Zones, mentions: Sequence[Mention]) -> list[Mention]:
    """Periods of notice that let someone out are the contract's; those to cure, inspect or pay are
    lowered (``of_another_notice``), those that need no cause raised (``ends_contract``)."""

    def judge(mention: Mention) -> tuple[float, str] | None:
        before, after = _around(reading, mention, _WIDE)
        sentence = before + " " + after
        if not (_NOTICE.search(sentence) and _LEAVES.search(sentence)):
            return _LOWER, "of_another_notice"
        if _FREELY.search(sentence):
            return -_RAISE, "ends_contract"
        return (_LITTLE, "of_another_notice") if _FOR_BREACH.search(sentence) else None

    return [_judged(mention, judge) for mention in mentions]


def weigh_beginning(reading: Reading, zones: Zones, mentions: Sequence[Mention]) -> list[Mention]:
    """The date of another agreement that the text names is lowered (``of_another``), as is one that
    stands neither where the contract begins nor where it is signed (``in_the_middle``)."""

    def judge(mention: Mention) -> tuple[float, str] | None:
        before, after = _around(reading, mention, _REACH)
        if _ORIGINAL.match(after) or (_OF_ANOTHER.search(before) and not _THIS.search(before)):
            return _LOWER, "of_another"
        if zones.in_head(mention.start) or zones.in_tail(mention.start):
            return None
        return _LITTLE, "in_the_middle"

    return [_judged(mention, judge) for mention in mentions]


def _around(reading: Reading, mention: Mention, reach: int) -> tuple[str, str]:
    """What stands before and behind a mention in its sentence, at most ``reach`` characters each."""
    before = reading.folded[max(0, mention.start - reach) : mention.start]
    before = _SENTENCE_END.split(before)[-1]
    after = reading.folded[mention.end : mention.end + reach]
    return before, _SENTENCE_END.split(after)[0]


def _judged(mention: Mention, judge: Callable[[Mention], tuple[float, str] | None]) -> Mention:
    """``mention`` with its score times the factor; a negative factor is the share of the doubt
    that stays."""
    found = judge(mention)
    if found is None:
        return mention
    factor, why = found
    score = mention.score * factor if factor > 0 else 1 + (1 - mention.score) * factor
    return replace(mention, score=score, why=why)
