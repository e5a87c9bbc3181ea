"""The same term of a Chinese contract in several wordings; see :mod:`training.concepts`."""

from __future__ import annotations

import random
from collections.abc import Callable

from training.fillers_zh import capital, chinese_number

Random = random.Random


def _days(r: Random) -> str:
    return str(r.choice([3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180]))


def _months(r: Random) -> str:
    return str(r.choice([1, 2, 3, 6, 9, 12, 18, 24, 36]))


def _years(r: Random) -> str:
    return str(r.randint(1, 10))


def _spell(value: str, r: Random) -> str:
    words = chinese_number(int(value), "零一二三四五六七八九", "十百千")
    words = words.removeprefix("一") if 10 <= int(value) < 20 else words
    return r.choice([value, value, words])


def _money(r: Random) -> str:
    return str(
        r.choice([1, 2, 3, 5, 8, 10, 12, 15, 20, 50, 80, 100, 150, 300]) * r.choice([1000, 10000])
    )


def _show_money(value: str, r: Random) -> str:
    n = int(value)
    return r.choice(
        [f"{n}元", f"人民币{n:,}元", f"{n / 10000:g}万元", f"人民币{capital(n)}", f"{n:,}.00元"]
    )


def _rate(r: Random) -> str:
    return str(r.choice([1, 2, 3, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50]))


def _show_rate(value: str, r: Random) -> str:
    words = chinese_number(int(value), "零一二三四五六七八九", "十百千")
    words = words.removeprefix("一") if 10 <= int(value) < 20 else words
    return r.choice([f"{value}%", f"{value}%", f"{value}％", f"百分之{words}"])


def _date(r: Random) -> str:
    return f"{r.randint(2004, 2030)}-{r.randint(1, 12)}-{r.randint(1, 28)}"


def _show_date(value: str, r: Random) -> str:
    y, m, d = value.split("-")
    return r.choice([f"{y}年{m}月{d}日", f"{y}年{m}月{d}日", f"{y}-{int(m):02}-{int(d):02}"])


def _same(value: str, r: Random) -> str:
    return value


def _choice(*values: str) -> Callable[[Random], str]:
    return lambda r: r.choice(values)


Concept = tuple[str, Callable[[Random], str], Callable[[str, Random], str], tuple[str, ...]]

CONCEPTS: dict[str, Concept] = {
    "payment": ("duration", _days, _spell, (
        "{A}应在收到发票后{}日内付款。", "付款期限为收到发票之日起{}天。", "{A}须于开票后{}日内付清全部款项。",
        "发票开具后{}日内，{A}应支付相应价款。", "账期为{}天，自收到发票之日起算。")),
    "notice": ("duration", _days, _spell, (
        "任何一方提前{}日书面通知对方，可以解除本合同。", "本合同可由任一方提前{}天以书面形式通知对方而终止。",
        "解除合同的通知期为{}日。", "双方均可解除合同，但应当提前{}日通知。")),
    "cure": ("duration", _days, _spell, (
        "违约方应在收到通知后{}日内纠正违约行为。", "一方违约的，应于接到书面通知之日起{}天内改正。", "违约的补救期为{}日。")),
    "term": ("duration", _years, _spell, (
        "本合同有效期为{}年。", "本合同自生效之日起{}年内有效。", "合同期限{}年，期满自动终止。", "双方约定的合作期限是{}年。")),
    "secrecy": ("duration", _years, _spell, (
        "保密义务在合同终止后{}年内继续有效。", "合同终止后{}年内，接收方不得泄露保密信息。", "保密期限为合同终止后{}年。")),
    "warranty": ("duration", _months, _spell, (
        "质保期为{}个月，自验收合格之日起算。", "{B}对产品提供{}个月的质量保证。", "验收合格后{}个月内出现质量问题的，由{B}免费维修。",
        "产品保修期限是{}个月。")),
    "delivery": ("duration", _days, _spell, (
        "{B}应在合同签订后{}日内交货。", "交货期为合同生效后{}天。", "货物须于签约之日起{}日内送达。", "{B}最迟在订单下达后{}日交付货物。")),
    "probation": ("duration", _months, _spell, ("试用期为{}个月。", "乙方的试用期限是{}个月，自入职之日起算。", "双方约定{}个月的试用期。")),
    "acceptance": ("duration", _days, _spell, (
        "{A}应在收货后{}日内完成验收。", "验收期限为到货之日起{}天。", "{A}收到货物后，须于{}日内检验完毕。")),
    "works": ("duration", _days, _spell, ("工程总工期为{}天。", "{B}应在开工后{}日内完工。", "本工程施工期限{}日历天。")),
    "lease": ("duration", _years, _spell, ("租赁期限为{}年。", "房屋租期{}年，自交付之日起计算。", "承租方租用该房屋{}年。")),
    "price": ("amount", _money, _show_money, (
        "合同总价为{}。", "{A}应向{B}支付合同价款共计{}。", "本合同项下的总金额是{}。", "双方确认合同价款为{}。")),
    "cap": ("amount", _money, _show_money, (
        "任何一方的赔偿责任总额不超过{}。", "违约方承担的赔偿以{}为限。", "赔偿责任的上限为{}。")),
    "deposit": ("amount", _money, _show_money, ("{B}应缴纳保证金{}。", "履约保证金的数额为{}，由{B}交纳。", "{B}须向{A}交付{}作为保证金。")),
    "rent": ("amount", _money, _show_money, ("月租金为{}。", "承租方每月应付租金{}。", "租金标准：每月{}。")),
    "salary": ("amount", _money, _show_money, ("乙方的月工资为{}。", "甲方每月向乙方支付劳动报酬{}。", "劳动者月薪{}，按月发放。")),
    "loan": ("amount", _money, _show_money, ("借款金额为{}。", "出借人向借款人提供借款{}。", "本合同项下借款本金是{}。")),
    "penalty": ("amount", _money, _show_money, ("违约方应支付违约金{}。", "一方违约的，须向对方偿付{}作为违约金。", "违约金数额约定为{}。")),
    "late": ("number", _rate, _show_rate, ("逾期付款的，每日按应付款的{}支付滞纳金。", "迟延付款违约金为每日{}。", "{A}逾期付款，按日加收欠款{}的违约金。")),
    "interest": ("number", _rate, _show_rate, ("借款年利率为{}。", "借款利息按年利率{}计算。", "年息{}。")),
    "advance": ("number", _rate, _show_rate, ("合同签订后，{A}支付合同总价的{}作为预付款。", "预付款比例为合同总额的{}。", "{A}先行支付{}的货款。")),
    "retention": ("number", _rate, _show_rate, ("合同价款的{}作为质量保证金。", "{A}扣留总价的{}作为质保金。", "质保金比例是合同总价的{}。")),
    "tax": ("number", _rate, _show_rate, ("增值税税率为{}。", "{B}应开具税率为{}的增值税专用发票。", "适用税率{}。")),
    "share": ("number", _rate, _show_rate, ("{A}持有目标公司{}的股权。", "{A}的出资比例为{}。", "{A}占注册资本的{}。")),
    "effective": ("date", _date, _show_date, ("本合同自{}起生效。", "合同生效日期为{}。", "{}是本合同的生效之日。")),
    "expiry": ("date", _date, _show_date, ("本合同于{}到期。", "合同有效期至{}止。", "{}本合同期限届满。")),
    "delivered": ("date", _date, _show_date, ("{B}应于{}交货。", "交货日期定为{}。", "货物须在{}当日送达。")),
    "court": ("law", _choice("北京市朝阳区人民法院", "上海仲裁委员会", "深圳国际仲裁院", "广州市天河区人民法院", "中国国际经济贸易仲裁委员会"), _same, (
        "因本合同发生的争议由{}管辖。", "协商不成的，任何一方可将争议提交{}处理。", "双方约定争议解决机构为{}。")),
    "law": ("law", _choice("中华人民共和国法律", "香港特别行政区法律", "英国法律", "新加坡法律", "美国纽约州法律"), _same, (
        "本合同适用{}。", "本合同的订立、效力、解释均受{}管辖。", "与本合同有关的事项依据{}处理。")),
    "freight": ("party", _choice("{A}", "{B}"), _same, ("运费由{}承担。", "货物运输费用由{}负担。", "{}负责支付运输费。")),
    "taxes": ("party", _choice("{A}", "{B}"), _same, ("与本合同有关的税费由{}承担。", "{}负担履行本合同产生的税费。", "应由{}缴纳相关税费。")),
    "repairs": ("party", _choice("{A}", "{B}"), _same, ("租赁物的维修由{}负责。", "{}承担租赁物的维修义务。", "租赁物需要维修的，应由{}修理。")),
    "title": ("party", _choice("{A}", "{B}"), _same, ("项目成果的知识产权归{}所有。", "{}享有本项目产生的知识产权。", "因履行本合同形成的知识产权属于{}。")),
    "sublet": ("modality", _choice("可以", "不得"), _same, ("承租方{}将房屋转租给他人。", "承租人{}转租。", "未来租期内承租方{}转租该房屋。")),
    "assign": ("modality", _choice("可以", "不得"), _same, ("{B}{}将本合同项下的权利义务转让给第三方。", "{B}{}转让本合同。", "本合同的权利和义务，{B}{}让与他人。")),
    "subcontract": ("modality", _choice("有权", "无权"), _same, ("{B}{}将工程分包。", "{B}{}把部分工作交由第三方完成。", "对于本合同的工作，{B}{}进行分包。")),
    "exclusive": ("negation", _choice("独家", "非独家"), _same, ("{A}授予{B}{}许可。", "{B}取得的是{}使用权。", "本合同项下的授权为{}授权。")),
    "renewal": ("negation", _choice("自动续期一年", "终止，不再续期"), _same, ("合同期满后{}。", "期限届满时，本合同{}。", "到期后本合同{}。")),
}  # fmt: skip
"""Kind of value, how to draw it, how to show it, wordings. ``{A}`` and ``{B}`` are the parties."""

PARTIES = (
    ("甲方", "乙方"),
    ("买方", "卖方"),
    ("需方", "供方"),
    ("委托方", "受托方"),
    ("发包人", "承包人"),
    ("采购人", "供应商"),
)


def value_of(key: str, rng: Random, other_than: str | None = None) -> str:
    """A value of the term ``key``, another one than ``other_than``."""
    while True:
        value = CONCEPTS[key][1](rng)
        if value != other_than:
            return value


def say(key: str, value: str, parties: tuple[str, str], rng: Random) -> str:
    """One of the wordings of ``key`` with ``value``."""
    _, _, show, wordings = CONCEPTS[key]
    text = rng.choice(wordings).replace("{}", show(value, rng))
    return text.replace("{A}", parties[0]).replace("{B}", parties[1])


def neighbour(key: str, rng: Random) -> str:
    """Another term, of the same kind of value where there is one."""
    kind = CONCEPTS[key][0]
    like = [k for k in CONCEPTS if k != key and CONCEPTS[k][0] == kind]
    return rng.choice(like or [k for k in CONCEPTS if k != key])
