"""Edits of contract sentences with a known effect: what contradicts, what says the same, what says less.

Every edit works both ways round (30 days → 45 days, 45 days → 30 days), so that the words of a
hypothesis alone do not give its label away.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from training.fillers import COUNTRY, MONTH, STATE

Random = random.Random

WORDS = {
    1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine",
    10: "ten", 12: "twelve", 14: "fourteen", 15: "fifteen", 18: "eighteen", 20: "twenty",
    24: "twenty-four", 25: "twenty-five", 30: "thirty", 36: "thirty-six", 40: "forty",
    45: "forty-five", 60: "sixty", 75: "seventy-five", 90: "ninety", 100: "one hundred",
    120: "one hundred twenty", 180: "one hundred eighty", 365: "three hundred sixty-five",
}  # fmt: skip
_VALUES = {word: number for number, word in WORDS.items()}
_WORD = "|".join(sorted((re.escape(w) for w in _VALUES), key=len, reverse=True))
_UNIT = r"(?:(?:business|calendar|working|consecutive)\s+)?(?:day|week|month|year|hour)s?"
PERIOD = re.compile(
    rf"\b(?P<word>{_WORD})?\s*(?P<open>\()?(?P<digits>\d{{1,3}})?(?P<close>\))?\s*[- ]?\s*(?P<unit>{_UNIT})\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"(?P<mark>US\$|\$|€|£|USD ?|EUR ?)(?P<number>\d[\d,]*(?:\.\d+)?)")
PERCENT = re.compile(r"(?P<number>\d{1,2}(?:\.\d+)?)\s?%|\b(?P<plain>\d{1,2}) percent\b")
DATE = re.compile(r"\b(" + "|".join(MONTH) + r") (\d{1,2}), (\d{4})\b")
LAW = re.compile(
    r"(?<=\b[Ll]aws of )(?P<lead>the State of |the Commonwealth of |State of |the Province of )?(?P<name>"
    + "|".join(sorted(map(re.escape, [*STATE, *COUNTRY]), key=len, reverse=True)) + r")\b"
)  # fmt: skip

_MODALS = r"(?:shall|will|must|may|can|does|do|is|are|was|has|agrees? to)"
_NEGATABLE = re.compile(
    r"\b(shall|will|must|may)\b(?! not\b)(?! only\b)(?! have no\b)(?!,? \d)", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(shall|will|must|may) not\b", re.IGNORECASE)
_BE = re.compile(
    r"\b(is|are|was|were) (not )?(?=[a-z]+(?:ed|ing|able|ible|ive|ject|itled|uired|itted)\b)"
)

_OPPOSITES = (
    ("at least", "at most"), ("no less than", "no more than"), ("not less than", "not more than"),
    ("prior to", "after"), ("before", "after"), ("exclusive", "non-exclusive"),
    ("minimum", "maximum"), ("transferable", "non-transferable"), ("increase", "decrease"),
    ("include", "exclude"), ("includes", "excludes"), ("including", "excluding"),
    ("accept", "reject"), ("perpetual", "temporary"), ("irrevocable", "revocable"),
    ("all", "none of the"), ("exceed", "fall below"), ("monthly", "annually"),
    ("quarterly", "monthly"), ("refundable", "non-refundable"), ("solely", "not"),
    ("commence", "end"), ("in writing", "orally"), ("written", "oral"), ("liable", "not liable"),
    ("entitled", "not entitled"), ("permitted", "prohibited"), ("assignable", "not assignable"),
    ("remain in effect", "cease to have effect"), ("survive", "not survive"), ("disclose", "keep secret"),
)  # fmt: skip
_SYNONYMS = (
    ("prior to", "before"), ("in the event that", "if"), ("in the event of", "in case of"),
    ("pursuant to", "under"), ("in accordance with", "as set out in"), ("terminate", "end"),
    ("commence", "begin"), ("commences", "begins"), ("purchase", "buy"), ("obtain", "get"),
    ("provide", "give"), ("hereunder", "under this Agreement"), ("hereof", "of this Agreement"),
    ("herein", "in this Agreement"), ("promptly", "without delay"), ("upon", "on"), ("entire", "whole"),
    ("subsequent to", "after"), ("shall be governed by", "is subject to"), ("employ", "hire"),
    ("utilize", "use"), ("assist", "help"), ("notify", "inform"), ("request", "ask for"),
    ("shall", "must"), ("shall", "is required to"), ("may", "is permitted to"), ("may", "is entitled to"),
    ("shall not", "must not"), ("may not", "is not permitted to"), ("shall", "will"), ("will", "shall"),
    ("with respect to", "regarding"), ("provided that", "on condition that"), ("remit", "pay"),
    ("during the term of", "throughout the term of"), ("entered into", "concluded"), ("sole", "only"),
)  # fmt: skip
ROLES = (
    "Buyer", "Seller", "Supplier", "Customer", "Company", "Contractor", "Licensor", "Licensee", "Lender",
    "Borrower", "Distributor", "Consultant", "Provider", "Landlord", "Tenant", "Lessor", "Lessee",
    "Employer", "Employee", "Executive", "Agent", "Manager", "Purchaser", "Vendor", "Owner", "Sponsor",
    "Recipient", "Receiving Party", "Disclosing Party", "Franchisee", "Franchisor", "Client", "Publisher",
)  # fmt: skip
ROLE = re.compile(r"\b(?:" + "|".join(sorted(ROLES, key=len, reverse=True)) + r")\b(?!['’]s|\w)")


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed sentence and the kind of change."""

    text: str
    kind: str


def _number_text(match: re.Match[str], number: int) -> str:
    word, digits, unit = match["word"], match["digits"], match["unit"]
    plural = (
        unit
        if unit.lower().endswith("s")
        else (unit if number == 1 or "-" in match.group() else unit + "s")
    )
    if number == 1 and plural.lower().endswith("s"):
        plural = plural[:-1]
    joint = (
        "-" if "-" in match.group()[-len(unit) - 2 :] and "twenty-" not in match.group() else " "
    )
    if word and digits:
        return f"{WORDS[number]} ({number}){joint}{plural}"
    return f"{WORDS[number] if word else number}{joint}{plural}"


def period_value(match: re.Match[str]) -> int | None:
    """The number of a matched period; ``None`` where words and digits disagree or are unknown."""
    word = _VALUES.get((match["word"] or "").lower())
    digits = int(match["digits"]) if match["digits"] else None
    if word is not None and digits is not None and word != digits:
        return None
    if bool(match["open"]) != bool(match["close"]):
        return None
    return digits if digits is not None else word


def change_period(text: str, rng: Random) -> Edited | None:
    """Another number of days, months or years."""
    found = [m for m in PERIOD.finditer(text) if period_value(m)]
    if not found:
        return None
    match = rng.choice(found)
    old = period_value(match)
    new = rng.choice([n for n in WORDS if n != old])
    return Edited(
        text[: match.start()] + _lead(match) + _number_text(match, new) + text[match.end() :],
        "duration",
    )


def _lead(match: re.Match[str]) -> str:
    whole = match.group()
    return whole[: len(whole) - len(whole.lstrip())]


def change_amount(text: str, rng: Random) -> Edited | None:
    """Another sum of money."""
    found = list(AMOUNT.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    value = float(match["number"].replace(",", ""))
    new = rng.choice([value * 2, value / 2, value * 1.5, value + 5000, value * 10, value + 50])
    shown = f"{new:,.2f}" if "." in match["number"] or new < 10 else f"{new:,.0f}"
    if shown == match["number"]:
        return None
    return Edited(text[: match.start()] + match["mark"] + shown + text[match.end() :], "amount")


def change_percent(text: str, rng: Random) -> Edited | None:
    """Another percentage."""
    found = list(PERCENT.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    old = match["number"] or match["plain"]
    new = str(
        rng.choice(
            [n for n in (1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75) if str(n) != old]
        )
    )
    return Edited(
        text[: match.start()] + match.group().replace(old, new) + text[match.end() :], "number"
    )


def change_date(text: str, rng: Random) -> Edited | None:
    """Another day, month or year."""
    found = list(DATE.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    month, day, year = match.groups()
    part = rng.randrange(3)
    if part == 0:
        month = rng.choice([m for m in MONTH if m != month])
    elif part == 1:
        day = str(rng.choice([d for d in range(1, 29) if str(d) != day]))
    else:
        year = str(int(year) + rng.choice([-3, -2, -1, 1, 2, 3]))
    return Edited(f"{text[: match.start()]}{month} {day}, {year}{text[match.end() :]}", "date")


def change_law(text: str, rng: Random) -> Edited | None:
    """The law of another state."""
    match = LAW.search(text)
    if match is None:
        return None
    lead = match["lead"] or ""
    pool = STATE if "State" in lead or not lead else STATE + COUNTRY
    new = rng.choice([name for name in pool if name != match["name"]])
    return Edited(text[: match.start("name")] + new + text[match.end("name") :], "law")


def change_modality(text: str, rng: Random) -> Edited | None:
    """Put in or take out the "not" of the first obligation or permission."""
    negated = _NEGATED.search(text)
    if negated:
        return Edited(text[: negated.end() - 4] + text[negated.end() :], "modality")
    match = _NEGATABLE.search(text)
    if match is None:
        return None
    if re.search(r"\b(?:no|neither|nothing|none|nor)\b", text[: match.start()], re.IGNORECASE):
        return None
    if match[1].lower() == "shall" and rng.random() < 0.3:
        return Edited(f"{text[: match.start()]}is not required to{text[match.end() :]}", "modality")
    return Edited(f"{text[: match.end()]} not{text[match.end() :]}", "modality")


def change_negation(text: str, rng: Random) -> Edited | None:
    """Put in or take out the "not" after a form of "to be"."""
    match = _BE.search(text)
    if match is None:
        return None
    other = "" if match[2] else "not "
    return Edited(f"{text[: match.start()]}{match[1]} {other}{text[match.end() :]}", "negation")


def change_opposite(text: str, rng: Random) -> Edited | None:
    """Exchange a word for its opposite."""
    pairs = [p for p in _OPPOSITES if _has(text, p[0])] + [
        (b, a) for a, b in _OPPOSITES if _has(text, b)
    ]
    if not pairs:
        return None
    old, new = rng.choice(pairs)
    return Edited(_swap(text, old, new), "negation")


def change_party(text: str, rng: Random) -> Edited | None:
    """Exchange the two roles of a sentence that names two."""
    names = list(dict.fromkeys(m.group() for m in ROLE.finditer(text)))
    if len(names) != 2:
        return None
    one, two = names
    swapped = ROLE.sub(lambda m: {one: two, two: one}.get(m.group(), m.group()), text)
    return Edited(swapped, "party") if swapped != text else None


CONTRADICTIONS: tuple[Callable[[str, Random], Edited | None], ...] = (
    change_period, change_amount, change_percent, change_date, change_law, change_modality,
    change_negation, change_opposite, change_party,
)  # fmt: skip


def contradict(text: str, rng: Random) -> Edited | None:
    """One change that cannot hold together with ``text``; facts are preferred to wording."""
    edits = [e for e in (change(text, rng) for change in CONTRADICTIONS) if e and e.text != text]
    facts = [e for e in edits if e.kind in ("duration", "amount", "number", "date", "law", "party")]
    if facts and rng.random() < 0.6:
        return rng.choice(facts)
    return rng.choice(edits) if edits else None


def paraphrase(text: str, rng: Random, most: int = 3) -> str:
    """The same in other words: synonyms, numerals in words or digits."""
    usable = [p for p in _SYNONYMS if _has(text, p[0])]
    rng.shuffle(usable)
    for old, new in usable[: rng.randint(0, most)]:
        text = _swap(text, old, new) if _has(text, old) else text
    if rng.random() < 0.5:
        text = _respell(text, rng)
    return text


def _respell(text: str, rng: Random) -> str:
    def spell(match: re.Match[str]) -> str:
        number = period_value(match)
        if number is None or number not in WORDS:
            return match.group()
        unit = match["unit"]
        if unit.lower() in ("years", "year") and number <= 3 and rng.random() < 0.3:
            return f"{_lead(match)}{12 * number} months"
        shown = rng.choice([str(number), WORDS[number], f"{WORDS[number]} ({number})"])
        return f"{_lead(match)}{shown} {unit}"

    return PERIOD.sub(spell, text)


def shorten(text: str, rng: Random) -> str | None:
    """A part that follows from the whole: brackets dropped, a second half dropped."""
    bare = re.sub(r"\s*\([^()]{12,}\)", "", text)
    cuts = [
        m.start()
        for m in re.finditer(
            r",? and (?:shall|will|must|may|has|is|agrees)\b|; |, and \w+ (?:shall|will)\b", bare
        )
        if m.start() > 40 and len(bare) - m.start() > 25
    ]
    # "…, provided that" and "unless" limit what comes before: dropping them would say more.
    cuts = [c for c in cuts if not re.match(r"[;,]? ?(?:provided|except|unless|but)", bare[c:])]
    if re.search(r"\b(?:if|unless|provided|except|either|neither|no|nothing|not)\b", bare.lower()):
        cuts = []
    if cuts:
        return bare[: rng.choice(cuts)].rstrip(" ,;") + "."
    return bare if bare != text and len(bare) > 40 else None


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE) is not None


def _swap(text: str, old: str, new: str) -> str:
    pattern = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])", re.IGNORECASE)
    upper = text.isupper()

    def put(match: re.Match[str]) -> str:
        return new.upper() if upper else (new.capitalize() if match.group()[0].isupper() else new)

    return pattern.sub(put, text, count=1)
