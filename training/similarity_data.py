"""Pairs for the pair scorer: names, companies, addresses, products, sentences; one thing or two.

Everything is generated, or comes from sets whose weights may be shipped; no labelled pair of a set that
serves for figures is read.
"""

# Word lists are easier to read as one string than as a hundred literals.
# ruff: noqa: SIM905

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache

import opencc

from training import fillers, fillers_zh, nli_chinese, nli_data
from training.encoder_data import english_sentences, switched
from training.labelled_pairs import LabelledPair
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL, NliPair

Maker = Callable[[random.Random], str]


def pairs(rng: random.Random, development: bool, size: int = 1000) -> Iterator[LabelledPair]:
    """About 25 × ``size`` pairs. Development: clauses of held-out documents, terms held out."""
    for kind, make in _THINGS.items():
        for _ in range(size):
            yield from things(kind, make, rng)
    for craft in (None, nli_chinese.CHINESE):
        for pair in nli_data.generated(development, rng, size // 3, craft):
            yield from _from_nli(pair)
    for pair in (*nli_data.worded(rng, size // 3, development),
                 *nli_chinese.worded(rng, size // 3, development)):  # fmt: skip
        yield from _from_nli(pair)
    yield from questions(rng, size)
    yield from languages(rng, size)


def _from_nli(pair: NliPair) -> Iterator[LabelledPair]:
    if pair.label == ENTAILMENT and pair.kind in ("paraphrase", "reworded"):
        yield LabelledPair(pair.premise, pair.hypothesis, 1, pair.kind)
    elif pair.label in (CONTRADICTION, NEUTRAL) and pair.kind not in ("longer", "shorter"):
        yield LabelledPair(pair.premise, pair.hypothesis, 0, pair.kind)


# --- Things with names -------------------------------------------------------------------


def _product(rng: random.Random) -> str:
    brand = rng.choice(_BRANDS)
    code = f"{''.join(rng.choices('ABCDEFGHKLMNPRSTVWX', k=rng.randint(1, 4)))}{rng.choice(['', '-'])}{rng.randint(10, 9999)}"
    code += rng.choice(["", "", rng.choice("ABSTX"), f"/{rng.choice('ABS')}"])
    thing = rng.choice(_GOODS)
    size = rng.choice(
        ["", f' {rng.randint(5, 65)}"', f" {2 ** rng.randint(1, 9)}GB", f" {rng.randint(1, 20)}L"]
    )
    return " ".join(f"{brand} {code} {rng.choice(_COLOURS)} {thing}{size}".split())


def _product_zh(rng: random.Random) -> str:
    return f"{rng.choice(_BRANDS_ZH)}{fillers_zh.fill('model', rng)}{rng.choice(_GOODS_ZH)}"


_BRANDS = "Sonar Vexel Kanto Brightline Omnia Panadyne Delco Norvik Teslar Hartmann Quantia Samsol".split()
_GOODS = (
    "digital camera;laser printer;LCD TV;speaker system;washing machine;vacuum cleaner;headphones;"
    "wireless router;microwave oven;dishwasher;car stereo;hard drive;notebook;phone;freezer;projector"
).split(";")
_COLOURS = ("", "", "Black", "Silver", "White", "Stainless Steel", "Red", "Portable", "Compact")
_BRANDS_ZH = "华光 天科 美嘉 海纳 联达 格林 飞鹤 凯瑞 三元 东芯".split()
_GOODS_ZH = "笔记本电脑 激光打印机 液晶电视 变频空调 滚筒洗衣机 离心泵 数控机床 变压器 电缆 阀门 轴承 显示器".split()


_THINGS: dict[str, Maker] = {
    "person": fillers.person,
    "company": fillers.company,
    "address": fillers.address,
    "product": _product,
    "person zh": fillers_zh.person,
    "company zh": fillers_zh.company,
    "address zh": fillers_zh.address,
    "product zh": _product_zh,
}


def things(kind: str, make: Maker, rng: random.Random) -> Iterator[LabelledPair]:
    """One thing written twice, and two things: some with nothing in common, some nearly the same."""
    text = make(rng)
    yield LabelledPair(text, slipped(text, kind, rng), 1, kind)
    other = neighbour(text, kind, make, rng)
    if other != text:
        yield LabelledPair(text, slipped(other, kind, rng, 0.5), 0, kind)
    if rng.random() < 0.5:
        yield LabelledPair(text, make(rng), 0, kind)


def neighbour(text: str, kind: str, make: Maker, rng: random.Random) -> str:
    """Another thing with a part of ``text``: its number, its code or one of its words is another."""
    other = make(rng)
    if kind.startswith(("product", "address")) and re.search(r"\d", text) and rng.random() < 0.6:
        place = rng.choice(list(re.finditer(r"\d+", text)))
        number = str(rng.randint(1, 10 ** len(place.group()) - 1))
        return text[: place.start()] + number + text[place.end() :]
    if " " in text and " " in other:
        words, others = text.split(), other.split()
        words[rng.randrange(len(words))] = rng.choice(others)
        return " ".join(words)
    half = len(text) // 2
    return (
        text[:half] + other[len(other) // 2 :]
        if rng.random() < 0.5
        else other[: len(other) // 2] + text[half:]
    )


def slipped(text: str, kind: str, rng: random.Random, least: float = 1.0) -> str:
    """``text`` as someone else would write it: one to three slips; with odds ``least`` any at all."""
    if rng.random() > least:
        return text
    for slip in rng.sample(_SLIPS, rng.choice((1, 1, 2, 3))):
        text = slip(text, kind, rng) or text
    return text


def _typo(text: str, kind: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    if text[at].isdigit():
        return text
    roll = rng.random()
    if roll < 0.35:
        return text[:at] + text[at + 1 :]
    if roll < 0.7 and at + 1 < len(text) and not text[at + 1].isdigit():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at] + text[at:]


_SHORT = {
    "Street": "St.", "Avenue": "Ave", "Road": "Rd", "Boulevard": "Blvd", "Suite": "Ste", "Limited": "Ltd",
    "Corporation": "Corp.", "Incorporated": "Inc.", "Company": "Co.", "and": "&", "North": "N.", "South": "S.",
    "East": "E", "West": "W", "Drive": "Dr", "Lane": "Ln", "International": "Intl", "Technologies": "Tech",
    "有限责任公司": "有限公司", "股份有限公司": "公司", "有限公司": "", "集团": "", "省": "", "市": "",
}  # fmt: skip


def _abbreviated(text: str, kind: str, rng: random.Random) -> str:
    found = [long for long in _SHORT if long in text]
    if kind == "person" and " " in text and rng.random() < 0.6:
        first, *rest = text.split()
        return " ".join([f"{first[0]}.", *rest])
    if not found:
        return text
    long = rng.choice(found)
    return text.replace(long, _SHORT[long])


def _reordered(text: str, kind: str, rng: random.Random) -> str:
    words = text.split()
    if len(words) < 2:
        return text
    if kind == "person":
        return f"{words[-1]}, {' '.join(words[:-1])}"
    place = rng.randrange(1, len(words))
    return " ".join(words[place:] + words[:place])


def _dropped(text: str, kind: str, rng: random.Random) -> str:
    words = text.split()
    plain = [i for i, word in enumerate(words) if not re.search(r"\d", word)]
    if len(words) < 3 or not plain:
        return text
    del words[rng.choice(plain)]
    return " ".join(words)


def _cased(text: str, kind: str, rng: random.Random) -> str:
    return text.upper() if rng.random() < 0.5 else text.lower()


def _wide(text: str, kind: str, rng: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _other_characters(text: str, kind: str, rng: random.Random) -> str:
    return str(_traditional().convert(text))


def _respaced(text: str, kind: str, rng: random.Random) -> str:
    return re.sub(r"(?<=[A-Za-z])-?(?=\d)", rng.choice(["-", " ", ""]), text)


_SLIPS: tuple[Callable[[str, str, random.Random], str], ...] = (
    _typo, _typo, _abbreviated, _abbreviated, _reordered, _dropped, _cased, _wide, _other_characters, _respaced,
)  # fmt: skip


# --- Sentences ---------------------------------------------------------------------------

_QUESTIONS: tuple[tuple[str, ...], ...] = (
    (
        "How do I {a} the {b}?",
        "What is the way to {a} the {b}?",
        "How can I {a} my {b}?",
        "{b}: how to {a} it?",
    ),
    ("Where can I {a} the {b}?", "In which place can the {b} be {a}ed?", "Where to {a} a {b}"),
    (
        "When will the {b} arrive?",
        "What time does the {b} arrive",
        "When is the {b} going to arrive?",
    ),
    ("Why did my {b} fail?", "What is the reason that my {b} failed?", "Why has my {b} failed"),
    ("How much does the {b} cost?", "What is the price of the {b}?", "What do I pay for a {b}?"),
    (
        "Who approves the {b}?",
        "Whose approval does the {b} need?",
        "Which person approves the {b}?",
    ),
    ("Can I {a} the {b} online?", "Is it possible to {a} the {b} on the website?"),
    ("What is a {b}?", "What does {b} mean?", "Please explain {b}."),
)
_DOING = "order cancel change renew return check pay register open close update transfer".split()
_OBJECT = "contract,invoice,account,parcel,policy,licence,card,refund,loan,ticket,deposit,order,report,passport".split(
    ","
)
_QUESTIONS_ZH: tuple[tuple[str, ...], ...] = (
    ("怎么{a}{b}", "如何{a}{b}？", "{b}怎样{a}啊", "请问{b}要怎么{a}", "{a}{b}的方法"),
    ("在哪里{a}{b}", "哪里可以{a}{b}", "{a}{b}去什么地方", "{b}在哪儿{a}呢"),
    ("什么时候能{a}{b}", "{b}何时可以{a}", "{a}{b}是什么时间"),
    ("为什么不能{a}{b}", "{b}为何{a}不了", "{a}不了{b}是什么原因"),
    ("{a}{b}要多少钱", "{a}{b}的费用是多少", "{b}{a}费用多少", "请问{a}{b}收多少钱"),
    ("谁可以{a}{b}", "哪些人能{a}{b}", "什么人可以{a}{b}"),
    ("{b}是什么", "什么是{b}", "{b}是什么意思", "请解释一下{b}"),
    ("可以{a}{b}吗", "能不能{a}{b}", "{b}能{a}吗", "是否可以{a}{b}"),
    ("{a}{b}需要什么材料", "{b}{a}要带哪些资料", "{a}{b}都需要哪些材料"),
)
_DOING_ZH = "办理 取消 修改 续签 退还 查询 支付 登记 开通 注销 更新 转让 申请 下载 使用".split()
_OBJECT_ZH = "合同 发票 账户 快递 保单 驾照 银行卡 退款 贷款 车票 押金 订单 报告 护照 社保 会员 公积金 手机号 密码".split()


def questions(rng: random.Random, count: int) -> Iterator[LabelledPair]:
    """The same question in two wordings; another question about the same matter; about another one."""
    for forms_of, doing, objects, kind in (
        (_QUESTIONS, _DOING, _OBJECT, "question"),
        (_QUESTIONS_ZH, _DOING_ZH, _OBJECT_ZH, "question zh"),
    ):
        for _ in range(count):
            place = rng.randrange(len(forms_of))
            one, two = rng.sample(forms_of[place], 2)
            words = {"a": rng.choice(doing), "b": rng.choice(objects)}
            said = one.format(**words)
            yield LabelledPair(said, two.format(**words), 1, kind)
            changed = words | (
                {"a": rng.choice(doing)} if rng.random() < 0.5 else {"b": rng.choice(objects)}
            )
            if changed != words and all("{" + k + "}" in one + two for k in words):
                yield LabelledPair(said, rng.choice((one, two)).format(**changed), 0, kind)
            other = rng.choice(forms_of[place - 1])
            yield LabelledPair(said, other.format(**words), 0, kind)


def languages(rng: random.Random, count: int) -> Iterator[LabelledPair]:
    """English sentences beside their word-by-word Chinese, and beside that of another sentence."""
    pool = english_sentences()
    for _ in range(count):
        one, two = rng.sample(pool, 2)
        yield LabelledPair(one, switched(one, rng), 1, "two languages")
        yield LabelledPair(one, switched(two, rng), 0, "two languages")
