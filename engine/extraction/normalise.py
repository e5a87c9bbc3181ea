"""Raw text to a field's normal form; what cannot be told without guessing is a doubt."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.extraction.addresses import split_address
from engine.extraction.persons import split_parts
from engine.facts import Fact, FactKind, find_facts
from engine.facts.folding import fold
from engine.facts.identifiers import credit_checksum, identity_checksum
from engine.facts.numerals import figures, money, plain
from engine.facts.ranges import RANGE, ends
from engine.types import Field, FieldType

FACT_OF: dict[FieldType, FactKind] = {
    FieldType.DATE: FactKind.DATE,
    FieldType.AMOUNT: FactKind.AMOUNT,
    FieldType.NUMBER: FactKind.NUMBER,
    FieldType.PERCENTAGE: FactKind.PERCENTAGE,
    FieldType.DURATION: FactKind.DURATION,
    FieldType.PHONE: FactKind.PHONE,
    FieldType.EMAIL: FactKind.EMAIL,
    FieldType.IDENTITY_NUMBER: FactKind.IDENTITY_NUMBER,
    FieldType.CREDIT_CODE: FactKind.CREDIT_CODE,
    FieldType.BANK_ACCOUNT: FactKind.BANK_ACCOUNT,
}
"""The kind of fact that a field's values are."""

_SCALES = (("万亿", 10**12), ("亿", 10**8), ("百万", 10**6), ("万", 10**4), ("千", 10**3))
_CODES = (
    ("CNY", "人民币 元 圆 rmb cny ¥ ￥ yuan"),
    ("USD", "美元 美金 usd us$ $ dollars dollar"),
    ("EUR", "欧元 eur € euro euros"),
    ("GBP", "英镑 gbp £ pounds"),
    ("HKD", "港币 港元 hkd hk$"),
    ("JPY", "日元 jpy"),
)
_DAYS = {"天": "D", "日": "D", "日历天": "D", "day": "D", "days": "D", "工作日": "D", "个工作日": "D",
         "周": "W", "week": "W", "weeks": "W", "月": "M", "个月": "M", "month": "M", "months": "M",
         "年": "Y", "year": "Y", "years": "Y", "小时": "H", "hours": "H"}  # fmt: skip
_ISO_DURATION = re.compile(r"P([0-9.]+)([DWMY])|PT([0-9.]+)([HM])")
_EDGES = " \t\r\n\u3000\xa0,，、;；:：。.“”\"'‘’《》〈〉「」"
_ABBREVIATED = re.compile(
    r"\b(?:Inc|Ltd|Corp|Co|LLC|Jr|Sr|Pty|Pte|(?:[A-Z]\.)+[A-Z])$", re.IGNORECASE
)
_SEVERAL = frozenset({FieldType.PHONE, FieldType.EMAIL, FieldType.BANK_ACCOUNT})
_LUNAR = re.compile(r"[农阴]历|lunar calendar|[正腊]月(?:初|廿)", re.IGNORECASE)
_BETWEEN = re.compile(r"[至到~\-–—]|\bto\b|until|through", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:之日|当日|次日|届满|签[订署字]|生效|交[货付]|验收|收到|到[货账]|开工|竣工)[^。\n]{0,20}(?:[内后前起]|当日|次日)|[后前内]|"
    r"\b(?:after|before|prior|within|following|from|upon|later|earlier|anniversary|preceding|execution|closing|date hereof|last signature)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟]")
BETWEEN = " ~ "
"""What stands between the ends of a range of numbers."""

_LATER = re.compile(
    r"\s*[至到~\-–—]+\s*(?:([0-9]{1,2})\s*月\s*)?(?:(?:份|底|末)|([0-9]{1,2})\s*[日号])?\s*[止]?\s*"
)
_TO_NUMBER = re.compile(
    r"\s*(?:-{1,2}|~|至|到|\bto\b)\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"(?:-|负|(?:minus|negative) )[ ]?([0-9][0-9,，]*(?:\.[0-9]+)?)", re.IGNORECASE
)
# As accounts print a number below zero; an amount in Chinese brackets says the same thing again.
_BRACKETED = re.compile(
    r"\(\s?[$€£]?\s?[0-9][0-9,]*(?:\.[0-9]+)?\s?\)|（\s?[0-9][0-9,，]*(?:\.[0-9]+)?\s?）"
)
_YES_NO = {"是": ("yes", "有", "true"), "否": ("no", "无", "没有", "不", "false"),
           "yes": ("是", "有"), "no": ("否", "无", "没有"), "有": ("是",), "无": ("否", "没有")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form, or ``None`` with the code of the ``doubt``; some doubts stand beside a value."""

    value: str | None
    doubt: str | None = None


def normalise(field: Field, raw: str) -> Normal:
    """The normal form of ``raw`` for ``field``.

    Dates ISO 8601; amounts a plain number in the field's unit where it has one; durations ISO 8601
    (a plain number where the field names a unit); a choice as the field spells it; parts as
    ``name: value; name: value``; other text with its white space and outer signs tidied. A range is
    both its ends with the doubt ``range``: times as ISO 8601 writes them (``P30D/P45D``), numbers as
    ``5000.00 ~ 10000.00``, which no spreadsheet takes for a date.
    """
    special = _SPECIAL.get(field.type)
    if special or field.type in FACT_OF:
        normal = special(field, raw) if special else _from_fact(field, raw)
        return _both_ends(field, raw) if normal == Normal(None, RANGE) else normal
    text = tidy(raw)
    return _check_length(field, text) if text else Normal(None, "empty")


def _both_ends(field: Field, raw: str) -> Normal:
    """The ends of the range in ``raw``, where each can be read alone."""
    whole = next((fact.text for fact in find_facts(raw) if fact.doubt == RANGE), raw)
    read = [normalise(field, end) for end in ends(whole) or ()]
    values = [one.value for one in read if one.value and one.doubt != RANGE]
    between = "/" if field.type is FieldType.DURATION and not field.unit else BETWEEN
    return Normal(between.join(values) if len(values) == 2 else None, RANGE)


def tidy(raw: str) -> str:
    """``raw`` on one line without outer signs and half brackets; spaces between Chinese go."""
    text = " ".join(raw.split())
    text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text).strip(_EDGES)
    for opening, closing in ("()", "（）", "[]", "【】"):
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip(_EDGES)
        if text.count(opening) > text.count(closing):
            text = text[: text.rindex(opening)].strip(_EDGES)
        elif text.count(opening) < text.count(closing):
            text = text.strip(closing).strip(_EDGES)
    # The full stop of an abbreviation belongs to the name.
    if _ABBREVIATED.search(text) and re.search(re.escape(text[-2:]) + r"\s?\.", raw[-6:]):
        text += "."
    return text


def _check_length(field: Field, text: str) -> Normal:
    wanted = re.match(r"\d+", field.format)
    if wanted and len(re.sub(r"\s", "", text)) != int(wanted[0]):
        return Normal(text, "length_differs")
    return Normal(text)


def _from_fact(field: Field, raw: str) -> Normal:
    kind = FACT_OF[field.type]
    facts = [fact for fact in find_facts(raw) if fact.kind is kind]
    if not facts:
        return Normal(None, f"not_{field.type.value}")
    values = list(dict.fromkeys((fact.value, fact.unit) for fact in facts))
    if len(values) > 1 and field.type in _SEVERAL:
        return Normal("; ".join(value or "" for value, _ in values))
    if len(values) > 1:
        return Normal(None, "several_values")
    return Normal(facts[0].value, facts[0].doubt)


def _date(field: Field, raw: str) -> Normal:
    if _LUNAR.search(raw):
        return Normal(None, "lunar_date")
    facts = find_facts(raw, {FactKind.DATE})
    values = {fact.value for fact in facts}
    if len(values) > 1:
        whole = len(facts) == 2 and all(fact.value for fact in facts)
        if whole and _BETWEEN.search(raw[facts[0].end : facts[1].start]):
            return Normal(f"{facts[0].value}/{facts[1].value}", RANGE)
        return Normal(None, "several_values")
    if facts and (last := _same_year(raw, facts[0])):
        return Normal(f"{facts[0].value}/{last}", RANGE)
    if facts:
        value = facts[0].value
        short = (
            value and field.format and "d" not in field.format.lower() and "日" not in field.format
        )
        return Normal(
            value[:7] if value and short and field.format[:1] in "yY" else value, facts[0].doubt
        )
    parsed = _odd_date(raw)
    if parsed:
        return Normal(parsed)
    return Normal(None, "relative_date" if _RELATIVE.search(raw) else "not_date")


def _same_year(raw: str, first: Fact) -> str | None:
    """The end of a range that repeats neither year nor, within a month, the month:
    2024年3月1日至5月31日, 2024年3月1日至15日, 2024年3月至5月."""
    rest = _LATER.fullmatch(fold(raw), first.end)
    if not first.value or not rest or not (rest[1] or rest[2]):
        return None
    month = int(rest[1] or first.value[5:7])
    try:
        day = date(int(first.value[:4]), month, int(rest[2] or 1)).isoformat()
    except ValueError:
        return None
    last = day if rest[2] else day[:7]
    return last if last > first.value and len(last) == len(first.value) else None


def _odd_date(raw: str) -> str | None:
    """What our own finder does not know, if dateparser reads a whole, unambiguous day in it."""
    text = " ".join(raw.split())
    if (
        not 6 <= len(text) <= 40
        or not re.search(r"[0-9]{4}", text)
        or re.search(r"[0-9]\s*[./-]\s*[0-9]", text)
    ):
        return None
    import dateparser  # heavy: loaded for the odd date only

    settings = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(text, languages=["en", "zh"], settings=settings)
    return found.date().isoformat() if found else None


def _amount(field: Field, raw: str) -> Normal:
    if _BRACKETED.fullmatch(raw.strip()):
        return Normal(None, "bracketed_number")
    facts = find_facts(raw)
    amounts = [fact for fact in facts if fact.kind is FactKind.AMOUNT]
    if len({(fact.value, fact.unit) for fact in amounts}) > 1:
        forms = {bool(_CAPITALS.search(fact.text)) for fact in amounts}
        two_forms = len(amounts) == 2 and len(forms) == 2
        return Normal(None, "words_and_figures_differ" if two_forms else "several_values")
    if amounts:
        return Normal(None, RANGE) if _open_end(raw, amounts[0]) else _in_unit(field, amounts[0])
    below = _below_zero(raw)
    if below is not None:
        return Normal(money(below), "unit_not_stated")
    numbers = [fact for fact in facts if fact.kind is FactKind.NUMBER and fact.unit is None]
    if len(numbers) == 1 and numbers[0].value:
        return Normal(money(Decimal(numbers[0].value)), "unit_not_stated")
    return Normal(None, "not_amount")


def _open_end(raw: str, amount: Fact) -> bool:
    """Whether a bare number ends a range that the amount begins, and the text: ``USD 1,000 - 2,000``.
    In a running text the number could be another matter's; here it is part of what was found."""
    rest = _TO_NUMBER.fullmatch(fold(raw), amount.end)
    high = figures(rest[1]) if rest else None
    return bool(amount.value and high is not None and Decimal(amount.value) < high)


def _below_zero(raw: str) -> Decimal | None:
    """The number of a cell in which nothing but a negative number stands."""
    written = _NEGATIVE.fullmatch(fold(raw).strip())
    number = figures(written[1]) if written else None
    return None if number is None else -number


def _in_unit(field: Field, fact: Fact) -> Normal:
    """An amount in the unit that the field asks for; another currency is a doubt."""
    if fact.value is None:
        return Normal(None, fact.doubt)
    code, scale = unit_of(field.unit)
    if code and fact.unit and code != fact.unit:
        return Normal(None, "currency_differs")
    value = Decimal(fact.value)
    return Normal(money(value) if scale == 1 else plain(value / scale), fact.doubt)


def unit_of(unit: str) -> tuple[str | None, int]:
    """The currency code and the multiplier of ``万元``, ``US$`` …; ``(None, 1)`` for no unit."""
    word = re.split(r"[/／]", unit.strip().casefold())[0]
    scale = 1
    for name, factor in _SCALES:
        if name in word:
            word, scale = word.replace(name, "", 1), factor
            break
    code = next((code for code, names in _CODES if word in names.split()), None)
    if word.startswith("人民币"):
        code = "CNY"
    return code, scale


def _duration(field: Field, raw: str) -> Normal:
    facts = find_facts(raw, {FactKind.DURATION, FactKind.DATE})
    dates = [fact.value for fact in facts if fact.kind is FactKind.DATE]
    durations = {
        (fact.value, fact.unit, fact.doubt) for fact in facts if fact.kind is FactKind.DURATION
    }
    if len(durations) > 1:
        return Normal(None, "several_values")
    if not durations:
        if len(dates) == 2 and all(dates):
            return Normal(f"{dates[0]}/{dates[1]}")
        return Normal(None, "not_duration")
    value, unit, doubt = durations.pop()
    doubt = doubt or ("business_days" if unit == "business_day" else None)
    letter = _DAYS.get(field.unit)
    written = _ISO_DURATION.fullmatch(value or "")
    if letter and written:
        # The M after a T is minutes, which no field names as its unit.
        number, own = (written[1], written[2]) if written[1] else (written[3], f"T{written[4]}")
        same = own.replace("TH", "H") == letter
        return Normal(number, doubt) if same else Normal(None, "unit_differs")
    return Normal(value, doubt)


def _number(field: Field, raw: str) -> Normal:
    if _BRACKETED.fullmatch(raw.strip()):
        return Normal(None, "bracketed_number")
    below = _below_zero(raw)
    if below is not None:
        return Normal(plain(below))
    facts = find_facts(raw, {FactKind.NUMBER})
    if not facts:
        # 第 12 and the like are no facts, but in a number's cell they are a number.
        digits = re.fullmatch(
            r"\D{0,4}([0-9]+(?:\.[0-9]+)?)\D{0,4}", unicodedata.normalize("NFKC", raw).strip()
        )
        return Normal(plain(Decimal(digits[1]))) if digits else Normal(None, "not_number")
    if len({fact.value for fact in facts}) > 1:
        return Normal(None, "several_values")
    return Normal(facts[0].value, facts[0].doubt)


def _identity(field: Field, raw: str) -> Normal:
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", raw)).upper()
    found = re.search(r"(?<![0-9A-Z])[0-9]{17}[0-9X](?![0-9A-Z])", number)
    if not found:
        return Normal(None, "not_identity_number")
    return Normal(found[0], None if identity_checksum(found[0]) else "checksum")


def _credit(field: Field, raw: str) -> Normal:
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", raw)).upper()
    found = re.search(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", number)
    if not found:
        return Normal(None, "not_credit_code")
    return Normal(found[0], None if credit_checksum(found[0]) else "checksum")


def _account(field: Field, raw: str) -> Normal:
    facts = find_facts(f"账号:{raw.strip()}", {FactKind.BANK_ACCOUNT})
    return Normal(facts[0].value, facts[0].doubt) if facts else Normal(None, "not_bank_account")


def _choice(field: Field, raw: str) -> Normal:
    """The one choice that stands in the text, or whose synonym or beginning the text is."""
    text = unicodedata.normalize("NFKC", tidy(raw)).casefold()
    if not text:
        return Normal(None, "empty")
    inside = [
        choice
        for choice in field.choices
        if unicodedata.normalize("NFKC", choice).casefold() in text
    ]
    longest = [c for c in inside if not any(c != other and c in other for other in inside)]
    if not longest:
        longest = [c for c in field.choices if _means(text, c.casefold())]
    if len(longest) > 1:
        return Normal(None, "several_choices")
    return Normal(longest[0]) if longest else Normal(None, "not_choice")


def _means(text: str, choice: str) -> bool:
    return text in _YES_NO.get(choice, ()) or (len(text) > 1 and text in choice)


def _compound(field: Field, raw: str) -> Normal:
    text = tidy(raw)
    parts = split_address(text, field.sub_fields) or split_parts(text, field.sub_fields)
    written = "; ".join(
        f"{name}: {part}" for name, part in zip(field.sub_fields, parts, strict=True) if part
    )
    return Normal(written or None, None if all(parts) else "parts_missing")


_SPECIAL: dict[FieldType, Callable[[Field, str], Normal]] = {
    FieldType.DATE: _date,
    FieldType.AMOUNT: _amount,
    FieldType.DURATION: _duration,
    FieldType.NUMBER: _number,
    FieldType.IDENTITY_NUMBER: _identity,
    FieldType.CREDIT_CODE: _credit,
    FieldType.BANK_ACCOUNT: _account,
    FieldType.CHOICE: _choice,
    FieldType.COMPOUND: _compound,
}
