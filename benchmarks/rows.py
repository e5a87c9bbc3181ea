"""Company and address rows with known duplicates, English and Chinese, the same for a seed.

    python -m benchmarks.rows 100000 rows.csv

Columns: ``id``, ``cluster`` (equal for rows of one company), ``company``, ``contact``, ``phone``,
``address``. A third of the rows are copies of earlier ones with slips: typing errors, abbreviations,
words in another order, full-width characters, missing values, other ways to write a phone number.
"""

# Word lists are easier to read as one string than as a hundred literals.
# ruff: noqa: SIM905

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

_SYLLABLES = "al an ar bel bor can cor dal del den dor el en far fen gal gar hal han hol il ja kal kel lan lor mar mel mon nor or pal pen quin ral ren ros sal sel tar tol ul van vel wel yor zan".split()
_TRADES = "Paper Mills,Ceramics,Marine Supplies,Dental Group,Robotics,Fruit Packers,Textiles,Analytics,Dairy,Castings,Architects,Freight Services,Foods,Electronics,Tools,Chemicals,Software,Logistics,Printing,Furniture,Instruments,Energy,Trading,Packaging,Consulting".split(
    ","
)
_FORMS = (
    "Ltd.",
    "Limited",
    "Inc.",
    "Inc",
    "LLC",
    "Co., Ltd.",
    "Corporation",
    "Corp.",
    "GmbH",
    "plc",
)
_GIVEN = "Ingrid Luis Nora Omar Jonas Rosa Grace Henrik Beth Oliver Maya Tom Anna Peter Lucy Mark Sara Paul Jane Ivan".split()
_STREETS = ("Street", "Road", "Avenue", "Lane", "Drive", "Square", "Boulevard", "Court")
_SHORT = {
    "Street": "St.",
    "Road": "Rd",
    "Avenue": "Ave",
    "Lane": "Ln",
    "Drive": "Dr.",
    "Square": "Sq",
    "Boulevard": "Blvd.",
    "Court": "Ct",
}
_TOWNS = "London,Leeds,Seattle,Denver,Boston,Fresno,Madrid,Berlin,Oslo,Dublin,Austin,Bristol,Chicago,Portland,Toronto".split(
    ","
)
_CITIES = (
    "北京市,上海市,广州市,深圳市,杭州市,南京市,成都市,武汉市,西安市,苏州市,天津市,重庆市".split(",")
)
_DISTRICTS = "朝阳区,海淀区,浦东新区,天河区,南山区,西湖区,鼓楼区,高新区,江岸区,工业园区".split(",")
_ROADS = "人民,解放,中山,建设,和平,长江,黄河,科技,文化,新华,胜利,光明,东风,南京,延安".split(",")
_NAME_ZH = "华中天宇恒盛瑞达信诚博远鼎泰安康宏图金石明德润泽兴隆凯旋卓越正大同创新世纪飞腾昌茂嘉禾云海蓝星锦绣东方联合永丰顺利"
_TRADES_ZH = (
    "科技,贸易,电子,机械,建材,食品,化工,物流,软件,服装,医药,能源,印刷,家具,环保,工程,咨询".split(
        ","
    )
)
_FORMS_ZH = ("有限公司", "股份有限公司", "有限责任公司")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


@dataclass(frozen=True, slots=True)
class Row:
    """One generated row."""

    id: str
    cluster: str
    company: str
    contact: str
    phone: str
    address: str


def generate(count: int, seed: int = 0, copies: float = 1 / 3) -> Iterator[Row]:
    """``count`` rows in random order; ``copies`` of them repeat an earlier company with slips."""
    draw = random.Random(seed)
    originals = [_original(draw, number) for number in range(round(count * (1 - copies)))]
    rows = list(originals)
    while len(rows) < count:
        rows.append(_copy(draw, draw.choice(originals)))
    draw.shuffle(rows)
    for number, row in enumerate(rows):
        yield replace(row, id=f"{number:07d}")


def _original(draw: random.Random, number: int) -> Row:
    make = _chinese if draw.random() < 0.5 else _english
    return make(draw, str(number))


def _english(draw: random.Random, cluster: str) -> Row:
    name = _word(draw) + (f" {_word(draw)}" if draw.random() < 0.5 else "")
    company = f"{name} {draw.choice(_TRADES)} {draw.choice(_FORMS)}"
    street = f"{_word(draw)} {draw.choice(_STREETS)}"
    code = f"{draw.randrange(10000, 99999)}"
    address = f"{draw.randrange(1, 999)} {street}, {draw.choice(_TOWNS)} {code}"
    phone = f"({draw.randrange(201, 989)}) {draw.randrange(200, 999)}-{draw.randrange(10000):04d}"
    return Row("", cluster, company, f"{draw.choice(_GIVEN)} {_word(draw)}", phone, address)


def _chinese(draw: random.Random, cluster: str) -> Row:
    city = draw.choice(_CITIES)
    name = "".join(draw.choices(_NAME_ZH, k=draw.choice((2, 3, 4))))
    company = f"{city[:-1]}{name}{draw.choice(_TRADES_ZH)}{draw.choice(_FORMS_ZH)}"
    place = f"{draw.choice(_ROADS)}路{draw.randrange(1, 999)}号{draw.randrange(1, 30)}楼{draw.randrange(100, 2999)}室"
    contact = draw.choice(_SURNAMES) + "".join(draw.choices(_NAME_ZH, k=draw.choice((1, 2))))
    phone = f"1{draw.choice('3578')}{draw.randrange(10**9):09d}"
    return Row("", cluster, company, contact, phone, f"{city}{draw.choice(_DISTRICTS)}{place}")


def _word(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.choice((2, 3, 3)))).capitalize()


def _copy(draw: random.Random, row: Row) -> Row:
    for _ in range(draw.choice((1, 1, 2, 2, 3))):
        row = draw.choice(_SLIPS)(draw, row)
    return row


def _mistype(draw: random.Random, text: str) -> str:
    """One character dropped, doubled, replaced or swapped with its neighbour."""
    if len(text) < 4:
        return text
    at = draw.randrange(1, len(text) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + draw.choice(text) + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _mistype_company(draw: random.Random, row: Row) -> Row:
    return replace(row, company=_mistype(draw, row.company))


def _mistype_address(draw: random.Random, row: Row) -> Row:
    return replace(row, address=_mistype(draw, row.address))


def _other_form(draw: random.Random, row: Row) -> Row:
    """Another legal form, or none."""
    for form in sorted((*_FORMS, *_FORMS_ZH), key=len, reverse=True):
        if row.company.endswith(form):
            others = _FORMS_ZH if form in _FORMS_ZH else _FORMS
            other = draw.choice(("", *others))
            return replace(row, company=(row.company.removesuffix(form) + other).strip())
    return row


def _abbreviate(draw: random.Random, row: Row) -> Row:
    address = row.address
    for word, short in _SHORT.items():
        address = address.replace(word, short)
    address = address.replace("市", "", 1).replace("号", "", 1) if "市" in address else address
    return replace(row, address=address)


def _reorder(draw: random.Random, row: Row) -> Row:
    """The town before the street; the first two words of the name swapped."""
    parts = row.address.split(", ")
    words = row.company.split(" ")
    if len(words) > 2 and draw.random() < 0.4:
        words[0], words[1] = words[1], words[0]
    return replace(row, address=", ".join(reversed(parts)), company=" ".join(words))


def _full_width(draw: random.Random, row: Row) -> Row:
    wide = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}
    return replace(row, address=row.address.translate(wide), phone=row.phone.translate(wide))


def _other_case(draw: random.Random, row: Row) -> Row:
    return replace(row, company=draw.choice((row.company.upper(), row.company.lower())))


def _other_phone(draw: random.Random, row: Row) -> Row:
    digits = "".join(c for c in row.phone if c.isdigit())
    if len(digits) == 11:
        return replace(row, phone=f"+86 {digits[:3]} {digits[3:7]} {digits[7:]}")
    return replace(row, phone=f"+1 {digits[:3]}.{digits[3:6]}.{digits[6:]}")


def _new_phone(draw: random.Random, row: Row) -> Row:
    return replace(
        row, phone=_english(draw, "").phone if "(" in row.phone else _chinese(draw, "").phone
    )


def _lose_value(draw: random.Random, row: Row) -> Row:
    return replace(row, **{draw.choice(("contact", "phone", "address")): ""})


_SLIPS: tuple[Callable[[random.Random, Row], Row], ...] = (
    _mistype_company, _mistype_company, _mistype_address, _other_form, _abbreviate, _reorder,
    _full_width, _other_case, _other_phone, _new_phone, _lose_value,
)  # fmt: skip


def write(count: int, path: Path, seed: int = 0) -> None:
    """``count`` rows as csv, UTF-8 with a header."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(astuple(row) for row in generate(count, seed))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
