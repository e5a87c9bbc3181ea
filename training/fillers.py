"""Invented values for generated texts. None names a real person; company names are put together."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path


def _words() -> dict[str, list[str]]:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines)
    return {name: values.split("|") for name, _, values in pairs}


_WORDS = _words()
FIRST = _WORDS["FIRST"]
LAST = _WORDS["LAST"]
STEM = _WORDS["STEM"]
TRADE = _WORDS["TRADE"]
SUFFIX = _WORDS["SUFFIX"]
CITY = _WORDS["CITY"]
STREET = _WORDS["STREET"]
STATE = _WORDS["STATE"]
COUNTRY = _WORDS["COUNTRY"]
MONTH = _WORDS["MONTH"]
JOB = _WORDS["JOB"]
BANK = _WORDS["BANK"]
PRODUCT = _WORDS["PRODUCT"]
TITLE_HEAD = _WORDS["TITLE_HEAD"]
TITLE_BODY = _WORDS["TITLE_BODY"]
PROJECT = _WORDS["PROJECT"]
ALIAS = _WORDS["ALIAS"]
NUMBER_WORDS = {
    1: "one",
    2: "two",
    3: "three",
    5: "five",
    6: "six",
    7: "seven",
    10: "ten",
    12: "twelve",
    14: "fourteen",
    15: "fifteen",
    18: "eighteen",
    20: "twenty",
    24: "twenty-four",
    30: "thirty",
    45: "forty-five",
    60: "sixty",
    90: "ninety",
    120: "one hundred twenty",
    180: "one hundred eighty",
}

Random = random.Random


def person(r: Random) -> str:
    """A person's name, sometimes with a middle initial, a title or in capitals."""
    first, last = r.choice(FIRST), r.choice(LAST)
    name = r.choice(
        [f"{first} {last}"] * 4
        + [
            f"{first} {r.choice('ABCDEJKLMRST')}. {last}",
            f"{r.choice(['Mr.', 'Ms.', 'Dr.', 'Mrs.'])} {first} {last}",
            f"{last}, {first}",
        ]
    )
    return name.upper() if r.random() < 0.06 else name


def company(r: Random) -> str:
    """A company's name with its legal form."""
    stem = (
        " ".join(r.sample(STEM, r.choice([1, 1, 2])))
        if r.random() < 0.85
        else "".join(r.choice("ABCDEFGHKLMNPRSTVX") for _ in range(3))
    )
    trade = [r.choice(TRADE)] if r.random() < 0.75 else []
    suffix = r.choice(SUFFIX)
    joined = " ".join([stem, *trade])
    name = joined + suffix if suffix.startswith(",") else f"{joined} {suffix}".strip()
    return name.upper() if r.random() < 0.2 else name


def date(r: Random) -> str:
    """A day in one of the ways that contracts write it."""
    y, m, d = r.randint(1994, 2031), r.randint(1, 12), r.randint(1, 28)
    name = MONTH[m - 1]
    suffix = "th" if 4 <= d <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
    return r.choice(
        [f"{name} {d}, {y}"] * 5
        + [
            f"{d} {name} {y}",
            f"{name} {d}{suffix}, {y}",
            f"{d}{suffix} day of {name}, {y}",
            f"{d}{suffix} day of {name} {y}",
            f"{y}-{m:02}-{d:02}",
            f"{m}/{d}/{y}",
            f"{m:02}/{d:02}/{y}",
            f"{d:02}.{m:02}.{y}",
            f"{name[:3]} {d}, {y}",
            f"{d}-{name[:3]}-{y}",
            f"{name} {y}",
            f"{m}/{d}/{y % 100:02}",
        ]
    )


def amount(r: Random) -> str:
    """A sum of money with its currency."""
    value = r.choice(
        [
            r.randint(5, 999),
            r.randint(1, 99) * 100,
            r.randint(1, 900) * 1000,
            r.randint(1, 90) * 100000,
        ]
    )
    cents = f".{r.randint(0, 99):02}" if r.random() < 0.35 else ""
    return r.choice(
        [f"${value:,}{cents}"] * 4
        + [
            f"USD {value:,}{cents}",
            f"US$ {value:,}{cents}",
            f"€{value:,}{cents}",
            f"EUR {value:,}{cents}",
            f"£{value:,}{cents}",
            f"{value:,}{cents} dollars",
            f"RMB {value:,}",
            f"CHF {value:,}.00",
            f"${r.randint(1, 90)}.{r.randint(1, 9)} million",
            f"{r.randint(2, 60)} million euros",
            f"{r.choice(list(NUMBER_WORDS.values()))} thousand dollars (${value:,})",
            f"¥{value:,}",
            f"{value:,} EUR",
        ]
    )


def duration(r: Random) -> str:
    """A period, in digits, in words or both."""
    n = r.choice(list(NUMBER_WORDS))
    unit = r.choice(["days", "days", "months", "years", "weeks", "business days", "calendar days"])
    unit = unit[:-1] if n == 1 else unit
    return r.choice(
        [f"{n} {unit}"] * 3
        + [f"{NUMBER_WORDS[n]} ({n}) {unit}"] * 3
        + [
            f"{NUMBER_WORDS[n]} {unit}",
            f"{n}-{unit.rstrip('s')}" if " " not in unit else f"{n} {unit}",
        ]
    )


def percent(r: Random) -> str:
    """A percentage."""
    n = r.choice([str(r.randint(1, 60)), f"{r.randint(0, 20)}.{r.randint(1, 99)}"])
    return r.choice(
        [f"{n}%"] * 4
        + [
            f"{n} percent",
            f"{n} per cent",
            f"{r.choice(list(NUMBER_WORDS.values()))} percent ({n}%)",
            f"{n} %",
        ]
    )


def address(r: Random) -> str:
    """A postal address on one line."""
    number, street, city = r.randint(1, 9999), r.choice(STREET), r.choice(CITY)
    zipcode = f"{r.randint(10000, 99999)}"
    return r.choice(
        [f"{number} {street}, {city}, {r.choice(STATE)} {zipcode}"] * 3
        + [
            f"{number} {street}, Suite {r.randint(1, 900)}, {city}, {r.choice(['CA', 'NY', 'TX', 'MA', 'IL', 'WA', 'FL'])} {zipcode}",
            f"{number} {street}, {city}",
            f"{street} {number}, {zipcode} {city}, Germany",
            f"{number} {street}, {city}, United Kingdom",
            f"P.O. Box {number}, {city}, {r.choice(['OH', 'NJ', 'GA'])} {zipcode}",
        ]
    )


def law(r: Random) -> str:
    """A state or country."""
    return r.choice(STATE) if r.random() < 0.7 else r.choice(COUNTRY)


def email(r: Random) -> str:
    """An address at an example domain."""
    who = r.choice(
        [
            f"{r.choice(FIRST)}.{r.choice(LAST)}",
            r.choice(["legal", "info", "notices", "contracts", "sales", "accounts"]),
            r.choice(FIRST),
        ]
    )
    return f"{who}@{r.choice(STEM)}{r.choice(['.com', '.example.org', '.co.uk', '.net', '.de'])}".lower().replace(
        "'", ""
    )


def phone(r: Random) -> str:
    """A telephone number."""
    a, b, c = r.randint(200, 989), r.randint(200, 989), r.randint(0, 9999)
    return r.choice(
        [
            f"({a}) {b}-{c:04}",
            f"{a}-{b}-{c:04}",
            f"+1 {a} {b} {c:04}",
            f"+44 20 {b * 9 % 9000 + 1000} {c:04}",
            f"+49 {a} {b}{c:04}",
            f"{a}.{b}.{c:04}",
        ]
    )


def code(r: Random) -> str:
    """A reference number."""
    digits = "".join(r.choice("0123456789") for _ in range(r.randint(4, 9)))
    head = "".join(r.choice("ABCDEFGHKMNPRSTX") for _ in range(r.randint(1, 4)))
    return r.choice(
        [
            f"{head}-{digits}",
            f"{head}{digits}",
            digits,
            f"{r.randint(2010, 2030)}/{digits[:4]}",
            f"{digits[:2]}-{digits}",
            f"No. {digits}"[4:],
        ]
    )


def _account(r: Random) -> str:
    digits = "".join(r.choice("0123456789") for _ in range(r.randint(8, 16)))
    return r.choice(
        [
            digits,
            f"{digits[:4]} {digits[4:8]} {digits[8:]}".strip(),
            f"DE{r.randint(10, 99)} {digits[:4]} {digits[4:]}",
        ]
    )


def _title(r: Random) -> str:
    head = [r.choice(TITLE_HEAD)] if r.random() < 0.35 else []
    title = " ".join(
        [*head, r.choice(TITLE_BODY), r.choice(["Agreement", "Agreement", "Agreement", "Contract"])]
    )
    return title.upper() if r.random() < 0.5 else title


def _court(r: Random) -> str:
    return r.choice(
        [
            f"the courts of {law(r)}",
            f"the state and federal courts located in {r.choice(CITY)}, {r.choice(STATE)}",
            f"the High Court of {r.choice(COUNTRY)}",
            f"the District Court of {r.choice(CITY)}",
        ]
    )


KINDS: dict[str, Callable[[Random], str]] = {
    "person": person,
    "company": company,
    "date": date,
    "amount": amount,
    "duration": duration,
    "percent": percent,
    "address": address,
    "law": law,
    "email": email,
    "phone": phone,
    "code": code,
    "party_any": lambda r: person(r) if r.random() < 0.4 else company(r),
    "alias": lambda r: r.choice(ALIAS),
    "title": _title,
    "court": _court,
    "jobtitle": lambda r: r.choice(JOB),
    "bank": lambda r: r.choice(BANK),
    "account": _account,
    "swift": lambda r: (
        "".join(r.choice("ABCDEFGHKLMNPRST") for _ in range(6)) + r.choice(["XX", "33", "2L", "FF"])
    ),
    "url": lambda r: (
        r.choice(["www.", "https://", "https://www."])
        + r.choice(STEM).lower()
        + r.choice([".com", ".org", ".io/contact"])
    ),
    "quantity": lambda r: (
        f"{r.randint(1, 5000):,}" + r.choice(["", " units", " pieces", " tons", " sets", " boxes"])
    ),
    "product": lambda r: r.choice(PRODUCT),
    "project": lambda r: r.choice(PROJECT),
}


def fill(kind: str, r: Random) -> str:
    """A value of ``kind``."""
    return KINDS[kind](r)
