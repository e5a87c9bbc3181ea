"""The composition root: builds, owns and wires everything; nothing else in ``gui`` does."""

from __future__ import annotations

import gc
import math
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from engine import settings as options
from engine.errors import UserError
from engine.guard import Guard, log_attempt
from engine.jobs.services import NoCache, Services
from engine.paths import config_dir, data_dir, log_dir, models_dir, resource_path
from engine.qt_host import EngineHost
from engine.settings import Settings
from engine.store import Project
from engine.telemetry import configure_log
from engine.telemetry.crash import Crash, Recorder, take_crash
from engine.version import version
from gui import icons, projects
from gui.arrivals import Arrivals
from gui.background import Background
from gui.comfort import Comfort
from gui.crash import CrashPage, Watch
from gui.desk import Desk, Shared
from gui.errors import Explainer, show_error
from gui.help.desk import HelpDesk
from gui.help.news import unseen
from gui.monitoring import Monitoring
from gui.preferences import PreferencesDialog, Reach, scheme_of
from gui.review import Review
from gui.serving import Serving
from gui.shelf import Shelf
from gui.single import SingleInstance
from gui.summons import Summons
from gui.theme import Scheme, Theme
from gui.translation import Translation, system_language

OLD_COLLECTIONS = 500
"""Collections of the younger garbage before the oldest is walked too: that holds every thread for 80 ms
and more, in the middle of a keystroke, and finds next to nothing."""

SWITCH_SECONDS = 0.0002
"""How long the engine's thread may hold the interpreter while the window waits for it. Python's own
5 ms would be paid at every row that the window reads from the project while a job computes."""


QUIT_SECONDS = 1.0
"""How long quitting waits for the engine, twice: for its last word, then for its thread. A library that
is being loaded cannot be interrupted, and takes seconds; what is finished is in the project by then, and
the run stands there as interrupted."""


class App(QObject):
    """The running program: one engine, one project at a time on its Desk.

    ``ready`` says that a project's window is shown. Thread: GUI.
    """

    ready = Signal(object)

    def __init__(
        self,
        application: QApplication,
        services: Callable[[], Services] | None = None,
        settings: Settings | None = None,
        crash: Crash | None = None,
    ) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.set_threshold(*gc.get_threshold()[:2], OLD_COLLECTIONS)
        self.application = application
        self.memory = QSettings(str(config_dir() / "window.ini"), QSettings.Format.IniFormat)
        self.settings_folder = config_dir()
        self.settings = settings or Settings.load(self.settings_folder)
        self._crash = crash
        self._greeted = False
        self.guard = Guard(log_attempt)
        self.translation = Translation(application)
        self.theme = Theme(application)
        self.comfort = Comfort(application)
        self.background = Background(parent=self)
        log_folder = log_dir(self.settings.get(options.LOG_FOLDER))
        self.monitoring = Monitoring(self.settings, self.background, log_folder, self)
        self.serving = Serving(config_dir(), self.guard, self.background, parent=self)
        self.shelf = Shelf(
            data_dir(),
            models_dir(),
            resource_path("models"),
            self.settings,
            self.background,
            self,
            self.serving.keys,
        )
        self.host = EngineHost(services or self._services, self)
        self.shelf.serve(self.host)
        self.projects = projects.Projects(self.background, self.memory, self)
        self.desk: Desk | None = None
        self.arrivals = Arrivals(application, self._window, self._take_arrived, self)
        self._arguments: list[str] = []
        self._outgrown: Path | None = None
        self._farewell: projects.Farewell | None = None
        self._leaving = False
        self._waiting: projects.Farewell | None = None
        self._message: QMessageBox | None = None
        self.projects.opened.connect(self._on_opened)
        self.projects.failed.connect(self._on_failed)
        self.projects.saved.connect(self._on_saved)
        self.guard.seal(self.settings.get(options.OFFLINE))
        self.theme.apply(scheme_of(self.settings))
        self.comfort.apply(self.settings)
        self.translation.apply(self.settings.get(options.LANGUAGE))
        application.setWindowIcon(icons.application_icon())

    def start(self, paths: Sequence[str] = (), project: Path | None = None) -> None:
        """Open ``project``, or the unnamed one; then the files in ``paths``."""
        given = projects.paths_of(paths)
        named = [path for path in given if path.lower().endswith(".cdesk")]
        if project is None and named:
            project = Path(named[0])
        self._arguments = [path for path in given if path not in named]
        if project is None and not self.settings.get(options.REOPEN_LAST):
            self.projects.create()
        else:
            self.projects.start(project)

    def shutdown(self, patience: float = 10.0) -> bool:
        """End everything; ``False`` where the engine was still in the middle of something after
        ``patience`` seconds."""
        self.serving.stop()
        self.background.close()
        self.shelf.close()
        self.monitoring.close()
        self.comfort.close()
        ended = self.host.shutdown(patience)
        if ended:
            self.serving.close()
        if self.desk is not None and ended:
            desk, self.desk = self.desk, None
            desk.close()
            projects.close(desk.project)
        self.memory.sync()
        return ended

    # --- Projects ---

    @Slot(object)
    def _on_opened(self, project: Project) -> None:
        old = self.desk
        if old is not None:
            old.remember()
        self.desk = self._build(project)
        if old is not None:
            old.close()
            projects.close(old.project)
            if old.project.path == self._outgrown:
                projects.discard(old.project.path)
            self._outgrown = None
        self.desk.window.show()
        self.monitoring.apply()
        self._tell_notices(self.desk)
        if self._arguments:
            arguments, self._arguments = self._arguments, []
            self.desk.take_paths(arguments)
        self.arrivals.release()
        self._greet(self.desk)
        self.ready.emit(self.desk)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        if self.desk is not None:
            self.desk.show_problem(error)
            return
        self._message = show_error(None, Explainer(self.translation.language).error(error))
        self._message.finished.connect(self.projects.create)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        """From now on the work goes on in the copy; an unnamed original has done its duty."""
        if self.desk is not None and projects.is_unnamed(self.desk.project.path):
            self._outgrown = self.desk.project.path
        self._leave_for(lambda: self.projects.open(path))

    def _build(self, project: Project, review: Review | None = None) -> Desk:
        shared = Shared(
            self.host,
            self.background,
            self.memory,
            self.settings,
            Explainer(self.translation.language),
            self._may_close,
            self.monitoring,
            self.serving,
            self.shelf,
        )
        desk = Desk(project, shared, review)
        acts = desk.window.actions_
        acts.new.triggered.connect(lambda: self._leave_for(self.projects.create))
        acts.open.triggered.connect(lambda: desk.dialogs.pick_project(self._open))
        acts.save_as.triggered.connect(self._save_as)
        acts.preferences.triggered.connect(self._show_preferences)
        self.help = HelpDesk(
            desk, self.shelf, self.translation.language, self.monitoring.log_folder
        )
        acts.about.triggered.connect(lambda: self.help.about(version()))
        for scheme, action in acts.schemes.items():
            action.setChecked(scheme is scheme_of(self.settings))
            action.triggered.connect(lambda _=False, chosen=scheme: self._set_scheme(chosen))
        desk.wants_project.connect(lambda name: self._open(Path(name)))
        desk.window.recent.aboutToShow.connect(lambda: self._fill_recent(desk))
        desk.activity.limits_set.connect(self.apply_settings)
        desk.documents.language.connect(self._set_language)
        desk.restore()
        return desk

    def _window(self) -> QWidget | None:
        return None if self.desk is None else self.desk.window

    def _take_arrived(self, paths: list[str]) -> None:
        if self.desk is not None:
            self.desk.take_paths(paths)

    def _open(self, path: Path) -> None:
        if self.desk is None or path.absolute() != self.desk.project.path:
            self._leave_for(lambda: self.projects.open(path))

    def _save_as(self) -> None:
        desk = self.desk
        if desk is None:
            return
        name = desk.project.path.stem
        if projects.is_unnamed(desk.project.path):
            name = self.tr("Contracts")
        desk.dialogs.save_project(
            f"{name}.cdesk",
            lambda path: self._leave_for(lambda: self.projects.save_copy(desk.project, path)),
        )

    def _fill_recent(self, desk: Desk) -> None:
        menu = desk.window.recent
        menu.clear()
        for name in self.projects.recent():
            words = Path(name).stem
            if projects.is_unnamed(Path(name)):
                words = self.tr("Unnamed, {when}").format(when=words)
            action = menu.addAction(words)
            action.setToolTip(name)
            action.triggered.connect(lambda _=False, path=name: self._open(Path(path)))
        if menu.isEmpty():
            menu.addAction(self.tr("Nothing yet")).setEnabled(False)

    # --- Leaving a project ---

    def _may_close(self) -> bool:
        """Asked when the window is to be closed: at once when nothing runs."""
        desk = self.desk
        if desk is None or self._leaving or not desk.controller.busy:
            return True
        desk.dialogs.ask_stop(True, lambda: self._stop_then(self._quit, QUIT_SECONDS))
        return False

    def _leave_for(self, go: Callable[[], None]) -> None:
        """Go to another project once nothing runs in this one; asks where something does."""
        desk = self.desk
        if desk is None or not desk.controller.busy:
            go()
        else:
            desk.dialogs.ask_stop(False, lambda: self._stop_then(go))

    def _stop_then(self, go: Callable[[], None], patience: float = 10.0) -> None:
        desk = self.desk
        if desk is None:
            return
        controller = desk.controller
        self._farewell = projects.Farewell(
            controller.cancel_all,
            lambda: controller.busy or controller.background.busy,
            go,
            patience,
            parent=self,
        )

    def _quit(self) -> None:
        self._leaving = True
        if self.desk is not None:
            self.desk.window.close()

    @Slot()
    def leave(self) -> None:
        """End without a question: what runs is stopped, what is finished and typed stays."""
        self._leaving = True
        desk = self.desk
        if desk is None or not desk.controller.busy:
            self.application.exit()
        else:
            self._stop_then(self.application.exit, QUIT_SECONDS)

    # --- Preferences ---

    def _show_preferences(self) -> None:
        desk = self.desk
        if desk is not None:
            reach = Reach(
                desk.explain,
                self.shelf,
                self.serving,
                self.background,
                lambda: self.help.open_guide("preferences"),
            )
            PreferencesDialog(self.settings, reach, self.apply_settings, desk.window).open()

    def _set_scheme(self, scheme: Scheme) -> None:
        self.settings.set(options.THEME, scheme.value)
        self.apply_settings()

    def _set_language(self, language: str) -> None:
        self.settings.set(options.LANGUAGE, language)
        self.apply_settings()

    @Slot()
    def apply_settings(self, waits: bool = False) -> None:
        """Keep the settings and live by them (another language or size of letters: in a new window).
        ``waits`` says that something was changed that needs a new start."""
        try:
            self.settings.save()
        except UserError as error:
            self._on_failed(error)
        offline = self.settings.get(options.OFFLINE)
        self.guard.seal(offline)
        if offline:
            self.shelf.hold_downloads()
        self.monitoring.apply()
        scheme = scheme_of(self.settings)
        self.theme.apply(scheme)
        resized = self.comfort.apply(self.settings)
        desk, language = self.desk, self.settings.get(options.LANGUAGE)
        if desk is None:
            return
        desk.window.actions_.schemes[scheme].setChecked(True)
        desk.follow_settings()
        self._tell_notices(desk)
        # Which model does what may have been chosen in the preferences.
        self.shelf.changed.emit()
        if resized or (language or system_language()) != self.translation.language:
            self._renew(desk, language)
        if waits and self.desk is not None:
            self.desk.banner.say(self.tr("One change holds when ClauseDesk is next started."))

    def unexpected(self, detail: str) -> None:
        """What nobody foresaw is in the log: say it in the banner, and the window lives on."""
        if self.desk is not None:
            self.desk.show_problem(UserError("internal", detail=detail))

    def _greet(self, desk: Desk) -> None:
        """What is told once, when the first window is there."""
        if self._greeted:
            return
        self._greeted = True
        crash, self._crash = self._crash, None
        notes = unseen(self.memory, version(), self.translation.language)
        if crash is not None:
            CrashPage(crash, desk.explain, desk.window).open()
        elif notes:
            self.help.show_news(notes)

    def _tell_notices(self, desk: Desk) -> None:
        """What a person should know of the file of settings, once."""
        notices, self.settings.notices = self.settings.notices, ()
        for notice in notices:
            desk.banner.say(str(desk.explain.notice(notice)))

    def _renew(self, desk: Desk, language: str) -> None:
        """The same project in a new window, in another language or with other letters, at the same
        place; during a run, once it is over."""
        if desk.controller.busy:
            desk.banner.say(self.tr("The window changes when the run is over."))
            self._waiting = projects.Farewell(
                lambda: None, lambda: desk.controller.busy, self.apply_settings, math.inf, self
            )
            return
        self.translation.apply(language)
        desk.remember()
        place = desk.place()
        kept = desk.review if desk.review.outlives_window else None
        self.desk = self._build(desk.project, kept)
        desk.close()
        self.desk.go_to(place)
        self.desk.window.show()

    def _services(self) -> Services:
        """Called once in the engine thread: models load there and stay there."""
        from engine.documents import PathSource
        from engine.models.checksums import Checksums
        from engine.models.measured import Measured
        from engine.models.memory import memory_budget
        from engine.models.personal import Personal
        from engine.models.registry import ModelRegistry
        from engine.models.wishes import wish_of
        from engine.remote.provider import ServedModels

        free = memory_budget()
        registry = ModelRegistry(
            self.shelf.library.folders,
            checksums=Checksums(data_dir() / "checksums.json"),
            personal=Personal(data_dir()),
            preferred=self.shelf.preferred,
            measured=Measured(data_dir() / "measured.json"),
            wish=lambda: wish_of(self.settings, free=free),
        )
        models = ServedModels(
            registry,
            self.serving.pool,
            self.serving.book,
            offline=lambda: self.settings.get(options.OFFLINE),
        )
        return Services(models, PathSource(), NoCache(), registry, registry)


def run(application: QApplication, paths: Sequence[str], single: SingleInstance) -> int:
    """Open the window and run until it is closed; ``paths`` are opened in it, and so is what later
    starts hand over to ``single``."""
    import qasync

    application.setApplicationName("ClauseDesk")
    application.setApplicationVersion(version())
    application.setDesktopFileName("clausedesk")
    # Ctrl+C in the terminal ends the program at once: the project file is whole at any moment.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    settings = Settings.load(config_dir())
    folder = log_dir(settings.get(options.LOG_FOLDER))
    crash = take_crash(folder)
    with configure_log(folder), Recorder(folder, version()) as recorder:
        app = App(application, settings=settings, crash=crash)
        single.received.connect(app.arrivals.receive)
        app.guard.install()
        watch = Watch(recorder, app.unexpected)
        with watch, Summons() as summons, qasync.QEventLoop(application) as loop:
            summons.came.connect(app.leave)
            watch.follow(loop)
            app.start(paths)
            loop.run_forever()
        ended = app.shutdown(QUIT_SECONDS)
    if not ended:
        # The engine is deep in a call that cannot be interrupted. The project file is safe at any
        # moment; waiting longer would look like a hang.
        os._exit(0)
    return 0
