"""Full-width forms folded to ASCII, one character for one, so that offsets stay what they were."""

from __future__ import annotations

_FULL = "＀"
_FORMS = {ord(_FULL) + code: chr(0x20 + code) for code in range(1, 0x5F)}
# Chinese commas separate clauses as well as thousands; the number pattern decides which.
del _FORMS[ord("，")]
_FORMS |= {
    ord("￥"): "¥",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
    ord("\u2007"): " ",
    ord("\u202f"): " ",
    ord("–"): "-",
    ord("—"): "-",
    ord("−"): "-",
    ord("‑"): "-",
    ord("‐"): "-",
    ord("﹣"): "-",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("﹪"): "%",
    ord("○"): "〇",
    ord("◯"): "〇",
    ord("Ｏ"): "〇",
}


def fold(text: str) -> str:
    """``text`` with full-width digits, letters, signs and odd dashes and spaces made plain.

    The result has the same length: a span found in it is a span of ``text``.
    """
    return text.translate(_FORMS)
