"""A field's type, format, unit, choices and parts, read from its hint and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.extraction.synonyms import concept_of, name_key
from engine.types import Field, FieldType

_CURRENCIES = (
    "万元 亿元 千元 百万元 元 人民币 人民币元 人民币万元 圆 RMB CNY ¥ ￥ 美元 万美元 USD US$ $ 欧元 EUR € "
    "英镑 GBP £ 港币 港元 HKD HK$ 日元 JPY dollars yuan euro euros pounds"
)
_CURRENCY_UNITS = frozenset(unit.casefold() for unit in _CURRENCIES.split())
_DURATION_UNITS = frozenset(
    "天 日 日历天 工作日 个工作日 周 月 个月 年 小时 day days week weeks month months year years hours".split()  # noqa: SIM905
)
_THINGS = frozenset(
    "台 套 件 份 个 吨 公斤 kg 千克 米 m 平方米 ㎡ m² 立方米 人 名 次 辆 台套 页 亩 copies pcs units pieces sqm".split()  # noqa: SIM905
)
_DATE_FORMAT = re.compile(
    r"^(?:y{2,4}|Y{2,4})\s*[-/.年]?\s*(?:m{1,2}|M{1,2})\s*(?:[-/.月]?\s*(?:d{1,2}|D{1,2})\s*日?)?月?$"
    r"|^(?:dd?|DD?|mm?|MM?)[-/.](?:mm?|MM?|dd?|DD?)[-/.](?:yyyy|YYYY|yy|YY)$|^ISO(?:\s?8601)?$|^年月日?$|^年-月(?:-日)?$"
)
_LENGTH = re.compile(r"^(?P<count>\d{1,3})\s*(?:位(?:数字?)?|个?字符|digits?|characters?|chars?)$")
_TYPE_WORDS: dict[FieldType, str] = {
    FieldType.TEXT: "文本 文字 text string",
    FieldType.DATE: "日期 时间 date day",
    FieldType.AMOUNT: "金额 价格 货币 amount money price currency",
    FieldType.NUMBER: "数字 数值 数量 整数 number integer quantity",
    FieldType.PERCENTAGE: "% ％ 百分比 百分数 比例 percent percentage rate",
    FieldType.DURATION: "期限 时长 时间段 duration period",
    FieldType.PHONE: "电话 手机 电话号码 手机号 phone telephone mobile",
    FieldType.EMAIL: "邮箱 电子邮箱 电子邮件 email e-mail mail",
    FieldType.ADDRESS: "地址 住址 address",
    FieldType.PERSON: "姓名 人名 人 person name people",
    FieldType.PARTY: "公司 公司名称 单位 机构 全称 公司全称 单位名称 主体 party company organization organisation entity",
    FieldType.IDENTITY_NUMBER: "身份证 身份证号 身份证号码 idcard idnumber identitynumber",
    FieldType.CREDIT_CODE: "统一社会信用代码 信用代码 税号 creditcode",
    FieldType.BANK_ACCOUNT: "银行账号 账号 银行账户 bankaccount accountnumber",
}
_BY_WORD = {
    name_key(word) or word: kind for kind, words in _TYPE_WORDS.items() for word in words.split()
}
# Tried in order: what is precise before what is vague.
_BY_NAME: tuple[tuple[FieldType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (FieldType.IDENTITY_NUMBER, r"身份证|公民身份|\bid (?:card|number|no)\b|identity number"),
        (FieldType.CREDIT_CODE, r"信用代码|纳税人识别号|税号|credit code"),
        (FieldType.EMAIL, r"邮箱|电子邮件|e-?mail"),
        (FieldType.PHONE, r"电话|手机|传真|联系方式|\b(?:tele)?phone\b|\bmobile\b|\bfax\b|\btel\b"),
        (FieldType.BANK_ACCOUNT, r"账号|帐号|银行账户|卡号|account (?:number|no)|\biban\b"),
        (FieldType.TEXT, r"编号|号码|名称$|地点$|方式$|\b(?:number|no)\.?$|\bname$"),
        (FieldType.ADDRESS, r"地址|住所|住址|\baddress\b"),
        (FieldType.PERCENTAGE, r"比例|税率|利率|费率|百分比|占比|[^效频]率$|\brate\b|percent"),
        (FieldType.DURATION, r"期限|有效期|工期|租期|保修期|质保期|周期|时长|\bterm\b|\bperiod\b|\bduration\b"),
        (FieldType.DATE, r"日期|时间|签署日|签订日|生效日|到期日|届满日|截止日|\bdates?\b|\bdeadline\b|^time$|\btime of\b|\bbirthday\b|生日|出生年月"),
        (FieldType.AMOUNT, r"金额|价款|总价|价格|单价|租金|押金|定金|保证金|费用|工资|薪|报酬|金$|款$|费$|"
                           r"\bamount\b|\bprice\b|\bfees?\b|\brent\b|\bsalary\b|\bdeposit\b|\bconsideration\b|\bcost\b|\bpayment amount\b"),
        (FieldType.NUMBER, r"数量|份数|件数|面积|人数|\bquantity\b|\bnumber of\b|\barea\b"),
        (FieldType.PERSON, r"代表人|负责人|联系人|姓名|经办人|\bperson\b|signator|representative"),
        (FieldType.PARTY, r"[甲乙丙丁]方$|[买卖供需]方$|公司$|单位$|\bpart(?:y|ies)\b|\bcompany\b"),
    )
)  # fmt: skip
_CHOICE_SPLIT = re.compile(r"[/／|｜]")
_PART_SPLIT = re.compile(r"[+＋]")


@dataclass(frozen=True, slots=True)
class Hint:
    """What the words in brackets say; ``type`` is ``None`` where they say nothing of the type."""

    type: FieldType | None = None
    format: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    sub_fields: tuple[str, ...] = ()


def read_hint(hint: str) -> Hint:
    """The meaning of ``hint``: parts, a date format, a length, a unit, a type's name, choices."""
    hint = hint.strip()
    if not hint:
        return Hint()
    if _PART_SPLIT.search(hint):
        parts = tuple(part.strip() for part in _PART_SPLIT.split(hint) if part.strip())
        return Hint(FieldType.COMPOUND, sub_fields=parts)
    if _DATE_FORMAT.match(hint):
        return Hint(FieldType.DATE, format=hint)
    if _LENGTH.match(hint):
        return Hint(format=hint)
    return _one_word(hint) or _several_words(hint)


def _one_word(hint: str) -> Hint | None:
    """A unit or the name of a type."""
    key = name_key(hint)
    if hint.casefold() in _CURRENCY_UNITS:
        return Hint(FieldType.AMOUNT, unit=hint)
    if key in _BY_WORD:
        return Hint(_BY_WORD[key])
    if hint in _DURATION_UNITS:
        return Hint(FieldType.DURATION, unit=hint)
    return Hint(FieldType.NUMBER, unit=hint) if hint in _THINGS else None


def _several_words(hint: str) -> Hint:
    """Choices, or a compound unit such as ``元/月``."""
    parts = tuple(part.strip() for part in _CHOICE_SPLIT.split(hint) if part.strip())
    if len(parts) < 2:
        return Hint()
    if not _is_unit(parts[0]):
        return Hint(FieldType.CHOICE, choices=tuple(dict.fromkeys(parts)))
    return Hint(FieldType.AMOUNT if parts[0].casefold() in _CURRENCY_UNITS else None, unit=hint)


def _is_unit(part: str) -> bool:
    return part.casefold() in _CURRENCY_UNITS or part in _THINGS or part in ("km", "kWh")


def type_of_name(name: str) -> FieldType:
    """What a field called ``name`` most likely holds: by the table of synonyms, then by its words."""
    concept = concept_of(name)
    if concept:
        # A choice needs its choices, which only a hint can give.
        return FieldType.TEXT if concept.type is FieldType.CHOICE else concept.type
    return next((kind for kind, pattern in _BY_NAME if pattern.search(name)), FieldType.TEXT)


def make_field(name: str, hint: str = "", description: str = "", many: bool = False) -> Field:
    """The field that these words define."""
    read = read_hint(hint)
    return Field(
        name=name,
        type=read.type or type_of_name(name),
        hint=hint,
        description=description,
        format=read.format,
        unit=read.unit,
        choices=read.choices,
        sub_fields=read.sub_fields,
        many=many,
    )


def hint_for(field: Field) -> str:
    """The hint that gives ``field`` back its type: its own where it does, else one that does."""
    if read_hint(field.hint).type == field.type or (
        not read_hint(field.hint).type and type_of_name(field.name) is field.type
    ):
        return field.hint
    if field.choices:
        return "/".join(field.choices)
    if field.sub_fields:
        return "+".join(field.sub_fields)
    words = _TYPE_WORDS.get(field.type, "")
    chinese = any("一" <= character <= "鿿" for character in field.name)
    return next((w for w in words.split() if w.isascii() is not chinese), "") or field.hint
