"""Plants known contradictions in real contracts, without the code that looks for them.

A sentence of the contract is copied to another place with one fact, modal, "not" or party changed,
half of the time in other words. The key says where both stand and what kind of clash it is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.documents import sentences

KINDS = ("number", "amount", "date", "modality", "negation", "party")

_WORDS = {
    2: "two", 3: "three", 5: "five", 7: "seven", 10: "ten", 14: "fourteen", 15: "fifteen", 20: "twenty",
    30: "thirty", 45: "forty-five", 60: "sixty", 90: "ninety", 120: "one hundred twenty", 180: "one hundred eighty",
}  # fmt: skip
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Plant:
    """A planted conflict: both spans are in the planted text."""

    kind: str
    source: tuple[int, int]
    planted: tuple[int, int]
    changed: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A contract with its answer key."""

    text: str
    plants: tuple[Plant, ...]


_LEAD = re.compile(
    r"^\s*(?:第.{1,4}条\s*|[(（]?[\d.．]{1,6}[)）]?[、．.\s]\s*|[(（]?[一二三四五六七八九十a-z]{1,3}[)）、．.]\s*|\d{1,2}·\d\s*)+"
)
Edit = Callable[[str, random.Random], str | None]


def plant(text: str, language: str, rng: random.Random, most: int = 5) -> Planted:
    """``text`` with up to ``most`` conflicts of different kinds, each far from its source."""
    spans = [s for s in sentences(text) if _fit(text[slice(*s)], language)]
    rng.shuffle(spans)
    edits = EDITS[language]
    chosen: list[tuple[tuple[int, int], str, str]] = []
    kinds = list(edits)
    rng.shuffle(kinds)
    for kind in kinds[:most]:
        for span in spans:
            bare = _LEAD.sub("", text[slice(*span)])
            changed = edits[kind](bare, rng) if _fit(bare, language) else None
            if changed is not None and all(span != other for other, _, _ in chosen):
                said = reword(changed, language, rng) if rng.random() < 0.5 else changed
                chosen.append((span, kind, " ".join(said.split())))
                break
    return _insert(text, chosen, rng)


def _fit(sentence: str, language: str) -> bool:
    flat = " ".join(sentence.split())
    if re.search(
        "IN WITNESS|WHEREAS|entered into|[│×]|^This .{0,60}Agreement.{0,30} (?:is|was) ", flat
    ):
        return False
    if ("“" in flat[:40] and "mean" in flat) or '"' in flat[:3]:
        return False
    if language == "zh":
        return 14 <= len(flat) <= 160 and flat[-1] in "。；" and "＿" not in flat
    words = len(flat.split())
    return 9 <= words <= 70 and flat[-1] in ".;" and flat[0].isupper() and "___" not in flat


def _insert(
    text: str, chosen: list[tuple[tuple[int, int], str, str]], rng: random.Random
) -> Planted:
    """Put each changed sentence on a line of its own, at least an eighth of the text away."""
    places = [m.end() for m in re.finditer(r"[.。;；]\s*\n\s*", text)]
    jobs: list[tuple[int, tuple[int, int], str, str]] = []
    for span, kind, sentence in chosen:
        far = [p for p in places if abs(p - span[0]) > max(300, len(text) // 8)]
        far = [p for p in far if not any(s[0] < p < s[1] for s, _, _ in chosen)]
        if far:
            jobs.append((rng.choice(far), span, kind, sentence))
    out, plants, shift = text, [], 0
    moved: list[tuple[int, int]] = []
    for place, span, kind, sentence in sorted(jobs, key=lambda job: job[0]):
        added = f"{sentence}\n\n"
        start = place + shift
        out = out[:start] + added + out[start:]
        plants.append((kind, span, (start, start + len(sentence)), sentence))
        moved.append((place, len(added)))
        shift += len(added)
    keyed = tuple(
        Plant(kind, _shifted(span, moved), planted, sentence)
        for kind, span, planted, sentence in plants
    )
    return Planted(out, keyed)


def _shifted(span: tuple[int, int], moved: list[tuple[int, int]]) -> tuple[int, int]:
    by = sum(length for place, length in moved if place <= span[0])
    return span[0] + by, span[1] + by


# --- English edits -------------------------------------------------------------------


def _number_en(text: str, rng: random.Random) -> str | None:
    period = re.search(
        r"(?:[a-z]+(?:-[a-z]+)?\s+\((?P<both>\d{1,3})\)|\b(?P<bare>\d{1,3}))\s+(?:business |calendar )?(?:days|months|years)\b",
        text,
        re.IGNORECASE,
    )
    percent = re.search(r"(?<![\d.])(?P<bare>\d{1,2})%", text)
    match = period or percent
    if match is None or len(re.findall(r"\d+", text)) > 3:
        return None
    old = int(match.groupdict().get("both") or match["bare"])
    new = rng.choice([n for n in _WORDS if n != old])
    if match.groupdict().get("both"):
        unit = match.group().split(")", 1)[1]
        said = f"{_WORDS[new]} ({new}){unit}"
    else:
        said = match.group().replace(str(old), str(new), 1)
    return text[: match.start()] + said + text[match.end() :]


def _amount_en(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\$\s?(?P<number>\d[\d,]*)(?:\.\d\d)?(?!\d)", text))
    if len(found) != 1 or re.search(r"dollars", text, re.IGNORECASE):
        return None
    value = int(found[0]["number"].replace(",", ""))
    new = int(value * rng.choice([2, 3, 0.5, 1.25])) or 7
    if new == value:
        return None
    return text[: found[0].start()] + f"${new:,}" + text[found[0].end() :]


def _date_en(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})\b", text))
    if len(found) != 1:
        return None
    month, day, year = found[0].groups()
    if rng.random() < 0.5:
        month = rng.choice([m for m in _MONTHS if m != month])
    else:
        year = str(int(year) + rng.choice([-1, 1, 2]))
    return text[: found[0].start()] + f"{month} {day}, {year}" + text[found[0].end() :]


def _modality_en(text: str, rng: random.Random) -> str | None:
    modals = list(re.finditer(r"\b(shall not|may not|must not|shall|may|must|will)\b", text))
    if not modals or len(modals) > 2 or re.search(r"\b(?:no|neither|nor|nothing)\b", text, re.I):
        return None
    match = modals[0]
    head = text[match.end() :].lstrip()
    if head.startswith(("be ", "have ", "only", "mean", "include", "not")):
        return None
    instead = {
        "shall": ("shall not", "is not required to"), "must": ("shall not", "is not required to"),
        "will": ("will not",), "may": ("shall not", "may not"), "shall not": ("may", "shall"),
        "may not": ("may", "is permitted to"), "must not": ("may",),
    }[match.group()]  # fmt: skip
    return text[: match.start()] + rng.choice(instead) + text[match.end() :]


def _negation_en(text: str, rng: random.Random) -> str | None:
    for old, new in (
        (r"\bnon-exclusive\b", "exclusive"), (r"(?<!non-)\bexclusive\b", "non-exclusive"),
        (r"\bnon-transferable\b", "transferable"), (r"\birrevocable\b", "revocable"),
        (r"\bnon-refundable\b", "refundable"), (r"\b(is|are) not (?=[a-z])", r"\1 "),
        (r"\b(is|are) (?=(?:subject|entitled|liable|responsible|assignable|included|binding|valid|effective)\b)", r"\1 not "),
        (r"\b(shall|will) be (?=(?:deemed|liable|responsible|binding|entitled|effective|made|paid|payable|construed|subject|governed)\b)", r"\1 not be "),
    ):  # fmt: skip
        found = re.findall(old, text)
        if len(found) == 1:
            return re.sub(old, new, text, count=1)
    return None


_PAIRS_EN = (
    ("Buyer", "Seller"), ("Customer", "Supplier"), ("Licensee", "Licensor"), ("Tenant", "Landlord"), ("Lessee", "Lessor"),
    ("Borrower", "Lender"), ("Company", "Contractor"), ("Company", "Consultant"), ("Distributor", "Company"),
    ("Executive", "Company"), ("Franchisee", "Franchisor"), ("Purchaser", "Seller"), ("Client", "Contractor"), ("Employee", "Company"),
)  # fmt: skip
_ALLOCATES_EN = re.compile(
    r"\bshall (?:pay|bear|provide|supply|furnish|deliver|maintain|be responsible for|own)\b|\bat (?:its|his) (?:own|sole)"
)


def _party_en(text: str, rng: random.Random) -> str | None:
    if not _ALLOCATES_EN.search(text):
        return None
    for one, two in _PAIRS_EN:
        for old, new in ((one, two), (two, one)):
            if re.match(rf"(?:The )?{old} (?:shall|will|agrees)\b", text):
                parts = re.split(rf"\b({old}|{new})\b", text)
                return "".join({old: new, new: old}.get(part, part) for part in parts)
    return None


_FRAMES_EN = (
    "For the avoidance of doubt, ", "The parties agree that ", "It is further agreed that ", "In this regard, ", "As a matter of principle, ",
)  # fmt: skip
_SWAPS_EN = (
    ("prior to", "before"), ("pursuant to", "under"), ("in accordance with", "as provided in"), ("terminate", "cancel"),
    ("purchase", "acquire"), ("provide", "furnish"), ("promptly", "without undue delay"), ("obtain", "secure"), ("such", "the"),
    ("hereunder", "under this Agreement"), ("commence", "begin"), ("any and all", "all"), ("written notice", "notice in writing"),
)  # fmt: skip


# --- Chinese edits -------------------------------------------------------------------


def _number_zh(text: str, rng: random.Random) -> str | None:
    match = re.search(
        r"(?<![\d年月第.])(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>个?工作日|日内|天内|天|个月|年内|小时|%)",
        text,
    )
    if match is None:
        return None
    if match["number"].isdigit():
        new = str(
            rng.choice([n for n in (2, 5, 7, 15, 20, 30, 45, 60) if n != int(match["number"])])
        )
    else:
        new = rng.choice(
            [n for n in ("三", "五", "七", "二十", "三十", "六十") if n != match["number"]]
        )
    return text[: match.start()] + new + match["unit"] + text[match.end() :]


def _amount_zh(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(?<![\d.,])(?P<number>\d[\d,]*)(?P<unit>万?元)", text))
    if len(found) != 1:
        return None
    value = int(found[0]["number"].replace(",", ""))
    new = value * rng.choice([2, 3, 5]) or 100
    return text[: found[0].start()] + f"{new}{found[0]['unit']}" + text[found[0].end() :]


def _date_zh(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text))
    if len(found) != 1:
        return None
    year, month, day = map(int, found[0].groups())
    new = f"{year + rng.choice([1, 2])}年{month}月{day}日"
    return text[: found[0].start()] + new + text[found[0].end() :]


def _modality_zh(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer("不得(?![超少低短高晚迟早])|可以|应当|有权|必须|无权", text))
    if len(found) != 1:
        return None
    instead = {
        "不得": ("可以", "有权"), "可以": ("不得",), "应当": ("无需", "不得"), "有权": ("无权", "不得"),
        "必须": ("无需", "不必"), "无权": ("有权",),
    }[found[0].group()]  # fmt: skip
    return text[: found[0].start()] + rng.choice(instead) + text[found[0].end() :]


def _negation_zh(text: str, rng: random.Random) -> str | None:
    for old, new in (
        ("不包括", "包括"), ("(?<!不)包括", "不包括"), ("不承担", "承担"), ("不予", "予以"), ("(?<!不)属于", "不属于"),
        ("不退还", "退还"), ("(?<!不)予以", "不予"), ("(?<!不)含税", "不含税"), ("(?<!不)视为", "不视为"), ("不计", "计"),
        ("不视为", "视为"), ("书面", "口头"), ("无偿", "有偿"),
    ):  # fmt: skip
        if len(re.findall(old, text)) == 1:
            return re.sub(old, new, text, count=1)
    return None


_PAIRS_ZH = (
    ("甲方", "乙方"),
    ("买方", "卖方"),
    ("出租方", "承租方"),
    ("供方", "需方"),
    ("发包方", "承包方"),
)
_ALLOCATES_ZH = re.compile(
    "(?:由|归)[甲乙买卖供需]方|[甲乙买卖供需]方(?:承担|负责|提供|支付|应提供|应支付|应承担|应当提供|应当承担)"
)


def _party_zh(text: str, rng: random.Random) -> str | None:
    if not _ALLOCATES_ZH.search(text) or re.search(
        "违约|逾期|赔偿|通知|如|的，|保密|责任|委托|推荐|议定", text
    ):
        return None
    for one, two in _PAIRS_ZH:
        for old, new in ((one, two), (two, one)):
            if text.count(old) == 1 and new not in text:
                return text.replace(old, new)
    return None


_FRAMES_ZH = ("双方确认，", "根据本合同的安排，", "双方一致同意，", "经协商，", "需要说明的是，")
_SWAPS_ZH = (
    ("应当", "须"), ("支付", "给付"), ("之日起", "之日开始"), ("及时", "尽快"), ("提供", "给予"), ("按照", "依照"),
    ("规定", "约定"), ("费用", "款项"), ("以内", "内"), ("可以", "有权"), ("双方", "各方"), ("签订", "订立"),
)  # fmt: skip


def reword(text: str, language: str, rng: random.Random) -> str:
    """The same in other words: another opening, other words, the time limit put in front."""
    zh = language == "zh"
    said = text
    for old, new in rng.sample(_SWAPS_ZH if zh else _SWAPS_EN, len(_SWAPS_ZH if zh else _SWAPS_EN)):
        word = old if zh else rf"\b{old}\b"
        if re.search(word, said) and rng.random() < 0.7:
            said = re.sub(word, new, said, count=1)
    front = re.match(r"^(The .{20,200}?) (within [^.,;]{10,80})([.;])$", said)
    if front and not zh and rng.random() < 0.5:
        return f"{front[2][0].upper()}{front[2][1:]}, {front[1][0].lower()}{front[1][1:]}{front[3]}"
    if rng.random() < 0.6:
        if zh:
            return rng.choice(_FRAMES_ZH) + said
        lead = said.split(" ", 1)[0]
        lowered = said[0].lower() + said[1:] if lead in _LOWERED else said
        return rng.choice(_FRAMES_EN) + lowered
    return said


_LOWERED = frozenset(
    ["The", "This", "Any", "All", "If", "In", "Each", "Such", "Upon", "No", "Within", "Either"]
)

EDITS: dict[str, dict[str, Edit]] = {
    "en": {
        "number": _number_en, "amount": _amount_en, "date": _date_en, "modality": _modality_en,
        "negation": _negation_en, "party": _party_en,
    },
    "zh": {
        "number": _number_zh, "amount": _amount_zh, "date": _date_zh, "modality": _modality_zh,
        "negation": _negation_zh, "party": _party_zh,
    },
}  # fmt: skip


def filled(text: str, rng: random.Random) -> str:
    """A Chinese form with its blanks filled by plain values, so that there are facts in it."""
    blank = r"[＿_﹍—]{2,}"
    text = re.sub(
        r"(?:１９|19|一九|２０|20|二〇)" + blank + "(?=年)",
        lambda _: str(rng.randint(1990, 1999)),
        text,
    )
    text = re.sub(blank + r"(?=年)", lambda _: str(rng.randint(2001, 2025)), text)
    text = re.sub(blank + r"(?=月)", lambda _: str(rng.randint(1, 12)), text)
    text = re.sub(blank + r"(?=[日天])", lambda _: str(rng.randint(2, 28)), text)
    text = re.sub(blank + r"(?=万?元)", lambda _: str(rng.randint(2, 900) * 10), text)
    text = re.sub(blank + r"(?=[%％])", lambda _: str(rng.randint(1, 30)), text)
    return re.sub(blank + r"(?=[个份台套件次])", lambda _: str(rng.randint(2, 60)), text)
