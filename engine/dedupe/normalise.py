"""The form in which two values of one kind are compared; the file's own values stay untouched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from engine.dedupe.kinds import ColumnKind
from engine.types import Scalar

_PUNCTUATION = re.compile(r"[^\w一-鿿]+|_")
_SPACES = re.compile(r"\s+")
_CJK_GAP = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_LEGAL_FORMS = re.compile(
    r"\b(?:limited|ltd|incorporated|inc|corporation|corp|company|co|llc|llp|lp|plc|gmbh|ag|kg|sa|srl|"
    r"s r l|s a|bv|b v|nv|ab|as|oy|aps|pty|pte|private|cooperative|co operative|the)\b"
)
_LEGAL_FORMS_ZH = re.compile(
    r"(?:股份有限|有限责任|股份|有限)?(?:公司|厂)(?=$|\s)|個人獨資|个人独资|(?:股份)?有限公司"
)
_ADDRESS_WORDS: Mapping[str, str] = {
    "street": "st", "road": "rd", "avenue": "ave", "boulevard": "blvd", "drive": "dr",
    "lane": "ln", "court": "ct", "place": "pl", "square": "sq", "highway": "hwy",
    "parkway": "pkwy", "suite": "ste", "apartment": "apt", "floor": "fl", "building": "bldg",
    "north": "n", "south": "s", "east": "e", "west": "w", "northwest": "nw", "northeast": "ne",
    "southwest": "sw", "southeast": "se", "mount": "mt", "saint": "st", "crescent": "cres",
    "terrace": "tce", "circuit": "cct", "close": "cl", "strasse": "str", "straße": "str",
}  # fmt: skip
_ADDRESS_ZH = re.compile(r"中国|省|市|自治区|特别行政区")
_ADDRESS_ZH_SAME = str.maketrans({"层": "楼", "弄": "巷", "樓": "楼"})


def normaliser(kind: ColumnKind) -> Callable[[Scalar], str]:
    """The function that brings a value of ``kind`` into its comparable form; ``""`` is missing."""
    return _NORMALISERS.get(kind, text)


def text(value: Scalar) -> str:
    """Width and case folded, punctuation and doubled spaces gone."""
    if value is None:
        return ""
    folded = unicodedata.normalize("NFKC", str(value)).casefold().replace("&", " and ")
    spaced = _SPACES.sub(" ", _PUNCTUATION.sub(" ", folded)).strip()
    return _CJK_GAP.sub("", spaced)


def company(value: Scalar) -> str:
    """A company's name without its legal form, unless nothing else is left of it."""
    plain = text(value)
    bare = _LEGAL_FORMS_ZH.sub(" ", _LEGAL_FORMS.sub(" ", plain))
    bare = _CJK_GAP.sub("", _SPACES.sub(" ", bare).strip())
    return bare or plain


def address(value: Scalar) -> str:
    """An address with its common words abbreviated."""
    plain = text(value)
    words = " ".join(_ADDRESS_WORDS.get(word, word) for word in plain.split(" "))
    return _ADDRESS_ZH.sub("", words).translate(_ADDRESS_ZH_SAME)


def phone(value: Scalar) -> str:
    """The last eleven digits, without the 0 or 00 that stands for a country or a trunk line."""
    digits = "".join(
        letter for letter in unicodedata.normalize("NFKC", str(value or "")) if letter.isdigit()
    )
    return digits.lstrip("0")[-11:]


def email(value: Scalar) -> str:
    """Lower case, no spaces."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", str(value or "")).casefold())


def identifier(value: Scalar) -> str:
    """Letters and digits alone; a whole float as its integer."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    folded = unicodedata.normalize("NFKC", str("" if value is None else value)).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def number(value: Scalar) -> str:
    """A plain decimal number, or the text where it is none."""
    if value is None or value == "":
        return ""
    folded = unicodedata.normalize("NFKC", str(value)).strip().lstrip("$€£¥ ").replace(",", "")
    try:
        return f"{float(folded.rstrip('%')):.10g}"
    except ValueError:
        return text(value)


def date(value: Scalar) -> str:
    """Year, month and day as eight digits where they stand in this order, else the digits there are."""
    folded = unicodedata.normalize("NFKC", str("" if value is None else value))
    parts = re.findall(r"\d+", folded)
    if len(parts) >= 3 and len(parts[0]) == 4:
        return f"{parts[0]}{int(parts[1]):02d}{int(parts[2]):02d}"
    return "".join(parts) or text(value)


_NORMALISERS: Mapping[ColumnKind, Callable[[Scalar], str]] = {
    ColumnKind.COMPANY: company,
    ColumnKind.ADDRESS: address,
    ColumnKind.PHONE: phone,
    ColumnKind.EMAIL: email,
    ColumnKind.IDENTIFIER: identifier,
    ColumnKind.NUMBER: number,
    ColumnKind.DATE: date,
}
