"""Words that mean the same, in plain files that people may edit: company forms, street words, titles…

A file of ``resources/synonyms`` is a subject. A line says what is read instead of what::

    # a remark
    street = st, str
    = the, co, inc
    ! st

Nothing before the equals sign: the words are left out. An exclamation mark, of use in a user's own
file: the words no longer mean anything else. A user's file of the same name in :func:`user_folder` is
laid over ours, a word at a time, later lines over earlier ones.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from engine.encodings import decode
from engine.errors import UserError
from engine.paths import data_dir, resource_path
from engine.types import Notice

SUFFIX = ".txt"
FOLDER = "synonyms"


class Subject(StrEnum):
    """What a table is about; its file has this name."""

    COMPANY_FORMS = "company_forms"
    ADDRESS_WORDS = "address_words"
    TITLES = "titles"
    FIRST_NAMES = "first_names"
    WORDS = "words"
    UNITS = "units"
    MONTHS = "months"
    BLANKS = "blanks"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``variants`` are read as ``canonical``, left out where that is ``""``."""

    canonical: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: its entries, the words it takes out, and a notice (``synonym_line``, with ``line`` and
    ``text``) for each line that is neither: those are passed over."""

    entries: tuple[Entry, ...] = ()
    removed: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        """A file that :func:`parse` reads as this sheet."""
        lines = [f"{one.canonical} = {', '.join(one.variants)}".lstrip() for one in self.entries]
        return "".join(f"{line}\n" for line in (*lines, *(f"! {word}" for word in self.removed)))


@dataclass(frozen=True, slots=True)
class Synonyms:
    """All tables: by subject, what each variant (lower case, half width) is read as. ``digest`` changes
    with them, so that what was found with others is not taken for this."""

    tables: Mapping[Subject, Mapping[str, str]] = field(default_factory=dict)
    digest: str = ""

    def of(self, subject: Subject) -> Mapping[str, str]:
        """Variant to canonical; empty where there is no such table."""
        return self.tables.get(subject, {})


def parse(text: str) -> Sheet:
    """A file as written; see above for its lines."""
    entries: list[Entry] = []
    removed: list[str] = []
    notices: list[Notice] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        canonical, equals, right = stripped.replace("＝", "=").partition("=")
        variants = _listed(right)
        if stripped[0] in "!！" and _listed(stripped[1:]):
            removed += _listed(stripped[1:])
        elif equals and variants and "," not in canonical:
            entries.append(Entry(folded(canonical), tuple(variants)))
        else:
            notices.append(Notice("synonym_line", (("line", number), ("text", stripped[:80]))))
    return Sheet(tuple(entries), tuple(removed), tuple(notices))


def load(folders: Sequence[Path]) -> tuple[Synonyms, list[Notice]]:
    """The tables of ``folders``, later ones laid over earlier ones. A folder or file that is not there
    adds nothing; one that cannot be read gives a notice (``synonyms_unreadable``, with ``path``)."""
    tables: dict[Subject, dict[str, str]] = {subject: {} for subject in Subject}
    notices: list[Notice] = []
    for path, subject in ((f / (s + SUFFIX), s) for f in folders for s in Subject):
        try:
            sheet = parse(decode(path.read_bytes()).text)
        except FileNotFoundError:
            continue
        except (OSError, UserError):
            notices.append(Notice("synonyms_unreadable", (("path", str(path)),)))
            continue
        _lay_over(tables[subject], sheet)
        notices += [Notice(n.code, (("path", str(path)), *n.params)) for n in sheet.notices]
    listed = repr([(subject, sorted(table.items())) for subject, table in tables.items()])
    return Synonyms(tables, hashlib.sha256(listed.encode("utf-8")).hexdigest()[:16]), notices


def user_folder() -> Path:
    """Where a user's own tables are; it need not be there."""
    return data_dir() / FOLDER


def standard_folders() -> tuple[Path, ...]:
    """Ours, then the user's own."""
    return resource_path(FOLDER), user_folder()


@cache
def built_in() -> Synonyms:
    """Our own tables alone."""
    return load([resource_path(FOLDER)])[0]


def folded(word: str) -> str:
    """A word as the tables know it: half width, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def _listed(text: str) -> list[str]:
    words = (folded(word) for word in text.replace("，", ",").replace("、", ",").split(","))
    return list(dict.fromkeys(word for word in words if word))


def _lay_over(table: dict[str, str], sheet: Sheet) -> None:
    for word in sheet.removed:
        table.pop(word, None)
    for entry in sheet.entries:
        table.update((word, entry.canonical) for word in entry.variants)
