"""One widget for each kind of value; all of them speak of ``value``, ``set_value`` and ``changed``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from engine.settings import Option
from gui import theme
from gui.preferences.sections import Item, Kind, choice_words
from gui.widgets import button

translate = QCoreApplication.translate

WIDE = 36
"""The width of boxes for text, in letters."""


class Editor(QWidget):
    """Base of the editors. ``changed`` comes when the value is another, by whatever hand."""

    changed = Signal()

    def __init__(self, field: QWidget, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        field.setAccessibleName(name)
        self.setFocusProxy(field)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.SMALL)
        self.row.addWidget(field)

    def value(self) -> Any:
        """What it shows."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show ``value``."""
        raise NotImplementedError

    def words(self) -> str:
        """What a search should find beside name and sentence."""
        return ""


class ChoiceEditor(Editor):
    """One of a few. A value that is not offered (a model whose disk is away) is shown as itself."""

    def __init__(self, name: str, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        self._combo = QComboBox()
        super().__init__(self._combo, name, parent)
        for value, text in words.items():
            self._combo.addItem(text, value)
        self._combo.setMinimumWidth(theme.character(self.fontMetrics()) * 26)
        self.row.addStretch(1)
        self._combo.currentIndexChanged.connect(self.changed)

    def offer(self, words: Mapping[str, str]) -> None:
        """Offer these as well; one that is there keeps its place and gets its words."""
        for value, text in words.items():
            place = self._combo.findData(value)
            if place < 0:
                self._combo.addItem(text, value)
            else:
                self._combo.setItemText(place, text)

    def value(self) -> str:
        return str(self._combo.currentData())

    def set_value(self, value: str) -> None:
        if self._combo.findData(value) < 0:
            self._combo.addItem(value, value)
        self._combo.setCurrentIndex(self._combo.findData(value))

    def words(self) -> str:
        return " ".join(self._combo.itemText(place) for place in range(self._combo.count()))


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._box = QCheckBox(translate("Preferences", "On"))
        super().__init__(self._box, name, parent)
        self.row.addStretch(1)
        self._box.toggled.connect(self.changed)

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: bool) -> None:
        self._box.setChecked(value)


class NumberEditor(Editor):
    """A number; a share is shown in per cent."""

    def __init__(self, item: Item, name: str, parent: QWidget | None = None) -> None:
        option = item.option
        self._factor = 100.0 if item.kind is Kind.SHARE else 1.0
        self._whole = isinstance(option.default, int)
        self._box = QSpinBox() if self._whole else QDoubleSpinBox()
        super().__init__(self._box, name, parent)
        low, high = (option.low or 0) * self._factor, (option.high or 0) * self._factor
        self._box.setRange(int(low) if self._whole else low, int(high) if self._whole else high)
        self._box.setSingleStep(item.step)
        if isinstance(self._box, QDoubleSpinBox):
            self._box.setDecimals(0 if item.step >= 5 else 1)
        self._box.setSuffix(item.suffix)
        self._box.setGroupSeparatorShown(high >= 10_000 and item.suffix != "")
        if item.automatic:
            self._box.setSpecialValueText(translate("Preferences", "Automatic"))
        self._box.setMinimumWidth(theme.character(self.fontMetrics()) * 16)
        self.row.addStretch(1)
        self._box.valueChanged.connect(self.changed)

    def value(self) -> float:
        shown = self._box.value()
        return int(shown) if self._whole else round(shown / self._factor, 6)

    def set_value(self, value: float) -> None:
        self._box.setValue(int(value) if self._whole else value * self._factor)


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(self.line, name, parent)
        self.line.setMinimumWidth(theme.character(self.fontMetrics()) * WIDE)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.changed)

    def value(self) -> str:
        return self.line.text().strip()

    def set_value(self, value: str) -> None:
        if value != self.line.text():
            self.line.setText(value)
            self.line.setCursorPosition(0)


class PathEditor(TextEditor):
    """A folder or a file, typed or chosen; empty for the usual one."""

    def __init__(
        self, name: str, pattern: str = "", usual: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._pattern = pattern
        self.line.setPlaceholderText(usual)
        self.browse = button(translate("Preferences", "Choose…"), self.ask)
        self.browse.setAccessibleName(translate("Preferences", "Choose: {name}").format(name=name))
        self.row.addWidget(self.browse)

    def ask(self) -> QFileDialog:
        """Open the system's dialog."""
        dialog = QFileDialog(self, self.field.accessibleName(), self.value() or str(Path.home()))
        if self._pattern:
            dialog.setNameFilters(
                [f"{self._pattern} ({self._pattern})", translate("Preferences", "All files (*)")]
            )
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.set_value(str(Path(chosen))))
        dialog.open()
        return dialog


def editor_for(item: Item, name: str, models: Callable[[str], Mapping[str, str]]) -> Editor:
    """The editor of a setting; ``models`` gives the installed models for a task with their words."""
    option: Option[Any] = item.option
    match item.kind:
        case Kind.CHOICE:
            return ChoiceEditor(name, choice_words(option))
        case Kind.MODEL:
            return ChoiceEditor(name, models(item.task))
        case Kind.SWITCH:
            return SwitchEditor(name)
        case Kind.TEXT:
            return TextEditor(name)
        case Kind.FOLDER | Kind.FILE:
            return PathEditor(name, item.pattern, translate("Preferences", "The usual one"))
        case _:
            return NumberEditor(item, name)
