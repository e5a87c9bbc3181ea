"""The list of pages at the window's left edge, each with how much it holds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import icons, theme

COUNT = Qt.ItemDataRole.UserRole + 1
ICON = Qt.ItemDataRole.UserRole + 2
SIDE = 18


class Navigation(QListWidget):
    """Pages by their number. ``chosen`` says that the user went to one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Workspaces"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(theme.character(self.fontMetrics()) * 24 + 2 * theme.MEDIUM)
        self.setItemDelegate(_PageDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ground()
        self.currentRowChanged.connect(self._on_row)
        self.itemSelectionChanged.connect(self._on_selected)
        self._quiet = False

    def add(self, icon: str, title: str) -> None:
        """One more page."""
        item = QListWidgetItem(title)
        item.setData(ICON, icon)
        item.setData(COUNT, 0)
        self.addItem(item)

    def set_count(self, number: int, count: int) -> None:
        """How much a page holds."""
        item = self.item(number)
        if item.data(COUNT) != count:
            item.setData(COUNT, count)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {count}")

    def choose(self, number: int) -> None:
        """Mark a page as the open one."""
        self._quiet = True
        self.setCurrentRow(number)
        self._quiet = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._ground()

    def _ground(self) -> None:
        colours = self.palette()
        ground = colours.color(QPalette.ColorRole.Window)
        if colours.color(QPalette.ColorRole.Base) != ground:
            colours.setColor(QPalette.ColorRole.Base, ground)
            self.setPalette(colours)

    def _on_row(self, number: int) -> None:
        if not self._quiet and number >= 0:
            self.chosen.emit(number)

    def _on_selected(self) -> None:
        """A screen reader selects a page without going to it: to the person it is the same."""
        selected = self.selectedIndexes()
        if selected and selected[0].row() != self.currentRow():
            self.setCurrentRow(selected[0].row())


class _PageDelegate(QStyledItemDelegate):
    """Icon, title, count."""

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, option.fontMetrics.height() + theme.LARGE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colours = option.palette
        inside = option.rect.adjusted(theme.TIGHT, 1, -theme.TIGHT, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            ground = colours.color(QPalette.ColorRole.Highlight)
            ground.setAlphaF(0.16 if selected else 0.07)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(inside, 5, 5)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside.adjusted(0, 0, -1, -1), 5, 5)
        self._content(
            painter, option, index, inside.adjusted(theme.SMALL, 0, -theme.SMALL, 0), selected
        )
        painter.restore()

    def _content(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        inside: QRect,
        selected: bool,
    ) -> None:
        colour = option.palette.color(QPalette.ColorRole.WindowText)
        mark = icons.pixmap(index.data(ICON), colour, SIDE, painter.device().devicePixelRatioF())
        painter.drawPixmap(inside.left(), inside.center().y() - SIDE // 2 + 1, mark)
        font = option.font
        if selected:
            font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour)
        words = inside.adjusted(SIDE + theme.SMALL, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignLeft), index.data())
        count = index.data(COUNT)
        if count:
            quiet = (
                QPalette.ColorRole.WindowText if selected else QPalette.ColorRole.PlaceholderText
            )
            painter.setPen(option.palette.color(quiet))
            painter.drawText(words, int(middle | Qt.AlignmentFlag.AlignRight), f"{count:,}")
