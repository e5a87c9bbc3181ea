"""Pairs of texts to measure a pair model on: made here, so that they are the same everywhere.

Clauses with their numbers, names and meaning changed (what contradictions are made of), and names,
addresses and questions written in two ways (what duplicates are made of).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

Wordings = tuple[str, ...]

_CLAUSES: dict[str, tuple[Wordings, ...]] = {
    "en": (
        (
            "The {one} shall pay the purchase price within {n} days of the date of the invoice.",
            "Payment by the {one} is due {n} days after it has received the invoice.",
            "The {one} is not required to pay before {n} days have passed since the invoice.",
        ),
        (
            "This Agreement is governed by the laws of {place}.",
            "The law of {place} applies to all matters arising out of this Agreement.",
            "The laws of {place} shall not apply to this Agreement.",
        ),
        (
            "Neither party may assign this Agreement without the prior written consent of the other.",
            "The {one} may freely assign this Agreement to any third party.",
            "Assignment by the {one} requires the written consent of the {two}.",
        ),
        (
            "The {one} shall keep all information received from the {two} confidential for {n} years.",
            "The {one} may disclose information received from the {two} to its advisers.",
            "Confidentiality obligations end {n} years after the information was disclosed.",
        ),
        (
            "Either party may terminate this Agreement by giving {n} days' written notice.",
            "This Agreement cannot be terminated before {date}.",
            "This Agreement remains in force until {date} and is then renewed for one year.",
        ),
        (
            "The total liability of the {one} is limited to USD {amount}.",
            "The {one} is liable without limitation for damage caused by its employees.",
            "In no event shall the {one} be liable for more than {amount} dollars.",
        ),
        (
            "All disputes shall be finally settled by arbitration in {place}.",
            "The courts of {place} have exclusive jurisdiction.",
            "Disputes are first referred to the managers of both parties for {n} days.",
        ),
        (
            "The {one} shall deliver the goods to the warehouse in {place} by {date}.",
            "Delivery takes place at {place} no later than {date}.",
            "The {two} collects the goods itself and bears the cost of transport.",
        ),
    ),
    "zh": (
        (
            "{one}应在收到发票之日起{n}日内支付合同价款。",
            "合同价款由{one}在发票开具后{n}天内付清。",
            "收到发票未满{n}日的，{one}无须付款。",
        ),
        (
            "本合同适用{place}的法律。",
            "因本合同产生的一切事项均受{place}法律管辖。",
            "本合同不适用{place}的法律。",
        ),
        (
            "未经对方书面同意，任何一方不得转让本合同。",
            "{one}可以自由将本合同转让给第三方。",
            "{one}转让本合同须经{two}书面同意。",
        ),
        (
            "{one}应对从{two}获得的全部信息保密{n}年。",
            "{one}可以向其顾问披露从{two}获得的信息。",
            "保密义务自信息披露之日起满{n}年终止。",
        ),
        (
            "任何一方提前{n}日书面通知即可解除本合同。",
            "本合同在{date}之前不得解除。",
            "本合同有效期至{date}，期满自动续期一年。",
        ),
        (
            "{one}的赔偿责任总额以人民币{amount}元为限。",
            "{one}对其员工造成的损失承担无限责任。",
            "{one}的赔偿责任在任何情况下均不超过{amount}元。",
        ),
        (
            "因本合同引起的争议，提交{place}仲裁委员会仲裁。",
            "争议由{place}人民法院专属管辖。",
            "发生争议的，双方应先协商{n}日。",
        ),
        (
            "{one}应于{date}前将货物运至{place}的仓库。",
            "交货地点为{place}，时间不晚于{date}。",
            "{two}自行提货，并承担运输费用。",
        ),
    ),
}
_NAMES: dict[str, tuple[Wordings, ...]] = {
    "en": (
        ("{word} Industries Inc.", "{word} Industries, Incorporated", "{word} Holdings Ltd."),
        ("{n} {word} Avenue, {place}", "{n} {word} Ave., {place}", "{n} {word} Street, {place}"),
        (
            "How do I cancel my {word} order?",
            "How can an order of {word} be cancelled?",
            "When was {word} founded?",
        ),
        (
            "{word} digital camera DSC-{n}, silver",
            "{word} DSC{n} camera silver",
            "{word} phone {n}, black",
        ),
    ),
    "zh": (
        ("{place}{word}科技有限公司", "{place}市{word}科技公司", "{place}{word}贸易有限公司"),
        ("{place}市{word}路{n}号", "{place}{word}路{n}号院", "{place}市{word}街{n}号"),
        ("怎么取消{word}的订单？", "{word}的订单如何取消？", "{word}是哪一年成立的？"),
        ("{word}数码相机{n}型银色", "{word}{n}相机（银）", "{word}手机{n}型黑色"),
    ),
}
_WORDS: dict[str, dict[str, Sequence[str]]] = {
    "en": {
        "one": ("Buyer", "Licensee", "Supplier", "Lessee"),
        "two": ("Seller", "Licensor", "Company", "Lessor"),
        "n": ("5", "10", "thirty (30)", "45", "60", "ninety (90)"),
        "place": ("Delaware", "New York", "England", "Springfield", "Singapore"),
        "date": ("5 March 2024", "31 December 2025", "June 1, 2026"),
        "amount": ("50,000", "1,000,000", "250,000.00"),
        "word": ("Globex", "Alder", "Redwood", "Northwind", "Initech", "Umbra"),
    },
    "zh": {
        "one": ("甲方", "买方", "承租人", "供应商"),
        "two": ("乙方", "卖方", "出租人", "采购人"),
        "n": ("5", "10", "三十", "45", "六十", "90"),
        "place": ("北京", "上海", "深圳", "杭州", "香港"),
        "date": ("2024年3月5日", "2025年12月31日", "二〇二六年六月一日"),
        "amount": ("50,000", "壹佰万", "250,000.00"),
        "word": ("安达", "博远", "华强", "中科", "星辰", "恒通"),
    },
}


def calibration_pairs(
    languages: Sequence[str], count: int, names: bool, seed: int
) -> list[tuple[str, str]]:
    """``count`` different pairs in those of the languages that are known (English and Chinese where none
    is); ``names``: also names, addresses and questions. Other seeds give other pairs."""
    spoken = [language for language in ("en", "zh") if language in languages] or ["en", "zh"]
    found: dict[tuple[str, str], None] = {}
    chance = random.Random(seed)
    while len(found) < count:
        language = chance.choice(spoken)
        kinds = _CLAUSES[language] + (_NAMES[language] if names else ())
        found[_pair(chance, kinds, _WORDS[language])] = None
    return list(found)


def _pair(
    chance: random.Random, kinds: tuple[Wordings, ...], words: dict[str, Sequence[str]]
) -> tuple[str, str]:
    """Two texts of one matter or (one time in five) of two, one time in five in more sentences."""
    kind = chance.choice(kinds)
    other = kind if chance.random() < 0.8 else chance.choice(kinds)
    values = {slot: chance.choice(options) for slot, options in words.items()}
    left = chance.choice(kind).format(**values)
    for slot in chance.sample(sorted(words), chance.choice((0, 1, 3))):
        values[slot] = chance.choice(words[slot])
    right = chance.choice(other).format(**values)
    if chance.random() < 0.2:
        left = " ".join([left, *_more(chance, kinds, words)])
    return left, right


def _more(
    chance: random.Random, kinds: tuple[Wordings, ...], words: dict[str, Sequence[str]]
) -> Iterator[str]:
    for kind in chance.sample(kinds, chance.choice((1, 3))):
        values = {slot: chance.choice(options) for slot, options in words.items()}
        yield chance.choice(kind).format(**values)
