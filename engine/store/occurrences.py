"""Where else a value stands: in the texts of documents in which the run found nothing for its field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.extraction.relations import PATH
from engine.store.cellrows import SEPARATOR
from engine.store.project import Project
from engine.store.rows import Cell
from engine.store.tallies import Place
from engine.types import ReviewState

_LEAST = 2
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A value in a text: the empty cell that it could fill, its span, and the words around it."""

    place: Place
    start: int
    end: int
    context: str


def in_texts(project: Project, cell: Cell) -> Iterator[Occurrence]:
    """The first place of the value of ``cell`` in each document whose cell for the same field is
    empty and unjudged. None for a rejected value, for several values in one cell, and for those
    of records. For the background: every such document is read. Raises ``UserError``."""
    if cell.state is ReviewState.REJECTED or SEPARATOR in cell.value or PATH in cell.field:
        return
    pattern = pattern_of(_words(project, cell))
    if pattern is None:
        return
    for place in project.tallies.empty(cell.field):
        text = project.documents.get(place.document_id).text
        match = pattern.search(text)
        if match:
            around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            yield Occurrence(place, *match.span(), " ".join(around.split()))


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Finds ``words`` as whole words, whatever their case and their white space; ``None`` where
    there is too little to look for."""
    parts = words.split()
    if sum(len(part) for part in parts) < _LEAST:
        return None
    begins = r"(?<![A-Za-z0-9])" if _is_latin(words.lstrip()[0]) else ""
    ends = r"(?![A-Za-z0-9])" if _is_latin(words.rstrip()[-1]) else ""
    written = r"\s+".join(re.escape(part) for part in parts)
    return re.compile(f"{begins}{written}{ends}", re.IGNORECASE)


def _words(project: Project, cell: Cell) -> str:
    """What the document says: it may say ``5 March 2024`` where the cell shows ``2024-03-05``."""
    if cell.start >= 0:
        return project.documents.get(cell.document_id).text[cell.start : cell.end]
    return cell.raw or cell.value


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
