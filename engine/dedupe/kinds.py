"""What kind of thing a column holds, by its name and by its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import islice

from engine.types import Scalar

SAMPLE = 400


class ColumnKind(StrEnum):
    """How the values of a column are normalised and compared."""

    COMPANY = "company"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    IDENTIFIER = "identifier"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


# In the order in which they are tried: "company phone" is a phone, "email address" an email.
_NAMES: tuple[tuple[ColumnKind, str], ...] = (
    (ColumnKind.EMAIL, r"e-?mail|邮箱|电子邮件"),
    (ColumnKind.PHONE, r"phone|\btel\b|telephone|mobile|\bfax\b|电话|手机|联系方式|传真"),
    (ColumnKind.ADDRESS, r"address|\baddr\b|street|地址|住址|住所|所在地"),
    (ColumnKind.DATE, r"\bdate\b|\bdob\b|birth|date_of|日期|生日|时间"),
    (ColumnKind.IDENTIFIER, r"\bid\b|_id\b|code|number\b|\bno\b|\bno\.|vat|tax|ssn|passport|证件|身份证|税号|信用代码|编号|账号|postcode|zip|邮编"),
    (ColumnKind.COMPANY, r"company|organi[sz]ation|supplier|customer|vendor|firm|公司|单位|企业|供应商|客户|机构"),
    (ColumnKind.NAME, r"name|contact|person|姓名|联系人|名称|法人"),
    (ColumnKind.NUMBER, r"price|amount|total|quantity|qty|limit|age\b|year|金额|价格|数量|年份|额度"),
)  # fmt: skip
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|(?:19|20)\d{6}|\d{1,2}/\d{1,2}/\d{4}")
_NUMBER = re.compile(r"[-+]?[$€£¥￥]?\s?\d[\d,]*(?:\.\d+)?%?")
_PHONE = re.compile(r"(?=(?:\D*\d){7,15}\D*$)[+()\d][\d\s()+./-]*")
_IDENTIFIER = re.compile(r"(?=.*\d)[0-9A-Za-z-]{5,24}")


def detect_kind(name: str, values: Sequence[Scalar]) -> ColumnKind:
    """The kind of the column ``name``, judged by up to 400 of its values where the name is not enough."""
    texts = [str(value) for value in islice((v for v in values if v not in (None, "")), SAMPLE)]
    words = name.strip().lower()
    for kind, pattern in _NAMES:
        if re.search(pattern, words) and _fits(kind, texts):
            return kind
    return _by_values(texts)


def _fits(kind: ColumnKind, texts: Sequence[str]) -> bool:
    """A name may mislead: a column called "number" with words in it is text."""
    if kind in (ColumnKind.DATE, ColumnKind.NUMBER, ColumnKind.PHONE, ColumnKind.IDENTIFIER):
        return not texts or _share(r".*\d", texts) > 0.5
    return True


def _by_values(texts: Sequence[str]) -> ColumnKind:
    if not texts:
        return ColumnKind.TEXT
    for kind, pattern in (
        (ColumnKind.EMAIL, _EMAIL),
        (ColumnKind.DATE, _DATE),
        (ColumnKind.NUMBER, _NUMBER),
        (ColumnKind.PHONE, _PHONE),
        (ColumnKind.IDENTIFIER, _IDENTIFIER),
    ):
        if _share(pattern, texts) > 0.8:
            return kind
    return ColumnKind.TEXT


def _share(pattern: str | re.Pattern[str], texts: Sequence[str]) -> float:
    compiled = re.compile(pattern)
    return sum(
        bool(compiled.fullmatch(text.strip()) if pattern != r".*\d" else compiled.match(text))
        for text in texts
    ) / max(1, len(texts))
