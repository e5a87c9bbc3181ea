"""Duplicates to a file: which format, what will stand in it, and how it is going."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QWidget,
)

from engine.errors import UserError
from gui import theme
from gui.background import Background
from gui.errors import Explainer
from gui.exporting import DUPLICATES, default_name, patterns
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, framed

Write = Callable[[Path], Path]


class ExportDialog(QDialog):
    """Asks for the format and writes off the main thread. ``written`` gives the path. ``clusters`` and
    ``left`` are how many clusters there are, and how many rows the clean sheet keeps."""

    written = Signal(object)

    def __init__(
        self,
        write: Write,
        background: Background,
        explain: Explainer,
        clusters: int,
        rows: int,
        left: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export duplicates"))
        self.setMinimumWidth(440)
        self._write = write
        self._background = background
        self._explain = explain
        self._running = False
        self._format = QComboBox()
        self._format.setAccessibleName(self.tr("Format"))
        for pattern in patterns(DUPLICATES):
            words, _, suffix = pattern.rpartition(" (*.")
            self._format.addItem(words, suffix.rstrip(")"))
        self._about = QuietLabel()
        self._about.setWordWrap(True)
        self._about.setMinimumHeight(6 * self.fontMetrics().lineSpacing())
        locale = QLocale()
        words = self.tr("{rows} rows, {clusters} clusters; the clean sheet keeps {left} rows.")
        self._figures = QLabel(
            words.format(
                rows=locale.toString(rows),
                clusters=locale.toString(clusters),
                left=locale.toString(left),
            )
        )
        self._figures.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._note = Note()
        self._build()
        self._format.currentIndexChanged.connect(lambda _number: self._tell())
        self._tell()
        self._set_running(False)

    def choose(self, suffix: str) -> None:
        """Choose the format for the user."""
        self._format.setCurrentIndex(max(self._format.findData(suffix), 0))

    def save_to(self, path: Path) -> None:
        """Write there."""
        self._note.say("")
        self._set_running(True)
        self._background.run(lambda: self._write(path), self._on_written, self._on_failed)

    def message(self) -> str:
        """What went wrong."""
        return self._note.text()

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.addRow(self.tr("Format"), self._format)
        buttons = QDialogButtonBox()
        self._save = buttons.addButton(self.tr("Save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._ask_place)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addWidget(self._figures)
        layout.addLayout(form)
        layout.addWidget(self._about)
        layout.addWidget(self._bar)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _tell(self) -> None:
        self._about.setText(
            {
                "xlsx": self.tr(
                    "Every original sheet with cluster, role, score and decision beside its own "
                    "columns; a clean sheet in which each cluster keeps one row; the pairs with "
                    "their reasons; and the settings of the run. Formulas, types and leading "
                    "zeros stay as they were."
                ),
                "csv": self.tr(
                    "Every original row with cluster, role, score and decision, for other programs."
                ),
                "jsonl": self.tr("Every pair with its score, its reasons and your decision."),
            }.get(self._format.currentData(), "")
        )

    def _ask_place(self) -> None:
        suffix = self._format.currentData()
        dialog = QFileDialog(self, self.tr("Export duplicates"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{self._format.currentText()} (*.{suffix})"])
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(str(Path(default_name(DUPLICATES)).with_suffix(f".{suffix}")))
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def _set_running(self, running: bool) -> None:
        self._running = running
        self._format.setEnabled(not running)
        self._save.setEnabled(not running)
        self._bar.setVisible(running)

    def _on_written(self, path: Path) -> None:
        self._set_running(False)
        self.accept()
        self.written.emit(path)

    def _on_failed(self, error: UserError) -> None:
        self._set_running(False)
        self._note.say(str(self._explain.error(error)), Tone.BAD)
