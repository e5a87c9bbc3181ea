"""Values behind the labels that a real text prints itself, as extractor examples.

They teach what no set is labelled for: header fields of announcements, signature and notice blocks of
agreements, key facts of companies and works. A label whose value has no sure end is not asked.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

from engine.facts import find_facts
from engine.facts.types import FactKind
from training.data import held_out, read, share
from training.labels_own import OWN_EN, OWN_ZH, OwnLabel
from training.span_examples import SpanExample, Spans, within

_FACT = {
    "date": FactKind.DATE,
    "amount": FactKind.AMOUNT,
    "percent": FactKind.PERCENTAGE,
    "phone": FactKind.PHONE,
    "fax": FactKind.PHONE,
    "email": FactKind.EMAIL,
    "website": FactKind.URL,
    "credit": FactKind.CREDIT_CODE,
}
_CODE_ZH = re.compile(
    r"[(（\[〔【]?(?:19|20)\d\d[)）\]〕】]\s?第?\d{1,4}号?|(?:[临第]\s?)?(?:19|20)\d\d\s?[-－–—]\s?临?\d{1,3}(?![\dA-Za-z-])"
    r"|[A-Za-z0-9]{1,16}(?:[-_/.—–][A-Za-z0-9]+)+|[A-Za-z]{2,6}\d{4,16}|\d{6,18}"
)
_CODE_EN = re.compile(r"[A-Z]{0,5}[0-9][A-Z0-9]*(?:[-./ ]?[A-Z0-9]{2,})*")
_END_ZH = re.compile(
    r"[。；;！!\n]|特此|敬请|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|\d{1,2}[、.．](?!\d)|[一二三四五六七八九十]、|$"
)
_COMPANY = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()·]{4,40}?(?:公司|集团|局|中心|院|厂|委员会|学校|政府|部)"
)
_PERSON_ZH = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_PERSON_EN = re.compile(
    r"(?:/s/ ?)?((?:[A-Z][\w.'’-]*|[A-Z]{2,})(?: (?:[A-Z][\w.'’-]*|de|van|von|[A-Z]\.)){1,4})"
)
_CORPORATE = re.compile(
    r"\b(?:INC|LLC|L\.P|CORP|LTD|COMPANY|BANK|TRUST|Inc|Corp|Bank|Company|Department|Counsel|Office|Manager|President)\b"
)
_BOUNDS = {
    "short": (2, 16),
    "long": (4, 80),
    "place": (4, 45),
    "company": (4, 40),
    "title": (3, 70),
}
_ISSUER = re.compile(
    r"(?:(?<=特此公告)|(?<=[。.！!]))([\u4e00-\u9fff（）()]{4,28}?公司)董事会(?=[\d二〇○零]{4})"
)
_REVENUE = re.compile(r"占[^。；]{0,40}?收入的?(?:比例为?|比重为?)?约?(\d+(?:\.\d+)?[%％])")
_HEADER = ("security_name", "bulletin_number")
"""Labels whose first place is the header's; later ones name other announcements."""
_GENERIC = {
    FactKind.DATE: "any_date",
    FactKind.AMOUNT: "any_amount",
    FactKind.PERCENTAGE: "any_percent",
}


@cache
def _printed(table: tuple[OwnLabel, ...]) -> tuple[re.Pattern[str], dict[str, OwnLabel]]:
    owner = {label: own for own in table for label in own.printed}
    labels = "|".join(map(re.escape, sorted(owner, key=len, reverse=True)))
    if table is OWN_ZH:
        return re.compile(rf"({labels})[:：]\s?"), owner
    return re.compile(rf"(?m)(?:^|(?<=[\s\xa0]))({labels})[ \t]*:[ \t\xa0]*"), owner


def announced(text: str) -> tuple[Spans, set[str]]:
    """(places of the values behind labels of a Chinese text, keys with a value of unsure extent)."""
    pattern, owner = _printed(OWN_ZH)
    found: Spans = {}
    unsure: set[str] = set()
    for match in pattern.finditer(text):
        own = owner[match[1]]
        place = _value_zh(text, match.end(), own.shape)
        if own.key in _HEADER and (own.key in found or own.key in unsure):
            continue
        if place is None:
            unsure.add(own.key)
        else:
            found.setdefault(own.key, []).append(place)
    _closing(text, found)
    for match in _REVENUE.finditer(text):
        found.setdefault("revenue_share", []).append(match.span(1))
    return {key: places for key, places in found.items() if places}, unsure


def _closing(text: str, found: Spans) -> None:
    """The company and the date at the foot of an announcement."""
    signed = list(_ISSUER.finditer(text))
    if not signed:
        return
    last = signed[-1]
    name = last[1]
    found["issuer"] = [m.span() for m in re.finditer(re.escape(name), text)]
    dates = find_facts(text[last.end() : last.end() + 24], {FactKind.DATE})
    if dates and dates[0].start == 0:
        found["bulletin_date"] = [(last.end(), last.end() + dates[0].end)]


def _value_zh(text: str, start: int, shape: str) -> tuple[int, int] | None:
    pattern, _ = _printed(OWN_ZH)
    region = text[start : start + 130]
    if shape in _FACT or shape == "period":
        kind = _FACT.get(shape, FactKind.DURATION)
        facts = find_facts(region[:50], {kind})
        return (start, start + facts[0].end) if facts and facts[0].start == 0 else None
    if shape in ("digits6", "number"):
        code = (re.compile(r"\d{6}(?!\d)") if shape == "digits6" else _CODE_ZH).match(region)
        return (start, start + code.end()) if code else None
    ends = [m.start() for m in (_END_ZH.search(region), pattern.search(region)) if m]
    value = region[: min(ends)].rstrip("，,、 ")
    if re.search("[:：]", value):
        return None
    if shape == "person":
        whole = _PERSON_ZH.fullmatch(value)
    elif shape == "company":
        whole = _COMPANY.fullmatch(value)
    else:
        low, high = _BOUNDS[shape]
        whole = re.compile(rf"(?s).{{{low},{high}}}").fullmatch(value)
    return (start, start + len(value)) if whole else None


def printed_in(text: str, key: str) -> bool:
    """Whether the text prints any label of ``key``, so that its absence is not sure."""
    return any(label in text for own in OWN_ZH if own.key == key for label in own.printed)


SURE_ABSENT = (
    "security_code",
    "security_name",
    "bulletin_number",
    "bond_code",
    "bid_number",
    "credit_code",
)
"""Keys that a Chinese text without their labels surely does not answer."""


def generic(text: str, rng: random.Random) -> Spans:
    """Every date, amount or percentage of ``text``, for one kind at random."""
    kind = rng.choice(tuple(_GENERIC))
    places = [(fact.start, fact.end) for fact in find_facts(text, {kind}) if not fact.doubt]
    return {_GENERIC[kind]: places} if places else {}


def blocks(development: bool, rng: random.Random) -> Iterator[SpanExample]:
    """Windows of agreements around signature and notice blocks."""
    for record in read("sec_agreements"):
        if held_out(record["cik"]) != development or share(record["id"], "blocks") > 0.5:
            continue
        text = record["text"]
        found, unsure = signed(text)
        places = sorted({start for spans in found.values() for start, _ in spans})
        for place in rng.sample(places, min(len(places), 1)):
            start = max(0, place - rng.randint(30, 500))
            end = min(len(text), start + rng.randint(400, 1000))
            inside, cut = within(found, start, end)
            inside = {k: v for k, v in inside.items() if k not in cut and k not in unsure}
            if inside:
                yield SpanExample(text[start:end], inside, set(), "blocks")


def signed(text: str) -> tuple[Spans, set[str]]:
    """(places of the values behind labels of an English text, keys with a value of unsure extent)."""
    pattern, owner = _printed(OWN_EN)
    found: Spans = {}
    unsure: set[str] = set()
    for match in pattern.finditer(text):
        own = owner[match[1]]
        place = _value_en(text, match.end(), own.shape)
        if place is None:
            continue  # A blank to be filled in, or the beginning of a sentence.
        found.setdefault(own.key, []).append(place)
    for kind, keys in ((FactKind.PHONE, ("phone", "fax")), (FactKind.EMAIL, ("email",))):
        known = {place for key in keys for place in found.get(key, ())}
        if any((f.start, f.end) not in known for f in find_facts(text, {kind})):
            unsure |= set(keys)
    return found, unsure


def _value_en(text: str, start: int, shape: str) -> tuple[int, int] | None:
    line = re.split(r"\n|\t|\s{2,}|\xa0{2,}", text[start : start + 110], maxsplit=1)[0]
    if shape in _FACT:
        facts = find_facts(line, {_FACT[shape]})
        return (start, start + facts[0].end) if facts and facts[0].start == 0 else None
    if shape == "number":
        code = _CODE_EN.match(line)
        return (start, start + code.end()) if code and code.end() > 4 else None
    if shape == "person":
        name = _PERSON_EN.fullmatch(line.rstrip(" ,."))
        if name is None or _CORPORATE.search(name[1]):
            return None
        return start + name.start(1), start + name.end(1)
    value = line.rstrip(" ,.;_")
    low, high = _BOUNDS[shape]
    plain = low <= len(value) <= high and re.match(r"[A-Z]", value) and "__" not in value
    return (start, start + len(value)) if plain and ":" not in value else None
