"""A mention such as ``张三 项目经理`` or ``Jane Roe, Chief Executive Officer`` split into its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TITLES_ZH = (
    "法定代表人|执行董事|董事长|副董事长|董事|总经理|副总经理|总裁|副总裁|总监|经理|项目经理|项目负责人|主任|副主任|部长|"
    "副部长|处长|科长|局长|院长|校长|主管|助理|秘书|工程师|高级工程师|会计师|律师|专员|顾问|组长|厂长|总工程师|书记|先生|女士|负责人|代表"
)
_TITLE_ZH = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:{_TITLES_ZH})+")
_TITLE_EN = re.compile(
    r"\b(?:(?:chief|senior|executive|vice|deputy|assistant|managing|general|group|sole|authorized|project|legal)\s+)*"
    r"(?:president|officer|ceo|cfo|coo|cto|director|manager|secretary|treasurer|chairman|chairwoman|chair|"
    r"partner|counsel|member|trustee|representative|attorney|engineer|agent|signatory)\b.*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*[,，、/;；|()（）:：]\s*|\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+|\s{2,}|\t"
)
_IS_TITLE = re.compile(r"职务|职位|岗位|职称|title|position|role", re.IGNORECASE)
_IS_PHONE = re.compile(r"电话|手机|联系方式|phone|mobile|tel", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,20}[0-9]")


def split_parts(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """``text`` cut into one part for each of ``names``, empty where there is none.

    Parts that the text labels go by their labels; titles and telephone numbers are told by what
    they look like; the rest goes in order.
    """
    found, rest = _labelled(text, names)
    for index, name in enumerate(names):
        if index in found:
            continue
        pattern = _PHONE if _IS_PHONE.search(name) else None
        if _IS_TITLE.search(name):
            pattern = _TITLE_ZH if re.search(r"[\u4e00-\u9fff]", text) else _TITLE_EN
        match = _title(pattern, rest) if pattern else None
        if match:
            found[index] = match.strip(" ,，、")
            rest = rest.replace(match, " ", 1)
    pieces = [piece for piece in _SPLIT.split(rest.strip(" ,，、()（）")) if piece.strip()]
    for index in (n for n in range(len(names)) if n not in found):
        found[index] = pieces.pop(0).strip() if pieces else ""
    return tuple(found[index] for index in range(len(names)))


def _labelled(text: str, names: Sequence[str]) -> tuple[dict[int, str], str]:
    """The parts after ``name:``, and what is left of ``text``."""
    found: dict[int, str] = {}
    for index, name in enumerate(names):
        label = re.search(rf"{re.escape(name)}\s*[:：]\s*([^\s:：,，;；、]+)", text, re.IGNORECASE)
        if label:
            found[index] = label[1]
            text = text.replace(label[0], " ", 1)
    return found, text


def _title(pattern: re.Pattern[str], text: str) -> str | None:
    """The first match that leaves a person's name beside it: ``王经理`` is 王 and 经理."""
    pieces = _SPLIT.split(text)
    for piece in pieces:
        if pattern.fullmatch(piece.strip()) and len(pieces) > 1:
            return piece.strip()
    match = pattern.search(text)
    if not match:
        return None
    if pattern is _TITLE_ZH:
        # Glued to a name: the title is the known word at the end, the rest the name.
        title = re.search(rf"(?:{_TITLES_ZH})+$", match[0])
        return title[0] if title else match[0]
    return match[0]
