"""Telephone numbers, addresses of mail and web, and numbers that carry a checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from engine.facts.measures import Measure
from engine.facts.types import FactKind

_URL = re.compile(r"\b(?:https?://|www\.)[A-Za-z0-9.\-_~:/?#\[\]@!$&'*+,;=%]{3,500}", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\(?\+?86\)?[ -]?)?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9A-Za-z])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.-])(?:\(?\+?86\)?[ -]{0,2})?(?:\((0[1-9][0-9]{1,2})\)[ -]?|(0[1-9][0-9]{1,2})[ ]?-{1,2}[ ]?)"
    r"([1-9][0-9]{2,3}[ -]?[0-9]{4})(?:(?:[ ]?(?:转|ext\.?)[ ]?|-)([0-9]{1,6}))?(?![0-9])"
)
_SERVICE = re.compile(r"(?<![0-9A-Za-z.-])([48]00)[ -]?([0-9]{3})[ -]?([0-9]{4})(?![0-9])")
_ABROAD = re.compile(
    r"(?<![0-9A-Za-z])\+[1-9][0-9]{0,2}(?:[ .-]?\([0-9]{1,4}\))?(?:[ .-]?[0-9]{1,5}+){2,4}(?![0-9])"
)
_NORTH_AMERICAN = re.compile(
    r"(?<![0-9A-Za-z.+-])(?:1[ .-])?(?:\(([2-9][0-9]{2})\)[ ]?|([2-9][0-9]{2})[.-])([2-9][0-9]{2})[.-]([0-9]{4})(?![0-9])"
)
_EIGHTEEN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_DIGITS = re.compile(r"(?<![0-9A-Za-z.])[0-9](?:[ -]?[0-9]){7,29}(?![0-9A-Za-z])")
_IDENTITY_CUE = re.compile(
    r"(?:身份证|公民身份|ID\s?(?:card|number|no))[^0-9\n]{0,12}\Z", re.IGNORECASE
)
_CREDIT_CUE = re.compile(r"(?:信用代码|税号|识别号|credit code)[^0-9A-Z\n]{0,12}\Z", re.IGNORECASE)
_ACCOUNT_CUE = re.compile(
    r"(?:账\s?号|帐\s?号|账\s?户|帐\s?户|卡\s?号|a/c|account(?:\s(?:number|no\.?))?)[^0-9\n]{0,12}\Z",
    re.IGNORECASE,
)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def find_identifiers(text: str) -> Iterator[Measure]:
    """Every telephone number, e-mail, url and checked number of a folded text."""
    for match in _URL.finditer(text):
        yield _plain(FactKind.URL, match, match[0].rstrip(".,;:!?'*)]"))
    for match in _EMAIL.finditer(text):
        yield _plain(FactKind.EMAIL, match, match[0])
    yield from _phones(text)
    for match in _EIGHTEEN.finditer(text):
        yield from _eighteen(text, match)
    for match in _DIGITS.finditer(text):
        yield from _account(text, match)


def _plain(kind: FactKind, match: re.Match[str], written: str) -> Measure:
    value = written.lower() if kind is FactKind.EMAIL else written
    return Measure(kind, match.start(), match.start() + len(written), value, None)


def _phones(text: str) -> Iterator[Measure]:
    for match in _MOBILE.finditer(text):
        yield _phone(match, f"+86{match[1]}{match[2]}{match[3]}")
    for match in _LANDLINE.finditer(text):
        area, number = match[1] or match[2], re.sub(r"[ -]", "", match[3])
        extension = f";ext={match[4]}" if match[4] else ""
        yield _phone(match, f"+86{area.lstrip('0')}{number}{extension}")
    for match in _SERVICE.finditer(text):
        yield _phone(match, "".join(match.groups()))
    for match in _ABROAD.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        if 8 <= len(digits) <= 15:
            yield _phone(match, f"+{digits}")
    for match in _NORTH_AMERICAN.finditer(text):
        yield _phone(match, f"+1{match[1] or match[2]}{match[3]}{match[4]}")


def _phone(match: re.Match[str], value: str) -> Measure:
    return Measure(FactKind.PHONE, match.start(), match.end(), value, None)


def _eighteen(text: str, match: re.Match[str]) -> Iterator[Measure]:
    """An identity number or a credit code: by its cue, else by its shape, else by its checksum."""
    number = match[0].upper()
    before = max(0, match.start() - 40)
    identity = bool(_IDENTITY_CUE.search(text, before, match.start()))
    credit = bool(_CREDIT_CUE.search(text, before, match.start()))
    shaped = _looks_like_identity(number)
    if shaped and not credit and (identity or _birth_date(number)):
        doubt = None if identity_checksum(number) and _birth_date(number) else "checksum"
        yield Measure(FactKind.IDENTITY_NUMBER, *match.span(), number, None, doubt)
    elif set(number) <= set(_CREDIT_ALPHABET) and (credit or credit_checksum(number)):
        doubt = None if credit_checksum(number) else "checksum"
        yield Measure(FactKind.CREDIT_CODE, *match.span(), number, None, doubt)


def _looks_like_identity(number: str) -> bool:
    return number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")


def identity_birth(number: str) -> date | None:
    """The date of birth in an 18-character identity number; ``None`` where it holds none."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if 1880 <= born.year <= 2100 else None


def identity_is_male(number: str) -> bool:
    """Whether an 18-character identity number is a man's: its last digit but one is odd."""
    return number[16:17] in ("1", "3", "5", "7", "9")


def _birth_date(number: str) -> bool:
    return identity_birth(number) is not None


def identity_checksum(number: str) -> bool:
    """GB 11643-1999: the last of 18 characters checks the first 17 (ISO 7064, MOD 11-2)."""
    if len(number) != 18 or not (number.isascii() and _looks_like_identity(number.upper())):
        return False
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def credit_checksum(number: str) -> bool:
    """GB 32100-2015: the last of 18 characters checks the first 17 (weights 3**n mod 31)."""
    number = number.upper()
    if len(number) != 18 or not set(number) <= set(_CREDIT_ALPHABET):
        return False
    total = sum(
        _CREDIT_ALPHABET.index(character) * (3**place % 31)
        for place, character in enumerate(number[:17])
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == number[17]


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1: the check digit of payment cards."""
    if not (number.isascii() and number.isdigit()):
        return False
    digits = [int(digit) for digit in reversed(number)]
    return (
        sum(d if place % 2 == 0 else sum(divmod(2 * d, 10)) for place, d in enumerate(digits)) % 10
        == 0
    )


def _account(text: str, match: re.Match[str]) -> Iterator[Measure]:
    """A bank account: named as one, or a card number whose check digit is right.

    Accounts of companies carry no check digit; cards (16 to 19 digits from 62, 16 from 4 or 5) do.
    """
    number = re.sub(r"[ -]", "", match[0])
    card = _is_card(number)
    named = bool(_ACCOUNT_CUE.search(text, max(0, match.start() - 30), match.start()))
    if not named and not (card and luhn(number)):
        return
    doubt = "checksum" if card and not luhn(number) else None
    yield Measure(FactKind.BANK_ACCOUNT, *match.span(), number, None, doubt)


def _is_card(number: str) -> bool:
    if number.startswith("62"):
        return 16 <= len(number) <= 19
    return len(number) == 16 and number[0] in "45"
