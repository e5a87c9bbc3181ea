"""Which law governs a contract, and which court or tribunal decides, as its statements say."""

from __future__ import annotations

import re

from engine.consistency.places import place_in
from engine.consistency.types import Reading, Role, Statement, Token
from engine.types import ReasonKind

_LAW = {
    "en": re.compile(
        r"\b(?:governed|construed|interpreted|enforced)\b[^.;]{0,120}?\b(?:laws?|statutes)\s+(?:and\s+\w+\s+)?(?:of|in)\s+"
        r"|\b(?:laws?)\s+of\s+(?=[^.;]{0,60}\b(?:shall|will)\s+(?:govern|apply)|[^.;]{0,60}\b(?:governs|applies)\b)"
        r"|\bgoverned\s+by\s+(?=[A-Z]\w+(?:\s[A-Z]\w+)?\s+law\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile("(?:适用|受|依照|依据|按照|根据|遵守)(?=[^，。；]{0,16}(?:法律|法(?:[管解的，。；]|$)))"),
}  # fmt: skip
_LAW_BANS = re.compile(
    r"\b(?:corporate|internal\s+affairs|securities\s+laws?|organized|incorporated|existing\s+under|tax|withholding|bankruptcy|"
    r"environmental|employment\s+laws?|patent|except|other\s+than|property\s+is\s+located|premises)\b"
    r"|注册|成立|登记|税|除外|除非|另有",
    re.IGNORECASE,
)
_REACH = 70

_COURT_EN = re.compile(
    r"(?:\b(?:exclusive|sole)\s+(?:and\s+\w+\s+)?(?:jurisdiction|venue|forum)|\bexclusively\s+(?:in|by|to)\b|\b(?:sole|exclusive)ly\b[^.;]{0,40}\bcourts?\b"
    r"|\b(?:shall|must|will)\s+(?:only\s+)?be\s+(?:\w+\s+){0,2}(?:brought|instituted|commenced|litigated|tried|resolved|settled|decided)\b[^.;]{0,60}\bcourts?\b)",
    re.IGNORECASE,
)
_COURTS = re.compile(r"\bcourts?\b", re.IGNORECASE)
_ARBITRATION_EN = re.compile(
    r"\b(?:(?:shall|will|must)\s+(?:be\s+)?(?:\w+\s+){0,3}(?:resolved|settled|determined|decided|submitted|referred|arbitrated)\b[^.;]{0,100}\barbitrat"
    r"|(?:settled|resolved|determined)\s+(?:exclusively\s+|solely\s+|finally\s+)?by\s+(?:\w+\s+){0,3}arbitration)",
    re.IGNORECASE,
)
_CARVED_EN = re.compile(
    r"\b(?:injuncti\w+|equitable|provisional|interim|aid\s+of|enforce\w*|judg(?:e?ment)s?|award|other\s+than|except\w*|"
    r"notwithstanding|small\s+claims|non-?\s?exclusive|may\s+elect|option|either|if|unless|waive\w*|intellectual)\b",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"American\s+Arbitration\s+Association|\bAAA\b|\bJAMS\b|International\s+Chamber\s+of\s+Commerce|\bICC\b|\bLCIA\b"
    r"|\bCIETAC\b|\bSIAC\b|\bHKIAC\b|\bUNCITRAL\b|中国国际经济贸易仲裁委员会|[\u4e00-\u9fff]{2,6}仲裁委员会"
)
_SAME_INSTITUTION = {
    "american arbitration association": "aaa",
    "international chamber of commerce": "icc",
}

_COURT_ZH = re.compile(
    "(?P<where>[^，。；、：]{0,16}?)(?:人民)?法院(?:提起诉讼|起诉|诉讼解决|诉讼|管辖|提出诉讼|裁决|判决|解决)"
)
_ARBITRATION_ZH = re.compile(
    "(?:提交|提请|向|由|递交)(?P<where>[^，。；：]{0,18}?仲裁(?:委员会|机构|院|机关))?[^，。；]{0,8}仲裁"
)
_CARVED_ZH = re.compile(
    "不服|执行|未达成|没有仲裁|无仲裁|或者?(?:依法)?向|也可|亦可|均可|下列|之一|第[＿_\\s]*种|方式|任选|选择|除外|□|☐|可以?依法|上诉|费用?|终止"
)
_DISPUTE_ZH = re.compile("争议|纠纷|分歧|诉讼")
_FILLER_ZH = re.compile(
    "^(?:应当?|可以?|均|依法|任何一方|双方|有权|的|同意|应?向|由|提交|诉诸|递交|提请|有管辖权|当地)+|[＿_\\s]+"
)


def law_of(statement: Statement) -> Reading | None:
    """The law that governs the contract; ``None`` where the statement says nothing of it."""
    text = statement.text
    match = _LAW[statement.language].search(text)
    if match is None or _LAW_BANS.search(text):
        return None
    place = place_in(text, match.end(), min(len(text), match.end() + _REACH))
    if place is None:
        return None
    key, start, end = place
    return Reading(ReasonKind.LAW, "law", key, statement, _token(statement, start, end, key))


def forum_of(statement: Statement) -> Reading | None:
    """The court or the tribunal that alone decides; ``None`` where a party may choose."""
    if statement.language == "zh":
        return _forum_zh(statement)
    text = statement.text
    court, tribunal = _COURT_EN.search(text), _ARBITRATION_EN.search(text)
    if (court is None) == (tribunal is None) or _CARVED_EN.search(text):
        return None
    if tribunal is not None:
        named = _INSTITUTION.search(text)
        name = " ".join(named.group().lower().split()) if named else ""
        name = _SAME_INSTITUTION.get(name, name)
        return _forum(statement, f"arbitration {name}", *tribunal.span())
    if not _COURTS.search(text):
        return None
    assert court is not None
    place = place_in(text, 0, len(text))
    where = place[0] if place else ""
    span = (place[1], place[2]) if place else court.span()
    return _forum(statement, f"court {where}", *span)


def _forum_zh(statement: Statement) -> Reading | None:
    text = statement.text
    court, tribunal = _COURT_ZH.search(text), _ARBITRATION_ZH.search(text)
    if (court is None) == (tribunal is None) or _CARVED_ZH.search(text):
        return None
    if _DISPUTE_ZH.search(text) is None:
        return None
    match = tribunal or court
    assert match is not None
    where = _FILLER_ZH.sub("", match["where"] or "")
    if tribunal is not None and where and not _INSTITUTION.search(where):
        where = ""
    return _forum(statement, f"{'arbitration' if tribunal else 'court'} {where}", *match.span())


def _forum(statement: Statement, value: str, start: int, end: int) -> Reading:
    token = _token(statement, start, end, value)
    return Reading(ReasonKind.FORUM, "forum", value.strip(), statement, token, partly=True)


def _token(statement: Statement, start: int, end: int, key: str) -> Token:
    first = statement.start + start
    return Token(first, statement.start + end, statement.text[start:end], Role.CONTENT, key)
