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


DOTS = "…"
BEFORE = 0.25
"""The share of the room that stands before a difference which would be out of sight."""


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
        first = [line.cursorToX(offsets.to_utf16(at)) for at in marked.spans[0]]
        edges = [float(x[0] if isinstance(x, tuple) else x) for x in first]
        whole, room = line.naturalTextWidth(), float(inside.width())
        left = hidden(whole, room, (edges[0], edges[1]))
        painter.save()
        painter.setPen(text_colour(option))
        shown = inside
        for side, cut in (
            (Qt.AlignmentFlag.AlignLeft, left > 0),
            (Qt.AlignmentFlag.AlignRight, left + room < whole),
        ):
            if cut:
                dots = option.fontMetrics.horizontalAdvance(DOTS)
                painter.drawText(inside, int(side | Qt.AlignmentFlag.AlignVCenter), DOTS)
                at_left = side == Qt.AlignmentFlag.AlignLeft
                shown = shown.adjusted(dots if at_left else 0, 0, 0 if at_left else -dots, 0)
        painter.setClipRect(shown, Qt.ClipOperation.IntersectClip)
        top = inside.top() + (inside.height() - line.height()) / 2
        layout.draw(painter, QPointF(inside.left() - left, top))
        painter.restore()


def hidden(whole: float, room: float, first: tuple[float, float]) -> float:
    """How much of a text as wide as ``whole`` is out of sight at the left, where there is ``room`` for less:
    none where its ``first`` difference (from, to) is seen anyway."""
    start, end = first
    seen = room * BEFORE
    if whole <= room or end <= room - seen / 2:
        return 0.0
    return max(min(start - seen, whole - room), 0.0)


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
