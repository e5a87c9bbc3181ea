"""Words that mean the same, in plain files that people may edit: company forms, street words, titles…

A file of ``resources/synonyms`` is a subject. A line says what is written instead of what::

    # after a hash: a remark
    street = st, str
    = the, co, inc          nothing before the equals sign: the words are left out
    ! st                    only in a user's own file: the word no longer means anything else

A user's file of the same name, in :func:`engine.paths.data_dir` ``/synonyms``, is laid over ours, a
word at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engine.types import Notice

SUFFIX = ".txt"


class Subject(StrEnum):
    """What a table is about; its file has this name. All are used in the normal form of a kind."""

    COMPANY_FORMS = "company_forms"
    ADDRESS_WORDS = "address_words"
    TITLES = "titles"
    FIRST_NAMES = "first_names"
    UNITS = "units"
    MONTHS = "months"
    BLANKS = "blanks"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``variants`` are read as ``canonical`` (left out where that is ``""``)."""

    canonical: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """All tables: by subject, what each variant (in lower case, half width) is read as."""

    tables: Mapping[Subject, Mapping[str, str]] = field(default_factory=dict)

    def of(self, subject: Subject) -> Mapping[str, str]:
        """Variant to canonical; empty where there is no such table."""
        return self.tables.get(subject, {})


def parse(text: str) -> tuple[list[Entry], list[str], list[Notice]]:
    """The entries of a file, the words that it takes out (``!``), and a notice for each line that is
    neither (``synonym_line``, with its number and text); those are passed over, never guessed at."""
    raise NotImplementedError


def write(entries: Sequence[Entry], removed: Sequence[str] = ()) -> str:
    """A file that :func:`parse` reads back as the same."""
    raise NotImplementedError


def load(folders: Sequence[Path]) -> tuple[Synonyms, list[Notice]]:
    """The tables of ``folders``, later ones laid over earlier ones; a folder or file that is not there
    adds nothing, one that cannot be read gives a notice (``synonyms_unreadable``)."""
    raise NotImplementedError
