"""Servers: inference servers of the user's own, how they do right now, and what failed there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from engine.errors import UserError
from engine.remote.spec import PREFIX, Server
from engine.store import FailureRow, Filter, Query
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.serving import Serving
from gui.tables.model import TableModel
from gui.tables.view import TableView
from gui.theme import Tone
from gui.undo import ListCommand
from gui.widgets import EmptyState, Note, QuietLabel, Switch, button, row
from gui.workspaces.activity.columns import failure_columns
from gui.workspaces.base import Workspace
from gui.workspaces.servers.columns import ServerRows, server_columns
from gui.workspaces.servers.dialog import ServerDialog
from gui.workspaces.servers.live import Live

TICK_MS = 1000
_OF_SERVERS = Query(filters=(Filter("code", "contains", "server_"),))


class ServersWorkspace(Workspace):
    """The list of servers with what can be done with each. Edits can be undone."""

    reads = False

    def __init__(
        self,
        controller: Controller,
        explain: Explainer,
        serving: Serving,
        undo: QUndoStack,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._explain = explain
        self._serving = serving
        self._undo = undo
        self.servers = TableModel(
            ServerRows(serving),
            server_columns(serving, explain),
            lambda server: server.name,
            parent=self,
        )
        self.failures = TableModel(
            controller.project.failures,
            failure_columns(explain, controller.title, controller.name_of),
            lambda failure: failure.id,
            query=_OF_SERVERS,
            parent=self,
        )
        self.table = TableView(self.servers, self.tr("Servers"), self)
        self.table.setSortingEnabled(False)
        self.failures_table = TableView(self.failures, self.tr("What failed at servers"), self)
        self.live = Live(explain)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        serving.changed.connect(self._on_changed)
        serving.key_fleeting.connect(self._on_key_fleeting)
        self.table.current_changed.connect(self._on_current)
        self.table.doubleClicked.connect(lambda _index: self.change())
        for error in serving.book.refused:
            self.note.say(str(explain.error(error)), Tone.CAUTION)
        self._on_changed()

    def title(self) -> str:
        return self.tr("Servers")

    def count(self) -> int:
        return self.servers.rowCount()

    def tables(self) -> Sequence[TableView]:
        return (self.table, self.failures_table)

    def activate(self) -> None:
        self._tick()
        if self.servers.rowCount():
            super().activate()
        else:
            self._first.setFocus()

    def refresh(self, what: str) -> None:
        if what == "failures":
            self.failures.refresh()
        if what in ("failures", "runs"):
            self._enable()
            self._say_jobs()

    def run(self) -> None:
        self.test()

    def add(self) -> ServerDialog:
        """Ask for a new server."""
        return self._ask(None)

    def change(self) -> ServerDialog | None:
        """Change the selected server."""
        server = self._selected()
        return self._ask(server) if server is not None else None

    def test(self) -> None:
        """Test the selected server."""
        server = self._selected()
        if server is not None:
            self._serving.test_kept(server)

    def remove(self) -> None:
        """Take the selected server out of the list; its key leaves the keychain."""
        server = self._selected()
        if server is None:
            return
        others = [one for one in self._serving.book.all() if one != server]
        words = self.tr("Remove server “{name}”").format(name=server.name)
        self._push(words, others, server)

    def retry(self) -> None:
        """Try the selected failures again; all of them where none is selected."""
        rows = [one for one in self.failures_table.selected_rows() if isinstance(one, FailureRow)]
        if not rows:
            every = range(self.failures.rowCount())
            rows = [one for number in every if (one := self.failures.row(number)) is not None]
        self._controller.retry(rows)

    # --- Inside ---

    def _ask(self, server: Server | None) -> ServerDialog:
        def apply(made: Server, key: str | None) -> None:
            self._keep(server, made, key)

        dialog = ServerDialog(server, self._serving, self._explain, apply, self)
        dialog.open()
        return dialog

    def _keep(self, old: Server | None, new: Server, key: str | None) -> None:
        """Put ``new`` in the place of ``old``, or at the end. Raises ``UserError``."""
        before = list(self._serving.book.all())
        after = [new if one == old else one for one in before]
        if old is None:
            after.append(new)
            words = self.tr("Add server “{name}”").format(name=new.name)
        else:
            words = self.tr("Change server “{name}”").format(name=new.name)
        if key is not None:
            self._serving.keep_key(new, key)
        if after != before:
            self._undo.push(
                ListCommand(words, before, after, self._serving.put, self._controller.problem.emit)
            )
        names = [one.name for one in self._serving.book.all()]
        self.table.go_to(names.index(new.name))
        self._serving.test_kept(new)

    def _push(self, words: str, after: Sequence[Server], removed: Server) -> None:
        serving = self._serving
        try:
            command = ListCommand(
                words,
                serving.book.all(),
                after,
                serving.put,
                self._controller.problem.emit,
                lambda: serving.withdraw_key(removed),
                lambda: serving.restore_key(removed),
            )
        except UserError as error:
            self._controller.problem.emit(error)
            return
        self._undo.push(command)

    def _build(self) -> None:
        self._change = button(self.tr("&Change…"), self.change, "edit")
        self._test = button(self.tr("&Test"), self.test, "run", "Ctrl+R")
        self._remove = button(self.tr("Remo&ve"), self.remove, "remove")
        self._retry = button(self.tr("Retry failed"), self.retry, "retry")
        self.note = Note()
        self.problem = Note()
        self._jobs = QuietLabel()
        self._jobs.setWordWrap(True)
        add = button(self.tr("&Add…"), self.add, "add-file")
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(
            _part(self.tr("Servers"), [add, self._change, self._test, self._remove], self.table)
        )
        parts.addWidget(_part("", [], self.live, self._jobs, self.problem))
        quiet = QuietLabel(self.tr("Nothing has failed at a server."))
        quiet.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._failed = Switch(quiet, self.failures_table)
        parts.addWidget(_part(self.tr("What failed at servers"), [self._retry], self._failed))
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(2, 2)
        empty = EmptyState(
            "servers",
            self.tr("No servers"),
            self.tr(
                "When one machine is not enough, let servers of your own do the work: "
                "text-embeddings-inference, vLLM, another ClauseDesk, or any endpoint that scores "
                "two texts. Until you add one, nothing leaves this computer."
            ),
        )
        self._first = empty.add_button(self.tr("Add server…"), self.add, primary=True)
        self._switch = Switch(empty, parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.note)
        layout.addWidget(self._switch, 1)

    def _selected(self) -> Server | None:
        found = self.table.current_row()
        return found if isinstance(found, Server) else None

    def _on_changed(self) -> None:
        self.servers.refresh()
        there = self.servers.rowCount() > 0
        self._switch.show_content(there)
        if there and self._selected() is None:
            self.table.go_to(0, 0)
        self._controller.changed.emit("servers")
        self._on_current()

    def _on_current(self) -> None:
        self._enable()
        self._say_jobs()
        self._say_problem()
        self._tick()

    def _on_key_fleeting(self, name: str) -> None:
        words = self.tr(
            "This system has no keychain, so the key of “{name}” is kept until the program ends."
        )
        self.note.say(words.format(name=name), Tone.CAUTION)

    def _tick(self) -> None:
        """Draw the selected server; only while somebody can see it."""
        server = self._selected()
        if not self.isVisible():
            self._timer.stop()
            return
        self._timer.start()
        name = server.name if server else ""
        self.live.show_reading(name, self._serving.reading(name))

    def _say_problem(self) -> None:
        """The whole of what is wrong with the selected server, and what to do."""
        server = self._selected()
        tested = self._serving.tests.get(server.name) if server else None
        error = tested.error if tested else None
        self.problem.say(str(self._explain.error(error)) if error else "", Tone.BAD)

    def _say_jobs(self) -> None:
        server = self._selected()
        if server is None:
            self._jobs.setText("")
            return
        used = Query(filters=(Filter("model", "contains", f"{PREFIX}{server.name} "),))
        try:
            runs = self._controller.project.runs
            count, last = runs.count(used), runs.page(0, 1, used)
        except UserError as error:
            self._controller.problem.emit(error)
            return
        words = self.tr("No run of this project has used it yet.")
        if count == 1:
            words = self.tr("Used in one run of this project: “{job}”.")
        elif last:
            words = self.tr("Used in {count} runs of this project, last in “{job}”.")
        if last:
            job = self._controller.title(last[0].job)
            words = words.format(count=f"{count:,}", job=job)
        self._jobs.setText(words)

    def _enable(self) -> None:
        chosen = self._selected() is not None
        for made in (self._change, self._test, self._remove):
            made.setEnabled(chosen)
        failed = self.failures.rowCount() > 0
        self._retry.setEnabled(failed)
        self._failed.show_content(failed)


def _part(title: str, acts: Sequence[QWidget], *content: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.TIGHT)
    if title:
        words = QLabel(title)
        theme.heading(words)
        layout.addLayout(row(words, None, *acts))
    for widget in content:
        layout.addWidget(widget)
    return page
