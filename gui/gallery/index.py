"""The gallery's page: a row a scene, its pictures side by side."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to look at everything; its pictures lie in a folder of that name."""

    language: str
    scheme: str
    percent: int

    @property
    def folder(self) -> str:
        """Such as ``en-light-100``."""
        return f"{self.language}-{self.scheme}-{self.percent}"


def every_variant(
    languages: Sequence[str], schemes: Sequence[str], percents: Sequence[int]
) -> list[Variant]:
    """All combinations, in the order in which the page shows them."""
    return [
        Variant(language, scheme, percent)
        for percent in percents
        for language in languages
        for scheme in schemes
    ]


def file_name(number: int, scene: str) -> str:
    """Where a scene's picture is kept, so that folders sort as the scenes came."""
    words = "".join(letter if letter.isalnum() else "-" for letter in scene).strip("-")
    return f"{number:02}-{words}.png"


def write_index(folder: Path, variants: Sequence[Variant]) -> Path:
    """Write ``index.html`` over the pictures that are there; returns its path."""
    names = sorted({path.name for one in variants for path in (folder / one.folder).glob("*.png")})
    rows = "\n".join(_row(folder, name, variants) for name in names)
    page = folder / "index.html"
    page.write_text(_PAGE.replace("ROWS", rows), encoding="utf-8")
    return page


def _row(folder: Path, name: str, variants: Sequence[Variant]) -> str:
    title = html.escape(name.removesuffix(".png")[3:].replace("-", " "))
    cells = "".join(
        f'<a href="{one.folder}/{name}"><figure><img loading="lazy" src="{one.folder}/{name}"'
        f' alt="{title}, {one.folder}"><figcaption>{one.folder}</figcaption></figure></a>'
        for one in variants
        if (folder / one.folder / name).exists()
    )
    return f"<h2>{title}</h2><div class=row>{cells}</div>"


_PAGE = """<!doctype html><meta charset="utf-8"><title>ClauseDesk: every page</title>
<style>
body { font: 15px system-ui, sans-serif; margin: 24px; background: #e9ebee; color: #1f2328 }
.row { display: flex; flex-wrap: wrap; gap: 16px }
figure { margin: 0 } img { width: 420px; border: 1px solid #aab; background: #fff }
figcaption { color: #59636e; font-size: 13px }
</style>
<h1>ClauseDesk: every page</h1>
ROWS
"""
