"""Everyday English sentences said in plain Chinese, word by word, with the order of phrases mended.

No Chinese set of sentence pairs may be shipped, and a bilingual dictionary alone picks odd words
(``playing`` became 拉, ``on`` 事关). So the thousand commonest words of the English pairs have their
Chinese here (``everyday_zh.txt``, written for this), and a few rules put places before their localisers,
make progressives of ``is …ing``, put owners before what they own, and negate as Chinese does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from training.encoder_data import translated_word

_TOKEN = re.compile(
    r"[A-Za-z]+n't|[A-Za-z]+(?:-[A-Za-z]+)*|'s|'[a-z]+|\d+(?:[.,]\d+)*|[^\sA-Za-z\d]"
)
_PHRASES: dict[str, str] = {
    "a group of": "一群", "group of": "一群", "a couple of": "几个", "a lot of": "很多", "lots of": "很多", "a pair of": "一双",
    "pair of": "一双", "a bunch of": "一堆", "a few": "几个", "a number of": "若干", "a piece of": "一块", "there is no": "没有",
    "there are no": "没有", "there is": "有", "there are": "有", "there was": "有", "there were": "有", "looking at": "看着",
    "looks at": "看着", "look at": "看着", "looks like": "看起来像", "at least": "至少", "more than": "超过", "less than": "少于",
    "each other": "互相", "at night": "在晚上", "going to": "要", "want to": "想", "wants to": "想", "able to": "能够",
    "according to": "根据", "because of": "因为", "instead of": "而不是", "is not": "不是", "are not": "不是", "was not": "不是",
    "were not": "不是", "isn't": "不是", "aren't": "不是", "wasn't": "不是", "weren't": "不是", "does not": "不", "do not": "不",
    "doesn't": "不", "don't": "不", "did not": "没有", "didn't": "没有", "can not": "不能", "cannot": "不能", "can't": "不能",
    "couldn't": "不能", "won't": "不会", "wouldn't": "不会", "shouldn't": "不应该", "haven't": "没有", "hasn't": "没有",
    "has not": "没有", "have not": "没有", "no one": "没有人", "not any": "没有任何", "as well as": "以及", "such as": "例如",
    "as if": "好像", "so that": "以便", "at home": "在家", "have to": "必须", "has to": "必须", "used to": "曾经", "all of": "所有",
    "some of": "一些", "one of": "其中一个", "none of": "没有一个", "most of": "大多数", "many of": "许多", "in order to": "为了",
}  # fmt: skip
_PLACES: dict[str, str] = {
    "in": "里", "on": "上", "at": "", "under": "下面", "behind": "后面", "near": "附近", "inside": "里面", "outside": "外面",
    "above": "上方", "below": "下面", "beside": "旁边", "among": "当中", "between": "之间", "in front of": "前面",
    "next to": "旁边", "on top of": "上面", "outside of": "外面", "in the middle of": "中间", "by": "旁边", "around": "周围",
    "along": "边上", "against": "旁",
}  # fmt: skip
_CLOTHES = re.compile(
    "衫|衣|裤|裙|服|帽|鞋|靴|外套|背心|夹克|毛衣|西装|眼镜|围巾|领带|手套|头盔|泳装|red|blue"
)
_BE = {"is", "are", "was", "were", "am", "be", "being", "been", "'s", "'re"}
_STOPS = (
    {"and", "or", "but", "while", "who", "that", "which", "with", "for", "to", "from", "as", "into", "through", "over", "of"}
    | {"wearing", "then", "because", "if", "when", "has", "have", "had", "can", "will", "not", "near", "than", "also", "does"}
    | _BE
    | set(_PLACES)
)  # fmt: skip
_ARTICLES = {"a", "an", "the"}
_NUMERALS = {"one": "一", "two": "两", "three": "三", "four": "四", "five": "五", "six": "六"}


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Chinese of the commonest words, likeliest first."""
    file = Path(__file__).with_name("everyday_zh.txt")
    pairs = (entry.split("=") for entry in file.read_text(encoding="utf-8").split())
    return {word: tuple(said.split(",")) for word, said in pairs}


def rendered(sentence: str, rng: random.Random) -> str:
    """``sentence`` in Chinese words; what no list knows (names, mostly) stays as it is."""
    words = _joined([token.lower() for token in _TOKEN.findall(sentence)])
    text = "".join(_said(words, rng))
    text = re.sub(r"(?<=[\u4e00-\u9fff]) +| +(?=[\u4e00-\u9fff])", "", text).strip()
    text = re.sub(r" *, *", "，", text).replace(".", "").replace("?", "？").replace(";", "；")
    text = re.sub(r"(?<=[两三四五六几])个([\u4e00-\u9fff]{1,4}?)们", r"个\1", text)
    return text + ("" if text.endswith(("？", "！")) else "。")


def _joined(words: Sequence[str]) -> list[str]:
    """Words with phrases of up to four words made one."""
    found: list[str] = []
    place = 0
    while place < len(words):
        for count in (4, 3, 2):
            phrase = " ".join(words[place : place + count])
            if count <= len(words) - place and (phrase in _PHRASES or phrase in _PLACES):
                found.append(phrase)
                place += count
                break
        else:
            found.append(words[place])
            place += 1
    return found


def _said(words: Sequence[str], rng: random.Random) -> list[str]:
    made: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word in _PLACES:
            end = _end_of_noun(words, place + 1)
            noun = "".join(_said(words[place + 1 : end], rng))
            made.append(_placed(word, noun) if noun else _word(word, rng))
            place = end
        elif word == "of" and made:
            end = _end_of_noun(words, place + 1)
            owner = "".join(_said(words[place + 1 : end], rng))
            made[-1] = f"{owner}的{made[-1].strip()}"
            place = end
        elif word in _BE:
            following = words[place + 1] if place + 1 < len(words) else ""
            made.append(_being(following, rng))
            place += 1
        else:
            made.append(_word(word, rng))
            place += 1
    return made


def _end_of_noun(words: Sequence[str], start: int) -> int:
    end = start
    while end < len(words) and words[end] not in _STOPS and words[end][0].isalnum():
        if (
            end > start
            and words[end].endswith("ing")
            and words[end] not in ("building", "painting")
        ):
            break
        end += 1
    return end


def _placed(preposition: str, noun: str) -> str:
    if preposition == "in" and _CLOTHES.search(noun):
        return f"穿着{noun}"
    if preposition == "by" and noun.endswith(("人", "狗", "孩", "们")):
        return f"被{noun}"
    return f"在{noun}{_PLACES[preposition]}"


def _being(following: str, rng: random.Random) -> str:
    if following.endswith("ing"):
        return rng.choice(("正在", "在", "正"))
    if following in _ARTICLES or following in _NUMERALS:
        return "是"
    return "" if following in _PLACES else rng.choice(("是", "很", ""))


def _word(word: str, rng: random.Random) -> str:
    if word in _ARTICLES:
        return "" if word == "the" else rng.choice(("一个", "一个", "一", ""))
    if word in _PHRASES:
        return _PHRASES[word]
    if word == "and":
        return rng.choice(("和", "并", "和"))
    if word == "to":
        return rng.choice(("", "去", "到"))
    if not word[0].isalpha():
        return "的" if word == "'s" else word
    known = lexicon().get(word)
    if known:
        return known[0] if rng.random() < 0.75 else rng.choice(known)
    return translated_word(word) or f" {word} "
