"""What stands in a stretch of text as a field's value: where it begins and ends, if it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from engine.extraction.normalise import FACT_OF, unit_of
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.synonyms import concept_of
from engine.facts import FactKind
from engine.facts.numerals import money
from engine.types import Field, FieldType

LONGEST_VALUE = 160
"""Characters beyond which what follows a label is a paragraph, not a value."""

_UNIT = re.compile(r"^(?:单位|unit|in)[: ]*", re.IGNORECASE)
_BLANK = re.compile(r"[\s_\-—.…/\\\[\]【】()□■*＿xX××]*")
_TAIL = re.compile(
    r"\s*\((?:以下|下称|简称|盖章|签字|签章|公章|章|印|签名|签|seal|signature|联合体|牵头|hereinafter|the [\"“]|[\"“]).*",
    re.I | re.S,
)
# "某某局局长:张三": the organisation ends before the next label begins.
_ORGANISATION = re.compile(
    r"[^:\n]{2,40}(?:公司|局|中心|委员会|政府|大学|学院|医院|银行|研究院|研究所|厂|集团|管理处|办公室)(?=[^:]{0,12}:)"
)
_END_BRACKET = re.compile(r"(?<=\S)\s*\([^()]*\)\Z")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|^\[[^\[\]]*\]$|^<[^<>]*>$|\*\*")
_ROLE_WORD = re.compile(
    r"(?:本|该|我)?公司|[甲乙丙买卖双对]方|(?:the )?(?:company|buyer|seller|parties)", re.IGNORECASE
)
_DESCRIBED = re.compile(
    r"\s+and\s+(?=[A-Z])|,?\s+(?:a|an)\s+[A-Z]|,\s+(?:having|with|whose|located)\b"
)
_ACTS = re.compile(r"应[当在于按]?|不得|有权|负责|如果|承诺|保证|shall|must|agrees", re.IGNORECASE)
_STOP_ZH = re.compile(r"[\n。;]|(?<![0-9]),(?![0-9])|，")
_STOP_PROSE = re.compile(r"[\n。;]")
_STOP_EN = re.compile(r"\n|;|(?<!\b[A-Z])\.\s+(?=[A-Z])")
# A number of a document or a listing: in text that lost its line breaks a word may follow it at once.
_CODED = re.compile(
    r"(?:编号|代码|号码|(?<![账帐型口符字])号)$|\b(?:number|code|no\.?)$", re.IGNORECASE
)
_CODE = re.compile(
    r"(?:临|第)?\s?[(\[〔【]?[A-Za-z0-9][A-Za-z0-9\-—–_/.()\[\]〔〕【】]*(?:临?\d+)?号?"
)
# What is said in a sentence rather than named.
_PROSE = frozenset({"penalty", "payment_method", "jurisdiction", "purpose"})
_CLOSED = frozenset({FieldType.PARTY, FieldType.PERSON})


def value_hits(
    reading: Reading,
    fields: Sequence[Field],
    number: int,
    start: int,
    end: int,
    score: float,
    bracket: str = "",
) -> Iterator[Hit]:
    """What stands in ``[start, end)`` as a value of ``fields[number]``, if anything can be one.

    ``bracket`` is what the label says in brackets, which may be the unit.
    """
    field = fields[number]
    if _BLANK.fullmatch(reading.folded, start, end):
        return
    kind = FACT_OF.get(field.type)
    if kind:
        yield from _typed(reading, field, number, kind, start, end, score, bracket)
        return
    start, end = _span(reading, field, start, end)
    if not 0 < end - start <= LONGEST_VALUE or _BLANK.fullmatch(reading.folded, start, end):
        return
    if _PLACEHOLDER.search(reading.folded[start:end]):
        return
    if field.type in _CLOSED:
        start, end = _name_span(reading, start, end)
        score *= 0.5 if _ROLE_WORD.fullmatch(reading.folded, start, end) else 1.0
    if start < end:
        yield Hit(number, start, end, score)


def _span(reading: Reading, field: Field, start: int, end: int) -> tuple[int, int]:
    """The part of ``[start, end)`` before the sign, bracket or description that ends a value."""
    enders = [_stop_of(field, reading.text[start:end]), _TAIL]
    if field.type in _CLOSED and reading.text[start:end].isascii():
        enders.append(_DESCRIBED)
    for ender in enders:
        found = ender.search(reading.folded, start, end)
        end = found.start() if found else end
    start, end = trim(reading.text, start, end)
    code = _CODE.match(reading.folded, start, end) if _CODED.search(field.name) else None
    if code and code.end() - start >= 4 and any(sign.isdigit() for sign in code.group()):
        return start, code.end()
    if reading.text[start:end].startswith("《") and "》" in reading.text[start:end]:
        return start + 1, reading.text.index("》", start)
    return start, end


def _name_span(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The name of a person or a party in ``[start, end)``; empty where none can stand there."""
    organisation = _ORGANISATION.match(reading.folded, start, end)
    end = organisation.end() if organisation else end
    bracket = _END_BRACKET.search(reading.folded, start, end)
    end = bracket.start() if bracket else end
    first = reading.text[start]
    if end - start > 60 or first.islower() or not first.isalnum():
        return start, start
    return (start, start) if _ACTS.search(reading.text, start, end) else (start, end)


def is_no_name(written: str) -> bool:
    """Whether ``written`` is a blank to be filled in, or a word for a party instead of its name."""
    return bool(_PLACEHOLDER.search(written) or _ROLE_WORD.fullmatch(written) or "{" in written)


def _typed(
    reading: Reading,
    field: Field,
    number: int,
    kind: FactKind,
    start: int,
    end: int,
    score: float,
    bracket: str,
) -> Iterator[Hit]:
    facts = reading.facts_in(start, min(end, start + LONGEST_VALUE), kind)
    if field.type is FieldType.DURATION and not facts:
        span = date_span(reading, start, end)
        if span:
            yield Hit(number, *span, score)
        return
    if facts:
        # Words between the label and the fact make it less sure that the one is the other's.
        gap = facts[0].start - start
        yield Hit(number, facts[0].start, facts[0].end, score * (1 if gap < 12 else 0.8))
        return
    if field.type is FieldType.AMOUNT:
        yield from _bare_amount(reading, field, number, start, end, score, bracket)


def _bare_amount(
    reading: Reading, field: Field, number: int, start: int, end: int, score: float, bracket: str
) -> Iterator[Hit]:
    """A number whose unit the label says in brackets (``单位：万元``), or the field alone."""
    stated, scale = unit_of(_UNIT.sub("", bracket))
    wanted, wanted_scale = unit_of(field.unit)
    numbers = reading.facts_in(start, end, FactKind.NUMBER)
    if not numbers or not (stated or wanted) or (stated and wanted and stated != wanted):
        return
    first = numbers[0]
    if first.value is None or first.unit is not None or first.start - start >= 6:
        return
    value = money(Decimal(first.value) * scale / wanted_scale) if stated else None
    yield Hit(number, first.start, first.end, score * 0.95, value)


def date_span(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """``自…日起至…日止``: from the first to the second of two dates that stand together."""
    dates = reading.facts_in(start, min(end, start + LONGEST_VALUE), FactKind.DATE)
    if len(dates) < 2 or dates[1].start - dates[0].end > 20:
        return None
    return dates[0].start, dates[1].end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without outer space and signs."""
    signs = " \t\r\n\u3000\xa0,，、;；:：“”\"'‘’_＿"
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs + "。":
        end -= 1
    return start, end


def _stop_of(field: Field, text: str) -> re.Pattern[str]:
    """Where a value ends: a name at a comma, what is told in prose at the end of its sentence."""
    if not _is_chinese(text):
        return _STOP_EN
    concept = concept_of(field.name)
    prose = field.type is FieldType.TEXT and (concept is None or concept.key in _PROSE)
    return _STOP_PROSE if prose else _STOP_ZH


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)
