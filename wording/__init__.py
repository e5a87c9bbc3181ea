"""The sentences for the engine's codes, in English and Chinese, shared by the window and the CLI.

One JSON file an area and language: ``wording/en/documents.json`` maps a code to
``{"what": "…{path}…", "next": "…"}``. No Qt and no engine here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh")
_WIDE_ENDS = tuple("。！？：；")
_ENDS = (*".!?:;…", *_WIDE_ENDS)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and what the person can do next (empty where there is nothing to do)."""

    what: str
    next: str = ""

    def __str__(self) -> str:
        """Both in a row; a list or a detail at the end of the first brings no full stop of its own, and
        a Chinese one needs no blank after it."""
        what = self.what
        if what and self.next and not what.endswith(_ENDS):
            what += "。" if self.next.endswith("。") else "."
        between = "" if what.endswith(_WIDE_ENDS) else " "
        return f"{what}{between}{self.next}".strip()


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every code with its templates, in ``language``."""
    entries: dict[str, Mapping[str, str]] = {}
    for file in sorted((files(__name__) / language).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            entries.update(json.loads(file.read_text(encoding="utf-8")))
    return entries


class _Blank(dict[str, Any]):
    """A missing parameter shows as its name: a half sentence helps more than a second error."""

    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


def sentence(code: str, params: Mapping[str, Any] | None = None, language: str = "en") -> Sentence:
    """The sentence for ``code``, filled; an unknown code is shown as itself."""
    entry = catalogue(language if language in LANGUAGES else "en").get(code)
    if entry is None:
        return Sentence(code)
    filled = _Blank(params or {})
    return Sentence(entry["what"].format_map(filled), entry.get("next", "").format_map(filled))
