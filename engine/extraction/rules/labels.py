"""``label: value``: for any field name, wherever a document labels something by it or a synonym."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.extraction.normalise import FACT_OF, unit_of
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.synonyms import CONCEPTS, concept_of, labels_of, name_key
from engine.facts import FactKind
from engine.facts.numerals import money
from engine.types import Field, FieldType

_COLON = re.compile(r":")
_LABEL_BEFORE = re.compile(
    r"(?P<words>[^\n:。;!?|]{1,60}?)\s*(?:\((?P<bracket>[^()\n]{1,20})\))?\s*\Z"
)
_NUMBERING = re.compile(
    r"^(?:[(]?[0-9一二三四五六七八九十]{1,3}[)、.]|第[^条款章]{1,5}[条款章]|[•●\-*#>·])\s*"
)
# Labels that name any of the parties.
_ROLES = ("甲方", "乙方", "丙方")
# "Title:" in a document labels a person's title, whatever the field of that name asks for.
_NOT_LABELS = frozenset({("contract_name", "title"), ("contract_name", "标题")})
# What stands before a label and makes it the label of something else.
_OTHER_THING = frozenset({"unit", "per", "sub", "单", "每", "原", "非", "前"})
_ALTERNATIVES = re.compile(r"\s*[/、或]\s*|\s+or\s+")
_UNIT = re.compile(r"^(?:单位|unit|in)[: ]*", re.IGNORECASE)
_FULL_NAME = re.compile(r"(?:单位)?(?:名称|全称)$|(?:\s+name)$", re.IGNORECASE)
_BLANK = re.compile(r"[\s_\-—.…/\\\[\]【】()□■*＿xX××]*")
_NEXT_LABEL = re.compile(
    r"[①-⑳]|[ \t]{2,}\S{1,14}[ ]?:|[0-9]{1,2}[、.](?=[^0-9])|[(][0-9一二三四五六七八九十]{1,2}[)]|[一二三四五六七八九十]{1,2}、|"
    r"(?<=[ ,，;])[^\s:,，;。]{1,8}:"
)
# In text that lost its line breaks the next label follows the value at once.
_KNOWN_LABEL = re.compile(
    "(?:"
    + "|".join(
        sorted(
            {
                *(name for concept in CONCEPTS for name in concept.names if not name.isascii()),
                *(
                    [
                        "注册资本",
                        "注册地",
                        "注册地点",
                        "经营范围",
                        "主营业务",
                        "公司类型",
                        "成立日期",
                        "企业类型",
                        "办公地址",
                        "法定地址",
                    ]
                ),
            },
            key=len,
            reverse=True,
        )
    )
    + ")(?:名称)?[ ]?:"
)
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
# What is said in a sentence rather than named.
_PROSE = frozenset({"penalty", "payment_method", "jurisdiction", "purpose"})
_CLOSED = frozenset({FieldType.PARTY, FieldType.PERSON})
_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class _Label:
    """A label's worth for a field: 1 for the field's own name, less for a synonym."""

    field: int
    weight: float


LabelIndex = Mapping[str, Sequence[_Label]]


def label_index(fields: Sequence[Field]) -> dict[str, list[_Label]]:
    """Which label words mean which fields, and how surely."""
    index: dict[str, list[_Label]] = {}
    for number, field in enumerate(fields):
        concept = concept_of(field.name)
        names = labels_of(field.name)
        if concept and concept.key == "party":
            names += tuple(one for role in _ROLES for one in labels_of(role))
        for rank, name in enumerate(dict.fromkeys(names)):
            if concept and (concept.key, name_key(name)) in _NOT_LABELS:
                continue
            label = _Label(number, 1.0 if rank == 0 else 0.93 if rank < 8 else 0.88)
            index.setdefault(name_key(name), []).append(label)
    return index


def match_label(index: LabelIndex, words: str) -> Iterator[tuple[_Label, float]]:
    """The labels that ``words`` are, or end with; a longer beginning that is left over costs."""
    words = _NUMBERING.sub("", words.strip()).strip()
    pieces = [words, *_ALTERNATIVES.split(words), *_shorter(words)]
    for piece in pieces:
        labels = index.get(name_key(piece)) or index.get(name_key(_FULL_NAME.sub("", piece)))
        # "一般经营项目" is no 项目, but "合同双方当事人买方" names the 买方.
        if labels and (piece == words or len(piece) > 2 or piece[-1:] in "方人"):
            left_over = words[: len(words) - len(piece)].strip().lower()
            weight = 1.0 if piece == words else 0.5 if left_over in _OTHER_THING else 0.9
            yield from ((label, weight) for label in labels)
            return


def _shorter(words: str) -> Iterator[str]:
    """``words`` without its first character or word, again and again."""
    if words.isascii():
        parts = words.split()
        yield from (" ".join(parts[start:]) for start in range(1, len(parts)))
    else:
        yield from (words[start:] for start in range(max(1, len(words) - 14), len(words) - 1))


def label_hits(reading: Reading, fields: Sequence[Field]) -> Iterator[Hit]:
    """A hit for each label whose value follows its colon, on the line or on the next."""
    index = label_index(fields)
    for colon in _COLON.finditer(reading.folded):
        before = _LABEL_BEFORE.search(reading.folded, max(0, colon.start() - 64), colon.start())
        if not before:
            continue
        for label, weight in match_label(index, before["words"]):
            start, end = _zone(reading.folded, colon.end())
            score = 0.92 * label.weight * weight
            yield from value_hits(
                reading, fields, label.field, start, end, score, before["bracket"] or ""
            )


def _zone(folded: str, start: int) -> tuple[int, int]:
    """Where the value of a label that ends at ``start`` may stand."""
    end = _line_end(folded, start)
    if not folded[start:end].strip():
        start = end
        while start < len(folded) and folded[start].isspace():
            start += 1
        end = _line_end(folded, start)
        if folded[start:end].rstrip().endswith(":") or end - start > _LONGEST_VALUE:
            return start, start
    while start < end and folded[start].isspace():
        start += 1
    for pattern in (_NEXT_LABEL, _KNOWN_LABEL):
        following = pattern.search(folded, start + 1, end)
        end = following.start() if following else end
    return start, end


def _line_end(folded: str, start: int) -> int:
    """The end of the line, or of what of it can still hold a value: lines may be very long."""
    furthest = min(len(folded), start + 2 * _LONGEST_VALUE)
    end = folded.find("\n", start, furthest)
    return furthest if end < 0 else end


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
    stop = _stop_of(field, reading.text[start:end]).search(reading.folded, start, end)
    end = stop.start() if stop else end
    tail = _TAIL.search(reading.folded, start, end)
    end = tail.start() if tail else end
    if field.type in _CLOSED and reading.text[start:end].isascii():
        described = _DESCRIBED.search(reading.folded, start, end)
        end = described.start() if described else end
    start, end = trim(reading.text, start, end)
    if reading.text[start:end].startswith("《") and "》" in reading.text[start:end]:
        start, end = start + 1, reading.text.index("》", start)
    if not 0 < end - start <= _LONGEST_VALUE or _BLANK.fullmatch(reading.folded, start, end):
        return
    if _PLACEHOLDER.search(reading.folded[start:end]):
        return
    if field.type in _CLOSED:
        organisation = _ORGANISATION.match(reading.folded, start, end)
        end = organisation.end() if organisation else end
        bracket_end = _END_BRACKET.search(reading.folded, start, end)
        end = bracket_end.start() if bracket_end else end
        if (
            end - start > 60
            or _ACTS.search(reading.text, start, end)
            or reading.text[start].islower()
            or not reading.text[start].isalnum()
        ):
            return
        score *= 0.5 if _ROLE_WORD.fullmatch(reading.folded, start, end) else 1.0
    yield Hit(number, start, end, score)


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
    facts = reading.facts_in(start, min(end, start + _LONGEST_VALUE), kind)
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
    dates = reading.facts_in(start, min(end, start + _LONGEST_VALUE), FactKind.DATE)
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
