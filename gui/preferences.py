"""The few things a person sets once: language, theme, device, threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.theme import Scheme
from gui.translation import LANGUAGES
from gui.widgets import QuietLabel

DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen. An empty language is the system's; ``threads`` 0 leaves it to the program."""

    language: str = ""
    scheme: Scheme = Scheme.SYSTEM
    device: str = "auto"
    threads: int = 0


class Preferences:
    """The choices, kept from one start to the next."""

    def __init__(self, memory: QSettings) -> None:
        self._memory = memory
        self.choices = Choices(
            language=str(memory.value("language", "")),
            scheme=_scheme(str(memory.value("theme", ""))),
            device=str(memory.value("device", "auto")),
            threads=int(str(memory.value("threads", 0)) or 0),
        )

    def keep(self, choices: Choices) -> None:
        """Remember other choices."""
        self.choices = choices
        self._memory.setValue("language", choices.language)
        self._memory.setValue("theme", choices.scheme.value)
        self._memory.setValue("device", choices.device)
        self._memory.setValue("threads", choices.threads)


class PreferencesDialog(QDialog):
    """Shows the choices; ``apply`` gets the new ones when the person agrees."""

    def __init__(
        self, choices: Choices, apply: Callable[[Choices], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._choices = choices
        self._apply = apply
        self._language = self._combo(
            {"": self.tr("As the system"), **LANGUAGES}, choices.language, self.tr("Language")
        )
        self._scheme = self._combo(
            {
                Scheme.SYSTEM.value: self.tr("As the system"),
                Scheme.LIGHT.value: self.tr("Light"),
                Scheme.DARK.value: self.tr("Dark"),
            },
            choices.scheme.value,
            self.tr("Theme"),
        )
        self._device = self._combo(
            {
                "auto": self.tr("The fastest there is"),
                "cpu": self.tr("Processor"),
                "cuda": self.tr("NVIDIA graphics card"),
                "mps": self.tr("Apple graphics"),
            },
            choices.device,
            self.tr("Models run on"),
        )
        self._threads = QSpinBox()
        self._threads.setRange(0, 256)
        self._threads.setSpecialValueText(self.tr("Automatic"))
        self._threads.setValue(choices.threads)
        self._threads.setAccessibleName(self.tr("Processor threads"))
        self._build()

    def accept(self) -> None:
        self._apply(
            replace(
                self._choices,
                language=self._language.currentData(),
                scheme=Scheme(self._scheme.currentData()),
                device=self._device.currentData(),
                threads=self._threads.value(),
            )
        )
        super().accept()

    def _build(self) -> None:
        form = QFormLayout()
        form.setSpacing(theme.MEDIUM)
        form.addRow(self.tr("Language"), self._language)
        form.addRow(self.tr("Theme"), self._scheme)
        form.addRow(self.tr("Models run on"), self._device)
        form.addRow(self.tr("Processor threads"), self._threads)
        hint = QuietLabel(self.tr("Device and threads hold from the next start."))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(buttons)

    def _combo(self, words: dict[str, str], chosen: str, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMinimumWidth(220)
        for value, text in words.items():
            combo.addItem(text, value)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        return combo


def _scheme(name: str) -> Scheme:
    return Scheme(name) if name in set(Scheme) else Scheme.SYSTEM
