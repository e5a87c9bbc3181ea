"""Whether two documents are about one deal: only then can one contradict the other.

Contracts of different parties may well have different laws and terms. What tells is who is named at the
head of each; where that is unknown, the person who put the documents together is believed.
"""

from __future__ import annotations

import re

from engine.consistency.bilingual import are_versions
from engine.consistency.statements import Contract

_HEAD = 4000
_COMPANY_EN = re.compile(
    r"(?P<name>(?:[A-Z][\w&’'.-]*,?\s+){1,5}?)"
    r"(?:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|GmbH|AG|S\.A|PLC|plc|LLP|L\.P|B\.V)\b"
)
_COMPANY_ZH = re.compile(
    "(?P<name>[\u4e00-\u9fff（）()]{2,24}?)(?:股份有限公司|有限责任公司|有限公司|集团公司|事务所)"
)
_LABEL_ZH = re.compile(
    "^.*(?:甲方|乙方|丙方|买方|卖方|供方|需方|出租方|承租方|委托方|受托方|名称|单位|公司|[）)])"
)
_ATTACHED = frozenset(["annex", "amendment", "order", "special", "general"])


def names_in(contract: Contract) -> frozenset[str]:
    """The companies at the head of a contract, without legal form, case and spaces."""
    head = contract.document.text[:_HEAD]
    english = (
        " ".join(m["name"].lower().replace(",", " ").split()) for m in _COMPANY_EN.finditer(head)
    )
    chinese = (_LABEL_ZH.sub("", m["name"]) for m in _COMPANY_ZH.finditer(head))
    return frozenset(name for name in (*english, *chinese) if len(name) > 1)


def are_related(
    one: Contract,
    two: Contract,
    names: tuple[frozenset[str], frozenset[str]],
    kinds: tuple[str, str],
) -> bool:
    """Whether one is attached to the other, the two are language versions of each other, they name a
    company in common, or one of them names none. ``kinds`` as :func:`.precedence.kind_of_document`
    tells them."""
    if _ATTACHED & set(kinds) or not all(names) or names[0] & names[1]:
        return True
    return one.document.language != two.document.language and are_versions(one, two)
