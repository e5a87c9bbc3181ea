"""What is marked in a document: whose words, how strongly, and where a click on them leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gui import theme
from gui.theme import Shade, Tone
from gui.viewer import colours


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span ``[start, end)`` in code points.

    The ``strong`` ones are what the reader came for; a ``faint`` one is only underlined, a
    ``struck`` one is crossed out. With
    ``colour`` (a field's column, from 0) it has the field's colour instead of its ``tone``'s.
    ``label`` says what it is; ``key`` is told to whoever asked for it when it is clicked.
    """

    start: int
    end: int
    tone: Tone = Tone.CAUTION
    strong: bool = False
    colour: int = -1
    label: str = ""
    key: str = ""
    faint: bool = False
    struck: bool = False

    def shade(self, dark: bool | None = None) -> Shade:
        """Its ink and wash; ``dark`` none: as the window is now."""
        if self.colour >= 0:
            return colours.shade(self.colour, dark)
        if dark is None:
            return theme.shade(self.tone)
        return (theme.DARK_SHADES if dark else theme.LIGHT_SHADES)[self.tone]


def at(highlights: Sequence[Highlight], offset: int) -> Highlight | None:
    """What is marked at ``offset``: of several, the strong one, else the shortest."""
    here = [mark for mark in highlights if mark.start <= offset < mark.end]
    return min(here, key=lambda mark: (not mark.strong, mark.end - mark.start), default=None)
