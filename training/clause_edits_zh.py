"""Edits of Chinese contract sentences with a known effect; see :mod:`training.clause_edits`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from training.clause_edits import Edited
from training.fillers_zh import capital, chinese_number

Random = random.Random

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百两]{1,5}"
_UNITS = (
    r"(?:个工作日|个月|工作日|日历天|天|日内|日|年|小时|周|次|份|人|倍|吨|台|名|平方米|公里|米)"
)
PERIOD = re.compile(
    rf"(?<![\d第年月.{'零一二三四五六七八九十百'}])(?P<number>\d{{1,4}}|{_NUMERAL})(?P<unit>{_UNITS})(?![\d本以])"
)
AMOUNT = re.compile(
    r"(?P<lead>人民币|￥|¥)?(?P<number>\d[\d,，]*(?:\.\d+)?)(?P<unit>亿元|万元|元|万美元|美元)"
)
PERCENT = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d+)?)(?P<sign>[%％‰])|(?P<head>百分之|千分之|万分之)(?P<word>[一二三四五六七八九十百]{1,4})"
)
DATE = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")

_MODALS = (
    ("不得", "可以"), ("应当", "不必"), ("必须", "不必"), ("有权", "无权"), ("可以", "不得"), ("不应", "应当"),
    ("无权", "有权"), ("不承担", "承担"), ("应承担", "不承担"), ("禁止", "允许"), ("允许", "禁止"), ("无需", "应当"),
    ("应", "无须"), ("须", "不必"), ("不能", "可以"), ("能够", "不能"), ("不予", "应当"), ("不负责", "负责"),
)  # fmt: skip
_OPPOSITES = (
    ("不少于", "不超过"), ("不低于", "不高于"), ("以上", "以下"), ("之前", "之后"), ("前", "后"), ("独家", "非独家"), ("书面", "口头"),
    ("有效", "无效"), ("同意", "反对"), ("增加", "减少"), ("提高", "降低"), ("全部", "部分"), ("包括", "不包括"),
    ("有偿", "无偿"), ("免费", "收费"), ("公开", "保密"), ("提前", "推迟"), ("连带责任", "按份责任"), ("可退还", "不予退还"),
    ("终止", "继续履行"), ("合格", "不合格"), ("单独", "共同"), ("长期", "临时"), ("最高", "最低"), ("至少", "至多"),
    ("每月", "每年"), ("一次性", "分期"), ("仲裁委员会仲裁", "人民法院起诉"), ("可撤销", "不可撤销"), ("接受", "拒绝"),
)  # fmt: skip
_SYNONYMS = (
    ("应当", "应"), ("应当", "必须"), ("必须", "应当"), ("不得", "不能"), ("不得", "禁止"), ("可以", "有权"), ("有权", "可以"), ("按照", "依照"),
    ("根据", "依据"), ("如果", "如"), ("若", "如"), ("并且", "并"), ("以及", "和"), ("或者", "或"), ("本合同", "本协议"), ("签订", "签署"),
    ("支付", "付给"), ("支付", "给付"), ("书面通知", "以书面形式通知"), ("合同总价", "合同总金额"), ("解除", "终止"), ("终止", "解除"),
    ("在", "于"), ("立即", "马上"), ("及时", "尽快"), ("期限", "时间"), ("以内", "之内"), ("内", "之内"), ("承担", "负担"), ("购买", "采购"),
    ("提供", "给予"), ("未经", "没有经过"), ("造成的损失", "导致的损失"), ("赔偿", "补偿"), ("协商解决", "通过协商处理"), ("之日起", "当日起"),
    ("转让给", "让与"), ("全部", "所有"), ("有关", "相关"), ("完成", "做完"), ("验收合格", "通过验收"), ("费用", "款项"), ("负责", "承担"),
    ("无须", "不必"), ("不必", "无需"), ("每日", "每天"), ("日内", "天内"), ("个月", "个月"), ("义务", "责任"), ("确认", "认可"),
)  # fmt: skip
_PAIRS = (
    ("甲方", "乙方"), ("出租方", "承租方"), ("出租人", "承租人"), ("买方", "卖方"), ("供方", "需方"), ("发包人", "承包人"), ("发包方", "承包方"),
    ("委托方", "受托方"), ("贷款人", "借款人"), ("贷款方", "借款方"), ("定作方", "承揽方"), ("用人单位", "劳动者"), ("许可方", "被许可方"),
    ("披露方", "接收方"), ("托运方", "承运方"), ("买受人", "出卖人"), ("转让方", "受让方"),
)  # fmt: skip
ROLE = re.compile(
    "|".join(sorted({name for pair in _PAIRS for name in pair}, key=len, reverse=True))
)
THIRD = (
    "丙方",
    "担保人",
    "监理单位",
    "保证人",
    "代理机构",
    "分包人",
    "审计机构",
    "托管人",
    "设计单位",
    "承运人",
)


def number_of(text: str) -> int | None:
    """The value of digits or of Chinese numerals under a thousand."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text.replace("两", "二"):
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            return None
    return total + digit


def _written(number: int, like: str) -> str:
    if like.isdigit():
        return str(number)
    words = chinese_number(number, _DIGITS, "十百千")
    return words.removeprefix("一") if 10 <= number < 20 else words


def change_period(text: str, rng: Random) -> Edited | None:
    """Another number of days, months, years, copies, people."""
    found = [m for m in PERIOD.finditer(text) if number_of(m["number"])]
    if not found:
        return None
    match = rng.choice(found)
    old = number_of(match["number"])
    new = rng.choice([n for n in (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180) if n != old])
    shown = _written(new, match["number"])
    return Edited(text[: match.start()] + shown + match["unit"] + text[match.end() :], "duration")


def change_amount(text: str, rng: Random) -> Edited | None:
    """Another sum of money."""
    found = list(AMOUNT.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    value = float(match["number"].replace(",", "").replace("，", ""))
    new = rng.choice([value * 2, value / 2, value * 1.5, value * 10, value + 50, value + 3])
    shown = f"{new:,.2f}" if "." in match["number"] else f"{new:.0f}"
    if float(shown.replace(",", "")) == value:
        return None
    start, end = match.span("number")
    return Edited(text[:start] + shown + text[end:], "amount")


def change_percent(text: str, rng: Random) -> Edited | None:
    """Another rate."""
    found = list(PERCENT.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    group = "number" if match["number"] else "word"
    pool = [n for n in (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 60) if str(n) != match[group]]
    shown = str(rng.choice(pool)) if group == "number" else _written(rng.choice(pool), "十")
    if shown == match[group]:
        return None
    start, end = match.span(group)
    return Edited(text[:start] + shown + text[end:], "number")


def change_date(text: str, rng: Random) -> Edited | None:
    """Another day, month or year."""
    match = DATE.search(text)
    if match is None:
        return None
    group = rng.choice(["year", "month", "day"])
    old = int(match[group])
    pool = {"year": range(old - 3, old + 4), "month": range(1, 13), "day": range(1, 29)}[group]
    start, end = match.span(group)
    return Edited(f"{text[:start]}{rng.choice([n for n in pool if n != old])}{text[end:]}", "date")


def change_modality(text: str, rng: Random) -> Edited | None:
    """A duty for none, a permission for a ban, a right for its lack."""
    return _exchange(text, _MODALS, rng, "modality")


def change_opposite(text: str, rng: Random) -> Edited | None:
    """A word for its opposite."""
    both = (*_OPPOSITES, *((b, a) for a, b in _OPPOSITES))
    return _exchange(text, both, rng, "negation")


def _exchange(
    text: str, pairs: tuple[tuple[str, str], ...], rng: Random, kind: str
) -> Edited | None:
    usable = [(old, new) for old, new in pairs if _stands(text, old)]
    # 不得 is tried before 得, 应当 before 应: the longest of what overlaps.
    usable = [
        p for p in usable if not any(p[0] != q[0] and p[0] in q[0] and q[0] in text for q in pairs)
    ]
    if not usable:
        return None
    old, new = rng.choice(usable)
    return Edited(text.replace(old, new, 1), kind)


_PARTS_OF_WORDS = (
    "所有权",
    "供应",
    "反应",
    "响应",
    "适应",
    "相应",
    "对应",
    "效应",
    "应用",
    "应急",
    "前提",
    "前款",
    "目前",
    "以前",
)


def _stands(text: str, word: str) -> bool:
    """True if ``word`` occurs once and not as a part of a longer word that is something else."""
    if text.count(word) != 1:
        return False
    return not any(word in longer and longer in text for longer in _PARTS_OF_WORDS)


def change_party(text: str, rng: Random) -> Edited | None:
    """Exchange the two roles of a sentence that names both."""
    names = list(dict.fromkeys(ROLE.findall(text)))
    pairs = [p for p in _PAIRS if p[0] in names and p[1] in names]
    if len(pairs) != 1 or re.search("双方|各方|任何一方|对方", text):
        return None
    one, two = pairs[0]
    swapped = ROLE.sub(lambda m: {one: two, two: one}.get(m.group(), m.group()), text)
    return Edited(swapped, "party") if swapped != text else None


CONTRADICTIONS: tuple[Callable[[str, Random], Edited | None], ...] = (
    change_period, change_amount, change_percent, change_date, change_modality, change_opposite,
    change_party,
)  # fmt: skip


def contradict(text: str, rng: Random) -> Edited | None:
    """One change that cannot hold together with ``text``; facts are preferred to wording."""
    edits = [e for e in (change(text, rng) for change in CONTRADICTIONS) if e and e.text != text]
    facts = [e for e in edits if e.kind not in ("modality", "negation")]
    if facts and rng.random() < 0.6:
        return rng.choice(facts)
    return rng.choice(edits) if edits else None


def paraphrase(text: str, rng: Random, most: int = 3) -> str:
    """The same in other words: synonyms, numerals respelt, full sums in capital numerals."""
    usable = [p for p in _SYNONYMS if p[0] in text]
    rng.shuffle(usable)
    for old, new in usable[: rng.randint(0, most)]:
        text = text.replace(old, new, 1)
    if rng.random() < 0.5:
        text = PERIOD.sub(lambda m: _respelt(m, rng), text)
    if rng.random() < 0.3:
        text = AMOUNT.sub(lambda m: _sum(m, rng), text)
    return text


def _respelt(match: re.Match[str], rng: Random) -> str:
    number = number_of(match["number"])
    if not number or rng.random() < 0.4:
        return match.group()
    return _written(number, "十" if match["number"].isdigit() else "1") + match["unit"]


def _sum(match: re.Match[str], rng: Random) -> str:
    value = float(match["number"].replace(",", "").replace("，", ""))
    yuan = value * {"元": 1, "万元": 10_000}.get(match["unit"], 0)
    if not yuan or yuan != int(yuan) or yuan > 1e9:
        return match.group()
    choices = [f"人民币{int(yuan):,}元", f"人民币{capital(int(yuan))}", f"{yuan / 10_000:g}万元"]
    return rng.choice(choices)


def shorten(text: str, rng: Random) -> str | None:
    """The first half of a sentence whose second half only adds to it."""
    if re.search("如|若|除|但|不|未|则|的，", text):
        return None
    cuts = [m.start() for m in re.finditer("[，；]", text) if 12 < m.start() < len(text) - 8]
    return text[: rng.choice(cuts)] + "。" if cuts else None


def other_party(text: str, rng: Random) -> str | None:
    """The same duty of somebody else: it neither follows nor contradicts."""
    names = list(dict.fromkeys(ROLE.findall(text)))
    return text.replace(rng.choice(names), rng.choice(THIRD)) if names else None


def strengthen(text: str) -> str | None:
    """A permission turned into a duty does not follow from the permission."""
    for old in ("可以", "有权"):
        if _stands(text, old):
            return text.replace(old, "应当")
    return None
