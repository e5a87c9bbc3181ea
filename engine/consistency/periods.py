"""Periods and caps of well-known matters: payment, notice, secrecy, term, warranty, liability."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.consistency.types import Reading, Role, Statement, Token
from engine.facts import FactKind
from engine.types import ReasonKind

_DURATION = frozenset({FactKind.DURATION})
_VALUE = frozenset({FactKind.AMOUNT, FactKind.PERCENTAGE})


@dataclass(frozen=True, slots=True)
class _Matter:
    """How a matter is known in a statement: every one of ``says``, none of ``bans``."""

    name: str
    kind: ReasonKind
    facts: frozenset[FactKind]
    says: tuple[re.Pattern[str], ...]
    bans: re.Pattern[str]


def _matter(
    name: str, kind: ReasonKind, facts: frozenset[FactKind], bans: str, *says: str
) -> _Matter:
    compiled = tuple(re.compile(one, re.IGNORECASE) for one in says)
    return _Matter(name, kind, facts, compiled, re.compile(bans, re.IGNORECASE))


_MATTERS = {
    "en": (
        _matter(
            "payment of invoices", ReasonKind.PAYMENT, _DURATION,
            r"\b(?:deposit|down\s+payment|balance|royalt\w+|commission|refund\w*|reimburs\w+|final|first|milestone|interest|"
            r"late|overdue|disput\w+|object\w*|credit|expenses?|tax\w*|not\s+paid|fail\w*|terminat\w+|monthly|quarterly|deliver\s+(?:an?|the)\s+invoice)\b",
            r"\binvoices?d?\b", r"\b(?:pay|pays|paid|payable|payments?|due|settle[ds]?)\b",
            r"\b(?:within|not\s+later\s+than|no\s+later\s+than|days?\s+(?:after|of|from|following)|net)\b",
        ),
        _matter(
            "notice of termination", ReasonKind.NOTICE, _DURATION,
            r"\b(?:breach\w*|default\w*|cure[ds]?|remed\w+|insolven\w+|bankrupt\w+|renew\w*|expir\w+|cause|death|disab\w+|force\s+majeure|"
            r"change\s+of\s+control|following\s+termination|after\s+termination|upon\s+termination|effective\s+date\s+of\s+termination|salary|severance|work\s+order)\b(?<!without\scause)",
            r"\bterminat(?:e|es|ed|ion)\b", r"\bnotice\b",
            r"\b(?:for\s+(?:any|no)\s+reason|without\s+cause|for\s+convenience|at\s+any\s+time|with\s+or\s+without)\b",
        ),
        _matter(
            "notice against renewal", ReasonKind.NOTICE, _DURATION,
            r"\b(?:landlord|tenant|lessee|lessor)\b|\boption\s+to\s+renew\b",
            r"\b(?:renew\w*|extend(?:ed|s)?)\b", r"\bnotice\b", r"\b(?:prior\s+to|before)\b",
            r"\b(?:not\s+(?:to\s+)?renew|non-?renewal|intent\w*\s+not|terminat\w+|elect\w*\s+not)\b",
        ),
        _matter(
            "secrecy", ReasonKind.NUMBER, _DURATION,
            r"\b(?:return|destroy|notify|notice|trade\s+secrets?|term\s+of\s+(?:this\s+agreement|employment)\s+and|employ\w+|except)\b",
            r"\bconfidential\w*\b", r"\b(?:surviv\w+|for\s+a\s+period\s+of|continue|remain)\b", r"\byears?\b|\bmonths?\b",
        ),
        _matter(
            "term of the contract", ReasonKind.NUMBER, _DURATION,
            r"\b(?:renew\w*|exten[ds]\w*|successive|additional|notice|after\s+(?:the\s+)?(?:termination|expiration)|following|surviv\w+|"
            r"option|warrant\w+|trial|probation\w*|each\s+statement|work\s+order|sublease|less\s+than|more\s+than|exceed\w*|if)\b",
            r"\bterm\s+of\s+this\s+(?:agreement|contract|lease|licen[cs]e)\s+(?:shall|will|is|commences|begins)\b|\bthis\s+(?:agreement|contract|lease)\s+"
            r"(?:shall|will)\s+(?:\w+\s+){0,3}(?:remain|continue|be)\s+in\s+(?:full\s+)?(?:force|effect)\b",
            r"\b(?:years?|months?)\b",
        ),
        _matter(
            "warranty period", ReasonKind.NUMBER, _DURATION,
            r"\b(?:notify|notice|repair\w*|replace\w*|extend\w*|remaining|replacement|claims?|statute)\b",
            r"\bwarrant(?:y\s+period|s|ies|y)\b", r"\b(?:for\s+a\s+period\s+of|warranty\s+period|for)\b",
            r"\b(?:from|after|following)\s+(?:the\s+)?(?:date\s+of\s+)?(?:delivery|acceptance|shipment|installation|completion|purchase)\b",
        ),
        _matter(
            "cap of liability", ReasonKind.AMOUNT, _VALUE,
            r"\b(?:per\s+(?:occurrence|claim|event)|insurance|indemnif\w+|each\s+occurrence|deductible|basket|breach\s+of\s+confidential\w*|except|other\s+than)\b",
            r"\b(?:aggregate|total|maximum|entire|cumulative)\b", r"\bliabilit(?:y|ies)\b",
            r"\b(?:exceed|limited\s+to|capped\s+at|not\s+be\s+(?:more|greater)\s+than)\b",
        ),
        _matter(
            "interest on late payments", ReasonKind.NUMBER, frozenset({FactKind.PERCENTAGE}),
            r"\b(?:loan|note|advance|principal|borrow\w*|libor|prime|lender|maximum|highest)\b",
            r"\b(?:late|overdue|past\s+due|not\s+paid\s+when\s+due|delinquent)\b", r"\binterest\b", r"\bper\s+(?:annum|year)\b|\bannual",
        ),
    ),
    "zh": (
        _matter(
            "payment of invoices", ReasonKind.PAYMENT, _DURATION,
            "预付|首付|首期|尾款|质保金|余款|进度款|保证金|定金|订金|违约|逾期|退还|退款|异议|利息|滞纳|开具|[第每]",
            "发票", "付款|支付|付清|给付|结清", "内|以内|之内",
        ),
        _matter(
            "notice of termination", ReasonKind.NOTICE, _DURATION,
            "违约|逾期|破产|续[签订约租]|届满|期满|不可抗力|试用期|过错|患病",
            "提前", "通知", "解除|终止", "任何一方|[甲乙]方|双方|单方",
        ),
        _matter(
            "notice against renewal", ReasonKind.NOTICE, _DURATION,
            "违约|逾期|解除", "期满|届满|到期", "前", "续[签订约租]|延[长期续]", "通知|提出|书面",
        ),
        _matter(
            "secrecy", ReasonKind.NUMBER, _DURATION,
            "返还|销毁|通知|竞业|[内前]向", "保密", "期限?为|持续|有效|期间为|后.{0,6}年|终止后", "年|月",
        ),
        _matter(
            "term of the contract", ReasonKind.NUMBER, _DURATION,
            "续|延长|顺延|届满|期满|提前|通知|终止后|解除|保修|质保|保密|试用|每|逾期|付款|支付|超过",
            "本(?:合同|协议)(?:的)?(?:有效)?期限?(?:为|是|共|自)|(?:租赁|合作|服务|劳动合同|合同|许可|借款)期限?(?:为|是|共)", "年|月",
        ),
        _matter(
            "warranty period", ReasonKind.NUMBER, _DURATION,
            "维修|更换|响应|小时|通知|返还|延长|重新", "质保期|质量保证期|保修期|质量保修期", "为|是|自|从", "年|月",
        ),
        _matter(
            "cap of liability", ReasonKind.AMOUNT, _VALUE,
            "每次|单次|逾期|迟延|保险|每日", "赔偿责任|违约责任|责任总额|赔偿总额|累计赔偿|责任上限", "不超过|不得超过|以.{1,20}为限|上限为",
        ),
    ),
}  # fmt: skip


def period_of(statement: Statement) -> Reading | None:
    """The one fact that the statement gives for a matter that is known; ``None`` where it gives
    several, or settles no such matter."""
    for matter in _MATTERS[statement.language]:
        if not all(one.search(statement.text) for one in matter.says):
            continue
        if matter.bans.search(statement.text):
            continue
        tokens = [t for t in statement.having(Role.FACT) if FactKind(t.key) in matter.facts]
        if len(tokens) == 1 and _is_plain(tokens[0]):
            fact = tokens[0].fact
            value = f"{fact.value} {fact.unit}" if fact else ""
            return Reading(matter.kind, matter.name, value, statement, tokens[0])
    return None


def _is_plain(token: Token) -> bool:
    return token.fact is not None and token.fact.value is not None and token.fact.doubt is None
