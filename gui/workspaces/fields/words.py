"""How a typed field was understood, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from engine.types import Field, FieldType

translate = QCoreApplication.translate

LONGEST = 150
"""Characters of a summary that takes two lines; the list itself stands above it."""


def describe(fields: Sequence[Field]) -> str:
    """``3 fields: Party (several), Effective date (date), Status (one of 4)``."""
    head = translate("Fields", "{count} fields: {names}")
    if len(fields) == 1:
        head = translate("Fields", "1 field: {names}")
    names = ", ".join(_one(field) for field in fields)
    room = LONGEST // 2 if not names.isascii() and _is_wide(names) else LONGEST
    if len(names) > room:
        names = names[: max(names.rfind(",", 0, room), 0)] + " …"
    return head.format(count=len(fields), names=names)


def _is_wide(text: str) -> bool:
    """Whether the letters are as wide as they are high."""
    return sum("\u2e80" <= letter <= "\uffef" for letter in text) > len(text) // 3


def _one(field: Field) -> str:
    notes = [word for word in (_kind(field), _several(field)) if word]
    return f"{field.name} ({', '.join(notes)})" if notes else field.name


def _several(field: Field) -> str:
    return translate("Fields", "several") if field.many and not field.columns else ""


def _kind(field: Field) -> str:
    if field.type is FieldType.CHOICE:
        return translate("Fields", "one of {count}").format(count=len(field.choices))
    if field.type is FieldType.COMPOUND:
        return " + ".join(field.sub_fields)
    if field.type is FieldType.RECORDS:
        words = translate("Fields", "records of {columns}")
        return words.format(columns=", ".join(column.name for column in field.columns))
    words = "" if field.type in _UNSAID else type_words(field.type)
    return f"{words}, {field.unit}" if words and field.unit else words


_UNSAID = (FieldType.TEXT, FieldType.PARTY, FieldType.PERSON, FieldType.ADDRESS)


def type_words(kind: FieldType) -> str:
    """What people call a type."""
    return {
        FieldType.TEXT: translate("Fields", "text"),
        FieldType.PARTY: translate("Fields", "party"),
        FieldType.PERSON: translate("Fields", "person"),
        FieldType.DATE: translate("Fields", "date"),
        FieldType.AMOUNT: translate("Fields", "amount"),
        FieldType.NUMBER: translate("Fields", "number"),
        FieldType.PERCENTAGE: translate("Fields", "percentage"),
        FieldType.DURATION: translate("Fields", "duration"),
        FieldType.PHONE: translate("Fields", "phone"),
        FieldType.EMAIL: translate("Fields", "email"),
        FieldType.ADDRESS: translate("Fields", "address"),
        FieldType.IDENTITY_NUMBER: translate("Fields", "identity number"),
        FieldType.CREDIT_CODE: translate("Fields", "credit code"),
        FieldType.BANK_ACCOUNT: translate("Fields", "bank account"),
        FieldType.CHOICE: translate("Fields", "choice"),
        FieldType.COMPOUND: translate("Fields", "several parts"),
        FieldType.RECORDS: translate("Fields", "records"),
    }[kind]
