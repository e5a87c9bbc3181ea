"""Text with marked stretches, and how two texts differ."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem

from gui import theme
from gui.tables.column import Role
from gui.tables.delegates import CellDelegate, text_colour
from gui.theme import Tone
from gui.viewer.offsets import Offsets

LONGEST = 2000
"""Characters beyond which two texts are compared as a whole only."""


@dataclass(frozen=True, slots=True)
class Marked:
    """``text`` with ``spans`` ``[start, end)`` in code points that differ."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return self.text


def differences(left: str, right: str) -> tuple[Marked, Marked]:
    """Both texts with the characters marked that the other does not have at that place."""
    if left == right:
        return Marked(left), Marked(right)
    if not left or not right or max(len(left), len(right)) > LONGEST:
        return Marked(left, _whole(left)), Marked(right, _whole(right))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.4:
        return Marked(left, _whole(left)), Marked(right, _whole(right))
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        Marked(left, tuple((i, j) for _, i, j, _, _ in changed if i < j)),
        Marked(right, tuple((i, j) for _, _, _, i, j in changed if i < j)),
    )


def _whole(text: str) -> tuple[tuple[int, int], ...]:
    return ((0, len(text)),) if text else ()


class MarkedDelegate(CellDelegate):
    """Draws a :class:`Marked` with its differences on a wash of caution."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        marked = index.data(Role.VALUE)
        if not isinstance(marked, Marked) or not marked.spans:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        inside = self._background(painter, option)
        self._draw(painter, option, inside, marked)

    def _draw(
        self, painter: QPainter, option: QStyleOptionViewItem, inside: QRect, marked: Marked
    ) -> None:
        offsets = Offsets(marked.text)
        layout = QTextLayout(marked.text.replace("\n", " "), option.font)
        settings = QTextOption()
        settings.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(settings)
        layout.setFormats([_range(offsets, *span) for span in marked.spans])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e6)
        layout.endLayout()
        painter.save()
        painter.setClipRect(inside, Qt.ClipOperation.IntersectClip)
        painter.setPen(text_colour(option))
        top = inside.top() + (inside.height() - line.height()) / 2
        layout.draw(painter, QPointF(inside.left(), top))
        painter.restore()


def _range(offsets: Offsets, start: int, end: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = offsets.to_utf16(start)
    made.length = offsets.to_utf16(end) - made.start
    style = QTextCharFormat()
    style.setBackground(theme.wash(Tone.CAUTION))
    style.setForeground(theme.ink(Tone.CAUTION))
    style.setFontUnderline(True)
    made.format = style
    return made
