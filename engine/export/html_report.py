"""The shell of a report that stands alone: one file, no script, no font, no connection."""

from __future__ import annotations

from html import escape

from engine.export.about import About
from engine.export.labels import labels, run_lines
from engine.export.sheets import clean

_STYLE = """
:root { color-scheme: light dark; --text: #1c1c1e; --page: #fff; --soft: #5c5f66; --line: #d4d6da; --band: #f3f4f6;
  --gone: #a4161a; --gone-page: #fde8e8; --come: #0b5d34; --come-page: #e2f5ea; --mark: #ffe1a8 }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --page: #1a1b1e; --soft: #a5a8b0; --line: #45484f;
  --band: #26282d; --gone: #ffb3b3; --gone-page: #4a1f22; --come: #a6e9c3; --come-page: #163d2a; --mark: #6b4e12 } }
* { box-sizing: border-box }
body { font: 15px/1.55 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: var(--text); background: var(--page); margin: 2rem auto; max-width: 72rem; padding: 0 1.25rem }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.05rem; margin: 0 }
p { margin: .4rem 0 } small, .soft { color: var(--soft) }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: var(--band) } mark { background: var(--mark); color: inherit }
del { color: var(--gone); background: var(--gone-page); text-decoration: line-through }
ins { color: var(--come); background: var(--come-page); text-decoration: underline }
.change { border: 1px solid var(--line); border-radius: .4rem; margin: .8rem 0; padding: .7rem .9rem; break-inside: avoid-page }
.change > .words, td.words { white-space: pre-wrap } .rejected { opacity: .6 }
.badge { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; margin-right: .35rem; font-size: .85rem }
.badge.contradicts, .badge.stricter, .badge.looser { font-weight: 600 } .badge.contradicts { border-color: var(--gone); color: var(--gone) }
details { margin: .8rem 0 } summary { cursor: pointer }
@media print { :root { --text: #000; --page: #fff; --soft: #444; --line: #999; --band: #eee; --gone: #900; --come: #064;
  --gone-page: #fff; --come-page: #fff; --mark: #eee } body { margin: 0; max-width: none; font-size: 10.5pt }
  .change { break-inside: avoid } a { color: inherit; text-decoration: none } }
"""


def head(title: str, language: str) -> str:
    """Everything before the body's own content."""
    tag = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html_text(title)}</title><style>{_STYLE}</style></head>\n<body>"
        f"<h1>{html_text(title)}</h1>\n"
    )


def foot(about: About) -> str:
    """What failed, how the results came about, and the end of the page."""
    label = labels(about.language)
    parts = [
        f"<p>{html_text(f'{failure.item}: {about.say(failure)}')}</p>\n"
        for failure in about.failures
    ]
    if about.run:
        rows = "".join(
            f"<tr><td>{html_text(name)}</td><td>{html_text('' if value is None else str(value))}</td></tr>"
            for name, value in run_lines(about.run, about.language)
        )
        parts.append(
            f"<details><summary>{html_text(label('Run'))}</summary><table>{rows}</table></details>\n"
        )
    return "".join(parts) + "</body></html>\n"


def html_text(text: str) -> str:
    """``text`` for a page: escaped, without what XML and people cannot read."""
    return escape(clean(text))
