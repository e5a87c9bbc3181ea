"""The guide says what is true: its commands are accepted, its links lead somewhere, both languages
have the same pages, and what is generated is current."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

import wording
from cli.main import build_parser

IMAGE_BYTES = 3 * 2**20


@pytest.fixture(scope="module")
def guide(root: Path) -> Path:
    return root / "resources" / "guide"


def pages(folder: Path) -> dict[str, str]:
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}


def commands(text: str) -> list[str]:
    """The command lines in blocks of code that name no language."""
    found: list[str] = []
    fence = None
    for line in text.splitlines():
        if line.startswith("```"):
            fence = line[3:] if fence is None else None
        elif fence == "" and line.strip():
            found.append(line)
    return found


def test_both_languages_have_the_same_pages_parts_and_commands(guide: Path) -> None:
    english, chinese = pages(guide / "en"), pages(guide / "zh")
    assert set(english) == set(chinese)
    for name, text in english.items():
        other = chinese[name]
        for pattern in (r"^#+ ", r"^\| ", r"^- ", r"^!\[", r"^```"):
            counts = [len(re.findall(pattern, one, re.MULTILINE)) for one in (text, other)]
            assert counts[0] == counts[1], (name, pattern)
        ours, theirs = ([shlex.split(line) for line in commands(one)] for one in (text, other))
        assert [line[:2] for line in ours] == [line[:2] for line in theirs], name


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_command_is_accepted(guide: Path, language: str) -> None:
    parser = build_parser()
    found = 0
    for text in pages(guide / language).values():
        for line in commands(text):
            program, *arguments = shlex.split(line)
            assert program == "clausedesk", line
            parser.parse_args(arguments)
            found += 1
    assert found > 20


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_link_leads_somewhere(guide: Path, language: str) -> None:
    for name, text in pages(guide / language).items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            assert (guide / language / target).is_file(), (name, target)


def test_pictures_are_small_and_all_are_shown(guide: Path) -> None:
    total = 0
    for language in wording.LANGUAGES:
        texts = "".join(pages(guide / language).values())
        for file in (guide / language / "images").iterdir():
            total += file.stat().st_size
            assert f"](images/{file.name})" in texts
    assert total < IMAGE_BYTES


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_version_has_its_notes(root: Path, language: str) -> None:
    pattern = r"^## (\d[\w.]*)"
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = root / "resources" / "release_notes" / f"{language}.md"
    told = re.findall(pattern, notes.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == re.findall(pattern, changes, re.MULTILINE)


def test_every_command_has_a_line_in_the_guide(guide: Path) -> None:
    from cli.main import COMMANDS

    told = {line.split()[1] for text in pages(guide / "en").values() for line in commands(text)}
    assert set(COMMANDS) - {"demo"} <= told


def test_the_web_site_has_every_page_and_fetches_nothing(root: Path, guide: Path) -> None:
    site = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    parts = [part for part in site["nav"] if isinstance(part, dict)]
    listed = {page for part in parts for group in part.values() for page in group}
    there = {
        f"{folder}/{name}.md" for folder in wording.LANGUAGES for name in pages(guide / folder)
    }
    assert listed == there
    assert (root / site["docs_dir"]).samefile(guide)
    assert site["theme"]["highlightjs"] is False
    assert site["use_directory_urls"] is False
