"""The playbook as text: read a moment after it was typed, its fault marked, kept until it is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from engine.consistency.playbook import Playbook
from engine.consistency.playbook_file import parse_playbook, playbook_text
from engine.errors import UserError
from gui.background import Background
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note
from gui.workspaces.contradictions.playbooks import Kept, keep_unread, unread_text
from gui.workspaces.contradictions.source import PlaybookSource

PAUSE_MS = 400


class TextSide(QObject):
    """Steers ``source`` and the ``fault`` below it. ``kept`` gives the playbook that is edited; ``read``
    gives one that was typed as text, ``failed`` the error of a text that could not be kept. Thread:
    GUI."""

    read = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        source: PlaybookSource,
        explain: Explainer,
        background: Background,
        kept: Callable[[], Kept],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self.fault = Note()
        self._explain = explain
        self._background = background
        self._kept = kept
        self._quiet = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        source.textChanged.connect(self._typed)

    def show_playbook(self, playbook: Playbook) -> None:
        """Show it as it is written."""
        self._put(lambda: self._source.show_text(playbook_text(playbook)))
        self.clear()

    def show_unread(self) -> bool:
        """Show text that is no playbook yet (a file with a fault, or what was left so when the editor
        was last closed) as it is, at the fault; whether there is any."""
        text = unread_text(self._kept())
        if text:
            self._put(lambda: self._source.setPlainText(text))
            self.look()
        return bool(text)

    def look(self) -> None:
        """The text as a playbook, or where its fault is; read off the main thread."""
        text, path = self._source.toPlainText(), self._kept().path
        if path is None:
            return

        def arrived(playbook: Playbook) -> None:
            if self._source.toPlainText() == text:
                self.clear()
                self.read.emit(playbook)

        self._background.run(lambda: parse_playbook(text, path), arrived, self.say)

    def finish(self, playbook: Playbook) -> Playbook | None:
        """What was typed last, where it is another playbook than ``playbook``. Text that is none is kept
        beside the file until it is one."""
        self._timer.stop()
        kept, text = self._kept(), self._source.toPlainText()
        typed: Playbook | None = None
        try:
            if kept.path is not None and text != playbook_text(playbook):
                typed = parse_playbook(text, kept.path)
            keep_unread(kept, "")
        except UserError:
            try:
                keep_unread(kept, text)
            except UserError as error:
                self.failed.emit(error)
        return typed

    def say(self, error: UserError) -> None:
        """What is wrong, and in which line."""
        sentence = self._explain.error(error)
        self.fault.say(f"{sentence.what} {sentence.next}".strip(), Tone.BAD)
        line = dict(error.params).get("line")
        self._source.mark_line(int(line) if isinstance(line, int) else 0)

    def clear(self) -> None:
        """Nothing is wrong."""
        self.fault.say("")
        self._source.clear_mark()

    def _typed(self) -> None:
        if not self._quiet and self._kept().path is not None:
            self._timer.start()

    def _put(self, show: Callable[[], object]) -> None:
        self._quiet = True
        show()
        self._quiet = False
