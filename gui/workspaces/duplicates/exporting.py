"""Duplicates to a file: which format, what will stand in it, how far it is, and a way to stop."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from engine.errors import UserError
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.export_work import ExportWork
from gui.exporting import DUPLICATES, default_name, patterns
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, framed

if TYPE_CHECKING:
    from engine.export.watch import Watch


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows and clusters there are, and how many rows the clean sheet keeps."""

    rows: int
    clusters: int
    left: int


class DuplicatesExport(ExportWork):
    """Writes all that the project knows of its duplicates."""

    def write(self, target: Path) -> None:
        """Write to ``target``, in the format that its name says."""

        def put(watch: Watch) -> None:
            from engine.jobs.export import export_duplicates

            language = self._explain.language
            export_duplicates(self._project, target, language=language, say=self._say, watch=watch)

        self._write(target, put)


class ExportDialog(QDialog):
    """Asks for the format, then shows how far it is. ``written`` gives the path."""

    written = Signal(object)

    def __init__(
        self,
        work: DuplicatesExport,
        explain: Explainer,
        figures: Figures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export duplicates"))
        self.setMinimumWidth(440)
        self._work = work
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
                rows=locale.toString(figures.rows),
                clusters=locale.toString(figures.clusters),
                left=locale.toString(figures.left),
            )
        )
        self._figures.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._note = Note()
        self._build()
        work.progressed.connect(self._on_progress)
        work.written.connect(self._on_written)
        work.stopped.connect(self._on_stopped)
        work.failed.connect(self._on_failed)
        self._format.currentIndexChanged.connect(lambda _number: self._tell())
        self._tell()
        self._set_running(False)

    def choose(self, suffix: str) -> None:
        """Choose the format for the user."""
        self._format.setCurrentIndex(max(self._format.findData(suffix), 0))

    def save_to(self, path: Path) -> None:
        """Write there."""
        self._note.say("")
        self._bar.setRange(0, 0)
        self._set_running(True)
        self._work.write(path)

    def reject(self) -> None:
        """While it writes: stop; what was there before stays, and the dialog with it."""
        if self._running:
            self._work.stop()
            self._leave.setEnabled(False)
        else:
            super().reject()

    def share(self) -> float | None:
        """How much is written, in [0, 1]; ``None`` while that is unknown."""
        return self._bar.value() / self._bar.maximum() if self._bar.maximum() else None

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
        self._leave: QPushButton = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
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
        self._leave.setText(self.tr("Stop") if running else self.tr("Cancel"))
        self._leave.setEnabled(True)
        if running:
            self._leave.setFocus()

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        """Told by the thread that writes."""
        if self._running:
            self._bar.setRange(0, total)
            self._bar.setValue(min(done, total))

    @Slot()
    def _on_stopped(self) -> None:
        self._set_running(False)
        self._note.say(self.tr("Stopped. Nothing was written."), Tone.CAUTION)
        self._save.setFocus()

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._set_running(False)
        self.accept()
        self.written.emit(path)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self._set_running(False)
        self._note.say(str(self._explain.error(error)), Tone.BAD)


def ask_export(
    controller: Controller, explain: Explainer, figures: Figures, parent: QWidget
) -> ExportDialog:
    """Open the dialog over ``parent``."""
    work = DuplicatesExport(controller.project, explain, controller.background, parent)
    dialog = ExportDialog(work, explain, figures, parent)
    dialog.open()
    return dialog
