"""A Chinese or English address split into its parts, as far as it names them; nothing is filled in."""

from __future__ import annotations

import re

PROVINCE, CITY, DISTRICT, STREET, POSTCODE = "province", "city", "district", "street", "postcode"

_ZH = re.compile(
    r"(?:中国|中华人民共和国)?"
    r"(?P<province>(?:北京|上海|天津|重庆)市?(?=[一-鿿])|[一-鿿]{2,3}省|(?:内蒙古|广西壮族|宁夏回族|新疆维吾尔|西藏)自治区|(?:内蒙古|广西|宁夏|新疆|西藏)(?=[一-鿿]{2,6}[市盟州])|(?:香港|澳门)特别行政区)?"
    r"(?P<city>[一-鿿]{2,8}?(?:市|自治州|盟|地区)(?!场))?"
    r"(?P<district>[一-鿿]{1,8}?(?:新区|高新区|开发区|自治县|自治旗|林区|区|县|旗|市)(?![路街道]))?"
    r"(?P<street>.*)",
    re.DOTALL,
)
_POSTCODE_ZH = re.compile(
    r"(?:邮编|邮政编码)[:： ]*(?P<code>[0-9]{6})|(?<![0-9])(?P<bare>[1-8][0-9]{5})(?![0-9])\s*\Z"
)
_US = re.compile(
    r"(?P<street>.+?),\s*(?P<city>[A-Z][A-Za-z.' \-]+?),\s*(?P<province>[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\.?"
    r"\s+(?P<postcode>[0-9]{5}(?:-[0-9]{4})?)",
    re.DOTALL,
)
_HAN = re.compile(r"[一-鿿]")
_NAMES = {
    PROVINCE: re.compile(r"^(?:省份?|省/?市|省级|province|state)$", re.IGNORECASE),
    CITY: re.compile(r"^(?:市|城市|地市|city|town)$", re.IGNORECASE),
    DISTRICT: re.compile(r"^(?:区县?|区/县|县区?|县/区|district|county)$", re.IGNORECASE),
    STREET: re.compile(r"^(?:详细地址|街道|路名|地址|门牌|street|address|detail)$", re.IGNORECASE),
    POSTCODE: re.compile(r"^(?:邮编|邮政编码|zip|zip ?code|post ?code|postal code)$", re.IGNORECASE),
}  # fmt: skip


def address_parts(text: str) -> tuple[tuple[str, str], ...]:
    """``(part, words)`` for each part that the address names, in the order from the largest to the
    smallest; nothing for an address that names none. Parts: ``province``, ``city``, ``district``,
    ``street``, ``postcode``."""
    line = " ".join(text.split())
    found = _chinese(line.replace(" ", "")) if _HAN.search(line) else _american(line)
    if not any(found.get(part) for part in (PROVINCE, CITY, DISTRICT)):
        return ()
    order = (PROVINCE, CITY, DISTRICT, STREET, POSTCODE)
    return tuple((part, found[part]) for part in order if found.get(part))


def split_address(text: str, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """An address cut into the parts that ``names`` ask for (省, 市, 区, 详细地址 …), empty where it
    names none; ``None`` where the names are no parts of an address."""
    wanted = [next((p for p, known in _NAMES.items() if known.match(n)), None) for n in names]
    if len(names) < 2 or None in wanted:
        return None
    found = dict(address_parts(text))
    return tuple(found.get(part or "", "") for part in wanted)


def _chinese(line: str) -> dict[str, str]:
    code = _POSTCODE_ZH.search(line)
    if code:
        line = (line[: code.start()] + line[code.end() :]).strip("，,;；()（）")
    match = _ZH.match(line)
    parts = {name: value or "" for name, value in match.groupdict().items()} if match else {}
    if code:
        parts[POSTCODE] = code["code"] or code["bare"]
    return parts


def _american(line: str) -> dict[str, str]:
    match = _US.search(line)
    return {name: value.strip() for name, value in match.groupdict().items()} if match else {}
