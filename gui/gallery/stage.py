"""One desk, led from page to page with the samples: the work that pictures are taken of."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from engine.types import Label
from gui.desk import Desk
from gui.samples import COLUMNS, FIELDS, sample_documents, sample_table
from gui.workspaces.contradictions.modes import Mode

PATIENCE = 300.0
DOCUMENTS = {"en": "lease.pdf", "zh": "采购合同.docx"}
REVISED = {
    "en": ("services-conflicts.docx", "services, revised.txt", "thirty (30) days", "ninety days"),
    "zh": ("技术服务合同-矛盾.docx", "技术服务合同（修订）.txt", "三十日", "六十日"),
}


def wait(until: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Let the event loop run until something holds, or ``seconds`` are over; whether it holds."""
    loop = QEventLoop()
    end = time.monotonic() + seconds
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
    timer.start(10)
    loop.exec()
    timer.stop()
    return until()


def rest(seconds: float = 0.4) -> None:
    """Let the event loop run, so that what was asked for is drawn."""
    wait(lambda: False, seconds)


def calm(seconds: float = 0.05) -> None:
    """Let the event loop run for ``seconds``, and on until it has nothing more to do: then everything
    that was asked for is laid out and drawn, however busy the machine is."""
    loop = QEventLoop()
    end = time.monotonic() + seconds
    dispatcher = QAbstractEventDispatcher.instance()

    def rests() -> None:
        if time.monotonic() >= end:
            loop.quit()

    dispatcher.aboutToBlock.connect(rests)
    timer = QTimer()
    timer.start(10)
    loop.exec()
    timer.stop()
    dispatcher.aboutToBlock.disconnect(rests)


class Stage:
    """Works on one project in ``language``; ``folder`` is where files it needs are written."""

    def __init__(self, desk: Desk, language: str, folder: Path) -> None:
        self.desk = desk
        self.language = language
        self.folder = folder

    def settle(self) -> None:
        """Until no job runs and everything that came of it is shown."""
        controller = self.desk.controller
        wait(lambda: not controller.busy and not controller.background.busy)
        controller.flush()
        wait(lambda: not controller.background.busy)

    def read(self) -> None:
        """Bring the samples in: documents, a table, and one file that cannot be read."""
        broken = self.folder / "scan 0417.pdf"
        broken.write_bytes(b"%PDF-1.4 broken")
        self.desk.controller.read([*sample_documents(), str(broken)])
        self.settle()
        self.desk.take_paths([sample_table()])
        self.settle()

    def documents(self) -> None:
        """A document of the list, read beside it."""
        desk = self.desk
        desk.window.open(desk.documents)
        desk.documents.table.go_to(self.row_of(DOCUMENTS[self.language]))
        self.settle()

    def ask(self) -> None:
        """Fields are typed; nothing was looked for yet."""
        self.desk.window.open(self.desk.fields)
        self.desk.fields.box.set_text(FIELDS[self.language])

    def fields(self) -> None:
        """Values, one of them accepted, the cursor on another."""
        self.ask()
        desk = self.desk
        desk.fields.run()
        self.settle()
        row = self.row_of(DOCUMENTS[self.language])
        desk.fields.table.go_to(row, 0)
        desk.fields.accept()
        desk.fields.table.go_to(row, 2)
        self.settle()

    def duplicates(self) -> None:
        """Pairs of rows, one of them accepted."""
        desk = self.desk
        desk.window.open(desk.duplicates)
        desk.duplicates.setup.tick(COLUMNS)
        desk.duplicates.run()
        self.settle()
        desk.duplicates.table.go_to(0, 0)
        desk.duplicates.accept()
        desk.duplicates.table.go_to(4, 0)
        self.settle()

    def contradictions(self) -> None:
        """Pairs of clauses inside each document."""
        self._check(Mode.INSIDE)
        self.go_to_own_language()

    def across(self) -> None:
        """Pairs of clauses of several documents."""
        self._check(Mode.ACROSS)
        self.go_to_own_language()

    def playbook(self) -> None:
        """Documents against the statements of a playbook."""
        head = self.desk.contradictions.head
        self.desk.window.open(self.desk.contradictions)
        head.modes.choose(Mode.PLAYBOOK)
        wait(lambda: head.playbook() is not None)
        self._check(Mode.PLAYBOOK)
        self.go_to_own_language()

    def matrix(self, shown: bool) -> None:
        """The same findings as a matrix, or as a list again."""
        head = self.desk.contradictions.head
        (head.as_matrix if shown else head.as_list).setChecked(True)
        self.settle()
        calm(0.1)

    def compare(self) -> None:
        """A sample against a revised copy of itself."""
        desk = self.desk
        name, revised, before, after = REVISED[self.language]
        old = next(d for d in desk.project.documents.ids() if self.name_of(d) == name)
        document = desk.project.documents.get(old)
        path = self.folder / revised
        path.write_text(document.text.replace(before, after), encoding="utf-8")
        desk.controller.read([str(path)])
        self.settle()
        new = next(d for d in desk.project.documents.ids() if self.name_of(d) == revised)
        desk.window.open(desk.compare)
        desk.compare.choose.choose(old, new)
        desk.compare.run()
        self.settle()
        desk.compare.table.go_to(0, 0)
        self.settle()

    def name_of(self, document: str) -> str:
        """What a document's file is called."""
        return Path(self.desk.project.documents.paths()[document]).name

    def row_of(self, name: str) -> int:
        """Where a document stands in the list."""
        model = self.desk.documents.model
        for number in range(model.rowCount()):
            row = model.row(number)
            if row is not None and row.name == name:
                return number
        return 0

    def go_to_own_language(self) -> None:
        """The first finding in the language of the window, a contradiction where there is one."""
        page = self.desk.contradictions
        found = [
            (verdict.label is not Label.CONTRADICTION, number)
            for number in range(page.model.rowCount())
            if (verdict := page.model.row(number)) is not None
            and _is_chinese(verdict.premise.text) == (self.language == "zh")
        ]
        if found:
            page.table.go_to(min(found)[1], 0)
        self.settle()

    def show(self, page: QWidget) -> None:
        """Open a page with nothing passing in the status bar."""
        window = self.desk.window
        number = next(n for n, one in enumerate(window.workspaces) if one is page)
        window.open_workspace(number)
        window.statusBar().clearMessage()
        self.settle()

    def _check(self, mode: Mode) -> None:
        page = self.desk.contradictions
        self.desk.window.open(page)
        page.head.modes.choose(mode)
        page.run()
        self.settle()


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
