"""The playbooks at hand: those that come with the program, and the user's own files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from engine.consistency.playbook import Playbook, said
from engine.consistency.playbook_file import built_in_playbooks, playbook_text, read_playbook
from engine.errors import UserError
from engine.paths import data_dir
from gui.background import Background

SUFFIX = ".yaml"
UNREAD = ".unread"
"""Text that was typed and is no playbook yet."""


def own_folder() -> Path:
    """Where the user's playbooks are; made on first use. Raises ``UserError("folder_read_only")``."""
    folder = data_dir() / "playbooks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("folder_read_only", path=str(folder)) from error
    return folder


@dataclass(frozen=True, slots=True)
class Kept:
    """A playbook and its file; built-in ones have none. ``error`` says why a file of the user's
    cannot be read; its playbook then has no statements."""

    playbook: Playbook
    path: Path | None = None
    error: UserError | None = None

    @property
    def name(self) -> str:
        """What stands for it in runs and verdicts."""
        return self.playbook.name


class Shelf(QObject):
    """All playbooks, read off the main thread. ``changed`` says that there are others now;
    ``failed`` carries a UserError. Thread: GUI."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._built_in: list[Kept] = []
        self._own: list[Kept] = []

    def load(self) -> None:
        """Read them, if that was not done yet."""
        if not self._built_in:
            self._background.run(_read_all, self._arrived, self.failed.emit)

    def all(self) -> list[Kept]:
        """The user's own first."""
        return [*self._own, *self._built_in]

    def get(self, name: str) -> Kept | None:
        """One playbook by its name; the user's own before a built-in one."""
        return next((one for one in self.all() if one.name == name), None)

    def copy(self, playbook: Playbook, title: str) -> Kept:
        """A playbook of the user's that starts as ``playbook``. Raises ``UserError``."""
        taken = {one.name for one in self.all()}
        name = free_name(playbook.name, taken)
        made = replace(playbook, name=name, title={"any": title})
        return self.save(made)

    def save(self, playbook: Playbook) -> Kept:
        """Keep a playbook of the user's, whole or not at all. Raises ``UserError``."""
        path = own_folder() / f"{playbook.name}{SUFFIX}"
        write(path, playbook)
        kept = Kept(playbook, path)
        known = [one.name for one in self._own]
        if playbook.name in known:
            self._own[known.index(playbook.name)] = kept
        else:
            self._own.append(kept)
        self.changed.emit()
        return kept

    def take_in(self, path: Path, then: Callable[[Kept], object]) -> None:
        """A copy of a file becomes one of the user's playbooks."""

        def arrived(playbook: Playbook) -> None:
            name = free_name(playbook.name, {one.name for one in self.all()})
            try:
                kept = self.save(replace(playbook, name=name))
            except UserError as error:
                self.failed.emit(error)
            else:
                then(kept)

        self._background.run(lambda: read_playbook(path), arrived, self.failed.emit)

    def _arrived(self, found: tuple[list[Kept], list[Kept]]) -> None:
        self._own, self._built_in = found
        self.changed.emit()


class PlaybookBox(QComboBox):
    """Chooses one of the shelf. ``language`` is that of the window."""

    def __init__(self, shelf: Shelf, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._language = language
        self.setAccessibleName(self.tr("Playbook"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        shelf.changed.connect(self.look)
        self.look()

    def look(self) -> None:
        """The playbooks as they are now; the chosen one stays chosen."""
        before = self.currentData()
        self.blockSignals(True)
        self.clear()
        for kept in self._shelf.all():
            words = said(kept.playbook.title, self._language) or kept.name
            self.addItem(words if kept.path is None else f"{words} *", kept.name)
        place = self.findData(before)
        self.blockSignals(False)
        self.setCurrentIndex(place if place >= 0 else min(0, self.count() - 1))

    def choose(self, name: str) -> None:
        """Pick a playbook by its name."""
        place = self.findData(name)
        if place >= 0:
            self.setCurrentIndex(place)

    def kept(self) -> Kept | None:
        """What is chosen."""
        name = self.currentData()
        return self._shelf.get(name) if name else None


def write(path: Path, playbook: Playbook) -> None:
    """Write a playbook's file, whole or not at all. Raises ``UserError("output_locked")``."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(playbook_text(playbook), encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise UserError("output_locked", path=str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def unread_text(kept: Kept) -> str:
    """The text of a playbook of the user's that could not be read as one; empty where it could."""
    if kept.path is None:
        return ""
    left = kept.path.with_suffix(UNREAD)
    source = left if left.exists() else kept.path if kept.error is not None else None
    return source.read_text(encoding="utf-8", errors="replace") if source else ""


def keep_unread(kept: Kept, text: str) -> None:
    """Keep text that is no playbook yet beside the file; empty: forget what was kept. Raises
    ``UserError("output_locked")``."""
    if kept.path is None:
        return
    left = kept.path.with_suffix(UNREAD)
    try:
        if text:
            left.write_text(text, encoding="utf-8", newline="\n")
        else:
            left.unlink(missing_ok=True)
    except OSError as error:
        raise UserError("output_locked", path=str(left)) from error


def free_name(name: str, taken: set[str]) -> str:
    """``name``, or with a number behind it; letters, digits and dashes alone, since it names a file."""
    plain = re.sub(r"[^\w-]+", "-", name).strip("-") or "playbook"
    number, found = 2, plain
    while found in taken:
        found, number = f"{plain}-{number}", number + 1
    return found


def _read_all() -> tuple[list[Kept], list[Kept]]:
    own = [_read(path) for path in sorted(own_folder().glob(f"*{SUFFIX}"))]
    return own, [Kept(playbook) for playbook in built_in_playbooks()]


def _read(path: Path) -> Kept:
    try:
        return Kept(read_playbook(path), path)
    except UserError as error:
        return Kept(Playbook(path.stem, {"any": path.stem}, ()), path, error)


def words_of(playbook: Playbook, language: str) -> dict[str, str]:
    """A playbook's statements by id, in the words of ``language``."""
    return {one.id: said(one.statement, language) for one in playbook.statements}
