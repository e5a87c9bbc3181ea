"""Which project is open: starting, opening, saving under a name, closing. One window a project."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from engine.errors import UserError
from engine.paths import autosave_dir
from engine.store import Project
from gui.background import Background

RECENT = 8


class Projects(QObject):
    """Opens and closes project files off the main thread, and remembers the recent ones.

    ``opened`` carries a Project, ``failed`` the UserError of one that could not be. Thread: GUI.
    """

    opened = Signal(object)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self, background: Background, memory: QSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._memory = memory

    def start(self, path: Path | None) -> None:
        """Open ``path``; without one, the unnamed project that was left with work in it, or a
        new one."""
        if path is not None:
            self.open(path)
        else:
            self._background.run(_resume_or_create, self._resumed, self.failed.emit)

    def create(self) -> None:
        """A new unnamed project, saved by itself from the first moment."""
        self._background.run(_create, self.opened.emit, self.failed.emit)

    def open(self, path: Path) -> None:
        """Open a project file."""

        def failed(error: UserError) -> None:
            if error.code == "project_missing":
                self._forget(str(path))
            self.failed.emit(error)

        self._background.run(lambda: Project.open(path), self._remember, failed)

    def save_copy(self, project: Project, path: Path) -> None:
        """Write ``project`` to ``path``; ``saved`` carries the path once it is there."""

        def write() -> Path:
            project.save_copy(path)
            return path

        self._background.run(write, self.saved.emit, self.failed.emit)

    def recent(self) -> list[str]:
        """Named projects, the latest first, then the unnamed ones."""
        return [*self._named(), *(str(path) for path in _unnamed())][: 2 * RECENT]

    def _resumed(self, start: tuple[Project, list[UserError]]) -> None:
        project, complaints = start
        self.opened.emit(project)
        for complaint in complaints:
            self.failed.emit(complaint)

    def _forget(self, path: str) -> None:
        self._memory.setValue("recent", [name for name in self._named() if name != path])

    def _named(self) -> list[str]:
        value = self._memory.value("recent", [])
        names = [value] if isinstance(value, str) else list(value or [])
        return [str(name) for name in names][:RECENT]

    def _remember(self, project: Project) -> None:
        if not is_unnamed(project.path):
            name = str(project.path)
            others = [other for other in self._named() if other != name]
            self._memory.setValue("recent", [name, *others][:RECENT])
        self.opened.emit(project)


def is_unnamed(path: Path) -> bool:
    """Whether a project was never saved under a name."""
    return path.parent == autosave_dir().absolute()


def is_empty(project: Project) -> bool:
    """Whether nothing would be lost with the project."""
    return not (project.documents.count() or project.tables.count() or project.runs.count())


def close(project: Project) -> None:
    """Close a project; an unnamed one in which nothing was done leaves no file behind."""
    try:
        unwanted = is_unnamed(project.path) and is_empty(project)
    except UserError:
        unwanted = False
    project.close()
    if unwanted:
        discard(project.path)


def discard(path: Path) -> None:
    """Delete a closed project's files."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _create() -> Project:
    folder = autosave_dir()
    stem = time.strftime("%Y-%m-%d %H%M%S")
    for number in range(100):
        path = folder / (f"{stem}.cdesk" if number == 0 else f"{stem} {number}.cdesk")
        if not path.exists():
            with contextlib.suppress(UserError):
                return Project.create(path)
    return Project.create(folder / f"{stem} {time.monotonic_ns()}.cdesk")


def _unnamed() -> list[Path]:
    """Projects that were never saved under a name, the latest first."""
    return sorted(autosave_dir().glob("*.cdesk"), reverse=True)


def _resume_or_create() -> tuple[Project, list[UserError]]:
    """The latest unnamed project that can be opened and holds work, else a new one.

    Empty ones (a start that was killed leaves one) are cleared away; what stands in the way of one
    that may hold work comes back as well, so that it is told and nothing is hidden. One that
    another window has open is nobody's trouble.
    """
    complaints = []
    for path in _unnamed():
        try:
            project = Project.open(path)
        except UserError as error:
            if error.code != "project_locked":
                complaints.append(error)
            continue
        if not is_empty(project):
            return project, complaints
        close(project)
    return _create(), complaints


class Farewell(QObject):
    """Ends the jobs of a project without blocking the window: cancels, waits for the last word of
    each, then calls ``then``; after ``patience`` seconds it goes on regardless."""

    def __init__(
        self,
        cancel_all: Callable[[], None],
        busy: Callable[[], bool],
        then: Callable[[], None],
        patience: float = 10.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._busy = busy
        self._then = then
        self._until = time.monotonic() + patience
        self._timer = QTimer(self)
        self._timer.setInterval(50)
        self._timer.timeout.connect(self._look)
        cancel_all()
        self._timer.start()

    def _look(self) -> None:
        if not self._busy() or time.monotonic() > self._until:
            self._timer.stop()
            self._then()


def paths_of(arguments: Sequence[str]) -> list[str]:
    """File arguments as absolute paths (no look at the disk)."""
    return [str(Path(argument).absolute()) for argument in arguments if argument]
