"""The words that carry modality, negation, conditions and opposites, in English and Chinese.

Each table is a list of (pattern, key). Longer readings come first, because the first that matches
wins: ``is not required to`` frees, ``is required to`` obliges.
"""

from __future__ import annotations

import re
from functools import cache

from engine.consistency.types import Force, Role

Rule = tuple[str, Role, str]

_BE = r"(?:is|are|was|be|shall\s+be|will\s+be|being)"
_HAVE = r"(?:has|have|shall\s+have|will\s+have)"

_MODAL_EN: tuple[tuple[str, Force], ...] = (
    (
        rf"(?:{_BE}\s+not\s+(?:required|obligated|obliged|bound)\s+to|(?:shall|will)\s+not\s+be\s+(?:required|"
        rf"obligated|obliged)\s+to|{_HAVE}\s+no\s+(?:obligation|duty)\s+to|need\s+not|"
        r"under\s+no\s+obligation\s+to|(?:does|do)\s+not\s+have\s+to)",
        Force.EXEMPT,
    ),
    (
        rf"(?:{_BE}\s+not\s+(?:permitted|allowed|entitled|authori[sz]ed)\s+to|(?:shall|will|may)\s+not\s+be\s+"
        rf"(?:permitted|allowed|entitled|authori[sz]ed)\s+to|{_BE}\s+prohibited\s+from|{_BE}\s+forbidden\s+to|"
        rf"{_HAVE}\s+no\s+right\s+to|(?:shall|will)\s+refrain\s+from|agrees?\s+not\s+to|"
        r"(?:shall|will|must)\s+(?:never|in\s+no\s+event|under\s+no\s+circumstances)|cannot|"
        r"(?:shall|must|may|will|can|should)\s+not)",
        Force.FORBID,
    ),
    (
        rf"(?:{_BE}\s+(?:permitted|allowed|entitled|authori[sz]ed|free)\s+to|{_HAVE}\s+the\s+(?:right|option)\s+to|"
        r"may|can)",
        Force.PERMIT,
    ),
    (
        rf"(?:{_BE}\s+(?:required|obligated|obliged|bound)\s+to|{_HAVE}\s+(?:the\s+obligation\s+)?to|"
        r"agrees?\s+to|undertakes?\s+to|covenants?\s+to|shall|must|should|will)",
        Force.OBLIGE,
    ),
)
_MODAL_ZH: tuple[tuple[str, Force], ...] = (
    ("无需|无须|不必|毋须|毋需|不需要?|没有义务|无义务", Force.EXEMPT),
    (
        "不得|禁止|严禁|不可以|不可(?!抗|撤|分)|不能(?!履|按|够|及|正)|无权|不应当|不应(?!视)|不允许|不准",
        Force.FORBID,
    ),
    (
        "有权利?|可以|允许|可(?=自行|随时|单方|将|向|在|根据|按|依|要求|解除|提前|委托|转)",
        Force.PERMIT,
    ),
    (
        "应当|应该|必须|有义务|须(?!知)|应(?![付收税用急对诉聘届得计缴交])|应(?=付给|交付|交纳|缴纳|付清|收取)",
        Force.OBLIGE,
    ),
)
_NEGATION_EN = r"not|no|never"
_NEGATION_ZH = "并不|并非|不(?=是|属|予|再|承|负|包|计|退|享|含|视|另|收|受|构|作|对|需|参|提|接|同意|支|转)|没有|免于|无(?=偿|息|条)"

_CONDITION_EN = (
    r"unless|except(?:ing)?|other\s+than|notwithstanding|subject\s+to|provided,?\s+(?:however,?\s+)?that|"
    r"provided,?\s+however|if|in\s+the\s+event|in\s+case|where|whenever|so\s+long\s+as|"
    r"to\s+the\s+extent|until|without\s+the\s+(?:prior\s+)?(?:written\s+)?consent|"
    r"(?:prior\s+)?(?:written\s+)?(?:consent|approval)|upon\s+(?:the\s+)?(?:termination|expiration|default|"
    r"breach|request)|otherwise|only"
)
_CONDITION_ZH = (
    "除非|除(?!息|了|此)|(?<!此)以外|另有|但(?!书)|如果|如(?!下|前|上|期|实|数|约|何)|倘若|若(?!干)|"
    "未经|非经|经(?=.{0,12}(?:同意|批准|许可))|同意|批准|情况下|情形|时(?=[，,])|的(?=[，,])|逾期|违约|否则|"
    "只有|仅(?!供)"
)

_OPPOSITES_EN: tuple[tuple[str, str, str], ...] = (
    ("exclusive", r"sole\s+and\s+exclusive|exclusive(?:ly)?", r"non-?\s?exclusive(?:ly)?"),
    ("transferable", r"transferable", r"non-?\s?transferable"),
    ("assignable", r"assignable", r"non-?\s?assignable"),
    ("refundable", r"refundable", r"non-?\s?refundable"),
    ("revocable", r"revocable", r"irrevocabl[ey]|non-?\s?revocable"),
    ("renewable", r"renewable", r"non-?\s?renewable"),
    ("negotiable", r"negotiable", r"non-?\s?negotiable"),
    ("binding", r"binding", r"non-?\s?binding"),
    ("taxed", r"inclusive\s+of|including", r"exclusive\s+of|excluding"),
    ("include", r"includes?", r"excludes?"),
    ("side", r"prior\s+to|before", r"after|following"),
    ("bound", r"(?:at\s+least|no(?:t)?\s+(?:less|fewer)\s+than|minimum(?:\s+of)?)", r"(?:at\s+most|no(?:t)?\s+(?:more|greater)\s+than|up\s+to|not\s+(?:to\s+)?exceed(?:ing)?|maximum(?:\s+of)?)"),
)  # fmt: skip
_OPPOSITES_ZH: tuple[tuple[str, str, str], ...] = (
    ("独家", "(?<!非)独家|(?<!非)排他性?", "非独家|非排他性?"),
    ("含税", "(?<!不)含税", "不含税"),
    ("予以", "(?<!不)予以", "不予"),
    ("包括", "(?<!不)包括|(?<!不)包含", "不包括|不包含"),
    ("书面", "书面", "口头"),
    ("有偿", "有偿", "无偿"),
    ("前后", "之?前(?=[，,。；]|支|付|交|向|完|提|将|通|书|办)|以前", "之?后(?=[，,。；]|支|付|交|向|完|提|将|通|书|办)|以后"),
    ("bound", "不低于|不少于|至少|不得低于|不得少于", "不高于|不超过|至多|最多|不得超过|不得高于"),
)  # fmt: skip

SYNONYMS_EN: tuple[tuple[str, str], ...] = (
    (r"in\s+accordance\s+with|pursuant\s+to|as\s+set\s+(?:out|forth)\s+in", "under"),
    (r"with\s+respect\s+to|regarding|concerning|in\s+relation\s+to|relating\s+to", "about"),
    (r"hereunder|under\s+this\s+agreement|hereof|herein|of\s+this\s+agreement|in\s+this\s+agreement|hereto", "here"),
    (r"purchases?|buys?", "buy"),
    (r"terminates?|cancels?|ends?", "terminat"),
    (r"commences?|begins?|starts?|commencing|beginning", "begin"),
    (r"remits?|pays?|paid|payable|payments?", "pay"),
    (r"suppl(?:y|ies)|provides?|furnish(?:es)?", "provid"),
    (r"continues?\s+for|lasts?\s+for|remains?\s+in\s+(?:full\s+force\s+and\s+)?effect\s+for|runs?\s+for", "last"),
    (r"notif(?:y|ies)|informs?|notices?|notifications?", "notic"),
    (r"engages?|hires?|employs?|retains?", "hir"),
    (r"maintains?|carr(?:y|ies)|keeps?", "keep"),
    (r"entire|whole|all", "all"),
)  # fmt: skip

SYNONYMS_ZH: tuple[tuple[str, str], ...] = (
    ("支付|给付|付给|缴付", "支付"),
    ("按照|依照|依据|根据", "按照"),
    ("规定|约定", "规定"),
    ("签订|订立|签署", "签订"),
    ("及时|尽快|立即", "及时"),
    ("之日起|之日开始|之日起算", "日起"),
)

_STOP_EN = [
    "the",
    "a",
    "an",
    "of",
    "to",
    "in",
    "on",
    "for",
    "and",
    "or",
    "by",
    "with",
    "at",
    "from",
    "as",
    "that",
    "which",
    "this",
    "these",
    "those",
    "such",
    "any",
    "its",
    "it",
    "their",
    "his",
    "her",
    "be",
    "is",
    "are",
    "was",
    "were",
    "been",
    "has",
    "have",
    "had",
    "do",
    "does",
    "hereby",
    "thereof",
    "therein",
    "thereto",
    "thereunder",
    "upon",
    "into",
    "per",
    "each",
    "every",
    "shall",
    "both",
    "also",
    "between",
    "within",
    "during",
    "then",
    "there",
    "than",
    "who",
    "whom",
    "whose",
    "other",
    "so",
]
_STOP_ZH = "的了之于在和及与或其并将把由对向为以等该本各即所且就也则均都已被至从到给并且"

ALLOCATING_EN = re.compile(
    r"\b(?:pay|pays|bear|bears|suppl|provid|furnish|deliver|own|owns|owned|title|belong|responsib|cost|costs|"
    r"expense|expenses|insure|maintain|maintains|purchase|arrange|vest|vests)",
    re.IGNORECASE,
)
MIRRORED_EN = re.compile(
    r"\b(?:indemnif|hold\s+harmless|defend|settle|suit|represent|warrant|confidential|comply|complies|its\s+own\s+"
    r"(?!cost|expense)|bear\s+(?:all\s+of\s+)?its|pay\s+(?:all\s+of\s+)?its|respective|set\s?off|breach|"
    r"default|cooperat|liab|assign|insur)",
    re.IGNORECASE,
)
"""Duties that contracts lay on each side in turn, wherever they stand."""

MIRRORED_NEAR_EN = re.compile(
    r"\b(?:inform|notif|notice|request|copy|copies|receiv|consent|approv|terminat|employees|retain)",
    re.IGNORECASE,
)
"""Duties that are laid on each side in turn in clauses that stand together."""

ALLOCATING_ZH = re.compile(
    "承担|负责|归|所有|支付|提供|缴纳|负担|交付|办理|开具|运输|购买|备份|投保"
)
MIRRORED_ZH = re.compile(
    "违约|逾期|通知|保密|赔偿|解除|终止|守约|同意|签字|盖章|各自|自行|义务如下|权利|延期|延迟|"
    "如实|下述|下列|如下|代表|地址|电话|账号|帐号|授权|反悔|拒绝|不履行|不能|过错|原因|有权"
)

ROLES_EN = (
    "Buyer", "Seller", "Supplier", "Customer", "Company", "Contractor", "Subcontractor", "Licensor", "Licensee",
    "Lender", "Borrower", "Distributor", "Consultant", "Provider", "Landlord", "Tenant", "Lessor", "Lessee",
    "Employer", "Employee", "Executive", "Agent", "Manager", "Purchaser", "Vendor", "Owner", "Sponsor",
    "Recipient", "Receiving Party", "Disclosing Party", "Discloser", "Franchisee", "Franchisor", "Client", "Publisher",
    "Principal", "Guarantor", "Carrier", "Shipper", "Operator", "Investor", "Issuer", "Trustee", "Manufacturer",
    "Reseller", "Affiliate", "Bank", "Party A", "Party B", "Party C", "Transferor", "Transferee", "Holder",
)  # fmt: skip
ROLES_ZH = (
    "甲方|乙方|丙方|丁方|买方|卖方|出租方|承租方|出租人|承租人|出卖人|买受人|发包方|承包方|发包人|承包人|委托方|受托方|"
    "委托人|受托人|供方|需方|定作方|承揽方|贷款人|借款人|贷款方|借款方|保证人|抵押人|抵押权人|转让方|受让方|许可方|"
    "被许可方|用人单位|劳动者|供货方|采购方|服务方|保险人|投保人|被保险人|存货方|保管方|托运人|承运人|出版者|著作权人"
)


_FRAME_EN = (
    r"(?:for\s+the\s+avoidance\s+of\s+doubt|as\s+(?:stated|provided|set\s+forth)\s+(?:above|herein)|in\s+addition|"
    r"further(?:more)?|moreover|accordingly|(?:it\s+is|the\s+parties)\s+(?:further\s+|hereby\s+|mutually\s+)*"
    r"(?:agreed?|understood|acknowledged?)(?:\s+and\s+\w+)?\s+that)[,:]?\s+"
)
_FRAME_ZH = (
    "(?:(?:甲乙)?[双各三]方(?:一致|共同)?(?:确认|同意|约定|商定)|为免(?:疑义|歧义|争议)|为避免(?:疑义|歧义|争议)|经(?:双方)?(?:友好)?协商(?:一致)?|"
    "另外|此外|同时|并且)(?:[：:，,])"
)
FRAMES = {"en": re.compile(_FRAME_EN, re.IGNORECASE), "zh": re.compile(_FRAME_ZH)}
"""Openings that frame a statement and say nothing of its matter."""


@cache
def rules(language: str) -> tuple[tuple[Rule, ...], re.Pattern[str]]:
    """The phrases of ``language`` and one expression whose n-th group is the n-th phrase."""
    table = _english() if language == "en" else _chinese()
    flags = re.IGNORECASE if language == "en" else 0
    edge = (r"\b(?:", r")\b") if language == "en" else ("(?:", ")")
    joined = "|".join(f"({edge[0]}{pattern}{edge[1]})" for pattern, _, _ in table)
    return table, re.compile(joined, flags)


def _english() -> tuple[Rule, ...]:
    table: list[Rule] = [(p, Role.MODAL, force) for p, force in _MODAL_EN[:2]]
    for axis, plus, minus in _OPPOSITES_EN:
        table += [(minus, Role.OPPOSITE, f"{axis}-"), (plus, Role.OPPOSITE, f"{axis}+")]
    table += [(p, Role.MODAL, force) for p, force in _MODAL_EN[2:]]
    table.append((_CONDITION_EN, Role.CONDITION, "condition"))
    table.append((_NEGATION_EN, Role.NEGATION, "not"))
    table += [(pattern, Role.CONTENT, key) for pattern, key in SYNONYMS_EN]
    table.append(("|".join(_STOP_EN), Role.STOP, ""))
    table.append((r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*|\d[\d.,]*", Role.CONTENT, ""))
    return tuple(table)


def _chinese() -> tuple[Rule, ...]:
    table: list[Rule] = []
    for axis, plus, minus in _OPPOSITES_ZH:
        table += [(minus, Role.OPPOSITE, f"{axis}-"), (plus, Role.OPPOSITE, f"{axis}+")]
    table += [(p, Role.MODAL, force) for p, force in _MODAL_ZH]
    table.append((ROLES_ZH, Role.PARTY, ""))
    table.append(("双方|各方|任何一方|一方|另一方|对方", Role.PARTY, "any"))
    table.append((_CONDITION_ZH, Role.CONDITION, "condition"))
    table.append((_NEGATION_ZH, Role.NEGATION, "not"))
    table += [(pattern, Role.CONTENT, key) for pattern, key in SYNONYMS_ZH]
    table.append((f"[{_STOP_ZH}]", Role.STOP, ""))
    table.append((r"[\u3400-\u9fff]|[A-Za-z]+|\d[\d.,]*", Role.CONTENT, ""))
    return tuple(table)
