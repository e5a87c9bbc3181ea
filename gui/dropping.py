"""What was dropped, by name alone: nothing on the disk is touched in the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QMimeData, QUrl

TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".jsonl", ".ndjson"})
PROJECTS = frozenset({".cdesk"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """Paths by where they go. Folders and everything unknown go with the documents, whose reader
    looks inside and says what it cannot read."""

    documents: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.documents or self.tables or self.projects)


def sort_paths(paths: Iterable[str]) -> Dropped:
    """Paths by their extension."""
    piles: dict[str, list[str]] = {"documents": [], "tables": [], "projects": []}
    for path in paths:
        suffix = PurePath(path).suffix.lower()
        pile = "tables" if suffix in TABLES else "projects" if suffix in PROJECTS else "documents"
        piles[pile].append(path)
    return Dropped(**{name: tuple(dict.fromkeys(pile)) for name, pile in piles.items()})


def dropped(data: QMimeData) -> Dropped:
    """The local files of a drop."""
    return sort_paths(local_files(data.urls()))


def local_files(urls: Iterable[QUrl]) -> list[str]:
    """Paths of the URLs that name files on this machine."""
    return [url.toLocalFile() for url in urls if url.isLocalFile() and url.toLocalFile()]
