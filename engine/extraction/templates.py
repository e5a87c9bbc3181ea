"""Field lists for common contracts, in English and Chinese: data files in the field grammar.

``resources/templates/LANGUAGE/NAME.txt``: a first line ``# Title``, then the fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UserError
from engine.extraction.grammar import parse_fields
from engine.paths import resource_path
from engine.types import Field

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Template:
    """``name`` is the same in every language (``purchase``); ``text`` is what a person may edit."""

    name: str
    language: str
    title: str
    text: str
    fields: tuple[Field, ...]


def list_templates(language: str | None = None, folder: Path | None = None) -> list[Template]:
    """The templates of ``language`` (``None``: of all), by language and name."""
    return [
        template
        for template in _read_all(folder or resource_path("templates"))
        if language is None or template.language == language
    ]


def load_template(name: str, language: str = "en", folder: Path | None = None) -> Template:
    """The template called ``name``: ``lease``, ``lease-zh`` or its title ``房屋租赁合同``.

    A bare name is looked up in ``language`` first. Raises ``UserError("template_unknown")``.
    """
    wanted = name.strip().casefold()
    found = [
        template
        for template in list_templates(folder=folder)
        if wanted
        in (template.name, f"{template.name}-{template.language}", template.title.casefold())
    ]
    found.sort(key=lambda template: template.language != language)
    if not found:
        known = sorted({f"{one.name}-{one.language}" for one in list_templates(folder=folder)})
        raise UserError("template_unknown", name=name, known=", ".join(known))
    return found[0]


def _read_all(folder: Path) -> Iterator[Template]:
    for language in LANGUAGES:
        for entry in sorted((folder / language).glob("*.txt")):
            yield _read(entry, language)


def _read(entry: Path, language: str) -> Template:
    first, _, text = entry.read_text(encoding="utf-8").partition("\n")
    return Template(
        entry.stem, language, first.lstrip("# ").strip(), text.strip(), parse_fields(text)
    )
