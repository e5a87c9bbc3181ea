"""Which language a text is in, by the share of its letters' scripts."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en", "other"]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile(
    r"[\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff"
    r"\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]"
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|or|any|shall|for|by|this|that|with|is|be)\b", re.I)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_SAMPLE = 200_000


def detect_language(text: str) -> Language:
    """``"zh"``, ``"en"`` or ``"other"`` for ``text``.

    A Han character says as much as about three Latin letters, hence the weights. Kana, Hangul,
    Cyrillic and the like mean another language; so does Latin script with hardly any English
    function words, once the text is long enough to tell.
    """
    sample = text[:_SAMPLE]
    han, latin, foreign = (len(p.findall(sample)) for p in (_HAN, _LATIN, _FOREIGN))
    if foreign * 5 > han * 3 + latin + foreign:
        return "other"
    if han * 3 > latin:
        return "zh"
    words = len(_LATIN_WORD.findall(sample))
    if words >= 60 and len(_ENGLISH.findall(sample)) < words * 0.05:
        return "other" if foreign * 200 > latin else "en"
    return "en" if latin or not foreign else "other"
