"""Sentences typed where a field's name belongs: how they are told, and what name to suggest."""

from __future__ import annotations

import re

_CHINESE_SIGN = re.compile(
    r"[?？。！!]|吗$|呢$|什么|哪[家个些里年天位种]|在哪|多少|多久|多长|几[年个天月份]|是谁|谁是|如何|怎么|有没有|"
    r"^(?:请|麻烦|帮我|帮忙|告诉|我想|我要|我需要|能否|能不能|可以帮|找出|找到|提取|抽取|列出|识别|查找|给我)"
)
_ENGLISH_SIGN = re.compile(
    r"[?!]|\.\s*$|^(?:what|who|whom|whose|when|where|which|why|how|please|tell|find|extract|list|give|show|get|"
    r"identify|i\s+(?:want|need|would)|can\s+you|could\s+you|is\s+there|are\s+there|does|do|did)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"\b(?:No|Nos|Tel|Inc|Ltd|Co|Corp|Mr|Ms|Dr|St|approx|incl|excl|Amt|Qty|Ref|Addr)\.\s*$",
    re.IGNORECASE,
)
_MOST_CHINESE, _MOST_WORDS = 24, 9

_CHINESE_LEAD = re.compile(
    r"^(?:请问|请你|请您|请|麻烦你?|帮我|帮忙|告诉我?|我想知道|我想|我要|我需要|知道|能否|能不能|可以|一下|找出|找到|"
    r"提取|抽取|列出|识别|查找|给我|看看|这家|这个|这份|这些|该|本|此|文件里|合同里|文中|里面|中的?|的|所有|一下|是|哪家|哪个|什么|谁是|谁)+"
)
_CHINESE_TAIL = re.compile(
    r"(?:叫做?什么(?:名字|名称)?|的?名字是什么|的?名称是什么|是什么|为什么|是多少|有多少|多少钱|多少|是谁|是哪[家个些位]?|"
    r"有哪些|哪些|什么|呢|吗|吧|的|了|[?？。！!，,\s])+$"
)
_CHINESE_TURNS = (
    (re.compile(r"叫做?什么(?:名字|名称)?|的?名字"), "名称"),
    (re.compile(r"是?(?:在)?(?:什么时候|何时|哪一?[天年])"), "日期"),
    (re.compile(r"(?:是?在)?(?:哪里|哪儿|什么地方)"), "地址"),
    (re.compile(r"(?:是|有)?多久|(?:是|有)?多长时间?|几年|几个月|几天"), "期限"),
    (re.compile(r"多少钱"), "金额"),
)
_ENGLISH_LEAD = re.compile(
    r"^(?:(?:please|kindly|tell me|find|extract|list|give me|show me|show|get|identify|can you|could you|"
    r"i want to know|i want|i need|what(?:'s| is| are| was| does| do)?|who(?:'s| is| are| was)?|which|"
    r"is there|are there|does|do|did|all|of|the|an?|this|that|me|us|to know|out)\b\s*)+",
    re.IGNORECASE,
)
_ENGLISH_TURNS = (
    (re.compile(r"^when (?:does|do|did|is|was|will) (?:the |this )?(.+?)\s+(?:start|begin|commence)s?\b.*", re.I), r"Start date"),
    (re.compile(r"^when (?:does|do|did|is|was|will) (?:the |this )?(.+?)\s+(?:end|expire|terminate)s?\b.*", re.I), r"End date"),
    (re.compile(r"^when (?:is|was|were|does|do|did|will) (?:the |this )?(.+)", re.I), r"\1 date"),
    (re.compile(r"^where (?:is|was|are|does|do) (?:the |this )?(.+)", re.I), r"\1 address"),
    (re.compile(r"^how much (?:is|are|was|does) (?:the |this )?(.+)", re.I), r"\1 amount"),
    (re.compile(r"^how long (?:is|are|was|does) (?:the |this )?(.+)", re.I), r"\1 term"),
    (re.compile(r"^how many (.+)", re.I), r"Number of \1"),
)  # fmt: skip
_CLEAN = re.compile(r"[(){}｛｝≥>（）\[\]【】,，、;；:：*＊\n\r?？。！!\"“”]+")


def is_sentence(name: str) -> bool:
    """Whether ``name`` reads as a question, a request or a whole sentence rather than a name."""
    if _is_chinese(name):
        return bool(_CHINESE_SIGN.search(name)) or len(name) > _MOST_CHINESE
    if _ENGLISH_SIGN.search(name) and not _ABBREVIATION.search(name):
        return True
    return len(name.split()) > _MOST_WORDS


def suggest_name(sentence: str) -> str:
    """A name for what ``sentence`` asks; always one that the grammar accepts."""
    chinese = _is_chinese(sentence)
    name = _chinese_name(sentence) if chinese else _english_name(sentence)
    name = _CLEAN.sub(" ", name).strip()
    if not name or is_sentence(name):
        return "名称" if chinese else "Name"
    return name


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def _chinese_name(sentence: str) -> str:
    name = _CLEAN.sub("", sentence)
    name = _CHINESE_LEAD.sub("", name)
    for pattern, noun in _CHINESE_TURNS:
        found = pattern.search(name)
        if found:
            name = name[: found.start()] + name[found.end() :].rstrip("的") + noun
            break
    return _CHINESE_TAIL.sub("", name)[:_MOST_CHINESE]


def _english_name(sentence: str) -> str:
    name = _CLEAN.sub(" ", sentence).strip(" .")
    for pattern, form in _ENGLISH_TURNS:
        if pattern.match(name):
            name = pattern.sub(form, name)
            break
    name = _ENGLISH_LEAD.sub("", name).strip()
    words = name.split()[:6]
    return (
        " ".join(words)[:60].capitalize() if words and words[0].islower() else " ".join(words)[:60]
    )
