"""How cells are drawn: a confidence bar, a state with its icon, a value with its standing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import icons, theme
from gui.tables.column import Role
from gui.theme import Tone

Index = QModelIndex | QPersistentModelIndex

BAR = QSize(40, 6)
MARK = 14
PADDING = 7


class CellDelegate(QStyledItemDelegate):
    """Draws text with an icon and a tone in front; the base of the others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[tuple[str, str, float], QPixmap] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight
        tone = index.data(Role.TONE)
        if tone is not None:
            option.palette.setColor(QPalette.ColorRole.Text, theme.ink(tone))
        if option.widget is not None and not option.widget.hasFocus():
            _soften(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        inside = self._background(painter, option)
        name = index.data(Role.ICON)
        if name:
            colour = text_colour(option)
            mark = self._mark(name, colour, painter.device().devicePixelRatioF())
            painter.drawPixmap(inside.left(), inside.center().y() - MARK // 2 + 1, mark)
            inside.setLeft(inside.left() + MARK + theme.TIGHT + 2)
        draw_text(painter, option, inside, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        extra = MARK + theme.SMALL if index.data(Role.ICON) else 0
        return QSize(hint.width() + extra, max(hint.height(), row_height(option.fontMetrics)))

    def _background(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """Selection, hover and focus as the platform draws them; returns where text goes."""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        return option.rect.adjusted(PADDING, 0, -PADDING, 0)

    def _mark(self, name: str, colour: QColor, ratio: float) -> QPixmap:
        key = (name, colour.name(), ratio)
        if key not in self._marks:
            self._marks[key] = icons.pixmap(name, colour, MARK, ratio)
        return self._marks[key]


class FractionDelegate(CellDelegate):
    """A probability or share: a small bar and its percentage."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        inside = self._background(painter, option)
        value = index.data(Role.VALUE)
        if value is not None:
            tone = index.data(Role.TONE) or theme.confidence_tone(value)
            bar = QRect(
                inside.left(), inside.center().y() - BAR.height() // 2, BAR.width(), BAR.height()
            )
            draw_bar(painter, option, bar, float(value), tone)
            inside.setLeft(bar.right() + theme.SMALL)
        plain = option.palette.color(QPalette.ColorRole.WindowText)
        option.palette.setColor(QPalette.ColorRole.Text, plain)
        if option.widget is not None and not option.widget.hasFocus():
            option.palette.setColor(QPalette.ColorRole.HighlightedText, plain)
        draw_text(painter, option, inside, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + BAR.width() + theme.MEDIUM, hint.height())


class ValueEditor(QLineEdit):
    """Where a value is typed, also by an input method that composes a word before it gives it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False

    @property
    def busy(self) -> bool:
        """Whether something was typed, or is being composed, that must not be taken away."""
        return self.isModified() or self.composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class ValueDelegate(CellDelegate):
    """A field's value: a strip for its confidence, an icon for its review state, the text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        score = getattr(index.data(Role.VALUE), "score", None)
        if score is not None:
            strip = QRect(
                option.rect.left() + 1, option.rect.top() + 3, 3, option.rect.height() - 6
            )
            painter.fillRect(strip, theme.ink(theme.confidence_tone(score)))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(Role.TONE) is Tone.BAD:
            option.font.setStrikeOut(True)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = ValueEditor(parent)
        editor.setFrame(False)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Results that stream in while someone types must not take the words away.
        if isinstance(editor, ValueEditor) and not editor.busy:
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter in an editor keeps the text; it must not also accept the next cell."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, QWidget)
        ):
            if isinstance(editor, ValueEditor) and editor.composing:
                return True  # It belongs to the input method.
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)


def _soften(option: QStyleOptionViewItem) -> None:
    """Only the table that has the keyboard shows its selection in full colour."""
    colours = option.palette
    soft = theme.blend(
        colours.color(QPalette.ColorRole.Highlight), colours.color(QPalette.ColorRole.Base), 0.2
    )
    text = colours.color(QPalette.ColorRole.Text)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        colours.setColor(group, QPalette.ColorRole.Highlight, soft)
        colours.setColor(group, QPalette.ColorRole.HighlightedText, text)


def row_height(metrics: QFontMetrics) -> int:
    """One line of text with air around it."""
    return metrics.height() + theme.MEDIUM


def text_colour(option: QStyleOptionViewItem) -> QColor:
    """What text is drawn in: the selection's colour where selected."""
    group = QPalette.ColorGroup.Normal
    if not option.state & QStyle.StateFlag.State_Enabled:
        group = QPalette.ColorGroup.Disabled
    elif not option.state & QStyle.StateFlag.State_Active:
        group = QPalette.ColorGroup.Inactive
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    return option.palette.color(group, role)


def draw_text(painter: QPainter, option: QStyleOptionViewItem, where: QRect, text: str) -> None:
    """One elided line."""
    painter.save()
    painter.setFont(option.font)
    painter.setPen(text_colour(option))
    line = text.replace("\n", " ")
    elided = option.fontMetrics.elidedText(line, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, int(option.displayAlignment), elided)
    painter.restore()


def draw_bar(
    painter: QPainter, option: QStyleOptionViewItem, bar: QRect, value: float, tone: Tone
) -> None:
    """A rounded bar, filled to ``value`` in [0, 1]."""
    focused = option.widget is None or option.widget.hasFocus()
    selected = bool(option.state & QStyle.StateFlag.State_Selected) and focused
    ground = option.palette.color(
        QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    )
    ground.setAlphaF(0.22)
    full = option.palette.color(QPalette.ColorRole.HighlightedText) if selected else theme.ink(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(bar, 3, 3)
    filled = QRect(bar)
    filled.setWidth(round(bar.width() * min(max(value, 0.0), 1.0)))
    if filled.width() > 0:
        painter.setBrush(full)
        painter.drawRoundedRect(filled, 3, 3)
    painter.restore()
