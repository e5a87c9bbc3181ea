"""Who runs a tender or sends its notice for somebody else, and is no party to what follows."""

from __future__ import annotations

import re

_CALLED = re.compile(
    r"(?:招标|采购|招投标)代理(?:机构|单位|公司|方|人)\s{0,2}[:：（(\"“]?\s{0,2}\Z"
)
_COMES_CALLED = re.compile(r"(?:招标|采购|招投标)代理(?:机构|单位|公司)")
_OWNER = re.compile(
    r"(?:甲方|买方|业主|招标(?:人|方|单位)|采购(?:人|方|单位)|发包(?:人|方)|建设单位|委托(?:人|方))\s{0,2}[:：为是]?\s{0,2}\Z"
)
_NAMED = re.compile(
    r"招标(?:代理|咨询|投标|集团|股份|有限|有限责任)?[^，。]{0,8}公司\Z|(?:招标代理|监理咨询|监理|造价咨询|采购代理|项目管理咨询)[^，。]{0,8}公司\Z"
    r"|(?:产权|公共资源|工程建设?|建设工程)交易(?:服务)?(?:中心|所)\Z|交易所\Z"
)


def is_agent(folded: str, start: int, end: int) -> bool:
    """Whether the name ``folded[start:end]`` is called an agent, or is one by its name and not called the
    customer. A name may come with the word in front (``招标代理机构某某公司``)."""
    before = folded[max(0, start - 16) : start]
    name = folded[start:end]
    if _CALLED.search(before) or _COMES_CALLED.match(name):
        return True
    return bool(_NAMED.search(name)) and not _OWNER.search(before)
