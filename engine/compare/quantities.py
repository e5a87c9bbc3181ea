"""Which way a changed date, amount, percentage or period binds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from engine.compare import qualifiers
from engine.consistency.types import Force, Role, Token
from engine.facts import Fact, FactKind
from engine.types import Bearing, ReasonKind

KINDS = {
    FactKind.AMOUNT: ReasonKind.AMOUNT,
    FactKind.DATE: ReasonKind.DATE,
    FactKind.NUMBER: ReasonKind.NUMBER,
    FactKind.PERCENTAGE: ReasonKind.NUMBER,
    FactKind.DURATION: ReasonKind.NUMBER,
}
_DAYS = {
    "minute": Decimal("0.0007"),
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "business_day": Decimal("1.4"),
    "week": Decimal(7),
    "month": Decimal("30.4"),
    "quarter": Decimal("91.3"),
    "year": Decimal(365),
}
_VALUE = re.compile(r"-?\d+(?:\.\d+)?")
_WHOLE_MONTHS = re.compile(r"P(\d+(?:\.\d+)?)([YM])")
# Twelve months are a year also in days.
_SCALES = {"W": Decimal(7), "M": Decimal(365) / 12, "Y": Decimal(365), "D": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence read in tokens; their offsets are its own."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    start: int = 0

    def having(self, role: Role) -> list[Token]:
        """The tokens of one role, in order."""
        return [token for token in self.tokens if token.role is role]

    def force(self) -> Force | None:
        """What its first modal does."""
        modals = self.having(Role.MODAL)
        return Force(modals[0].key) if modals else None

    def subject(self, before: int | None = None) -> str:
        """The party it binds: the last one named before the modal (or the place) that binds it."""
        modals = self.having(Role.MODAL)
        limit = before if before is not None else modals[0].start if modals else 0
        parties = self.having(Role.PARTY)
        if not modals and before is None and self.language == "zh":
            # A Chinese duty often has no modal: 甲方支付…
            return parties[0].text if parties else ""
        named = [token for token in parties if token.start < limit]
        if not named and before is None and self.language == "en":
            named = [t for t in self.having(Role.PARTY) if self.text[: t.start].endswith("by the ")]
        return named[-1].text if named else ""


def unequal(left: Sentence, right: Sentence) -> tuple[list[Token], list[Token]]:
    """The facts of either sentence that the other has not, by value."""
    ours, theirs = left.having(Role.FACT), right.having(Role.FACT)
    for token in list(ours):
        equal = next((other for other in theirs if same_value(token.fact, other.fact)), None)
        if equal is not None:
            ours.remove(token)
            theirs.remove(equal)
    return ours, theirs


def same_value(one: Fact | None, two: Fact | None) -> bool:
    """Whether two facts say the same, however they are written."""
    if one is None or two is None or one.kind is not two.kind:
        return False
    if one.value is None or two.value is None:
        return one.text == two.text
    if one.kind is FactKind.DURATION:
        # Thirty business days are six weeks, though both are counted in days.
        alike = (one.unit == "business_day") == (two.unit == "business_day")
        return alike and (
            one.value == two.value
            or size(one) == size(two)
            or _months(one) == _months(two) is not None
        )
    if one.kind is FactKind.DATE:
        return one.value == two.value
    try:
        number = Decimal(one.value) == Decimal(two.value)
    except InvalidOperation:
        return one.value == two.value
    return number and _unit(one) == _unit(two)


def size(fact: Fact | None) -> Decimal | None:
    """A fact as a number that can be compared within its kind: days, money, percent."""
    if fact is None or fact.value is None:
        return None
    if fact.kind is FactKind.DATE:
        digits = fact.value.replace("-", "").ljust(8, "0")
        return Decimal(digits) if digits.isdigit() else None
    match = _VALUE.search(fact.value)
    if match is None:
        return None
    number = Decimal(match.group())
    if fact.kind is not FactKind.DURATION:
        return number
    if fact.value.startswith("PT") or fact.unit in ("hour", "minute", "business_day"):
        return number * _DAYS.get(fact.unit or "day", Decimal(1))
    return number * _SCALES.get(fact.value[-1], Decimal(1))


def _months(fact: Fact) -> Decimal | None:
    """A duration of whole years or months in months: a year is twelve, whatever their days."""
    match = _WHOLE_MONTHS.fullmatch(fact.value or "")
    return Decimal(match[1]) * (12 if match[2] == "Y" else 1) if match else None


def direction(sentence: Sentence, old: Token, new: Token, token: Token) -> Bearing:
    """What replacing ``old`` by ``new`` does to whom ``sentence`` binds; ``token`` is the one of
    the two that stands in it."""
    before, after = size(old.fact), size(new.fact)
    if before is None or after is None or before == after or not _comparable(old.fact, new.fact):
        return Bearing.CONTRADICTS
    tightens = _when_larger(sentence, token)
    if tightens is None:
        return Bearing.CONTRADICTS
    return Bearing.STRICTER if (after > before) is tightens else Bearing.LOOSER


def _comparable(one: Fact | None, two: Fact | None) -> bool:
    """Whether the larger number is the larger quantity: euros say nothing beside dollars. Times
    have one measure."""
    if one is None or two is None or one.kind in (FactKind.DURATION, FactKind.DATE):
        return True
    return _unit(one) == _unit(two)


def _unit(fact: Fact) -> str:
    return (fact.unit or "").lower().rstrip("s")


def _when_larger(sentence: Sentence, token: Token) -> bool | None:
    """Whether a larger quantity in this place binds more; ``None`` where that cannot be told."""
    language = sentence.language if sentence.language in qualifiers.CAP else "en"
    head = sentence.text[: token.start - sentence.start].rstrip(" ")
    rest = sentence.text[token.end - sentence.start :]
    force = sentence.force()
    kind = FactKind(token.key)
    if qualifiers.FLOOR[language].search(head + " " if language == "en" else head):
        return force is not Force.PERMIT or kind is FactKind.DURATION
    if kind in (FactKind.DURATION, FactKind.DATE):
        return _time(sentence, token, head, rest, language, force)
    if qualifiers.CAP[language].search(head + " " if language == "en" else head):
        return force is not Force.PERMIT
    if qualifiers.EARNS[language].search(sentence.text):
        return False
    if qualifiers.PENALTY[language].search(sentence.text):
        return True
    bound = force in (Force.OBLIGE, Force.FORBID) or (force is None and bool(sentence.subject()))
    return True if bound and qualifiers.PAYS[language].search(sentence.text) else None


def _time(
    sentence: Sentence, token: Token, head: str, rest: str, language: str, force: Force | None
) -> bool | None:
    if qualifiers.NOTICE[language].match(rest) or (
        language == "zh" and qualifiers.AHEAD_ZH.search(head)
    ):
        return True
    spaced = f"{head} "
    if qualifiers.LASTS[language].search(spaced if language == "en" else head):
        duty = force in (Force.OBLIGE, Force.FORBID) or qualifiers.DUTY.search(sentence.text)
        return True if duty and force not in (Force.PERMIT, Force.EXEMPT) else None
    deadline = qualifiers.DEADLINE[language].search(spaced if language == "en" else head)
    if language == "zh":
        deadline = deadline or qualifiers.DEADLINE_AFTER["zh"].match(rest)
    if not deadline:
        return None
    if force is Force.FORBID:
        return True
    return False if force is not Force.PERMIT else None
