"""Chinese sentences with names of every kind: news-like sentences filled from a dictionary's names and
invented ones, and English sentences with entities, translated word by word."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from training import extractor_ner, fillers_zh
from training.chinese_dictionary import proper_nouns
from training.encoder_data import switched
from training.span_examples import SpanExample, Spans

SENTENCES = (
    "{place}{government}{position}{person}昨日在{place}会见了{organization}代表团。",
    "{person}出生于{place}，现任{company}{position}。",
    "据{organization}报道，{person}将出席在{place}举行的会议。",
    "{company}宣布与{company}在{place}合作建厂。",
    "我最近在读{person}写的《{work}》，很喜欢。",
    "周末和{person}去了{scene}，人很多。",
    "《{work}》由{person}执导，将于下月在{place}上映。",
    "{government}发布通知，要求{place}各单位做好防汛工作。",
    "{organization}{position}{person}表示，这项研究在{place}取得了进展。",
    "玩家可以在《{game}》中体验新的地图，{company}还将推出{game}的手机版。",
    "{person}（{organization}）以两分优势战胜来自{place}的{person}。",
    "记者从{government}获悉，{place}至{place}的高速公路明年通车。",
    "{company}的{position}{person}接受了本报记者的采访。",
    "{person}、{person}和{person}一起参观了{scene}。",
    "{place}{company}招聘{position}三名，有意者请联系{person}。",
    "{organization}主办的书展上，《{work}》的作者{person}与读者见面。",
    "{person}说：“{place}的天气比{place}好多了。”",
    "新华社{place}电（记者{person}）{government}今天召开新闻发布会。",
    "{position}{person}率{organization}一行到{place}调研。",
    "{scene}位于{place}，每年吸引大量游客。",
    "中介说{place}{scene}附近的房子涨价了，{person}有点后悔。",
    "电影《{work}》和游戏《{game}》都改编自同一部作品。",
    "{person}毕业于{organization}，后来到{company}任{position}。",
    "{place}人{person}获得了{organization}颁发的奖项。",
    "{government}{position}{person}对{company}处以罚款。",
    "今天天气不错，大家都早点回家吧。",
    "这件事情不能着急，需要慢慢来。",
    "经过多年的努力，这里的生活条件有了很大改善。",
    "比赛将于明天下午三点开始，门票已经售完。",
    "@{person}: 明天一起去{place}吗？听说{scene}的花开了。",
)
GAMES = [
    "英雄联盟",
    "王者荣耀",
    "魔兽世界",
    "星际争霸",
    "我的世界",
    "绝地求生",
    "原神",
    "反恐精英",
    "阴阳师",
    "梦幻西游",
    "和平精英",
    "炉石传说",
    "守望先锋",
    "穿越火线",
    "地下城与勇士",
    "仙剑奇侠传",
    "三国杀",
    "植物大战僵尸",
    "刺客信条",
    "古墓丽影",
    "生化危机",
    "最终幻想",
    "塞尔达传说",
    "实况足球",
    "跑跑卡丁车",
]
FILMS = [
    "流浪地球",
    "红海行动",
    "无间道",
    "霸王别姬",
    "泰坦尼克号",
    "阿凡达",
    "功夫熊猫",
    "黄金时代",
    "长江七号",
    "花样年华",
    "大话西游",
    "建国大业",
    "集结号",
    "唐山大地震",
    "狮子王",
    "教父",
    "星球大战",
    "罗马假日",
    "让子弹飞",
    "一代宗师",
]
POSITIONS = [
    "总经理",
    "局长",
    "部长",
    "教授",
    "记者",
    "主席",
    "总统",
    "总理",
    "市长",
    "书记",
    "主任",
    "校长",
    "院长",
    "教练",
    "球员",
    "演员",
    "导演",
    "编辑",
    "律师",
    "医生",
    "护士",
    "工程师",
    "设计师",
    "分析师",
    "董事长",
    "首席执行官",
    "副总裁",
    "秘书长",
    "发言人",
    "研究员",
    "经纪人",
    "主持人",
    "司机",
    "会计师",
    "处长",
    "科长",
    "警察",
    "法官",
    "教师",
    "门将",
    "前锋",
    "队长",
    "摄影师",
    "作家",
    "画家",
    "歌手",
    "翻译",
    "外长",
    "大使",
    "省长",
    "村长",
    "总监",
    "店长",
    "服务员",
    "保安",
    "业务员",
    "项目经理",
    "客服",
]

NAMES_OF = {
    "person": "ner_person",
    "place": "ner_location",
    "organization": "ner_organization",
    "company": "ner_corporation",
    "government": "ner_government",
    "work": "ner_work",
    "scene": "ner_scene",
    "game": "ner_game",
    "position": "ner_position",
}
_SLOT = re.compile(r"\{(\w+)\}")


def _value(kind: str, rng: random.Random) -> str:
    invented: dict[str, Callable[[random.Random], str]] = {
        "person": fillers_zh.person,
        "place": fillers_zh.place,
        "company": lambda r: r.choice([fillers_zh.company(r), r.choice(fillers_zh.STEMS)]),
        "government": lambda r: fillers_zh.place(r) + r.choice(fillers_zh.OFFICES[:8]),
        "organization": lambda r: (
            r.choice([fillers_zh.place(r), r.choice(fillers_zh.STEMS)])
            + r.choice(
                [
                    "大学",
                    "协会",
                    "队",
                    "俱乐部",
                    "研究院",
                    "基金会",
                    "学院",
                    "电视台",
                    "日报",
                    "晚报",
                    "足球队",
                    "出版社",
                ]
            )
        ),
        "scene": lambda r: (
            r.choice([fillers_zh.place(r), *["青龙", "白云", "莲花", "玉泉", "天台"]])
            + r.choice(
                [
                    "公园",
                    "寺",
                    "山",
                    "古镇",
                    "博物馆",
                    "风景区",
                    "湖",
                    "广场",
                    "古城",
                    "植物园",
                    "海滩",
                ]
            )
        ),
        "game": lambda r: r.choice(GAMES),
        "position": lambda r: r.choice(POSITIONS),
        "work": lambda r: r.choice(
            [*FILMS, r.choice(fillers_zh.GIVEN) + r.choice(["的故事", "之歌", "传", "往事", "记"])]
        ),
    }
    known = proper_nouns().get(kind, ())
    if known and rng.random() < (0.5 if kind in ("person", "company", "government") else 0.65):
        return rng.choice(known)
    return invented[kind](rng)


def news(rng: random.Random) -> SpanExample:
    """One to three sentences with names."""
    text, spans = "", Spans()
    kinds: set[str] = set()
    for sentence in rng.sample(SENTENCES, rng.choice([1, 1, 2, 3])):
        last = 0
        for slot in _SLOT.finditer(sentence):
            text += sentence[last : slot.start()]
            value = _value(slot[1], rng)
            spans.setdefault(NAMES_OF[slot[1]], []).append((len(text), len(text) + len(value)))
            kinds.add(slot[1])
            text += value
            last = slot.end()
        text += sentence[last:]
    absent = {key for kind, key in NAMES_OF.items() if kind not in kinds}
    absent -= _unsure(kinds)
    if kinds & {"company", "government", "organization"} and rng.random() < 0.5:
        whole = [
            s for k in ("company", "government", "organization") for s in spans.pop(NAMES_OF[k], [])
        ]
        spans["any_institution"] = sorted(whole)
    return SpanExample(text, spans, absent, "news_zh", language="zh")


def _unsure(kinds: set[str]) -> set[str]:
    """Labels that may hold although no slot says so: a company is an organisation, and so on."""
    alike = (
        {"company", "organization", "government"},
        {"place", "scene", "organization", "government", "company"},
    )
    return {NAMES_OF[kind] for group in alike if kinds & group for kind in group}


def translated(development: bool, rng: random.Random, part: float) -> Iterator[SpanExample]:
    """A share of the English sentences with entities, words exchanged for Chinese ones."""
    for example in extractor_ner.examples(development, rng):
        if rng.random() < part:
            yield _switched(example, rng)


def _switched(example: SpanExample, rng: random.Random) -> SpanExample:
    places = sorted((s, e, key) for key, found in example.spans.items() for s, e in found)
    text, spans, last = "", Spans(), 0
    for start, end, key in places:
        if start < last:
            continue
        text += switched(example.text[last:start], rng)
        value = switched(example.text[start:end], rng).strip() or example.text[start:end]
        spans.setdefault(key, []).append((len(text), len(text) + len(value)))
        text += value
        last = end
    text += switched(example.text[last:], rng)
    absent = set(example.absent)
    return SpanExample(text, spans, absent - set(spans), "ner_switched", language="zh")
