"""Whether the files of the tables are still what was searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from PySide6.QtCore import QCoreApplication, QObject, Signal

from engine.errors import UserError
from engine.paths import long_path
from engine.store import TableRow
from gui.background import Background
from gui.workspaces.duplicates.again import Again

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Stale:
    """Files that are not what they were: ``changed`` since the search, or ``missing``."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def stale_files(tables: Sequence[TableRow], searched: float) -> Stale:
    """Looks at the files; ``searched`` is when the last search began, in seconds since the epoch, 0
    where there was none. Thread: not the GUI's: a file may lie on a slow disk."""
    changed: dict[str, None] = {}
    missing: dict[str, None] = {}
    for table in tables:
        try:
            written = Path(long_path(Path(table.path))).stat().st_mtime
        except OSError:
            missing[table.path] = None
        else:
            if table.rows and searched and written > searched:
                changed[table.path] = None
    return Stale(tuple(changed), tuple(missing))


def stale_words(stale: Stale) -> str:
    """What a person should know of it; empty where there is nothing."""
    parts = []
    if stale.changed:
        words = translate(
            "Duplicates",
            "Changed since the search: {names}. The rows below are as they were; Find duplicates "
            "reads them anew.",
        )
        parts.append(words.format(names=_names(stale.changed)))
    if stale.missing:
        words = translate(
            "Duplicates",
            "Not where it was: {names}. Its rows stay in this project; a new search needs the file.",
        )
        parts.append(words.format(names=_names(stale.missing)))
    return " ".join(parts)


class SourceWatch(QObject):
    """Looks at the files when asked; ``looked`` gives the words. Thread: GUI."""

    looked = Signal(str)

    def __init__(
        self,
        background: Background,
        tables: Callable[[], Sequence[TableRow]],
        searched: Callable[[], float],
        failed: Callable[[UserError], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)

        def look() -> Stale:
            return stale_files(tables(), searched())

        self._looking = Again(
            background, look, lambda found: self.looked.emit(stale_words(found)), failed, self
        )

    def look(self) -> None:
        """Look, off the main thread."""
        self._looking.ask()


def _names(paths: Sequence[str]) -> str:
    return ", ".join(PurePath(path).name for path in paths)
