"""Every pair of colours that the program draws itself, in both themes, by WCAG's measure."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.types import ReviewState
from gui import theme
from gui.app import App
from gui.theme import Scheme, Tone
from gui.widgets import Note
from gui.words import STATE_ICONS

Role = QPalette.ColorRole
Group = QPalette.ColorGroup
AA, SEEN = 4.5, 3.0
"""For words; for what need only be seen: rings, bars, marks, and words that are switched off."""

GROUNDS = (Role.Window, Role.Base, Role.AlternateBase, Role.Button)
WORDS = (
    *product((Role.WindowText, Role.Text, Role.ButtonText), GROUNDS),
    *product((Role.PlaceholderText,), GROUNDS[:3]),
    *product((Role.Link,), GROUNDS[:3]),
    (Role.ToolTipText, Role.ToolTipBase),
    (Role.HighlightedText, Role.Highlight),
)


def ratio(first: QColor, second: QColor) -> float:
    return theme.contrast(first.name(), second.name())


@pytest.mark.parametrize("dark", (False, True))
def test_words_on_their_grounds(qtbot: QtBot, dark: bool) -> None:
    colours = theme.palette(dark)
    for words, ground in WORDS:
        assert ratio(colours.color(words), colours.color(ground)) >= AA, (words, ground)


@pytest.mark.parametrize("dark", (False, True))
def test_what_is_switched_off_can_still_be_read(qtbot: QtBot, dark: bool) -> None:
    colours = theme.palette(dark)
    for role, ground in product((Role.WindowText, Role.Text, Role.ButtonText), GROUNDS):
        words = colours.color(Group.Disabled, role)
        assert ratio(words, colours.color(Group.Disabled, ground)) >= SEEN
        assert ratio(words, colours.color(ground)) >= SEEN


@pytest.mark.parametrize("dark", (False, True))
def test_the_ring_of_what_has_the_keyboard_is_seen(qtbot: QtBot, dark: bool) -> None:
    colours = theme.palette(dark)
    for ground in GROUNDS[:3]:
        assert ratio(colours.color(Role.Highlight), colours.color(ground)) >= SEEN, ground
    if dark:
        assert ratio(colours.color(Role.Accent), colours.color(Role.Button)) >= SEEN


@pytest.mark.parametrize("dark", (False, True))
def test_tones_on_selected_rows(qtbot: QtBot, dark: bool) -> None:
    """A row that is selected while the keyboard is elsewhere keeps the tones of its words; in the
    table that has the keyboard they are the selection's own colour. An open page's name and count
    stand on a still fainter ground."""
    colours = theme.palette(dark)
    soft = theme.blend(colours.color(Role.Highlight), colours.color(Role.Base), 0.2)
    for tone in Tone:
        assert ratio(QColor(theme.shade(tone, colours).ink), soft) >= AA, tone
    assert ratio(colours.color(Role.Text), soft) >= AA
    page = theme.blend(colours.color(Role.Highlight), colours.color(Role.Window), 0.16)
    assert ratio(colours.color(Role.WindowText), page) >= AA


@pytest.mark.parametrize("dark", (False, True))
def test_bars_of_confidence_are_seen(qtbot: QtBot, dark: bool) -> None:
    colours = theme.palette(dark)
    for score, ground in product((0.2, 0.6, 0.95), (Role.Base, Role.AlternateBase, Role.Window)):
        tone = theme.confidence_tone(score)
        assert ratio(QColor(theme.shade(tone, colours).ink), colours.color(ground)) >= SEEN


def test_colour_never_says_it_alone() -> None:
    """Review states have an icon each, tones too, and no two states share one."""
    assert len({STATE_ICONS[state] for state in ReviewState}) == len(ReviewState)
    assert set(theme.TONE_ICONS) == set(Tone)
    assert len({theme.confidence_tone(score) for score in (0.1, 0.6, 0.9)}) == 3


def test_a_theme_that_changes_while_one_works_changes_everything(
    app: App, qtbot: QtBot, qapp: QApplication
) -> None:
    note = Note()
    qtbot.addWidget(note)
    note.say("Beware", Tone.BAD)
    seen = []
    for scheme in (Scheme.DARK, Scheme.LIGHT, Scheme.DARK):
        app.theme.apply(scheme)
        qapp.processEvents()
        words = note.palette().color(note.foregroundRole())
        assert words == theme.ink(Tone.BAD)
        seen.append(words.name())
        assert theme.is_dark() is (scheme is Scheme.DARK)
    assert seen[0] == seen[2] != seen[1]
    app.theme.apply(Scheme.LIGHT)


def test_nothing_moves_by_itself(qapp: QApplication) -> None:
    """No part of the program animates; what Qt animates follows the system's own wish."""
    from pathlib import Path

    import gui

    [folder] = gui.__path__
    for path in Path(folder).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "QPropertyAnimation" not in text and "QVariantAnimation" not in text, path
