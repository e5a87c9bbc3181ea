"""What a list is narrowed by: buttons with a menu each, every choice with how many it would show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engine.store import Filter
from gui import icons
from gui.widgets import row

translate = QCoreApplication.translate
Value = str | int


@dataclass(frozen=True, slots=True)
class Facet:
    """One column of the store and the values that people choose from, with their words."""

    column: str
    title: str
    values: tuple[tuple[Value, str], ...]


class FacetButton(QToolButton):
    """One facet. Nothing ticked means everything. ``chosen`` says that the ticks changed."""

    chosen = Signal()

    def __init__(self, facet: Facet, ticked: Sequence[Value] = ()) -> None:
        super().__init__()
        self.facet = facet
        self._always = tuple(ticked)
        self._menu = _StayingMenu(self)
        self._ticks: dict[Value, QAction] = {}
        for value, words in facet.values:
            tick = self._menu.addAction(words)
            tick.setCheckable(True)
            tick.setChecked(value in ticked)
            tick.setData(words)
            tick.toggled.connect(self._on_tick)
            self._ticks[value] = tick
        self._menu.addSeparator()
        self._all = self._menu.addAction(translate("Facets", "Show all"), self.clear)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._quiet = False
        self._name()

    def filters(self) -> tuple[Filter, ...]:
        """What the ticks mean to the store."""
        values = self.values()
        return (Filter(self.facet.column, "in", values),) if values else ()

    def values(self) -> tuple[Value, ...]:
        """What is ticked."""
        return tuple(value for value, tick in self._ticks.items() if tick.isChecked())

    def choose(self, *values: Value) -> None:
        """Tick exactly ``values``."""
        self._quiet = True
        for value, tick in self._ticks.items():
            tick.setChecked(value in values)
        self._quiet = False
        self._on_tick()

    def clear(self) -> None:
        """Tick nothing: everything is shown."""
        self.choose()

    def reset(self) -> None:
        """As it was at first."""
        self.choose(*self._always)

    def usually(self, *values: Value) -> None:
        """From now on ``values`` are what is ticked at first; tick them."""
        self._always = values
        self.choose(*values)

    def is_set(self) -> bool:
        """Whether it narrows the list more than it did at first."""
        return self.values() != self._always

    def count(self, counts: Mapping[Value, int]) -> None:
        """Say behind each choice how many it would show."""
        locale = QLocale()
        for value, tick in self._ticks.items():
            tick.setText(f"{tick.data()}\t{locale.toString(counts.get(value, 0))}")

    def _on_tick(self) -> None:
        if not self._quiet:
            self._name()
            self.chosen.emit()

    def _name(self) -> None:
        ticked = [str(tick.data()) for tick in self._ticks.values() if tick.isChecked()]
        words = self.facet.title
        if self.is_set() or len(ticked) == 1:
            shown = ", ".join(ticked[:1]) or translate("Facets", "all")
            shown += f" +{len(ticked) - 1}" if len(ticked) > 1 else ""
            words = f"{words}: {shown}"
        self.setText(words)
        self.setAccessibleName(f"{self.facet.title}: {', '.join(ticked)}" if ticked else words)
        self.setIcon(icons.icon("filter") if ticked else QIcon())


class FacetBar(QWidget):
    """All facets in a row. ``changed`` says that the list is to be narrowed otherwise."""

    changed = Signal()

    def __init__(self, parts: Sequence[FacetButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {button.facet.column: button for button in parts}
        self._clear = QToolButton()
        self._clear.setText(translate("Facets", "Clear filters"))
        self._clear.setAutoRaise(True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clear.clicked.connect(self.reset)
        self._clear.hide()
        self.setLayout(row(*parts, self._clear, None))
        for button in parts:
            button.chosen.connect(self._on_chosen)

    def filters(self) -> tuple[Filter, ...]:
        """What all ticks mean to the store."""
        return tuple(part for button in self.buttons.values() for part in button.filters())

    def reset(self) -> None:
        """Back to what was shown at first."""
        for button in self.buttons.values():
            if button.is_set():
                button.reset()

    def count(self, counts: Mapping[str, Mapping[Value, int]]) -> None:
        """Say how many each choice would show."""
        for column, button in self.buttons.items():
            if column in counts:
                button.count(counts[column])

    def _on_chosen(self) -> None:
        self._clear.setVisible(any(button.is_set() for button in self.buttons.values()))
        self.changed.emit()


class _StayingMenu(QMenu):
    """Stays open while ticks are set, by mouse and by space: several are often wanted."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.activeAction()):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        space = event.key() == Qt.Key.Key_Space
        if not space or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.toggle()
        return True
