"""States and countries whose law governs or whose courts decide, by one key in both languages."""

from __future__ import annotations

import re

_US_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|"
    "North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|"
    "South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|"
    "Puerto Rico|District of Columbia"
)
_COUNTRIES = {
    "china": "People[’']s Republic of China|PRC|China|中华人民共和国|中国(?!香港|澳门|台湾)",
    "hong kong": "Hong Kong|香港",
    "macau": "Maca[uo]|澳门",
    "taiwan": "Taiwan|台湾",
    "singapore": "Singapore|新加坡",
    "japan": "Japan|日本",
    "korea": "Korea|韩国",
    "india": "India",
    "england": "England(?: and Wales)?|United Kingdom|英格兰|英国",
    "scotland": "Scotland|苏格兰",
    "ireland": "Ireland|爱尔兰",
    "germany": "Germany|Federal Republic of Germany|德国",
    "france": "France|法国",
    "switzerland": "Switzerland|瑞士",
    "netherlands": "(?:The )?Netherlands|荷兰",
    "belgium": "Belgium|比利时",
    "sweden": "Sweden|瑞典",
    "norway": "Norway|挪威",
    "denmark": "Denmark|丹麦",
    "finland": "Finland|芬兰",
    "austria": "Austria|奥地利",
    "italy": "Italy|意大利",
    "spain": "Spain|西班牙",
    "luxembourg": "Luxembourg|卢森堡",
    "israel": "Israel|以色列",
    "australia": "Australia|New South Wales|Victoria|Queensland|澳大利亚",
    "new zealand": "New Zealand|新西兰",
    "canada": "Canada",
    "ontario": "Ontario",
    "british columbia": "British Columbia",
    "quebec": "Qu[eé]bec",
    "alberta": "Alberta",
    "bermuda": "Bermuda",
    "cayman islands": "Cayman Islands|开曼群岛",
    "british virgin islands": "British Virgin Islands|英属维尔京群岛",
    "mexico": "Mexico(?! Beach)",
    "brazil": "Brazil",
    "russia": "Russia(?:n Federation)?|俄罗斯",
    "uae": "United Arab Emirates|Dubai",
    "united states": "United States(?: of America)?|美国",
}

_NAMED = "|".join(f"(?P<c{index}>{pattern})" for index, pattern in enumerate(_COUNTRIES.values()))
PLACE = re.compile(rf"(?<![A-Za-z])(?:(?P<state>{_US_STATES})|{_NAMED})(?![A-Za-z])")
"""A state or country; :func:`key_of` names the match."""

_KEYS = tuple(_COUNTRIES)


def key_of(match: re.Match[str]) -> str:
    """The key of what :data:`PLACE` matched: a country in lower-case English, a state as ``US-…``."""
    state = match["state"]
    if state:
        return f"US-{state.lower()}"
    return next(key for index, key in enumerate(_KEYS) if match[f"c{index}"])


def place_in(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The first state or country in ``text[start:end]``: its key and its span."""
    match = PLACE.search(text, start, end)
    return None if match is None else (key_of(match), match.start(), match.end())
