"""The few things a person sets once: language, theme, device, threads, how files are read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine import settings as options
from engine.settings import Option, Settings
from gui import theme
from gui.theme import Scheme
from gui.translation import LANGUAGES
from gui.widgets import QuietLabel


def scheme_of(settings: Settings) -> Scheme:
    """The chosen theme."""
    return Scheme(settings.get(options.THEME))


class PreferencesDialog(QDialog):
    """Shows the options that people change; ``applied`` is called once they were kept.

    What cannot be written is for ``applied`` to find out: it saves.
    """

    def __init__(
        self, settings: Settings, applied: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._applied = applied
        self._combos: list[tuple[Option[str], QComboBox]] = []
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        self._fill(form)
        hint = QuietLabel(
            self.tr(
                "Device and threads hold from the next start, reading for files added from now on."
            )
        )
        hint.setWordWrap(True)
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

    def choose(self, option: Option[str], value: str) -> None:
        """Pick ``value`` for ``option``, as the user would."""
        combo = next(combo for found, combo in self._combos if found is option)
        combo.setCurrentIndex(combo.findData(value))

    def accept(self) -> None:
        for option, combo in self._combos:
            self._settings.set(option, combo.currentData())
        self._settings.set(options.THREADS, self._threads.value())
        self._settings.set(options.OCR, self._ocr.isChecked())
        self._settings.set(options.REOPEN_LAST, self._reopen.isChecked())
        super().accept()
        self._applied()

    def _fill(self, form: QFormLayout) -> None:
        system = self.tr("As the system")
        self._combo(form, options.LANGUAGE, self.tr("Language"), {"": system, **LANGUAGES})
        self._combo(
            form,
            options.THEME,
            self.tr("Theme"),
            {"system": system, "light": self.tr("Light"), "dark": self.tr("Dark")},
        )
        self._combo(
            form,
            options.DEVICE,
            self.tr("Models run on"),
            {
                "auto": self.tr("The fastest there is"),
                "cpu": self.tr("Processor"),
                "cuda": self.tr("NVIDIA graphics card"),
                "mps": self.tr("Apple graphics"),
            },
        )
        self._threads = QSpinBox()
        self._threads.setRange(0, 256)
        self._threads.setSpecialValueText(self.tr("Automatic"))
        self._threads.setValue(self._settings.get(options.THREADS))
        self._threads.setAccessibleName(self.tr("Processor threads"))
        form.addRow(self.tr("Processor threads"), self._threads)
        self._combo(
            form,
            options.TRACKED_CHANGES,
            self.tr("Tracked changes in Word files"),
            {
                "accepted": self.tr("Read as accepted"),
                "original": self.tr("Read the original"),
                "both": self.tr("Read both"),
            },
        )
        self._ocr = self._check(form, options.OCR, self.tr("Recognise the text of scanned pages"))
        self._reopen = self._check(
            form, options.REOPEN_LAST, self.tr("Go on with an unnamed project at the next start")
        )

    def _combo(
        self, form: QFormLayout, option: Option[str], name: str, words: dict[str, str]
    ) -> None:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setMinimumWidth(240)
        for value, text in words.items():
            combo.addItem(text, value)
        combo.setCurrentIndex(max(combo.findData(self._settings.get(option)), 0))
        self._combos.append((option, combo))
        form.addRow(name, combo)

    def _check(self, form: QFormLayout, option: Option[bool], name: str) -> QCheckBox:
        box = QCheckBox(name)
        box.setChecked(self._settings.get(option))
        form.addRow("", box)
        return box
