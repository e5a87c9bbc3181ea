"""Who the parties are: the preamble of an English contract, defined roles in both languages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.extraction.agents import is_agent
from engine.extraction.rules.reading import Hit, Reading
from engine.extraction.rules.values import trim
from engine.extraction.synonyms import concept_of, labels_of, name_key
from engine.types import Field, FieldType


@dataclass(frozen=True, slots=True)
class Party:
    """A party's name ``[start, end)`` and the roles that the text defines for it."""

    start: int
    end: int
    roles: tuple[str, ...]


_BETWEEN = re.compile(
    r"\b(?:by\s+and\s+(?:between|among)|by\s+and\s+amongst|between|among|PARTIES\s*:)\s*:?\s*",
    re.IGNORECASE,
)
_PREAMBLE_REACH = 8000
_WORD = r"(?:[A-Z0-9][\w.&'’\-/¢]*|&)"
_JOIN = r"(?:of|the|and|de|la|van|von|del|du|for|in)"
_NAME = re.compile(
    rf"(?:The\s+|the\s+)?{_WORD}(?:(?:\s+|,\s*(?={_WORD}))(?:{_JOIN}\s+(?={_WORD}))?{_WORD}){{0,12}}"
)
_ROLE = re.compile(r"[\"“]([^\"”“]{2,60})[\"”]")
_STOP = re.compile(
    r"\b(?:WHEREAS|RECITALS?|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|BACKGROUND|Whereas|Collectively|NOW,? THEREFORE|The parties|In consideration|INTRODUCTION)\b|\n\s*(?:1\.|A\.|\(A\))\s"
)
_SUFFIX = re.compile(
    r",?\s+(?:(?i:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Co|Company|L\.?P|LLP|PLC|N\.A|GmbH|"
    r"S\.A|AG|B\.V|N\.V|Pte|Pty|KG|Jr|Sr)|Trust|Bank|Association|Foundation|University|Group|Partners|Holdings|Fund|"
    r"II|III|IV)\b(?:\s?\.)?",
)
_DESCRIBED = re.compile(
    r"\s*[,(;]|\s+(?:a|an|as|with|having|whose|located|is|residing|of\s+\d|and|on\s+behalf|on\s+the\s+other|organized|"
    r"by|in\s+(?:its|his|her)|d/b/a|dba|acting|together|incorporated|for\s+itself)\b|\.\s|\s*$"
)
_AND = re.compile(r"(?:[,;]?\s*\band\b\s*(?:\(?(?:ii|iii|iv|b|c|2|3)[).]\s*)?|;\s*)")
# Capitalised words that open a sentence or name a role, not a party.
_NOT_NAMES = frozenset(
    """the this parties agreement employee company effective date state confidential information whereas
    each both you your it its on january february march april may june july august september october
    november december recitals mutual non-disclosure nondisclosure confidentiality party section
    exhibit schedule article delaware new""".split()  # noqa: SIM905
)
_ROLE_ZH = re.compile(
    r"[(](?:[^()\n]{0,12}[,，])?(?:以下|下)?(?:统一)?(?:简称|称)(?:为|:)?[\"“”「『]?(?:本)?(?P<role>[^\"“”」』()\n]{1,12}?)[\"“”」』]?(?:[、或,，][^()\n]{0,20})?[)]"
)
_ORG_ZH = (
    r"(?:(?![与的为于向由对])[一-鿿A-Za-z0-9()·&\-]){2,40}?(?:有限责任公司|股份有限公司|有限公司|集团公司|总公司|分公司|公司|中心|"
    r"管理局|[县市省区部]?局|委员会|管委会|医院|大学|学院|学校|研究院|研究所|设计院|厂|[省市县区]政府|人民政府|银行|事务所|"
    r"合作社|协会|基金会|管理处|办公室|指挥部|项目部|厅|集团|支队|总队|矿|部队|站|署|委)(?:[一-鿿]{2,12}(?:分公司|公司|局|中心|处))?"
)
_ROLE_WORDS = (
    r"(?:招标人|采购人|业主方?|业主单位|发包[人方]|招标单位|建设单位|客户|甲方|买方|[:\-])*"
)
_RECEIVED_ZH = re.compile(
    rf"(?<!未)(?:收到|接到|收悉|接)(?:了)?(?:由)?{_ROLE_WORDS}(?P<a>{_ORG_ZH})(?:[(][^()]{{0,20}}[)])?(?:[和及][^,，。]{{2,40}}?)?"
    r"(?:正式)?(?:向公司)?(?:发来|发出|签发|送达|下发|颁发|发送|出具|发给|关于|通知|的?《?中标通知)"
)
_WITH_ZH = re.compile(
    rf"(?:与|和|同){_ROLE_WORDS}(?P<a>{_ORG_ZH})(?:[(][^()]{{0,40}}[)])?(?:(?![就对])[^,，。;\n与]){{0,30}}?"
    r"(?:正式)?(?:签订|签署|签定|订立)"
)
_PUBLISHED_ZH = re.compile(
    rf"(?:^|[,，。;\n]|日前|近日){_ROLE_WORDS}(?P<a>{_ORG_ZH})(?:[(][^()]{{0,40}}[)])?(?:于[^,，。]{{4,20}})?(?:在[^,，。]{{2,60}})?"
    r"(?:陆续)?(?:发布|公布|公示|公告|发出)了?"
)
_COMPANY_ZH = r"(?P<b>[一-鿿()]{3,30}?(?:股份有限公司|有限责任公司|有限公司))"
_TITLED_ZH = re.compile(
    rf"(?:公告编[号码]|编[号码])[:]?(?:临)?[^一-鿿\n]{{0,24}}(?:号)?\s*{_COMPANY_ZH}\s*(?:董事会)?(?:关于|重大|签订|项目|中标|日常|公告)"
)
_BOARD_ZH = re.compile(
    rf"(?:特此公告|备查文件|敬请)[^\n]{{0,200}}?[。.]\s*{_COMPANY_ZH}\s*(?:董事会|\n)"
)
_AWARDED_ZH = re.compile(rf"(?:确定|确认|推荐){_COMPANY_ZH}(?:[(][^()]*[)])?(?:为|以)")
_SUBSIDIARY_ZH = re.compile(rf"(?:全资|控股|下属|[一二三]级)+(?:子|孙)?公司[:\-]*{_COMPANY_ZH}")
_OWN_ZH = re.compile(r"(?:全资|控股|下属)*[子孙]公司")
_SELF_ZH = re.compile(r"[\"“”]?(?:本)?公司[\"“”]?")
_FIRST, _SECOND = "party_a", "party_b"
_ANY_PARTY = "party"


def party_hits(reading: Reading, fields: Sequence[Field]) -> Iterator[Hit]:
    """Hits for fields that ask for parties, by the roles and places that the text gives them."""
    wanted = [
        (number, field)
        for number, field in enumerate(fields)
        if field.type in (FieldType.PARTY, FieldType.PERSON, FieldType.COMPOUND)
    ]
    if not wanted:
        return
    english = list(english_parties(reading.text))
    chinese = list(chinese_parties(reading.folded))
    for number, field in wanted:
        yield from _english_hits(number, field, english)
        yield from _chinese_hits(number, field, chinese)
        yield from _announced_hits(reading.folded, number, field)


def _english_hits(number: int, field: Field, parties: Sequence[Party]) -> Iterator[Hit]:
    concept = concept_of(field.name)
    keys = {name_key(label) for label in labels_of(field.name)}
    for place, party in enumerate(parties):
        if concept and concept.key == _ANY_PARTY:
            yield Hit(number, party.start, party.end, 0.85 if party.roles else 0.7)
        elif any(name_key(role) in keys for role in party.roles):
            yield Hit(number, party.start, party.end, 0.88)
        elif concept and len(parties) == 2 and concept.key == (_FIRST, _SECOND)[place]:
            yield Hit(number, party.start, party.end, 0.6)


def _chinese_hits(number: int, field: Field, parties: Sequence[Party]) -> Iterator[Hit]:
    concept = concept_of(field.name)
    keys = {name_key(label): rank for rank, label in enumerate(labels_of(field.name))}
    for party in parties:
        rank = keys.get(name_key(party.roles[0]))
        if concept and concept.key == _ANY_PARTY and name_key(party.roles[0]) in _PARTY_ROLES:
            yield Hit(number, party.start, party.end, 0.8)
        elif rank is not None:
            yield Hit(number, party.start, party.end, 0.88 if rank == 0 else 0.82)


_PARTY_ROLES = frozenset(
    name_key(label) for key in ("甲方", "乙方", "丙方") for label in labels_of(key)
)


def english_parties(text: str) -> Iterator[Party]:
    """The parties of a preamble: ``by and between X, a … ("Buyer"), and Y ("Seller")``."""
    best: list[Party] = []
    for anchor in _BETWEEN.finditer(text, 0, min(len(text), _PREAMBLE_REACH)):
        found = list(_sequence(text, anchor.end()))
        if len(found) > len(best):
            best = found
        if len(best) > 1:
            break
    yield from best


def _sequence(text: str, position: int) -> Iterator[Party]:
    """The names from ``position`` on, joined by ``and``, to the end of the preamble."""
    stop = _STOP.search(text, position, position + 2500)
    limit = stop.start() if stop else min(len(text), position + 2500)
    for _ in range(12):
        start = _skip(text, position, limit)
        name = _name(text, start, limit)
        if not name:
            return
        end = name
        following = _next_party(text, end, limit)
        roles = tuple(_ROLE.findall(text[end : min(following or limit, end + 700)]))
        yield Party(start, end, tuple(_bare(role) for role in roles))
        if following is None:
            return
        position = following


def _skip(text: str, position: int, limit: int) -> int:
    opening = re.compile(
        r"(?:\s|:|\(?(?:i|ii|iii|iv|a|b|c|1|2|3)[).]\s)*(?:the\s+following\s+parties:?\s*)?"
    )
    match = opening.match(text, position, limit)
    return match.end() if match else position


def _name(text: str, start: int, limit: int) -> int | None:
    """The end of the name at ``start``; ``None`` where none stands there."""
    match = _NAME.match(text, start, limit)
    if not match:
        return None
    end = _cut_name(text, start, match.end())
    suffix = _SUFFIX.match(text, end, limit)
    end = suffix.end() if suffix else end
    if end == limit and text[end : end + 1].isalnum():  # the limit cuts a word
        return None
    if text.startswith("the ", start) and not suffix:
        return None
    words = re.findall(r"[A-Za-z]+", text[start:end])
    if not words or all(word.lower() in _NOT_NAMES for word in words) or end - start > 120:
        return None
    return end if _DESCRIBED.match(text, end, limit) else None


def _cut_name(text: str, start: int, end: int) -> int:
    """Cut ``X, Inc. and Y, LLC`` after the first whole name, and before a trailing comma's address."""
    written = text[start:end]
    for suffix in _SUFFIX.finditer(written):
        rest = written[suffix.end() :]
        if not rest or re.match(r"\s*(?:,|and\b|&\s)", rest):
            return start + suffix.end()
    joint = re.search(r"\s+and\s+(?:the\s+)?(?=[A-Z])", written)
    if joint and not _SUFFIX.search(written[joint.end() :]):
        return start + joint.start()
    comma = written.find(",")
    if comma > 0 and not _SUFFIX.match(written, comma):
        return start + comma
    return start + len(written.rstrip(" ,"))


def _next_party(text: str, end: int, limit: int) -> int | None:
    """Where the next name begins: after ``and`` behind this party's brackets or description."""
    for joint in _AND.finditer(text, end, limit):
        before = text[max(end, joint.start() - 3) : joint.start()]
        start = _skip(text, joint.end(), limit)
        closes = (
            joint.start() == end
            or bool(re.search(r"[),”\"]\s*,?$|[.]$", before))
            or joint[0][0] in ",;"
        )
        name = _name(text, start, limit) if closes else None
        if name and text[start:name].split()[0].lower().strip(",.") not in _NOT_NAMES:
            return start
    return None


def _bare(role: str) -> str:
    return re.sub(r"^(?:the|each,?)\s+", "", role.strip(" ,."), flags=re.IGNORECASE)


def chinese_parties(folded: str) -> Iterator[Party]:
    """Names that a bracket gives a role: ``XX有限公司（以下简称“甲方”）``."""
    for bracket in _ROLE_ZH.finditer(folded):
        floor = max(0, bracket.start() - 50)
        before = folded[floor : bracket.start()]
        cuts = [m.end() for m in re.finditer(r"[,，。;；:\n\"“”]|[0-9]年[^,，。]{0,8}日", before)]
        start = floor + (cuts[-1] if cuts else 0)
        organisation = re.search(
            rf"(?:.*(?:与|由|向|收到|确定|确认|通知))?(?P<name>{_ORG_ZH})$",
            folded[start : bracket.start()],
        )
        if organisation:
            start += organisation.start("name")
        start, end = trim(folded, start, bracket.start())
        if 1 < end - start <= 45:
            yield Party(start, end, (bracket["role"].strip(),))


def _announced_hits(folded: str, number: int, field: Field) -> Iterator[Hit]:
    """In an announcement: who sent the notice or signs is 甲方, the company that speaks is 乙方."""
    concept = concept_of(field.name)
    if concept is None or concept.key not in (_FIRST, _SECOND):
        return
    if concept.key == _SECOND:
        yield from _speakers(folded, number)
        return
    for pattern, score in ((_RECEIVED_ZH, 0.7), (_WITH_ZH, 0.6), (_PUBLISHED_ZH, 0.3)):
        for start, end in itertools.islice(_customers(folded, pattern), 4):
            yield Hit(number, start, end, score)


def _customers(folded: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Who may be the customer: no agent of the tender, and no subsidiary of the company that speaks."""
    for match in pattern.finditer(folded):
        start, end = match.span("a")
        if not _OWN_ZH.match(folded, start, end) and not is_agent(folded, start, end):
            yield start, end


def _speakers(folded: str, number: int) -> Iterator[Hit]:
    """The company that an announcement speaks for, or the subsidiary that it speaks of."""
    titled = _TITLED_ZH.search(folded)
    for pattern, score in (
        (_TITLED_ZH, 0.62),
        (_SUBSIDIARY_ZH, 0.63),
        (_AWARDED_ZH, 0.6),
        (_BOARD_ZH, 0.58),
    ):
        match = pattern.search(folded[:12_000] if pattern is not _BOARD_ZH else folded)
        if match:
            yield Hit(number, match.start("b"), match.end("b"), score)
    for party in chinese_parties(folded[:6000]):
        if _SELF_ZH.fullmatch(party.roles[0]):
            own = titled["b"] if titled else ""
            heading = folded[party.start : party.end].endswith(own)
            start = party.end - len(own) if own and heading else party.start
            yield Hit(number, start, party.end, 0.62)
            return
