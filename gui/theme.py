"""Looks: Qt's native light and dark, semantic colours that keep AA contrast, and one spacing scale."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QPalette,
)

from engine.types import ReviewState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

TIGHT, SMALL, MEDIUM, LARGE, HUGE = 4, 8, 12, 16, 32
"""The spacing scale, in device-independent pixels."""

BODY, LEAD, TITLE = 1.0, 1.15, 1.3
"""The type scale, in multiples of the system's own size: nothing is smaller than that. Headings of
parts are ``BODY`` in semibold, ``LEAD`` is what is being judged, ``TITLE`` what stands alone."""

RADIUS = 4
"""The rounding of boxes, in device-independent pixels."""


class Scheme(StrEnum):
    """What the user chose: follow the system, or one of the two."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """What a colour says. Colour never says it alone: an icon or a word stands beside it."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    INFO = "info"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Shade:
    """One tone in one scheme: ``ink`` for text and bars, ``wash`` for what lies behind text."""

    ink: str
    wash: str


LIGHT_SHADES = {
    Tone.GOOD: Shade("#146c2e", "#dafbe1"),
    Tone.CAUTION: Shade("#8a5300", "#fff1c8"),
    Tone.BAD: Shade("#b3242b", "#ffe3e1"),
    Tone.INFO: Shade("#0858b8", "#dcecff"),
    Tone.QUIET: Shade("#59636e", "#eceff2"),
}
DARK_SHADES = {
    Tone.GOOD: Shade("#6bd484", "#173a24"),
    Tone.CAUTION: Shade("#e8bb50", "#45340d"),
    Tone.BAD: Shade("#ff9d96", "#521f20"),
    Tone.INFO: Shade("#86beff", "#143a66"),
    Tone.QUIET: Shade("#aab4bf", "#343b43"),
}

TONE_ICONS = {
    Tone.GOOD: "accept",
    Tone.CAUTION: "warning",
    Tone.BAD: "warning",
    Tone.INFO: "info",
    Tone.QUIET: "info",
}
"""What stands beside a tone's colour."""

_LIGHT = {
    QPalette.ColorRole.Window: "#f4f5f7",
    QPalette.ColorRole.WindowText: "#1f2328",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f6f8fa",
    QPalette.ColorRole.Text: "#1f2328",
    QPalette.ColorRole.Button: "#f4f5f7",
    QPalette.ColorRole.ButtonText: "#1f2328",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1f2328",
    QPalette.ColorRole.PlaceholderText: "#66707b",
    QPalette.ColorRole.Highlight: "#0a5fc4",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#0a5fc4",
    QPalette.ColorRole.Accent: "#0a5fc4",
}
_DARK = {
    QPalette.ColorRole.Window: "#16191d",
    QPalette.ColorRole.WindowText: "#e6eaef",
    QPalette.ColorRole.Base: "#21262c",
    QPalette.ColorRole.AlternateBase: "#272d34",
    QPalette.ColorRole.Text: "#e6eaef",
    QPalette.ColorRole.Button: "#2d343c",
    QPalette.ColorRole.ButtonText: "#e6eaef",
    QPalette.ColorRole.ToolTipBase: "#2a3038",
    QPalette.ColorRole.ToolTipText: "#e6eaef",
    QPalette.ColorRole.PlaceholderText: "#97a1ac",
    QPalette.ColorRole.Highlight: "#3676cc",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: "#7ab7ff",
    QPalette.ColorRole.Accent: "#4c94ea",
}
_DARK_EDGE = "#adb8c4"
"""What Fusion darkens to draw the edge of a box to tick: from the window's own colour it gets black on
nearly black, where Windows and macOS draw a grey line."""
_TICKED = ("QCheckBox", "QRadioButton", "QGroupBox")
_LIGHT_DISABLED, _DARK_DISABLED = "#79838d", "#7d8792"
"""Three to one on every ground: what cannot be used now can still be read."""


CHINESE = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
"""Those that Windows, macOS and Linux bring; named after the system's own font, so that Chinese is
drawn in one weight throughout."""


class Theme:
    """The look of the running application. Thread: GUI."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        font = application.font()
        here = [name for name in CHINESE if name in QFontDatabase.families()]
        font.setFamilies([QFontInfo(font).family(), *here])
        application.setFont(font)
        application.styleHints().colorSchemeChanged.connect(lambda _: self._edge_boxes())

    def apply(self, scheme: Scheme) -> None:
        """Ask Qt for ``scheme``; where the platform has no schemes, bring our own palette."""
        hints = self._application.styleHints()
        hints.setColorScheme(
            {
                Scheme.SYSTEM: Qt.ColorScheme.Unknown,
                Scheme.LIGHT: Qt.ColorScheme.Light,
                Scheme.DARK: Qt.ColorScheme.Dark,
            }[scheme]
        )
        if hints.colorScheme() == Qt.ColorScheme.Unknown:
            self._application.setPalette(palette(dark=scheme is Scheme.DARK))
        self._edge_boxes()

    def _edge_boxes(self) -> None:
        """Let boxes to tick be seen in Fusion's dark look too."""
        colours = QPalette()
        if is_dark(self._application.palette()) and self._application.style().name() == "fusion":
            colours.setColor(QPalette.ColorRole.Window, QColor(_DARK_EDGE))
        for kind in _TICKED:
            self._application.setPalette(colours, kind)


def palette(dark: bool) -> QPalette:
    """Our own palette, for platforms (plain X11, offscreen) that offer none."""
    made = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        made.setColor(role, QColor(colour))
    disabled = QColor(_DARK_DISABLED if dark else _LIGHT_DISABLED)
    base = QColor((_DARK if dark else _LIGHT)[QPalette.ColorRole.Button])
    edges = {
        QPalette.ColorRole.Light: base.lighter(130),
        QPalette.ColorRole.Midlight: base.lighter(112),
        QPalette.ColorRole.Mid: base.darker(118 if not dark else 80),
        QPalette.ColorRole.Dark: base.darker(150) if not dark else base.lighter(150),
        QPalette.ColorRole.Shadow: base.darker(220),
        QPalette.ColorRole.BrightText: QColor("#ffffff"),
    }
    for role, colour in edges.items():
        made.setColor(role, colour)
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return made


def is_dark(colours: QPalette | None = None) -> bool:
    """Whether windows are dark now."""
    return (colours or QGuiApplication.palette()).window().color().lightness() < 128


def shade(tone: Tone, colours: QPalette | None = None) -> Shade:
    """The colours of ``tone`` in the scheme that is on."""
    return (DARK_SHADES if is_dark(colours) else LIGHT_SHADES)[tone]


def ink(tone: Tone) -> QColor:
    """The text colour of ``tone``."""
    return QColor(shade(tone).ink)


def wash(tone: Tone) -> QColor:
    """The background colour of ``tone``."""
    return QColor(shade(tone).wash)


def blend(over: QColor, under: QColor, share: float) -> QColor:
    """``over`` laid on ``under`` with an opacity of ``share``."""
    parts = [
        a * share + b * (1 - share)
        for a, b in (
            (over.redF(), under.redF()),
            (over.greenF(), under.greenF()),
            (over.blueF(), under.blueF()),
        )
    ]
    return QColor.fromRgbF(*parts)


def confidence_tone(score: float) -> Tone:
    """How a calibrated probability is coloured: worth trusting, worth a look, doubtful."""
    if score >= 0.85:
        return Tone.GOOD
    return Tone.CAUTION if score >= 0.5 else Tone.BAD


def state_tone(state: ReviewState) -> Tone:
    """How a review state is coloured."""
    return {
        ReviewState.PROPOSED: Tone.QUIET,
        ReviewState.ACCEPTED: Tone.GOOD,
        ReviewState.EDITED: Tone.INFO,
        ReviewState.REJECTED: Tone.BAD,
    }[state]


def contrast(first: str, second: str) -> float:
    """The WCAG 2.1 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def character(metrics: QFontMetrics) -> int:
    """The width of one letter, for sizes in characters. Not Qt's average: Chinese fonts double it."""
    return metrics.horizontalAdvance("x")


def tint(widget: QWidget, tone: Tone) -> None:
    """Write a widget's words in the colour of ``tone`` in the scheme that is on.

    By palette, not by style sheet: a widget with a sheet is not told when the palette changes, and
    would keep the colours of the scheme before. To be called again on ``PaletteChange``.
    """
    colours = widget.palette()
    words = ink(tone)
    roles = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text)
    if any(colours.color(role) != words for role in roles):
        for role in roles:
            colours.setColor(role, words)
        widget.setPalette(colours)


def heading(widget: QWidget, larger: float = BODY) -> None:
    """Make a widget's text a heading: semibold, and ``larger`` times its size."""
    font = QFont(widget.font())
    font.setWeight(QFont.Weight.DemiBold)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * larger)
    widget.setFont(font)
