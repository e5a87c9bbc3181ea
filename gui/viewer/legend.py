"""Which colour is which field: a line of names under the document's title, each a way to its cell."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gui import theme
from gui.viewer.highlight import Highlight


class Legend(QLabel):
    """Names the colours of some highlights. ``chosen`` gives the key of the one that is followed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, Highlight] = {}
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setAccessibleName(self.tr("Fields of this document by colour"))
        self.setContentsMargins(theme.MEDIUM, 0, theme.SMALL, theme.TIGHT)
        self.linkActivated.connect(self.chosen)
        self.hide()

    def show_highlights(self, highlights: Sequence[Highlight]) -> None:
        """A name for each field that is marked; nothing is shown where none is."""
        self._entries = {}
        for mark in sorted(highlights, key=lambda mark: mark.colour):
            if mark.label and mark.colour >= 0:
                self._entries.setdefault(mark.label, mark)
        self._draw()

    def names(self) -> list[str]:
        """The fields that are named, in the order of their colours."""
        return list(self._entries)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_entries"):
            self._draw()

    def _draw(self) -> None:
        words = "  ".join(_chip(mark) for mark in self._entries.values())
        if words != self.text():
            self.setText(words)
        self.setVisible(bool(words))


def _chip(mark: Highlight) -> str:
    shade = mark.shade()
    # Chinese would break between any two letters; a word joiner keeps a name in one piece.
    name = html.escape("\u2060".join(mark.label).replace(" ", "\u00a0"))
    return (
        f'<a href="{html.escape(mark.key, quote=True)}" style="text-decoration:none; '
        f'color:{shade.ink}; background-color:{shade.wash};">&nbsp;{name}&nbsp;</a>'
    )
