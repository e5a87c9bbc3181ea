"""Every colour that carries text keeps AA contrast on every ground it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from gui import icons, theme
from gui.theme import Scheme, Theme, Tone
from gui.viewer import colours

AA = 4.5
GROUNDS = (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase)


@pytest.mark.parametrize("dark", (False, True))
@pytest.mark.parametrize("tone", tuple(Tone))
def test_tones_are_readable(qtbot: QtBot, dark: bool, tone: Tone) -> None:
    colours = theme.palette(dark)
    shade = theme.shade(tone, colours)
    grounds = [colours.color(role).name() for role in GROUNDS]
    for ground in (*grounds, shade.wash):
        assert theme.contrast(shade.ink, ground) >= AA, (tone, ground)


@pytest.mark.parametrize("dark", (False, True))
def test_plain_text_is_readable_everywhere(qtbot: QtBot, dark: bool) -> None:
    colours = theme.palette(dark)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText):
        words = colours.color(role).name()
        for ground in GROUNDS:
            assert theme.contrast(words, colours.color(ground).name()) >= AA
    words = colours.color(QPalette.ColorRole.Text).name()
    for tone in Tone:
        assert theme.contrast(words, theme.shade(tone, colours).wash) >= AA
    chosen = colours.color(QPalette.ColorRole.HighlightedText).name()
    assert theme.contrast(chosen, colours.color(QPalette.ColorRole.Highlight).name()) >= AA


def test_every_named_icon_is_there_and_draws(qtbot: QtBot, root) -> None:  # type: ignore[no-untyped-def]
    import re

    named = set()
    for path in (root / "gui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'icons\.(?:icon|pixmap)\("([a-z-]+)"', text))
        named |= set(re.findall(r'EmptyState\(\s*"([a-z-]+)"', text))
    there = {path.stem for path in (root / "resources" / "icons").glob("*.svg")}
    assert named <= there
    for name in there:
        assert not icons.icon(name).pixmap(24, 24).toImage().isNull()


@pytest.mark.parametrize("dark", (False, True))
def test_the_colours_of_fields_are_legible_and_differ(dark: bool) -> None:
    shades = [colours.shade(number, dark) for number in range(len(colours.LIGHT))]
    page = "#21262c" if dark else "#ffffff"
    for shade in shades:
        assert theme.contrast(shade.ink, shade.wash) >= 4.5
        assert theme.contrast(shade.ink, page) >= 4.5
    assert len({shade.wash for shade in shades}) == len(shades)
    assert colours.shade(len(shades), dark) == shades[0]


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_an_unticked_box_has_an_edge_that_can_be_seen(qtbot: QtBot, scheme: Scheme) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.palette()
    looks = Theme(application)
    looks.apply(scheme)
    try:
        box = QCheckBox("box")
        qtbot.addWidget(box)
        box.resize(box.sizeHint())
        picture = box.grab().toImage()
        row = picture.height() // 2
        ground = theme.palette(scheme is Scheme.DARK).window().color().name()
        edge = max(theme.contrast(picture.pixelColor(x, row).name(), ground) for x in range(6))
        assert edge >= (3.0 if scheme is Scheme.DARK else 1.4)
    finally:
        looks.apply(Scheme.LIGHT)
        application.setPalette(before)
