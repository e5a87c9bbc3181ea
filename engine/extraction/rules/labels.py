"""``label: value``: for any field name, wherever a document labels something by it or a synonym."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.rules.values import LONGEST_VALUE, value_hits
from engine.extraction.synonyms import CONCEPTS, concept_of, labels_of, name_key
from engine.types import Field

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
_VALUE_BEFORE = re.compile(r"(?:[0-9%)]|[0-9]\s?[日年元号天]|元整?|公司)$")
_ALTERNATIVES = re.compile(r"\s*[/、或]\s*|\s+or\s+")
_FULL_NAME = re.compile(r"(?:单位)?(?:名称|全称)$|(?:\s+name)$", re.IGNORECASE)
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
                        "证券代码",
                        "证券简称",
                        "股票代码",
                        "股票简称",
                        "股票名称",
                        "债券代码",
                        "债券简称",
                        "公告编号",
                        "成立时间",
                        "企业性质",
                        "公司住所",
                        "注册住所",
                        "质量标准",
                        "资金来源",
                        "招标编号",
                        "项目编号",
                        "中标编号",
                        "统一社会信用代码",
                    ]
                ),
            },
            key=len,
            reverse=True,
        )
    )
    + ")(?:名称)?[ ]?:"
)
# English ones are several words, of which the next-to-last must not end the value before them.
_KNOWN_LABEL_EN = re.compile(
    r"(?<=[ ,;])(?:"
    + "|".join(
        sorted(
            {
                re.escape(name)
                for concept in CONCEPTS
                for name in concept.names
                if name.isascii() and " " in name
            },
            key=len,
            reverse=True,
        )
    )
    + r")[ ]?:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label's worth for a field: 1 for the field's own name, less for a synonym."""

    field: int
    weight: float


LabelIndex = Mapping[str, Sequence[Label]]


def label_index(fields: Sequence[Field]) -> dict[str, list[Label]]:
    """Which label words mean which fields, and how surely."""
    index: dict[str, list[Label]] = {}
    for number, field in enumerate(fields):
        concept = concept_of(field.name)
        names = labels_of(field.name)
        if concept and concept.key == "party":
            names += tuple(one for role in _ROLES for one in labels_of(role))
        for rank, name in enumerate(dict.fromkeys(names)):
            if concept and (concept.key, name_key(name)) in _NOT_LABELS:
                continue
            label = Label(number, 1.0 if rank == 0 else 0.93 if rank < 8 else 0.88)
            index.setdefault(name_key(name), []).append(label)
    return index


def match_label(index: LabelIndex, words: str) -> Iterator[tuple[Label, float]]:
    """The labels that ``words`` are, or end with; a longer beginning that is left over costs."""
    words = _NUMBERING.sub("", words.strip()).strip()
    pieces = [words, *_ALTERNATIVES.split(words), *_shorter(words)]
    for piece in pieces:
        labels = index.get(name_key(piece)) or index.get(name_key(_FULL_NAME.sub("", piece)))
        # "一般经营项目" is no 项目, but "合同双方当事人买方" names the 买方.
        if labels and (piece == words or len(piece) > 2 or piece[-1:] in "方人"):
            left_over = words[: len(words) - len(piece)].strip().lower()
            weight = 1.0 if piece == words else 0.5 if left_over in _OTHER_THING else 0.9
            # The value before it, in text that lost its line breaks, says nothing of the label.
            weight = 0.98 if weight == 0.9 and _VALUE_BEFORE.search(left_over) else weight
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
        if folded[start:end].rstrip().endswith(":") or end - start > LONGEST_VALUE:
            return start, start
    while start < end and folded[start].isspace():
        start += 1
    # Each is looked for in all of the line: one that was cut short by another would not be seen.
    patterns = (_KNOWN_LABEL, _KNOWN_LABEL_EN, _NEXT_LABEL)
    following = (pattern.search(folded, start + 1, end) for pattern in patterns)
    return start, min((label.start() for label in following if label), default=end)


def _line_end(folded: str, start: int) -> int:
    """The end of the line, or of what of it can still hold a value: lines may be very long."""
    furthest = min(len(folded), start + 2 * LONGEST_VALUE)
    end = folded.find("\n", start, furthest)
    return furthest if end < 0 else end
