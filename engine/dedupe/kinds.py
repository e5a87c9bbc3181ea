"""What a column holds, judged by its name and its values; the comparers are chosen by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from engine.types import Scalar, cell_text

SAMPLE = 2000
"""Values to look at in each column, spread over the table."""

_LONG = 40
"""Names of people and companies are shorter; what is longer describes something."""


class ColumnKind(StrEnum):
    """How a column's values are normalised and compared."""

    NAME = "name"
    COMPANY = "company"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    IDENTIFIER = "identifier"
    DATE = "date"
    NUMBER = "number"
    PRODUCT = "product"
    TEXT = "text"


_HINTS: tuple[tuple[ColumnKind, str], ...] = (
    (ColumnKind.EMAIL, r"e-?mail|邮箱|电子邮件"),
    (ColumnKind.PHONE, r"phone|mobile|\btel\b|telephone|\bfax\b|电话|手机|传真|联系方式"),
    (ColumnKind.DATE, r"\bdate\b|\bdob\b|birth|日期|出生|生日"),
    (
        ColumnKind.IDENTIFIER,
        r"\bids?\b|number\b|\bno\b\.?|\bcode\b|postcode|zip|\bsku\b|\bisbn\b|\bvat\b|tax|year"
        r"|身份证|证件|代码|编号|编码|税号|账号|邮编|年份",
    ),
    (
        ColumnKind.NUMBER,
        r"price|amount|total|\bqty\b|quantity|salary|revenue|limit|金额|价格|数量|单价",
    ),
    (ColumnKind.ADDRESS, r"address|street|location|suburb|city|地址|住址|住所|城市"),
    (
        ColumnKind.COMPANY,
        r"company|organi[sz]ation|supplier|vendor|customer|client|manufacturer|firm"
        r"|公司|单位|企业|供应商|客户|机构|厂商",
    ),
    (
        ColumnKind.NAME,
        r"(?:sur|given|first|last|full|user)[ _-]?name|author|contact|person|姓名|联系人|负责人",
    ),
)
_LIKE_DATES = (ColumnKind.IDENTIFIER, ColumnKind.PHONE, ColumnKind.NUMBER)
"""What may look like dates without being any, if its name says so."""
_PRODUCT_HINT = re.compile(
    r"product|\bitem|model|\bgoods\b|\bparts?\b|article|descri|\bname\b|\btitle\b"
    r"|产品|商品|品名|型号|规格|物料|货物|名称|描述|说明"
)
_HINTED = tuple((kind, re.compile(pattern)) for kind, pattern in _HINTS)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+(]?[\d０-９][\d０-９()\s./+-]{5,22}(?:\s*(?:x|ext\.?|转)\s*\d+)?")
_DATE = re.compile(
    r"(?:1[89]|20)\d\d(?:[-/.年](?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12]\d|0?[1-9])日?"
    r"|(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9]))(?:[T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:\d\d){1,2}"
    r"|[零〇一二三四五六七八九]{4}年.{1,2}月(?:.{1,3}[日号])?"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?[\s,./-]*)?(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"[\s,./-]*\d{1,4}(?:st|nd|rd|th)?(?:[\s,./-]+\d{4})?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[-+]?[$€£¥￥]?\s*\d[\d,]*\.\d+|[-+]?[$€£¥￥]\s*\d[\d,]*")
_PERCENTAGE = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s*[%％]")
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z０-９./_-]{1,24}")
_MODEL = re.compile(
    r"\b(?=[0-9A-Za-z-]*\d)(?=[0-9A-Za-z-]*[A-Za-z])(?!\d+(?:st|nd|rd|th|s)\b)[0-9A-Za-z]{2,}(?:-[0-9A-Za-z]+)*\b"
)
_COMPANY = re.compile(
    r"公司|集团|\b(?:inc|ltd|llc|llp|plc|corp|gmbh|limited|company|incorporated|corporation|pty|s\.a)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[省市区县镇].{0,20}[路街道巷号村]|\b(?:street|st|road|rd|avenue|ave|lane|drive|blvd|suite)\b",
    re.IGNORECASE,
)


def detect_kind(name: str, values: Sequence[Scalar]) -> ColumnKind:
    """The kind of the column ``name`` with these ``values`` (a sample, blanks left out).

    What the values show beyond doubt counts first, then the name, then weaker signs.
    """
    texts = [text for value in values if (text := cell_text(value).strip())]
    if not texts:
        return ColumnKind.TEXT
    hint = _hint(name)
    if hint is None and _is_product(name, texts):
        return ColumnKind.PRODUCT
    if _share(_EMAIL, texts) > 0.7:
        return ColumnKind.EMAIL
    if _share(_DATE, texts) > 0.8 and hint not in _LIKE_DATES:
        return ColumnKind.DATE
    coded = _share(_CODE, texts) + _share(_CLOCK, texts) > 0.8
    if hint is not None and _credible(hint, texts, coded):
        return hint
    if all(isinstance(value, float) for value in values) or _is_figure(texts):
        return ColumnKind.NUMBER
    if coded:
        return ColumnKind.IDENTIFIER
    return _worded(texts)


def _is_figure(texts: Sequence[str]) -> bool:
    return _share(_AMOUNT, texts) + _share(_PERCENTAGE, texts) > 0.6


def _worded(texts: Sequence[str]) -> ColumnKind:
    """The kind of a column of words whose name says nothing."""
    if _share(_PHONE, texts) > 0.7:
        return ColumnKind.PHONE
    if _found(_COMPANY, texts) > 0.25:
        return ColumnKind.COMPANY
    if _found(_ADDRESS, texts) > 0.3:
        return ColumnKind.ADDRESS
    return ColumnKind.NAME if _median_length(texts) <= 12 else ColumnKind.TEXT


def _is_product(name: str, texts: Sequence[str]) -> bool:
    """Whether these are several words with a model code or a size among them, as a rule."""
    worded = sum(" " in text.strip() or len(text) > 12 for text in texts) / len(texts)
    coded = _found(_MODEL, texts)
    called = _PRODUCT_HINT.search(_plain(name)) is not None
    return worded > 0.6 and coded > (0.25 if called else 0.5) and _found(_ADDRESS, texts) < 0.3


def _plain(name: str) -> str:
    return re.sub(r"[_\s-]+", " ", name).casefold()


def _hint(name: str) -> ColumnKind | None:
    words = _plain(name)
    return next((kind for kind, pattern in _HINTED if pattern.search(words)), None)


def _credible(kind: ColumnKind, texts: Sequence[str], coded: bool) -> bool:
    """Whether a column called so can hold such values."""
    if kind is ColumnKind.PHONE:
        return _share(_PHONE, texts) > 0.4
    if kind is ColumnKind.DATE:
        return _share(_DATE, texts) > 0.4
    if kind is ColumnKind.NUMBER:
        return sum(any(c.isdigit() for c in text) for text in texts) > 0.6 * len(texts)
    if kind is ColumnKind.IDENTIFIER:
        return coded
    if kind in (ColumnKind.NAME, ColumnKind.COMPANY) and _median_length(texts) > _LONG:
        return False
    return kind is not ColumnKind.EMAIL and not coded


def _median_length(texts: Sequence[str]) -> int:
    return sorted(len(text) for text in texts)[len(texts) // 2]


def _share(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(pattern.fullmatch(text) is not None for text in texts) / len(texts)


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> float:
    return sum(pattern.search(text) is not None for text in texts) / len(texts)
