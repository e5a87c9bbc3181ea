"""What running text says of goods and of accidents, where no label says it: what, where, who is liable.

Hits for columns of records only: beside the other values of their sentence these phrases are telling;
alone in a document they are too common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from engine.extraction.rules.reading import Found, Hit, Reading
from engine.extraction.rules.values import trim
from engine.facts import FactKind
from engine.types import Field, FieldType

_THINGS = "台套|[台套件份个吨箱袋辆张只根块瓶桶条把批头株米公斤kg]"
_GOODS_ZH = re.compile(
    rf"(?:采购|购买|供应|提供|销售|出售|交付|订购|供货|购置|包括|[,，、;；。:：\n及和]|^)(?:的)?"
    rf"(?P<v>[一-鿿A-Za-z][一-鿿A-Za-z0-9()（）\-/]{{1,24}}?)[ ]?(?P<q>[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十百千万]{{1,6}})[ ]?(?:{_THINGS})(?![月年工会季日])"
)
_GOODS_EN = re.compile(
    r"\b(?P<q>[0-9][0-9,]*|[a-z]+ \([0-9,]+\))\s+(?:(?:units?|pieces|sets|pcs|copies|tons?) of )?"
    r"(?P<v>[A-Za-z][\w\-/]*(?:\s+(?!at\b|for\b|to\b|and\b|in\b|by\b|within\b|of\b|per\b|from\b|shall\b)[A-Za-z][\w\-/]*){0,5})"
    r"(?=\s+(?:at|for)\s+(?:a (?:unit )?price of\s+)?(?:US|HK|EUR|USD|RMB|CNY|£|€|¥|\$))"
)
_VERB = re.compile(r"采购|购买|供应|提供|销售|出售|交付|订购|供货|购置|包括|包含")
_EACH = re.compile(r"[ ]?(?:/|per |each\b|apiece\b|a piece\b|每)", re.IGNORECASE)
_EACH_BEFORE = re.compile(
    r"(?:单价|每[一-鿿]{1,2}|@|\bat|unit price(?: of)?|price of)[^0-9。.;]{0,8}\Z", re.IGNORECASE
)
_ALL_BEFORE = re.compile(
    r"(?:共计|合计|总计|小计|总价|金额|totall?ing|in total|total(?: of)?|for)[^0-9。.;]{0,8}\Z",
    re.IGNORECASE,
)
_ALL_AFTER = re.compile(r"\s*(?:in total|in all|total\b|altogether)", re.IGNORECASE)
_PLATE = re.compile(
    r"(?P<v>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-Z][·•.\- ]?[A-Z0-9]{4,6}[A-Z0-9挂学警港澳])"
    r"|(?:licen[cs]e plate|plate|registration)(?: (?:no\.?|number))?[ :]*(?P<e>[A-Z0-9][A-Z0-9\- ]{3,9}[A-Z0-9])"
)
_PLACE_ZH = re.compile(
    r"(?:在|于|至|行驶至|行至|途经|途径)(?P<v>[^,，。;；\n]{2,30}?(?:路口|路段|路|街|大道|大街|高速(?:公路)?|公路|国道|桥|隧道|交叉口|十字路口|附近|处|门口|公里处))"
)
_PLACE_EN = re.compile(
    r"\b(?:at|on|near)\s+(?P<v>(?:the\s+)?(?:intersection|corner|junction)\s+of\s+[A-Z]\w*(?:\s+[A-Z]\w*)*(?:\s+and\s+[A-Z]\w*(?:\s+[A-Z]\w*)*)?|[A-Z0-9][\w.]*(?:\s+[A-Z][\w.]*)*\s+(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Highway|Hwy|Bridge|Boulevard|Lane|Drive|Freeway|Motorway))(?=[,.;\s])"
)
_LIABLE_ZH = re.compile(
    r"(?P<w>[一-鿿A-Z0-9]{2,12}?)(?:应)?(?:承担|负)(?:此次|本次|该|本起)?(?:交通)?(?:事故)?(?:的)?(?P<v>全部|主要|同等|次要|一定|无)(?:事故)?(?:的)?责任|(?P<n>无责任|不承担(?:事故)?责任)"
)
_LIABLE_EN = re.compile(
    r"(?P<v>(?:fully|solely|primarily|mainly|partly|partially|equally|jointly|not)\s+(?:liable|responsible|at fault)|(?:full|sole|primary|main|partial|equal|joint|no)\s+(?:liability|responsibility|fault))",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"[ ]?(?:上午|下午|凌晨|晚上?|中午|早上?)?[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[时点:](?:[ ]?[0-9一二三四五六七八九十]{1,3}分?)?(?:许|左右)?"
)
_MOST = 400


def told_hits(reading: Reading, columns: Sequence[Field]) -> Iterator[Hit]:
    """The hits of what each column's name asks for."""
    for number, column in enumerate(columns):
        for pattern, finder in _FINDERS:
            if pattern.search(column.name):
                for (start, end, score), _ in zip(finder(reading), range(_MOST), strict=False):
                    yield Hit(number, start, end, score)
                break
        else:
            if column.type is FieldType.NUMBER:
                yield from (Hit(number, *found) for found in _quantities(reading))


def _spans(reading: Reading, pattern: re.Pattern[str], score: float, *names: str) -> Found:
    for match in pattern.finditer(reading.folded):
        for name in names:
            if match[name]:
                start, end = trim(reading.text, *match.span(name))
                if start < end:
                    yield start, end, score


def _goods(reading: Reading) -> Found:
    for start, end, score in _spans(reading, _GOODS_ZH, 0.6, "v"):
        verbs = [match.end() for match in _VERB.finditer(reading.folded, start, end - 1)]
        yield (verbs[-1] if verbs else start), end, score
    yield from _spans(reading, _GOODS_EN, 0.6, "v")


def _quantities(reading: Reading) -> Found:
    for pattern in (_GOODS_ZH, _GOODS_EN):
        for match in pattern.finditer(reading.folded):
            start = match.start("q")
            for fact in reading.facts_in(start, match.end() + 2, FactKind.NUMBER)[:1]:
                yield fact.start, fact.end, 0.62


def _unit_prices(reading: Reading) -> Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.AMOUNT):
        before = reading.folded[max(0, fact.start - 20) : fact.start]
        if _EACH.match(reading.folded, fact.end) or _EACH_BEFORE.search(before):
            yield fact.start, fact.end, 0.7


def _line_amounts(reading: Reading) -> Found:
    for fact in reading.facts_in(0, len(reading.text), FactKind.AMOUNT):
        before = reading.folded[max(0, fact.start - 20) : fact.start]
        each = _EACH.match(reading.folded, fact.end)
        if not each and (_ALL_BEFORE.search(before) or _ALL_AFTER.match(reading.folded, fact.end)):
            yield fact.start, fact.end, 0.66


def _times(reading: Reading) -> Found:
    """Days, with the hour where one follows."""
    for fact in reading.facts_in(0, len(reading.text), FactKind.DATE):
        hour = _WHEN.match(reading.folded, fact.end)
        yield fact.start, hour.end() if hour else fact.end, 0.6


def _places(reading: Reading) -> Found:
    yield from _spans(reading, _PLACE_ZH, 0.62, "v")
    yield from _spans(reading, _PLACE_EN, 0.62, "v")


def _plates(reading: Reading) -> Found:
    yield from _spans(reading, _PLATE, 0.8, "v", "e")


def _liability(reading: Reading) -> Found:
    for match in _LIABLE_ZH.finditer(reading.folded):
        yield match.start("w") if match["w"] else match.start(), match.end(), 0.7
    yield from _spans(reading, _LIABLE_EN, 0.6, "v")


_FINDERS: tuple[tuple[re.Pattern[str], Callable[[Reading], Found]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), finder)
    for pattern, finder in (
        (r"车牌|车辆|号牌|vehicle|plate", _plates),
        (r"责任|liab|fault", _liability),
        (r"单价|unit price|price per|unit cost", _unit_prices),
        (r"^(?:总?金额|小计|合价|总价|价款|amount|line (?:amount|total)|total(?: price)?|price)$", _line_amounts),
        (r"品名|货物|产品|商品|名称|设备|goods|product|item|description", _goods),
        (r"数量|quantity|qty", _quantities),
        (r"时间|日期|\btime\b|\bdate\b|\bwhen\b", _times),
        (r"地点|位置|路段|\bplace\b|\bwhere\b|\blocation\b", _places),
    )
)  # fmt: skip
