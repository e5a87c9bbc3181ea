"""The three modes as a page with bars: one file, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from engine.export.files import text_output

_ROW, _LABEL, _BARS, _NUMBER = 30, 210, 420, 110
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2330; --paper: #ffffff; --bar: #0a5fc4; --line: #c9d0db; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf0; --paper: #171a20; --bar: #6aa9f4; --line: #424a57; }
}
body { background: var(--paper); color: var(--ink); font-family: system-ui, sans-serif;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; }
svg { width: 100%; height: auto; }
svg text { fill: var(--ink); font-size: 14px; }
svg rect { fill: var(--bar); }
table { border-collapse: collapse; margin-top: 1rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .8rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
"""


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart: a title, and a name, a number and the number in words a row."""

    title: str
    rows: Sequence[tuple[str, float, str]]


@dataclass(frozen=True, slots=True)
class ChartPage:
    """What stands on the page, every word in the person's language. ``language`` is ``en`` or ``zh``."""

    language: str
    title: str
    about: Sequence[str]
    charts: Sequence[Bars]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_chart_page(target: Path, page: ChartPage) -> None:
    """Write the page. Raises ``UserError`` as every export."""
    with text_output(target) as stream:
        stream.write(_page(page))


def _page(page: ChartPage) -> str:
    language = "zh-Hans" if page.language == "zh" else "en"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(page.title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in page.about),
        *map(_chart, page.charts),
        _table(page.header, page.rows),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _chart(chart: Bars) -> str:
    most = max((value for _, value, _ in chart.rows), default=0.0) or 1.0
    height = _ROW * len(chart.rows)
    width = _LABEL + _BARS + _NUMBER
    said = "; ".join(f"{name}: {shown}" for name, _, shown in chart.rows)
    parts = [
        f"<h2>{escape(chart.title)}</h2>",
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(said)}">',
    ]
    for place, (name, value, shown) in enumerate(chart.rows):
        top = _ROW * place
        size = max(value / most * _BARS, 1.0)
        parts += [
            f'<text x="{_LABEL - 10}" y="{top + 20}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{_LABEL}" y="{top + 5}" width="{size:.1f}" height="{_ROW - 10}" rx="2"/>',
            f'<text x="{_LABEL + size + 8:.1f}" y="{top + 20}">{escape(shown)}</text>',
        ]
    return "".join([*parts, "</svg>"])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
