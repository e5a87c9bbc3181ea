"""Chinese contract templates with their blanks filled: the words before a blank name the field."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

from training import fillers_zh, splits
from training.data import read
from training.span_examples import SpanExample, Spans

_BLANK = r"[＿_]{2,}|[×xX]{3,}|[×]{2,}"
_SLOTS = re.compile(
    rf"(?P<date>(?:{_BLANK}|[＿_])\s*年\s*(?:{_BLANK}|[＿_])\s*月\s*(?:(?:{_BLANK}|[＿_])\s*日)?)"
    rf"|(?P<money>(?:人民币)?\s*(?:{_BLANK})\s*(?:万元|元整?|美元))"
    rf"|(?P<span>(?:{_BLANK})\s*(?:个工作日|个月|工作日|天|日内|日|年|小时|周))"
    rf"|(?P<rate>(?:{_BLANK})\s*(?:[%％‰]))"
    rf"|(?P<firm>(?:{_BLANK})\s*(?:有限公司|公司))"
    rf"|(?P<place>(?:{_BLANK})\s*[省市区县](?:[省市区县镇乡路街号村室楼栋]|{_BLANK})*)"
    rf"|(?P<any>{_BLANK})"
)
_KINDS = (
    ("日期|时间|年月", "date"),
    ("期限|工期|有效期|试用期|保修期|质保期|保密期", "duration"),
    ("身份证", "identity"),
    ("信用代码|营业执照|税号|纳税人", "credit"),
    ("帐号|账号|账户|帐户|卡号", "account"),
    ("开户行|开户银行|银行", "bank"),
    ("邮编|邮政编码", "postcode"),
    ("电话|手机|传真|电传|联系方式", "phone"),
    ("邮箱|邮件|E-?mail", "email"),
    ("网址", "url"),
    ("编号|合同号|证号|号码|字第", "code"),
    (
        "法定代表|法人代表|负责人|代表|代理人|联系人|经办人|经理|签字|签名|姓名|签章人|主任|监护人",
        "person",
    ),
    ("职务|职称|岗位|工种|职业", "jobtitle"),
    ("性别", "sex"),
    ("签订地|签约地|签署地|国籍|籍贯|城市|产地|到站|口岸|港$", "place"),
    ("地址|住所|住址|地点|坐落|所在地|工地", "address"),
    (
        "总价|价款|金额|总额|租金|押金|定金|费用|报酬|工资|单价|保证金|酬金|价格|费$|款$|投资|资本|资金|造价|合计",
        "amount",
    ),
    ("比例|利率|税率|费率|百分", "percent"),
    ("数量|台数|人数|件数", "quantity"),
    ("面积", "area"),
    ("型号|规格", "model"),
    ("工程名称|项目名称|工程$|项目$", "project"),
    ("合同名称|协议名称", "title"),
    ("产品|品名|货物|商品|标的|设备|名称$|作品|材料", "product"),
    ("法院|仲裁", "court"),
    (
        "甲方|乙方|丙方|丁方|买方|卖方|供方|需方|出租|承租|出卖|买受|委托|受托|发包|承包|定作|承揽|贷款方|借款方|保证方|"
        "单位|公司|当事人|保险人|托运|承运|保管|存货|居间|转让|受让|出版|雇主|用人|聘|投资方|借款人|贷款人|抵押|赠与|户名|业主|方$|人$",
        "party_any",
    ),
)
_KEY = re.compile(r"([\u4e00-\u9fff（）()]{2,14}?)\s*[:：]\s*$")
_NOUN = re.compile(
    r"([\u4e00-\u9fff]{0,4}(?:总价款|总价|价款|金额|总额|租金|押金|定金|费用|报酬|工资|单价|保证金|违约金|费|款|资本|资金|造价"
    r"|期限|有效期|工期|试用期|保修期|质保期|保密期|日期|时间|比例|利率|税率|面积|数量|地点|地址|银行|名称|编号))"
    r"(?:[（(][^（）()]{0,8}[）)])?(?:总计|共计|合计|定为|规定为|分别为|暂定|约为|应为|为|是|计|共|在|于|按|人民币|[:：，,]|\s){0,4}$"
)
_ALIAS = re.compile(
    r"^[ 　]*(?:[（(，,][ 　]*(?:以下|下)?(?:简称|称为|称)?|以?下?简称)[为“\"「]*"
    r"([甲乙丙丁]方|[买卖供需]方|承租方|出租方|雇主|[发承]包方|委托方|受托方)"
)
_CLEAN = re.compile(r"^[一二三四五六七八九十]+[、.]|[（(][^（）()]*[）)]|\s|^[（(]|[）)]$")
_CONTEXT = re.compile(
    r"(签订|签署|签约|订立|生效|开工|竣工|交货|交付|付款|验收|到期|终止|公布|起租|开始|完成)[^。；，]{0,6}$"
)
_NAME_OF_CONTEXT = {
    "签订": "签订日期", "签署": "签署日期", "签约": "签约日期", "订立": "订立日期", "生效": "生效日期", "开工": "开工日期",
    "竣工": "竣工日期", "交货": "交货日期", "交付": "交付日期", "付款": "付款日期", "验收": "验收日期", "到期": "到期日",
    "终止": "终止日期", "起租": "起租日期", "开始": "开始日期", "完成": "完成日期",
}  # fmt: skip


@cache
def texts(development: bool) -> tuple[str, ...]:
    """The templates of one side that have blanks; whole classes are held out."""
    return tuple(
        f"{record['title']}\n{record['text']}"
        for record in read("templates_zh")
        if splits.template_held_out(record["class"]) == development
        and re.search(_BLANK, record["text"])
    )


def windows(development: bool, rng: random.Random, count: int) -> Iterator[SpanExample]:
    """``count`` windows of templates, filled anew each time."""
    pool = texts(development)
    made = 0
    while made < count:
        example = window(rng.choice(pool), rng)
        if example is not None:
            made += 1
            yield example


def window(text: str, rng: random.Random) -> SpanExample | None:
    """A window around one of the blanks, with every blank in it filled whose meaning is known."""
    slots = list(_SLOTS.finditer(text))
    if not slots:
        return None
    centre = rng.choice(slots).start()
    start = text.rfind("\n", 0, max(0, centre - rng.randint(0, 200))) + 1
    end = text.find("\n", centre + rng.randint(60, 260))
    return filled(text[start : end if end > 0 else len(text)][:520], rng)


def filled(text: str, rng: random.Random) -> SpanExample | None:
    """``text`` with its blanks filled; the fields carry the names the text gives them."""
    built, last = "", 0
    spans: Spans = {}
    generic: Spans = {}
    for slot in _SLOTS.finditer(text):
        built += text[last : slot.start()]
        last = slot.end()
        found = _reading(slot, text)
        if found is None:
            built += slot.group()
            continue
        name, kind = found
        value = _value(slot, kind, rng)
        if kind == "party_any":
            value, last = _with_suffix(value, text, last)
        place = (len(built), len(built) + len(value))
        built += value
        if name:
            spans.setdefault(f"={name}", []).append(place)
        generic.setdefault(f"any_{kind}", []).append(place)
    built += text[last:]
    kept = {key: places for key, places in generic.items() if key in _GENERIC}
    if not spans and not kept:
        return None
    names = {key: _worded(key[1:], rng) for key in spans}
    absent = {"birth_date", "invoice_number", "email", "share_ratio", "warranty_period", "postcode"}
    said = built
    absent -= {key for key, words in _SAID.items() if any(word in said for word in words)}
    return SpanExample(built, {**spans, **kept}, absent, "template_zh", names, "zh")


_GENERIC = ("any_amount", "any_percent", "any_phone")
_SAID = {
    "birth_date": ("出生", "生日"),
    "invoice_number": ("发票", "票据"),
    "email": ("邮箱", "邮件", "mail"),
    "share_ratio": ("比例", "股", "%", "％"),
    "warranty_period": ("保修", "质保", "质量"),
    "postcode": ("邮编", "邮政"),
}


def _reading(slot: re.Match[str], text: str) -> tuple[str, str] | None:
    """(field name or "", kind) of a blank."""
    after = text[slot.end() : slot.end() + 14]
    before = text[: slot.start()]
    line = before[before.rfind("\n") + 1 :][-24:]
    key = _KEY.search(line)
    noun = _NOUN.search(line)
    name = _CLEAN.sub("", key[1] if key else noun[1] if noun else "").rstrip("为是（）")
    alias = _ALIAS.match(after)
    group = slot.lastgroup
    if group == "date":
        return _date_name(name, line), "date"
    if group in ("money", "span", "rate"):
        kind = {"money": "amount", "span": "duration", "rate": "percent"}[str(group)]
        wanted = {"amount": "价|金|费|款|额|酬|资", "duration": "期|间|限", "percent": "例|率|金"}[
            kind
        ]
        return (name if re.search(wanted, name) else ""), kind
    if group == "firm":
        return (alias[1] if alias else name if key else ""), "company"
    if group == "place":
        return (
            name if re.search("址|地|所", name) else ""
        ), "address" if "址" in name or "所" in name else "place"
    if alias:
        return alias[1], "party_any"
    if not key or len(name) < 2:
        return None
    kind = next((kind for words, kind in _KINDS if re.search(words, name)), "")
    return (name, kind) if kind else None


_SUFFIX = re.compile(
    r"[\u4e00-\u9fff]{0,10}?(?:公司|厂|局|店|所|院|银行|村|户|社)(?![\u4e00-\u9fff])"
)


def _with_suffix(value: str, text: str, place: int) -> tuple[str, int]:
    """A blank before 纺织器材厂 is the first half of a name: the value takes the rest along."""
    rest = _SUFFIX.match(text, place)
    if rest is None:
        return value, place
    return value.split("有限")[0].split("股份")[0] + rest.group(), rest.end()


def _date_name(name: str, line: str) -> str:
    if re.search("日期|时间|日$|期$", name):
        return name
    if re.search(r"自\s*$", line):
        return "开始日期"
    if re.search(r"[至到]\s*$", line):
        return "结束日期"
    context = _CONTEXT.search(line)
    return _NAME_OF_CONTEXT.get(context[1], "") if context else ""


def _value(slot: re.Match[str], kind: str, rng: random.Random) -> str:
    shown = slot.group()
    if slot.lastgroup == "firm":
        return fillers_zh.company(rng)
    if slot.lastgroup == "rate":
        return f"{rng.choice([str(rng.randint(1, 50)), f'{rng.randint(0, 9)}.{rng.randint(1, 9)}'])}{shown[-1]}"
    if slot.lastgroup == "span":
        unit = re.sub(r"[＿_×xX\s]", "", shown)
        number = rng.choice([1, 2, 3, 5, 6, 7, 10, 12, 15, 20, 30, 60, 90])
        words = fillers_zh.chinese_number(number, "零一二三四五六七八九", "十百千")
        return f"{rng.choice([str(number), str(number), words])}{unit}"
    return fillers_zh.fill(kind, rng)


def _worded(name: str, rng: random.Random) -> str:
    """The name as a user may type it: as the text has it, mostly; sometimes with a description."""
    if rng.random() < 0.1:
        return f"{name}: 合同中的{name}"
    return name
