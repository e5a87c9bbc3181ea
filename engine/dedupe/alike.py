"""How alike two values of a kind are, in [0, 1]: over aligned arrays of comparable forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.scripts import across

Values = NDArray[np.object_]
Shares = NDArray[np.float32]

_TURNED = 0.95
"""Dates with day and month exchanged, phones that lack the area."""
_PART_OF_DATE = 0.92
_INITIALS = 0.92
"""``J. Smith`` and ``John Smith``, ``IBM`` and ``International Business Machines``."""
_OTHER_SCRIPT = 0.97
_ACRONYM = 6
_SAME_LOCAL = 0.85
_LOCAL = 5


def names(one: Values, two: Values) -> Shares:
    """Typing slips, swapped and abbreviated parts."""
    straight = _pairwise(JaroWinkler.normalized_similarity, one, two)
    return np.maximum(straight, _pairwise(fuzz.token_sort_ratio, one, two))


def worded(one: Values, two: Values) -> Shares:
    """Words in any order, some of them missing."""
    ordered = _pairwise(fuzz.token_sort_ratio, one, two)
    shared = _pairwise(fuzz.token_set_ratio, one, two)
    return np.maximum(_pairwise(fuzz.ratio, one, two), 0.5 * ordered + 0.5 * shared)


def codes(one: Values, two: Values) -> Shares:
    """Slips of single characters and swapped neighbours."""
    return _pairwise(OSA.normalized_similarity, one, two)


def phones(one: Values, two: Values) -> Shares:
    """The last seven digits decide where one side lacks the area or the country."""
    similar = codes(one, two)
    tails = np.array([a[-7:] == b[-7:] and len(a) >= 7 for a, b in zip(one, two, strict=True)])
    return np.where(tails, np.maximum(similar, _TURNED), similar)


def emails(one: Values, two: Values) -> Shares:
    """Slips; the same name at another domain."""
    return raised(codes(one, two), one, two, _mailed)


def dates(one: Values, two: Values) -> Shares:
    """Slips; day and month exchanged; a month or a year of which one side tells the day."""
    return raised(codes(one, two), one, two, _dated)


def numbers(one: Values, two: Values) -> Shares:
    """1 less the difference relative to the larger; words that stand for numbers as words."""
    first, second = _figures(one), _figures(two)
    larger = np.maximum(np.maximum(np.abs(first), np.abs(second)), 1e-9)
    near = np.clip(1 - np.abs(first - second) / larger, 0, 1)
    written = np.isnan(near)
    if written.any():
        near[written] = codes(one[written], two[written])
    return near.astype(np.float32)


def raised(found: Shares, one: Values, two: Values, least: Callable[[str, str], float]) -> Shares:
    """``found``, raised to what ``least`` says of pairs that are not nearly equal already."""
    for place in np.flatnonzero(found < _INITIALS).tolist():
        found[place] = max(found[place], least(one[place], two[place]))
    return found


def is_short(value: str, kind: ColumnKind) -> bool:
    """Whether a value may be short for another: a name with an initial, an acronym of a company."""
    if kind is ColumnKind.NAME:
        return " " in value and any(len(part) == 1 for part in value.split())
    return 2 <= len(value) <= _ACRONYM and value.isascii() and value.isalpha()


def short_forms(one: Values, two: Values, kind: ColumnKind) -> Shares:
    """How alike values are of which one is short for the other; 0 for others."""
    least = _initialled if kind is ColumnKind.NAME else _acronym
    pairs = zip(one, two, strict=True)
    return np.fromiter((least(a, b) for a, b in pairs), np.float32, len(one))


def scripts(one: Values, two: Values) -> Shares:
    """Chinese on the left beside Latin letters on the right."""
    found = (across(chinese, latin) for chinese, latin in zip(one, two, strict=True))
    return np.fromiter(found, np.float32, len(one)) * np.float32(_OTHER_SCRIPT)


def _pairwise(scorer: Callable[..., float], one: Values, two: Values) -> Shares:
    """A rapidfuzz scorer over aligned values; percentages become shares."""
    scores: Shares = process.cpdist(one, two, scorer=scorer, dtype=np.float32, workers=1)
    return scores / np.float32(100) if scorer.__module__.startswith("rapidfuzz.fuzz") else scores


def _initialled(one: str, two: str) -> float:
    """Names of as many parts, in any order, of which some are a letter on one side."""
    first, second = one.split(), two.split()
    if len(first) != len(second) or len(first) < 2:
        return 0.0
    if all(len(part) > 1 for part in (*first, *second)):
        return 0.0
    left = list(second)
    whole = 0
    for part in sorted(first, key=len, reverse=True):
        partner = next((p for p in left if p == part), None) or next(
            (p for p in left if p[0] == part[0] and 1 in (len(p), len(part))), None
        )
        if partner is None:
            return 0.0
        whole += partner == part and len(part) > 1
        left.remove(partner)
    return _INITIALS if whole else 0.0


def _acronym(one: str, two: str) -> float:
    short, long = sorted((one, two), key=len)
    if " " in short or len(short) > _ACRONYM or " " not in long:
        return 0.0
    letters = "".join(word[0] for word in long.split())
    small = "".join(word[0] for word in long.split() if word not in ("and", "of", "for"))
    return _INITIALS if short in (letters, small) else 0.0


def _mailed(one: str, two: str) -> float:
    local, at, _ = one.partition("@")
    return _SAME_LOCAL if at and len(local) >= _LOCAL and two.startswith(local + at) else 0.0


def _dated(one: str, two: str) -> float:
    if len(one) == len(two) == 8:
        return _TURNED if one[:4] == two[:4] and one[4:6] + one[6:] == two[6:] + two[4:6] else 0.0
    short, long = sorted((one, two), key=len)
    return _PART_OF_DATE if len(short) in (4, 6) and long.startswith(short) else 0.0


def _figures(values: Values) -> NDArray[np.float64]:
    return np.array([_figure(value) for value in values], dtype=np.float64)


def _figure(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")


BY_KIND: Mapping[ColumnKind, Callable[[Values, Values], Shares]] = {
    ColumnKind.NAME: names,
    ColumnKind.COMPANY: worded,
    ColumnKind.ADDRESS: worded,
    ColumnKind.PRODUCT: worded,
    ColumnKind.TEXT: worded,
    ColumnKind.PHONE: phones,
    ColumnKind.EMAIL: emails,
    ColumnKind.IDENTIFIER: codes,
    ColumnKind.DATE: dates,
    ColumnKind.NUMBER: numbers,
}
