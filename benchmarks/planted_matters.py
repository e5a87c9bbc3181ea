"""Plants conflicts that share few words: one matter settled twice, each time in wording of its own.

Two sentences on one matter with different values are put at two places of a real contract; both are
taken from lists of wordings, never the same one twice. Flaws of one sentence (words and figures that differ, a
clause cited that does not exist) are planted once. Nothing here uses the code that looks for them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from benchmarks.planted import Plant, Planted

KINDS = (
    "payment", "notice", "law", "forum", "cap", "term", "exclusivity", "precedence", "definition", "figures", "reference",
)  # fmt: skip

_EN: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "payment": (
        (
            "Payment of each invoice is due within {v} of its receipt.",
            "All invoices are payable not later than {v} after the invoice date.",
            "The amounts invoiced shall be settled within {v} following receipt of the invoice.",
            "Each invoice shall be paid no later than {v} from the date on which it is received.",
            "Invoices fall due for payment {v} after they are issued.",
        ),
        ("fifteen (15) days", "30 days", "forty-five (45) days", "60 days", "ninety days"),
    ),
    "notice": (
        (
            "Either party may terminate this Agreement at any time upon {v} prior written notice.",
            "This Agreement may be terminated for convenience by either party giving at least {v} notice in writing.",
            "Without cause, each party is entitled to end and terminate this Agreement with {v} written notice to the other.",
            "Each party may, for any reason or no reason, terminate this Agreement by notice of not less than {v}.",
        ),
        ("thirty (30) days'", "60 days'", "ninety (90) days'", "six months'"),
    ),
    "law": (
        (
            "This Agreement shall be governed by and construed in accordance with the laws of {v}.",
            "The laws of {v} shall govern the validity and interpretation of this Agreement.",
            "The validity, construction and performance of this Agreement are governed by the law of {v}.",
            "All questions concerning the construction of this Agreement shall be governed by the internal laws of {v}.",
        ),
        ("the State of New York", "Delaware", "England and Wales", "Singapore", "the State of Texas", "Switzerland"),
    ),
    "forum": (
        (
            "Any dispute arising out of this Agreement shall be finally settled by arbitration in {v}.",
            "The courts of {v} shall have exclusive jurisdiction over all disputes under this Agreement.",
            "All controversies hereunder shall be submitted to binding arbitration seated in {v}.",
            "Each party submits to the sole jurisdiction of the courts located in {v}.",
        ),
        ("New York", "England", "Singapore", "Texas", "California"),
    ),
    "cap": (
        (
            "The total liability of either party under this Agreement shall not exceed {v}.",
            "In no event will the aggregate liability of a party exceed {v}.",
            "Each party's maximum cumulative liability is limited to {v}.",
        ),
        ("$100,000", "US$500,000", "$1,000,000", "$2.5 million"),
    ),
    "term": (
        (
            "The term of this Agreement shall be {v} from the date first written above.",
            "This Agreement shall remain in effect for {v}.",
            "The term of this Agreement is {v}.",
        ),
        ("one (1) year", "two years", "three (3) years", "five years", "18 months"),
    ),
    "exclusivity": (
        (
            "The rights granted under this Agreement are {v}.",
            "The parties acknowledge that the rights granted under this Agreement are {v}.",
        ),
        ("exclusive", "non-exclusive"),
    ),
    "precedence": (
        (
            "In the event of any conflict between {a} and {b}, the terms of {a} shall prevail.",
            "If there is an inconsistency between {b} and {a}, {a} shall control.",
            "{A} shall take precedence over {b} in case of any discrepancy.",
        ),
        (),
    ),
    "definition": (
        (
            "\u201cBusiness Day\u201d means {v}.",
            "The term \u201cBusiness Day\u201d shall mean {v}.",
        ),
        (
            "any day other than a Saturday, a Sunday or a public holiday in New York",
            "each calendar day of the year, weekends and holidays included",
            "a day on which the warehouse of the Company is open for deliveries",
        ),
    ),
    "figures": (
        (
            "The records shall be kept for a period of {v} after the end of this Agreement.",
            "The report shall be delivered within {v} of the request.",
        ),
        ("thirty (45) days", "sixty (90) days", "five (3) years", "ten (15) days"),
    ),
    "reference": (
        (
            "The procedure set out in Section {v} applies to such requests.",
            "Such consent is given as provided in Section {v} of this Agreement.",
        ),
        ("87.3", "64", "93.2", "71"),
    ),
}  # fmt: skip
_SIDES_EN = (
    ("this Agreement", "any Schedule"),
    ("the Exhibits", "this Agreement"),
    ("any Purchase Order", "this Agreement"),
)

_ZH: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "payment": (
        (
            "甲方应在收到发票之日起{v}内付款。",
            "发票开出后{v}内，甲方须将款项支付给乙方。",
            "款项应于甲方收到乙方发票后{v}内付清。",
        ),
        ("十五日", "30日", "四十五天", "60日", "十个工作日"),
    ),
    "notice": (
        (
            "任何一方均可提前{v}书面通知对方解除本合同。",
            "双方中任何一方拟终止本合同的，须提前{v}以书面形式通知另一方。",
            "任何一方有权在提前{v}发出书面通知后单方解除合同。",
        ),
        ("三十日", "60日", "九十天", "三个月"),
    ),
    "law": (
        (
            "本合同的订立、效力和解释适用{v}法律。",
            "本合同受{v}法律管辖。",
            "与本合同有关的一切问题均按照{v}的法律解释。",
        ),
        ("中华人民共和国", "香港特别行政区", "新加坡", "英国"),
    ),
    "forum": (
        (
            "因本合同发生的争议，应提交北京仲裁委员会仲裁。",
            "双方发生争议协商不成的，由甲方所在地人民法院管辖。",
            "凡因本合同引起的纠纷，向上海仲裁委员会申请仲裁。",
            "争议不能协商解决的，任何一方应向乙方所在地人民法院起诉。",
        ),
        (),
    ),
    "cap": (
        (
            "乙方在本合同项下的赔偿责任总额不超过{v}。",
            "无论何种原因，乙方累计赔偿责任以{v}为限。",
            "乙方承担的违约责任总额不得超过{v}。",
        ),
        ("人民币50万元", "1,000,000元", "人民币贰佰万元", "300万元"),
    ),
    "term": (
        (
            "本合同有效期为{v}，自签订之日起计算。",
            "本合同期限为{v}。",
            "本协议有效期限共{v}。",
        ),
        ("一年", "两年", "三年", "18个月"),
    ),
    "exclusivity": (
        (
            "甲方授予乙方的上述权利为{v}权利。",
            "双方确认，甲方授予乙方的上述权利系{v}权利。",
        ),
        ("独家", "非独家"),
    ),
    "precedence": (
        (
            "{a}与{b}不一致的，以{a}为准。",
            "{b}和{a}发生冲突时，以{a}的约定为准。",
            "{a}的效力优先于{b}。",
        ),
        (),
    ),
    "definition": (
        (
            "“工作日”是指{v}。",
            "本合同所称工作日是指{v}。",
        ),
        ("除星期六、星期日和法定节假日以外的日子", "全年的每一个日历日，包括周末和节假日", "甲方仓库对外收货的日子"),
    ),
    "figures": (
        (
            "违约方应一次性支付违约金人民币{v}。",
            "押金为人民币{v}，签约时付清。",
        ),
        ("壹拾万元整（￥120,000元）", "伍万元整（¥80,000.00元）", "贰佰万元整（￥3,000,000元）"),
    ),
    "reference": (
        (
            "乙方逾期的，按照本合同第{v}条承担责任。",
            "上述情形依据本合同第{v}条的约定处理。",
        ),
        ("八十七", "九十三", "七十一"),
    ),
}  # fmt: skip
_SIDES_ZH = (("本合同", "附件"), ("附件", "本合同"), ("补充协议", "本合同"))

_ALONE = ("figures", "reference")


def plant_matters(text: str, language: str, rng: random.Random, most: int = 4) -> Planted:
    """``text`` with up to ``most`` conflicts of different kinds, their sides far from each other."""
    ends = [m.end() for m in re.finditer(r"[.。;；]\s*\n\s*", text)]
    jobs: list[tuple[int, int, str, str]] = []
    for number, kind in enumerate(rng.sample(KINDS, most)):
        said = _sentences(kind, language, rng)
        places = [p for p in ends if all(abs(p - job[0]) > 20 for job in jobs)]
        if len(places) < 4:
            continue
        first = rng.choice(places)
        far = [p for p in places if abs(p - first) > max(300, len(text) // 8)]
        if len(said) > 1 and not far:
            continue
        chosen = [first] if len(said) == 1 else [first, rng.choice(far)]
        jobs += [(p, number, kind, s) for p, s in zip(chosen, said, strict=True)]
    return _insert(text, sorted(jobs))


def _sentences(kind: str, language: str, rng: random.Random) -> list[str]:
    wordings, values = (_EN if language == "en" else _ZH)[kind]
    if kind in _ALONE:
        return [rng.choice(wordings).format(v=rng.choice(values))]
    one, two = rng.sample(wordings, 2)
    if kind == "precedence":
        a, b = rng.choice(_SIDES_EN if language == "en" else _SIDES_ZH)
        return [_filled(one, a, b), _filled(two, b, a)]
    if not values:
        return [one, two]
    if kind == "forum":
        # The same kind of forum at one place is no conflict: court against arbitration is.
        while ("arbitration" in one) == ("arbitration" in two):
            one, two = rng.sample(wordings, 2)
    first, second = rng.sample(values, 2)
    return [one.format(v=first), two.format(v=second)]


def _filled(wording: str, a: str, b: str) -> str:
    return wording.format(a=a, b=b, A=a[0].upper() + a[1:])


def _insert(text: str, jobs: Sequence[tuple[int, int, str, str]]) -> Planted:
    out, shift = text, 0
    spans: dict[tuple[int, str], list[tuple[int, int]]] = {}
    said: dict[tuple[int, str], str] = {}
    for place, number, kind, sentence in jobs:
        start = place + shift
        out = f"{out[:start]}{sentence}\n\n{out[start:]}"
        spans.setdefault((number, kind), []).append((start, start + len(sentence)))
        said[number, kind] = sentence
        shift += len(sentence) + 2
    plants = [
        Plant(key[1], listed[0], listed[-1], said[key]) for key, listed in sorted(spans.items())
    ]
    return Planted(out, tuple(plants))
