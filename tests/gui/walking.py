"""What tests look at in every page and dialog: names for screen readers, contrast, words cut off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from gui import theme
from gui.widgets import ElidedLabel, Note

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
AA, LARGE_OR_OFF = 4.5, 3.0
LATIN = re.compile(r"[A-Za-z]{3,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def visible(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen in ``root``, without those that Qt makes for itself."""
    for widget in (root, *root.findChildren(QWidget)):
        seen = widget is root or widget.isVisibleTo(root)
        if seen and not widget.visibleRegion().isEmpty() and not _inner(widget):
            yield widget


def _inner(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(widget, (QScrollBar, QHeaderView))
        or isinstance(parent, (QComboBox, QAbstractSpinBox, QTabBar, QLineEdit))
        or (isinstance(parent, QAbstractItemView) and type(widget) is QAbstractButton)
        or type(widget).__name__ == "QTableCornerButton"
    )


def where(widget: QWidget) -> str:
    """A widget by its kind and words, for a person who has to find it."""
    words = getattr(widget, "text", lambda: "")() if not isinstance(widget, QMenu) else ""
    parent = widget.parentWidget()
    inside = type(parent).__name__ if parent is not None else "-"
    return f"{type(widget).__name__}({str(words)[:50]!r}) in {inside}"


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name)


def nameless(root: QWidget) -> Iterator[str]:
    """Widgets that can be worked with and have no name."""
    for widget in visible(root):
        if isinstance(widget, INTERACTIVE) and not spoken_name(widget).strip():
            yield where(widget)


def unreachable(root: QWidget) -> Iterator[str]:
    """What takes a click and cannot be reached by Tab; what would keep the keyboard for itself."""
    for widget in visible(root):
        by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if isinstance(widget, QAbstractButton) and not by_tab and not _in_toolbar(widget):
            yield f"not by Tab: {where(widget)}"
        if isinstance(widget, (QPlainTextEdit, QTextEdit)):
            if not (widget.isReadOnly() or widget.tabChangesFocus()):
                yield f"keeps Tab: {where(widget)}"
        elif isinstance(widget, QAbstractItemView) and widget.tabKeyNavigation():
            yield f"keeps Tab: {where(widget)}"


def _in_toolbar(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and parent.inherits("QToolBar")


def faint(root: QWidget) -> Iterator[str]:
    """Words whose contrast with what lies behind them is below what WCAG asks for."""
    for widget in visible(root):
        if not isinstance(widget, (*INTERACTIVE, QLabel)) or isinstance(widget, QMenu):
            continue
        enabled = widget.isEnabled()
        group = QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled
        inside = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        colours = inside.palette()
        words = colours.color(group, inside.foregroundRole())
        ground = colours.color(group, inside.backgroundRole())
        if isinstance(widget, Note) and widget.contentsMargins().left():
            ground = theme.wash(widget.tone)
        if words.alpha() == 0 or ground.alpha() == 0:
            continue
        ratio = theme.contrast(words.name(), ground.name())
        if ratio < (AA if enabled else LARGE_OR_OFF):
            yield f"{ratio:.1f}: {words.name()} on {ground.name()}: {where(widget)}"


def cut(root: QWidget) -> Iterator[str]:
    """Words that have less room than they need, and widgets that reach beyond what holds them."""
    for widget in visible(root):
        for check in _ROOM:
            kinds, needs = check
            if isinstance(widget, kinds):
                short = needs(widget)
                if short:
                    yield f"{short}: {where(widget)}"
                break
        yield from _outside(widget, root)


def _outside(widget: QWidget, root: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if widget is root or parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    if isinstance(widget, (*INTERACTIVE, QLabel)) and not parent.rect().contains(widget.geometry()):
        yield f"reaches out of {type(parent).__name__}: {where(widget)}"


def _label(label: QLabel) -> str:
    if isinstance(label, ElidedLabel) or not label.text() or not label.pixmap().isNull():
        return ""
    inside = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        return f"{need} high in {label.height()}" if need > label.height() + 1 else ""
    need = label.fontMetrics().horizontalAdvance(label.text().replace("&", ""))
    if label.textFormat() == Qt.TextFormat.RichText or "\n" in label.text():
        return ""
    return f"{need} wide in {inside.width()}" if need > inside.width() + 1 else ""


def _button(button: QAbstractButton) -> str:
    text = button.text().replace("&", "")
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    if not text or (isinstance(button, QToolButton) and button.toolButtonStyle() == icon_only):
        return ""
    need = button.fontMetrics().horizontalAdvance(text)
    if not button.icon().isNull():
        need += button.iconSize().width() + theme.TIGHT
    if isinstance(button, (QCheckBox, QRadioButton)):
        need = button.sizeHint().width()
    return f"{need} wide in {button.width()}" if need > button.width() else ""


def _combo(combo: QComboBox) -> str:
    gives_way = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    if combo.isEditable() or combo.sizeAdjustPolicy() == gives_way:
        return ""
    need = combo.fontMetrics().horizontalAdvance(combo.currentText()) + 20
    return f"{need} wide in {combo.width()}" if need > combo.width() else ""


def _tabs(bar: QTabBar) -> str:
    shown = sum(bar.tabRect(number).width() for number in range(bar.count()))
    return f"{shown} wide in {bar.width()}" if shown > bar.width() else ""


def _line(line: QLineEdit) -> str:
    if line.text() or not line.placeholderText():
        return ""
    icons = sum(1 for action in line.actions() if action.isVisible())
    need = line.fontMetrics().horizontalAdvance(line.placeholderText()) + 8 + 20 * icons
    return f"placeholder {need} wide in {line.width()}" if need > line.width() else ""


def _table(view: QAbstractItemView) -> str:
    header = view.findChild(QHeaderView, "", Qt.FindChildOption.FindDirectChildrenOnly)
    heads = [
        one
        for one in view.findChildren(QHeaderView)
        if one.orientation() == Qt.Orientation.Horizontal and one.isVisibleTo(view)
    ]
    if header is None or not heads or heads[0].model() is None:
        return ""
    head = heads[0]
    short = []
    for number in range(head.count()):
        title = str(head.model().headerData(number, Qt.Orientation.Horizontal) or "").strip()
        room = head.sectionSize(number)
        if title and head.fontMetrics().horizontalAdvance(title) + 6 > room > 0:
            short.append(f"{title!r} in {room}")
    return f"heads {', '.join(short)}" if short else ""


_ROOM: tuple[tuple[type | tuple[type, ...], Callable[[QWidget], str]], ...] = (
    (QLabel, _label),  # type: ignore[arg-type]
    ((QPushButton, QToolButton, QCheckBox, QRadioButton), _button),  # type: ignore[arg-type]
    (QComboBox, _combo),  # type: ignore[arg-type]
    (QTabBar, _tabs),  # type: ignore[arg-type]
    (QLineEdit, _line),  # type: ignore[arg-type]
    (QAbstractItemView, _table),  # type: ignore[arg-type]
)


def english(root: QWidget) -> Iterator[str]:
    """Words that a Chinese window says in Latin letters alone."""
    for widget in visible(root):
        for words in _said(widget):
            if LATIN.search(words) and not CHINESE.search(words):
                yield words


def _is_table(widget: QWidget) -> bool:
    return isinstance(widget, (QTableView, QTreeView))


def _said(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield re.sub(r"<[^>]+>", "", widget.text())
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(number) for number in range(widget.count()))
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (action.text().split("\t")[0] for action in widget.actions())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for column in range(model.columnCount(QModelIndex()) if _is_table(widget) else 0):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
