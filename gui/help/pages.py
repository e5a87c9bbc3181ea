"""The pages of the guide: which there are, in which order, what they are called, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engine.paths import resource_path

ORDER = (
    "index",
    "fields",
    "duplicates",
    "contradictions",
    "playbooks",
    "compare",
    "scores",
    "exports",
    "models",
    "servers",
    "command-line",
    "preferences",
    "privacy",
    "troubleshooting",
    "shortcuts",
)
"""Every page, by the name of its file."""

TOPICS = {
    "documents": "index",
    "fields": "fields",
    "duplicates": "duplicates",
    "contradictions": "contradictions",
    "compare": "compare",
    "pairs": "duplicates",
    "activity": "troubleshooting",
    "models": "models",
    "servers": "servers",
}
"""The page of the guide for each page of the window."""

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """``text`` is Markdown."""

    name: str
    title: str
    text: str

    def holds(self, words: str) -> bool:
        """Whether every one of ``words`` stands in it."""
        plain = _LINK.sub(r"\1", self.text).casefold()
        return all(word in plain for word in words.casefold().split())


def guide_folder(language: str) -> Path:
    """Where the pages of a language are."""
    return resource_path("guide", "zh" if language == "zh" else "en")


def read_pages(language: str) -> tuple[GuidePage, ...]:
    """All pages. Some tens of kilobytes: read where they are asked for."""
    folder = guide_folder(language)
    pages = []
    for name in ORDER:
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
        pages.append(GuidePage(name, text.partition("\n")[0].lstrip("# ").strip(), text))
    return tuple(pages)
