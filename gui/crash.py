"""When something happens that nobody foresaw: where it is heard, and the page that tells of it."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QWidget,
)

from engine.errors import UserError
from engine.keeping import write_whole
from engine.telemetry import logger
from engine.telemetry.crash import Crash, End, Recorder
from gui import theme
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note, framed


class Watch(QObject):
    """Hears every error that reaches the top: of the main thread, of any other, of asyncio and of
    objects that are taken down. Each goes to the log, its place to the record of this run, and then
    to ``told`` in the main thread. A context manager; afterwards all is as it was. Thread: GUI."""

    _heard = Signal(object, object)

    def __init__(self, recorder: Recorder, told: Callable[[str], object]) -> None:
        super().__init__()
        self._recorder = recorder
        self._told = told
        self._before: tuple[Any, Any, Any] = (None, None, None)
        self._heard.connect(self._tell)

    def __enter__(self) -> Watch:
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def follow(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear what goes wrong in ``loop`` as well."""
        loop.set_exception_handler(self._on_loop)

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._note(kind, error, trace)

    def _on_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_type is not SystemExit and given.exc_value is not None:
            self._note(given.exc_type, given.exc_value, given.exc_traceback)

    def _on_unraisable(self, given: Any) -> None:
        error = given.exc_value or given.exc_type()
        self._note(given.exc_type, error, given.exc_traceback, tell=False)

    def _on_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception") or RuntimeError(context.get("message", ""))
        self._note(type(error), error, error.__traceback__)

    def _note(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
        tell: bool = True,
    ) -> None:
        logger("gui.app").error("unexpected", exc_info=(kind, error, trace))
        self._recorder.note(kind, trace, threading.current_thread().name)
        if tell:
            self._heard.emit(kind, error)

    @Slot(object, object)
    def _tell(self, kind: type[BaseException], error: BaseException) -> None:
        self._told(f"{kind.__name__}: {error}")


class CrashPage(QDialog):
    """What happened last time, what there is to hand on, and what was not lost."""

    def __init__(self, crash: Crash, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The last time"))
        self._crash = crash
        self._explain = explain
        title = QLabel(self._title())
        title.setWordWrap(True)
        theme.heading(title, theme.LEAD)
        words = QLabel(
            self.tr(
                "What was finished is in the project; “Do the rest” goes on with a run that broke "
                "off. The report below says where in the program it happened. It holds no text of a "
                "document, no file name and no key. Nothing is sent: save it to a file if you want "
                "to hand it to whoever helps you."
            )
        )
        words.setWordWrap(True)
        self.report = QPlainTextEdit(crash.report)
        self.report.setReadOnly(True)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setAccessibleName(self.tr("Report"))
        self.report.setTabChangesFocus(True)
        self._note = Note()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        save = buttons.addButton(self.tr("Save report…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addWidget(self.report, 1)
        layout.addWidget(self._note)
        layout.addWidget(buttons)
        self.resize(720, 520)

    def save(self, path: Path) -> None:
        """Write the report to ``path``."""
        try:
            write_whole(path, self._crash.report)
        except OSError:
            error = UserError("output_locked", path=str(path))
            self._note.say(str(self._explain.error(error)), Tone.BAD)
            return
        self._note.say(self.tr("Saved to {path}").format(path=path), Tone.GOOD)

    def _title(self) -> str:
        if self._crash.end is End.ERRORS:
            return self.tr("Last time something happened in ClauseDesk that nobody foresaw.")
        if self._crash.reason:
            words = self.tr("ClauseDesk broke off last time ({reason}).")
            return words.format(reason=self._crash.reason)
        return self.tr("ClauseDesk broke off last time.")

    def _ask(self) -> QFileDialog:
        dialog = QFileDialog(self, self.tr("Save report"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Text (*.txt)")])
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("clausedesk-report.txt")
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.open()
        return dialog
