"""The field lists that a person keeps: saved, renamed, deleted, shared as files; and recent ones.

A list is a text file as the built-in ones are: a first line ``# Title``, then the fields. So a
shared list can be read, and mended, in any editor.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.encodings import decode
from engine.errors import UserError
from engine.extraction.grammar import parse_fields
from engine.types import stable_id

SUFFIX = ".fields.txt"
"""How a shared list ends, so that people know it for what it is."""

RECENT = 8
"""Lists that are remembered without being saved."""

LARGEST = 200_000
"""Bytes: a longer file is no field list."""

_RECENT_FILE = "recent.json"


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A saved list: its ``title`` and the ``text`` in the field grammar."""

    title: str
    text: str


class OwnTemplates:
    """The saved lists in ``folder``, by title. Every write replaces a file whole.

    Raises ``UserError``: ``template_unknown``, ``template_exists``, ``template_untitled``,
    ``template_unreadable``, ``folder_read_only``. Thread: any, one at a time; files are small.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[OwnTemplate]:
        """Every saved list, by title; files that cannot be read are passed over."""
        found = [template for _, template in self._files()]
        return sorted(found, key=lambda template: template.title.casefold())

    def save(self, title: str, text: str, replace: bool = False) -> OwnTemplate:
        """Keep ``text`` under ``title``. Another list of that title is only overwritten with
        ``replace``."""
        made = OwnTemplate(_clean(title), text.strip())
        if not made.title:
            raise UserError("template_untitled")
        if not replace and self._path(made.title).exists():
            raise UserError("template_exists", title=made.title)
        _write(self._path(made.title), _as_file(made))
        return made

    def rename(self, title: str, new_title: str) -> OwnTemplate:
        """The same list under another title."""
        same = _clean(new_title).casefold() == title.casefold()
        made = self.save(new_title, self.get(title).text, replace=same)
        if not same:
            self.delete(title)
        return made

    def delete(self, title: str) -> None:
        """Forget a list."""
        try:
            self._path(title).unlink(missing_ok=True)
        except OSError as error:
            raise UserError("folder_read_only", path=str(self._folder)) from error

    def get(self, title: str) -> OwnTemplate:
        """The list called ``title``."""
        found = next((one for one in self.all() if one.title.casefold() == title.casefold()), None)
        if found is None:
            known = ", ".join(one.title for one in self.all())
            raise UserError("template_unknown", name=title, known=known)
        return found

    def share(self, title: str, target: Path) -> None:
        """Write a list to a file for somebody else."""
        _write(target, _as_file(self.get(title)))

    def take_in(self, source: Path) -> OwnTemplate:
        """Keep a list that somebody shared; where the title is taken, a number is put behind it."""
        shared = read_template(source)
        titles = {one.title.casefold() for one in self.all()}
        title, number = shared.title, 1
        while title.casefold() in titles:
            number += 1
            title = f"{shared.title} ({number})"
        return self.save(title, shared.text)

    def recent(self) -> list[str]:
        """The lists that were last used, the newest first."""
        try:
            kept = json.loads((self._folder / _RECENT_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []

    def remember(self, text: str) -> None:
        """``text`` was used just now; where that cannot be kept, nothing is lost."""
        text = text.strip()
        kept = [text, *(other for other in self.recent() if other != text)][:RECENT]
        try:
            _write(self._folder / _RECENT_FILE, json.dumps(kept, ensure_ascii=False))
        except UserError:
            return

    def _files(self) -> Iterator[tuple[Path, OwnTemplate]]:
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                yield path, read_template(path)
            except UserError:
                continue

    def _path(self, title: str) -> Path:
        # Any title makes a file name on any system.
        return self._folder / f"{stable_id('template', title.casefold())}{SUFFIX}"


def read_template(path: Path) -> OwnTemplate:
    """A list out of a file; without a ``# Title`` its name is its title. Raises
    ``UserError("template_unreadable")`` where the file holds no list of fields."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError("template_unreadable", path=path.name)
        text = decode(path.read_bytes()).text.replace("\r\n", "\n").strip()
    except (OSError, UserError) as error:
        raise UserError("template_unreadable", path=path.name) from error
    title = path.name.removesuffix(SUFFIX)
    first, _, rest = text.partition("\n")
    if first.startswith("#"):
        title, text = _clean(first.lstrip("#")) or title, rest.strip()
    try:
        parse_fields(text)
    except UserError as error:
        raise UserError("template_unreadable", path=path.name) from error
    return OwnTemplate(title, text)


def _as_file(template: OwnTemplate) -> str:
    return f"# {template.title}\n{template.text}\n"


def _clean(title: str) -> str:
    return " ".join(title.split())


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise UserError("folder_read_only", path=str(path.parent)) from error
