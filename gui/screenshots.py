"""Pictures of every page, from the real program at work on the samples: for README and docs.

``python -m gui.screenshots OUT_DIR [--dark] [--language zh]``
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from engine import settings as options
from engine.paths import resource_path
from gui.app import App
from gui.desk import Desk
from gui.workspaces.base import Workspace

SIZE = QSize(1360, 860)
PATIENCE = 300.0
FIELDS = {
    "en": "Party*\nEffective date(YYYY-MM-DD)\nTerm\nNotice period\nGoverning law",
    "zh": "甲方\n乙方\n签订日期(YYYY-MM-DD)\n合同期限\n合同金额(元)\n争议解决",
}
DOCUMENTS = {"en": "lease.pdf", "zh": "采购合同.docx"}
COLUMNS = ("Company", "Contact", "Phone", "Address")


class Photographer:
    """Drives one desk through its pages and keeps a picture of each in ``folder``."""

    def __init__(self, desk: Desk, folder: Path, language: str, suffix: str) -> None:
        self._desk = desk
        self._folder = folder
        self._language = language
        self._suffix = suffix

    def work(self) -> None:
        """Read, extract, compare, check; a picture after each."""
        desk = self._desk
        folder = resource_path("samples")
        suffixes = (".docx", ".pdf", ".txt")
        files = [p for p in sorted(folder.iterdir()) if p.suffix in suffixes]
        desk.controller.read([str(path) for path in files])
        self._settle()
        desk.take_paths([str(folder / "customers.xlsx")])
        self._settle()
        self._documents()
        self._fields()
        self._duplicates()
        self._contradictions()
        self._keep("activity", desk.activity)

    def _documents(self) -> None:
        desk = self._desk
        desk.window.open(desk.documents)
        desk.documents.table.go_to(self._row_of(DOCUMENTS[self._language]))
        self._keep("documents", desk.documents)

    def _fields(self) -> None:
        desk = self._desk
        desk.window.open(desk.fields)
        desk.fields.box.set_text(FIELDS[self._language])
        desk.fields.run()
        self._settle()
        row = self._row_of(DOCUMENTS[self._language])
        desk.fields.table.go_to(row, 0)
        desk.fields.accept()
        desk.fields.table.go_to(row, 2)
        self._keep("fields", desk.fields)

    def _duplicates(self) -> None:
        desk = self._desk
        desk.window.open(desk.duplicates)
        desk.duplicates.setup.tick(COLUMNS)
        desk.duplicates.run()
        self._settle()
        desk.duplicates.table.go_to(0, 0)
        desk.duplicates.accept()
        desk.duplicates.table.go_to(4, 0)
        self._keep("duplicates", desk.duplicates)

    def _contradictions(self) -> None:
        desk = self._desk
        desk.window.open(desk.contradictions)
        desk.contradictions.run()
        self._settle()
        model = desk.contradictions.model
        chinese = self._language == "zh"
        for number in range(model.rowCount()):
            verdict = model.row(number)
            if verdict is not None and _is_chinese(verdict.premise.text) == chinese:
                desk.contradictions.table.go_to(number, 0)
                break
        self._keep("contradictions", desk.contradictions)

    def _row_of(self, name: str) -> int:
        model = self._desk.documents.model
        for number in range(model.rowCount()):
            row = model.row(number)
            if row is not None and row.name == name:
                return number
        return 0

    def _keep(self, name: str, page: Workspace) -> None:
        desk = self._desk
        desk.window.open(page)
        desk.window.statusBar().clearMessage()
        self._settle()
        wait(lambda: False, 0.4)
        path = self._folder / f"{name}{self._suffix}.png"
        desk.window.grab().save(str(path))
        print(path, file=sys.stderr)

    def _settle(self) -> None:
        controller = self._desk.controller
        wait(lambda: not controller.busy and not controller.background.busy)
        controller.flush()
        wait(lambda: not controller.background.busy)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def wait(until: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Let the event loop run until something holds, or ``seconds`` are over."""
    loop = QEventLoop()
    end = time.monotonic() + seconds
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
    timer.start(25)
    loop.exec()
    timer.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gui.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        application = QApplication([sys.argv[0]])
        app = App(application)
        app.settings.set(options.LANGUAGE, given.language)
        app.settings.set(options.THEME, "dark" if given.dark else "light")
        app.apply_settings()
        app.translation.apply(given.language)
        app.start()
        wait(lambda: app.desk is not None)
        if app.desk is None:
            return 1
        app.desk.window.resize(SIZE)
        suffix = "-dark" if given.dark else ""
        Photographer(app.desk, given.folder, given.language, suffix).work()
        app.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
