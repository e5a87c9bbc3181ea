"""What was dropped, by name alone: nothing on the disk is touched in the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QMimeData, QUrl

from gui.virtual_files import files_in, names_mail, offers_files

TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".jsonl", ".ndjson"})
PROJECTS = frozenset({".cdesk"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """Paths by where they go. Folders and everything unknown go with the documents, whose reader
    looks inside and says what it cannot read.

    ``files`` are names with bytes that have no place on the disk yet. ``mail_only`` says that a mail program
    dropped something that it alone can open.
    """

    documents: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    mail_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.documents or self.tables or self.projects or self.files or self.mail_only)


def sort_paths(paths: Iterable[str]) -> Dropped:
    """Paths by their extension."""
    piles: dict[str, list[str]] = {"documents": [], "tables": [], "projects": []}
    for path in paths:
        suffix = PurePath(path).suffix.lower()
        pile = "tables" if suffix in TABLES else "projects" if suffix in PROJECTS else "documents"
        piles[pile].append(path)
    return Dropped(**{name: tuple(dict.fromkeys(pile)) for name, pile in piles.items()})


def is_welcome(data: QMimeData) -> bool:
    """Whether a drop would bring something, or deserves a word about why it brings nothing."""
    return bool(local_files(data.urls())) or offers_files(data) or names_mail(data)


def dropped(data: QMimeData) -> Dropped:
    """What a drop brings: the local files, else files that come with it."""
    local = local_files(data.urls())
    if local:
        return sort_paths(local)
    if offers_files(data):
        files = tuple(files_in(data))
        return Dropped(files=files, mail_only=not files)
    return Dropped(mail_only=names_mail(data))


def local_files(urls: Iterable[QUrl]) -> list[str]:
    """Paths of the URLs that name files on this machine."""
    return [url.toLocalFile() for url in urls if url.isLocalFile() and url.toLocalFile()]
