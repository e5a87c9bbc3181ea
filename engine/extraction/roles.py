"""What part a field plays among a contract's fields, told by its name, for the rules between them."""

from __future__ import annotations

import re
from enum import StrEnum

from engine.extraction.synonyms import concept_of
from engine.types import Field, FieldType


class Role(StrEnum):
    """The parts that rules between fields speak of."""

    SIGNED = "signed"
    EFFECTIVE = "effective"
    EXPIRY = "expiry"
    DELIVERY = "delivery"
    TERM = "term"
    TOTAL = "total"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    LINE_AMOUNT = "line_amount"
    TAX = "tax"
    NET = "net"
    IDENTITY = "identity"
    BIRTH = "birth"
    SEX = "sex"
    PARTY = "party"


_BY_CONCEPT = {
    "sign_date": Role.SIGNED,
    "effective_date": Role.EFFECTIVE,
    "expiry_date": Role.EXPIRY,
    "delivery_date": Role.DELIVERY,
    "term": Role.TERM,
    "lease_term": Role.TERM,
    "loan_term": Role.TERM,
    "amount": Role.TOTAL,
    "quantity": Role.QUANTITY,
    "identity_number": Role.IDENTITY,
}
# Before the table of concepts: what these words say is narrower.
_BY_NAME = (
    (Role.BIRTH, re.compile(r"出生(?:日期|年月)|生日|\b(?:date of birth|birth ?date|birthday)\b", re.I)),
    (Role.SEX, re.compile(r"^性别$|^(?:sex|gender)$", re.I)),
    (Role.NET, re.compile(r"不含税|税前|未税|\b(?:net|subtotal|excl\w*)\b", re.I)),
    (Role.TAX, re.compile(r"税额|税金|\b(?:tax|vat) amount\b|^(?:vat|tax)$", re.I)),
    (Role.UNIT_PRICE, re.compile(r"单价|\b(?:unit price|price per|rate per|unit cost)\b", re.I)),
    (Role.TOTAL, re.compile(r"价税合计|^合计|总计|\b(?:grand )?total\b", re.I)),
)  # fmt: skip
_LINE_AMOUNT = re.compile(
    r"^(?:金额|总价|小计|合价|价款|总额|amount|line (?:amount|total)|total|subtotal|sum)\b", re.I
)
_OF_A_PART = re.compile(r"保证金|押金|定金|预付|首付|尾款|deposit|advance|instal|penalt|违约", re.I)


def role_of(field: Field) -> Role | None:
    """The part of ``field``, ``None`` where its name says none."""
    for role, pattern in _BY_NAME:
        if pattern.search(field.name):
            return role
    concept = concept_of(field.name)
    if concept and concept.key in _BY_CONCEPT:
        role = _BY_CONCEPT[concept.key]
        return None if role is Role.TOTAL and _OF_A_PART.search(field.name) else role
    return Role.PARTY if field.type is FieldType.PARTY and not field.many else None


def column_role(column: Field) -> Role | None:
    """The part of a column of records: what is a total elsewhere is the amount of one line here."""
    if column.type is FieldType.AMOUNT and _LINE_AMOUNT.search(column.name):
        return Role.LINE_AMOUNT
    role = role_of(column)
    return Role.LINE_AMOUNT if role is Role.TOTAL else role


_SIDES = {
    **dict.fromkeys(("party_a", "buyer", "landlord", "employer", "lender", "client", "discloser", "licensor"), 0),
    **dict.fromkeys(("party_b", "seller", "tenant", "employee", "borrower", "provider", "recipient", "licensee"), 1),
    "party_c": 2,
}  # fmt: skip


def side_of(field: Field) -> int | None:
    """Which side of a contract a party is on, ``None`` where the name does not say."""
    concept = concept_of(field.name)
    return _SIDES.get(concept.key) if concept else None
