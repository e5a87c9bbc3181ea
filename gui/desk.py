"""One open project on the screen: its controller, its pages, its window, wired together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from engine import settings as options
from engine.errors import UserError
from engine.paths import unpacked_dir
from engine.qt_host import EngineHost
from engine.settings import Settings
from engine.store import Project
from gui import exporting, remembering, samples
from gui.background import Background
from gui.banner import Banner
from gui.controller import Controller
from gui.dialogs import Dialogs
from gui.draft import FieldsDraft
from gui.dropping import Dropped, sort_paths
from gui.endings import Endings
from gui.errors import Explainer
from gui.jobs import JobTracker
from gui.main_window import MainWindow
from gui.monitoring import Monitoring
from gui.placing import Placing
from gui.projects import is_unnamed
from gui.remembering import Kept
from gui.review import Review
from gui.serving import Serving
from gui.shelf import Shelf
from gui.status import JobStrip
from gui.theme import Tone
from gui.viewer.panel import Viewer
from gui.virtual_files import write_files
from gui.workspaces.activity import ActivityWorkspace
from gui.workspaces.base import Workspace
from gui.workspaces.compare import CompareWorkspace
from gui.workspaces.contradictions import ContradictionsWorkspace
from gui.workspaces.documents import DocumentsWorkspace
from gui.workspaces.duplicates import DuplicatesWorkspace
from gui.workspaces.fields import FieldsWorkspace
from gui.workspaces.models import ModelsWorkspace
from gui.workspaces.pairs import PairsWorkspace
from gui.workspaces.servers import ServersWorkspace


@dataclass(frozen=True, slots=True)
class Shared:
    """What outlives a project."""

    host: EngineHost
    background: Background
    memory: QSettings
    settings: Settings
    explain: Explainer
    closing: Callable[[], bool]
    monitoring: Monitoring
    serving: Serving
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: the page, what is typed in the list of fields, the row of each page."""

    page: int
    fields: str
    rows: tuple[int, ...]


class Desk(QObject):
    """Builds and owns everything that belongs to one project. Thread: GUI."""

    wants_project = Signal(str)

    def __init__(self, project: Project, shared: Shared, review: Review | None = None) -> None:
        """``review`` is that of an earlier window of the same project: what was done there can be taken
        back here."""
        super().__init__()
        self.project = project
        self._shared = shared
        self.explain = shared.explain
        self.review = review or Review(project)
        self.review.setParent(self)
        self.undo = self.review.stack
        self.tracker = JobTracker(parent=self)
        self.controller = Controller(
            project,
            shared.host,
            shared.background,
            self.tracker,
            self.review,
            shared.settings,
            self,
            shared.monitoring.metrics,
        )
        self.viewer = Viewer(self.controller.fetch, self.controller.fetch_page, shared.explain)
        self.documents = DocumentsWorkspace(self.controller, shared.explain)
        self.fields = FieldsWorkspace(
            self.controller,
            shared.explain,
            self.documents,
        )
        self.duplicates = DuplicatesWorkspace(self.controller, shared.explain)
        self.pairs = PairsWorkspace(self.controller, shared.explain)
        self.contradictions = ContradictionsWorkspace(
            self.controller,
            shared.explain,
            self.documents,
        )
        self.compare = CompareWorkspace(self.controller, shared.explain)
        self.activity = ActivityWorkspace(
            self.controller,
            shared.explain,
            str(shared.monitoring.log_folder),
            shared.monitoring,
        )
        self.servers = ServersWorkspace(self.controller, shared.explain, shared.serving, self.undo)
        self.models = ModelsWorkspace(self.controller, shared.explain, shared.shelf)
        self.pages: list[tuple[str, Workspace]] = [
            ("documents", self.documents),
            ("fields", self.fields),
            ("duplicates", self.duplicates),
            ("contradictions", self.contradictions),
            ("compare", self.compare),
            ("link", self.pairs),
            ("activity", self.activity),
            ("models", self.models),
            ("servers", self.servers),
        ]
        self.window = MainWindow(
            self.pages,
            self.viewer,
            JobStrip(self.tracker, shared.explain),
            self.undo,
            shared.closing,
        )
        self.placing = Placing(self.window)
        self.dialogs = Dialogs(self.window, self._folder, self._projects_folder)
        self.endings = Endings(self.controller, self.banner, shared.explain, self._say_below, self)
        self.draft = FieldsDraft(project, self.fields.box, self)
        self._connect()
        self._show_name()
        self._show_counts()
        self.follow_settings()
        self.endings.offer_to_resume()

    @property
    def banner(self) -> Banner:
        """The line above the page."""
        return self.window.banner

    def take(self, things: Dropped) -> None:
        """Files that were dropped, picked or given on the command line."""
        if things.mail_only:
            words = self.tr(
                "That program hands over no file. Save it in a folder first, then drop it from there."
            )
            self.banner.say(words, Tone.CAUTION)
        if things.files:
            files = things.files
            self._shared.background.run(lambda: write_files(files, unpacked_dir()), self.take_paths)
        if things.projects:
            self.wants_project.emit(things.projects[0])
        if things.documents:
            self.controller.read(things.documents)
            self.window.open(self.documents)
        if things.tables and self.window.workspace is self.pairs:
            self.pairs.add_file(things.tables[0])
        elif things.tables:
            self.duplicates.add_files(things.tables)
            if not things.documents:
                self.window.open(self.duplicates)

    def take_paths(self, paths: list[str]) -> None:
        """Paths of any kind."""
        self.take(sort_paths(paths))

    def open_samples(self) -> None:
        """Bring the samples in, with what is worth asking of them filled in where nothing is."""
        self.take_paths([*samples.sample_documents(), samples.sample_table()])
        if not self.fields.box.text().strip():
            self.fields.box.set_text(samples.FIELDS[self.explain.language])
        self.duplicates.setup.tick(samples.COLUMNS)
        words = self.tr("These are samples. Each page has its questions filled in: press Ctrl+R.")
        pages = (self.fields, self.duplicates, self.contradictions)
        offers = tuple((page.title(), lambda page=page: self.window.open(page)) for page in pages)
        self.banner.say(words, Tone.INFO, offers)

    def follow_settings(self) -> None:
        """Live by what the settings say of one project's window."""
        settings = self._shared.settings
        self.window.setAnimated(not settings.get(options.REDUCED_MOTION))
        self.project.cache.set_limit(settings.get(options.CACHE_MEGABYTES) * 2**20)

    def close(self) -> None:
        """Let go of the window; the project is closed by who opened it."""
        self.draft.keep()
        self.controller.retire()
        self.remember()
        self.window.hide()
        self.window.deleteLater()
        self.deleteLater()

    def remember(self) -> None:
        """Keep how window and columns look, for :meth:`restore`."""
        remembering.remember(self._shared.memory, self.window, self._kept_tables())

    def place(self) -> Place:
        """Where the person is now, for :meth:`go_to` in a window that takes this one's place."""
        pages = [page for _icon, page in self.pages]
        tables = [page.tables() for page in pages]
        return Place(
            pages.index(self.window.workspace),
            self.fields.box.text(),
            tuple(one[0].currentIndex().row() if one else -1 for one in tables),
        )

    def go_to(self, place: Place) -> None:
        """Be where :meth:`place` was taken; nothing that was typed is lost."""
        self.fields.box.set_text(place.fields)
        for (_icon, page), row in zip(self.pages, place.rows, strict=True):
            if row >= 0 and page.tables():
                page.tables()[0].go_to(row)
        self.window.open_workspace(place.page)

    def restore(self) -> None:
        """Window and columns as they were left."""
        memory = self._shared.memory
        remembering.restore_window(memory, self.window)
        self.placing.place()
        remembering.restore_columns(memory, self._kept_tables())
        self._show_counts()

    def _kept_tables(self) -> Kept:
        return [
            ("documents", self.documents.table),
            ("pairs", self.duplicates.table),
            ("clusters", self.duplicates.clusters.table),
            ("text pairs", self.pairs.table),
            ("verdicts", self.contradictions.table),
            ("changes", self.compare.table),
            ("models", self.models.table),
            ("runs", self.activity.runs_table),
            ("failures", self.activity.failures_table),
            ("servers", self.servers.table),
            ("server failures", self.servers.failures_table),
        ]

    def _connect(self) -> None:
        acts = self.window.actions_
        self.controller.changed.connect(self._on_changed)
        self.review.documents_changed.connect(self._on_removed)
        self.controller.problem.connect(self.show_problem)
        self._shared.background.failed.connect(self.show_problem)
        self.draft.failed.connect(self.show_problem)
        self.window.dropped.connect(self.take)
        for page in (self.fields, self.contradictions, self.compare):
            page.wants_documents.connect(lambda: self.window.open(self.documents))
        self.fields.exported.connect(self._on_exported)
        self.duplicates.exported.connect(self._on_exported)
        self.duplicates.pick_tables.connect(self._add_tables)
        self.pairs.pick_file.connect(self._add_pairs)
        self.activity.open_log.connect(self._open_log)
        self.activity.save_bundle.connect(self._save_bundle)
        self._shared.monitoring.failed.connect(self.show_problem)
        acts.open_log.triggered.connect(self._open_log)
        self.documents.add_files.connect(self._add_files)
        self.documents.add_folder.connect(self._add_folder)
        self.documents.paste.connect(self._paste)
        self.documents.unlock.connect(self._unlock)
        self.documents.samples.connect(self.open_samples)
        acts.samples.triggered.connect(self.open_samples)
        acts.add_files.triggered.connect(self._add_files)
        acts.add_folder.triggered.connect(self._add_folder)
        acts.paste.triggered.connect(self._paste)
        acts.export.triggered.connect(self._export)
        acts.import_back.triggered.connect(self.fields.ask_import)
        acts.learn.triggered.connect(self.fields.ask_to_learn)
        acts.pause.triggered.connect(self._pause)
        acts.stop.triggered.connect(self._stop)
        strip = self.window.strip
        strip.pause.connect(self.controller.pause)
        strip.cancel.connect(self.controller.cancel)

    def _say_below(self, words: str) -> None:
        self.window.statusBar().showMessage(words, 8000)

    @Slot(str)
    def _on_changed(self, what: str) -> None:
        for _icon, page in self.pages:
            page.refresh(what)
        self._show_counts()

    def _show_counts(self) -> None:
        self.window.show_counts()
        self.window.set_readable(self.project.documents.count() > 0)

    @Slot()
    def _on_removed(self) -> None:
        """What is not in the project any more is not shown any more."""
        shown = self.viewer.document
        if shown is not None and shown.id not in self.project.documents.ids():
            self.viewer.close_document()

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say in the banner what went wrong."""
        self.banner.problem(self.explain.error(error))

    @Slot()
    def _add_files(self) -> None:
        self.dialogs.pick_documents(self.take_paths)

    @Slot()
    def _add_folder(self) -> None:
        self.dialogs.pick_folder(lambda folder: self.take_paths([folder]))

    @Slot(str)
    def _unlock(self, path: str) -> None:
        self.dialogs.ask_password(
            Path(path).name, lambda password: self.controller.read([path], password)
        )

    @Slot()
    def _add_tables(self) -> None:
        self.dialogs.pick_tables(self.take_paths)

    @Slot()
    def _add_pairs(self) -> None:
        self.dialogs.pick_tables(lambda paths: [self.pairs.add_file(path) for path in paths[:1]])

    @Slot()
    def _open_log(self) -> None:
        _open_file(self._shared.monitoring.log_folder)

    @Slot()
    def _save_bundle(self) -> None:
        self.dialogs.save_export(
            "clausedesk-support.zip", [self.tr("Support file (*.zip)")], self.save_bundle
        )

    def save_bundle(self, path: Path) -> None:
        """Write the file for support off the main thread and say when it is there."""
        self._shared.background.run(
            lambda: self._shared.monitoring.write_bundle(path, self.project), self._on_exported
        )

    @Slot()
    def _paste(self) -> None:
        self.dialogs.paste_text(self.controller.paste)

    @Slot()
    def _export(self) -> None:
        kind = self.window.workspace.exports
        if not self.window.workspace.can_export():
            words = self.tr("There is nothing to export here yet.")
            self._say_below(words)
        elif kind and not self.window.workspace.ask_export():
            self.dialogs.save_export(
                exporting.default_name(kind),
                exporting.patterns(kind),
                lambda path: self.export(kind, path, self.window.workspace.subject()),
            )

    def export(self, kind: str, path: Path, subject: str = "") -> None:
        """Write a page's results to ``path`` off the main thread and say when it is there."""
        words = self.tr("Exporting to {name}…").format(name=path.name)
        self.window.statusBar().showMessage(words)
        self._shared.background.run(
            lambda: exporting.write(kind, self.project, path, self.explain, subject),
            self._on_exported,
        )

    def _on_exported(self, path: Path) -> None:
        self.window.statusBar().clearMessage()
        words = self.tr("Exported to {path}").format(path=path)
        self.banner.say(
            words,
            Tone.GOOD,
            (
                (self.tr("Open"), lambda: _open_file(path)),
                (self.tr("Show folder"), lambda: _open_file(path.parent)),
            ),
        )

    @Slot()
    def _pause(self) -> None:
        for state in self.tracker.active()[:1]:
            self.controller.pause(state.id, not state.paused)

    @Slot()
    def _stop(self) -> None:
        for state in self.tracker.active()[:1]:
            self.controller.cancel(state.id)

    def _folder(self) -> str:
        return str(self._shared.memory.value("folder", "") or "")

    def _projects_folder(self) -> str:
        return self._shared.settings.get(options.PROJECTS_FOLDER) or self._folder()

    def _show_name(self) -> None:
        path = self.project.path
        name = self.tr("Unnamed project") if is_unnamed(path) else path.stem
        self.window.say_where(name, str(path))


def _open_file(path: Path) -> None:
    """Show a file or folder in the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
