"""What Activity warns of, and whether other programs may read its figures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QWidget,
)

from engine import settings as options
from engine.settings import Settings
from gui import theme
from gui.widgets import QuietLabel, framed


class LimitsDialog(QDialog):
    """Shows the limits and the port; ``applied`` is called once they were set."""

    def __init__(
        self, settings: Settings, applied: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Limits"))
        self._settings = settings
        self._applied = applied
        self.success = QDoubleSpinBox()
        self.success.setRange(0, 100)
        self.success.setSuffix(" %")
        self.success.setValue(100 * settings.get(options.HEALTH_SUCCESS))
        self.seconds = QDoubleSpinBox()
        self.seconds.setRange(0.01, 3600)
        self.seconds.setSuffix(" s")
        self.seconds.setValue(settings.get(options.HEALTH_SECONDS))
        self.memory = QSpinBox()
        self.memory.setRange(64, 1_000_000)
        self.memory.setSuffix(" MB")
        self.memory.setValue(settings.get(options.HEALTH_MEGABYTES))
        self.serve = QCheckBox(self.tr("Let monitoring programs on this computer read the figures"))
        self.serve.setChecked(settings.get(options.METRICS_ENDPOINT))
        self.port = QSpinBox()
        self.port.setRange(1024, 65535)
        self.port.setGroupSeparatorShown(False)
        self.port.setValue(settings.get(options.METRICS_PORT))
        self.port.setEnabled(self.serve.isChecked())
        self.serve.toggled.connect(self.port.setEnabled)
        self._build()

    def accept(self) -> None:
        keep = self._settings.set
        keep(options.HEALTH_SUCCESS, self.success.value() / 100)
        keep(options.HEALTH_SECONDS, self.seconds.value())
        keep(options.HEALTH_MEGABYTES, self.memory.value())
        keep(options.METRICS_ENDPOINT, self.serve.isChecked())
        keep(options.METRICS_PORT, self.port.value())
        super().accept()
        self._applied()

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        lines: tuple[tuple[str, QAbstractSpinBox], ...] = (
            (self.tr("Warn below a success of"), self.success),
            (self.tr("Warn above a mean time an item of"), self.seconds),
            (self.tr("Warn above a memory of"), self.memory),
            (self.tr("Port"), self.port),
        )
        for words, widget in lines[:3]:
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        form.addRow("", self.serve)
        self.port.setAccessibleName(lines[3][0])
        form.addRow(lines[3][0], self.port)
        hint = QuietLabel(
            self.tr(
                "Figures are counts, times and memory in Prometheus' text format; they hold no text "
                "and no file name, and only this computer can ask for them."
            )
        )
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addLayout(form)
        layout.addWidget(hint)
        layout.addWidget(buttons)
