"""Products in comparable form: sizes with their units, model codes without their hyphens."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_LEAST_CODE = 4
_LONGEST_HEAD = 5
_LONGEST_TAIL = 4


class ProductForm:
    """``units``: what is written after a number, in lower case, to the unit that it is."""

    def __init__(self, units: Mapping[str, str]) -> None:
        self._units = {**units, **{unit: unit for unit in units.values()}}
        names = "|".join(sorted(map(re.escape, self._units), key=len, reverse=True))
        self._size = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?)\s?-?\s?({names})(?!\w)")

    def __call__(self, text: str) -> str:
        """``text`` (lower case, half width) with ``40"``, ``40 in.`` and ``40-inch`` as ``40in``, and
        ``dsc-w120`` as ``dscw120``; ``5-port`` stays two words."""
        sized = self._size.sub(self._sized, text) if self._units else text
        return _HYPHENED.sub(_code, sized)

    def _sized(self, found: re.Match[str]) -> str:
        figure = found[1].rstrip("0").rstrip(".") if "." in found[1] else found[1]
        return f" {figure}{self._units[found[2]]} "


def _code(found: re.Match[str]) -> str:
    first, *others = found.group().split("-")
    words = [first]
    for part in others:
        if _one_code(words[-1], part):
            words[-1] += part
        else:
            words.append(part)
    return " ".join(words)


def _one_code(head: str, tail: str) -> bool:
    """Whether two parts around a hyphen are one code and no two words."""
    joined = head + tail
    if len(joined) < _LEAST_CODE or not any(c.isdigit() for c in joined):
        return False
    if tail.isalpha():
        return len(tail) <= (2 if head.isdigit() else _LONGEST_TAIL)
    return not (head.isalpha() and len(head) > _LONGEST_HEAD)
