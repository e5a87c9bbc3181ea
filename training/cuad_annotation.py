"""Where the short values stand in CUAD contracts, and where that cannot be told.

CUAD marks sentences for most categories. People want the short value in a cell (the state, not the
sentence that names it), so the short value is found inside the sentence where that is safe, and the
sentence keeps a name of its own ("Governing law clause").
"""

from __future__ import annotations

import re
from typing import Any

from training.span_examples import NAMES, Spans

CLAUSES = {
    "Ip Ownership Assignment": (
        "IP ownership assignment",
        "Assignment of intellectual property",
        "~Who owns the IP",
    ),
    "Post-Termination Services": (
        "Post-termination services",
        "Obligations after termination",
        "~Duties after the end of the agreement",
    ),
    "Covenant Not To Sue": (
        "Covenant not to sue",
        "Promise not to sue or challenge",
        "~No-challenge clause",
    ),
    "Non-Compete": (
        "Non-compete",
        "Non-compete clause",
        "Restriction on competition",
        "~Ban on competing",
    ),
    "Exclusivity": ("Exclusivity", "Exclusive rights", "Exclusivity clause", "~Exclusive dealing"),
    "Termination For Convenience": (
        "Termination for convenience",
        "Termination without cause",
        "~Right to end the agreement at will",
    ),
    "Anti-Assignment": (
        "Anti-assignment",
        "Assignment clause",
        "Restriction on assignment",
        "~Consent to assign",
    ),
    "Revenue/Profit Sharing": ("Revenue sharing", "Profit sharing", "~Share of revenue"),
    "Rofr/Rofo/Rofn": (
        "Right of first refusal",
        "First refusal, offer or negotiation",
        "~First offer right",
    ),
    "Minimum Commitment": ("Minimum commitment", "Minimum purchase", "~Minimum order obligation"),
    "License Grant": ("License grant", "Grant of license", "Licence granted", "~Licensed rights"),
    "Non-Transferable License": ("Non-transferable license", "~License that cannot be transferred"),
    "Irrevocable Or Perpetual License": ("Irrevocable or perpetual license", "~Perpetual licence"),
    "Audit Rights": (
        "Audit rights",
        "Right to audit",
        "Audit clause",
        "~Inspection of books and records",
    ),
    "Uncapped Liability": (
        "Uncapped liability",
        "Liability without limit",
        "~Exceptions to the liability cap",
    ),
    "Cap On Liability": (
        "Cap on liability",
        "Limitation of liability",
        "Liability limit clause",
        "~Liability limitation",
    ),
    "Insurance": ("Insurance", "Insurance clause", "Insurance requirements", "~Required insurance"),
    "No-Solicit Of Employees": (
        "No-solicit of employees",
        "Non-solicitation",
        "~Ban on hiring employees",
    ),
    "Change Of Control": ("Change of control", "Change of control clause", "~Change in ownership"),
    "Liquidated Damages": ("Liquidated damages", "Termination fee clause", "~Agreed damages"),
    "Warranty Duration": ("Warranty duration", "Warranty clause", "~How long the warranty lasts"),
    "Joint Ip Ownership": (
        "Joint IP ownership",
        "Jointly owned intellectual property",
        "~Shared IP",
    ),
    "Volume Restriction": ("Volume restriction", "Limit on use or quantity", "~Usage cap"),
    "Competitive Restriction Exception": (
        "Exception to competitive restriction",
        "~Allowed competition",
    ),
    "Affiliate License-Licensee": ("License to affiliates", "~Affiliate licence"),
    "Non-Disparagement": ("Non-disparagement", "~No negative statements"),
    "Most Favored Nation": ("Most favored nation", "~Best price clause"),
    "Third Party Beneficiary": ("Third party beneficiary", "~Third party rights"),
}
NAMES.update({f"cuad_{name}": names for name, names in CLAUSES.items()})

SHORT = (
    "party",
    "party_alias",
    "document_name",
    "agreement_date",
    "effective_date",
    "expiration_date",
    "term",
    "renewal_term",
    "notice_period",
    "governing_law",
)
SENTENCES = {
    "Governing Law": "governing_law_clause",
    "Expiration Date": "term_clause",
    "Renewal Term": "renewal_clause",
    "Notice Period To Terminate Renewal": "notice_clause",
}
ALL_KEYS = (*SHORT, *SENTENCES.values(), *(f"cuad_{name}" for name in CLAUSES))

_UNIT = r"(?:business\s+|calendar\s+)?(?:day|week|month|year)s?"
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty(?:[\s-]\w+)?|thirty|forty[\s-]five|sixty|ninety|one\s+hundred\s+(?:and\s+)?(?:twenty|eighty))"
DURATION = re.compile(rf"\b{_COUNT}\s*(?:\(\s*[\w-]+\s*\)\s*)?[\s-]*{_UNIT}\b", re.IGNORECASE)
DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}(?:st|nd|rd|th)?\s*,?\s+\d{4}|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s*,?\s+\d{4}|\b\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)


def annotate(record: dict[str, Any]) -> tuple[Spans, Spans]:
    """``(spans, masks)`` by label key over the whole contract.

    A window that touches a mask of a label must not ask for that label: the right answer there is
    not known.
    """
    text: str = record["text"]
    fields = record["fields"]
    spans: Spans = {key: [] for key in ALL_KEYS}
    masks: Spans = {key: [] for key in ALL_KEYS}
    _parties(text, fields, spans, masks)
    _dates(text, fields, spans, masks)
    for name, key in SENTENCES.items():
        spans[key] = _given(fields, name)
    for name in CLAUSES:
        spans[f"cuad_{name}"] = _given(fields, name)
    spans["document_name"] = _every(text, [s["text"] for s in _raw(fields, "Document Name")], 6)
    _laws(text, fields, spans, masks)
    _durations(text, spans, masks)
    _notice_to_terminate(text, spans, masks)
    return spans, masks


def _raw(fields: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = fields.get(name) or {}
    return list(found.get("spans", ()))


def _given(fields: dict[str, Any], name: str) -> list[tuple[int, int]]:
    return sorted({(s["start"], s["end"]) for s in _raw(fields, name)})


def _pattern(value: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in value.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", re.IGNORECASE)


def _every(text: str, values: list[str], least: int = 3) -> list[tuple[int, int]]:
    """Every occurrence of each value, longest values first, none inside another."""
    found: list[tuple[int, int]] = []
    kept = {v.strip() for v in values if len(v.strip()) >= least}
    for value in sorted(kept, key=lambda v: (-len(v), v)):
        for match in _pattern(value).finditer(text):
            if all(match.end() <= s or match.start() >= e for s, e in found):
                found.append(match.span())
    return sorted(found)


def _squash(value: str) -> str:
    return re.sub(r"\W+", " ", value).strip().lower()


def _parties(text: str, fields: dict[str, Any], spans: Spans, masks: Spans) -> None:
    answer = (fields.get("Parties") or {}).get("answer") or ""
    plain = [_squash(part) for part in re.sub(r"\([^)]*\)", " ; ", answer).split(";")]
    full: list[str] = []
    alias: list[str] = []
    for span in _raw(fields, "Parties"):
        value = span["text"].strip(" ,;.\"“”'()\n")
        quoted = re.search(r"[\"“”]", span["text"]) is not None
        is_full = len(value) > 5 and not quoted and _is_name(value, plain)
        (full if is_full else alias).append(value)
    # The trailing stop of "Inc." belongs to the name wherever it is printed.
    spans["party"] = [
        (s, e + 1)
        if text[e : e + 1] == "."
        and re.search(r"(?:inc|corp|ltd|co|s\.a|l\.p)$", text[s:e], re.IGNORECASE)
        else (s, e)
        for s, e in _every(text, full, 5)
    ]
    short = [
        a
        for a in alias
        if len(a) < 40
        and "," not in a
        and not re.search(
            r"\b(?:party|parties|you|your|we|us|our|and|collectively)\b", a, re.IGNORECASE
        )
    ]
    for value in short:
        for match in re.finditer(
            r"[\"“”']\s*(" + re.escape(value) + r")\s*[,.]?[\"“”']", text[:12000]
        ):
            spans["party_alias"].append(match.span(1))
    # A short name is itself sometimes the party: do not teach that it is not.
    masks["party"] = (
        [
            s
            for s in _every(text[:6000], [a for a in alias if len(a) > 2])
            if s not in spans["party"] and not _inside(s, spans["party"])
        ]
        if not full
        else []
    )


_ROLE = re.compile(
    r"(?:the )?(?:sponsor|distributor|company|buyer|seller|supplier|customer|contractor|consultant|agent|bank"
    r"|licensor|licensee|manager|provider|purchaser|vendor|client|owner|shipper|transporter|party \w|recipient"
    r"|executive|franchisee|franchisor|reseller|publisher|developer|borrower|lender|trust|fund|adviser)s?"
)


def _is_name(value: str, segments: list[str]) -> bool:
    """True if ``value`` is nearly all of a name in the answer, and no mere role."""
    name = _squash(value)
    if _ROLE.fullmatch(name):
        return False
    return any(name in part and len(name) >= 0.65 * len(part) for part in segments if part) or (
        len(name) > 14 and any(name in part for part in segments)
    )


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(s <= span[0] and span[1] <= e for s, e in others)


def _dates(text: str, fields: dict[str, Any], spans: Spans, masks: Spans) -> None:
    agreed = [_day(s["text"]) for s in _raw(fields, "Agreement Date")]
    effective = [_day(s["text"]) for s in _raw(fields, "Effective Date")]
    spans["agreement_date"] = _every(text, [v for v in agreed if v], 6)
    if not all(agreed):
        masks["agreement_date"] = _given(fields, "Agreement Date")
    short = [v for v in effective if v]
    spans["effective_date"] = _every(text, short, 6)
    if not short:
        # Where no effective date is stated, the date of the agreement is a fair answer: unknown.
        masks["effective_date"] = spans["agreement_date"] + _given(fields, "Effective Date")
    for start, end in _given(fields, "Expiration Date"):
        dates = list(DATE.finditer(text, start, end))
        last = dates[-1] if dates else None
        if last and re.search(
            r"(?:until|through|thru|expir\w*|end\w*|to|terminat\w*)\W+(?:on\W+|as of\W+|at\W+|midnight\W+|the\W+)*$",
            text[start : last.start()],
            re.IGNORECASE,
        ):
            spans["expiration_date"].append(last.span())
        elif dates:
            masks["expiration_date"].append((start, end))


def _day(value: str) -> str:
    """The date inside ``value``; blanks to be filled in count as one; "" where there is none."""
    found = DATE.search(value)
    if found:
        return found.group()
    bare = value.strip(" ,.;(")
    return bare if len(bare) <= 30 and re.search(r"\d", bare) else ""


def _laws(text: str, fields: dict[str, Any], spans: Spans, masks: Spans) -> None:
    answer = (fields.get("Governing Law") or {}).get("answer") or ""
    names = [part.strip() for part in re.split(r"[;,/]| and ", answer) if len(part.strip()) > 2]
    whole = [part.strip() for part in answer.split(";") if part.strip()]
    for start, end in _given(fields, "Governing Law"):
        inner = text[start:end]
        hits = _every(inner, whole + names, 3)
        if hits:
            # The first one is the law; later ones are courts or federal law.
            spans["governing_law"].append((hits[0][0] + start, hits[0][1] + start))
        else:
            masks["governing_law"].append((start, end))


_RENEWED = re.compile(r"renew|success|additional|extend|thereafter", re.IGNORECASE)
_NOTICED = re.compile(r"prior|notice|before|advance|least", re.IGNORECASE)


def _durations(text: str, spans: Spans, masks: Spans) -> None:
    """The periods inside the sentences on term, renewal and notice; unclear sentences are masked."""
    for clause, key in (
        ("term_clause", "term"),
        ("renewal_clause", "renewal_term"),
        ("notice_clause", "notice_period"),
    ):
        for start, end in spans[clause]:
            periods = [m.span() for m in DURATION.finditer(text, start, end)]
            hits = [p for p in periods if _means(text, start, p) == key]
            # One term, one renewal; a notice may be given twice ("not less than 30, not more than 60").
            hits = hits if key == "notice_period" else hits[:1]
            spans[key].extend(hit for hit in hits if hit not in spans[key])
            if not hits:
                masks[key].append((start, end))


def _means(text: str, clause: int, period: tuple[int, int]) -> str:
    """What a period in a clause on the term is: of notice, of renewal, or the term itself."""
    start, end = period
    near = text[max(clause, start - 25) : start] + "|" + text[end : end + 18].split(".")[0]
    if _NOTICED.search(near):
        return "notice_period"
    return "renewal_term" if _RENEWED.search(text[max(clause, start - 120) : start]) else "term"


def _notice_to_terminate(text: str, spans: Spans, masks: Spans) -> None:
    """CUAD's notice period is that of renewals; people also mean that of termination at will."""
    for start, end in spans["cuad_Termination For Convenience"]:
        found = [
            match.span()
            for match in DURATION.finditer(text, start, end)
            if re.search(r"notice", text[match.end() : match.end() + 40], re.IGNORECASE)
        ]
        spans["notice_period"].extend(s for s in found if s not in spans["notice_period"])
        if not found:
            masks["notice_period"].append((start, end))
