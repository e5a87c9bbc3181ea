"""A bar chart as SVG, without a chart library: a title, and a bar with its number a row."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

ROW, LABEL, BARS, EDGE = 26, 230, 420, 16


def bars(title: str, rows: Sequence[tuple[str, float]]) -> str:
    """The chart of ``rows`` (name, number). Dark text on white: it is read on paper, too."""
    height = EDGE * 2 + ROW * (len(rows) + 1)
    width = EDGE * 2 + LABEL + BARS + 70
    most = max((value for _, value in rows), default=0.0) or 1.0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{EDGE}" y="{EDGE + 12}" font-weight="bold">{escape(title)}</text>',
    ]
    for place, (name, value) in enumerate(rows, 1):
        top = EDGE + ROW * place
        size = max(value / most * BARS, 0.5)
        start = EDGE + LABEL
        parts += [
            f'<text x="{start - 8}" y="{top + 16}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{start}" y="{top + 3}" width="{size:.1f}" height="{ROW - 8}" fill="#0a5fc4"/>',
            f'<text x="{start + size + 6:.1f}" y="{top + 16}">{value:,.1f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
