"""Pairs of Chinese sentences that say the same or not, for the part of the pair scorer that reads sentences.

Four kinds, as a search for duplicates meets them: a text with light changes, the most alike text about something
else, the same in quite other words, and a near miss. The last two are written to mislead (other letters
for one meaning, the same letters for two), so they weigh less than what one meets every day.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from training.labelled_pairs import LabelledPair
from training.written import lines

_LISTED = (
    "怎么>如何 怎么>怎样 怎么>咋 如何>怎么 怎样>怎么 什么>啥 为什么>为何 为什么>怎么 哪里>哪儿 哪儿>哪里 多少钱>什么价格 可以>能 "
    "能不能>可不可以 能>可以 有没有>有 吗> 吗>么 呢> 了> 的> 啊> 请问> 我> 是不是>是 应该>该 怎么办>咋办 好不好>好吗 需要>要 要>需要 "
    "时候>时间 没有>没 哪个>哪一个 知道>晓得 喜欢>爱 最近>近来 办理>办 觉得>感觉 电脑>计算机 手机>电话"
)
_CHANGES = tuple(tuple(change.split(">")) for change in _LISTED.split())
_BEFORE = ("请问", "我想知道", "谁知道", "问一下", "想问问")
_AFTER = ("", "？", "?", "呢", "啊", "呀")
_NEAREST = 4
"""The texts alike to one, of which one is taken."""


def said_pairs(rng: random.Random, development: bool, count: int) -> Iterator[LabelledPair]:
    """About 3 × ``count`` pairs: half of them light changes and alike texts."""
    rows = list(lines("pairs_zh", 3, development))
    rng.shuffle(rows)
    texts = [(text, number) for number, row in enumerate(rows) for text in row[:2]]
    alike = _Alike([text for text, _ in texts])
    for index in rng.sample(range(len(texts)), min(count, len(texts))):
        text, number = texts[index]
        changed = changed_lightly(text, rng)
        if changed.strip("？?。") != text.strip("？?。"):
            yield LabelledPair(text, changed, 1, "changed lightly")
        near = [i for i in alike.nearest(text, _NEAREST + 2) if texts[i][1] != number]
        if near:
            other = texts[rng.choice(near[:_NEAREST])][0]
            yield LabelledPair(text, other, 0, "alike")
    for text, same, other in rows[: count // 2]:
        yield LabelledPair(text, same, 1, "said otherwise")
        yield LabelledPair(text, other, 0, "near miss zh")


def changed_lightly(text: str, rng: random.Random) -> str:
    """The same question with another particle, question word, order or a letter less."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        roll = rng.random()
        if roll < 0.6:
            known = [change for change in _CHANGES if change[0] in text]
            if known:
                old, new = rng.choice(known)
                text = text.replace(old, new, 1)
        elif roll < 0.7:
            text = rng.choice(_BEFORE) + text
        elif roll < 0.8:
            text = text.rstrip("？?。！") + rng.choice(_AFTER)
        elif roll < 0.9:
            parts = re.split("[，, ]", text)
            if len(parts) == 2:
                text = f"{parts[1].rstrip('？。')}，{parts[0]}"
        elif len(text) > 8:
            place = rng.randrange(len(text))
            text = text[:place] + text[place + 1 :]
    return text


class _Alike:
    """Finds the texts that share most pairs of letters with one, for their number."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._pairs = [_pairs(text) for text in texts]
        self._places: dict[str, list[int]] = defaultdict(list)
        for index, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._places[pair].append(index)

    def nearest(self, text: str, count: int) -> list[int]:
        own = _pairs(text)
        shared: dict[int, int] = defaultdict(int)
        for pair in own:
            for index in self._places.get(pair, ()):
                shared[index] += 1
        scored = [
            (2 * n / (len(own) + len(self._pairs[index])), index) for index, n in shared.items()
        ]
        return [index for _, index in sorted(scored, reverse=True)[:count]]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} | set(text)
