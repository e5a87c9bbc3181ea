"""What a typed fact is: a date, an amount, a number that stands in a text, with its normal form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """The kinds of fact that :func:`engine.facts.find_facts` knows."""

    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    IDENTITY_NUMBER = "identity_number"
    CREDIT_CODE = "credit_code"
    BANK_ACCOUNT = "bank_account"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: ``source[start:end] == text``, in code points.

    ``value`` is the normal form, or ``None`` where giving one would be a guess; ``doubt`` is then
    (or where a checksum fails) the code of the reason. Normal forms and units:

    ============  ================================  ==================================================
    kind          value                             unit
    ============  ================================  ==================================================
    date          ``2024-03-05``, ``2024-03``       ``day`` or ``month``: the precision
    amount        ``1250000.00`` (2 places or more)  ISO 4217 code (``元`` CNY, bare ``$`` USD)
    number        ``30``                            as printed (``台``, ``kg``), ``None`` if bare
    percentage    ``0.05`` (万分之五)                 ``percent``
    duration      ``P30D``, ``P2Y``, ``PT24H``      ``hour day business_day week month quarter year``
    phone         ``+8613800138000``                ``None``
    others        without spaces, upper/lower case  ``None``
    ============  ================================  ==================================================

    Doubts: ``ambiguous_date``, ``two_digit_year``, ``words_and_figures_differ``, ``range``,
    ``checksum``, ``ambiguous_point`` (``€1.000``), ``minus_or_dash`` (``Fee -$5``).
    """

    kind: FactKind
    start: int
    end: int
    text: str
    value: str | None
    unit: str | None = None
    doubt: str | None = None
