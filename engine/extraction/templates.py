"""Field lists for common documents, in English and Chinese: data files in the field grammar.

The built-in ones are ``resources/templates/LANGUAGE/NAME.txt``; a person's own lie in a folder of their
own (:class:`TemplateShelf`) in the same form, so that a template is shared by giving away its file::

    # Title
    # language: zh
    fields and rules in the grammar, one a line
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.encodings import decode
from engine.errors import UserError
from engine.extraction.grammar import parse_field_list
from engine.extraction.relations import Rule
from engine.paths import resource_path
from engine.types import Field

LANGUAGES = ("en", "zh")

_LARGEST = 256 * 1024
_LONGEST_TITLE = 80
_HEADER = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z)|[ \t]*(?:\r?\n))*")
_LANGUAGE = re.compile(r"#\s*language\s*[:：]\s*(\w+)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """``name`` is the same in every language (``purchase``); ``text`` is what a person may edit.
    ``own`` says that it is a person's own, which may be changed and removed."""

    name: str
    language: str
    title: str
    text: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    own: bool = False


def list_templates(language: str | None = None, folder: Path | None = None) -> list[Template]:
    """The built-in templates of ``language`` (``None``: of all), by language and name."""
    return [
        template
        for template in _read_all(folder or resource_path("templates"))
        if language is None or template.language == language
    ]


def load_template(
    name: str, language: str = "en", folder: Path | None = None, shelf: TemplateShelf | None = None
) -> Template:
    """The template called ``name``: ``lease``, ``lease-zh`` or its title ``房屋租赁合同``; a person's own
    before a built-in one.

    A bare name is looked up in ``language`` first. Raises ``UserError("template_unknown")``.
    """
    wanted = name.strip().casefold()
    everything: list[Template] = [*(shelf.all() if shelf else ()), *list_templates(folder=folder)]
    found = [
        template
        for template in everything
        if wanted
        in (
            template.name.casefold(),
            f"{template.name}-{template.language}".casefold(),
            template.title.casefold(),
        )
    ]
    found.sort(key=lambda template: (not template.own, template.language != language))
    if not found:
        known = sorted({t.title if t.own else f"{t.name}-{t.language}" for t in everything})
        raise UserError("template_unknown", name=name, known=", ".join(known))
    return found[0]


def read_template(path: Path, own: bool = True) -> Template:
    """The template in a file, checked whole.

    Raises ``UserError``: ``template_unreadable``, ``template_too_large``; ``FieldSyntaxError`` with
    its position in the file's text.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError("template_too_large", path=str(path), limit=_LARGEST // 1024)
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise UserError("template_unreadable", path=str(path)) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header = _HEADER.match(text)
    head = header[0] if header else ""
    body = text[len(head) :].strip()
    # Blanks in place of the header keep positions those of the file.
    asked = parse_field_list(re.sub(r"[^\n]", " ", head) + text[len(head) :])
    lines = [line.strip().lstrip("#").strip() for line in head.split("\n") if line.strip()]
    title = next((line for line in lines if line and not _LANGUAGE.match("#" + line)), "")
    language = _LANGUAGE.search(head)
    return Template(
        path.stem,
        language[1].lower() if language else _language_of(body),
        title[:_LONGEST_TITLE] or path.stem,
        body,
        asked.fields,
        asked.rules,
        own,
    )


class TemplateShelf:
    """A person's own templates: files in ``folder``, which is made when the first is saved.

    Thread: any; calls are short.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Template]:
        """Every template that can be read, by title; a damaged file does not hide the others."""
        found = []
        for path in sorted(self._folder.glob("*.txt")):
            try:
                found.append(read_template(path))
            except UserError:
                continue
        return sorted(found, key=lambda template: template.title.casefold())

    def save(self, title: str, text: str, language: str = "") -> Template:
        """Keep ``text`` as the template ``title``, over one of that title.

        Raises ``UserError``: ``template_title_empty``, ``folder_read_only``; ``FieldSyntaxError``.
        """
        title = " ".join(title.split())[:_LONGEST_TITLE]
        if not title:
            raise UserError("template_title_empty")
        parse_field_list(text)
        path = self._path(title)
        written = f"# {title}\n# language: {language or _language_of(text)}\n{text.strip()}\n"
        part = path.with_name(path.name + ".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_text(written, encoding="utf-8", newline="\n")
            part.replace(path)
        except OSError as error:
            raise UserError("folder_read_only", path=str(self._folder)) from error
        return read_template(path)

    def remove(self, title: str) -> None:
        """Take a template away; one that is not there is no error.

        Raises ``UserError("folder_read_only")``.
        """
        try:
            self._path(" ".join(title.split())).unlink(missing_ok=True)
        except OSError as error:
            raise UserError("folder_read_only", path=str(self._folder)) from error

    def import_file(self, path: Path) -> Template:
        """Check a shared file and keep it; a title that is taken gets a number.

        Raises what :func:`read_template` and :meth:`save` raise; nothing is kept then.
        """
        template = read_template(path)
        taken = {known.title.casefold() for known in self.all()}
        title, number = template.title, 2
        while title.casefold() in taken:
            title, number = f"{template.title} ({number})", number + 1
        return self.save(title, template.text, template.language)

    def share(self, template: Template, target: Path) -> None:
        """Write a template, a built-in one too, to a file that another person can import.

        Raises ``UserError("folder_read_only")``.
        """
        written = f"# {template.title}\n# language: {template.language}\n{template.text}\n"
        try:
            target.write_text(written, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UserError("folder_read_only", path=str(target.parent)) from error

    def _path(self, title: str) -> Path:
        """The file of the template ``title``; a new one where there is none, since two titles can make
        one name."""
        for known in self.all():
            if known.title.casefold() == title.casefold():
                return self._folder / f"{known.name}.txt"
        name = _FORBIDDEN.sub("_", title).strip(" .") or "_"
        if _RESERVED.fullmatch(name):
            name = f"_{name}"
        free, number = self._folder / f"{name}.txt", 2
        while free.exists():
            free, number = self._folder / f"{name} ({number}).txt", number + 1
        return free


def _language_of(text: str) -> str:
    return "zh" if any("一" <= character <= "鿿" for character in text) else "en"


def _read_all(folder: Path) -> Iterator[Template]:
    for language in LANGUAGES:
        for entry in sorted((folder / language).glob("*.txt")):
            yield read_template(entry, own=False)
