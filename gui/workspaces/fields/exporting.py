"""Values to a file or to the clipboard: which rows, which format, how far it is, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QProgressBar,
    QWidget,
)

from engine.errors import UserError
from engine.store import Project
from engine.types import ReviewState
from gui import theme
from gui.background import Background
from gui.errors import Explainer
from gui.export_work import ExportWork
from gui.exporting import FIELDS, patterns
from gui.widgets import Note, QuietLabel, framed

if TYPE_CHECKING:
    from engine.export.clipboard import ClipboardTable
    from engine.export.watch import Watch

Ids = Callable[[], Sequence[str] | None]
"""Gives the documents of a choice, ``None`` for all; called off the main thread."""

CLIPBOARD_ROWS = 5000
"""More rows than this belong into a file."""


class Export(ExportWork):
    """One export of values: ``progressed`` counts documents; a table for the clipboard ends with
    ``copied``. Thread: GUI."""

    copied = Signal(object)

    def __init__(
        self, project: Project, explain: Explainer, background: Background, parent: QObject
    ) -> None:
        super().__init__(project, explain, background, parent)
        self.cut = False
        """Whether the table for the clipboard left documents out."""

    def write(self, target: Path, kind: str, ids: Ids) -> None:
        """Write the values of some documents to ``target``."""

        def put(watch: Watch) -> None:
            from engine.jobs.export import export_fields

            export_fields(
                self._project,
                target,
                documents=ids(),
                language=self._explain.language,
                say=self._say,
                kind=kind,
                watch=watch,
            )

        self._write(target, put)

    def copy(self, ids: Ids) -> None:
        """Make a table for the clipboard."""
        self._run(lambda: self._table(ids()), self.copied.emit)

    def _table(self, ids: Sequence[str] | None) -> ClipboardTable:
        from engine.export.clipboard import clipboard_table

        project = self._project
        every = list(project.documents.ids() if ids is None else ids)
        wanted = every[:CLIPBOARD_ROWS]
        self.cut = len(wanted) < len(every)
        fields = [field.name for field in project.lanes.defined().fields if not field.columns]
        names = project.tallies.names(wanted)
        rows = []
        for number, document in enumerate(wanted):
            self._control.checkpoint()
            cells = project.cells.row(document, fields)
            values = ["" if cell.state is ReviewState.REJECTED else cell.value for cell in cells]
            rows.append([names.get(document, document), *values])
            self.progressed.emit(number, len(wanted))
        return clipboard_table([self.tr("Document"), *fields], rows)


class ExportDialog(QDialog):
    """Asks what goes where, then shows how far it is. ``written`` gives the path, ``said`` a line
    for the status bar."""

    written = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, Ids]],
        make: Callable[[QObject], Export],
        explain: Explainer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export values"))
        self.setMinimumWidth(420)
        self._make = make
        self._explain = explain
        self._export: Export | None = None
        self._rows = QComboBox()
        self._rows.setAccessibleName(self.tr("Which documents"))
        for words, ids in choices:
            self._rows.addItem(words, ids)
        self._format = QComboBox()
        self._format.setAccessibleName(self.tr("Format"))
        for words, suffix in _formats():
            self._format.addItem(words, suffix)
        self._about = QuietLabel()
        self._about.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._note = Note()
        self._build()
        self._format.currentIndexChanged.connect(lambda _number: self._tell())
        self._tell()
        self._set_running(False)

    @property
    def running(self) -> bool:
        """Whether something is being written."""
        return self._export is not None

    def choose(self, suffix: str, row: int = 0) -> None:
        """Choose format and rows for the user."""
        self._format.setCurrentIndex(max(self._format.findData(suffix), 0))
        self._rows.setCurrentIndex(row)

    def save_to(self, path: Path) -> None:
        """Write there."""
        self._begin().write(path, self._format.currentData(), self._rows.currentData())

    def copy(self) -> None:
        """Put the table on the clipboard."""
        self._begin().copy(self._rows.currentData())

    def reject(self) -> None:
        """Cancel stops what runs first, and closes the dialog when nothing does."""
        if self._export is not None:
            self._export.stop()
        else:
            super().reject()

    def message(self) -> str:
        """What went wrong."""
        return self._note.text()

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.SMALL)
        form.addRow(self.tr("Documents"), self._rows)
        form.addRow(self.tr("Format"), self._format)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self._save = buttons.addButton(self.tr("Save…"), role.AcceptRole)
        self._save.setDefault(True)
        self._copy = buttons.addButton(self.tr("Copy as a table"), role.ActionRole)
        self._cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._ask_place)
        buttons.rejected.connect(self.reject)
        self._copy.clicked.connect(self.copy)
        layout = framed(self)
        layout.addLayout(form)
        layout.addWidget(self._about)
        layout.addWidget(self._bar)
        layout.addWidget(self._note)
        layout.addWidget(buttons)

    def _tell(self) -> None:
        self._about.setText(
            {
                "xlsx": self.tr(
                    "Values with their types, evidence with page and sentence, records, doubts, "
                    "failures and settings, each on a sheet. It can be edited and read back."
                ),
                "csv": self.tr("One line a document, for other programs."),
                "jsonl": self.tr("Every candidate with its place, one document a line."),
                "md": self.tr("A table for notes and web pages."),
            }[self._format.currentData()]
        )

    def _ask_place(self) -> None:
        suffix = self._format.currentData()
        dialog = QFileDialog(self, self.tr("Export values"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{self._format.currentText()} (*.{suffix})"])
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(self.tr("fields") + f".{suffix}")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def _begin(self) -> Export:
        self._note.say("")
        export = self._export = self._make(self)
        export.progressed.connect(self._on_progress)
        export.written.connect(self._on_written)
        export.copied.connect(self._on_copied)
        export.stopped.connect(self._on_stopped)
        export.failed.connect(self._on_failed)
        self._bar.setRange(0, 0)
        self._set_running(True)
        return export

    def _set_running(self, running: bool) -> None:
        for widget in (self._rows, self._format, self._save, self._copy):
            widget.setEnabled(not running)
        self._bar.setVisible(running)
        self._cancel.setText(self.tr("Stop") if running else self.tr("Cancel"))
        if not running:
            self._export = None

    @Slot(int, int)
    def _on_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._set_running(False)
        self.accept()
        self.written.emit(path)

    @Slot(object)
    def _on_copied(self, table: ClipboardTable) -> None:
        data = QMimeData()
        data.setText(table.text)
        data.setHtml(table.html)
        QGuiApplication.clipboard().setMimeData(data)
        cut = self._export is not None and self._export.cut
        self._set_running(False)
        self.accept()
        words = self.tr("The table is on the clipboard.")
        if cut:
            words = self.tr(
                "The first {count} documents are on the clipboard. Save a file to have them all."
            ).format(count=CLIPBOARD_ROWS)
        self.said.emit(words)

    @Slot()
    def _on_stopped(self) -> None:
        self._set_running(False)
        self._note.say(self.tr("Stopped. Nothing was written."), theme.Tone.CAUTION)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self._set_running(False)
        self._note.say(str(self._explain.error(error)), theme.Tone.BAD)


def _formats() -> list[tuple[str, str]]:
    """The words and the suffix of each format."""
    lines = [pattern.rpartition(" (*.") for pattern in patterns(FIELDS)]
    return [(words, suffix.rstrip(")")) for words, _, suffix in lines]
