"""Units of time and of things, in English and Chinese."""

from __future__ import annotations

import re

TIME_NAMES = ("business_day", "day", "week", "month", "quarter", "year", "hour", "minute")

TIME = re.compile(
    r"""[ \t\r\n-]{0,3}
    (?:(?P<business_day>
          (?:business|working|trading|banking)[\s-]{1,3}days?\b
        | [个個]?(?:银行|法定)?(?:工作|交易|营业)[日天])
      |(?P<day>(?:(?:calendar|consecutive|natural)[\s-]{1,3})?days?\b
        | [个個]?(?:日历|自然)[日天] | 天 | 日(?![元圆本常历期]))
      |(?P<week>weeks?\b | 周(?!年|[一二三四五六日边转]) | [个個]?星期(?![一二三四五六日天]))
      |(?P<month>(?:calendar[\s-]{1,3})?months?\b | [个個]月)
      |(?P<quarter>(?:calendar[\s-]{1,3})?quarters?\b | [个個]季度)
      |(?P<year>(?:calendar[\s-]{1,3}|fiscal[\s-]{1,3})?years?\b
        | [个個]?周?年(?![度代级月报]|[ ]?[0-9〇零一二三四五六七八九十]{1,3}[ ]?月)(?P<half>半)?)
      |(?P<hour>hours?\b | [个個]?小时)
      |(?P<minute>minutes?\b | 分钟))""",
    re.IGNORECASE | re.VERBOSE,
)

HALF_YEAR = re.compile(r"(?<![上下前后年])半年(?![度报])")

# Single characters that begin a word are not units: 10份额, 3人民.
_CHINESE_UNITS = (
    "平方米|平方公里|立方米|公顷|公里|千米|厘米|毫米|公斤|千克|千瓦时|千瓦|兆瓦|台套|人次|"
    "台(?!湾)|人(?!民)|份(?!额)|名(?!称)|次(?!日)|批(?!准)|根(?!据)|组(?!织|成)|部(?!门|分)|包(?!括|含)|只(?!有|能)|"
    "[套件吨克米页辆箱袋瓶张株亩升艘架块册间层户股座片桶颗粒盒倍瓦]"
)
_ENGLISH_UNITS = (
    r"sq(?:uare)?\.?\s(?:feet|foot|ft|meters?|metres?|miles?|yards?)|cubic\s(?:feet|meters?|metres?|yards?)|"
    r"kWh|MWh|GWh|kW|MW|GW|kg|mg|km|cm|mm|ml|kms|lbs?|oz|tons?|tonnes?|pounds|ounces|grams?|kilograms?|"
    r"meters?|metres?|feet|miles|inches|acres|hectares|gallons|barrels|liters|litres|"
    r"cop(?:y|ies)|counterparts|originals|units?|pieces|pcs|sets?|shares|options|warrants|persons|people|"
    r"employees|members|directors|pages|copies|votes|vehicles|rooms|seats|users|licenses|sites|times|m²|m³|m2|m3"
)
UNIT_WORD = re.compile(
    rf"[ ]?([个個](?!月|[工交营自日法银])|{_CHINESE_UNITS}|㎡|m²|m³)"
    rf"|[ \t\r\n-]{{0,2}}({_ENGLISH_UNITS})\b",
    re.IGNORECASE,
)
NAMED_THING = re.compile(r"[ \t\r\n]{1,2}([A-Za-z]{3,20})\b")
