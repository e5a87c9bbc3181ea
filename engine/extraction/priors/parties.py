"""Which of the names in a contract are its parties: those that it introduces, defines and lets sign."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.extraction.agents import is_agent
from engine.extraction.priors.zones import Zones
from engine.extraction.rules.reading import Reading
from engine.types import Mention

# What the table says of a name that stands only so, and of one more that is introduced.
_INTRODUCED, _SIGNS, _MENTIONED = 0.6, 0.55, 0.3
_ALONE_SIGNS, _ALONE_MENTIONED = 0.9, 0.75
_RELATED, _SHORT, _FOOTER_FACTOR, _NO_NAME, _AGENT = 0.4, 0.35, 0.2, 0.3, 0.4

_BETWEEN = re.compile(
    r"(?:\b(?:between|among|amongst|parties\s*:|by and between)|[甲乙丙丁买卖供需发承出租][^,。\n]{0,14}[:：]|(?:party|company|employee|buyer|seller|name)[^,.\n]{0,12}:)"
    r"[\s,:\"“]{0,6}(?:\([a-z0-9ivx]{1,3}\)|[0-9]\.)?\s{0,4}(?:the\s+)?\Z",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?:\band\b|与|和|;)[\s,\"“]{0,6}(?:\([a-z0-9ivx]{1,3}\)\s*)?(?:the\s+)?\Z", re.IGNORECASE
)
_BETWEEN_SOMEWHERE = re.compile(r"\b(?:between|among|amongst|parties)\b|由", re.IGNORECASE)
_DEFINED = re.compile(
    r"[^;。]{0,220}?(?:\((?:[^()\"“”]{0,60})[\"“]|hereinafter|hereafter|[(（][^()（）]{0,12}(?:简称|下称))",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"[\s,.]{1,6}(?:an?|the|organized|incorporated|located|having|with (?:its|a|an|offices)|whose)\b",
    re.IGNORECASE,
)
_RELATED_BEFORE = re.compile(
    r"(?:subsidiar(?:y|ies)|affiliates?|parent(?: company)?|counsel|auditors?|guarantor|general partner|agent|trustee|successor|predecessor|on behalf of|c/o|such as|including)[\s,:(]{1,4}(?:of\s+|to\s+|the\s+|is\s+)?\Z"
    r"|(?:affiliate|subsidiary|division|parent|member|shareholder|stockholder|predecessor) of\s+\Z",
    re.IGNORECASE,
)
_REPRESENTS = re.compile(
    r"(?:代表人?|代理人|联系人|经办人|负责人|签字人?|签约人|授权人|项目经理|联络人)\s{0,3}(?:[(（][^()（）]{0,8}[)）])?\s{0,3}[:：]\s{0,4}\Z"
)
"""A label whose value is a person who acts for a party."""
_SIGNS_FOR = re.compile(
    r"(?:\b(?:signed|executed)\s+(?:for|on behalf of)\b[^:\n]{2,90}|\b(?:by|name|signature|signatory|print(?:ed)? name))\s{0,3}:\s{0,4}(?:/s/\s{0,3})?\Z",
    re.IGNORECASE,
)
"""What stands before a person who signs, in the signature block of a party."""
_FOOTER = re.compile(r"source\s*:\s*\Z", re.IGNORECASE)
_FILING = re.compile(
    r"\s*,\s*(?:10-?[KQ]|8-?K|S-?[1348]|F-?[1-4]|10-?12[BG]|10SB12[BG]|20-?F|6-?K|SB-?2|424B|DEF|POS|N-CSR)",
    re.IGNORECASE,
)
_BETWEEN_REACH = 240
_GENERAL = re.compile(
    r"(?:the\s+)?(?:bank|company|corporation|party|parties|employee|employer|executive|buyer|seller|purchaser|supplier|vendor|customer|client|"
    r"consultant|contractor|licensor|licensee|distributor|franchisee|recipient|discloser|disclosing party|receiving party|board|state|agreement|"
    r"[甲乙丙丁]方|本?公司|[买卖双]方)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"inc|incorporated|llc|l|c|ltd|limited|corp|corporation|co|company|lp|llp|plc|na|sa|ag|gmbh|bv|nv|pty"
)
_LEGAL_ZH = re.compile(r"(?:有限责任公司|股份有限公司|有限公司)\Z")
_JOINT = re.compile(r"\n|\band\b|与|和|及", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*/\s*|\s+(?:and|&|[-–—|·])\s+", re.IGNORECASE)
_JUNK = re.compile(r"[0-9]{5}|page \d+|www\.|@", re.IGNORECASE)


@dataclass(slots=True)
class _Name:
    """What a document says of one name, at all of its places. ``full`` is its fullest form."""

    introduced: bool = False
    signs: bool = False
    related: bool = False
    represents: bool = False
    signs_for: bool = False
    full: str = ""


def weigh_parties(reading: Reading, zones: Zones, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of one field of parties, weighed. ``why`` says what told: ``introduced`` in the
    preamble or by a definition, ``signs``, ``only_mentioned``, ``short_form`` of a fuller name,
    ``several_names`` in one, ``related`` to a party, ``represents`` one, ``agent`` in a tender,
    ``page_footer``, ``general_word``."""
    names: dict[str, _Name] = defaultdict(_Name)
    for mention in mentions:
        _note(names[_key(mention.text)], reading, zones, mention)
    introduced = _in_full(
        {key: name for key, name in names.items() if name.introduced and not name.related}
    )
    signing = {key for key, name in names.items() if name.signs}
    full = introduced | (signing if len(introduced) < 2 else set())
    return [_weighed(reading, mention, names, full) for mention in mentions]


def _in_full(names: Mapping[str, _Name]) -> set[str]:
    """The keys of ``names`` but for those whose words only begin another one: a heading calls parties so.
    With a legal form of its own a name is another company, like as the two may be."""
    return {
        key
        for key, name in names.items()
        if name.full != _flat(key) or not any(_begins(key, other) for other in names)
    }


def _begins(short: str, full: str) -> bool:
    return len(full) <= 3 * len(short) and full.startswith(f"{short} ")


def _note(name: _Name, reading: Reading, zones: Zones, mention: Mention) -> None:
    """Add what one place says of a name."""
    written = _flat(mention.text)
    if len(written) > len(name.full):
        name.full = written
    before = reading.folded[max(0, mention.start - 60) : mention.start]
    after = reading.folded[mention.end : mention.end + 320]
    if _FOOTER.search(before) or _FILING.match(after):
        return
    if _REPRESENTS.search(before):
        name.represents = True
    elif zones.in_head(mention.start):
        related = bool(_RELATED_BEFORE.search(before))
        name.related |= related
        name.introduced |= not related and _is_introduced(reading, zones, mention, before, after)
    elif zones.in_tail(mention.start):
        wider = reading.folded[max(0, mention.start - 120) : mention.start]
        name.signs_for |= bool(_SIGNS_FOR.search(wider))
        name.signs = True


def _is_introduced(
    reading: Reading, zones: Zones, mention: Mention, before: str, after: str
) -> bool:
    """Whether the preamble presents this name as a party's."""
    if any(start < mention.end and mention.start < end for start, end in zones.named):
        return True
    if _BETWEEN.search(before) or _DEFINED.match(after):
        return True
    wider = reading.folded[max(0, mention.start - _BETWEEN_REACH) : mention.start]
    between = bool(_BETWEEN_SOMEWHERE.search(wider))
    described = bool(_DESCRIBED.match(after))
    joined = bool(_AND.search(before))
    return (joined and (described or between)) or (described and between)


def _weighed(
    reading: Reading, mention: Mention, names: Mapping[str, _Name], full: Collection[str]
) -> Mention:
    key = _key(mention.text)
    name = names[key]
    before = reading.folded[max(0, mention.start - 20) : mention.start]
    known = [other for other in full if other != key]
    if _FOOTER.search(before) or _FILING.match(reading.folded, mention.end):
        return _lowered(mention, _FOOTER_FACTOR, "page_footer")
    if _GENERAL.fullmatch(mention.text.strip()) or _JUNK.search(mention.text) or not key:
        return _lowered(mention, _NO_NAME, "general_word")
    shorter = len(_flat(mention.text)) < len(name.full)
    if shorter or (key not in full and any(_is_short_for(key, other) for other in known)):
        return _lowered(mention, _SHORT, "short_form")
    if _is_several(mention.text, key, known):
        return _lowered(mention, _SHORT, "several_names")
    if is_agent(reading.folded, mention.start, mention.end):
        return _lowered(mention, _AGENT, "agent")
    if name.introduced:
        return _raised(mention, _INTRODUCED, "introduced")
    if not (full or name.related):
        # A text that introduces nobody and is signed by nobody says nothing of its names.
        return mention
    factor, why = _beside(name, len(known))
    return _lowered(mention, factor, why)


def _is_several(written: str, key: str, known: Collection[str]) -> bool:
    """Whether these words hold more than one name, in full or as a heading shortens them."""
    inside = sum(f" {other} " in f" {key} " for other in known)
    if inside > 1 or (inside and _JOINT.search(written)):
        return True
    parts = [_key(part) for part in _BETWEEN_NAMES.split(written)]
    return len(parts) > 1 and all(
        part and any(part == other or _begins(part, other) for other in known) for part in parts
    )


def _beside(name: _Name, known: int) -> tuple[float, str]:
    """What a name counts that is not introduced, beside as many ``known`` parties; and why."""
    if name.related:
        return _RELATED, "related"
    if (name.represents and known) or (name.signs_for and known > 1):
        return _MENTIONED, "represents"
    if name.signs:
        return _SIGNS if known > 1 else _ALONE_SIGNS, "signs"
    return _MENTIONED if known > 1 else _ALONE_MENTIONED, "only_mentioned"


def _raised(mention: Mention, share: float, why: str) -> Mention:
    return replace(mention, score=1 - (1 - mention.score) * share, why=why)


def _lowered(mention: Mention, factor: float, why: str) -> Mention:
    return replace(mention, score=mention.score * factor, why=why)


def _key(name: str) -> str:
    """A name without its legal form, case and signs."""
    plain = re.sub(r"[^\w ]", "", " ".join(name.casefold().replace(".", "").split()))
    words = plain.removeprefix("the ").split()
    while len(words) > 1 and _LEGAL.fullmatch(words[-1]):
        words.pop()
    return _LEGAL_ZH.sub("", " ".join(words)) or plain


def _flat(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _is_short_for(short: str, full: str) -> bool:
    """Whether ``short`` begins ``full`` or stands in it as whole words, or is its initials."""
    if len(short) < len(full) and (
        f" {short} " in f" {full} " or (not short.isascii() and short in full)
    ):
        return True
    initials = "".join(word[0] for word in full.split())
    return len(short) > 1 and short == initials
