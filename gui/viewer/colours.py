"""A colour a field, so that a reader tells apart whose words they are; in light and in dark."""

from __future__ import annotations

from gui import theme
from gui.theme import Shade

LIGHT = (
    Shade("#0a5fc4", "#dcebff"),
    Shade("#8a5300", "#ffedc2"),
    Shade("#176f31", "#d8f6df"),
    Shade("#8b2fb0", "#f4e2fb"),
    Shade("#b3382c", "#ffe4df"),
    Shade("#00727a", "#d3f3f4"),
    Shade("#a3307a", "#ffe1f2"),
    Shade("#55650a", "#edf4c6"),
    Shade("#4f4fc4", "#e6e6ff"),
    Shade("#7a4a2b", "#f6e6da"),
)
DARK = (
    Shade("#8cc2ff", "#143a66"),
    Shade("#edc25c", "#46360f"),
    Shade("#74d88c", "#173a24"),
    Shade("#dda6f5", "#442055"),
    Shade("#ffa59b", "#54231e"),
    Shade("#6fd5db", "#10414a"),
    Shade("#ffa3d6", "#501f41"),
    Shade("#c8d76a", "#363d12"),
    Shade("#b9b9ff", "#2d2d66"),
    Shade("#e4b797", "#47301f"),
)
"""``ink`` is legible on its ``wash`` and on the page."""


def shade(number: int, dark: bool | None = None) -> Shade:
    """The colour of the field in column ``number``; after ten columns they come again."""
    shades = DARK if (theme.is_dark() if dark is None else dark) else LIGHT
    return shades[number % len(shades)]
