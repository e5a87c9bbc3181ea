"""Words that bind more or less without being a modal: softeners, tighteners, caps, deadlines."""

from __future__ import annotations

import re

_EN = re.IGNORECASE
SOFTENS = {
    "en": re.compile(
        r"\b(?:(?:use\s+)?(?:(?:commercially\s+)?reasonable|good\s+faith)\s+efforts\s+to|reasonabl[ey]|material(?:ly)?|substantial(?:ly)?|endeavou?rs?\s+to|"
        r"to\s+the\s+extent|where\s+(?:practicable|possible)|as\s+far\s+as|"
        r"unless|except|other\s+than|provided,?\s+(?:however,?\s+)?that|subject\s+to|knowingly|if\s+possible)\b",
        _EN,
    ),
    "zh": re.compile(
        "尽力|尽量|尽可能|合理|重大|实质性|除非|另有约定的除外|除外|在可能的情况下|原则上|酌情|但书|以.{0,6}为限"
    ),
}
TIGHTENS = {
    "en": re.compile(
        r"\b(?:immediately|promptly|without\s+(?:undue\s+)?delay|strictly|solely|only|in\s+any\s+event|"
        r"at\s+(?:its|their)\s+(?:own|sole)\s+(?:cost|expense)|prior\s+written\s+(?:consent|approval)|"
        r"best\s+efforts|unconditional(?:ly)?|irrevocabl[ey]|under\s+no\s+circumstances|in\s+writing)\b",
        _EN,
    ),
    "zh": re.compile(
        "立即|立刻|严格|仅限|自费|自行承担费用|事先书面同意|不可撤销|无条件|任何情况下|书面同意|以书面形式"
    ),
}
DEADLINE = {
    "en": re.compile(
        r"(?:within|no(?:t)?\s+later\s+than|at\s+the\s+latest|by|before|on\s+or\s+before|prior\s+to|not\s+more\s+than)\s*(?:the\s+)?$",
        _EN,
    ),
    "zh": re.compile("(?:最迟|不迟于|不晚于|截至|应于|须于|应在|须在|在|于)$"),
}
DEADLINE_AFTER = {
    "en": re.compile(r"\s*(?:of|after|from|following)\b", _EN),
    "zh": re.compile("(?:之内|以内|内|之前|以前|前)"),
}
NOTICE = {
    "en": re.compile(r"[’']?\s*(?:(?:prior|advance|written)\s+){0,3}notice", _EN),
    "zh": re.compile("(?:以?书面)?通知|(?:书面)?告知"),
}
AHEAD_ZH = re.compile("提前(?:至少)?$")
CAP = {
    "en": re.compile(
        r"(?:up\s+to|(?:not|in\s+no\s+event)\s+(?:to\s+)?exceed(?:ing)?|exceed|no(?:t)?\s+more\s+than|maximum(?:\s+of)?|"
        r"limited\s+to|at\s+most|capped\s+at|not\s+be\s+greater\s+than)\s*(?:an?\s+|the\s+)?(?:\w+\s+){0,2}$",
        _EN,
    ),
    "zh": re.compile(
        "(?:不超过|不得超过|不高于|至多|最多|最高|上限为?|以)(?:合同|人民币|总额)*的?$"
    ),
}
FLOOR = {
    "en": re.compile(
        r"(?:at\s+least|no(?:t)?\s+(?:less|fewer)\s+than|minimum(?:\s+of)?|in\s+excess\s+of)\s*(?:an?\s+)?$",
        _EN,
    ),
    "zh": re.compile("(?:不低于|不少于|不得低于|不得少于|至少|最低)(?:人民币)?$"),
}
LASTS = {
    "en": re.compile(
        r"(?:for(?:\s+(?:a|the|an))?(?:\s+(?:\w+\s+)?(?:period|term)\s+of)?|during\s+the|surviv\w+\s+(?:for\s+)?)\s*$",
        _EN,
    ),
    "zh": re.compile("(?:为期|期限为?|保修期为?|质保期为?|保密期为?|有效期为?|期间为?)$"),
}
PAYS = {
    "en": re.compile(
        r"\b(?:pay|pays|payable|paid|fee|fees|price|rent|deposit|penalt\w+|damages|interest|fine|compensat\w+|"
        r"reimburse|charge|liable|liability)\b",
        _EN,
    ),
    "zh": re.compile("支付|交纳|缴纳|付款|违约金|滞纳金|利息|赔偿|押金|租金|价款|费用|罚款|补偿"),
}
PENALTY = {
    "en": re.compile(r"\b(?:penalt\w+|interest|damages|fine|late\s+fee|liabilit\w+)\b", _EN),
    "zh": re.compile("违约金|滞纳金|利息|罚款|赔偿"),
}
DUTY = re.compile(r"\b(?:confidential\w*|warrant\w*|secre\w+)\b|保密|质保|保修|质量保证|竞业", _EN)
"""What lasts as a duty, also where no modal says so."""

EARNS = {"en": re.compile(r"\bdiscounts?\b|\brebates?\b", _EN), "zh": re.compile("折扣|优惠|返利")}
"""Amounts that are better for the one who pays when they are larger."""

REFERENCE = re.compile(
    r"(?P<word>\b(?:Sections?|Clauses?|Articles?|Paragraphs?|Sec\.|§)\s*)(?P<number>\d{1,3}(?:\.\d{1,3})*(?:\([a-z0-9]{1,4}\))*)"
    r"|(?P<zh>第\s?[〇零一二三四五六七八九十百千\d]+(?:\.\d+)*\s?[条款项])",
    _EN,
)
